//! Files.

use super::{Entry, error};

pub(super) const F01: Entry = error(
    "a file is missing",
    "The folder, or a table that every data folder must hold, is not there or cannot be opened. A warning where a file's name is almost that of an optional table, which would be silently ignored.",
    "Put the table into the folder as NAME.csv or NAME.parquet, or correct the folder's path.",
);
pub(super) const F02: Entry = error(
    "a path leaves the data folder",
    "A table is a symbolic link, or its path has `..` in it, and points outside the folder. A data folder must be whole in itself, so that a copy of it is the same data.",
    "Put the file itself into the folder.",
);
pub(super) const F03: Entry = error(
    "a file is not of the format its name says",
    "The first bytes of a .parquet file are not `PAR1`, a .csv file holds binary data, or a row of a .csv file has more or fewer cells than the header.",
    "Write the file anew in the format of its ending, or rename it.",
);
pub(super) const F04: Entry = error(
    "a file is truncated",
    "The file ends before its format does: a Parquet file without its closing footer, a quoted CSV cell that is never closed.",
    "Copy or write the file again; compare its size with the original.",
);
pub(super) const F05: Entry = error(
    "a file cannot be decoded",
    "The frame of the file is sound but its body is not: the decoder refused it or stopped.",
    "Write the file again from its source; if it was copied, compare checksums.",
);
pub(super) const F06: Entry = error(
    "a table has more rows than the limit",
    "The number of rows, declared or read, is above the reader's limit of 10 million. The limit keeps memory bounded.",
    "Reduce the table; nodes and links that do not matter to the plan can be merged.",
);
pub(super) const F07: Entry = error(
    "a file expands too far",
    "A compressed file says that it unpacks to more than 2 GiB, or to more than 64 MiB and 200 times its own size, as a decompression bomb does; or it has more cells, rows times columns, than 16.7 million and three for each of its bytes.",
    "Write the file with ordinary compression, or as CSV.",
);
pub(super) const F08: Entry = error(
    "a file is too large",
    "The size of the file is above the reader's limit of 1 GiB. It is checked before anything is read.",
    "Reduce the table, or write it as Parquet, which takes less space.",
);
pub(super) const F09: Entry = error(
    "a file has too many columns, row groups or levels",
    "The file has more than 64 columns, more than 4,096 row groups, or columns that nest values in lists or structures; no table needs them.",
    "Keep the columns of the data dictionary only, as flat columns.",
);
pub(super) const F10: Entry = error(
    "a file holds text that is not allowed",
    "The file is not UTF-8, or a cell holds control, bidirectional or invisible characters, which can hide or reorder what a reader sees. They are shown escaped.",
    "Save the file as UTF-8 and remove the characters.",
);
pub(super) const F11: Entry = error(
    "a table is there twice",
    "Both NAME.csv and NAME.parquet are in the folder, and nothing says which one counts.",
    "Keep one of the two.",
);
