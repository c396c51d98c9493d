//! Writes a plan folder: Parquet tables, input tables, certificate with hashes.

use super::{claims, valley};
use crate::Certificate;
use crate::rows::*;
use data::model::{Continent, Policy, Weight};
use data::tables::WRITTEN_CALENDAR;
use polars::prelude::{Column, DataFrame, NamedFrom, ParquetWriter, Series};
use std::fs::File;
use std::path::Path;

/// The cells of a table, filled row by row.
struct Cells {
    texts: Vec<(&'static str, Vec<String>)>,
    numbers: Vec<(&'static str, Vec<f64>)>,
}

impl Cells {
    fn new(texts: &[&'static str], numbers: &[&'static str]) -> Self {
        Self {
            texts: texts.iter().map(|name| (*name, vec![])).collect(),
            numbers: numbers.iter().map(|name| (*name, vec![])).collect(),
        }
    }

    fn push(&mut self, texts: &[&str], numbers: &[f64]) {
        for ((_, column), text) in self.texts.iter_mut().zip(texts) {
            column.push((*text).to_owned());
        }
        for ((_, column), number) in self.numbers.iter_mut().zip(numbers) {
            column.push(*number);
        }
    }

    fn write(self, folder: &Path, name: &str) {
        let texts = self
            .texts
            .into_iter()
            .map(|(name, cells)| Column::from(Series::new(name.into(), cells)));
        let numbers = self
            .numbers
            .into_iter()
            .map(|(name, cells)| Column::from(Series::new(name.into(), cells)));
        let mut frame = DataFrame::new_infer_height(texts.chain(numbers).collect()).unwrap();
        write_frame(folder, name, &mut frame);
    }
}

pub(super) fn write_frame(folder: &Path, name: &str, frame: &mut DataFrame) {
    let file = File::create(folder.join(format!("{name}.parquet"))).unwrap();
    ParquetWriter::new(file).finish(frame).unwrap();
}

/// Writes input tables into `folder/data` and the plan into `folder/plan`.
pub(super) fn write_valley(folder: &Path) -> Certificate {
    let (data, plan) = (folder.join("data"), folder.join("plan"));
    std::fs::create_dir_all(&data).unwrap();
    std::fs::create_dir_all(&plan).unwrap();
    let continent = valley::continent();
    let before_policy = Continent {
        weights: vec![],
        ..continent.clone()
    };
    data::tables::write_continent(&data, &before_policy).unwrap();
    write_rows(&plan, &continent, &valley::plan());
    let mut certificate = claims::certificate();
    certificate.data = "../data".into();
    certificate.calendar = WRITTEN_CALENDAR.into();
    certificate.policies = vec![policy()];
    certificate.input_hashes = hashes(&data);
    certificate.plan_hashes = hashes(&plan);
    certificate.plan_content = crate::content_hashes(&plan);
    write_certificate(&plan, &certificate);
    certificate
}

/// The policy that puts the weight on carbon dioxide.
fn policy() -> Policy {
    Policy {
        name: "Clean air".into(),
        answers_for_it: "The valley's council".into(),
        weights: vec![Weight {
            resource: "co2".into(),
            area: None,
            energy_gj: 5.0,
        }],
        ..Policy::default()
    }
}

pub(super) fn write_certificate(plan: &Path, certificate: &Certificate) {
    let mut certificate = certificate.clone();
    certificate.seal().unwrap();
    let text = serde_json::to_string_pretty(&certificate).unwrap();
    std::fs::write(plan.join("certificate.json"), text).unwrap();
}

/// The hashes of all files of a folder but the certificate.
pub(super) fn hashes(folder: &Path) -> std::collections::BTreeMap<String, String> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .filter(|(name, _)| name != "certificate.json")
        .map(|(name, path)| {
            let hash = blake3::hash(&std::fs::read(path).unwrap());
            (name, hash.to_hex().to_string())
        })
        .collect()
}

fn write_rows(folder: &Path, continent: &Continent, rows: &PlanRows) {
    write_amounts(folder, continent, rows);
    write_places(folder, continent, "shortages", &rows.shortages);
    write_places(folder, continent, "spills", &rows.spills);
    write_accounts(folder, continent, rows);
    write_embodied(folder, continent, rows);
}

fn write_amounts(folder: &Path, c: &Continent, rows: &PlanRows) {
    let mut flows = Cells::new(
        &[
            "period",
            "link",
            "direction",
            "mode",
            "from_node",
            "to_node",
            "commodity",
        ],
        &["amount"],
    );
    for r in &rows.flows {
        let link = &c[r.link];
        assert_eq!(r.direction, Direction::Forward);
        flows.push(
            &[
                &c[r.period].id,
                &link.id,
                "forward",
                &c[link.mode].id,
                &c[link.from].id,
                &c[link.to].id,
                &c[r.commodity].id,
            ],
            &[r.amount],
        );
    }
    flows.write(folder, "flows");
    let mut production = Cells::new(&["period", "site", "process", "node"], &["activity"]);
    for r in &rows.production {
        let site = &c[r.site];
        production.push(
            &[&c[r.period].id, &site.id, &c[site.process].id, &c[site.node].id],
            &[r.activity],
        );
    }
    production.write(folder, "production");
    let mut storage = Cells::new(
        &["period", "store", "node", "commodity"],
        &["charged", "discharged", "level"],
    );
    for r in &rows.storage {
        let store = &c[r.store];
        storage.push(
            &[&c[r.period].id, &store.id, &c[store.node].id, &c[store.commodity].id],
            &[r.charged, r.discharged, r.level],
        );
    }
    storage.write(folder, "storage");
    let mut trade = Cells::new(&["period", "trade"], &["amount"]);
    for r in &rows.trade {
        trade.push(&[&c[r.period].id, &c.trades[r.trade.position()].id], &[r.amount]);
    }
    trade.write(folder, "trade");
}

fn write_places(folder: &Path, c: &Continent, name: &str, rows: &[PlaceRow]) {
    let mut places = Cells::new(&["period", "node", "commodity"], &["amount"]);
    for r in rows {
        places.push(&[&c[r.period].id, &c[r.node].id, &c[r.commodity].id], &[r.amount]);
    }
    places.write(folder, name);
}

fn write_accounts(folder: &Path, c: &Continent, rows: &PlanRows) {
    let mut prices = Cells::new(&["kind", "period", "id", "commodity"], &["price_gj"]);
    for r in &rows.prices {
        let (kind, id, commodity) = match r.row {
            PricedRow::Balance(node, commodity) => ("balance", &c[node].id, c[commodity].id.as_str()),
            PricedRow::Link(link) => ("link", &c[link].id, ""),
            PricedRow::Budget(budget) => ("budget", &c.budgets[budget.position()].id, ""),
            PricedRow::Store(store) => ("store", &c[store].id, ""),
        };
        prices.push(&[kind, &c[r.period].id, id, commodity], &[r.price_gj]);
    }
    prices.write(folder, "prices");
    let mut ledger = Cells::new(
        &["period", "area", "sequence", "activity", "id", "commodity"],
        &["energy_gj"],
    );
    for r in &rows.ledger {
        ledger.push(
            &[
                &c[r.key.period].id,
                &c[r.area].id,
                &c[r.sequence].id,
                r.key.activity.word(),
                crate::describe::posting_id(c, r.key.id),
                &c[r.key.commodity].id,
            ],
            &[r.energy_gj],
        );
    }
    ledger.write(folder, "ledger");
}

fn write_embodied(folder: &Path, c: &Continent, rows: &PlanRows) {
    let mut embodied = Cells::new(
        &["period", "sink", "node", "commodity", "origin_kind", "origin"],
        &[
            "amount",
            "share",
            "extraction_gj",
            "processing_gj",
            "transport_gj",
            "storage_gj",
            "loss_gj",
            "total_gj",
        ],
    );
    for r in &rows.embodied {
        let (kind, origin) = match r.origin {
            Origin::Site(site) => ("site", &c[site].id),
            Origin::Import(trade) => ("import", &c.trades[trade.position()].id),
            Origin::Stock(store) => ("stock", &c[store].id),
        };
        let [extraction, processing, transport, storage, loss] = r.stages_gj;
        embodied.push(
            &[
                &c[r.period].id,
                r.sink.word(),
                &c[r.node].id,
                &c[r.commodity].id,
                kind,
                origin,
            ],
            &[
                r.amount, r.share, extraction, processing, transport, storage, loss, r.total_gj,
            ],
        );
    }
    embodied.write(folder, "embodied");
}
