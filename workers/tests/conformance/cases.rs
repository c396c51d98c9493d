//! Small programs with known answers, one a difficulty.

use super::mps;
use workers::{LinearProgram, Row, RowKind};

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expected {
    Optimal(f64),
    Infeasible,
    Unbounded,
}

const NONE: f64 = f64::INFINITY;

type Case = (&'static str, LinearProgram, Expected);

type GivenRow<'a> = (RowKind, f64, &'a [(usize, f64)]);

/// Columns as cost, lower, upper; rows as kind, right-hand side, entries.
fn program(columns: &[(f64, f64, f64)], rows: &[GivenRow<'_>]) -> LinearProgram {
    let mut program = LinearProgram::default();
    for (cost, lower, upper) in columns {
        program.add_column(*cost, *lower, *upper);
    }
    for (kind, right_hand_side, entries) in rows {
        let row = Row {
            kind: *kind,
            right_hand_side: *right_hand_side,
        };
        program.add_row(row, &mut entries.to_vec());
    }
    program
}

pub(crate) fn all() -> Vec<Case> {
    let (optimal, infeasible) = (Expected::Optimal, Expected::Infeasible);
    let mut cases = plain();
    cases.extend(odd());
    cases.push(("assignment, degenerate throughout", assignment(9), optimal(0.0)));
    cases.push(("a cycle of a degenerate vertex (Beale)", beale(), optimal(-0.05)));
    cases.push((
        "badly scaled",
        scaled(),
        optimal(1.5e10 * 2.5 / 24.0 * 24.0 + 1.5e10 * 1e-3),
    ));
    cases.push(("galenet", mps::parse(GALENET), infeasible.clone()));
    cases.push(("itest2", mps::parse(ITEST2), infeasible));
    cases
}

fn plain() -> Vec<Case> {
    use RowKind::{AtMost, Equal};
    let two = [(1.0, 0.0, 6.0), (3.0, 0.0, 100.0)];
    vec![
        (
            "two mines",
            program(&two, &[(Equal, 10.0, &[(0, 1.0), (1, 1.0)])]),
            Expected::Optimal(18.0),
        ),
        (
            "more asked than there is",
            program(&two, &[(Equal, 107.0, &[(0, 1.0), (1, 1.0)])]),
            Expected::Infeasible,
        ),
        (
            "two rows that contradict each other",
            program(
                &[(1.0, 0.0, NONE); 2],
                &[
                    (Equal, 1.0, &[(0, 1.0), (1, 1.0)]),
                    (AtMost, 0.5, &[(0, 1.0), (1, 1.0)]),
                ],
            ),
            Expected::Infeasible,
        ),
        (
            "a gain without end",
            program(
                &[(-1.0, 0.0, NONE), (0.0, 0.0, NONE)],
                &[(Equal, 0.0, &[(0, 1.0), (1, -1.0)])],
            ),
            Expected::Unbounded,
        ),
        (
            "a gain to its bound",
            program(&[(-2.0, 1.0, 4.0)], &[(AtMost, 3.0, &[(0, 1.0)])]),
            Expected::Optimal(-6.0),
        ),
    ]
}

fn odd() -> Vec<Case> {
    use RowKind::{AtMost, Equal};
    vec![
        (
            "no rows",
            program(&[(2.0, 1.0, 5.0), (-1.0, 0.0, 3.0)], &[]),
            Expected::Optimal(-1.0),
        ),
        (
            "no columns",
            program(&[], &[(AtMost, 1.0, &[])]),
            Expected::Optimal(0.0),
        ),
        (
            "no columns, and a row that asks",
            program(&[], &[(Equal, 1.0, &[])]),
            Expected::Infeasible,
        ),
        ("nothing at all", program(&[], &[]), Expected::Optimal(0.0)),
        (
            "an empty row that cannot hold",
            program(&[(1.0, 0.0, 1.0)], &[(Equal, 1.0, &[])]),
            Expected::Infeasible,
        ),
        (
            "a row that binds nothing",
            program(&[(1.0, 2.0, 9.0)], &[(AtMost, 1e9, &[(0, 1.0)]), (AtMost, 0.0, &[])]),
            Expected::Optimal(2.0),
        ),
        (
            "fixed columns",
            program(
                &[(1.0, 3.0, 3.0), (5.0, 0.0, 9.0), (7.0, 0.0, 0.0)],
                &[(Equal, 8.0, &[(0, 1.0), (1, 1.0), (2, 1.0)])],
            ),
            Expected::Optimal(28.0),
        ),
        (
            "only fixed columns, and they do not fit",
            program(
                &[(1.0, 3.0, 3.0), (1.0, 4.0, 4.0)],
                &[(Equal, 8.0, &[(0, 1.0), (1, 1.0)])],
            ),
            Expected::Infeasible,
        ),
        (
            "the same row twice",
            program(
                &[(1.0, 0.0, NONE); 2],
                &[(Equal, 2.0, &[(0, 1.0), (1, 2.0)]), (Equal, 2.0, &[(0, 1.0), (1, 2.0)])],
            ),
            Expected::Optimal(1.0),
        ),
        (
            "a column that is in no row",
            program(&[(1.0, 0.0, NONE), (4.0, 0.5, 2.0)], &[(Equal, 2.0, &[(0, 1.0)])]),
            Expected::Optimal(4.0),
        ),
        (
            "all ways cost the same",
            program(
                &[(1.0, 0.0, 4.0); 5],
                &[(Equal, 10.0, &[(0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0), (4, 1.0)])],
            ),
            Expected::Optimal(10.0),
        ),
    ]
}

/// Costs of 0 on one diagonal: one cheapest assignment, many bases of it.
fn assignment(n: usize) -> LinearProgram {
    let mut program = LinearProgram::default();
    for i in 0..n {
        for j in 0..n {
            let cost = u32::try_from((i + 2 * j) % n).unwrap();
            program.add_column(f64::from(cost), 0.0, NONE);
        }
    }
    let row = Row {
        kind: RowKind::Equal,
        right_hand_side: 1.0,
    };
    for i in 0..n {
        program.add_row(row, &mut (0..n).map(|j| (i * n + j, 1.0)).collect::<Vec<_>>());
        program.add_row(row, &mut (0..n).map(|j| (j * n + i, 1.0)).collect::<Vec<_>>());
    }
    program
}

/// The program on which the simplex method with the plainest rule goes in circles (Beale 1955).
fn beale() -> LinearProgram {
    use RowKind::AtMost;
    program(
        &[
            (-0.75, 0.0, NONE),
            (150.0, 0.0, NONE),
            (-0.02, 0.0, NONE),
            (6.0, 0.0, NONE),
        ],
        &[
            (AtMost, 0.0, &[(0, 0.25), (1, -60.0), (2, -0.04), (3, 9.0)]),
            (AtMost, 0.0, &[(0, 0.5), (1, -90.0), (2, -0.02), (3, 3.0)]),
            (AtMost, 1.0, &[(2, 1.0)]),
        ],
    )
}

/// Amounts of 1e10 beside costs of 1e-3.
fn scaled() -> LinearProgram {
    use RowKind::{AtMost, Equal};
    program(
        &[(24.0, 0.0, 5e10), (1e-3, 0.0, NONE)],
        &[
            (Equal, 1.5e10, &[(1, 1.0)]),
            (Equal, 0.0, &[(0, 24.0), (1, -2.5)]),
            (AtMost, 9e12, &[(0, 2_400.0)]),
        ],
    )
}

/// Large enough that no method is done at once: supplies and demands on a full grid of ways.
pub(crate) fn large() -> LinearProgram {
    let (from, to) = (60_usize, 80_usize);
    let mut program = LinearProgram::default();
    for way in 0..from * to {
        let cost = u32::try_from((way * 7919) % 1009).unwrap();
        program.add_column(f64::from(cost) + 1.0, 0.0, NONE);
    }
    let row = |kind, right_hand_side| Row { kind, right_hand_side };
    for i in 0..from {
        program.add_row(
            row(RowKind::AtMost, 100.0),
            &mut (0..to).map(|j| (i * to + j, 1.0)).collect::<Vec<_>>(),
        );
    }
    for j in 0..to {
        let asked = f64::from(u32::try_from(j % 13).unwrap()) + 60.0;
        program.add_row(
            row(RowKind::Equal, asked),
            &mut (0..from).map(|i| (i * to + j, 1.0)).collect::<Vec<_>>(),
        );
    }
    program
}

/// Of netlib's infeasible set: a network that cannot meet its demands.
const GALENET: &str = "\
ROWS
 L S1
 L S2
 L S3
 E NODE4
 E NODE5
 G D6
 G D7
 G D8
 N COST
COLUMNS
 T14 S1 1 NODE4 1
 T24 S2 1 NODE4 1
 T25 S2 1 NODE5 1
 T35 S3 1 NODE5 1
 T46 D6 1 NODE4 -1
 T47 D7 1 NODE4 -1
 T57 D7 1 NODE5 -1
 T58 D8 1 NODE5 -1
RHS
 RHS S1 20 S2 20
 RHS S3 20 D6 10
 RHS D7 20 D8 30
BOUNDS
 UP BND T14 30
 UP BND T24 20
 UP BND T25 10
 UP BND T35 10
 UP BND T46 10
 UP BND T47 2
 UP BND T57 20
 UP BND T58 30
ENDATA
";

/// Of netlib's infeasible set: nine rows of which few clash.
const ITEST2: &str = "\
ROWS
 G ROW1
 G ROW2
 L ROW3
 L ROW4
 L ROW5
 G ROW6
 L ROW7
 L ROW8
 G ROW9
 N OBJ10
COLUMNS
 X1 ROW1 -.5 ROW2 2
 X1 ROW3 3 ROW7 1
 X1 ROW8 1
 X2 ROW1 1 ROW2 -1
 X2 ROW3 1 ROW8 2
 X2 ROW9 1
 X4 ROW5 3 ROW6 1
 X4 ROW8 1 ROW9 1
 X5 ROW4 1 ROW5 -1
 X5 ROW7 1
RHS
 RHS1 ROW1 .5 ROW2 3
 RHS1 ROW3 6 ROW4 2
 RHS1 ROW5 2 ROW6 5
 RHS1 ROW7 10 ROW8 14
 RHS1 ROW9 1
ENDATA
";
