//! Columns of flags: `true` or `false` and nothing else (V03, V04).

use super::Site;
use crate::findings::{Code, Finding, Offenders, shown};
use crate::tables::files::Raw;

pub(super) fn read(raw: Option<&Raw>, site: &Site<'_>, findings: &mut Vec<Finding>) -> Vec<bool> {
    let default = site.column.default == Some("true");
    match raw {
        None => vec![default; site.rows],
        Some(Raw::Flags(flags)) => flags.iter().map(|flag| flag.unwrap_or(default)).collect(),
        Some(Raw::Text(cells)) => {
            let mut wrong = Offenders::new(Code::V03, site.place.clone()).with_action("Write true or false.");
            let flags = cells.iter().enumerate().map(|(row, cell)| match cell.unwrap_or("") {
                "" => default,
                "true" => true,
                "false" => false,
                text => {
                    wrong.add(|| (site.label(row), shown(text)));
                    default
                }
            });
            let flags = flags.collect();
            findings.extend(wrong.into_finding());
            flags
        }
        Some(Raw::Numbers(_) | Raw::Other(_)) => {
            findings.push(
                Finding::new(Code::V03, &site.place, "a column of another type").with_action("Store it as flags."),
            );
            vec![default; site.rows]
        }
    }
}
