//! Findings of one file under way, and the words of its lines.

use crate::findings::{Code, Finding, Findings};

/// Most findings that are kept before they are merged; a file in which every line is wrong must not fill the memory.
const MOST_KEPT: usize = 1_000;

/// What is wrong in one file so far.
#[derive(Debug)]
pub(super) struct Report<'a> {
    file: &'a str,
    findings: Vec<Finding>,
}

impl<'a> Report<'a> {
    pub(super) const fn new(file: &'a str) -> Self {
        Self {
            file,
            findings: Vec::new(),
        }
    }

    /// Something wrong at a line (the first is 1).
    pub(super) fn at(&mut self, code: Code, line: usize, seen: impl AsRef<str>) {
        let finding = Finding::new(code, self.file, seen).with_rows([format!("line {line}")]);
        self.push(finding);
    }

    /// Something wrong with the file as a whole.
    pub(super) fn whole(&mut self, code: Code, seen: impl AsRef<str>) {
        self.push(Finding::new(code, self.file, seen));
    }

    fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
        if self.findings.len() >= MOST_KEPT {
            self.findings = Findings::from(std::mem::take(&mut self.findings)).into_vec();
        }
    }

    /// Whether nothing is wrong so far.
    pub(super) const fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    /// The value when nothing is wrong.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub(super) fn finish<T>(self, value: T) -> Result<T, Findings> {
        if self.findings.is_empty() {
            Ok(value)
        } else {
            Err(Findings::from(self.findings))
        }
    }

    /// A word as a finite number; a finding and none when it is not one.
    pub(super) fn number(&mut self, line: usize, what: &str, word: &str) -> Option<f64> {
        match word.parse::<f64>() {
            Ok(number) if number.is_finite() => Some(number),
            _ => {
                self.at(Code::P02, line, format!("{what} is {word:?}"));
                None
            }
        }
    }

    /// A word as a finite number of at least zero.
    pub(super) fn amount(&mut self, line: usize, what: &str, word: &str) -> Option<f64> {
        let number = self.number(line, what, word)?;
        if number < 0.0 {
            self.at(Code::P02, line, format!("{what} is {word}, below zero"));
            return None;
        }
        Some(number)
    }

    /// A word as a count.
    pub(super) fn count(&mut self, line: usize, what: &str, word: &str) -> Option<usize> {
        let count = word.parse::<usize>().ok();
        if count.is_none() {
            self.at(Code::P02, line, format!("{what} is {word:?}, not a whole number"));
        }
        count
    }

    /// A word as the position of one of `count` things that are numbered from 1.
    pub(super) fn position(&mut self, line: usize, what: &str, word: &str, count: usize) -> Option<usize> {
        let number = self.count(line, what, word)?;
        if number == 0 || number > count {
            self.at(
                Code::P04,
                line,
                format!("{what} {number}, of {count} that are declared"),
            );
            return None;
        }
        Some(number - 1)
    }
}

/// The words of a file whose lines do not matter, each with its line.
#[derive(Debug)]
pub(super) struct Words<'a> {
    words: Vec<(usize, &'a str)>,
    next: usize,
}

impl<'a> Words<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let lines = text.lines().enumerate();
        let words = lines.flat_map(|(line, text)| text.split_whitespace().map(move |word| (line + 1, word)));
        Self {
            words: words.collect(),
            next: 0,
        }
    }

    /// How many are left.
    pub(super) const fn left(&self) -> usize {
        self.words.len() - self.next
    }

    /// The line of the next word, of the last one at the end.
    pub(super) fn line(&self) -> usize {
        let at = self.words.get(self.next).or_else(|| self.words.last());
        at.map_or(1, |(line, _)| *line)
    }

    /// The next word and its line; a finding and none at the end.
    pub(super) fn next(&mut self, report: &mut Report<'_>, what: &str) -> Option<(usize, &'a str)> {
        let word = self.words.get(self.next).copied();
        match word {
            Some(_) => self.next += 1,
            None => report.at(
                Code::P03,
                self.line(),
                format!("the file ends where {what} should stand"),
            ),
        }
        word
    }

    /// The next word as an amount.
    pub(super) fn amount(&mut self, report: &mut Report<'_>, what: &str) -> Option<f64> {
        let (line, word) = self.next(report, what)?;
        report.amount(line, what, word)
    }

    /// The next word as a count.
    pub(super) fn count(&mut self, report: &mut Report<'_>, what: &str) -> Option<usize> {
        let (line, word) = self.next(report, what)?;
        report.count(line, what, word)
    }
}
