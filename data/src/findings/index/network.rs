//! Network.

use super::{Entry, error, warning};

pub(super) const N01: Entry = warning(
    "an urbanate cannot be reached with a commodity it needs",
    "No chain of links that carry the commodity leads to the node from any place that makes, stores or imports it. There is a plan all the same, which leaves the demand unmet and says so.",
    "Add a link or terminal across the cut that is named, or a source on the near side.",
);
pub(super) const N02: Entry = warning(
    "demand is above all supply across a cut",
    "What lies on one side of a cut asks for more over all periods than that side can make, import or draw from stores and the links across the cut can carry, if they carry nothing else; in very large networks links are taken to carry anything. There is a plan all the same, which leaves the rest unmet and says so.",
    "Raise a capacity that is named, or lower what is asked there.",
);
pub(super) const N03: Entry = error(
    "limits contradict each other",
    "No plan keeps all limits at once. Named are a list of limits that contradict each other (up to 64 of them so that none can be left out), and the least relief with which there is a plan, of all such the one whose plan takes the least energy.",
    "Give way by the relief that is named; of the limits that contradict each other at least one has to.",
);
pub(super) const N04: Entry = error(
    "the objective has no bound",
    "The program found a direction in which energy falls without end. What gains energy has a limit in every program that tables can make, so this is a fault of the program.",
    "Report it with the data folder and the config.",
);
pub(super) const N05: Entry = error(
    "the program is too large",
    "The number of rows, columns or entries is beyond the solver's index. It is counted before anything is built.",
    "Use fewer periods or commodities, or a decomposed method.",
);
