//! `planner batch` and `planner compare` through the program: kill and resume, threads, what is refused, rows, page.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use assert_cmd::Command;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[path = "batch/changed.rs"]
mod changed;
#[path = "batch/stopping.rs"]
mod stopping;

fn program() -> PathBuf {
    assert_cmd::cargo::cargo_bin!("planner").to_owned()
}

/// Writes a batch file: a drawn continent, and axes of five, two and two alternatives.
fn batch_file(folder: &Path, nodes: usize, commodities: usize, method: &str) -> PathBuf {
    let path = folder.join("batch.toml");
    let text = format!(
        r#"
        name = "Twenty plans"
        method = "{method}"
        [generate]
        nodes = {nodes}
        commodities = {commodities}
        seed = 3
        [[axes]]
        name = "demand"
        alternatives = [
            {{ name = "as it is" }}, {{ name = "-20 %", demand_scale = 0.8 }}, {{ name = "-10 %", demand_scale = 0.9 }},
            {{ name = "+5 %", demand_scale = 1.05 }}, {{ name = "+10 %", demand_scale = 1.1 }},
        ]
        [[axes]]
        name = "rail"
        alternatives = [{{ name = "as it is" }}, {{ name = "less", capacity_factor = {{ rail = 0.8 }} }}]
        [[axes]]
        name = "road"
        alternatives = [{{ name = "as it is" }}, {{ name = "less", capacity_factor = {{ road = 0.8 }} }}]
        "#
    );
    std::fs::write(&path, text).unwrap();
    path
}

/// Runs the batch; gives stdout and stderr.
fn batch(file: &Path, out: &Path, flags: &[&str], code: i32) -> (String, String) {
    let mut command = Command::new(program());
    let ended = command
        .arg("batch")
        .arg(file)
        .arg("--out")
        .arg(out)
        .args(flags)
        .assert()
        .code(code);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&ended.get_output().stdout), text(&ended.get_output().stderr))
}

/// The rows on record, in the order they were put there.
fn rows(out: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(out.join("batch.jsonl")).unwrap();
    text.lines()
        .skip(1)
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn ids(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

/// BLAKE3 of every file of every plan, but for the journal of a run, which has times in it.
fn hashes(out: &Path) -> BTreeMap<String, String> {
    let mut hashes = BTreeMap::new();
    for plan in std::fs::read_dir(out.join("plans")).unwrap() {
        let plan = plan.unwrap().path();
        for file in std::fs::read_dir(&plan).unwrap() {
            let path = file.unwrap().path();
            let name = path.strip_prefix(out).unwrap().to_string_lossy().into_owned();
            if !name.ends_with("run.jsonl") {
                hashes.insert(name, blake3::hash(&std::fs::read(&path).unwrap()).to_hex().to_string());
            }
        }
    }
    hashes
}

/// What rows say but for times.
fn without_times(mut rows: Vec<Value>) -> Vec<Value> {
    rows.sort_by_key(|row| row["position"].as_u64());
    for row in &mut rows {
        let fields = row.as_object_mut().unwrap();
        fields.remove("cpu_s").unwrap();
        fields.remove("wall_s").unwrap();
    }
    rows
}

/// The folder of the tables that were drawn by a seed.
fn drawn(out: &Path, seed: u64) -> PathBuf {
    let folders: Vec<PathBuf> = std::fs::read_dir(out.join("tables"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains(&format!("/seed-{seed}-")))
        .collect();
    assert_eq!(folders.len(), 1, "{folders:?}");
    folders[0].clone()
}

fn assert_checked(plan: &Path) {
    Command::new(program()).arg("check").arg(plan).assert().success();
}

#[test]
fn any_number_of_threads_gives_the_same_plans_and_the_checker_accepts_them() {
    let folder = tempfile::tempdir().unwrap();
    let file = batch_file(folder.path(), 40, 10, "decomposed");
    let (one, three) = (folder.path().join("one"), folder.path().join("three"));
    let (printed, said) = batch(&file, &one, &["--threads", "1", "--json"], 0);
    assert!(said.is_empty(), "{said}");
    let printed: Vec<Value> = serde_json::from_str(&printed).unwrap();
    assert_eq!(printed, rows(&one));
    batch(&file, &three, &["--threads", "3"], 0);
    assert_eq!(without_times(rows(&one)), without_times(rows(&three)));
    assert_eq!(hashes(&one), hashes(&three));
    for row in rows(&one) {
        assert_eq!(row["status"], "optimal");
        let is_first = row["position"] == 1;
        assert_eq!(row["start"], if is_first { "cold" } else { "warm" }, "{row}");
        assert_checked(&one.join(row["plan"].as_str().unwrap()));
    }
}

#[test]
fn plans_of_a_batch_are_those_of_the_plan_command() {
    let folder = tempfile::tempdir().unwrap();
    let file = batch_file(folder.path(), 30, 8, "whole");
    let out = folder.path().join("out");
    batch(&file, &out, &[], 0);
    let first = rows(&out).into_iter().find(|row| row["position"] == 1).unwrap();
    assert_eq!(first["start"], "cold");
    let config = folder.path().join("run.toml");
    let data = drawn(&out, 3);
    let text = format!("name = \"Alone\"\ndata = {data:?}\ncalendar = \"default\"\nmethod = \"whole\"\n");
    std::fs::write(&config, text).unwrap();
    let alone = folder.path().join("alone");
    Command::new(program())
        .arg("plan")
        .arg(&config)
        .args(["--threads", "1", "--out"])
        .arg(&alone)
        .assert()
        .success();
    let plan_hashes = |folder: &Path| -> Value {
        let certificate: Value =
            serde_json::from_slice(&std::fs::read(folder.join("certificate.json")).unwrap()).unwrap();
        certificate["plan_hashes"].clone()
    };
    assert_eq!(
        plan_hashes(&out.join(first["plan"].as_str().unwrap())),
        plan_hashes(&alone)
    );
}

#[test]
fn seeds_have_tables_of_their_own_and_plans_start_within_them() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("seeds.toml");
    let text = r#"
        name = "Seeds"
        method = "decomposed"
        generate = { nodes = 20, commodities = 6, periods = 2 }
        [[axes]]
        name = "demand"
        alternatives = [{ name = "full" }, { name = "less", demand_scale = 0.9 }]
        [[axes]]
        name = "continent"
        alternatives = [{ name = "one", seed = 1 }, { name = "two", seed = 2 }]
        "#;
    std::fs::write(&file, text).unwrap();
    let out = folder.path().join("out");
    batch(&file, &out, &["--threads", "2"], 0);
    let rows = rows(&out);
    let of = |position: u64| rows.iter().find(|row| row["position"] == position).unwrap();
    assert!(drawn(&out, 1).is_dir() && drawn(&out, 2).is_dir());
    assert_eq!((&of(1)["start"], &of(2)["start"]), (&"cold".into(), &"cold".into()));
    assert_eq!(of(3)["started_from"], of(1)["id"]);
    assert_eq!(of(4)["started_from"], of(2)["id"]);
    assert_ne!(of(1)["objective_gj"], of(2)["objective_gj"]);
}

#[test]
fn a_plan_that_cannot_be_made_is_a_row_and_the_others_start_from_the_next_nearest() {
    let folder = tempfile::tempdir().unwrap();
    for (name, factor) in [("lower", 0.1), ("lowest", 0.05)] {
        let text = format!(
            "name = \"{name}\"\nanswers_for_it = \"Nobody\"\n[[overrides]]\ntable = \"sites\"\n\
             column = \"minimum_per_year\"\nwhere = {{ site = \"power-station\" }}\nmultiply = {factor}\n"
        );
        std::fs::write(folder.path().join(format!("{name}.toml")), text).unwrap();
    }
    // The least activity of the power station clashes with what coal there is, until a policy lowers it.
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/samples/bad-network/N03/config.toml");
    let text = format!(
        r#"
        name = "Clash"
        base = {:?}
        method = "decomposed"
        [[axes]]
        name = "station"
        alternatives = [{{ name = "as it is" }}, {{ name = "lower", policy = "lower.toml" }}, {{ name = "lowest", policy = "lowest.toml" }}]
        [[axes]]
        name = "again"
        alternatives = [{{ name = "no" }}, {{ name = "yes", policy = "lower.toml" }}]
        "#,
        base.canonicalize().unwrap()
    );
    let file = folder.path().join("clash.toml");
    std::fs::write(&file, text).unwrap();
    let out = folder.path().join("out");
    let (_, said) = batch(&file, &out, &["--threads", "2"], 0);
    let mut rows = rows(&out);
    rows.sort_by_key(|row| row["position"].as_u64());
    let words = |key: &str| -> Vec<&str> { rows.iter().map(|row| row[key].as_str().unwrap_or("-")).collect() };
    let statuses = ["infeasible", "optimal", "optimal", "refused", "optimal", "optimal"];
    assert_eq!(words("status"), statuses, "{said}");
    let from = words("started_from");
    let id = words("id");
    assert_eq!(from, ["-", "-", id[1], "-", id[2], id[4]]);
    assert!(
        rows[0]["message"].as_str().unwrap().contains("power-station"),
        "{}",
        rows[0]
    );
    assert_checked(&out.join(rows[0]["plan"].as_str().unwrap()));
    let refused = rows[3]["message"].as_str().unwrap();
    assert!(refused.contains("lower") && rows[3]["plan"].is_null(), "{refused}");
    let made = rows.iter().filter(|row| row["plan_blake3"].is_string()).count();
    assert_eq!(made, 5, "four plans and a proof");
    // What is on record is taken up as it is, the proof too.
    batch(&file, &out, &["--resume"], 0);
}

#[test]
fn a_batch_is_not_begun_over_another_and_not_resumed_when_something_changed() {
    let folder = tempfile::tempdir().unwrap();
    let file = batch_file(folder.path(), 20, 6, "decomposed");
    let out = folder.path().join("out");
    batch(&file, &out, &[], 0);
    let record = std::fs::read(out.join("batch.jsonl")).unwrap();
    let (_, said) = batch(&file, &out, &[], 2);
    assert!(said.contains("--resume goes on with it"), "{said}");

    // What is complete is left alone.
    batch(&file, &out, &["--resume"], 0);
    assert_eq!(std::fs::read(out.join("batch.jsonl")).unwrap(), record);

    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("1.05", "1.06")).unwrap();
    let (_, said) = batch(&file, &out, &["--resume"], 2);
    assert!(
        said.contains("the batch file, or a file that it names, changed") && said.contains("4 of them new"),
        "{said}"
    );
    std::fs::write(&file, &text).unwrap();

    let other = text.replace("nodes = 20", "nodes = 25");
    std::fs::write(&file, other).unwrap();
    let tables = || std::fs::read_dir(out.join("tables")).unwrap().count();
    let (_, said) = batch(&file, &out, &["--resume"], 2);
    assert!(
        said.contains("drawn was nodes = 20") && said.contains("asked is nodes = 25"),
        "{said}"
    );
    assert_eq!(tables(), 1, "nothing was written");
    assert_eq!(std::fs::read(out.join("batch.jsonl")).unwrap(), record);
    std::fs::write(&file, &text).unwrap();

    let table = drawn(&out, 3).join("demand.csv");
    let name = "demand.csv";
    let bytes = std::fs::read(&table).unwrap();
    std::fs::write(&table, [bytes.as_slice(), b"\n"].concat()).unwrap();
    let (_, said) = batch(&file, &out, &["--resume"], 2);
    assert!(said.contains(&format!("{name} of the tables changed")), "{said}");
    std::fs::write(&table, bytes).unwrap();

    let other = folder.path().join("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("letter.txt"), "not a batch").unwrap();
    let (_, said) = batch(&file, &other, &[], 2);
    assert!(said.contains("holds something that is no batch"), "{said}");
    assert_eq!(std::fs::read_dir(&other).unwrap().count(), 1, "nothing was written");
}

#[test]
fn findings_of_a_batch_come_together_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bad.toml");
    let text = "name = \"Bad\"\nmethod = \"decompose\"\naxis = []\n[[axes]]\nname = \"a\"\nalternatives = [{ name = \"b\", demand_scale = -1 }]\n";
    std::fs::write(&file, text).unwrap();
    let out = folder.path().join("out");
    let (_, said) = batch(&file, &out, &[], 2);
    for part in [
        "did you mean `decomposed`?",
        "Did you mean `axes`?",
        "bad.toml:axes[1].alternatives[1].demand_scale",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!out.exists());
}

#[test]
fn compare_lists_differences_sorts_and_writes_a_page_that_loads_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("batch.toml");
    let text = r#"
        name = "<script>alert(1)</script>"
        generate = { nodes = 20, commodities = 6 }
        method = "decomposed"
        [[axes]]
        name = "demand & more"
        alternatives = [{ name = "full" }, { name = "<b>less</b>", demand_scale = 0.5 }, { name = "third", demand_scale = 0.3 }]
        "#;
    std::fs::write(&file, text).unwrap();
    let out = folder.path().join("out");
    batch(&file, &out, &[], 0);
    let compare = |flags: &[&str]| {
        let ended = Command::new(program())
            .arg("compare")
            .arg(&out)
            .args(flags)
            .assert()
            .success();
        String::from_utf8(ended.get_output().stdout.clone()).unwrap()
    };
    let all: Value = serde_json::from_str(&compare(&["--json", "--sort", "objective"])).unwrap();
    let plans = all["plans"].as_array().unwrap();
    let gj = |plan: &Value| plan["objective_gj"].as_f64().unwrap();
    assert!(gj(&plans[0]) < gj(&plans[1]) && gj(&plans[1]) < gj(&plans[2]), "{all}");
    assert_eq!(all["first"], plans[2]["id"]);
    let less = plans[0]["less_first"]["objective_gj"].as_f64().unwrap();
    assert!(
        (less - (gj(&plans[0]) - gj(&plans[2]))).abs() < 1e-9 * gj(&plans[2]),
        "{less}"
    );
    assert_eq!(plans[2]["less_first"]["objective_gj"], 0.0);

    let text = compare(&["--sort", "objective", "--descending", "--top", "1"]);
    assert!(
        text.contains("full") && !text.contains("third") && text.contains("2 more plans"),
        "{text}"
    );
    let wrong = Command::new(program())
        .arg("compare")
        .arg(&out)
        .args(["--sort", "objectve"])
        .assert()
        .code(2);
    let said = String::from_utf8_lossy(&wrong.get_output().stderr).into_owned();
    assert!(said.contains("did you mean `objective`?"), "{said}");

    let page = std::fs::read_to_string(out.join("compare.html")).unwrap();
    assert!(page.contains("<svg") && page.contains("&lt;script&gt;") && page.contains("&lt;b&gt;less&lt;/b&gt;"));
    for forbidden in ["<script", "<b>less", "http://", "https://", "src="] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    Command::new(program())
        .arg("compare")
        .arg(folder.path())
        .assert()
        .code(2);
}
