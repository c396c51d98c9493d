//! Decoders of foreign files may panic; a guard turns that into a finding and keeps its text off the screen.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Runs a decoder on this thread; none when it panicked, and nothing of that on the screen. Panics of other threads are reported as before.
pub fn guarded<T>(decode: impl FnOnce() -> T) -> Option<T> {
    HOOK.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                usual(panic);
            }
        }));
    });
    QUIET.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(decode));
    QUIET.set(false);
    outcome.ok()
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    #[allow(clippy::panic, reason = "the panic is the point")]
    fn a_panic_becomes_nothing() {
        assert_eq!(guarded(|| 7), Some(7));
        assert_eq!(guarded(|| -> u8 { panic!("decoder") }), None);
    }
}
