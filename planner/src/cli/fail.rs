//! Every way a command can fail, its message and its exit code.

use super::interrupt::INTERRUPTED;
use crate::batch::BatchError;
use crate::bench::BenchError;
use crate::page::PageError;
use crate::run::RunError;
use crate::serve::ServeError;
use anstyle::{AnsiColor, Style};
use data::findings::Findings;
use std::io::Write;
use std::process::ExitCode;

/// A command that did not do what was asked.
#[derive(Debug)]
pub(super) enum Failure {
    /// A run, or opening a plan, failed.
    Run(RunError),
    /// A batch could not be made, or be read.
    Batch(BatchError),
    /// A benchmark could not be run, or be read.
    Bench(BenchError),
    /// Whoever runs the program asked it to end before it was done.
    Interrupted(String),
    /// Findings; already printed when `printed`.
    Findings { findings: Findings, printed: bool },
    /// The arguments ask for something that is not there.
    Arguments(String),
    /// The cluster does not answer.
    #[cfg(feature = "cluster")]
    Cluster(String),
    /// No copy of the page was written.
    Page(PageError),
    /// The server did not start.
    Serve(ServeError),
    /// A plan failed its check; the result is printed already.
    CheckFailed,
    /// The checker could not read the plan at all.
    Unreadable(String),
    /// The output could not be written.
    Output(std::io::Error),
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        Self::Run(error)
    }
}

impl From<BatchError> for Failure {
    fn from(error: BatchError) -> Self {
        Self::Batch(error)
    }
}

impl From<BenchError> for Failure {
    fn from(error: BenchError) -> Self {
        Self::Bench(error)
    }
}

impl From<PageError> for Failure {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        Self::Serve(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}

impl Failure {
    /// Prints the message to stderr and gives the exit code.
    pub(super) fn report(self) -> ExitCode {
        let (message, code) = match self {
            Self::Run(error) => (error.to_string(), error.exit_code()),
            Self::Batch(error) => (error.to_string(), error.exit_code()),
            Self::Bench(error) => (error.to_string(), error.exit_code()),
            Self::Interrupted(message) => (message, INTERRUPTED),
            Self::Findings { findings, printed } => (if printed { String::new() } else { findings.to_string() }, 2),
            Self::Arguments(message) => (message, 2),
            #[cfg(feature = "cluster")]
            Self::Cluster(message) => (message, 4),
            Self::Page(error) => (error.to_string(), error.exit_code()),
            Self::Serve(error) => (error.to_string(), 2),
            Self::CheckFailed => (String::new(), 5),
            Self::Unreadable(message) => (message, 5),
            // A closed pipe is a reader that has seen enough.
            Self::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe => (String::new(), 0),
            Self::Output(error) => (format!("cannot write the output: {error}"), 1),
        };
        if !message.is_empty() {
            let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
            // Nothing is left to do when stderr is gone.
            let _ = writeln!(anstream::stderr(), "{red}error{red:#}: {}", message.trim_end());
        }
        ExitCode::from(code)
    }
}
