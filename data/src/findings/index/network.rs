//! Network.

use super::{Entry, error};

pub(super) const N01: Entry = error(
    "an urbanate cannot be reached with a commodity it needs",
    "No chain of links that carry the commodity leads to the node from any place that makes, stores or imports it.",
    "Add a link or terminal across the cut that is named, or a source on the near side.",
);
pub(super) const N02: Entry = error(
    "demand is above all supply across a cut",
    "What lies on one side of a cut asks for more than that side can make and the links across the cut can carry.",
    "Raise a capacity that is named, or lower the demand.",
);
pub(super) const N03: Entry = error(
    "limits contradict each other",
    "No plan keeps all limits at once. The shortest list of limits that contradict each other is named.",
    "Relax one of the limits listed.",
);
pub(super) const N04: Entry = error(
    "the objective has no bound",
    "The program found a direction in which energy falls without end. Every variable is bounded, so this is a fault of the program.",
    "Report it with the data folder and the config.",
);
pub(super) const N05: Entry = error(
    "the program is too large",
    "The number of rows, columns or entries is beyond the solver's index. It is counted before anything is built.",
    "Use fewer periods or commodities, or a decomposed method.",
);
