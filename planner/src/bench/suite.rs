//! A suite file: which instances, by which methods, with how many threads and workers, how often.
//!
//! Invariant: a suite that was read is in range, and its paths are resolved from its own folder. Everything wrong is said at once.

use super::method::Method;
use super::solve::Relaxation;
use crate::import::Format;
use data::findings::{Code, Finding, Findings};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The version of suite files.
const VERSION: i64 = 1;

/// Most executors that are started on this machine.
const MOST_WORKERS: u32 = 64;

/// One suite.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suite {
    /// Name for people.
    pub name: String,
    /// Runs of each method on each instance.
    pub repeats: usize,
    /// Wall-clock limit of one run, s.
    pub time_limit_s: f64,
    /// Relative gap that is asked.
    pub gap: f64,
    /// Threads, each in turn.
    pub threads: Vec<u32>,
    /// Executors of a cluster on this machine, each count in turn; 0 is none. For methods that plan.
    pub workers: Vec<u32>,
    /// What is added to every time in shifted geometric means, s.
    pub shift_s: f64,
    /// Continents to draw.
    pub continents: Vec<ContinentEntry>,
    /// Input-output tables to draw.
    pub sectors: Vec<SectorsEntry>,
    /// Configs to plan.
    pub configs: Vec<ConfigEntry>,
    /// Files of public formats.
    pub instances: Vec<InstanceEntry>,
}

/// Continents to draw, one a seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContinentEntry {
    /// Nodes.
    pub nodes: usize,
    /// Commodities.
    pub commodities: usize,
    /// Periods.
    #[serde(default = "one")]
    pub periods: usize,
    /// Seeds.
    pub seeds: Vec<u64>,
    /// Methods.
    pub methods: Vec<Method>,
}

/// Input-output tables to draw, one a seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectorsEntry {
    /// Sectors.
    pub sectors: usize,
    /// Years.
    #[serde(default = "one")]
    pub years: usize,
    /// Seeds.
    pub seeds: Vec<u64>,
    /// Methods.
    pub methods: Vec<Method>,
}

/// Configs to plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfigEntry {
    /// The config files.
    pub files: Vec<PathBuf>,
    /// Methods.
    pub methods: Vec<Method>,
}

/// Files of a public format. A `*` in a file's name stands for anything.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstanceEntry {
    /// Their format.
    pub format: Format,
    /// The files; for input-output the make table and the use table.
    pub files: Vec<PathBuf>,
    /// Which linear relaxation of design and location; weak when absent.
    #[serde(default)]
    pub relaxation: Relaxation,
    /// Years of input-output tables.
    #[serde(default = "one")]
    pub years: usize,
    /// A table of published optima: `instance,problem,split,value,status,note`.
    #[serde(default)]
    pub optima: Option<PathBuf>,
    /// Whether files that are not there are passed over, with a remark.
    #[serde(default)]
    pub may_be_missing: bool,
    /// Methods.
    pub methods: Vec<Method>,
}

const fn one() -> usize {
    1
}

/// Reads a suite.
///
/// # Errors
/// Every finding at once: C02 for what is no TOML, C01 for keys, C03 for values out of range.
pub fn read_suite(path: &Path) -> Result<Suite, Findings> {
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned();
    let wrong = |code, place: &str, seen: String| Finding::new(code, format!("{name}:{place}"), seen);
    let text = std::fs::read_to_string(path).map_err(|error| wrong(Code::C02, "file", error.to_string()))?;
    let table = text.parse::<toml::Table>();
    let mut table = table.map_err(|error| wrong(Code::C02, "file", error.message().to_owned()))?;
    // Groups are named after folders, so paths are whole ones however the suite's was written.
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut reader = Reader {
        name: &name,
        folder: whole.parent().unwrap_or(Path::new("")),
        findings: Vec::new(),
    };
    let suite = reader.suite(&mut table);
    for key in table.keys() {
        reader.say(Code::C01, key, "not a key of a suite".to_owned());
    }
    if reader.findings.is_empty() {
        Ok(suite)
    } else {
        Err(Findings::from(reader.findings))
    }
}

struct Reader<'a> {
    name: &'a str,
    folder: &'a Path,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn say(&mut self, code: Code, place: &str, seen: String) {
        self.findings
            .push(Finding::new(code, format!("{}:{place}", self.name), seen));
    }

    fn suite(&mut self, table: &mut toml::Table) -> Suite {
        let version = self.value(table, "version", VERSION);
        self.check(
            version == VERSION,
            "version",
            format!("{version}; this program reads {VERSION}"),
        );
        let mut suite = Suite {
            name: self.value(table, "name", "suite".to_owned()),
            repeats: self.value(table, "repeats", 3),
            time_limit_s: self.value(table, "time_limit_s", 60.0),
            gap: self.value(table, "gap", 1e-6),
            threads: self.value(table, "threads", vec![1]),
            workers: self.value(table, "workers", vec![0]),
            shift_s: self.value(table, "shift_s", 1.0),
            continents: self.entries(table, "continent"),
            sectors: self.entries(table, "sectors"),
            configs: self.entries(table, "config"),
            instances: self.entries(table, "instance"),
        };
        self.check_ranges(&suite);
        let files = suite.configs.iter_mut().flat_map(|entry| &mut entry.files);
        let optima = suite
            .instances
            .iter_mut()
            .flat_map(|entry| entry.files.iter_mut().chain(&mut entry.optima));
        files.chain(optima).for_each(|file| *file = self.folder.join(&*file));
        suite
    }

    fn value<T: serde::de::DeserializeOwned>(&mut self, table: &mut toml::Table, key: &str, usual: T) -> T {
        match table.remove(key).map(T::deserialize_from) {
            None => usual,
            Some(Ok(value)) => value,
            Some(Err(error)) => {
                self.say(Code::C03, key, error);
                usual
            }
        }
    }

    /// Every entry of a kind; each that is wrong has its own finding.
    fn entries<T: serde::de::DeserializeOwned>(&mut self, table: &mut toml::Table, key: &str) -> Vec<T> {
        let entries: Vec<toml::Value> = self.value(table, key, Vec::new());
        let mut read = Vec::new();
        for (number, entry) in entries.into_iter().enumerate() {
            match T::deserialize_from(entry) {
                Ok(entry) => read.push(entry),
                Err(error) => self.say(Code::C01, &format!("{key} {}", number + 1), error),
            }
        }
        read
    }

    fn check(&mut self, holds: bool, place: &str, seen: String) {
        if !holds {
            self.say(Code::C03, place, seen);
        }
    }

    fn check_ranges(&mut self, suite: &Suite) {
        self.check(
            (1..=1_000).contains(&suite.repeats),
            "repeats",
            format!("{}, not 1 to 1000", suite.repeats),
        );
        let limit = suite.time_limit_s;
        self.check(
            limit > 0.0 && limit <= 1e6,
            "time_limit_s",
            format!("{limit}, not above 0 to a million"),
        );
        self.check(
            suite.gap > 0.0 && suite.gap < 1.0,
            "gap",
            format!("{}, not between 0 and 1", suite.gap),
        );
        self.check(
            suite.shift_s > 0.0,
            "shift_s",
            format!("{}, not above 0", suite.shift_s),
        );
        let threads_hold = !suite.threads.is_empty() && !suite.threads.contains(&0);
        self.check(
            threads_hold,
            "threads",
            format!("{:?}, not counts of at least 1", suite.threads),
        );
        let workers_hold = !suite.workers.is_empty() && suite.workers.iter().all(|count| *count <= MOST_WORKERS);
        let twice = has_twice(&suite.threads) || has_twice(&suite.workers);
        self.check(!twice, "threads and workers", "a count stands there twice".to_owned());
        self.check(
            workers_hold,
            "workers",
            format!("{:?}, not counts of at most {MOST_WORKERS}", suite.workers),
        );
        for (number, entry) in suite.continents.iter().enumerate() {
            let holds = entry.nodes >= data::generate::FEWEST_NODES
                && entry.commodities >= data::generate::FEWEST_COMMODITIES
                && entry.periods > 0;
            self.check(
                holds,
                &format!("continent {}", number + 1),
                "too small to be drawn".to_owned(),
            );
            self.check_plans("continent", number, &entry.methods);
        }
        for (number, entry) in suite.sectors.iter().enumerate() {
            let holds = entry.sectors > 1 && entry.years > 0;
            self.check(
                holds,
                &format!("sectors {}", number + 1),
                "too small to be drawn".to_owned(),
            );
            self.check_plans("sectors", number, &entry.methods);
        }
        for (number, entry) in suite.configs.iter().enumerate() {
            self.check_plans("config", number, &entry.methods);
        }
        for (number, entry) in suite.instances.iter().enumerate() {
            self.check_instance(number, entry);
        }
    }

    fn check_plans(&mut self, kind: &str, number: usize, methods: &[Method]) {
        self.check_methods(kind, number, methods);
        for method in methods.iter().filter(|method| !method.is_plan()) {
            let seen = format!(
                "{} solves programs; plans are made by whole and decomposed",
                method.name()
            );
            self.say(Code::C03, &format!("{kind} {}", number + 1), seen);
        }
    }

    fn check_methods(&mut self, kind: &str, number: usize, methods: &[Method]) {
        self.check(
            !has_twice(methods),
            &format!("{kind} {}", number + 1),
            "a method stands there twice".to_owned(),
        );
    }

    fn check_instance(&mut self, number: usize, entry: &InstanceEntry) {
        self.check_methods("instance", number, &entry.methods);
        let place = format!("instance {}", number + 1);
        let has_design = matches!(
            entry.format,
            Format::NetworkDesign | Format::OrLibrary | Format::Holmberg
        );
        for method in &entry.methods {
            let strong = entry.relaxation == Relaxation::Strong;
            let holds = match method {
                Method::Design => has_design && strong,
                Method::Whole | Method::Decomposed => !(has_design && strong),
                _ => entry.format != Format::InputOutput,
            };
            self.check(
                holds,
                &place,
                format!("{} is not for this format and relaxation", method.name()),
            );
        }
        self.check(entry.years > 0, &place, "no years".to_owned());
    }
}

fn has_twice<T: Ord>(values: &[T]) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    !values.iter().all(|value| seen.insert(value))
}

/// Values with the words of the error alone.
trait FromValue: Sized {
    fn deserialize_from(value: toml::Value) -> Result<Self, String>;
}

impl<T: serde::de::DeserializeOwned> FromValue for T {
    fn deserialize_from(value: toml::Value) -> Result<Self, String> {
        value
            .try_into()
            .map_err(|error: toml::de::Error| error.message().to_owned())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Suite, Findings> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("suite.toml");
        std::fs::write(&path, text).unwrap();
        read_suite(&path)
    }

    #[test]
    fn a_suite_is_read_and_its_paths_are_its_own() {
        let text = "name = \"a\"\nrepeats = 2\n[[instance]]\nformat = \"network-design\"\nrelaxation = \"strong\"\nfiles = [\"c37.dow\"]\nmethods = [\"design\"]\n";
        let suite = read(text).unwrap();
        assert_eq!((suite.repeats, suite.instances[0].relaxation), (2, Relaxation::Strong));
        assert!(suite.instances[0].files[0].is_absolute());
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let text = "version = 2\nrepeats = 0\ngap = \"small\"\nspeed = 1\n[[continent]]\nnodes = 1\ncommodities = 9\nseeds = [1]\nmethods = [\"design\"]\n[[instance]]\nformat = \"lp\"\nfiles = []\nmethods = []\n[[instance]]\nformat = \"mps\"\nfiles = []\nmethods = [\"design\"]\n";
        let findings = read(text).unwrap_err();
        let places: Vec<&str> = findings
            .iter()
            .map(|finding| finding.place.rsplit(':').next().unwrap())
            .collect();
        assert_eq!(
            places,
            [
                "instance 1",
                "speed",
                "continent 1",
                "gap",
                "instance 1",
                "repeats",
                "version"
            ]
        );
        assert_eq!(read("x = [").unwrap_err().iter().next().unwrap().code, Code::C02);
    }
}
