//! A change laid over the continent that was planned; findings in the words of the change file.

use super::file::ChangeSet;
use super::translate::{Translated, translate};
use crate::findings::{Code, Finding, Findings, escape};
use crate::model::{Continent, Policy};
use crate::overlay;
use std::collections::{BTreeMap, BTreeSet};

/// Lays the change over the continent as it was planned, `earlier` being the policies already laid over it. Gives the
/// policies to lay over after those, in order: the file's own and the ones it names.
///
/// # Errors
/// Every finding: ids that are not known, entries that match no row, values out of range, names already taken. The
/// continent is left as it was.
pub fn lay_over(continent: &mut Continent, set: &ChangeSet, earlier: &[Policy]) -> Result<Vec<Policy>, Findings> {
    let translated = translate(continent, &set.change);
    let own = std::iter::once(translated.policy.clone());
    let policies: Vec<Policy> = own.chain(set.policies.iter().cloned()).collect();
    let mut found = names_taken(&set.file, &set.change.name, &policies, earlier);
    let mut changed = continent.clone();
    if let Err(findings) = overlay::apply(&mut changed, &policies, &BTreeMap::new()) {
        found.extend(in_words_of_the_file(findings, &set.file, &translated));
    }
    if found.is_empty() {
        *continent = changed;
        return Ok(policies);
    }
    Err(found.into_iter().collect())
}

/// Two policies of one name could not be told apart in a plan.
fn names_taken(file: &str, own: &str, policies: &[Policy], earlier: &[Policy]) -> Vec<Finding> {
    let taken: BTreeSet<&str> = earlier.iter().map(|p| p.name.as_str()).collect();
    let again = policies.iter().filter(|p| taken.contains(p.name.as_str()));
    let finding = |policy: &Policy| {
        let place = match policy.name == own {
            true => format!("{file}:name"),
            false => format!("policy {}:name", policy.name),
        };
        let seen = format!("the plan has a policy `{}` already", policy.name);
        Finding::new(Code::C04, place, seen).with_action("Give it a name of its own.")
    };
    again.map(finding).collect()
}

/// Findings of the file's own policy get the place in the file, each once.
fn in_words_of_the_file(findings: Findings, file: &str, translated: &Translated) -> Vec<Finding> {
    let prefix = escape(&format!("policy {}:", translated.policy.name)).into_owned();
    let mut seen = BTreeSet::new();
    let mut said = Vec::new();
    for mut finding in findings {
        if let Some(place) = finding
            .place
            .strip_prefix(&prefix)
            .and_then(|rest| moved(rest, translated))
        {
            finding.place = escape(&format!("{file}:{place}")).into_owned();
            if finding.code == Code::I02 {
                finding.action = finding.action.replace("remove the override", "remove the entry");
            }
            // One entry may be several overrides of the same rows, which then find the same.
            if !seen.insert((finding.code, finding.place.clone())) {
                continue;
            }
        }
        said.push(finding);
    }
    said
}

/// `overrides[3].where.terminal` as it is in the file: `capacity[1].link`.
fn moved(place: &str, translated: &Translated) -> Option<String> {
    let (entry, key) = place.split_once('.').unwrap_or((place, ""));
    let origin = translated.origins.get(entry)?;
    let key = match key.strip_prefix("where.").unwrap_or(key) {
        "" => return Some(origin.clone()),
        "terminal" => "link",
        key => key,
    };
    Some(format!("{origin}.{key}"))
}

#[cfg(test)]
mod tests {
    use super::{Translated, moved};
    use crate::model::Policy;
    use std::collections::BTreeMap;

    #[test]
    fn places_are_those_of_the_file() {
        let translated = Translated {
            policy: Policy::default(),
            origins: BTreeMap::from([("overrides[3]".to_owned(), "capacity[1]".to_owned())]),
        };
        let place = |text| moved(text, &translated);
        assert_eq!(place("overrides[3]").as_deref(), Some("capacity[1]"));
        assert_eq!(
            place("overrides[3].where.terminal").as_deref(),
            Some("capacity[1].link")
        );
        assert_eq!(place("overrides[3].where.mode").as_deref(), Some("capacity[1].mode"));
        assert_eq!(place("overrides[4]"), None);
    }
}
