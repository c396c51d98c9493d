//! Tests on continents small enough to be worked out on paper.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bounds;
mod build;
mod claims;
mod corruption;
mod files;
mod folder;
mod infeasible;
mod program_test;
mod steel;
mod steel_test;
mod valley;
mod valley_test;
