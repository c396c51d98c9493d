//! Goals change nothing, but what they name must be there.

use super::Run;
use super::conditions::{Unknown, area, commodity, process, resource};
use super::overrides::dangling_id;
use crate::model::{Continent, Policy};

/// Looks up every id that the policy's goals name.
pub(super) fn check(continent: &Continent, policy: &Policy, run: &mut Run) {
    for (place, goal) in policy.goals.iter().enumerate() {
        let keys = [
            (
                "commodity",
                missing(&goal.commodity, |id| commodity(continent, id).err()),
            ),
            ("process", missing(&goal.process, |id| process(continent, id).err())),
            ("resource", missing(&goal.resource, |id| resource(continent, id).err())),
            ("area", missing(&goal.area, |id| area(continent, id).err())),
        ];
        for (key, unknown) in keys {
            let place = run.place(&format!("goals[{}].{key}", place + 1));
            run.findings.extend(unknown.map(|u| dangling_id(&place, &u)));
        }
    }
}

fn missing(id: &Option<String>, look_up: impl Fn(&str) -> Option<Unknown>) -> Option<Unknown> {
    id.as_deref().and_then(look_up)
}
