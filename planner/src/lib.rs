//! Builds the network and the linear program of a continent, runs the plan, writes it down and explains it.
//!
//! The flow: configs -> tables -> [`data::model::Continent`] -> [`network`] -> [`program`] -> solver -> [`plan`] ->
//! check, routes, why, compare, report. Each arrow is one plain type. Large continents go from [`network`] to [`plan`] by
//! [`decompose`], which never builds the program.
//!
//! Invariant: everything below [`cli`] is synchronous and deterministic; disk and clock are touched in [`run`], [`batch`],
//! [`mod@bench`], [`import`], [`plan::parquet`] and [`cli`] only.

pub mod ask;
pub mod batch;
pub mod bench;
pub mod cli;
pub mod decompose;
pub mod import;
pub mod network;
pub mod page;
pub mod paths;
pub mod plan;
pub mod program;
pub mod report;
pub mod run;
pub mod serve;
pub mod why;
