//! Configs and policies.

use super::{Entry, error};

pub(super) const C01: Entry = error(
    "a key is not known",
    "A config, policy or change file has a key that the program does not know, or lacks one that it needs.",
    "Correct, remove or add the key.",
);
pub(super) const C02: Entry = error(
    "a config cannot be read",
    "The file is missing, or is not TOML at the line and column named.",
    "Correct the file at that place.",
);
pub(super) const C03: Entry = error(
    "a setting is out of range",
    "A value is of the wrong type or outside what the setting allows, or names something that the tables do not have.",
    "Choose a value in the range.",
);
pub(super) const C04: Entry = error(
    "settings contradict each other",
    "Two settings, two policies, or two entries of a change file ask for things that exclude each other.",
    "Keep one of them.",
);
pub(super) const C05: Entry = error(
    "a file is newer than the program",
    "The config or the plan was written for a later version.",
    "Use a newer program.",
);
pub(super) const C06: Entry = error(
    "a secret file can be read by others",
    "A file that holds a token or a key is readable by its group or by everyone.",
    "Take the rights away: chmod 600 FILE.",
);
