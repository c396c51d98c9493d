//! `planner serve`: finished plans over HTTP, until interrupted.

use super::args::ServeArgs;
use super::fail::Failure;
use super::print;
use crate::serve::{self, Limits};
use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};

pub(super) fn run(args: &ServeArgs) -> Result<(), Failure> {
    let limits = Limits {
        connections: args.connections as usize,
        requests: args.requests as usize,
        idle_seconds: args.idle_seconds,
        hosts: args.host.clone(),
        ..Limits::default()
    };
    // Long work is limited to one piece a core; a thread that has just ended one may not yet be free for the next.
    let runtime = Builder::new_multi_thread()
        .max_blocking_threads(2 * limits.long_work)
        .enable_all()
        .build()?;
    // The address first: who starts a second server by mistake hears so at once.
    let listener = runtime.block_on(serve::bind(args.address))?;
    let plans = serve::open(&args.plans, args.data.as_deref())?;
    print::line(&format!("http://{}/", listener.local_addr()?))?;
    for plan in &plans {
        print::remark(&format!("serving {}", plan.name));
    }
    let stop = async {
        let (mut interrupt, mut terminate) = match (signal(SignalKind::interrupt()), signal(SignalKind::terminate())) {
            (Ok(interrupt), Ok(terminate)) => (interrupt, terminate),
            // Without ears it runs until it is killed.
            _ => return std::future::pending().await,
        };
        tokio::select! {
            _ = interrupt.recv() => (),
            _ = terminate.recv() => (),
        }
        print::remark("ending: no more connections are taken");
    };
    runtime.block_on(serve::serve(listener, plans, limits, stop));
    Ok(())
}
