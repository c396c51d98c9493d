//! An executor that fails once, as the environment says. For tests only.
//!
//! `FAULT` names the fault and `FAULT_MARKER` a file: the first call that makes the file has the fault, in whichever
//! process it runs, and all others are as they should be. `FAULT_OTHERS_MS` slows these down, so that a round is still
//! running when the fault shows.

use arrow::array::{Array, ArrayRef, AsArray, Float64Array, ListArray, RecordBatch, UInt16Array};
use arrow::datatypes::{DataType, Float64Type, UInt16Type};
use clap::Parser;
use cluster::message::{Answered, FARM_VERSION, Question, Reply};
use cluster::serve::{ExecutorArgs, executor};
use cluster::work::Work;
use std::collections::HashMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What goes wrong, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Fault {
    None,
    DieBefore,
    DieDuring,
    LoseReply,
    DieAfter,
    Slow,
    Stuck,
    Garbage,
    Wrong,
    Stale,
    OtherVersion,
}

#[derive(Debug)]
struct Faulty<W> {
    inner: W,
    fault: Fault,
    marker: Option<PathBuf>,
    others: Duration,
    /// First answer to each block.
    first: Mutex<HashMap<u64, Vec<u8>>>,
}

impl<W: Work> Faulty<W> {
    /// Whether this call is the one; the file says so to the test.
    fn is_the_one(&self) -> bool {
        let Some(marker) = &self.marker else {
            return false;
        };
        let made = OpenOptions::new().write(true).create_new(true).open(marker);
        made.is_ok_and(|mut file| write!(file, "{}", std::process::id()).is_ok())
    }

    /// The answer to this question, and the first that was given to its block.
    fn both(&self, head: &str, body: &[u8]) -> (Vec<u8>, Option<Vec<u8>>) {
        let answer = self.inner.answer(head, body);
        let block = Question::read(head, body).map_or(u64::MAX, |question| question.block);
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        let before = first.get(&block).cloned();
        first.entry(block).or_insert_with(|| answer.clone());
        (answer, before)
    }
}

impl<W: Work> Work for Faulty<W> {
    fn answer(&self, head: &str, body: &[u8]) -> Vec<u8> {
        if self.fault == Fault::Stale {
            let (answer, before) = self.both(head, body);
            return before.filter(|_| self.is_the_one()).unwrap_or(answer);
        }
        if self.fault == Fault::None || !self.is_the_one() {
            std::thread::sleep(self.others);
            return self.inner.answer(head, body);
        }
        match self.fault {
            Fault::DieBefore => std::process::abort(),
            Fault::DieDuring => {
                die_in(Duration::from_millis(100));
                std::thread::sleep(Duration::from_secs(60));
            }
            Fault::Slow => std::thread::sleep(Duration::from_secs(3)),
            Fault::Stuck => std::thread::sleep(Duration::from_secs(3600)),
            _ => {}
        }
        let answer = self.inner.answer(head, body);
        match self.fault {
            Fault::LoseReply => std::process::abort(),
            Fault::DieAfter => die_in(Duration::from_millis(400)),
            Fault::Garbage => {
                return (0..997_u32)
                    .map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8)
                    .collect();
            }
            Fault::Wrong => return wrong(&answer).unwrap_or_default(),
            Fault::OtherVersion => return other_version(answer),
            _ => {}
        }
        answer
    }
}

fn die_in(delay: Duration) {
    std::thread::spawn(move || {
        std::thread::sleep(delay);
        std::process::abort();
    });
}

/// The same answer with some of its numbers changed: the right shape, to the right question.
fn wrong(answer: &[u8]) -> Option<Vec<u8>> {
    let mut answered = Answered::unpack(answer).ok()?;
    let Reply::Done { batch, log } = answered.reply else {
        return None;
    };
    let (name, change): (_, fn(&ArrayRef) -> Option<ArrayRef>) = match batch.column_by_name("order") {
        Some(_) => ("order", swapped),
        None => ("primal", nudged),
    };
    let at = batch.schema().index_of(name).ok()?;
    let mut columns = batch.columns().to_vec();
    columns[at] = change(&columns[at])?;
    let batch = RecordBatch::try_new(batch.schema(), columns).ok()?;
    answered.reply = Reply::Done { batch, log };
    answered.pack().ok()
}

/// Lists of numbers, every finite one that is not zero made larger by one in a hundred.
fn nudged(lists: &ArrayRef) -> Option<ArrayRef> {
    let values = lists.as_list_opt::<i32>()?.values().as_primitive_opt::<Float64Type>()?;
    let values: Float64Array = values.values().iter().map(|value| Some(value * 1.01)).collect();
    with_values(lists, Arc::new(values))
}

/// Lists of nodes, the last two of all having changed their places.
fn swapped(lists: &ArrayRef) -> Option<ArrayRef> {
    let values = lists.as_list_opt::<i32>()?.values().as_primitive_opt::<UInt16Type>()?;
    let mut values = values.values().to_vec();
    let last = values.len().checked_sub(1)?;
    values.swap(last, last.checked_sub(1)?);
    with_values(lists, Arc::new(UInt16Array::from(values)))
}

fn with_values(lists: &ArrayRef, values: ArrayRef) -> Option<ArrayRef> {
    let DataType::List(field) = lists.data_type() else {
        return None;
    };
    let offsets = lists.as_list_opt::<i32>()?.offsets().clone();
    Some(Arc::new(
        ListArray::try_new(Arc::clone(field), offsets, values, None).ok()?,
    ))
}

/// The same answer under a version of the same length.
fn other_version(mut answer: Vec<u8>) -> Vec<u8> {
    let version = FARM_VERSION.as_bytes();
    if let Some(at) = answer.windows(version.len()).position(|window| window == version) {
        answer[at] = b'9';
    }
    answer
}

fn main() -> ExitCode {
    let variable = |name: &str| std::env::var(name).ok();
    let named = variable("FAULT").unwrap_or_else(|| "none".to_owned());
    let fault = <Fault as clap::ValueEnum>::from_str(&named, false);
    let Ok(fault) = fault else {
        return ExitCode::from(2);
    };
    let others_ms = variable("FAULT_OTHERS_MS")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    executor(ExecutorArgs::parse(), |inner| {
        Arc::new(Faulty {
            inner,
            fault,
            marker: variable("FAULT_MARKER").map(PathBuf::from),
            others: Duration::from_millis(others_ms),
            first: Mutex::default(),
        })
    })
}
