//! The pages made from the code are the ones committed. `UPDATE_DOCS=1` writes them anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use data::findings::Code;
use std::path::{Path, PathBuf};

fn page(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name)
}

fn assert_committed(name: &str, made: &str) {
    let path = page(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, made).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == made,
        "docs/{name} is out of date: UPDATE_DOCS=1 cargo test --release -p data"
    );
}

#[test]
fn the_error_index_is_up_to_date() {
    assert_committed("errors.md", &data::findings::to_markdown());
}

#[test]
fn the_data_dictionary_is_up_to_date() {
    assert_committed("data-dictionary.md", &data::dictionary::to_markdown());
}

#[test]
fn every_code_has_an_entry() {
    let index = data::findings::to_markdown();
    for code in Code::ALL {
        assert!(index.contains(&format!("### {code}: {}", code.title())), "{code}");
        for text in [code.title(), code.cause(), code.action()] {
            assert!(!text.is_empty(), "{code}");
        }
        assert!(code.action().ends_with('.') && code.cause().ends_with('.'), "{code}");
    }
    assert_eq!(Code::ALL.len(), 55);
}

/// N04 cannot be had from files and N05 only from large ones: `samples/README.md` says where they are shown.
const WITHOUT_A_FOLDER: [Code; 2] = [Code::N04, Code::N05];

#[test]
fn every_code_has_a_sample_and_a_frozen_message() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sets = [
        "bad",
        "bad-config",
        "bad-change",
        "bad-batch",
        "bad-network",
        "bad-import",
    ];
    let folders = [
        "tests/snapshots",
        "../planner/tests/snapshots",
        "../planner/src/run/snapshots",
    ];
    let frozen: Vec<String> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    for code in Code::ALL {
        let is_sampled = sets
            .iter()
            .any(|set| root.join("samples").join(set).join(code.as_str()).is_dir());
        assert!(is_sampled != WITHOUT_A_FOLDER.contains(code), "{code}: a sample");
        let is_frozen = |name: &String| name.contains(&format!("_{code}_")) || name.ends_with(&format!("_{code}.snap"));
        assert!(frozen.iter().any(is_frozen), "{code}: no frozen message");
    }
}
