//! TOML text against the list of keys: every finding with its line, then the typed value.

use super::keys::{Key, Kind, POLICY_KEYS, RUN_KEYS};
use super::run::{CONFIG_VERSION, RunConfig};
use crate::findings::{Code, Finding, Findings};
use crate::model::Policy;
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Below this likeness a name is not suggested.
const ALIKE: f64 = 0.7;

/// Reads a policy from text; `file` is its name in findings.
///
/// # Errors
/// Every finding in the text.
pub fn parse_policy(text: &str, file: &str) -> Result<Policy, Findings> {
    let mut findings = Findings::new();
    let policy = parse(text, file, POLICY_KEYS, &mut findings);
    policy.ok_or(findings)
}

/// The files that a run config names. They are looked at even when the config itself has errors.
#[derive(Debug, Default)]
pub(crate) struct Mentioned {
    pub(crate) policies: Vec<String>,
    pub(super) token_file: Option<String>,
}

/// Reads a run config from text; none when there was an error.
pub(super) fn parse_run(text: &str, file: &str, findings: &mut Findings) -> (Option<RunConfig>, Mentioned) {
    let run: Option<RunConfig> = parse(text, file, RUN_KEYS, findings);
    let mentioned = match &run {
        Some(run) => Mentioned {
            policies: run.policies.clone(),
            token_file: run.token_file.clone(),
        },
        None => mentioned(text),
    };
    (run, mentioned)
}

/// The files named in a text that has errors elsewhere; nothing when it is not TOML or for a newer program.
pub(crate) fn mentioned(text: &str) -> Mentioned {
    let (table, errors) = DeTable::parse_recoverable(text);
    let document = Document { text, file: "" };
    if !errors.is_empty() || document.newer(table.get_ref()).is_some() {
        return Mentioned::default();
    }
    let value = |name: &str| {
        let mut entries = table.get_ref().iter();
        entries
            .find(|(key, _)| key.get_ref() == name)
            .map(|(_, value)| value.get_ref())
    };
    let policies = value("policies").and_then(DeValue::as_array);
    let files = policies.map(|list| list.iter().filter_map(|v| v.get_ref().as_str()));
    Mentioned {
        policies: files.map_or_else(Vec::new, |files| files.map(str::to_owned).collect()),
        token_file: value("token_file").and_then(DeValue::as_str).map(str::to_owned),
    }
}

/// Reads a value that has those keys; none when there was an error, which then is among the findings.
pub(crate) fn parse<T: DeserializeOwned>(
    text: &str,
    file: &str,
    keys: &'static [Key],
    findings: &mut Findings,
) -> Option<T> {
    let document = Document { text, file };
    let (table, mut errors) = DeTable::parse_recoverable(text);
    errors.sort_by_key(|e| e.span().map_or(0, |s| s.start));
    let mut found: Vec<Finding> = errors.iter().map(|e| document.syntax(e)).collect();
    if found.is_empty() {
        found.extend(document.newer(table.get_ref()));
    }
    if found.is_empty() {
        document.check_table(table.get_ref(), keys, "", None, &mut found);
    }
    let failed = !found.is_empty();
    findings.extend(found);
    if failed {
        return None;
    }
    // What passes the check can be read; if not, the list of keys and the type have drifted apart.
    match toml::from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            findings.push(document.syntax(&error));
            None
        }
    }
}

/// The text being read and its name.
struct Document<'a> {
    text: &'a str,
    file: &'a str,
}

impl Document<'_> {
    fn syntax(&self, error: &toml::de::Error) -> Finding {
        let place = error.span().map(|s| self.line_and_column(s.start));
        Finding::new(Code::C02, self.file, error.message().trim())
            .with_rows(place)
            .with_action("Correct the file at that place; it must be TOML.")
    }

    /// A later version may have keys that this one does not know, so nothing else is looked at.
    fn newer(&self, table: &DeTable<'_>) -> Option<Finding> {
        let (_, value) = table.iter().find(|(key, _)| key.get_ref() == "version")?;
        let version = whole(value.get_ref()).filter(|v| *v > i128::from(CONFIG_VERSION))?;
        let seen = format!("version {version}; this program reads up to version {CONFIG_VERSION}");
        Some(self.finding(Code::C05, "version", &value.span(), seen))
    }

    fn check_table(
        &self,
        table: &DeTable<'_>,
        keys: &'static [Key],
        path: &str,
        span: Option<&Range<usize>>,
        found: &mut Vec<Finding>,
    ) {
        for (name, value) in table {
            let inner = joined(path, name.get_ref());
            match keys.iter().find(|k| k.name == name.get_ref()) {
                Some(key) => self.check_value(value, key.kind, &inner, found),
                None => found.push(self.unknown(name, keys, &inner)),
            }
        }
        let present = |key: &Key| table.iter().any(|(name, _)| name.get_ref() == key.name);
        for key in keys.iter().filter(|k| k.default.is_none() && !present(k)) {
            let seen = format!("`{}` is missing", key.name);
            let advice = format!("Add `{} = ...`: {}.", key.name, key.meaning);
            let whole_file = 0..0;
            let finding = self.finding(Code::C01, &joined(path, key.name), span.unwrap_or(&whole_file), seen);
            found.push(finding.with_action(advice));
        }
    }

    fn unknown(&self, name: &Spanned<std::borrow::Cow<'_, str>>, keys: &[Key], path: &str) -> Finding {
        let names = keys.iter().map(|k| k.name);
        let advice = match nearest(name.get_ref(), names.clone()) {
            Some(near) => format!("Did you mean `{near}`? Else remove the key."),
            None => format!("Remove the key; known are {}.", names.collect::<Vec<_>>().join(", ")),
        };
        let seen = format!("`{}` is not a key", name.get_ref());
        self.finding(Code::C01, path, &name.span(), seen).with_action(advice)
    }

    fn check_value(&self, value: &Spanned<DeValue<'_>>, kind: Kind, path: &str, found: &mut Vec<Finding>) {
        let held = value.get_ref();
        match (kind, held.as_array(), held.as_table()) {
            (Kind::Texts, Some(items), _) => {
                for (place, item) in items.iter().enumerate() {
                    self.check_value(item, Kind::Text, &numbered(path, place), found);
                }
            }
            (Kind::Tables(keys), Some(items), _) => {
                for (place, item) in items.iter().enumerate() {
                    let path = numbered(path, place);
                    match item.get_ref().as_table() {
                        Some(table) => self.check_table(table, keys, &path, Some(&item.span()), found),
                        None => found.push(self.unfit(item, "a table".to_owned(), &path)),
                    }
                }
            }
            (Kind::Table(keys), _, Some(table)) => self.check_table(table, keys, path, Some(&value.span()), found),
            (Kind::TextTable | Kind::NumberTable(..), _, Some(entries)) => {
                self.check_entries(entries, kind, path, found);
            }
            _ if accepts(kind, held) => {}
            _ => found.push(self.unfit(value, wanted(kind, held, path), path)),
        }
    }

    fn unfit(&self, value: &Spanned<DeValue<'_>>, wanted: String, path: &str) -> Finding {
        let written = self.text.get(value.span()).unwrap_or_default();
        let stop = if wanted.ends_with('?') { "" } else { "." };
        self.finding(Code::C03, path, &value.span(), shown(value.get_ref(), written))
            .with_action(format!("Give {wanted}{stop}"))
    }

    /// The entries of a table whose keys are free.
    fn check_entries(&self, entries: &DeTable<'_>, kind: Kind, path: &str, found: &mut Vec<Finding>) {
        let each = match kind {
            Kind::NumberTable(low, high) => Kind::Number(low, high),
            _ => Kind::Text,
        };
        for (name, value) in entries {
            self.check_value(value, each, &joined(path, name.get_ref()), found);
        }
    }

    fn finding(&self, code: Code, path: &str, span: &Range<usize>, seen: String) -> Finding {
        let finding = Finding::new(code, format!("{}:{path}", self.file), seen);
        // A span of nothing stands for the whole file.
        if span.is_empty() {
            finding
        } else {
            finding.with_rows([self.line_and_column(span.start)])
        }
    }

    fn line_and_column(&self, offset: usize) -> String {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        format!("line {line}, column {column}")
    }
}

/// The candidate most like the name, if any is like it.
pub(crate) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = candidates.map(|c| (strsim::jaro_winkler(&name.to_lowercase(), &c.to_lowercase()), c));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
    best.filter(|(likeness, _)| *likeness >= ALIKE).map(|(_, c)| c)
}

/// Whether a single value is of the kind and in its range.
fn accepts(kind: Kind, value: &DeValue<'_>) -> bool {
    match kind {
        Kind::Text => value.as_str().is_some_and(|s| !s.trim().is_empty()),
        Kind::Flag => value.is_bool(),
        Kind::OneOf(words) => value.as_str().is_some_and(|s| words.contains(&s)),
        Kind::Whole(low, high) => whole(value).is_some_and(|v| i128::from(low) <= v && v <= i128::from(high)),
        Kind::Number(low, high) => number(value).is_some_and(|v| low <= v && v <= high),
        Kind::Above(low, high) => number(value).is_some_and(|v| low < v && v <= high),
        Kind::Texts | Kind::TextTable | Kind::NumberTable(..) | Kind::Table(_) | Kind::Tables(_) => false,
    }
}

/// What the key takes, in the words of a message.
fn wanted(kind: Kind, given: &DeValue<'_>, path: &str) -> String {
    match kind {
        Kind::Text => "a text in quotes, not empty".to_owned(),
        Kind::Flag => "true or false".to_owned(),
        Kind::OneOf(words) => one_of(words, given.as_str()),
        Kind::Whole(low, i64::MAX) => format!("a whole number from {low} up"),
        Kind::Whole(low, high) => format!("a whole number from {low} to {high}"),
        Kind::Number(low, high) => format!("a number from {} to {}", short(low), short(high)),
        Kind::Above(low, high) => format!("a number above {}, up to {}", short(low), short(high)),
        Kind::Texts => "a list of texts in brackets".to_owned(),
        Kind::TextTable | Kind::NumberTable(..) | Kind::Table(_) => "a table".to_owned(),
        Kind::Tables(_) => format!("a list of tables, each under [[{path}]]"),
    }
}

fn one_of(words: &[&str], given: Option<&str>) -> String {
    let listed = words.join(", ");
    match given.and_then(|g| nearest(g, words.iter().copied())) {
        Some(near) => format!("one of {listed}; did you mean `{near}`?"),
        None => format!("one of {listed}"),
    }
}

/// A bound as people write it: 0.5, 1e-12.
fn short(bound: f64) -> String {
    if bound == 0.0 || (1e-3..1e6).contains(&bound) {
        format!("{bound}")
    } else {
        format!("{bound:e}")
    }
}

/// What was seen: a short value as it is written, a long one by its type.
fn shown(value: &DeValue<'_>, written: &str) -> String {
    const LONGEST: usize = 60;
    let written = written.trim();
    if written.len() <= LONGEST && !written.contains('\n') {
        format!("{written} ({})", value.type_str())
    } else {
        value.type_str().to_owned()
    }
}

fn whole(value: &DeValue<'_>) -> Option<i128> {
    let integer = value.as_integer()?;
    i128::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value.as_float() {
        Some(float) => float.as_str().parse().ok(),
        None => whole(value).map(|v| v as f64),
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// The n-th entry of a list, counted from 1 as in messages.
fn numbered(path: &str, place: usize) -> String {
    format!("{path}[{}]", place + 1)
}
