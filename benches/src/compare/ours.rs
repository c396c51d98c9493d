//! The planner as a child: `planner plan`, then the separate `planner check` for what is certified.

use super::error::CompareError;
use super::instance::Instance;
use super::method::{Method, Task};
use super::options::Options;
use super::row::Outcome;
use planner::bench::child::{self, Finished, Said};
use serde::Deserialize;
use std::process::Command;

/// Gap that a run without an accuracy of its own is asked for.
const WHOLE_GAP: f64 = 1e-6;

/// The step after which the planner decides rather than reads, and the one that comes when it has decided.
const STEPS: (&str, &str) = ("building the program", "tracing embodied energy");

/// What `planner check --json` prints, as far as it is used.
#[derive(Debug, Deserialize)]
struct Checked {
    status: String,
    plan_status: Option<String>,
    objective_gj: Option<f64>,
    lower_bound_gj: Option<f64>,
    gap: Option<f64>,
    worst_violation: Violation,
}

#[derive(Debug, Deserialize)]
struct Violation {
    relative: f64,
}

/// Plans the instance and checks the plan.
pub(super) fn plan(instance: &Instance, task: Task, options: &Options) -> Result<Outcome, CompareError> {
    let gap = task.accuracy.unwrap_or(WHOLE_GAP);
    let started = |error| CompareError::file(&options.planner)(error);
    let planned = child::run(&mut plan_command(instance, task, gap, options), options.time_limit).map_err(started)?;
    if planned.at_time_limit || !planned.exit.success() && planned.exit.code() != Some(5) {
        return Ok(Outcome::of_process(&planned, planned.failure()));
    }
    let mut check = Command::new(&options.planner);
    check.arg("check").arg(instance.plan()).arg("--json");
    let check = child::run(&mut check, options.time_limit).map_err(started)?;
    Ok(outcome(&planned, &check, gap))
}

fn plan_command(instance: &Instance, task: Task, gap: f64, options: &Options) -> Command {
    let method = if task.method == Method::PlannerWhole {
        "whole"
    } else {
        "decomposed"
    };
    let mut command = Command::new(&options.planner);
    command
        .arg("plan")
        .arg(&instance.config)
        .args(["--method", method, "--gap", &format!("{gap:e}")])
        .args(["--threads", &options.threads.to_string()])
        .arg("--out")
        .arg(instance.plan());
    command
}

fn outcome(planned: &Finished, check: &Finished, gap: f64) -> Outcome {
    let Ok(checked) = serde_json::from_str::<Checked>(&check.stdout) else {
        return Outcome::of_process(planned, format!("not checked: {}", check.failure()));
    };
    let passed = checked.status == "passed";
    let (solve, load) = phases(&planned.stderr, planned.cpu_seconds);
    Outcome {
        status: if passed {
            checked.plan_status.unwrap_or_else(|| "passed".to_owned())
        } else {
            "failed its check".to_owned()
        },
        finished: passed && checked.gap.is_some_and(|certified| certified <= gap),
        cpu_seconds: solve,
        cpu_load_seconds: load,
        cpu_check_seconds: check.cpu_seconds,
        objective_gj: checked.objective_gj,
        lower_bound_gj: checked.lower_bound_gj,
        certified_gap: checked.gap,
        worst_violation: Some(checked.worst_violation.relative),
        ..Outcome::of_process(planned, String::new())
    }
}

/// CPU of the solve and of the rest. The planner names each step when it begins; without the names of these two, all is
/// counted as the solve.
fn phases(said: &[Said], whole: Option<f64>) -> (Option<f64>, Option<f64>) {
    let steps: Vec<(&str, Option<f64>)> = said
        .iter()
        .filter_map(|said| Some((step(&said.text)?, said.cpu_seconds)))
        .collect();
    let building = steps.iter().position(|(name, _)| name.starts_with(STEPS.0));
    let after_building = |position: usize| {
        steps[position + 1..]
            .iter()
            .find(|(name, _)| !name.starts_with("finding:"))
    };
    let start = building.and_then(after_building).and_then(|(_, cpu)| *cpu);
    let end = steps
        .iter()
        .rev()
        .find(|(name, _)| name.starts_with(STEPS.1))
        .and_then(|(_, cpu)| *cpu);
    match (start, end, whole) {
        (Some(start), Some(end), Some(whole)) if start <= end && end <= whole => {
            (Some(end - start), Some(whole - (end - start)))
        }
        _ => (whole, None),
    }
}

/// The step of a progress line such as `    0.1 s  solving: columns 5,037`.
fn step(line: &str) -> Option<&str> {
    let (seconds, step) = line.split_once(" s  ")?;
    seconds.trim().parse::<f64>().ok().map(|_| step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(lines: &[(&str, f64)]) -> Vec<Said> {
        let said = |(text, cpu): &(&str, f64)| Said {
            text: (*text).to_owned(),
            cpu_seconds: Some(*cpu),
        };
        lines.iter().map(said).collect()
    }

    #[test]
    fn the_solve_lies_between_building_and_tracing() {
        let lines = said(&[
            ("    0.1 s  building the program: nodes 60", 0.5),
            ("    0.2 s  finding: W07 ...", 0.75),
            ("    0.2 s  solving: columns 5,037", 1.0),
            ("    9.2 s  solved", 9.0),
            ("    9.3 s  tracing embodied energy: flows 475", 9.0),
            ("a remark with 3 s  in it", 9.5),
        ]);
        assert_eq!(phases(&lines, Some(10.0)), (Some(8.0), Some(2.0)));
    }

    #[test]
    fn without_steps_all_is_the_solve() {
        assert_eq!(
            phases(&said(&[("    0.1 s  solving", 1.0)]), Some(3.0)),
            (Some(3.0), None)
        );
        assert_eq!(phases(&[], None), (None, None));
    }
}
