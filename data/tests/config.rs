//! Run configs and policies: what is accepted, and the message of every finding.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use data::config::{FarmChoice, Method, POLICY_KEYS, RUN_KEYS, RunConfig, SolverChoice, parse_policy, read_config};
use data::findings::Code;
use data::model::{Accounting, Policy};
use std::fs;
use std::path::{Path, PathBuf};

const BAD: &str = "samples/bad-config";

/// Writes a run config, and policies beside it, into a folder of its own.
fn written(run: &str, others: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.toml");
    fs::write(&path, run).unwrap();
    for (name, text) in others {
        fs::write(folder.path().join(name), text).unwrap();
    }
    (folder, path)
}

fn findings(path: &Path) -> data::findings::Findings {
    match read_config(path) {
        Ok(_) => panic!("{} has no finding", path.display()),
        Err(findings) => findings,
    }
}

#[test]
fn every_bad_sample_has_its_code_and_message() {
    let mut folders: Vec<PathBuf> = fs::read_dir(BAD).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    for folder in folders {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let code = Code::parse(name).unwrap();
        if name == "C06" || name == "C04" {
            // A version control system does not keep these rights.
            set_mode(&folder.join("token"), if name == "C06" { 0o644 } else { 0o600 });
        }
        let found = findings(&folder.join("run.toml"));
        assert!(found.iter().any(|f| f.code == code), "{name}: {found}");
        insta::assert_snapshot!(format!("bad_{name}"), found.to_string());
    }
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn set_mode(_path: &Path, _mode: u32) {}

#[test]
fn a_short_config_takes_the_defaults() {
    let (_folder, path) = written("name = \"Short\"\ndata = \"../tables\"\n", &[]);
    let (run, policies) = read_config(&path).unwrap();
    assert!(policies.is_empty());
    assert_eq!(run.calendar, "year");
    assert_eq!(run.accounting, Accounting::Closed);
    assert_eq!((run.method, run.solver), (Method::Auto, SolverChoice::Auto));
    assert_eq!(
        (run.gap, run.threads, run.time_limit_s, run.memory_limit_gb),
        (1e-6, None, None, None)
    );
    assert!(run.data_folder().ends_with("../tables"));
    assert!(run.data_folder().starts_with(path.parent().unwrap()));
}

#[test]
fn a_full_config_is_read_as_written() {
    let run = r#"
        version = 1
        name = "Full"
        data = "tables"
        calendar = "months"
        accounting = "direct"
        method = "decomposed"
        solver = "interior_point"
        gap = 1e-4
        threads = 2
        time_limit_s = 600
        memory_limit_gb = 5.5
        policies = ["a.toml"]
        token_file = "token"
        farm = "cluster"
        farm_scheduler = "127.0.0.1:50050"
        farm_store = "file:///var/tmp/blocks"
        farm_least_arcs = 70000
        [capacity_factor]
        rail = 1.5
        road = 2
    "#;
    let policy = r#"
        name = "A"
        answers_for_it = "The board"
        admit_candidates = true
        [[limits]]
        area = "west"
        resource = "co2"
        limit_per_year = 5
        [[weights]]
        resource = "co2"
        energy_gj = 0.5
        [[goals]]
        name = "Half from the sun"
        measure = "share_of_production"
        commodity = "electricity"
        process = "sun"
        at_least = 0.5
        [[overrides]]
        table = "sites"
        column = "capacity_per_year"
        where = { process = "coal", area = "west" }
        multiply = 0.5
    "#;
    let (folder, path) = written(run, &[("a.toml", policy), ("token", "x")]);
    set_mode(&folder.path().join("token"), 0o600);
    let (run, policies) = read_config(&path).unwrap();
    assert_eq!(run.threads, Some(2));
    assert_eq!(run.time_limit_s, Some(600.0));
    assert_eq!(
        (run.farm, run.farm_scheduler.as_deref(), run.farm_store.as_deref()),
        (
            FarmChoice::Cluster,
            Some("127.0.0.1:50050"),
            Some("file:///var/tmp/blocks")
        )
    );
    assert_eq!(run.farm_least_arcs, Some(70_000));
    assert_eq!(
        run.capacity_factor
            .iter()
            .map(|(m, f)| (m.as_str(), *f))
            .collect::<Vec<_>>(),
        [("rail", 1.5), ("road", 2.0)]
    );
    assert_eq!(
        (run.method, run.solver),
        (Method::Decomposed, SolverChoice::InteriorPoint)
    );
    assert_eq!(policies.len(), 1);
    assert!(policies[0].admit_candidates && policies[0].overrides[0].conditions["area"] == "west");
    assert_round_trips(&run, &policies[0]);
}

/// A config and a policy survive the certificate, where they are JSON; the token's place and the farm do not get there.
fn assert_round_trips(run: &RunConfig, policy: &Policy) {
    let text = serde_json::to_string(run).unwrap();
    assert!(!text.contains("token") && !text.contains("farm"));
    let back: RunConfig = serde_json::from_str(&text).unwrap();
    let expected = RunConfig {
        token_file: None,
        farm: FarmChoice::Local,
        farm_scheduler: None,
        farm_store: None,
        farm_least_arcs: None,
        folder: PathBuf::new(),
        ..run.clone()
    };
    assert_eq!(back, expected);
    let back: Policy = serde_json::from_str(&serde_json::to_string(policy).unwrap()).unwrap();
    assert_eq!(&back, policy);
}

#[test]
fn a_missing_config_and_one_too_large_are_findings() {
    assert_eq!(
        findings(Path::new("samples/bad-config/none.toml"))
            .iter()
            .next()
            .unwrap()
            .code,
        Code::F01
    );
    let (_folder, path) = written(&format!("# {}\n", "x".repeat(1 << 20)), &[]);
    assert_eq!(findings(&path).iter().next().unwrap().code, Code::F08);
}

#[test]
fn findings_name_line_and_column() {
    let found = parse_policy("name = \"x\"\nanswers_for_it = \"y\"\n  purpos = \"z\"\n", "p.toml").unwrap_err();
    let finding = found.iter().next().unwrap();
    assert_eq!((finding.code, finding.place.as_str()), (Code::C01, "p.toml:purpos"));
    assert_eq!(finding.rows, ["line 3, column 3"]);
    assert!(finding.action.contains("Did you mean `purpose`?"));
}

#[test]
fn odd_texts_are_findings_and_not_panics() {
    let odd = [
        "",
        "=",
        "[[",
        "name",
        "name = ",
        "[limits]\nx = 1",
        "limits = 3",
        "limits = [3]",
        "overrides = [[1]]",
        "name = \"\u{202e}\"",
        "name = 1979-05-27",
        "where = {",
        "goals = {a = 1}",
        "\u{0}",
        "a.b.c = 1",
        "name.x = 1",
        "[[overrides]]\nwhere = 3",
        "[[overrides]]\nwhere = {a = 1}",
        "name = 99999999999999999999999999",
        "[[limits]]\nlimit_per_year = inf",
        "name = '''\n",
    ];
    for text in odd {
        assert!(!parse_policy(text, "odd.toml").unwrap_err().is_empty(), "{text:?}");
    }
}

#[test]
fn each_key_has_a_meaning_and_a_place_in_the_type() {
    for key in RUN_KEYS.iter().chain(POLICY_KEYS) {
        assert!(!key.meaning.is_empty(), "{}", key.name);
    }
    // The type refuses unknown fields, so a key that it lacks would be an error here.
    let (_folder, path) = written("name = \"x\"\ndata = \"y\"\n", &[]);
    let json = serde_json::to_value(read_config(&path).unwrap().0).unwrap();
    let fields: Vec<&String> = json.as_object().unwrap().keys().collect();
    let is_kept = |name: &&str| *name != "token_file" && !name.starts_with("farm");
    let keys = RUN_KEYS.iter().map(|k| k.name).filter(is_kept);
    assert_eq!(
        keys.collect::<std::collections::BTreeSet<_>>(),
        fields.iter().map(|f| f.as_str()).collect()
    );
}
