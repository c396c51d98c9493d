//! Ctrl-C: while rounds run, the first asks them to end with the best plan so far; any other ends the program.

use super::print;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use tokio::runtime::Builder;

/// Nothing runs that could be asked to end.
const DEAF: u8 = 0;
/// Rounds run.
const LISTENING: u8 = 1;
/// Rounds run and were asked to end.
const ASKED: u8 = 2;
/// Exit code of a program that was interrupted.
const INTERRUPTED: i32 = 130;

/// Whether someone asked the run to end.
#[derive(Debug, Default)]
pub(super) struct Interrupt {
    state: Arc<AtomicU8>,
    is_installed: bool,
}

impl Interrupt {
    /// From now on an interrupt is a request.
    pub(super) fn listen(&mut self) {
        self.state.store(LISTENING, Ordering::SeqCst);
        if !self.is_installed {
            self.is_installed = true;
            let state = Arc::clone(&self.state);
            // The thread ends with the program.
            std::thread::spawn(move || wait(&state));
        }
    }

    /// From now on an interrupt ends the program again.
    pub(super) fn ignore_requests(&self) {
        self.state.store(DEAF, Ordering::SeqCst);
    }

    /// Whether the run was asked to end.
    pub(super) fn is_asked(&self) -> bool {
        self.state.load(Ordering::SeqCst) == ASKED
    }
}

/// Waits for interrupts; where the system gives none, an interrupt ends the program as it always did.
fn wait(state: &AtomicU8) {
    let Ok(runtime) = Builder::new_current_thread().enable_all().build() else {
        return;
    };
    runtime.block_on(async {
        while tokio::signal::ctrl_c().await.is_ok() {
            let was = state.compare_exchange(LISTENING, ASKED, Ordering::SeqCst, Ordering::SeqCst);
            if was.is_err() {
                process::exit(INTERRUPTED);
            }
            print::remark("ending with the best plan so far; interrupt again to end at once");
        }
    });
}
