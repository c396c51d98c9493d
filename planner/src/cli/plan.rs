//! `planner plan`.

use super::args::{MethodArg, PlanArgs};
use super::fail::Failure;
use super::farm::Chosen;
use super::print;
use super::progress::Progress;
use crate::run::{self, Journal, RunError, Settings};
use check::{Certificate, PlanStatus};
use data::config::Method;
use data::findings::Severity;
use std::path::{Path, PathBuf};

pub(super) fn run(args: &PlanArgs) -> Result<(), Failure> {
    check_flags(args)?;
    let mut inputs = run::load(&args.config).map_err(|findings| Failure::Run(RunError::Input(findings)))?;
    let config = &mut inputs.config;
    if let Some(method) = args.method {
        config.method = match method {
            MethodArg::Whole => Method::Whole,
            MethodArg::Decomposed => Method::Decomposed,
            MethodArg::Auto => Method::Auto,
        };
    }
    config.gap = args.gap.unwrap_or(config.gap);
    config.threads = args.threads.map(|n| n as usize).or(config.threads);
    config.time_limit_s = args.time_limit.or(config.time_limit_s);
    let out = args
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from("plans").join(&config.name));
    for finding in inputs.warnings.iter().filter(|f| f.severity == Severity::Warning) {
        print::remark(&finding.to_string());
    }
    let settings = Settings {
        out,
        resume: args.resume,
    };
    let chosen = Chosen::of(&args.farm, &inputs.config)?;
    let mut progress = Progress::new(args.json);
    let made = run::plan_on(&inputs, &settings, chosen.farm(), &mut progress);
    progress.finish();
    if let Some(report) = chosen.report(args.json) {
        print::remark(&report);
    }
    let (certificate, out) = made?;
    let peak_memory_gb = peak_memory_gb();
    if let (Some(peak), Some(limit)) = (peak_memory_gb, inputs.config.memory_limit_gb)
        && peak > limit
    {
        print::remark(&format!(
            "the run took {peak:.1} GB, more than the {limit} GB of its config"
        ));
    }
    if args.json {
        return print::json(&certificate);
    }
    summary(&certificate, &out, progress.seconds(), peak_memory_gb)
}

/// Flags are checked before anything is read, with the same bounds as the config's keys.
fn check_flags(args: &PlanArgs) -> Result<(), Failure> {
    let mut wrong = Vec::new();
    if args.gap.is_some_and(|gap| !(gap > 0.0 && gap < 1.0)) {
        wrong.push("--gap must lie between 0 and 1");
    }
    if args.threads == Some(0) {
        wrong.push("--threads must be at least 1");
    }
    if args.time_limit.is_some_and(|limit| !(limit > 0.0 && limit.is_finite())) {
        wrong.push("--time-limit must be above 0");
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Failure::Arguments(wrong.join("; ")))
    }
}

fn summary(certificate: &Certificate, out: &Path, seconds: f64, peak_memory_gb: Option<f64>) -> Result<(), Failure> {
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), print::significant);
    let worst = certificate.worst_violation.clone().unwrap_or_default();
    let status = certificate.status.word();
    print::line(&format!(
        "status            {status} (solver: {})",
        certificate.solver_status
    ))?;
    print::line(&format!("objective         {} GJ", number(certificate.objective_gj)))?;
    print::line(&format!("lower bound       {} GJ", number(certificate.lower_bound_gj)))?;
    let gap = certificate
        .gap
        .map_or_else(|| "-".to_owned(), |gap| format!("{gap:.2e}"));
    let asked = certificate
        .gap_asked
        .map_or_else(|| "-".to_owned(), |gap| format!("{gap:.0e}"));
    print::line(&format!("certified gap     {gap} (asked: {asked})"))?;
    print::line(&format!(
        "worst violation   {:.2e} {} ({})",
        worst.amount, worst.unit, worst.row
    ))?;
    let residual = certificate
        .ledger_residual_gj
        .map_or_else(|| "-".to_owned(), |r| format!("{r:.2e}"));
    print::line(&format!("ledger residual   {residual} GJ"))?;
    let short: Vec<String> = certificate
        .shortage
        .iter()
        .filter(|s| s.amount > 0.0)
        .map(|s| format!("{} {:.3} %", s.commodity, s.fraction * 100.0))
        .collect();
    print::line(&format!(
        "shortage          {}",
        if short.is_empty() {
            "none".to_owned()
        } else {
            short.join(", ")
        }
    ))?;
    print::line(&format!("time              {seconds:.1} s"))?;
    if let Some(peak) = peak_memory_gb {
        print::line(&format!("peak memory       {peak:.2} GB"))?;
    }
    print::line(&format!("plan              {}", out.display()))?;
    print::line(&format!("report            {}", out.join("report.html").display()))?;
    if certificate.status == PlanStatus::Failed {
        print::remark("the plan breaks rules of its own continent; see the faults above and `planner check`");
        return Err(Failure::CheckFailed);
    }
    Ok(())
}

/// Peak resident memory of this process, GB; none where the system does not say.
fn peak_memory_gb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1e6)
}
