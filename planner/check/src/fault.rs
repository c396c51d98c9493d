//! Every way in which a plan can disagree with the tables or with itself, each with a message in the user's words.

use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// Faults of one kind that are listed one by one; the rest is counted.
const LISTED_PER_KIND: usize = 100;

/// One disagreement. Amounts are in the unit that the message names; energies in GJ.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[allow(missing_docs, reason = "the fields are what the messages name")]
pub enum Fault {
    /// The certificate cannot be read.
    #[error("certificate.json cannot be read: {reason}")]
    CertificateUnreadable { reason: String },
    /// The certificate does not say what it said when it was made.
    #[error("certificate.json has changed since the plan was made: its seal does not fit what it says")]
    SealBroken,
    /// The certificate does not state what its status needs.
    #[error("certificate.json has status {status} but does not state {field}")]
    NotStated { status: String, field: String },
    /// The certificate and the config in it disagree.
    #[error("certificate.json states {field} {stated}, its config {config}")]
    ConfigDisagrees {
        field: String,
        stated: String,
        config: String,
    },
    /// The plan says of itself that it failed.
    #[error("the plan has status failed: there is nothing to check")]
    NoPlan,
    /// A file that the certificate or the dictionary names is not there.
    #[error("{file} is missing")]
    FileMissing { file: String },
    /// A file is not the one that was certified.
    #[error("{file} has changed since the plan was made: its hash is not the one in the certificate")]
    FileChanged { file: String },
    /// A file is there but the certificate has no hash for it.
    #[error("{file} has no hash in the certificate")]
    FileNotListed { file: String },
    /// The input tables cannot be read.
    #[error("the input tables have changed and cannot be read: {reason}")]
    DataUnreadable { reason: String },
    /// A table of the plan cannot be read.
    #[error("{table}.parquet cannot be read: {reason}")]
    TableUnreadable { table: String, reason: String },
    /// A column is missing, unknown or of the wrong type.
    #[error("{table}.parquet, column {column}: {reason}")]
    ColumnWrong {
        table: String,
        column: String,
        reason: String,
    },
    /// An id that the input tables do not have.
    #[error("{table}.parquet row {row}: {column} `{id}` is not in the input tables")]
    UnknownId {
        table: String,
        row: usize,
        column: String,
        id: String,
    },
    /// A column repeats what the input tables say, and says something else.
    #[error("{table}.parquet row {row}: {column} is `{stated}`, the input tables say `{expected}`")]
    Contradicts {
        table: String,
        row: usize,
        column: String,
        stated: String,
        expected: String,
    },
    /// Two rows with the same key.
    #[error("{table}.parquet states {what} twice")]
    Duplicate { table: String, what: String },
    /// An amount that is negative or not a number.
    #[error("{table}.parquet: {what} is {amount}, which cannot be")]
    BadAmount { table: String, what: String, amount: f64 },
    /// A link carries what its mode does not.
    #[error("{what}: mode {mode} does not carry it")]
    NotCarried { what: String, mode: String },
    /// A one-way link is used backward.
    #[error("{what}: the link is one-way")]
    OneWay { what: String },
    /// A shortage where nothing is asked.
    #[error("{what}, where none is asked")]
    NothingAsked { what: String },
    /// Spill where nothing is made or imported.
    #[error("{what}, where none is made or imported")]
    NothingMade { what: String },
    /// Something burns a carrier that holds no energy.
    #[error("carrier {carrier} holds no energy, so its burns cannot be counted")]
    CarrierWithoutEnergy { carrier: String },
    /// A row or a bound is broken.
    #[error("{row}: off by {} {unit}, {relative:.1e} of what passes there (allowed {allowed:.0e})", to_read(*amount))]
    Violated {
        row: String,
        amount: f64,
        unit: String,
        relative: f64,
        allowed: f64,
    },
    /// The stated objective is not the plan's.
    #[error("the certificate states an objective of {stated} GJ, the plan's amounts give {recomputed} GJ")]
    Objective { stated: f64, recomputed: f64 },
    /// The stated lower bound is above the proven one.
    #[error("the certificate states a lower bound of {stated} GJ, its prices prove only {recomputed} GJ")]
    LowerBound { stated: f64, recomputed: f64 },
    /// The stated gap does not follow.
    #[error("the certificate states a gap of {stated:e}, the plan and its prices give {recomputed:e}")]
    Gap { stated: f64, recomputed: f64 },
    /// Called optimal with too wide a gap.
    #[error("the plan is called optimal with a gap of {gap:e}, more than the {asked:e} asked")]
    NotOptimal { gap: f64, asked: f64 },
    /// A wider gap than the check was told to let pass.
    #[error("the plan's gap is {gap:e}, wider than the {limit:e} that this check lets pass")]
    GapWide { gap: f64, limit: f64 },
    /// The objective is below what is proven to be the least.
    #[error(
        "the objective {objective} GJ is below the proven lower bound {lower_bound} GJ: no true plan spends so little"
    )]
    BelowBound { objective: f64, lower_bound: f64 },
    /// Called infeasible without proof.
    #[error("the plan is called infeasible, but its prices do not prove it (they prove {value}, which is not above 0)")]
    NotProvenInfeasible { value: f64 },
    /// An energy term has no posting.
    #[error("the ledger has no posting for {posting}, which spends {energy_gj} GJ")]
    PostingMissing { posting: String, energy_gj: f64 },
    /// A posting has the wrong energy.
    #[error("the ledger posts {stated} GJ for {posting}, the plan spends {recomputed} GJ")]
    PostingDiffers {
        posting: String,
        stated: f64,
        recomputed: f64,
    },
    /// A posting that no energy term stands behind.
    #[error("the ledger posts {energy_gj} GJ for {posting}, where the plan spends nothing")]
    PostingUnexpected { posting: String, energy_gj: f64 },
    /// A posting under the wrong area or sequence.
    #[error("the ledger has {posting} under {column} {stated}, it belongs under {expected}")]
    PostingMisplaced {
        posting: String,
        column: String,
        stated: String,
        expected: String,
    },
    /// The ledger does not sum to the objective.
    #[error(
        "the ledger does not close: its postings differ from the objective of {objective_gj} GJ by {residual_gj} GJ"
    )]
    LedgerOpen { residual_gj: f64, objective_gj: f64 },
    /// The ledger does not close for one commodity at one node in one period.
    #[error("the ledger does not close for {place}: posted {posted_gj} GJ, spent {spent_gj} GJ")]
    LedgerOpenAt {
        place: String,
        posted_gj: f64,
        spent_gj: f64,
    },
    /// A figure of the certificate differs from the recomputed one.
    #[error("the certificate states {what} of {stated}, the plan gives {recomputed}")]
    Stated { what: String, stated: f64, recomputed: f64 },
    /// Origin shares of a sink do not sum to 1.
    #[error("embodied.parquet: the shares of {sink} sum to {sum}, not 1")]
    EmbodiedShares { sink: String, sum: f64 },
    /// What reached a sink is not what the plan delivers.
    #[error("embodied.parquet: {stated} {unit} reach {sink}, the plan delivers {expected} {unit}")]
    EmbodiedAmount {
        sink: String,
        stated: f64,
        expected: f64,
        unit: String,
    },
    /// A row that contradicts itself.
    #[error("embodied.parquet: {row}: {what} is {stated}, it should be {expected}")]
    EmbodiedRow {
        row: String,
        what: String,
        stated: f64,
        expected: f64,
    },
    /// Embodied energy and ledger disagree.
    #[error(
        "all deliveries together embody {stated_gj} GJ, the ledger without penalties and weights holds {expected_gj} GJ"
    )]
    EmbodiedTotal { stated_gj: f64, expected_gj: f64 },
    /// More from an origin than it makes.
    #[error("embodied.parquet: {given} {unit} of {commodity} come from {origin}, which makes {made} {unit} of it")]
    EmbodiedOrigin {
        origin: String,
        commodity: String,
        given: f64,
        made: f64,
        unit: String,
    },
    /// More energy shown under a stage than was spent in it.
    #[error(
        "embodied.parquet: all deliveries together have {stated_gj} GJ under {stage}, the ledger holds {spent_gj} GJ of that stage, and losses \
         only take from it"
    )]
    EmbodiedStage {
        stage: String,
        stated_gj: f64,
        spent_gj: f64,
    },
    /// More of a kind than are listed.
    #[error("{count} more of kind {of}")]
    More { of: String, count: usize },
}

/// Twelve digits of a figure that was rounded outward: the rest is that rounding.
fn to_read(amount: f64) -> f64 {
    format!("{amount:.11e}").parse().unwrap_or(amount)
}

impl Fault {
    /// The kind in one word, as in the JSON.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::CertificateUnreadable { .. } => "certificate_unreadable",
            Self::SealBroken => "seal_broken",
            Self::NotStated { .. } => "not_stated",
            Self::ConfigDisagrees { .. } => "config_disagrees",
            Self::NoPlan => "no_plan",
            Self::FileMissing { .. } => "file_missing",
            Self::FileChanged { .. } => "file_changed",
            Self::FileNotListed { .. } => "file_not_listed",
            Self::DataUnreadable { .. } => "data_unreadable",
            Self::TableUnreadable { .. } => "table_unreadable",
            Self::ColumnWrong { .. } => "column_wrong",
            Self::UnknownId { .. } => "unknown_id",
            Self::Contradicts { .. } => "contradicts",
            Self::Duplicate { .. } => "duplicate",
            Self::BadAmount { .. } => "bad_amount",
            Self::NotCarried { .. } => "not_carried",
            Self::OneWay { .. } => "one_way",
            Self::NothingAsked { .. } => "nothing_asked",
            Self::NothingMade { .. } => "nothing_made",
            Self::CarrierWithoutEnergy { .. } => "carrier_without_energy",
            Self::Violated { .. } => "violated",
            Self::Objective { .. } => "objective",
            Self::LowerBound { .. } => "lower_bound",
            Self::Gap { .. } => "gap",
            Self::NotOptimal { .. } => "not_optimal",
            Self::GapWide { .. } => "gap_wide",
            Self::BelowBound { .. } => "below_bound",
            Self::NotProvenInfeasible { .. } => "not_proven_infeasible",
            Self::PostingMissing { .. } => "posting_missing",
            Self::PostingDiffers { .. } => "posting_differs",
            Self::PostingUnexpected { .. } => "posting_unexpected",
            Self::PostingMisplaced { .. } => "posting_misplaced",
            Self::LedgerOpen { .. } => "ledger_open",
            Self::LedgerOpenAt { .. } => "ledger_open_at",
            Self::Stated { .. } => "stated",
            Self::EmbodiedShares { .. } => "embodied_shares",
            Self::EmbodiedAmount { .. } => "embodied_amount",
            Self::EmbodiedRow { .. } => "embodied_row",
            Self::EmbodiedTotal { .. } => "embodied_total",
            Self::EmbodiedOrigin { .. } => "embodied_origin",
            Self::EmbodiedStage { .. } => "embodied_stage",
            Self::More { .. } => "more",
        }
    }
}

/// A fault in JSON is its kind and its message.
impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fault = serializer.serialize_struct("Fault", 2)?;
        fault.serialize_field("kind", self.kind())?;
        fault.serialize_field("message", &self.to_string())?;
        fault.end()
    }
}

/// Collects faults; lists the first hundred of a kind and counts the rest, so that a plan that is wrong throughout
/// still gives a report of readable size.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults {
    listed: Vec<Fault>,
    counts: BTreeMap<&'static str, usize>,
}

impl Faults {
    /// Adds one.
    pub(crate) fn push(&mut self, fault: Fault) {
        let count = self.counts.entry(fault.kind()).or_default();
        *count += 1;
        if *count <= LISTED_PER_KIND {
            self.listed.push(fault);
        }
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// The faults, and one line for each kind of which there are more.
    pub(crate) fn into_list(self) -> Vec<Fault> {
        let mut list = self.listed;
        for (kind, count) in self.counts {
            if count > LISTED_PER_KIND {
                list.push(Fault::More {
                    of: kind.to_owned(),
                    count: count - LISTED_PER_KIND,
                });
            }
        }
        list
    }
}

impl Extend<Fault> for Faults {
    fn extend<I: IntoIterator<Item = Fault>>(&mut self, faults: I) {
        for fault in faults {
            self.push(fault);
        }
    }
}
