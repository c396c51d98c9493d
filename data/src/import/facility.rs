//! Location of facilities: which sites to open, in fractions, and who is served from where. Two text formats: OR-Library's
//! (`cap*.txt`) and Holmberg's (`p1` to `p40`).
//!
//! The strong relaxation serves no customer from a site by more than the fraction to which it is open; the weak one holds a
//! site only to its capacity, so that the fixed cost is one more cost of each unit.

use super::design::{DesignArc, DesignGood, DesignProblem};
use super::network::{LARGEST_COUNT, NetworkArc, NetworkProblem, NetworkSink, NetworkSource};
use super::report::{Report, Words};
use crate::findings::{Code, Findings};

/// A site that can be opened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facility {
    /// Units that it supplies when it is open.
    pub capacity: f64,
    /// Cost of opening it.
    pub fixed_cost: f64,
}

/// Sites and customers.
///
/// Invariant: `unit_costs` has a row a customer with a figure a site; no figure is negative.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FacilityProblem {
    /// Sites.
    pub facilities: Vec<Facility>,
    /// What each customer asks.
    pub demands: Vec<f64>,
    /// Cost of a unit for each customer from each site.
    pub unit_costs: Vec<Vec<f64>>,
}

/// Reads OR-Library's format: counts of sites and customers; capacity and fixed cost of each site; of each customer its
/// demand and what all of it costs from each site.
///
/// # Errors
/// Every finding at once (P01 to P05).
pub fn parse_or_library(text: &str, file: &str) -> Result<FacilityProblem, Findings> {
    let (mut report, mut words) = (Report::new(file), Words::of(text));
    let mut problem = FacilityProblem::default();
    if let Some((sites, customers)) = counts(&mut words, &mut report, |sites, customers| {
        2 * sites + customers * (sites + 1)
    }) {
        for _ in 0..sites {
            let capacity = words.amount(&mut report, "a capacity");
            let fixed_cost = words.amount(&mut report, "a fixed cost");
            problem.facilities.extend(facility(capacity, fixed_cost));
        }
        for _ in 0..customers {
            let line = words.line();
            let demand = words.amount(&mut report, "a demand");
            let costs: Vec<_> = (0..sites).map(|_| words.amount(&mut report, "a cost")).collect();
            let Some(demand) = demand else { continue };
            if demand == 0.0 {
                report.at(Code::P05, line, "a customer who asks nothing");
            }
            problem.demands.push(demand);
            let costs = costs.into_iter().flatten().map(|cost| cost / demand);
            problem.unit_costs.push(costs.collect());
        }
    }
    report.finish(problem)
}

/// Reads Holmberg's format: counts of sites and customers; all capacities, all fixed costs, all demands, and for each customer what all
/// of its demand costs from each site.
///
/// # Errors
/// Every finding at once (P01 to P05).
pub fn parse_holmberg(text: &str, file: &str) -> Result<FacilityProblem, Findings> {
    let (mut report, mut words) = (Report::new(file), Words::of(text));
    let mut problem = FacilityProblem::default();
    let whole = |sites: usize, customers: usize| 2 * sites + customers + sites * customers;
    if let Some((sites, customers)) = counts(&mut words, &mut report, whole) {
        let read = |words: &mut Words<'_>, report: &mut Report<'_>, count: usize, what: &str| -> Vec<Option<f64>> {
            (0..count).map(|_| words.amount(report, what)).collect()
        };
        let capacities = read(&mut words, &mut report, sites, "a capacity");
        let fixed = read(&mut words, &mut report, sites, "a fixed cost");
        problem.facilities = capacities
            .into_iter()
            .zip(fixed)
            .filter_map(|(c, f)| facility(c, f))
            .collect();
        problem.demands = read(&mut words, &mut report, customers, "a demand")
            .into_iter()
            .flatten()
            .collect();
        if problem.demands.contains(&0.0) {
            report.whole(Code::P05, "a customer who asks nothing");
        }
        for customer in 0..customers {
            let row = read(&mut words, &mut report, sites, "a cost");
            let demand = problem.demands.get(customer).copied().unwrap_or(1.0);
            let costs = row.into_iter().flatten().map(|cost| cost / demand);
            problem.unit_costs.push(costs.collect());
        }
    }
    report.finish(problem)
}

fn facility(capacity: Option<f64>, fixed_cost: Option<f64>) -> Option<Facility> {
    Some(Facility {
        capacity: capacity?,
        fixed_cost: fixed_cost?,
    })
}

/// Counts of sites and customers, when the file has as many figures as they ask for.
fn counts(
    words: &mut Words<'_>,
    report: &mut Report<'_>,
    figures: impl Fn(usize, usize) -> usize,
) -> Option<(usize, usize)> {
    let sites = words.count(report, "the number of sites");
    let customers = words.count(report, "the number of customers");
    let (sites, customers) = (sites?, customers?);
    if sites.saturating_mul(customers) > LARGEST_COUNT || sites.max(customers) > LARGEST_COUNT {
        report.at(Code::P03, 1, format!("{sites} sites and {customers} customers"));
        return None;
    }
    let (asked, left) = (figures(sites, customers), words.left());
    if asked != left {
        let seen = format!("{left} figures after the counts; {sites} sites and {customers} customers have {asked}");
        report.whole(Code::P03, seen);
        return None;
    }
    Some((sites, customers))
}

impl FacilityProblem {
    /// The weak relaxation: supply at sites, whose units bear their part of the fixed cost, and ways to customers.
    #[must_use]
    pub fn weak(&self) -> NetworkProblem {
        let sites = self.facilities.len();
        let open = |facility: &Facility| facility.capacity > 0.0;
        let sources = self.facilities.iter().enumerate().filter(|(_, site)| open(site));
        let sinks = self.demands.iter().enumerate();
        NetworkProblem {
            nodes: sites + self.demands.len(),
            goods: 1,
            arcs: self
                .ways(0)
                .map(|(tail, head, cost, capacity)| NetworkArc::of_all(tail, head, cost, capacity))
                .collect(),
            sources: sources
                .map(|(node, site)| NetworkSource {
                    node,
                    good: 0,
                    amount: site.capacity,
                    cost: site.fixed_cost / site.capacity,
                })
                .collect(),
            sinks: sinks
                .map(|(customer, amount)| NetworkSink {
                    node: sites + customer,
                    good: 0,
                    amount: *amount,
                })
                .collect(),
            limits: Vec::new(),
        }
    }

    /// The problem as a network to design: an arc from one origin to each site that opening it opens, and a good a customer. Its
    /// strong relaxation is this problem's.
    #[must_use]
    pub fn design(&self) -> DesignProblem {
        let sites = self.facilities.len();
        let open = self.facilities.iter().enumerate().map(|(site, facility)| DesignArc {
            tail: 0,
            head: 1 + site,
            cost: 0.0,
            capacity: facility.capacity,
            fixed_cost: facility.fixed_cost,
        });
        let serve = self.ways(1).map(|(tail, head, cost, capacity)| DesignArc {
            tail,
            head,
            cost,
            capacity,
            fixed_cost: 0.0,
        });
        let goods = self.demands.iter().enumerate().map(|(customer, demand)| DesignGood {
            origin: 0,
            destination: 1 + sites + customer,
            demand: *demand,
        });
        DesignProblem {
            nodes: 1 + sites + self.demands.len(),
            arcs: open.chain(serve).collect(),
            goods: goods.collect(),
        }
    }

    /// Ways from sites to customers as tail, head, unit cost and capacity; the first site is node `first`.
    fn ways(&self, first: usize) -> impl Iterator<Item = (usize, usize, f64, f64)> + '_ {
        let sites = self.facilities.len();
        let customers = self.demands.iter().zip(&self.unit_costs).enumerate();
        customers.flat_map(move |(customer, (demand, costs))| {
            let from = costs.iter().enumerate();
            from.map(move |(site, cost)| (first + site, first + sites + customer, *cost, *demand))
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn both_formats_hold_the_same_problem() {
        let or_library = parse_or_library("2 3\n10 5.\n20 0\n4\n8 12\n2\n2 4 \n6\n6 18\n", "a").unwrap();
        let holmberg = parse_holmberg("2 3\n10 20\n5 0\n4 2 6\n8 12\n2 4\n6 18\n", "b").unwrap();
        assert_eq!(or_library, holmberg);
        assert_eq!(or_library.unit_costs, [[2.0, 3.0], [1.0, 2.0], [1.0, 3.0]]);
        let weak = or_library.weak();
        assert_eq!((weak.sources[0].cost, weak.sources[1].cost), (0.5, 0.0));
        assert_eq!((weak.arcs.len(), weak.sinks[2].node), (6, 4));
        let design = or_library.design();
        assert_eq!((design.nodes, design.arcs.len(), design.goods.len()), (6, 8, 3));
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let findings = parse_or_library("1 2\n10 -5\n0\nx\n2\n2\n", "bad").unwrap_err();
        let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::P02, Code::P05]);
        assert_eq!(findings.iter().next().unwrap().rows, ["line 2", "line 4"]);
        for text in ["", "1", "1 1 2", "99999999999 99999999999", "a b"] {
            assert!(parse_or_library(text, "f").is_err(), "{text}");
            assert!(parse_holmberg(text, "f").is_err(), "{text}");
        }
    }
}
