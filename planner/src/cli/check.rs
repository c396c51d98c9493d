//! `planner check`: prints what the separate checker found.

use super::args::CheckArgs;
use super::fail::Failure;
use super::print;
use check::{Against, CheckOptions, CheckReport, CheckStatus};
use data::findings::escape;

pub(super) fn run(args: &CheckArgs) -> Result<(), Failure> {
    let options = CheckOptions {
        data: args.open.data.clone(),
        gap: args.gap,
        ..CheckOptions::default()
    };
    let report = check::check(&args.open.plan, options).map_err(|error| Failure::Unreadable(error.to_string()))?;
    if args.open.json {
        print::json(&report)?;
    } else {
        words(&report)?;
    }
    match report.status {
        CheckStatus::Passed => Ok(()),
        CheckStatus::Failed => Err(Failure::CheckFailed),
    }
}

/// A line in which nothing that a plan says moves the cursor or begins another line.
fn line(text: &str) -> Result<(), Failure> {
    print::line(&escape(text))
}

fn words(report: &CheckReport) -> Result<(), Failure> {
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |v| format!("{v:.9e}"));
    let passed = report.status == CheckStatus::Passed;
    line(&format!(
        "check             {}",
        if passed { "passed" } else { "failed" }
    ))?;
    line(&format!(
        "plan status       {}",
        report.plan_status.map_or("-", |status| status.word())
    ))?;
    if let Some(against) = &report.against {
        question(against)?;
    }
    line(&format!("objective         {} GJ", number(report.objective_gj)))?;
    line(&format!("lower bound       {} GJ", number(report.lower_bound_gj)))?;
    let asked = report.against.as_ref().and_then(|against| against.gap_asked);
    line(&format!(
        "gap               {}{}",
        report.gap.map_or_else(|| "-".to_owned(), |g| format!("{g:.2e}")),
        asked.map_or_else(String::new, |g| format!(" ({g:.0e} asked)"))
    ))?;
    let worst = &report.worst_violation;
    line(&if worst.amount == 0.0 {
        "worst violation   none".to_owned()
    } else {
        format!("worst violation   {:.2e} {} ({})", worst.amount, worst.unit, worst.row)
    })?;
    line(&format!("ledger residual   {} GJ", number(report.ledger_residual_gj)))?;
    for short in report.shortage.iter().filter(|short| short.amount > 0.0) {
        line(&format!(
            "short             {} {:.4} %",
            short.commodity,
            short.fraction * 100.0
        ))?;
    }
    for cause in &report.gap_causes {
        line(&format!("gap               {:.3e} GJ: {}", cause.energy_gj, cause.what))?;
    }
    for fault in &report.faults {
        line(&format!("fault             {fault}"))?;
    }
    Ok(())
}

/// What was checked: a plan answers the question of its certificate, which may not be the one that was meant.
fn question(against: &Against) -> Result<(), Failure> {
    line(&format!("data              {}", against.data.display()))?;
    let accounting = format!("{:?}", against.accounting).to_lowercase();
    line(&format!(
        "calendar          {}, {accounting} accounting",
        against.calendar
    ))?;
    if !against.policies.is_empty() {
        line(&format!("policies          {}", against.policies.join(", ")))?;
    }
    for (mode, factor) in against.capacity_factor.iter().filter(|(_, factor)| **factor != 1.0) {
        line(&format!("capacity          of {mode} times {factor}"))?;
    }
    Ok(())
}
