//! The arrows between crates are those of ARCHITECTURE.md, and there is one Arrow version.
#![allow(clippy::unwrap_used, reason = "tests")]

use cargo_metadata::MetadataCommand;
use std::collections::{BTreeMap, BTreeSet};

fn allowed() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    BTreeMap::from([
        ("data", BTreeSet::new()),
        ("north-america", BTreeSet::from(["data"])),
        ("workers", BTreeSet::new()),
        ("cluster", BTreeSet::from(["workers"])),
        ("check", BTreeSet::from(["data"])),
        ("planner", BTreeSet::from(["data", "workers", "cluster", "check"])),
        ("fuzz", BTreeSet::from(["data", "workers", "planner", "check"])),
        ("benches", BTreeSet::from(["data", "workers", "planner"])),
    ])
}

#[test]
fn dependencies_point_down_only() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let allowed = allowed();
    let members: BTreeSet<&str> = metadata.packages.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(members, allowed.keys().copied().collect());
    for package in &metadata.packages {
        let inside = package
            .dependencies
            .iter()
            .map(|d| d.name.as_str())
            .filter(|name| members.contains(name));
        for name in inside {
            let arrow = format!("{} -> {name}", package.name);
            assert!(
                allowed[package.name.as_str()].contains(name),
                "{arrow} is not in ARCHITECTURE.md"
            );
        }
    }
}

#[test]
fn there_is_one_arrow() {
    let metadata = MetadataCommand::new().exec().unwrap();
    let versions: BTreeSet<String> = metadata
        .packages
        .iter()
        .filter(|p| p.name.as_str() == "arrow")
        .map(|p| p.version.to_string())
        .collect();
    assert_eq!(versions.len(), 1, "{versions:?}");
    assert!(versions.iter().all(|v| v.starts_with("59.")), "{versions:?}");
}

/// The compiler refuses `unsafe` in every crate: the workspace forbids it, which no crate can take back, and all take its lints.
#[test]
fn no_crate_can_be_unsafe() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let root = std::fs::read_to_string(metadata.workspace_root.join("Cargo.toml")).unwrap();
    assert!(root.lines().any(|line| line == "unsafe_code = \"forbid\""));
    for package in &metadata.packages {
        let manifest = std::fs::read_to_string(&package.manifest_path).unwrap();
        assert!(manifest.contains("[lints]\nworkspace = true\n"), "{}", package.name);
    }
}
