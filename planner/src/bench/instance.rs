//! The instances of a suite, in its order.

use super::error::BenchError;
use super::method::Method;
use super::published::{Optima, Published};
use super::solve::Relaxation;
use super::suite::{InstanceEntry, Suite};
use crate::import::Format;
use data::generate::GenerateSpec;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What an instance is made from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Source {
    Continent(GenerateSpec),
    Sectors {
        sectors: usize,
        years: usize,
        seed: u64,
    },
    Config(PathBuf),
    Files {
        format: Format,
        files: Vec<PathBuf>,
        relaxation: Relaxation,
        years: usize,
    },
}

/// Something to solve.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Instance {
    pub(super) group: String,
    pub(super) name: String,
    pub(super) source: Source,
    pub(super) published: Option<Published>,
    pub(super) methods: Vec<Method>,
}

/// All of them; `say` is told what is passed over.
pub(super) fn instances(suite: &Suite, say: &mut dyn FnMut(&str)) -> Result<Vec<Instance>, BenchError> {
    let mut all = Vec::new();
    for entry in &suite.continents {
        let group = format!("{}x{}x{}", entry.nodes, entry.commodities, entry.periods);
        all.extend(entry.seeds.iter().map(|seed| {
            let spec = GenerateSpec {
                nodes: entry.nodes,
                commodities: entry.commodities,
                periods: entry.periods,
                seed: *seed,
            };
            plain(
                &group,
                format!("{group} seed {seed}"),
                Source::Continent(spec),
                &entry.methods,
            )
        }));
    }
    for entry in &suite.sectors {
        let group = format!("{} sectors x {}", entry.sectors, entry.years);
        all.extend(entry.seeds.iter().map(|seed| {
            let source = Source::Sectors {
                sectors: entry.sectors,
                years: entry.years,
                seed: *seed,
            };
            plain(&group, format!("{group} seed {seed}"), source, &entry.methods)
        }));
    }
    for entry in &suite.configs {
        for file in &entry.files {
            let name = name_of_config(file);
            all.push(plain("configs", name, Source::Config(file.clone()), &entry.methods));
        }
    }
    for entry in &suite.instances {
        all.extend(of_files(entry, say)?);
    }
    refuse_namesakes(&all)?;
    Ok(all)
}

/// The config's own name; for one that is just called `config`, its folder's.
fn name_of_config(file: &Path) -> String {
    let own = file.file_stem().unwrap_or_default();
    let folder = file.parent().and_then(Path::file_name).filter(|_| own == "config");
    folder.unwrap_or(own).to_string_lossy().into_owned()
}

/// Runs are told apart by group and name: two instances of one name would be taken for repeats of one.
fn refuse_namesakes(all: &[Instance]) -> Result<(), BenchError> {
    let mut seen = BTreeSet::new();
    match all
        .iter()
        .find(|instance| !seen.insert((&instance.group, &instance.name)))
    {
        None => Ok(()),
        Some(instance) => Err(BenchError::Method(format!(
            "{} is there twice in {}: name each once, or give files other names",
            instance.name, instance.group
        ))),
    }
}

fn plain(group: &str, name: String, source: Source, methods: &[Method]) -> Instance {
    Instance {
        group: group.to_owned(),
        name,
        source,
        published: None,
        methods: methods.to_vec(),
    }
}

fn of_files(entry: &InstanceEntry, say: &mut dyn FnMut(&str)) -> Result<Vec<Instance>, BenchError> {
    let mut found = Vec::new();
    for pattern in &entry.files {
        let files = matching(pattern);
        if files.is_empty() {
            let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
            if !entry.may_be_missing {
                return Err(BenchError::file(pattern)(missing));
            }
            say(&format!("passed over: {} is not there", pattern.display()));
            return Ok(Vec::new());
        }
        found.extend(files);
    }
    let optima = match &entry.optima {
        Some(path) => Optima::read(path)?,
        None => Optima::default(),
    };
    let whole = entry.format == Format::InputOutput;
    let sets: Vec<Vec<PathBuf>> = if whole {
        vec![found]
    } else {
        found.into_iter().map(|file| vec![file]).collect()
    };
    Ok(sets.into_iter().map(|files| of_set(entry, files, &optima)).collect())
}

fn of_set(entry: &InstanceEntry, files: Vec<PathBuf>, optima: &Optima) -> Instance {
    let file = files.first().map_or(Path::new(""), PathBuf::as_path);
    let group = file
        .parent()
        .and_then(Path::file_name)
        .unwrap_or_default()
        .to_string_lossy();
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let has_relaxation = matches!(
        entry.format,
        Format::NetworkDesign | Format::OrLibrary | Format::Holmberg
    );
    let group = match entry.relaxation {
        Relaxation::Strong if has_relaxation => format!("{group} strong"),
        Relaxation::Weak if has_relaxation => format!("{group} weak"),
        _ => group.into_owned(),
    };
    let shown = match entry.format {
        Format::InputOutput => format!("input-output x {}", entry.years),
        _ => name.to_owned(),
    };
    Instance {
        published: optima.of(name, entry.relaxation),
        group,
        name: shown,
        source: Source::Files {
            format: entry.format,
            files,
            relaxation: entry.relaxation,
            years: entry.years,
        },
        methods: entry.methods.clone(),
    }
}

/// Files whose name is the pattern's, with anything in the place of its first `*`; sorted.
fn matching(pattern: &Path) -> Vec<PathBuf> {
    let name = pattern.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let Some((before, after)) = name.split_once('*') else {
        return if pattern.is_file() {
            vec![pattern.to_owned()]
        } else {
            Vec::new()
        };
    };
    let entries = std::fs::read_dir(pattern.parent().unwrap_or(Path::new(".")));
    let mut files: Vec<PathBuf> = entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.retain(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let fits = name.strip_prefix(before).is_some_and(|rest| rest.ends_with(after));
        fits && name.len() >= before.len() + after.len() && file.is_file()
    });
    files.sort();
    files
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn patterns_find_files_in_order() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["c1.dow", "c2.dow", "c.txt", "cdow"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let names = |pattern: &str| -> Vec<String> {
            let found = matching(&folder.path().join(pattern));
            found
                .iter()
                .map(|file| file.file_name().unwrap().to_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(names("c*.dow"), ["c1.dow", "c2.dow"]);
        assert_eq!(names("c2.dow"), ["c2.dow"]);
        assert!(names("x*.dow").is_empty() && names("c3.dow").is_empty());
    }
}
