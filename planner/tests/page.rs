//! Copies of the page on disk. Where the program was built without the page there is nothing to copy, and it says so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "serve/client.rs"]
#[allow(dead_code, reason = "the client of the server's tests, of which this needs a part")]
mod client;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use client::Server;
use flate2::read::GzDecoder;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::process::Output;

/// A name that would run a script if it were taken for more than text.
const HOSTILE: &str = "</script><script>alert(1)</script>";

/// Whether the program carries the page; where `CI` is set it must.
fn is_built() -> bool {
    let is_built = planner::serve::is_page_built();
    assert!(
        is_built || std::env::var_os("CI").is_none(),
        "built without its page: run tools/page.sh first"
    );
    is_built
}

fn copy(server: &Server, out: &Path) -> Output {
    client::planner()
        .arg("page")
        .args([server.folder.join("plan"), server.folder.join("other")])
        .arg("--out")
        .arg(out)
        .output()
        .unwrap()
}

/// The answers of a copy, by path; every file hands over its own name.
fn answers(copy: &Path) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(copy.join("data")).unwrap() {
        let path = entry.unwrap().path();
        let script = std::fs::read_to_string(&path).unwrap();
        let inside = script
            .strip_prefix("plannerAnswers(\"")
            .unwrap()
            .strip_suffix("\");\n")
            .unwrap();
        let (name, packed) = inside.split_once("\",\"").unwrap();
        assert_eq!(path.file_stem().unwrap().to_str(), Some(name));
        let mut text = String::new();
        GzDecoder::new(&STANDARD.decode(packed).unwrap()[..])
            .read_to_string(&mut text)
            .unwrap();
        let part: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
        all.extend(part);
    }
    all
}

#[test]
fn a_copy_has_the_answers_of_the_server() {
    let server = Server::shared();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("copy");
    let output = copy(server, &out);
    if !is_built() {
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains("tools/page.sh"));
        assert!(!out.exists());
        return;
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for name in ["index.html", "app.js", "app.css", "NOTICES"] {
        assert_eq!(
            std::fs::read(out.join(name)).unwrap(),
            server.get(&format!("/{name}"), &[]).body,
            "{name}"
        );
    }
    let answers = answers(&out);
    assert!(answers.len() > 500, "{}", answers.len());
    for (path, answer) in &answers {
        assert_eq!(*answer, server.json(&format!("/api/v1/{path}")), "{path}");
    }
    for path in ["plans", "plans/plan/scene", "plans/other/flows", "compare/plan/other"] {
        assert!(answers.contains_key(path), "{path}");
    }
}

#[test]
fn a_copy_replaces_a_copy_and_nothing_else() {
    if !is_built() {
        return;
    }
    let server = Server::shared();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("copy");
    std::fs::create_dir(&out).unwrap();
    std::fs::write(out.join("letter.txt"), "keep me").unwrap();
    let refused = copy(server, &out);
    assert_eq!(
        refused.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&refused.stderr)
    );
    assert!(String::from_utf8_lossy(&refused.stderr).contains("copy of the page"));
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 1);
    // A folder that happens to hold a file of the page's is no copy either.
    std::fs::write(out.join("app.js"), "mine").unwrap();
    assert_eq!(copy(server, &out).status.code(), Some(2));
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 2);
    std::fs::remove_file(out.join("app.js")).unwrap();
    std::fs::remove_file(out.join("letter.txt")).unwrap();
    assert!(copy(server, &out).status.success());
    std::fs::write(out.join("data/ffffffff.js"), "old").unwrap();
    assert!(copy(server, &out).status.success());
    assert!(!out.join("data/ffffffff.js").exists());
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing is left beside it"
    );
}
