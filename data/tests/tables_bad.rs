//! Every code that the table reader reports has a sample folder that shows it, and that sample shows nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use data::findings::{Code, Finder, Findings, Severity};
use data::tables::{Limits, read_continent_within};
use std::path::PathBuf;

fn folder(code: Code) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("samples/bad")
        .join(code.as_str())
}

fn reported_here() -> impl Iterator<Item = Code> {
    Code::ALL.iter().copied().filter(|code| code.finder() == Finder::Tables)
}

/// A file over the usual limit of a gigabyte cannot be kept as a sample, so that one is read under a smaller limit.
fn limits(code: Code) -> Limits {
    match code {
        Code::F08 => Limits {
            file_bytes: 250,
            ..Limits::default()
        },
        _ => Limits::default(),
    }
}

fn findings(code: Code) -> Findings {
    match read_continent_within(&folder(code), "year", &limits(code)) {
        Ok((_, report)) => report.warnings,
        Err(findings) => findings,
    }
}

#[test]
fn every_code_has_a_sample_that_shows_it_and_nothing_else() {
    for code in reported_here() {
        assert!(folder(code).is_dir(), "{code} has no sample");
        let findings = findings(code);
        let found = |f: &data::findings::Finding| f.code == code && f.severity == code.severity();
        assert!(
            findings.iter().any(found),
            "{code} is not found in its sample:\n{findings}"
        );
        // A missing column is mostly a misspelt one, so the two come together.
        let belongs = |c: Code| c == code || (code == Code::V01 && c == Code::V02);
        let others: Vec<_> = findings
            .iter()
            .filter(|f| !belongs(f.code) && f.severity != Severity::Note)
            .collect();
        assert!(others.is_empty(), "{code}: {others:#?}");
    }
}

#[test]
fn every_sample_has_a_code() {
    let samples = std::fs::read_dir(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples/bad")).unwrap();
    for sample in samples {
        let name = sample.unwrap().file_name().into_string().unwrap();
        let code = Code::parse(&name).unwrap_or_else(|| panic!("{name} is not a code"));
        assert!(
            reported_here().any(|c| c == code),
            "{code} is not reported by the table reader"
        );
    }
}

#[test]
fn messages_as_text() {
    for code in reported_here() {
        insta::assert_snapshot!(format!("{code}_text"), findings(code).to_string());
    }
}

#[test]
fn messages_as_json() {
    for code in reported_here() {
        insta::assert_json_snapshot!(format!("{code}_json"), findings(code));
    }
}

#[test]
fn findings_survive_json() {
    for code in reported_here() {
        let findings = findings(code);
        let text = serde_json::to_string(&findings).unwrap();
        assert_eq!(serde_json::from_str::<Findings>(&text).unwrap(), findings);
    }
}
