//! Ctrl-C: while rounds or a batch run, the first asks them to end in good order; any other ends the program.

use super::print;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use tokio::runtime::Builder;

/// What is said to whoever interrupts rounds.
const OF_ROUNDS: &str = "ending with the best plan so far; interrupt again to end at once";

/// Nothing runs that could be asked to end.
const DEAF: u8 = 0;
/// Something runs that can be asked to end.
const LISTENING: u8 = 1;
/// It was asked to end.
const ASKED: u8 = 2;
/// Exit code of a program that was interrupted.
pub(super) const INTERRUPTED: u8 = 130;

/// Whether someone asked the run to end.
#[derive(Debug)]
pub(super) struct Interrupt {
    state: Arc<AtomicU8>,
    is_installed: bool,
    says: &'static str,
}

impl Default for Interrupt {
    fn default() -> Self {
        Self::saying(OF_ROUNDS)
    }
}

impl Interrupt {
    /// An ear that answers the first interrupt with those words.
    pub(super) fn saying(says: &'static str) -> Self {
        Self {
            state: Arc::default(),
            is_installed: false,
            says,
        }
    }

    /// From now on an interrupt is a request.
    pub(super) fn listen(&mut self) {
        self.state.store(LISTENING, Ordering::SeqCst);
        if !self.is_installed {
            self.is_installed = true;
            let state = Arc::clone(&self.state);
            let says = self.says;
            // The thread ends with the program.
            std::thread::spawn(move || wait(&state, says));
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
fn wait(state: &AtomicU8, says: &str) {
    let Ok(runtime) = Builder::new_current_thread().enable_all().build() else {
        return;
    };
    runtime.block_on(async {
        while tokio::signal::ctrl_c().await.is_ok() {
            let was = state.compare_exchange(LISTENING, ASKED, Ordering::SeqCst, Ordering::SeqCst);
            if was.is_err() {
                process::exit(INTERRUPTED.into());
            }
            print::remark(says);
        }
    });
}
