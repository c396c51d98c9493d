//! Whole plan folders, and what happens to them.

use super::files::{hashes, write_certificate, write_frame, write_valley};
use super::valley;
use crate::{CheckError, CheckOptions, CheckReport, CheckStatus, PlanStatus, check};
use data::dictionary::OUTPUT_TABLES;
use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, ParquetReader, SerReader, Series};
use proptest::prelude::*;
use std::fs::File;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

struct Folder {
    root: TempDir,
}

impl Folder {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        write_valley(root.path());
        Self { root }
    }

    fn plan(&self) -> PathBuf {
        self.root.path().join("plan")
    }

    fn check(&self) -> CheckReport {
        check(&self.plan(), CheckOptions::default()).unwrap()
    }

    fn kinds(&self) -> Vec<&'static str> {
        let mut kinds: Vec<_> = self.check().faults.iter().map(|f| f.kind()).collect();
        kinds.dedup();
        kinds
    }

    /// Rewrites one table, and the hashes so that they agree again.
    fn rewrite(&self, name: &str, change: impl FnOnce(DataFrame) -> DataFrame) {
        let path = self.plan().join(format!("{name}.parquet"));
        let frame = ParquetReader::new(File::open(path).unwrap()).finish().unwrap();
        write_frame(&self.plan(), name, &mut change(frame));
        self.certify_anew(|_| {});
    }

    fn certify_anew(&self, change: impl FnOnce(&mut crate::Certificate)) {
        let text = std::fs::read(self.plan().join("certificate.json")).unwrap();
        let mut certificate: crate::Certificate = serde_json::from_slice(&text).unwrap();
        certificate.plan_hashes = hashes(&self.plan());
        certificate.plan_content = crate::content_hashes(&self.plan());
        change(&mut certificate);
        write_certificate(&self.plan(), &certificate);
    }
}

fn with_text(mut frame: DataFrame, column: &str, row: usize, text: &str) -> DataFrame {
    let cells: Vec<String> = frame
        .column(column)
        .unwrap()
        .str()
        .unwrap()
        .iter()
        .enumerate()
        .map(|(i, cell)| {
            if i == row {
                text.to_owned()
            } else {
                cell.unwrap().to_owned()
            }
        })
        .collect();
    let column = Series::new(column.into(), cells).into_column();
    frame.with_column(column).unwrap();
    frame
}

fn with_column(mut frame: DataFrame, column: Column) -> DataFrame {
    frame.with_column(column).unwrap();
    frame
}

#[test]
fn a_good_folder_passes() {
    let report = Folder::new().check();
    assert_eq!(report.faults, vec![]);
    assert_eq!(report.status, CheckStatus::Passed);
    assert_eq!(report.plan_status, Some(PlanStatus::Optimal));
    assert!((report.objective_gj.unwrap() - valley::objective_gj()).abs() < 1e-9);
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["status"], "passed");
    assert_eq!(json["shortage"][0]["commodity"], "fish");
}

#[test]
fn the_data_folder_can_be_named() {
    let folder = Folder::new();
    let moved = folder.root.path().join("elsewhere");
    std::fs::rename(folder.root.path().join("data"), &moved).unwrap();
    let error = check(&folder.plan(), CheckOptions::default()).unwrap_err();
    assert!(matches!(error, CheckError::DataMissing(_)));
    let options = CheckOptions {
        data: Some(moved),
        ..CheckOptions::default()
    };
    assert_eq!(check(&folder.plan(), options).unwrap().status, CheckStatus::Passed);
}

#[test]
fn a_folder_without_certificate_is_no_plan() {
    let empty = tempfile::tempdir().unwrap();
    for folder in [empty.path(), Path::new("/nowhere/at/all")] {
        let error = check(folder, CheckOptions::default()).unwrap_err();
        assert!(matches!(error, CheckError::NotAPlan(_)));
    }
}

#[test]
fn a_torn_certificate_fails() {
    let folder = Folder::new();
    let path = folder.plan().join("certificate.json");
    let text = std::fs::read(&path).unwrap();
    std::fs::write(&path, &text[..text.len() / 2]).unwrap();
    assert_eq!(folder.kinds(), ["certificate_unreadable"]);
}

#[test]
fn a_missing_table_fails() {
    let folder = Folder::new();
    std::fs::remove_file(folder.plan().join("ledger.parquet")).unwrap();
    assert!(folder.kinds().contains(&"file_missing"));
}

#[test]
fn a_file_without_hash_fails() {
    let folder = Folder::new();
    folder.certify_anew(|c| {
        c.plan_hashes.remove("flows.parquet");
    });
    assert_eq!(folder.kinds(), ["file_not_listed"]);
}

#[test]
fn a_hash_of_a_file_elsewhere_fails() {
    let folder = Folder::new();
    folder.certify_anew(|c| {
        let hash = c.plan_hashes["flows.parquet"].clone();
        c.plan_hashes.insert("../plan/flows.parquet".into(), hash);
    });
    assert_eq!(folder.kinds(), ["file_missing"]);
}

#[test]
fn changed_input_tables_fail() {
    let folder = Folder::new();
    let path = folder.root.path().join("data").join("sites.csv");
    let mut text = std::fs::read(&path).unwrap();
    text.push(b'\n');
    std::fs::write(&path, text).unwrap();
    assert_eq!(folder.check().faults[0].kind(), "file_changed");
}

#[test]
fn rows_in_another_order_say_the_same() {
    let folder = Folder::new();
    let path = folder.plan().join("flows.parquet");
    let frame = ParquetReader::new(File::open(&path).unwrap()).finish().unwrap();
    let before = std::fs::read(&path).unwrap();
    write_frame(&folder.plan(), "flows", &mut frame.reverse());
    assert_ne!(std::fs::read(&path).unwrap(), before);
    assert_eq!(folder.kinds(), Vec::<&str>::new());
    // Without the hash of what it says, the file alone counts.
    let text = std::fs::read(folder.plan().join("certificate.json")).unwrap();
    let mut certificate: crate::Certificate = serde_json::from_slice(&text).unwrap();
    certificate.plan_content.clear();
    write_certificate(&folder.plan(), &certificate);
    assert_eq!(folder.kinds(), ["file_changed"]);
}

#[test]
fn a_certificate_that_was_changed_afterwards_fails() {
    for (from, to) in [
        ("\"method\": \"whole\"", "\"method\": \"decomposed\""),
        ("\"version\": \"0.0.0\"", "\"version\": \"0.0.1\""),
        ("The valley's council", "Nobody"),
    ] {
        let folder = Folder::new();
        let path = folder.plan().join("certificate.json");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        std::fs::write(&path, text.replace(from, to)).unwrap();
        assert_eq!(folder.kinds(), ["seal_broken"]);
    }
    let folder = Folder::new();
    let path = folder.plan().join("certificate.json");
    let mut said: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    std::fs::write(&path, serde_json::to_string(&said).unwrap()).unwrap();
    assert_eq!(folder.kinds(), Vec::<&str>::new());
    said.as_object_mut().unwrap().remove("seal");
    std::fs::write(&path, serde_json::to_string(&said).unwrap()).unwrap();
    assert_eq!(folder.kinds(), ["not_stated"]);
}

#[test]
fn ids_that_are_not_in_the_tables_fail() {
    for (table, column) in [
        ("flows", "link"),
        ("flows", "direction"),
        ("flows", "from_node"),
        ("production", "site"),
        ("storage", "store"),
        ("shortages", "node"),
        ("spills", "commodity"),
        ("trade", "trade"),
        ("prices", "kind"),
        ("prices", "id"),
        ("ledger", "activity"),
        ("ledger", "id"),
        ("ledger", "area"),
        ("embodied", "sink"),
        ("embodied", "origin"),
        ("embodied", "origin_kind"),
    ] {
        let folder = Folder::new();
        folder.rewrite(table, |frame| with_text(frame, column, 0, "atlantis"));
        assert!(folder.kinds().contains(&"unknown_id"), "{table}.{column}");
    }
}

#[test]
fn columns_that_contradict_the_tables_fail() {
    for (table, column, other) in [
        ("flows", "mode", "canal"),
        ("flows", "from_node", "port"),
        ("flows", "to_node", "farm"),
        ("production", "process", "hydro"),
        ("production", "node", "city"),
        ("storage", "node", "city"),
        ("storage", "commodity", "fish"),
    ] {
        let folder = Folder::new();
        folder.rewrite(table, |frame| with_text(frame, column, 0, other));
        assert_eq!(folder.kinds(), ["contradicts"], "{table}.{column}");
    }
}

#[test]
fn columns_of_the_wrong_shape_fail() {
    let folder = Folder::new();
    folder.rewrite("trade", |frame| frame.drop("amount").unwrap());
    assert!(folder.kinds().contains(&"column_wrong"));
    let folder = Folder::new();
    folder.rewrite("trade", |frame| {
        with_column(frame, Series::new("amount".into(), vec![2_i64, 2]).into_column())
    });
    assert!(folder.kinds().contains(&"column_wrong"));
    let folder = Folder::new();
    folder.rewrite("trade", |frame| {
        with_column(frame, Series::new("amount".into(), vec![Some(2.5), None]).into_column())
    });
    assert!(folder.kinds().contains(&"column_wrong"));
    let folder = Folder::new();
    folder.rewrite("trade", |frame| {
        with_column(frame, Series::new("note".into(), vec!["a", "b"]).into_column())
    });
    assert_eq!(folder.kinds(), ["column_wrong"]);
}

#[test]
fn the_config_must_agree_and_its_capacity_factors_count() {
    let folder = Folder::new();
    folder.certify_anew(|c| c.config = serde_json::json!({"accounting": "direct", "calendar": "months", "gap": 0.1}));
    assert_eq!(folder.check().faults.len(), 3);
    assert_eq!(folder.kinds(), ["config_disagrees"]);
    folder.certify_anew(|c| c.config = serde_json::json!({"capacity_factor": {"road": "wide"}}));
    assert_eq!(folder.kinds(), ["certificate_unreadable"]);
    folder.certify_anew(|c| c.config = serde_json::json!({"capacity_factor": {"quay": 0.5}}));
    assert_eq!(folder.kinds(), Vec::<&str>::new());
    // Half a canal cannot carry a whole one's flow.
    folder.certify_anew(|c| c.config = serde_json::json!({"capacity_factor": {"canal": 0.5}}));
    assert!(folder.kinds().contains(&"violated"));
}

#[test]
fn a_plan_that_failed_has_nothing_to_check() {
    let folder = Folder::new();
    folder.certify_anew(|c| c.status = PlanStatus::Failed);
    assert_eq!(folder.kinds(), ["no_plan"]);
}

#[test]
fn a_plan_called_infeasible_needs_a_proof() {
    let folder = Folder::new();
    folder.certify_anew(|c| c.status = PlanStatus::Infeasible);
    assert_eq!(folder.kinds(), ["not_proven_infeasible"]);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        rng_seed: proptest::test_runner::RngSeed::Fixed(2),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Any byte changed, any file cut short: found by its hash, unless every row still says what it said.
    #[test]
    fn damaged_files_fail(table in 0_usize..9, place in any::<prop::sample::Index>(), byte in 1_u8.., is_cut in any::<bool>()) {
        let folder = Folder::new();
        let path = folder.plan().join(format!("{}.parquet", OUTPUT_TABLES[table].name));
        let before = crate::content_hashes(&folder.plan());
        let mut bytes = std::fs::read(&path).unwrap();
        let at = place.index(bytes.len());
        if is_cut {
            bytes.truncate(at);
        } else {
            bytes[at] ^= byte;
        }
        std::fs::write(&path, bytes).unwrap();
        let says_the_same = crate::content_hashes(&folder.plan()) == before;
        prop_assert!(says_the_same != folder.kinds().contains(&"file_changed"));
        prop_assert!(!(says_the_same && is_cut));
    }
}
