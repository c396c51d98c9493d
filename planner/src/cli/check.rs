//! `planner check`: prints what the separate checker found.

use super::args::OpenArgs;
use super::fail::Failure;
use super::print;
use check::{CheckOptions, CheckReport, CheckStatus};

pub(super) fn run(args: &OpenArgs) -> Result<(), Failure> {
    let options = CheckOptions {
        data: args.data.clone(),
        ..CheckOptions::default()
    };
    let report = check::check(&args.plan, options).map_err(|error| Failure::Unreadable(error.to_string()))?;
    if args.json {
        print::json(&report)?;
    } else {
        words(&report)?;
    }
    match report.status {
        CheckStatus::Passed => Ok(()),
        CheckStatus::Failed => Err(Failure::CheckFailed),
    }
}

fn words(report: &CheckReport) -> Result<(), Failure> {
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |v| format!("{v:.9e}"));
    let passed = report.status == CheckStatus::Passed;
    print::line(&format!(
        "check             {}",
        if passed { "passed" } else { "failed" }
    ))?;
    print::line(&format!(
        "plan status       {}",
        report.plan_status.map_or("-", |status| status.word())
    ))?;
    print::line(&format!("objective         {} GJ", number(report.objective_gj)))?;
    print::line(&format!("lower bound       {} GJ", number(report.lower_bound_gj)))?;
    print::line(&format!(
        "gap               {}",
        report.gap.map_or_else(|| "-".to_owned(), |g| format!("{g:.2e}"))
    ))?;
    let worst = &report.worst_violation;
    print::line(&format!(
        "worst violation   {:.2e} {} ({})",
        worst.amount, worst.unit, worst.row
    ))?;
    print::line(&format!("ledger residual   {} GJ", number(report.ledger_residual_gj)))?;
    for short in report.shortage.iter().filter(|short| short.amount > 0.0) {
        print::line(&format!(
            "short             {} {:.4} %",
            short.commodity,
            short.fraction * 100.0
        ))?;
    }
    for cause in &report.gap_causes {
        print::line(&format!("gap               {:.3e} GJ: {}", cause.energy_gj, cause.what))?;
    }
    for fault in &report.faults {
        print::line(&format!("fault             {fault}"))?;
    }
    Ok(())
}
