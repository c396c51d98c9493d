//! Good plans on disk: small generated continents, both accountings, with stores, trade, budgets, weights and shortages, planned
//! by the program itself; and folders in which one of them can be changed.

use assert_cmd::Command;
use check::{Certificate, CheckOptions, CheckReport, CheckStatus};
use data::generate::{GenerateSpec, generate};
use data::model::{Continent, Provenance, StoreEnds, Trade, TradeDirection};
use data::tables::{WRITTEN_CALENDAR, write_continent};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What a continent is made of, and how it is planned.
struct Kind {
    seed: u64,
    nodes: usize,
    accounting: &'static str,
    method: &'static str,
    has_policy: bool,
}

const KINDS: [Kind; 6] = [
    kind(3, 16, "closed", "whole", false),
    kind(3, 16, "direct", "whole", false),
    kind(5, 14, "closed", "whole", true),
    kind(5, 14, "direct", "whole", true),
    kind(8, 18, "closed", "decomposed", false),
    kind(11, 12, "direct", "decomposed", true),
];

const fn kind(seed: u64, nodes: usize, accounting: &'static str, method: &'static str, has_policy: bool) -> Kind {
    Kind {
        seed,
        nodes,
        accounting,
        method,
        has_policy,
    }
}

/// All plans, in one folder that is gone when this is.
pub(crate) struct Plans {
    root: TempDir,
    pub(crate) folders: Vec<PathBuf>,
}

impl Plans {
    pub(crate) fn make() -> Self {
        let root = tempfile::tempdir().unwrap();
        let folders = KINDS.iter().enumerate().map(|(i, kind)| planned(root.path(), i, kind));
        let folders = folders.collect();
        Self { root, folders }
    }

    /// A copy of a plan beside it, to be changed.
    pub(crate) fn copy(&self, number: usize) -> Copy {
        Copy::of(&self.folders[number], self.root.path())
    }
}

pub(crate) struct Copy {
    folder: TempDir,
}

impl Copy {
    /// The tables and the certificate of a plan, in a new folder of `root`.
    pub(crate) fn of(plan: &Path, root: &Path) -> Self {
        let folder = tempfile::Builder::new().tempdir_in(root).unwrap();
        for entry in std::fs::read_dir(plan).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap();
            let is_read = path.extension().is_some_and(|e| e == "parquet") || name == "certificate.json";
            if is_read {
                std::fs::copy(&path, folder.path().join(name)).unwrap();
            }
        }
        Self { folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn table(&self, name: &str) -> PathBuf {
        self.path().join(format!("{name}.parquet"))
    }

    pub(crate) fn certificate(&self) -> Certificate {
        certificate(self.path())
    }

    /// What an attacker does who knows the format: all hashes and the seal are made to fit.
    pub(crate) fn certify_anew(&self, change: impl FnOnce(&mut Certificate)) {
        let mut certificate = self.certificate();
        for (file, hash) in &mut certificate.plan_hashes {
            let bytes = std::fs::read(self.path().join(file)).unwrap();
            *hash = blake3::hash(&bytes).to_hex().to_string();
        }
        certificate.plan_content = check::content_hashes(self.path());
        change(&mut certificate);
        certificate.seal().unwrap();
        let text = serde_json::to_string_pretty(&certificate).unwrap();
        std::fs::write(self.path().join("certificate.json"), text).unwrap();
    }

    /// The kinds of faults found; a check that cannot be made at all has found one too.
    pub(crate) fn faults(&self) -> Vec<String> {
        match check::check(self.path(), CheckOptions::default()) {
            Ok(report) => words(&report),
            Err(error) => vec![format!("no check: {error}")],
        }
    }
}

fn words(report: &CheckReport) -> Vec<String> {
    assert_eq!(report.faults.is_empty(), report.status == CheckStatus::Passed);
    report.faults.iter().map(|f| format!("{}: {f}", f.kind())).collect()
}

pub(crate) fn certificate(folder: &Path) -> Certificate {
    serde_json::from_slice(&std::fs::read(folder.join("certificate.json")).unwrap()).unwrap()
}

/// The continent that was planned for.
pub(crate) fn continent_of(folder: &Path) -> Continent {
    let certificate = certificate(folder);
    let tables = folder.join(&certificate.data);
    let (mut continent, _) = data::tables::read_continent(&tables, &certificate.calendar).unwrap();
    data::overlay::apply(&mut continent, &certificate.policies, &certificate.capacity_factor()).unwrap();
    continent
}

/// A generated continent with stores of both kinds and links that do not reach everyone with everything.
pub(crate) fn continent_to_plan(seed: u64, nodes: usize) -> Continent {
    let mut continent = generate(&GenerateSpec {
        nodes,
        commodities: 6,
        periods: 3,
        seed,
    });
    for store in continent.stores.iter_mut().step_by(2) {
        store.ends = StoreEnds::Given {
            initial: 0.2 * store.capacity,
            final_minimum: 0.1 * store.capacity,
        };
    }
    let links = continent.links.iter_mut().step_by(2);
    links.for_each(|link| link.capacity_per_year *= 0.3);
    add_trade(&mut continent);
    continent
}

/// More of one good comes in at a place than anyone asks for, some must leave at another, and a third is there to be bought.
fn add_trade(continent: &mut Continent) {
    let asked: Vec<_> = continent.demands.iter().step_by(7).take(3).cloned().collect();
    let of_all = |good| -> f64 {
        let same = continent.demands.iter().filter(|d| d.commodity == good);
        same.map(|d| d.amount_per_year).sum()
    };
    let kinds = [
        (TradeDirection::Import, 3.0, 4.0),
        (TradeDirection::Export, 0.01, 0.05),
        (TradeDirection::Import, 0.0, 0.2),
    ];
    let trades = asked
        .iter()
        .zip(kinds)
        .enumerate()
        .map(|(number, (demand, (direction, least, most)))| Trade {
            id: format!("trade-{number}"),
            node: demand.node,
            commodity: demand.commodity,
            direction,
            minimum_per_year: least * of_all(demand.commodity),
            maximum_per_year: most * of_all(demand.commodity),
            energy_gj: 0.5,
            profile: None,
            provenance: Provenance::default(),
        });
    let trades: Vec<Trade> = trades.collect();
    continent.trades.extend(trades);
}

const POLICY: &str = r#"
name = "Air"
answers_for_it = "the test"
[[weights]]
resource = "RESOURCE"
energy_gj = 2.5
"#;

fn planned(root: &Path, number: usize, kind: &Kind) -> PathBuf {
    let continent = continent_to_plan(kind.seed, kind.nodes);
    let mut text = format!("accounting = \"{}\"\nmethod = \"{}\"\n", kind.accounting, kind.method);
    if let Some(resource) = continent.resources.first().filter(|_| kind.has_policy) {
        let policy = POLICY.replace("RESOURCE", &resource.id);
        std::fs::write(root.join(format!("{number}-policy.toml")), policy).unwrap();
        text.push_str(&format!("policies = [\"{number}-policy.toml\"]\n"));
    }
    let (code, out) = run(root, &format!("{number}-plan"), &continent, &text);
    assert_eq!(code, 0);
    out
}

/// Writes tables and config and plans them; the exit code, and the plan's folder.
pub(crate) fn run(root: &Path, name: &str, continent: &Continent, config: &str) -> (i32, PathBuf) {
    write_continent(&root.join(format!("{name}-tables")), continent).unwrap();
    let path = root.join(format!("{name}.toml"));
    let text = format!("name = \"{name}\"\ndata = \"{name}-tables\"\ncalendar = \"{WRITTEN_CALENDAR}\"\n{config}");
    std::fs::write(&path, text).unwrap();
    let out = root.join(name);
    let ended = Command::new(assert_cmd::cargo::cargo_bin!("planner"))
        .arg("plan")
        .arg(&path)
        .arg("--out")
        .arg(&out)
        .assert();
    (ended.get_output().status.code().unwrap(), out)
}
