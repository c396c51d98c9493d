//! `.dow`, multicommodity network design of the Canad sets: a heading, `NODES ARCS GOODS`, a line an arc (`TAIL HEAD COST
//! CAPACITY FIXED_COST` and two figures that are not used), a line a good (`ORIGIN DESTINATION DEMAND`).

use super::design::{DesignArc, DesignGood, DesignProblem};
use super::network::LARGEST_COUNT;
use super::report::Report;
use crate::findings::{Code, Findings};

/// Reads a design problem.
///
/// # Errors
/// Every finding at once: lines, numbers and nodes that do not fit, counts that do not agree (P01 to P04).
pub fn parse(text: &str, file: &str) -> Result<DesignProblem, Findings> {
    let mut report = Report::new(file);
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(number, line)| (number + 1, line.split_whitespace().collect::<Vec<_>>()))
        .filter(|(_, words)| !words.is_empty())
        .skip(1);
    let mut problem = DesignProblem::default();
    let Some((line, counts)) = lines.next() else {
        report.whole(Code::P01, "there is no line with the numbers of nodes, arcs and goods");
        return report.finish(problem);
    };
    let Some([nodes, arcs, goods]) = declared(line, &counts, &mut report) else {
        return report.finish(problem);
    };
    problem.nodes = nodes;
    let mut read = 0;
    for (line, words) in lines {
        read += 1;
        if read <= arcs {
            problem.arcs.extend(arc(line, &words, nodes, &mut report));
        } else {
            problem.goods.extend(good(line, &words, nodes, &mut report));
        }
    }
    if read != arcs + goods {
        let seen = format!("{read} lines of arcs and goods, and {arcs} and {goods} are declared");
        report.whole(Code::P03, seen);
    }
    report.finish(problem)
}

fn declared(line: usize, words: &[&str], report: &mut Report<'_>) -> Option<[usize; 3]> {
    let [nodes, arcs, goods] = words else {
        report.at(Code::P01, line, words.join(" "));
        return None;
    };
    let nodes = report.count(line, "the number of nodes", nodes);
    let arcs = report.count(line, "the number of arcs", arcs);
    let goods = report.count(line, "the number of goods", goods);
    let counts = [nodes?, arcs?, goods?];
    if counts.iter().any(|count| *count > LARGEST_COUNT) {
        report.at(
            Code::P03,
            line,
            format!("{}; {LARGEST_COUNT} of each are read", words.join(" ")),
        );
        return None;
    }
    Some(counts)
}

fn arc(line: usize, words: &[&str], nodes: usize, report: &mut Report<'_>) -> Option<DesignArc> {
    let [tail, head, cost, capacity, fixed, ..] = words else {
        report.at(Code::P01, line, words.join(" "));
        return None;
    };
    let ends = [tail, head].map(|end| report.position(line, "node", end, nodes));
    let cost = report.amount(line, "the cost", cost);
    let capacity = report.amount(line, "the capacity", capacity);
    let fixed = report.amount(line, "the fixed cost", fixed);
    Some(DesignArc {
        tail: ends[0]?,
        head: ends[1]?,
        cost: cost?,
        capacity: capacity?,
        fixed_cost: fixed?,
    })
}

fn good(line: usize, words: &[&str], nodes: usize, report: &mut Report<'_>) -> Option<DesignGood> {
    let [origin, destination, demand] = words else {
        report.at(Code::P01, line, words.join(" "));
        return None;
    };
    let ends = [origin, destination].map(|end| report.position(line, "node", end, nodes));
    let demand = report.amount(line, "the demand", demand);
    if ends[0].is_some() && ends[0] == ends[1] {
        report.at(Code::P05, line, format!("a good from node {origin} to itself"));
    }
    Some(DesignGood {
        origin: ends[0]?,
        destination: ends[1]?,
        demand: demand?,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const SAMPLE: &str = " MULTIGEN.DAT:\n 3 3 1\n 1 2 5 10 20 1 1\n 2 3 5 10 30 1 2\n 1 3 12 4 8 1 3\n 1 3 6\n";

    #[test]
    fn a_design_is_read_and_its_weak_relaxation_spreads_fixed_costs() {
        let problem = parse(SAMPLE, "sample.dow").unwrap();
        assert_eq!((problem.nodes, problem.arcs.len(), problem.goods.len()), (3, 3, 1));
        let weak = problem.weak();
        let costs: Vec<f64> = weak.arcs.iter().map(|arc| arc.cost).collect();
        assert_eq!(costs, [7.0, 8.0, 14.0]);
        assert_eq!((weak.sources[0].amount, weak.sinks[0].node), (6.0, 2));
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let text = "x\n 2 2 2\n 1 3 5 10 20\n 1 2 -5 ten 20\n 1 1 6\n 1 2\n 1 2 3\n";
        let findings = parse(text, "bad.dow").unwrap_err();
        let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::P01, Code::P02, Code::P03, Code::P04, Code::P05]);
        assert_eq!(findings.iter().nth(1).unwrap().count, 2);
        for text in ["", "x\n", "x\n1 2\n", "x\n 99999999999 1 1\n"] {
            assert!(parse(text, "f").is_err(), "{text:?}");
        }
    }
}
