//! Recipes.

use super::{Entry, error, note};

pub(super) const R01: Entry = error(
    "a process makes nothing",
    "A process has no output in the recipes.",
    "Add its output, or remove the process and its sites.",
);
pub(super) const R02: Entry = error(
    "a recipe creates mass or energy",
    "The outputs of a process hold more energy than its inputs, the carriers it burns and the energy it takes from nature; or, for a processing process, more mass than its inputs, the carriers it burns and the free_mass_t it takes from air and water. Nothing comes from nothing.",
    "Correct the amounts; if mass comes from air, water or the ground, state it in free_mass_t; if energy comes from nature, in primary_energy_gj.",
);
pub(super) const R03: Entry = error(
    "a loop of recipes gains",
    "A set of processes, run together, makes more of everything it uses, from nothing: perpetual motion. One program over all recipes finds it and names the processes.",
    "Correct the amounts of one of the processes named.",
);
pub(super) const R04: Entry = note(
    "recipes go round",
    "Processes need each other's outputs, as steel needs coal and coal mines need steel. This is allowed as long as the round loses.",
    "Nothing, if it is meant.",
);
pub(super) const R05: Entry = error(
    "a commodity is needed but never made, stocked or imported",
    "Demand, an export with a minimum, a site's process, a mode or a store needs a commodity that no site makes, no store holds at the start and no import brings. A warning where neither people nor trade ask for it: then what needs it stands still.",
    "Add a source of it, or remove what needs it.",
);
