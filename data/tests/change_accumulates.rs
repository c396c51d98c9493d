//! Changes laid over one after the other.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use data::change::{ChangeSet, lay_over, read_change};
use data::model::Continent;
use data::overlay::apply;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

fn continent() -> Continent {
    static READ: OnceLock<Continent> = OnceLock::new();
    let read = || {
        data::tables::read_continent(Path::new("samples/good-tiny"), "halves")
            .unwrap()
            .0
    };
    READ.get_or_init(read).clone()
}

/// One entry of each list, of any factor.
fn any_change() -> impl Strategy<Value = String> {
    let area = prop::sample::select(vec!["land", "east", "west"]);
    let site = prop::sample::select(vec!["weir", "refinery", "steelworks"]);
    (area, site, 0.0..3.0, 0.0..3.0).prop_map(|(area, site, more, less)| {
        format!(
            "[[demand]]\narea = \"{area}\"\nfactor = {more}\n[[capacity]]\nof = \"sites\"\nsite = \"{site}\"\n\
             factor = {less}\n[[outage]]\nsite = \"{site}\"\nperiods = [\"winter\"]\n"
        )
    })
}

fn named(name: &str, body: &str) -> ChangeSet {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("change.toml");
    fs::write(&path, format!("name = {name:?}\nanswers_for_it = \"Nobody\"\n{body}")).unwrap();
    read_change(&path).unwrap_or_else(|findings| panic!("{findings}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// A change of a changed continent is what its checker makes of the tables and all the policies together.
    #[test]
    fn changes_one_after_the_other_are_all_of_them_at_once(first in any_change(), second in any_change()) {
        let mut changed = continent();
        let mut policies = lay_over(&mut changed, &named("first", &first), &[]).unwrap();
        let later = lay_over(&mut changed, &named("second", &second), &policies).unwrap();
        policies.extend(later);
        let mut at_once = continent();
        apply(&mut at_once, &policies, &BTreeMap::new()).unwrap();
        prop_assert!(changed == at_once);
    }
}
