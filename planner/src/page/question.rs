//! The questions that a copy of the page answers.
//!
//! Invariant: every question is one that the page asks, with the parameters it asks with.

use crate::ask::{self, TABLES, TablePage};
use crate::serve::ServedPlan;
use crate::serve::address::{component, path};
use data::model::{AreaIndex, CommodityIndex, Continent, LinkIndex, NodeIndex, SiteIndex};
use serde::Serialize;

/// Routes that the page asks for.
const ROUTES: usize = 20;
/// Rows of a table that the page asks for at a time.
const ROWS: usize = 100;
/// Users of what is on a link that the server lists.
const USERS: usize = 20;
/// Rows of each table of a comparison that the server lists.
const CHANGES: usize = 50;

/// What is asked; plans are positions among those given.
#[derive(Clone, Copy, Debug)]
pub(super) enum Question {
    /// All plans.
    Plans,
    /// A plan at a glance, its scene or its tables.
    Overview(usize),
    Scene(usize),
    Tables(usize),
    /// Flows of one commodity or of all.
    Flows(usize, Option<CommodityIndex>),
    /// A node, and where what is delivered there came from.
    Node(usize, NodeIndex),
    Site(usize, SiteIndex),
    Link(usize, LinkIndex),
    Area(usize, AreaIndex),
    /// What differs between two plans.
    Difference(usize, usize),
    ChangedFlows(usize, usize, Option<CommodityIndex>),
}

/// Takes an answer with its path.
pub(super) trait Take {
    /// # Errors
    /// When the answer cannot be written.
    fn take<T: Serialize>(&mut self, path: String, answer: &T) -> Result<(), serde_json::Error>;
}

/// The list of plans, as the server answers it.
#[derive(Serialize)]
struct Plans {
    plans: Vec<ask::PlanSummary>,
}

/// Every question about some plans.
pub(super) fn all(plans: &[ServedPlan]) -> Vec<Question> {
    let mut questions = vec![Question::Plans];
    for (plan, served) in plans.iter().enumerate() {
        let continent = served.index.continent();
        questions.extend([Question::Overview(plan), Question::Scene(plan), Question::Tables(plan)]);
        questions.extend(all_and_each(continent).map(|c| Question::Flows(plan, c)));
        questions.extend(each(continent.nodes.len(), NodeIndex::from_position, |node| {
            Question::Node(plan, node)
        }));
        questions.extend(each(continent.sites.len(), SiteIndex::from_position, |site| {
            Question::Site(plan, site)
        }));
        questions.extend(each(continent.links.len(), LinkIndex::from_position, |link| {
            Question::Link(plan, link)
        }));
        questions.extend(each(continent.areas.len(), AreaIndex::from_position, |area| {
            Question::Area(plan, area)
        }));
        for other in (0..plans.len()).filter(|other| *other != plan) {
            questions.push(Question::Difference(plan, other));
            questions.extend(all_and_each(continent).map(|c| Question::ChangedFlows(plan, other, c)));
        }
    }
    questions
}

/// A question about each of some records.
fn each<I>(count: usize, index: impl Fn(usize) -> I, ask: impl Fn(I) -> Question) -> impl Iterator<Item = Question> {
    (0..count).map(move |position| ask(index(position)))
}

/// All commodities together, and each on its own.
fn all_and_each(continent: &Continent) -> impl Iterator<Item = Option<CommodityIndex>> + use<> {
    let each = (0..continent.commodities.len()).map(CommodityIndex::from_position);
    std::iter::once(None).chain(each.map(Some))
}

impl Question {
    /// The path of the first answer.
    pub(super) fn path(self, plans: &[ServedPlan]) -> String {
        let name = |plan: usize| plans[plan].name.as_str();
        let of = |plan: usize| plans[plan].index.continent();
        match self {
            Self::Plans => path(&["plans"]),
            Self::Overview(plan) => path(&["plans", name(plan)]),
            Self::Scene(plan) => path(&["plans", name(plan), "scene"]),
            Self::Tables(plan) => path(&["plans", name(plan), "tables"]),
            Self::Flows(plan, commodity) => {
                path(&["plans", name(plan), "flows"]) + &parameter(commodity.map(|c| of(plan)[c].id.as_str()))
            }
            Self::Node(plan, node) => path(&["plans", name(plan), "nodes", &of(plan)[node].id]),
            Self::Site(plan, site) => path(&["plans", name(plan), "sites", &of(plan)[site].id]),
            Self::Link(plan, link) => path(&["plans", name(plan), "links", &of(plan)[link].id]),
            Self::Area(plan, area) => path(&["plans", name(plan), "areas", &of(plan)[area].id]),
            Self::Difference(before, after) => path(&["compare", name(before), name(after)]),
            Self::ChangedFlows(before, after, commodity) => {
                path(&["compare", name(before), name(after), "flows"])
                    + &parameter(commodity.map(|c| of(before)[c].id.as_str()))
            }
        }
    }

    /// Answers it.
    pub(super) fn answer(self, plans: &[ServedPlan], to: &mut impl Take) -> Result<(), serde_json::Error> {
        let path = self.path(plans);
        let index = |plan: usize| &plans[plan].index;
        let named = |plan: usize| (plans[plan].name.as_str(), &plans[plan].index);
        match self {
            Self::Plans => {
                let plans = plans.iter().map(|plan| plan.index.summary(&plan.name)).collect();
                to.take(path, &Plans { plans })
            }
            Self::Overview(plan) => to.take(path, &index(plan).overview(&plans[plan].name)?),
            Self::Scene(plan) => to.take(path, &plans[plan].scene()),
            Self::Tables(plan) => tables(&plans[plan], &path, to),
            Self::Flows(plan, commodity) => to.take(path, &index(plan).flows(commodity, None)),
            Self::Node(plan, node) => node_and_supply(&plans[plan], node, path, to),
            Self::Site(plan, site) => to.take(path, &index(plan).site(site, None)),
            Self::Link(plan, link) => to.take(path, &index(plan).link(link, None, USERS)),
            Self::Area(plan, area) => to.take(path, &index(plan).area(area)),
            // Plans of different continents have no difference: the page says so of what is not there.
            Self::Difference(before, after) => match ask::compare(named(before), named(after), CHANGES) {
                Some(comparison) => to.take(path, &comparison),
                None => Ok(()),
            },
            Self::ChangedFlows(before, after, commodity) => {
                match ask::changed_flows(index(before), index(after), commodity, None) {
                    Some(flows) => to.take(path, &flows),
                    None => Ok(()),
                }
            }
        }
    }
}

fn parameter(commodity: Option<&str>) -> String {
    commodity.map_or_else(String::new, |id| format!("?commodity={}", component(id)))
}

/// Every page of every table.
fn tables(plan: &ServedPlan, folder: &str, to: &mut impl Take) -> Result<(), serde_json::Error> {
    for name in TABLES {
        let Some(table) = plan.index.table(name) else { continue };
        for offset in (0..table.rows.len().max(1)).step_by(ROWS) {
            let path = format!("{folder}/{}?limit={ROWS}&offset={offset}", component(name));
            to.take(path, &TablePage::of(table, offset, ROWS))?;
        }
    }
    Ok(())
}

/// A node, and routes of what is delivered there.
fn node_and_supply(
    plan: &ServedPlan,
    node: NodeIndex,
    path: String,
    to: &mut impl Take,
) -> Result<(), serde_json::Error> {
    let view = plan.index.node(node, None);
    for demand in view.demands.iter().filter(|demand| demand.met > 0.0) {
        let Ok(commodity) = plan.index.lookup.commodity(&demand.commodity) else {
            continue;
        };
        let path = format!("{path}/supply/{}?top={ROUTES}", component(&demand.commodity));
        to.take(path, &plan.index.supply(node, commodity, None, ROUTES))?;
    }
    to.take(path, &view)
}
