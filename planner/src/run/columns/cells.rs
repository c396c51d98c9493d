//! From rows of one table to what a run can be taken up from.

use super::rows::code;
use crate::decompose::{Known, Memory, Path};
use crate::network::Arc;
use crate::plan::rows::{Price, PricedRow};
use crate::program::Column;
use arrow::array::{Array, AsArray, Float64Array, ListArray, RecordBatch, StringArray, UInt32Array};
use arrow::datatypes::{Float64Type, UInt32Type};
use data::model::{BudgetIndex, CommodityIndex, LinkIndex, NodeIndex, PeriodIndex, SiteIndex, StoreIndex, TradeIndex};
use std::collections::HashMap;

/// Puts the rows of a batch into `memory`; says what is wrong with the first that makes no sense.
pub(super) fn take(batch: &RecordBatch, arcs: &Arcs<'_>, memory: &mut Memory) -> Result<(), String> {
    let cells = Cells::of(batch).ok_or("the columns are not those of this format")?;
    (0..batch.num_rows()).try_for_each(|row| cells.take(row, arcs, memory))
}

/// Arcs of the network, and their positions by code.
pub(super) struct Arcs<'a> {
    arcs: &'a [Arc],
    positions: HashMap<u32, u32>,
}

impl<'a> Arcs<'a> {
    pub(super) fn new(arcs: &'a [Arc]) -> Self {
        let positions = (0_u32..).zip(arcs).map(|(at, arc)| (code(arc), at)).collect();
        Self { arcs, positions }
    }

    /// The arcs of a way, each of which begins where the one before ends.
    fn of_codes(&self, codes: &[u32]) -> Option<Vec<u32>> {
        let known: Option<Vec<u32>> = codes.iter().map(|code| self.positions.get(code).copied()).collect();
        let is_joined = |pair: &[u32]| self.arcs[pair[0] as usize].head == self.arcs[pair[1] as usize].tail;
        known.filter(|way| !way.is_empty() && way.windows(2).all(is_joined))
    }
}

struct Cells<'a> {
    roles: &'a StringArray,
    whats: &'a StringArray,
    periods: &'a UInt32Array,
    places: &'a UInt32Array,
    commodities: &'a UInt32Array,
    arcs: &'a ListArray,
    prices: &'a Float64Array,
}

impl<'a> Cells<'a> {
    fn of(batch: &'a RecordBatch) -> Option<Self> {
        let numbers = |name| batch.column_by_name(name)?.as_primitive_opt::<UInt32Type>();
        Some(Self {
            roles: batch.column_by_name("role")?.as_string_opt()?,
            whats: batch.column_by_name("what")?.as_string_opt()?,
            periods: numbers("period")?,
            places: numbers("place")?,
            commodities: numbers("commodity")?,
            arcs: batch.column_by_name("arcs")?.as_list_opt()?,
            prices: batch.column_by_name("price_gj")?.as_primitive_opt::<Float64Type>()?,
        })
    }

    fn take(&self, row: usize, arcs: &Arcs<'_>, memory: &mut Memory) -> Result<(), String> {
        let wrong = || format!("a row of role `{}` makes no sense", self.roles.value(row));
        match self.roles.value(row) {
            "way" => memory.ways.push(self.way(row, arcs).ok_or_else(wrong)?),
            "basic" => memory.basic.push(self.known(row).ok_or_else(wrong)?),
            "upper" => memory.at_upper.push(self.known(row).ok_or_else(wrong)?),
            "price" => memory.prices.push(self.price(row).ok_or_else(wrong)?),
            _ => return Err(wrong()),
        }
        Ok(())
    }

    fn way(&self, row: usize, arcs: &Arcs<'_>) -> Option<Path> {
        if self.arcs.is_null(row) {
            return None;
        }
        let list = self.arcs.value(row);
        Some(Path {
            period: self.period(row)?,
            commodity: CommodityIndex(number(self.commodities, row)?),
            arcs: arcs.of_codes(list.as_primitive_opt::<UInt32Type>()?.values())?,
        })
    }

    fn period(&self, row: usize) -> Option<PeriodIndex> {
        number(self.periods, row).map(PeriodIndex)
    }

    fn price(&self, row: usize) -> Option<Price> {
        let price_gj = self.prices.value(row);
        (!self.prices.is_null(row) && price_gj.is_finite()).then_some(Price {
            period: self.period(row)?,
            row: self.priced_row(row)?,
            price_gj,
        })
    }

    fn known(&self, row: usize) -> Option<Known> {
        if self.whats.value(row) == "way" {
            return number(self.places, row).map(|way| Known::Way(way as usize));
        }
        let period = self.period(row)?;
        match self.priced_row(row) {
            Some(row) => Some(Known::Slack(period, row)),
            None => self.column(row).map(|column| Known::Fixed(period, column)),
        }
    }

    fn priced_row(&self, row: usize) -> Option<PricedRow> {
        let place = number(self.places, row)?;
        match self.whats.value(row) {
            "balance" => {
                let commodity = CommodityIndex(number(self.commodities, row)?);
                Some(PricedRow::Balance(NodeIndex(place), commodity))
            }
            "link" => Some(PricedRow::Link(LinkIndex(place))),
            "budget" => Some(PricedRow::Budget(BudgetIndex(place))),
            "store" => Some(PricedRow::Store(StoreIndex(place))),
            _ => None,
        }
    }

    fn column(&self, row: usize) -> Option<Column> {
        let place = number(self.places, row)?;
        let commodity = number(self.commodities, row).map(CommodityIndex);
        match self.whats.value(row) {
            "activity" => Some(Column::Activity(SiteIndex(place))),
            "charge" => Some(Column::Charge(StoreIndex(place))),
            "discharge" => Some(Column::Discharge(StoreIndex(place))),
            "level" => Some(Column::Level(StoreIndex(place))),
            "shortage" => commodity.map(|commodity| Column::Shortage(NodeIndex(place), commodity)),
            "spill" => commodity.map(|commodity| Column::Spill(NodeIndex(place), commodity)),
            "trade" => Some(Column::Trade(TradeIndex(place))),
            _ => None,
        }
    }
}

fn number(array: &UInt32Array, row: usize) -> Option<u32> {
    (!array.is_null(row)).then(|| array.value(row))
}
