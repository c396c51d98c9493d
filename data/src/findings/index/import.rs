//! Public formats.

use super::{Entry, error};

pub(super) const P01: Entry = error(
    "a line is not of the format",
    "A line of an instance has other fields than its format gives it, stands before the line that declares its problem, or belongs to a section that is not known.",
    "Compare the line with the description of the format in docs/benchmarks.md; take out what the format does not have.",
);
pub(super) const P02: Entry = error(
    "a figure of an instance cannot be used",
    "A field that holds a figure is no finite number, no whole number where something is counted, or below zero where nothing can be.",
    "Correct the figure at the line named.",
);
pub(super) const P03: Entry = error(
    "an instance does not hold what it declares",
    "The file has more or fewer nodes, arcs, goods or figures than its heading says, ends before its end, or declares more than is read (ten million).",
    "Copy the file again; if it is as it was published, correct the counts of its heading.",
);
pub(super) const P04: Entry = error(
    "a name or number is not declared, or declared twice",
    "A line names a node, row, column or sector that the instance does not have, or declares one that it has already.",
    "Correct the name, or declare it once.",
);
pub(super) const P05: Entry = error(
    "the tables cannot hold the problem",
    "The problem has something that a continent has no place for: costs or capacities below zero, lower bounds of flows, columns that are no flow in a network.",
    "Solve it as a linear program instead (`planner bench run` does), or state it without.",
);
pub(super) const P06: Entry = error(
    "supply and demand do not balance",
    "The supplies of an instance whose nodes must all be served do not add up to its demands.",
    "Correct the supplies; their sum is zero.",
);
