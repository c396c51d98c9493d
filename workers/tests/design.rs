//! The strong relaxation of network design against the whole linear program, and what it cannot serve.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "tests")]

use workers::design::{Arc, Design, DesignStatus, Good, solve};
use workers::solve::solve as solve_whole;
use workers::{LinearProgram, Row, RowKind, SolveOptions, SolveStatus};

/// The same as one program: opening of each arc, then flows of each good on each arc as fractions of its demand.
fn whole(design: &Design) -> LinearProgram {
    let mut program = LinearProgram::default();
    let (arcs, goods) = (design.arcs.len(), design.goods.len());
    for arc in &design.arcs {
        program.add_column(arc.fixed_cost, 0.0, 1.0);
    }
    for good in &design.goods {
        for arc in &design.arcs {
            let most = (arc.capacity / good.demand).min(1.0);
            program.add_column(arc.cost * good.demand, 0.0, most);
        }
    }
    let flow = |good: usize, arc: usize| arcs + good * arcs + arc;
    for (number, good) in design.goods.iter().enumerate() {
        for node in 0..design.nodes {
            let mut entries = Vec::new();
            for (position, arc) in design.arcs.iter().enumerate() {
                if arc.tail == node {
                    entries.push((flow(number, position), 1.0));
                }
                if arc.head == node {
                    entries.push((flow(number, position), -1.0));
                }
            }
            let right_hand_side = f64::from(node == good.origin) - f64::from(node == good.destination);
            let kind = RowKind::Equal;
            program.add_row(Row { kind, right_hand_side }, &mut entries);
        }
    }
    let at_most = Row {
        kind: RowKind::AtMost,
        right_hand_side: 0.0,
    };
    for (position, arc) in design.arcs.iter().enumerate() {
        let mut entries: Vec<(usize, f64)> = (0..goods)
            .map(|g| (flow(g, position), design.goods[g].demand))
            .collect();
        entries.push((position, -arc.capacity));
        program.add_row(at_most, &mut entries);
        for (number, good) in design.goods.iter().enumerate() {
            let most = (arc.capacity / good.demand).min(1.0);
            program.add_row(at_most, &mut [(flow(number, position), 1.0), (position, -most)]);
        }
    }
    program
}

/// A small network by a seed, dense enough that most demand can be served.
fn random(seed: u64) -> Design {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let nodes = 4 + usize::try_from(next(5)).unwrap();
    let mut figure = |below: u64| f64::from(u32::try_from(next(below)).unwrap());
    let mut design = Design {
        nodes,
        ..Design::default()
    };
    for tail in 0..nodes {
        for head in (0..nodes).filter(|head| *head != tail) {
            if figure(3) > 0.0 {
                design.arcs.push(Arc {
                    tail,
                    head,
                    cost: figure(20),
                    capacity: figure(40),
                    fixed_cost: figure(300),
                });
            }
        }
    }
    for good in 0..6 {
        let origin = good % nodes;
        design.goods.push(Good {
            origin,
            destination: (origin + 1 + good % (nodes - 1)) % nodes,
            demand: 1.0 + figure(9),
        });
    }
    design
}

#[test]
fn designs_cost_what_the_whole_program_costs() {
    let (mut optimal, mut infeasible) = (0, 0);
    for seed in 1..=300 {
        let design = random(seed);
        let whole = solve_whole(&whole(&design), &SolveOptions::default()).unwrap();
        let answer = solve(&design, 1e-8, 1_000).unwrap();
        match whole.status {
            SolveStatus::Optimal => {
                let program = self::whole(&design);
                let cost: f64 = whole.primal.iter().zip(&program.costs).map(|(x, c)| x * c).sum();
                assert_eq!(answer.status, DesignStatus::Optimal, "{seed}: {answer:?}");
                assert!(
                    (answer.objective - cost).abs() <= 1e-7 * cost.max(1.0),
                    "{seed}: {cost} {answer:?}"
                );
                assert!(answer.lower_bound <= cost + 1e-7 * cost.max(1.0), "{seed}");
                optimal += 1;
            }
            SolveStatus::Infeasible => {
                assert_eq!(answer.status, DesignStatus::Infeasible, "{seed}: {answer:?}");
                assert!(answer.least_short > 0.0);
                infeasible += 1;
            }
            other => panic!("{seed}: {other:?}"),
        }
    }
    assert!(optimal > 100 && infeasible > 10, "{optimal} {infeasible}");
}

#[test]
fn figures_that_a_design_may_not_hold_are_refused() {
    let mut design = random(3);
    design.arcs[2].fixed_cost = f64::NAN;
    assert!(solve(&design, 1e-6, 10).unwrap_err().to_string().starts_with("arc 3"));
    design = random(3);
    design.goods[1].demand = 0.0;
    assert!(solve(&design, 1e-6, 10).unwrap_err().to_string().starts_with("good 2"));
}
