//! Values.

use super::{Entry, error};

pub(super) const V01: Entry = error(
    "a required column is missing",
    "The header lacks a column that the data dictionary requires.",
    "Add the column; the data dictionary lists the columns of each table.",
);
pub(super) const V02: Entry = error(
    "a column is not known",
    "The header has a column that the data dictionary does not list, or the same column twice. Unknown columns are refused because they are mostly misspelt ones.",
    "Correct or remove the column.",
);
pub(super) const V03: Entry = error(
    "a value is not of the column's type",
    "A cell does not hold a number, `true` or `false`, or one of the words that its column takes.",
    "Write numbers with a decimal point and nothing else (12.5), flags as true or false, and words as the data dictionary lists them.",
);
pub(super) const V04: Entry = error(
    "a required cell is empty",
    "A column without a default has an empty cell, or more than one area has no parent.",
    "Fill the cell.",
);
pub(super) const V05: Entry = error(
    "a number is not finite",
    "A cell holds `NaN` or an infinity. Nothing in a plan is unlimited.",
    "Write a finite number; for a limit that never binds, one somewhat above what could ever be used.",
);
pub(super) const V06: Entry = error(
    "a number is below what its column allows",
    "A quantity that cannot be negative is, or one that must be above zero is not.",
    "Write a positive number; zero where the data dictionary allows it.",
);
pub(super) const V07: Entry = error(
    "a minimum is above its maximum",
    "The least amount asked of a site, a trade or a store is above the greatest it can do.",
    "Lower the minimum or raise the maximum.",
);
pub(super) const V08: Entry = error(
    "a unit is not known",
    "Units are t, GJ, h, m3 and M$ (a million of money, for input-output tables), and ha for resources. Nothing is converted on reading.",
    "Convert the figures to one of these units and write its symbol.",
);
pub(super) const V09: Entry = error(
    "a unit is of another kind than the thing it measures",
    "A unit contradicts what the row says elsewhere: a commodity in GJ with a mass or with an energy content other than 1, one in t whose mass is not 1 t, labour hours with a mass or an energy content, a volume that weighs nothing, a thing burnt that holds no energy. A warning where a mode whose energy is per tonne moves a thing without mass.",
    "Correct the unit or the figure that contradicts it.",
);
pub(super) const V10: Entry = error(
    "figures of one column are spread too far",
    "The largest figure of a column is more than 1e9 times the smallest above zero (a warning from 1e6). Such spreads come from mixed units, and no solver keeps its accuracy over them.",
    "Look for rows in another unit; round figures that do not matter to zero.",
);
pub(super) const V11: Entry = error(
    "a number or a sum is too large",
    "A cell, a sum of a column, or a product of figures is above 1e15, beyond which amounts lose their last unit.",
    "Correct the figure, or use a larger unit of activity.",
);
pub(super) const V12: Entry = error(
    "a latitude or longitude is out of range",
    "Latitudes are -90 to 90 degrees north, longitudes -180 to 180 degrees east. A node far from all others that would be among them with its two figures swapped is a warning.",
    "Correct the coordinates: degrees north first, degrees east second; west is negative.",
);
pub(super) const V13: Entry = error(
    "periods have gaps, overlap or are out of order",
    "The periods of a calendar must follow each other: each starts where the one above it ends, and all end by hour 8760.",
    "Correct start_hour and hours, and order the rows by start_hour.",
);
pub(super) const V14: Entry = error(
    "an efficiency or loss is out of range",
    "A loss is a fraction from 0 up to but not including 1, so that what is left, the efficiency, is above 0 and at most 1.",
    "Write the loss as a fraction: 5 % is 0.05.",
);
pub(super) const V15: Entry = error(
    "shares or factors do not sum to what they must",
    "The embodied shares of a process's outputs must sum to 1 and be given for all of its outputs or none; a profile has a factor for each period of a calendar or for none, and over a whole year their mean is 1.",
    "Correct the figures so that they do.",
);
pub(super) const V16: Entry = error(
    "a table is empty",
    "A required table has a header and no rows, or the calendar asked for has no periods.",
    "Add the rows; a table that is not required may be left out.",
);
