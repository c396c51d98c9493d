//! A finished plan: its tables, ledger, embodied energy, routes and statistics.
//!
//! Everything here reads a [`rows::Plan`] beside the [`data::model::Continent`] it was made for; nothing knows the
//! solver. Only [`parquet`] touches the disk.

pub(crate) mod amounts;
pub mod diff;
pub mod ledger;
pub mod parquet;
pub mod routes;
pub mod rows;
pub mod show;
pub mod sum;
pub mod terms;
pub mod trace;

#[cfg(test)]
pub(crate) mod sample;
