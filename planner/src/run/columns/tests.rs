#![allow(clippy::unwrap_used, reason = "tests")]

use super::{KeptError, Keys, Of, read, write};
use crate::decompose::{Memory, Observer, Options, Round, decompose};
use crate::network::{Network, Reach};
use data::generate::{GenerateSpec, generate};
use data::model::Accounting;
use std::path::PathBuf;

struct Silent;

impl Observer for Silent {
    fn round(&mut self, _: &Round, _: &dyn Fn() -> Memory) {}
    fn is_stopped(&self) -> bool {
        false
    }
}

fn keys(tables: &str, run: &str) -> Keys {
    Keys {
        tables: tables.to_owned(),
        run: run.to_owned(),
    }
}

/// Writes what a small run keeps and hands the file over.
fn with_file(then: impl Fn(&Network<'_>, &Memory, PathBuf)) {
    let continent = generate(&GenerateSpec {
        nodes: 20,
        commodities: 6,
        periods: 2,
        seed: 3,
    });
    let network = Network::new(&continent);
    let reach = Reach::of(&network, Accounting::Closed);
    let options = Options {
        gap: 1e-6,
        threads: 1,
        farm: None,
    };
    let made = decompose(&network, &reach, Accounting::Closed, &options, None, &mut Silent);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kept.arrow");
    write(&path, &made.memory, &network, &keys("t", "r")).unwrap();
    then(&network, &made.memory, path);
}

#[test]
fn what_is_read_is_what_was_written() {
    with_file(|network, memory, path| {
        assert!(!memory.ways.is_empty() && !memory.basic.is_empty() && !memory.prices.is_empty());
        assert_eq!(&read(&path, network, &keys("t", "r"), Of::Run).unwrap(), memory);
        assert_eq!(&read(&path, network, &keys("t", "x"), Of::Tables).unwrap(), memory);
    });
}

#[test]
fn files_of_something_else_are_refused() {
    with_file(|network, _, path| {
        let refused = |keys: &Keys| read(&path, network, keys, Of::Run).unwrap_err();
        assert!(matches!(refused(&keys("x", "r")), KeptError::Foreign { .. }));
        assert!(matches!(refused(&keys("t", "x")), KeptError::Foreign { .. }));
        let nowhere = path.with_extension("none");
        let missing = read(&nowhere, network, &keys("t", "r"), Of::Run).unwrap_err();
        assert!(matches!(missing, KeptError::Missing));
    });
}

#[test]
fn a_changed_byte_or_a_lost_end_is_seen_before_anything_is_decoded() {
    with_file(|network, _, path| {
        let good = std::fs::read(&path).unwrap();
        let refuse = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            let error = read(&path, network, &keys("t", "r"), Of::Run).unwrap_err();
            assert!(matches!(error, KeptError::Damaged { .. }), "{error}");
        };
        let step = good.len() / 97;
        for place in (0..good.len()).step_by(step).chain(good.len() - 60..good.len()) {
            let mut bad = good.clone();
            bad[place] ^= 0x10;
            refuse(&bad);
            refuse(&good[..place]);
        }
        refuse(b"ARROW1\0\0nothing\0\0\0\0ARROW1");
    });
}
