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
    assert_eq!(Code::ALL.len(), 49);
}
