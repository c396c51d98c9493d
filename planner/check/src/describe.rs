//! Rows, variables and postings in the domain's words.

use crate::program::{Program, Row, Variable};
use crate::rows::{Direction, PostingId, PostingKey};
use data::model::{Continent, LinkIndex, PeriodIndex};

/// The unit of a row.
pub(crate) fn unit_of_row(continent: &Continent, row: Row) -> String {
    match row {
        Row::Balance(_, _, commodity) => continent[commodity].unit.symbol().to_owned(),
        Row::Store(_, store) => continent[continent[store].commodity].unit.symbol().to_owned(),
        Row::Budget(_, budget) => {
            let resource = continent.budgets[budget.position()].resource;
            continent[resource].unit.symbol().to_owned()
        }
        Row::Joint(_, link) => capacity_unit(continent, link),
    }
}

/// The capacity unit of a link's mode: that of its commodities where every one of them counts as itself.
fn capacity_unit(continent: &Continent, link: LinkIndex) -> String {
    let carriages = &continent[continent[link].mode].carriages;
    let Some(first) = carriages.first() else {
        return "capacity units".to_owned();
    };
    let unit = continent[first.commodity].unit;
    let plain = carriages
        .iter()
        .all(|c| (c.weight - 1.0).abs() < f64::EPSILON && continent[c.commodity].unit == unit);
    if plain {
        unit.symbol().to_owned()
    } else {
        "capacity units".to_owned()
    }
}

/// A row, as in "balance of steel at chicago in jan".
pub(crate) fn row(continent: &Continent, row: Row) -> String {
    match row {
        Row::Balance(period, node, commodity) => format!(
            "balance of {} at {} in {}",
            continent[commodity].id, continent[node].id, continent[period].id
        ),
        Row::Joint(period, link) => {
            let word = if continent[link].is_terminal {
                "terminal"
            } else {
                "link"
            };
            format!(
                "joint capacity of {word} {} in {}",
                continent[link].id, continent[period].id
            )
        }
        Row::Store(period, store) => format!("level of store {} in {}", continent[store].id, continent[period].id),
        Row::Budget(period, budget) => format!(
            "budget {} in {}",
            continent.budgets[budget.position()].id,
            continent[period].id
        ),
    }
}

/// A variable, as in "flow of steel on link road-1 forward in jan".
pub(crate) fn variable(continent: &Continent, variable: Variable) -> String {
    let period = &continent[variable.period()].id;
    match variable {
        Variable::Flow(_, link, direction, commodity) => {
            let way = match direction {
                Direction::Forward => "forward",
                Direction::Backward => "backward",
            };
            let word = if continent[link].is_terminal {
                "terminal"
            } else {
                "link"
            };
            format!(
                "flow of {} on {word} {} {way} in {period}",
                continent[commodity].id, continent[link].id
            )
        }
        Variable::Activity(_, site) => format!("activity of site {} in {period}", continent[site].id),
        Variable::Charge(_, store) => format!("inflow of store {} in {period}", continent[store].id),
        Variable::Discharge(_, store) => format!("outflow of store {} in {period}", continent[store].id),
        Variable::Level(_, store) => format!("level of store {} at the end of {period}", continent[store].id),
        Variable::Shortage(_, node, commodity) => format!(
            "shortage of {} at {} in {period}",
            continent[commodity].id, continent[node].id
        ),
        Variable::Spill(_, node, commodity) => format!(
            "spill of {} at {} in {period}",
            continent[commodity].id, continent[node].id
        ),
        Variable::Trade(_, trade) => format!("trade {} in {period}", continent.trades[trade.position()].id),
    }
}

/// The unit of a variable's amount.
pub(crate) fn unit_of_variable(continent: &Continent, variable: Variable) -> String {
    let commodity = match variable {
        Variable::Activity(..) => return "units of activity".to_owned(),
        Variable::Flow(_, _, _, commodity) | Variable::Shortage(_, _, commodity) | Variable::Spill(_, _, commodity) => {
            commodity
        }
        Variable::Charge(_, store) | Variable::Discharge(_, store) | Variable::Level(_, store) => {
            continent[store].commodity
        }
        Variable::Trade(_, trade) => continent.trades[trade.position()].commodity,
    };
    continent[commodity].unit.symbol().to_owned()
}

/// The id in a posting.
pub(crate) fn posting_id(continent: &Continent, id: PostingId) -> &str {
    match id {
        PostingId::Site(site) => &continent[site].id,
        PostingId::Link(link) => &continent[link].id,
        PostingId::Store(store) => &continent[store].id,
        PostingId::Trade(trade) => &continent.trades[trade.position()].id,
        PostingId::Node(node) => &continent[node].id,
    }
}

/// A posting, as in "transport of steel by road-1 in jan".
pub(crate) fn posting(continent: &Continent, key: &PostingKey) -> String {
    format!(
        "{} of {} by {} in {}",
        key.activity.word(),
        continent[key.commodity].id,
        posting_id(continent, key.id),
        continent[key.period].id
    )
}

/// A place in time, as in "steel at chicago in jan".
pub(crate) fn place(
    continent: &Continent,
    period: PeriodIndex,
    node: data::model::NodeIndex,
    commodity: data::model::CommodityIndex,
) -> String {
    format!(
        "{} at {} in {}",
        continent[commodity].id, continent[node].id, continent[period].id
    )
}

/// A row of the program by its number.
pub(crate) fn numbered_row(program: &Program<'_>, number: usize) -> String {
    row(program.continent, program.rows.row(number))
}
