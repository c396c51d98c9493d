//! Plans on record whose folders are gone or changed are told of and made again.

use super::{batch, batch_file, hashes, ids, rows, without_times};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Plans of the batch file.
const PLANS: usize = 20;

/// The last line on record of each plan, by its place.
fn last_rows(out: &Path) -> Vec<Value> {
    let each = rows(out).into_iter().map(|row| (row["position"].as_u64(), row));
    without_times(each.collect::<BTreeMap<_, _>>().into_values().collect())
}

fn folder_of(out: &Path, row: &Value) -> PathBuf {
    out.join(row["plan"].as_str().unwrap())
}

fn append(path: &Path) {
    let bytes = std::fs::read(path).unwrap();
    std::fs::write(path, [bytes.as_slice(), b"x"].concat()).unwrap();
}

#[test]
fn plans_that_are_gone_or_changed_are_made_again_and_the_others_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let file = batch_file(folder.path(), 20, 6, "decomposed");
    let out = folder.path().join("out");
    batch(&file, &out, &["--threads", "1"], 0);
    let (before, written) = (last_rows(&out), hashes(&out));
    let record = std::fs::read(out.join("batch.jsonl")).unwrap();
    for row in &before {
        let kept = std::fs::read(folder_of(&out, row).join("columns.arrow")).unwrap();
        assert_eq!(row["columns_blake3"], blake3::hash(&kept).to_hex().as_str());
    }

    append(&folder_of(&out, &before[1]).join("flows.parquet"));
    std::fs::remove_file(folder_of(&out, &before[0]).join("columns.arrow")).unwrap();
    append(&folder_of(&out, &before[5]).join("columns.arrow"));
    std::fs::remove_file(folder_of(&out, &before[7]).join("flows.parquet")).unwrap();
    std::fs::remove_dir_all(folder_of(&out, &before[9])).unwrap();
    std::fs::write(folder_of(&out, &before[11]).join("certificate.json"), "{").unwrap();

    // A figure of a certificate, its hashes left as they are.
    let certificate = folder_of(&out, &before[3]).join("certificate.json");
    let mut figures: Value = serde_json::from_slice(&std::fs::read(&certificate).unwrap()).unwrap();
    figures["objective_gj"] = (2.0 * figures["objective_gj"].as_f64().unwrap()).into();
    std::fs::write(&certificate, serde_json::to_vec_pretty(&figures).unwrap()).unwrap();

    let (printed, said) = batch(&file, &out, &["--resume", "--threads", "2", "--json"], 0);
    let told = |row: &Value, what: &str| {
        let id = row["id"].as_str().unwrap();
        let is_told = said.lines().any(|line| line.contains(id) && line.contains(what));
        assert!(is_told, "{id}: {what}: {said}");
    };
    told(&before[0], "columns.arrow is gone");
    told(&before[1], "flows.parquet changed");
    told(&before[3], "seal");
    told(&before[5], "columns.arrow changed");
    told(&before[7], "flows.parquet is gone");
    told(&before[9], "its folder is gone");
    told(&before[11], "certificate.json");
    assert_eq!(said.matches("made again").count(), 7, "{said}");

    assert_eq!(hashes(&out), written, "they are what they were");
    assert_eq!(last_rows(&out), before);
    let after = std::fs::read(out.join("batch.jsonl")).unwrap();
    assert!(after.starts_with(&record), "lines are added, none is changed");
    assert_eq!(rows(&out).len(), PLANS + 7);
    let printed: Vec<Value> = serde_json::from_str(&printed).unwrap();
    assert_eq!(ids(&printed), ids(&before), "each plan is printed once");

    let (_, said) = batch(&file, &out, &["--resume", "--json"], 0);
    assert!(said.is_empty(), "{said}");
    assert_eq!(std::fs::read(out.join("batch.jsonl")).unwrap(), after);
}

#[test]
fn tables_left_where_no_record_began_are_drawn_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = batch_file(folder.path(), 20, 6, "whole");
    let (clean, left) = (folder.path().join("clean"), folder.path().join("left"));
    batch(&file, &clean, &[], 0);
    let tables = super::drawn(&clean, 3);
    // A run that died while it drew: an empty record, and tables of which one is not what was drawn.
    let place = left.join("tables").join(tables.file_name().unwrap());
    std::fs::create_dir_all(&place).unwrap();
    for table in std::fs::read_dir(&tables).unwrap() {
        let table = table.unwrap();
        std::fs::copy(table.path(), place.join(table.file_name())).unwrap();
    }
    let demand = std::fs::read_to_string(place.join("demand.csv")).unwrap();
    let half: Vec<&str> = demand.lines().take(demand.lines().count() / 2).collect();
    std::fs::write(place.join("demand.csv"), half.join("\n") + "\n").unwrap();
    std::fs::write(left.join("batch.jsonl"), "").unwrap();
    batch(&file, &left, &[], 0);
    assert_eq!(last_rows(&left), last_rows(&clean));
    let demand = |folder: &Path| std::fs::read(folder.join("demand.csv")).unwrap();
    assert_eq!(demand(&place), demand(&tables));
}
