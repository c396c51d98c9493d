//! Questions about a plan, timed in process: every one there is, each asked once, in the order of the tables.

use data::model::{LinkIndex, NodeIndex, PeriodIndex, SiteIndex};
use planner::ask::PlanIndex;
use planner::run::{self, RunError};
use serde::Serialize;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

/// Routes listed by a question about supply.
const ROUTES: usize = 20;
/// Users listed by a question about a link.
const USERS: usize = 20;

/// How long one kind of question took.
#[derive(Clone, Debug, Serialize)]
pub struct Timing {
    /// What was asked.
    pub question: &'static str,
    /// How many were asked.
    pub asked: usize,
    /// Half of them took at most this, microseconds.
    pub median_us: f64,
    /// All but a hundredth took at most this, microseconds.
    pub p99_us: f64,
    /// The longest, microseconds.
    pub longest_us: f64,
}

/// Opens a plan and asks it everything.
///
/// # Errors
/// As [`run::open`].
pub fn ask(plan: &Path, data: Option<&Path>) -> Result<Vec<Timing>, RunError> {
    let opened = run::open(plan, data)?;
    let start = Instant::now();
    let index = PlanIndex::new(&opened);
    let opening = timing(
        "the index, made from an opened plan",
        vec![start.elapsed().as_secs_f64() * 1e6],
    );
    let continent = index.continent();
    let demanded = || continent.demands.iter().map(|demand| (demand.node, demand.commodity));
    let nodes = || (0..continent.nodes.len()).map(NodeIndex::from_position);
    let sites = || (0..continent.sites.len()).map(SiteIndex::from_position);
    let links = || (0..continent.links.len()).map(LinkIndex::from_position);
    Ok(vec![
        opening,
        timed("where a demand is supplied from", demanded(), |(node, commodity)| {
            black_box(index.supply(node, commodity, None, ROUTES));
        }),
        timed("the cheapest way of one more unit", demanded(), |(node, commodity)| {
            black_box(index.cheapest(node, commodity, PeriodIndex(0)));
        }),
        timed(
            "five sources of one more unit",
            demanded().step_by(10),
            |(node, commodity)| {
                black_box(index.alternatives(node, commodity, PeriodIndex(0), 5));
            },
        ),
        timed("a node", nodes(), |node| {
            black_box(index.node(node, None));
        }),
        timed("a site", sites(), |site| {
            black_box(index.site(site, None));
        }),
        timed("a link", links(), |link| {
            black_box(index.link(link, None, USERS));
        }),
    ])
}

fn timed<T>(question: &'static str, asked: impl Iterator<Item = T>, answer: impl Fn(T)) -> Timing {
    let times = asked.map(|one| {
        let start = Instant::now();
        answer(one);
        start.elapsed().as_secs_f64() * 1e6
    });
    timing(question, times.collect())
}

fn timing(question: &'static str, mut times: Vec<f64>) -> Timing {
    times.sort_by(f64::total_cmp);
    let at = |part: f64| {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a position")]
        let position = (part * times.len() as f64).ceil() as usize;
        times.get(position.saturating_sub(1)).copied().unwrap_or(0.0)
    };
    Timing {
        question,
        asked: times.len(),
        median_us: at(0.5),
        p99_us: at(0.99),
        longest_us: at(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_what_was_timed() {
        let timing = timing("", (1..=200).rev().map(f64::from).collect());
        let figures = [timing.median_us, timing.p99_us, timing.longest_us];
        assert_eq!(figures.map(f64::to_bits), [100.0, 198.0, 200.0].map(f64::to_bits));
    }
}
