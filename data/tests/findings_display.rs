//! How findings read, sort and merge.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use data::findings::{Code, Finding, Findings, Offenders, Severity};

fn row(code: Code, place: &str, row: usize) -> Finding {
    Finding::new(code, place, format!("`{row}`")).with_rows([format!("row {row}")])
}

#[test]
fn offenders_of_one_rule_at_one_place_become_one_finding() {
    let findings: Findings = (2..12).map(|r| row(Code::V03, "nodes.csv:latitude", r)).collect();
    assert_eq!(findings.len(), 1);
    insta::assert_snapshot!(findings.to_string(), @r"
    error[V03]: a value is not of the column's type
      --> nodes.csv:latitude, rows 2, 3, 4, 5, 6 and 5 more
     seen: `2` (row 2)
       do: Write numbers with a decimal point and nothing else (12.5), flags as true or false, and words as the data dictionary lists them.

    1 error
    ");
}

#[test]
fn errors_come_first_then_codes_then_places() {
    let findings: Findings = [
        row(Code::R04, "recipes.csv", 2),
        row(Code::V03, "sites.csv:status", 2),
        row(Code::V10, "demand.csv:amount_per_year", 2).with_severity(Severity::Warning),
        row(Code::I01, "nodes.csv:node", 2),
        row(Code::V03, "nodes.csv:latitude", 2),
    ]
    .into_iter()
    .collect();
    let order: Vec<String> = findings.iter().map(|f| format!("{} {}", f.code, f.place)).collect();
    assert_eq!(
        order,
        [
            "V03 nodes.csv:latitude",
            "V03 sites.csv:status",
            "I01 nodes.csv:node",
            "V10 demand.csv:amount_per_year",
            "R04 recipes.csv"
        ]
    );
    assert_eq!(findings.summary(), "3 errors, 1 warning, 1 note");
    assert!(findings.has_errors());
}

#[test]
fn input_cannot_steer_the_screen() {
    let finding = Finding::new(Code::I02, "links.csv:from\u{1b}[2J", "`a\u{202e}b`").with_rows(["x\u{7}\ny"]);
    let text = finding.to_string();
    assert!(
        text.contains("\\u{202e}") && text.contains("\\u{1b}") && text.contains("x\\u{7}\\ny"),
        "{text}"
    );
    assert_eq!(text.lines().count(), 4);
}

#[test]
fn only_the_first_five_offenders_are_kept() {
    let mut offenders = Offenders::new(Code::V06, "sites.csv:capacity_per_year");
    for r in 0..1_000_000 {
        offenders.add(|| (format!("row {}", r + 2), "`-1`".to_owned()));
    }
    let finding = offenders.into_finding().unwrap();
    assert_eq!((finding.rows.len(), finding.count), (5, 1_000_000));
}

#[test]
fn findings_are_an_error_type() {
    let findings = Findings::from(row(Code::F01, "nodes.csv", 1));
    let error: Box<dyn std::error::Error> = Box::new(findings.clone());
    assert_eq!(error.to_string(), findings.to_string());
    assert!(findings.into_result().is_err());
    assert!(Findings::new().into_result().unwrap().is_empty());
}
