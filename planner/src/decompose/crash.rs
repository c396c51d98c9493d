//! The first basis: every balance answered for by what the last sweep found cheapest for it.

use super::master::{Master, NO_ROW};
use super::sweep::Sweeper;
use crate::plan::rows::PricedRow;
use workers::pricing::NO_ARC;

/// Puts the paths and suppliers of the last sweep into the basis. Amounts may break limits; the master mends that.
pub(super) fn take_cheapest(master: &mut Master<'_>, sweeper: &Sweeper) {
    let space = master.space;
    for row in 0..master.rows.len() {
        let PricedRow::Balance(node, commodity) = master.rows[row].row else {
            continue;
        };
        let period = master.rows[row].period;
        let start = space.cell(data::model::NodeIndex(0), commodity);
        let last_arcs = &sweeper.last_arcs[period.position()][start..start + space.node_count()];
        #[allow(clippy::cast_possible_truncation, reason = "rows of a master are counted in u32")]
        let position = row as u32;
        if last_arcs[node.position()] != NO_ARC {
            if let Some(path) = master.way(period, commodity, node.0, last_arcs) {
                let column = master.column_of(path);
                master.simplex.make_basic_instead(column, position);
            }
        } else if master.is_source[row] && sweeper.chosen[row] != NO_ROW {
            let column = master.fixed_columns[sweeper.chosen[row] as usize];
            let shortage = master.shortage_gj[row];
            let label = sweeper.labels[period.position()][start + node.position()];
            if !master.simplex.is_basic(column) && label < shortage {
                master.simplex.make_basic_instead(column, position);
            }
        }
    }
}
