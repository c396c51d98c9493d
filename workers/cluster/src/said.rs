//! What a process says of what it does: words of the engine and of ours, and a line for each round or block that ends.
//!
//! Invariant: it goes to stderr, and only as far as `PLANNER_LOG` asks for it.

use crate::error::ClusterError;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// What says how much is said: a level, or levels by module, as in `warn,cluster=debug`.
pub const LOG_VARIABLE: &str = "PLANNER_LOG";

/// Says to stderr what [`LOG_VARIABLE`] asks for; where it is not set, what `otherwise` does, or nothing.
///
/// # Errors
/// [`ClusterError::LogLevels`].
pub fn say_to_stderr(otherwise: Option<&str>) -> Result<(), ClusterError> {
    let asked = std::env::var(LOG_VARIABLE).ok();
    let Some(levels) = asked.as_deref().or(otherwise) else {
        return Ok(());
    };
    let spans = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_span_events(FmtSpan::CLOSE)
        .with_filter(targets(levels)?);
    // Who has set up either of the two keeps it.
    let _kept = tracing_subscriber::registry().with(spans).try_init();
    // The engine speaks through another crate.
    let _kept_too = env_logger::Builder::new().parse_filters(levels).try_init();
    Ok(())
}

fn targets(levels: &str) -> Result<Targets, ClusterError> {
    levels.parse().map_err(|_| ClusterError::LogLevels {
        seen: levels.to_owned(),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use tracing::Level;

    #[test]
    fn levels_are_for_all_or_for_a_module() {
        let levels = targets("warn,cluster=debug").unwrap();
        assert!(levels.would_enable("cluster::farm", &Level::DEBUG));
        assert!(!levels.would_enable("other", &Level::INFO));
        assert!(targets("info").unwrap().would_enable("cluster::work", &Level::INFO));
        let error = targets("cluster=loud").unwrap_err();
        assert!(
            error.is_input() && error.to_string().contains("cluster=loud"),
            "{error}"
        );
    }
}
