//! `planner replan`: a new plan from an existing one and a change file, and what differs.

use super::args::ReplanArgs;
use super::fail::Failure;
use super::print;
use super::progress::Progress;
use crate::run::{self, Claims, Difference, RunError, Settings};
use check::PlanStatus;
use data::findings::escape;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What `--json` prints.
#[derive(Serialize)]
struct Printed<'a> {
    /// Folder of the new plan.
    plan: &'a Path,
    #[serde(flatten)]
    difference: &'a Difference,
}

pub(super) fn run(args: &ReplanArgs) -> Result<(), Failure> {
    if args.gap.is_some_and(|gap| !(gap > 0.0 && gap < 1.0)) {
        return Err(Failure::Arguments("--gap must lie between 0 and 1".to_owned()));
    }
    if args.time_limit.is_some_and(|limit| !(limit > 0.0 && limit.is_finite())) {
        return Err(Failure::Arguments("--time-limit must be above 0".to_owned()));
    }
    let old = args.open.plan.as_path();
    let out = folder_of_the_new(args)?;
    let mut inputs = run::load_change(old, &args.change, args.open.data.as_deref())?;
    inputs.config.gap = args.gap.unwrap_or(inputs.config.gap);
    inputs.config.time_limit_s = args.time_limit.or(inputs.config.time_limit_s);
    let mut progress = Progress::new(args.open.json);
    let settings = Settings {
        out,
        resume: args.resume,
    };
    let made = run::replan(&inputs, &settings, Some(old), &mut progress);
    progress.finish();
    let (certificate, out) = made?;
    let top = if args.open.json { usize::MAX } else { args.top };
    // Inputs that were loaded with a change have a plan before.
    let difference = run::difference(&inputs, &certificate, &out, top)?.ok_or(RunError::NoPlan(out.clone()))?;
    if args.open.json {
        print::json(&Printed {
            plan: &out,
            difference: &difference,
        })?;
    } else {
        print::line(&headline(&difference, old, &out))?;
        print::tables(&difference.tables, top)?;
    }
    if certificate.status == PlanStatus::Failed {
        print::remark("the plan breaks rules of its own continent; see the faults above and `planner check`");
        return Err(Failure::CheckFailed);
    }
    Ok(())
}

/// Where the new plan goes, which is never where the earlier one is.
fn folder_of_the_new(args: &ReplanArgs) -> Result<PathBuf, Failure> {
    let old = &args.open.plan;
    let out = match &args.out {
        Some(out) => out.clone(),
        None => {
            let place = old.canonicalize().map_err(RunError::file(old))?;
            let mut name = place.file_name().unwrap_or_default().to_owned();
            name.push("-");
            name.push(args.change.file_stem().unwrap_or_default());
            // A path such as `.` names no folder to stand beside.
            let beside = if old.file_name().is_some() { old } else { &place };
            beside.with_file_name(&name)
        }
    };
    let same = matches!((out.canonicalize(), old.canonicalize()), (Ok(new), Ok(old)) if new == old);
    if same {
        let message = "the new plan would replace the one it starts from; name another folder with --out";
        return Err(Failure::Arguments(message.to_owned()));
    }
    Ok(out)
}

fn headline(difference: &Difference, old: &Path, out: &Path) -> String {
    let change = &difference.change;
    let counts = difference.shortages;
    let lines = [
        format!("change            {}", escape(&change.name)),
        format!("answers for it    {}", escape(&change.answers_for_it)),
        format!("status            {}", status(&difference.after)),
        format!("objective before  {}", gj(difference.before.objective_gj)),
        format!("objective after   {}", gj(difference.after.objective_gj)),
        format!("extra             {}", extra(difference)),
        format!(
            "of it penalties   {} for what is not delivered",
            gj(Some(difference.extra_penalty_gj))
        ),
        format!(
            "shortages         {} new, {} larger, {} smaller, {} gone",
            counts.new, counts.larger, counts.smaller, counts.gone
        ),
        format!("replanned from    {}", old.display()),
        format!("plan              {}", out.display()),
        format!("report            {}", out.join("report.html").display()),
        String::new(),
    ];
    lines.join("\n")
}

fn status(claims: &Claims) -> String {
    let gap = claims.gap.map_or_else(|| "-".to_owned(), |gap| format!("{gap:.0e}"));
    format!("{} (certified gap {gap})", claims.status.word())
}

/// The difference of the objectives, and between which figures the true one is proven to lie.
fn extra(difference: &Difference) -> String {
    let fraction = difference
        .extra_fraction
        .map_or_else(String::new, |fraction| format!(" ({:+.3} %)", fraction * 100.0));
    format!(
        "{}{fraction}; proven: {} to {}",
        gj(difference.extra_gj),
        gj(difference.extra_at_least_gj),
        gj(difference.extra_at_most_gj)
    )
}

fn gj(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{} GJ", print::significant(value)))
}
