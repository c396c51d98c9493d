//! DIMACS minimum-cost flow (`.min`, `.dmx`): `p min NODES ARCS`, `n NODE SUPPLY`, `a TAIL HEAD LOWER CAPACITY COST`.

use super::network::{LARGEST_COUNT, NetworkArc, NetworkProblem, NetworkSink, NetworkSource};
use super::report::Report;
use crate::findings::{Code, Findings};

/// The file under way.
#[derive(Default)]
struct Reading {
    /// Nodes and arcs as the `p` line declares them.
    declared: Option<(usize, usize)>,
    /// Supply of each node that has some, and the line it stands on.
    supplies: Vec<(usize, f64, usize)>,
    arcs: Vec<NetworkArc>,
    arc_lines: usize,
}

/// Reads a minimum-cost flow problem.
///
/// # Errors
/// Every finding at once: lines, numbers and nodes that do not fit (P01 to P04), lower bounds and negative costs, which the
/// tables cannot hold (P05), supply that is not demand (P06).
pub fn parse(text: &str, file: &str) -> Result<NetworkProblem, Findings> {
    let mut report = Report::new(file);
    let mut reading = Reading::default();
    for (number, line) in text.lines().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        reading.take(number + 1, &words, &mut report);
    }
    let problem = reading.problem(&mut report);
    report.finish(problem)
}

impl Reading {
    fn take(&mut self, line: usize, words: &[&str], report: &mut Report<'_>) {
        match words {
            [] => {}
            [first, ..] if first.starts_with('c') => {}
            ["p", kind, nodes, arcs] => self.declare(line, kind, [nodes, arcs], report),
            ["n", node, supply] => self.supply(line, node, supply, report),
            ["a", tail, head, lower, capacity, cost] => {
                self.arc_lines += 1;
                self.arc(line, [tail, head], [lower, capacity, cost], report);
            }
            _ => report.at(Code::P01, line, words.join(" ")),
        }
    }

    fn declare(&mut self, line: usize, kind: &str, counts: [&str; 2], report: &mut Report<'_>) {
        if self.declared.is_some() {
            report.at(Code::P04, line, "a second line `p`");
        }
        if kind != "min" {
            report.at(Code::P01, line, format!("a problem of kind {kind:?}, not min"));
        }
        let (nodes, arcs) = (
            report.count(line, "the number of nodes", counts[0]),
            report.count(line, "the number of arcs", counts[1]),
        );
        if let (Some(nodes), Some(arcs)) = (nodes, arcs) {
            if nodes.max(arcs) > LARGEST_COUNT {
                report.at(
                    Code::P03,
                    line,
                    format!("{nodes} nodes and {arcs} arcs; {LARGEST_COUNT} are read"),
                );
            }
            self.declared = Some((nodes, arcs));
        }
    }

    /// Nodes declared; a finding once a line needs them before the `p` line.
    fn nodes(&self, line: usize, report: &mut Report<'_>) -> Option<usize> {
        if self.declared.is_none() {
            report.at(Code::P01, line, "a line before the line `p`");
        }
        self.declared.map(|(nodes, _)| nodes)
    }

    fn supply(&mut self, line: usize, node: &str, supply: &str, report: &mut Report<'_>) {
        let Some(nodes) = self.nodes(line, report) else { return };
        let node = report.position(line, "node", node, nodes);
        let supply = report.number(line, "the supply", supply);
        if let (Some(node), Some(supply)) = (node, supply) {
            self.supplies.push((node, supply, line));
        }
    }

    fn arc(&mut self, line: usize, ends: [&str; 2], figures: [&str; 3], report: &mut Report<'_>) {
        let Some(nodes) = self.nodes(line, report) else { return };
        let ends = ends.map(|end| report.position(line, "node", end, nodes));
        let names = ["the lower bound", "the capacity", "the cost"];
        let [lower, capacity, cost] = [0, 1, 2].map(|i| report.number(line, names[i], figures[i]));
        if lower.is_some_and(|lower| lower != 0.0) {
            report.at(Code::P05, line, format!("a lower bound of {}", figures[0]));
        }
        for (name, figure) in [(names[1], capacity), (names[2], cost)] {
            if let Some(below) = figure.filter(|figure| *figure < 0.0) {
                report.at(Code::P05, line, format!("{name} is {below}, below zero"));
            }
        }
        if let ([Some(tail), Some(head)], Some(capacity), Some(cost)) = (ends, capacity, cost) {
            self.arcs.push(NetworkArc::of_all(tail, head, cost, capacity));
        }
    }

    fn problem(mut self, report: &mut Report<'_>) -> NetworkProblem {
        let Some((nodes, arcs)) = self.declared else {
            report.whole(Code::P01, "there is no line `p min NODES ARCS`");
            return NetworkProblem::default();
        };
        if self.arc_lines != arcs {
            let seen = format!("{} lines `a`, and the line `p` declares {arcs}", self.arc_lines);
            report.whole(Code::P03, seen);
        }
        self.supplies.sort_by_key(|(node, ..)| *node);
        for pair in self.supplies.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            report.at(
                Code::P04,
                pair[1].2,
                format!("node {} has a supply already", pair[1].0 + 1),
            );
        }
        let sum: f64 = self.supplies.iter().map(|(_, supply, _)| supply).sum();
        let size: f64 = self.supplies.iter().map(|(_, supply, _)| supply.abs()).sum();
        if sum.abs() > 1e-9 * size {
            report.whole(Code::P06, format!("supplies and demands add up to {sum}"));
        }
        let part = |sign: f64| {
            let those = self.supplies.iter().filter(move |(_, supply, _)| sign * supply > 0.0);
            those.map(move |(node, supply, _)| (*node, sign * supply))
        };
        NetworkProblem {
            nodes,
            goods: 1,
            sources: part(1.0)
                .map(|(node, amount)| NetworkSource::free(node, 0, amount))
                .collect(),
            sinks: part(-1.0)
                .map(|(node, amount)| NetworkSink { node, good: 0, amount })
                .collect(),
            arcs: self.arcs,
            limits: Vec::new(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const SAMPLE: &str = "c two ways\np min 4 4\nn 1 3\nn 4 -3\na 1 2 0 2 3\na 2 3 0 2 1\na 3 4 0 2 1\na 1 4 0 2 2\n";

    #[test]
    fn a_network_is_read() {
        let problem = parse(SAMPLE, "sample.dmx").unwrap();
        assert_eq!((problem.nodes, problem.arcs.len(), problem.goods), (4, 4, 1));
        assert_eq!(problem.sources, [NetworkSource::free(0, 0, 3.0)]);
        assert_eq!(problem.sinks[0].amount, 3.0);
        assert_eq!(problem.arcs[3], NetworkArc::of_all(0, 3, 2.0, 2.0));
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let text = "a 1 2 0 1 1\np max 2 3\nn 1 5\nn 1 x\nn 1 4\na 1 3 0 1 1\na 1 2 1 -1 -2\nz\n";
        let findings = parse(text, "bad.min").unwrap_err();
        let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::P01, Code::P02, Code::P04, Code::P05, Code::P06]);
        let lines: Vec<_> = findings.iter().flat_map(|finding| finding.rows.clone()).collect();
        assert_eq!(
            lines,
            [
                "line 1", "line 2", "line 8", "line 4", "line 6", "line 5", "line 7", "line 7", "line 7"
            ]
        );
    }

    #[test]
    fn counts_must_agree_and_a_problem_must_be_declared() {
        let short = SAMPLE.replace("p min 4 4", "p min 4 5");
        assert_eq!(parse(&short, "f").unwrap_err().iter().next().unwrap().code, Code::P03);
        assert_eq!(parse("", "f").unwrap_err().iter().next().unwrap().code, Code::P01);
        let huge = parse("p min 99999999999 0\n", "f").unwrap_err();
        assert_eq!(huge.iter().next().unwrap().code, Code::P03);
    }
}
