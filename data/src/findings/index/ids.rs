//! Ids.

use super::{Entry, error};

pub(super) const I01: Entry = error(
    "an id or key is there twice",
    "Two rows of a table have the same id or the same key; links and terminals share their ids.",
    "Remove one of the rows or rename it.",
);
pub(super) const I02: Entry = error(
    "an id refers to nothing",
    "A cell names a row of another table that is not there.",
    "Correct the id or add the row that it names.",
);
pub(super) const I03: Entry = error(
    "two ids look alike",
    "Two ids of a table differ only in upper and lower case, in spaces or dashes, or in letters that look the same in another script. One of them is most likely a slip.",
    "Make them one, or rename one so that people can tell them apart.",
);
pub(super) const I04: Entry = error(
    "a link or an area leads to itself",
    "A link or terminal starts and ends at the same node, or an area is above itself.",
    "Correct one of the two ends.",
);
pub(super) const I05: Entry = error(
    "parallel links disagree",
    "Two links of one mode join the same two nodes with lengths that differ more than twofold. Both cannot be right.",
    "Correct the length, or put a node on the detour if there are two ways.",
);
pub(super) const I06: Entry = error(
    "an id is too long or reserved",
    "Ids have at most 128 bytes, no spaces at their ends, start with a letter or a digit, and hold neither commas, semicolons, quotes, slashes nor backslashes; `all`, `none`, `null`, `total` and `unknown` are reserved.",
    "Rename it.",
);
