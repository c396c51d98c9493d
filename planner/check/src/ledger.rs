//! The ledger, posting by posting: every energy term has exactly one posting, every posting one term, and together
//! they are the objective.
//!
//! Invariant: sums are intervals that hold the exact one, so no difference is told smaller than it is.

use crate::amounts::Amounts;
use crate::describe;
use crate::fault::{Fault, Faults};
use crate::interval::Interval;
use crate::options::{ONE_JOULE_GJ, Tolerances, differs};
use crate::program::{Column, Program, Variable};
use crate::rows::{Activity, Direction, LedgerRow, PostingId, PostingKey};
use crate::sum::{IntervalSum, SumDown};
use data::model::{CommodityIndex, NodeIndex, PeriodIndex, SequenceIndex, Stage};
use std::collections::{BTreeMap, BTreeSet};

/// What the plan's amounts say a posting is.
struct Term {
    energy: IntervalSum,
    /// Sum of the absolute parts: weights may be negative, so parts may cancel.
    scale: SumDown,
    node: NodeIndex,
    sequence: SequenceIndex,
}

/// What was found.
pub(crate) struct LedgerFigures {
    /// Sum of the postings less the objective, GJ.
    pub(crate) residual_gj: Interval,
    /// Sum of the postings without shortage penalties and policy weights, GJ.
    pub(crate) embodied_gj: Interval,
    /// The same in parts: extraction, processing with imports, transport with transfers, storage; GJ.
    pub(crate) stages_gj: [Interval; 4],
}

/// Checks the ledger against the plan's amounts.
pub(crate) fn judge(
    program: &Program<'_>,
    amounts: &Amounts,
    ledger: &[LedgerRow],
    objective_gj: Interval,
    tolerances: &Tolerances,
    faults: &mut Faults,
) -> LedgerFigures {
    let terms = terms(program, amounts);
    compare_postings(program, &terms, ledger, tolerances, faults);
    compare_places(program, &terms, ledger, tolerances, faults);
    let figures = figures(program, ledger, objective_gj);
    if differs(
        figures.residual_gj,
        0.0,
        tolerances.ledger,
        objective_gj.least_size().max(ONE_JOULE_GJ),
    ) {
        faults.push(Fault::LedgerOpen {
            residual_gj: figures.residual_gj.middle(),
            objective_gj: objective_gj.middle(),
        });
    }
    figures
}

fn figures(program: &Program<'_>, ledger: &[LedgerRow], objective_gj: Interval) -> LedgerFigures {
    let mut residual = IntervalSum::default();
    let mut embodied = IntervalSum::default();
    let mut stages: [IntervalSum; 4] = Default::default();
    for posting in ledger {
        residual.add(posting.energy_gj);
        if let Some(stage) = stage_of(program, &posting.key) {
            embodied.add(posting.energy_gj);
            stages[stage].add(posting.energy_gj);
        }
    }
    residual.add(-objective_gj);
    LedgerFigures {
        residual_gj: residual.value(),
        embodied_gj: embodied.value(),
        stages_gj: stages.map(|stage| stage.value()),
    }
}

/// Position of the stage that a posting is energy of; none for what nothing embodies. Imports count as processing, done abroad.
fn stage_of(program: &Program<'_>, key: &PostingKey) -> Option<usize> {
    match (key.activity, key.id) {
        (Activity::Shortage | Activity::Weight | Activity::Export, _) => None,
        (Activity::Production, PostingId::Site(site)) => {
            let process = program.continent[site].process;
            Some(usize::from(program.continent[process].stage == Stage::Processing))
        }
        (Activity::Production | Activity::Import, _) => Some(1),
        (Activity::Transport | Activity::Transfer, _) => Some(2),
        (Activity::Storage, _) => Some(3),
    }
}

/// All terms of the objective that are not 0, by the posting they belong in.
fn terms(program: &Program<'_>, amounts: &Amounts) -> BTreeMap<PostingKey, Term> {
    let mut terms: BTreeMap<PostingKey, Term> = BTreeMap::new();
    let mut column = Column::empty();
    for (variable, amount) in amounts.iter() {
        let Some((key, node, sequence)) = posting_of(program, amounts, variable) else {
            continue;
        };
        program.fill(variable, &mut column);
        let weight_key = PostingKey {
            activity: Activity::Weight,
            ..key
        };
        let parts = [(key, column.energy_gj), (weight_key, column.weight_gj)];
        for (key, energy) in parts.into_iter().filter(|(_, energy)| !energy.is_zero()) {
            let term = terms.entry(key).or_insert(Term {
                energy: IntervalSum::default(),
                scale: SumDown::default(),
                node,
                sequence,
            });
            let energy = energy * Interval::exactly(amount);
            term.energy.add(energy);
            term.scale.add(energy.least_size());
        }
    }
    terms
}

/// The posting that a variable's energy belongs in, the node it is posted at and the sequence. None for what never
/// costs anything.
fn posting_of(
    program: &Program<'_>,
    amounts: &Amounts,
    variable: Variable,
) -> Option<(PostingKey, NodeIndex, SequenceIndex)> {
    let continent = program.continent;
    let of = |activity, id, commodity| PostingKey {
        period: variable.period(),
        activity,
        id,
        commodity,
    };
    let sequence_of = |commodity: CommodityIndex| continent[commodity].sequence;
    match variable {
        Variable::Flow(period, index, _, commodity) => {
            let link = &continent[index];
            let activity = if link.is_terminal {
                Activity::Transfer
            } else {
                Activity::Transport
            };
            // Both directions are one posting; it stands where the link is entered forward, if it is.
            let forward = Variable::Flow(period, index, Direction::Forward, commodity);
            let node = if amounts.of(forward) > 0.0 { link.from } else { link.to };
            let key = of(activity, PostingId::Link(index), commodity);
            Some((key, node, continent[link.mode].sequence))
        }
        Variable::Activity(_, index) => {
            let site = &continent[index];
            let process = &continent[site.process];
            let first = process.outputs.first()?.commodity;
            let key = of(Activity::Production, PostingId::Site(index), first);
            Some((key, site.node, process.sequence))
        }
        Variable::Charge(_, index) | Variable::Discharge(_, index) => {
            let store = &continent[index];
            let key = of(Activity::Storage, PostingId::Store(index), store.commodity);
            Some((key, store.node, sequence_of(store.commodity)))
        }
        Variable::Trade(_, index) => {
            let trade = &continent.trades[index.position()];
            let key = of(Activity::Import, PostingId::Trade(index), trade.commodity);
            Some((key, trade.node, sequence_of(trade.commodity)))
        }
        Variable::Shortage(_, node, commodity) => {
            let key = of(Activity::Shortage, PostingId::Node(node), commodity);
            Some((key, node, sequence_of(commodity)))
        }
        Variable::Level(..) | Variable::Spill(..) => None,
    }
}

fn compare_postings(
    program: &Program<'_>,
    terms: &BTreeMap<PostingKey, Term>,
    ledger: &[LedgerRow],
    tolerances: &Tolerances,
    faults: &mut Faults,
) {
    let continent = program.continent;
    let mut posted = BTreeSet::new();
    for row in ledger {
        let posting = || describe::posting(continent, &row.key);
        if !posted.insert(row.key) {
            faults.push(Fault::Duplicate {
                table: "ledger".to_owned(),
                what: posting(),
            });
            continue;
        }
        if !row.energy_gj.is_finite() {
            faults.push(Fault::BadAmount {
                table: "ledger".to_owned(),
                what: posting(),
                amount: row.energy_gj,
            });
            continue;
        }
        match terms.get(&row.key) {
            None => faults.push(Fault::PostingUnexpected {
                posting: posting(),
                energy_gj: row.energy_gj,
            }),
            Some(term) => compare_posting(program, row, term, tolerances, faults),
        }
    }
    for (key, term) in terms.iter().filter(|(key, _)| !posted.contains(key)) {
        let energy_gj = term.energy.value();
        // Parts that cancel to nothing but rounding need no posting.
        if energy_gj.least_size() > f64::EPSILON * term.scale.value() {
            faults.push(Fault::PostingMissing {
                posting: describe::posting(continent, key),
                energy_gj: energy_gj.middle(),
            });
        }
    }
}

fn compare_posting(program: &Program<'_>, row: &LedgerRow, term: &Term, tolerances: &Tolerances, faults: &mut Faults) {
    let continent = program.continent;
    let recomputed = term.energy.value();
    if differs(row.energy_gj, recomputed, tolerances.posting, term.scale.value()) {
        faults.push(Fault::PostingDiffers {
            posting: describe::posting(continent, &row.key),
            stated: row.energy_gj,
            recomputed: recomputed.middle(),
        });
    }
    let area = continent[term.node].area;
    if row.area != area {
        faults.push(Fault::PostingMisplaced {
            posting: describe::posting(continent, &row.key),
            column: "area".to_owned(),
            stated: continent[row.area].id.clone(),
            expected: continent[area].id.clone(),
        });
    }
    if row.sequence != term.sequence {
        faults.push(Fault::PostingMisplaced {
            posting: describe::posting(continent, &row.key),
            column: "sequence".to_owned(),
            stated: continent[row.sequence].id.clone(),
            expected: continent[term.sequence].id.clone(),
        });
    }
}

/// Posted and spent at one node for one commodity in one period.
#[derive(Default)]
struct AtPlace {
    posted: IntervalSum,
    spent: IntervalSum,
    scale: SumDown,
}

/// Whether the ledger closes for every commodity at every node in every period.
fn compare_places(
    program: &Program<'_>,
    terms: &BTreeMap<PostingKey, Term>,
    ledger: &[LedgerRow],
    tolerances: &Tolerances,
    faults: &mut Faults,
) {
    let mut places: BTreeMap<(PeriodIndex, NodeIndex, CommodityIndex), AtPlace> = BTreeMap::new();
    for (key, term) in terms {
        let place = places.entry((key.period, term.node, key.commodity)).or_default();
        place.spent.add(term.energy.value());
        place.scale.add(term.scale.value());
    }
    for row in ledger {
        let node = terms
            .get(&row.key)
            .map_or_else(|| first_node(program, row.key.id), |term| term.node);
        let place = places.entry((row.key.period, node, row.key.commodity)).or_default();
        place.posted.add(row.energy_gj);
    }
    for ((period, node, commodity), place) in places {
        let (posted_gj, spent_gj) = (place.posted.value(), place.spent.value());
        if differs(posted_gj, spent_gj, tolerances.ledger, place.scale.value()) {
            faults.push(Fault::LedgerOpenAt {
                place: describe::place(program.continent, period, node, commodity),
                posted_gj: posted_gj.middle(),
                spent_gj: spent_gj.middle(),
            });
        }
    }
}

/// The node of an id that no term stands behind.
fn first_node(program: &Program<'_>, id: PostingId) -> NodeIndex {
    let continent = program.continent;
    match id {
        PostingId::Site(site) => continent[site].node,
        PostingId::Link(link) => continent[link].from,
        PostingId::Store(store) => continent[store].node,
        PostingId::Trade(trade) => continent.trades[trade.position()].node,
        PostingId::Node(node) => node,
    }
}
