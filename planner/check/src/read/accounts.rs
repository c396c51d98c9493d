//! Prices, ledger, embodied energy.

use super::amounts::each;
use super::ids::{Ids, must_say, unknown};
use super::sheet::Line;
use crate::fault::Faults;
use crate::rows::{Activity, EmbodiedRow, LedgerRow, Origin, PostingId, PostingKey, PriceRow, PricedRow, Sink};
use std::path::Path;

pub(super) fn prices(folder: &Path, ids: &Ids<'_>, faults: &mut Faults) -> Vec<PriceRow> {
    each(folder, "prices", faults, |line, faults| {
        Some(PriceRow {
            period: ids.period(line, "period", faults)?,
            row: priced_row(line, ids, faults)?,
            price_gj: line.amount("price_gj")?,
        })
    })
}

fn priced_row(line: &Line<'_>, ids: &Ids<'_>, faults: &mut Faults) -> Option<PricedRow> {
    let kind = line.text("kind")?;
    if kind != "balance" {
        must_say(line, "commodity", "", faults);
    }
    match kind {
        "balance" => Some(PricedRow::Balance(
            ids.node(line, "id", faults)?,
            ids.commodity(line, "commodity", faults)?,
        )),
        "link" => ids.link(line, "id", faults).map(PricedRow::Link),
        "budget" => ids.budget(line, "id", faults).map(PricedRow::Budget),
        "store" => ids.store(line, "id", faults).map(PricedRow::Store),
        other => {
            faults.push(unknown(line, "kind", other));
            None
        }
    }
}

pub(super) fn ledger(folder: &Path, ids: &Ids<'_>, faults: &mut Faults) -> Vec<LedgerRow> {
    each(folder, "ledger", faults, |line, faults| {
        let word = line.text("activity")?;
        let Some((activity, _)) = Activity::ALL.into_iter().find(|(_, w)| *w == word) else {
            faults.push(unknown(line, "activity", word));
            return None;
        };
        Some(LedgerRow {
            key: PostingKey {
                period: ids.period(line, "period", faults)?,
                activity,
                id: posting_id(line, activity, ids, faults)?,
                commodity: ids.commodity(line, "commodity", faults)?,
            },
            area: ids.area(line, "area", faults)?,
            sequence: ids.sequence(line, "sequence", faults)?,
            energy_gj: line.amount("energy_gj")?,
        })
    })
}

fn posting_id(line: &Line<'_>, activity: Activity, ids: &Ids<'_>, faults: &mut Faults) -> Option<PostingId> {
    match activity {
        Activity::Production => ids.site(line, "id", faults).map(PostingId::Site),
        Activity::Transport | Activity::Transfer => ids.link(line, "id", faults).map(PostingId::Link),
        Activity::Storage => ids.store(line, "id", faults).map(PostingId::Store),
        Activity::Import | Activity::Export => ids.trade(line, "id", faults).map(PostingId::Trade),
        Activity::Shortage => ids.node(line, "id", faults).map(PostingId::Node),
        Activity::Weight => weighted(line, ids, faults),
    }
}

/// Sites and links both use resources. One id may name a site and a link; the posted sequence tells which it is.
fn weighted(line: &Line<'_>, ids: &Ids<'_>, faults: &mut Faults) -> Option<PostingId> {
    let mut ignored = Faults::default();
    let site = ids.site(line, "id", &mut ignored);
    let link = ids.link(line, "id", &mut ignored);
    match (site, link) {
        (Some(site), Some(link)) => {
            let commodity = ids.commodity(line, "commodity", &mut ignored)?;
            let process = &ids.continent[ids.continent[site].process];
            let sequence = line.text("sequence")?;
            let is_site = process.outputs.first().is_some_and(|o| o.commodity == commodity)
                && ids.continent[process.sequence].id == sequence;
            Some(if is_site {
                PostingId::Site(site)
            } else {
                PostingId::Link(link)
            })
        }
        (Some(site), None) => Some(PostingId::Site(site)),
        (None, Some(link)) => Some(PostingId::Link(link)),
        (None, None) => {
            faults.push(unknown(line, "id", line.text("id")?));
            None
        }
    }
}

const STAGES: [&str; 5] = [
    "extraction_gj",
    "processing_gj",
    "transport_gj",
    "storage_gj",
    "loss_gj",
];

pub(super) fn embodied(folder: &Path, ids: &Ids<'_>, faults: &mut Faults) -> Vec<EmbodiedRow> {
    each(folder, "embodied", faults, |line, faults| {
        let mut stages_gj = [0.0; STAGES.len()];
        for (stage, column) in stages_gj.iter_mut().zip(STAGES) {
            *stage = line.amount(column)?;
        }
        Some(EmbodiedRow {
            period: ids.period(line, "period", faults)?,
            sink: sink(line, faults)?,
            node: ids.node(line, "node", faults)?,
            commodity: ids.commodity(line, "commodity", faults)?,
            origin: origin(line, ids, faults)?,
            amount: line.amount("amount")?,
            share: line.amount("share")?,
            stages_gj,
            total_gj: line.amount("total_gj")?,
        })
    })
}

fn sink(line: &Line<'_>, faults: &mut Faults) -> Option<Sink> {
    let word = line.text("sink")?;
    let found = Sink::ALL.into_iter().find(|(_, w)| *w == word);
    if found.is_none() {
        faults.push(unknown(line, "sink", word));
    }
    found.map(|(sink, _)| sink)
}

fn origin(line: &Line<'_>, ids: &Ids<'_>, faults: &mut Faults) -> Option<Origin> {
    match line.text("origin_kind")? {
        "site" => ids.site(line, "origin", faults).map(Origin::Site),
        "import" => ids.trade(line, "origin", faults).map(Origin::Import),
        "stock" => ids.store(line, "origin", faults).map(Origin::Stock),
        other => {
            faults.push(unknown(line, "origin_kind", other));
            None
        }
    }
}
