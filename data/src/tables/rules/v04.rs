//! V04 between rows: the area tree has one root.

use super::Context;
use crate::findings::{Code, Finding, Offenders, shown};

/// Areas without a parent, but for the first.
pub(super) fn one_root(context: &Context<'_>) -> Vec<Finding> {
    let areas = context.tables.get("areas");
    let (parents, ids) = (areas.texts("parent"), areas.texts("area"));
    let mut offenders = Offenders::new(Code::V04, areas.place("parent"))
        .with_action("Give every area a parent but the one root, the continent.");
    let mut roots = (0..areas.rows).filter(|row| parents.get(*row).is_empty());
    let Some(root) = roots.next() else {
        return Vec::new();
    };
    for row in roots {
        let seen = || {
            format!(
                "{} has no parent, but {} is the root",
                shown(ids.get(row)),
                shown(ids.get(root))
            )
        };
        offenders.add(|| (areas.label(row), seen()));
    }
    offenders.into_finding().into_iter().collect()
}
