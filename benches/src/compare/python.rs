//! The Python environment of OR-Tools: a virtual environment in a folder of its own, made once.

use super::method::{Method, Task};
use super::observer::Observer;
use super::options::Options;
use planner::bench::child;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const SCRIPT: &str = include_str!("../../python/solve.py");
const REQUIREMENTS: &str = include_str!("../../python/requirements.txt");

/// Longest time that one step of the installation may take.
const INSTALL_LIMIT: Duration = Duration::from_secs(900);

/// A Python environment that is ready.
#[derive(Debug)]
pub(super) struct Python {
    program: PathBuf,
    script: PathBuf,
}

impl Python {
    /// The environment in `home`, made if it is not there; an error says in words why there is none.
    pub(super) fn prepare(home: &Path, observer: &mut dyn Observer) -> Result<Self, String> {
        // A relative path would be looked for from wherever the child starts.
        let home = std::path::absolute(home).map_err(|error| format!("{}: {error}", home.display()))?;
        let python = Self {
            program: home.join("bin").join("python"),
            script: home.join("solve.py"),
        };
        let stamp = home.join("installed.txt");
        let is_ready = python.program.exists() && fs::read_to_string(&stamp).is_ok_and(|text| text == REQUIREMENTS);
        if !is_ready {
            observer.say(&format!("installing OR-Tools into {}", home.display()));
            install(&home, &python.program)?;
            put(&stamp, REQUIREMENTS)?;
        }
        put(&python.script, SCRIPT)?;
        Ok(python)
    }

    /// The command that solves the program in `folder`.
    pub(super) fn command(&self, task: Task, folder: &Path, options: &Options) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(&self.script).arg(folder);
        match (task.method, task.accuracy) {
            (Method::OrtoolsPdlp, Some(accuracy)) => {
                command.args(["--solver", "pdlp", "--accuracy", &format!("{accuracy:e}")]);
            }
            _ => {
                command.args(["--solver", "glop"]);
            }
        }
        command.args(["--threads", &options.threads.to_string()]);
        command
    }
}

fn install(home: &Path, python: &Path) -> Result<(), String> {
    fs::create_dir_all(home).map_err(|error| format!("{}: {error}", home.display()))?;
    let requirements = home.join("requirements.txt");
    put(&requirements, REQUIREMENTS)?;
    step(Command::new("python3").args(["-m", "venv"]).arg(home))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
    step(Command::new(python).args(pip).arg(&requirements))
}

fn step(command: &mut Command) -> Result<(), String> {
    match child::run(command, INSTALL_LIMIT) {
        Ok(finished) if finished.exit.success() => Ok(()),
        Ok(finished) => Err(finished.failure()),
        Err(error) => Err(error.to_string()),
    }
}

fn put(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
