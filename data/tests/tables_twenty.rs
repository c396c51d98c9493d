//! A large set with twenty different faults in it: all are found at once, in under a second of processor time per
//! million rows. `cargo test --release -p data --test tables_twenty -- --nocapture`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod processor;

use data::findings::{Code, Findings};
use data::tables::read_continent;
use processor::cpu_seconds;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

const NODES: usize = 100_000;
const LINKS: usize = 1_000_000;

/// What is planted: the file, the row that is added to it, and the code that the row breaks.
const PLANTED: [(&str, &str, Code); 15] = [
    ("areas.csv", "hidden,Hid\u{202e}den,land", Code::F10),
    ("terminals.csv", "ragged,transfer,aster,aster-rail,true", Code::F03),
    ("nodes.csv", "aster,Aster again,junction,west,44,-90,", Code::I01),
    ("nodes.csv", "Birch,Birch again,junction,west,44,-90,", Code::I03),
    ("nodes.csv", "total,Total,junction,west,44,-90,", Code::I06),
    ("nodes.csv", "north,North,junction,west,95,-90,", Code::V12),
    ("links.csv", "dangling,road,aster,nowhere,true,10,100", Code::I02),
    ("links.csv", "itself,road,aster,aster,true,10,100", Code::I04),
    ("links.csv", "parallel,road,birch,aster,true,1210,3000000", Code::I05),
    ("links.csv", "comma,road,node-1,cedar,true,\"12,5\",100", Code::V03),
    ("links.csv", "endless,road,node-2,cedar,true,NaN,100", Code::V05),
    ("links.csv", "negative,road,node-3,cedar,true,10,-1", Code::V06),
    ("links.csv", "huge,road,node-4,cedar,true,10,9e15", Code::V11),
    ("demand.csv", "node-5,steel,0.00001,,made up,true", Code::V10),
    (
        "sites.csv",
        "least,Least,dig-ore,pit,900000,800000,,,made up,true",
        Code::V07,
    ),
];

/// What is planted by other means: the file, a text in it, what stands there instead, and the code that this breaks.
const REPLACED: [(&str, &str, &str, Code); 4] = [
    ("trade.csv", "maximum_per_year", "most_per_year", Code::V01),
    ("budgets.csv", "90000000", "", Code::V04),
    ("modes.csv", ",0.06", ",6", Code::V14),
    (
        "periods.csv",
        "winter,Winter half,0,4380",
        "winter,Winter half,0,4000",
        Code::V13,
    ),
];

/// The table that is there twice.
const TWICE: (&str, Code) = ("stores.parquet", Code::F11);

/// The tiny sample with many nodes and links.
fn write_large(folder: &Path) {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/good-tiny");
    for entry in fs::read_dir(sample).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
    let mut nodes = String::new();
    for i in 0..NODES {
        let (north, east) = (30.0 + (i / 1000) as f64 * 0.1, -120.0 + (i % 1000) as f64 * 0.05);
        writeln!(nodes, "node-{i},Node {i},junction,east,{north:.3},{east:.3},").unwrap();
    }
    let mut links = String::new();
    for i in 0..LINKS {
        let (from, to) = (i % NODES, (i % NODES + 1 + i / NODES) % NODES);
        let (km, capacity) = (10 + i % 90, 1000 + i % 997);
        writeln!(links, "link-{i},rail,node-{from},node-{to},true,{km}.25,{capacity}").unwrap();
    }
    append(&folder.join("nodes.csv"), &nodes);
    append(&folder.join("links.csv"), &links);
}

fn append(path: &Path, rows: &str) {
    let mut text = fs::read_to_string(path).unwrap();
    text.push_str(rows);
    fs::write(path, text).unwrap();
}

fn plant(folder: &Path) {
    for (file, row, _) in PLANTED {
        append(&folder.join(file), &format!("{row}\n"));
    }
    for (file, from, to, _) in REPLACED {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        assert!(text.contains(from), "{file}: {from}");
        fs::write(folder.join(file), text.replacen(from, to, 1)).unwrap();
    }
    fs::write(folder.join(TWICE.0), b"PAR1").unwrap();
}

fn errors(findings: &Findings) -> BTreeSet<&'static str> {
    let errors = findings.iter().filter(|f| f.is_error());
    errors.map(|f| f.code.as_str()).collect()
}

#[test]
fn twenty_faults_in_a_million_rows_are_found_at_once() {
    let folder = tempfile::tempdir().unwrap();
    write_large(folder.path());
    assert!(
        read_continent(folder.path(), "year").is_ok(),
        "the set is good before faults are planted"
    );
    plant(folder.path());
    // Other programs on the machine make processor time longer, never shorter: the best of three readings counts.
    let (findings, cpu) = (0..3)
        .map(|_| timed(folder.path()))
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap();
    let million = (LINKS + NODES) as f64 / 1e6;
    println!(
        "{million} million rows: {cpu:.2} s of CPU, {:.2} s per million",
        cpu / million
    );
    let planted = PLANTED
        .iter()
        .map(|p| p.2)
        .chain(REPLACED.iter().map(|r| r.3))
        .chain([TWICE.1]);
    let planted: BTreeSet<&str> = planted.map(Code::as_str).collect();
    assert_eq!(planted.len(), 20);
    // The misspelt column is both missing and not known.
    let found: BTreeSet<&str> = errors(&findings).into_iter().filter(|code| *code != "V02").collect();
    assert_eq!(found, planted, "{findings}");
    insta::assert_snapshot!(findings.to_string());
    assert!(cpu < million, "{cpu:.2} s of CPU for {million} million rows");
}

/// What is found in a folder, and the processor time that it took, s.
fn timed(folder: &Path) -> (Findings, f64) {
    let before = cpu_seconds();
    let findings = read_continent(folder, "year").unwrap_err();
    (findings, cpu_seconds() - before)
}
