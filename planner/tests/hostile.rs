//! Plan folders from outside with files that bring decoders down or would fill the memory: every command that reads them
//! ends with a message, within a limit on memory, and nothing is taken for good.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use polars::prelude::{Column, DataFrame, ParquetReader, ParquetWriter, PlSmallStr, Scalar, SerReader};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Address space of every command here, KiB: far below what the files ask for.
const MEMORY_KIB: u64 = 6_000_000;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../data/samples")
        .canonicalize()
        .unwrap()
}

/// Runs the program under the limit on memory.
fn planner(arguments: &[&str]) -> Output {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", &format!("ulimit -v {MEMORY_KIB}; exec \"$0\" \"$@\"")]);
    command
        .arg(assert_cmd::cargo::cargo_bin!("planner"))
        .args(arguments)
        .output()
        .unwrap()
}

/// A decomposed plan of the minimal sample, in `plan`, and the config that it was made from.
fn plan() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config.toml");
    let text = format!(
        "version = 1\nname = \"Minimal\"\ndata = {:?}\ncalendar = \"year\"\nmethod = \"decomposed\"\n",
        samples().join("good-minimal")
    );
    fs::write(&config, text).unwrap();
    let out = folder.path().join("plan");
    let made = planner(&["plan", config.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert!(made.status.success(), "{}", said(&made));
    (folder, out)
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A refusal in words, with that exit code; no panic and no abort.
fn assert_refused(arguments: &[&str], exit: i32, word: &str) {
    let output = planner(arguments);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(exit), "{arguments:?}: {said}");
    assert!(
        said.contains(word) && !said.contains("panicked"),
        "{arguments:?}: {said}"
    );
}

/// Every command that reads a plan refuses it for the reason that names its table of flows.
fn assert_all_refuse(plan: &Path, reason: &str) {
    let at = plan.to_str().unwrap();
    let change = samples().join("../../configs/changes/hard-winter.toml");
    let (change, again) = (change.to_str().unwrap(), plan.with_file_name("again"));
    let replan = ["replan", at, "--change", change, "--out", again.to_str().unwrap()];
    let commands: [(&[&str], i32); 4] = [
        (&["check", at], 5),
        (&["show", at], 2),
        (&["serve", at], 2),
        (&replan, 2),
    ];
    for (arguments, exit) in commands {
        assert_refused(arguments, exit, "flows");
        assert_refused(arguments, exit, reason);
    }
    assert!(!again.exists());
}

#[test]
fn hostile_tables_of_a_plan_are_refused() {
    let (_folder, plan) = plan();
    let flows = plan.join("flows.parquet");
    fs::copy(samples().join("hostile/asks-for-too-much.parquet"), &flows).unwrap();
    assert_all_refuse(&plan, "the decoder died on it");
}

/// A long text is said once and stands in every row: whoever looks each one up reads gigabytes.
#[test]
fn a_table_of_long_texts_is_refused() {
    let (_folder, plan) = plan();
    let flows = plan.join("flows.parquet");
    let sound = ParquetReader::new(fs::File::open(&flows).unwrap()).finish().unwrap();
    let long = Scalar::from(PlSmallStr::from("x".repeat(5_000)));
    let columns = sound.columns().iter().map(|column| match column.name().as_str() {
        "commodity" => Column::new_scalar(column.name().clone(), long.clone(), 100_000),
        _ => Column::new_scalar(column.name().clone(), scalar(column), 100_000),
    });
    let mut frame = DataFrame::new_infer_height(columns.collect()).unwrap();
    ParquetWriter::new(fs::File::create(&flows).unwrap())
        .finish(&mut frame)
        .unwrap();
    assert_all_refuse(&plan, "has a text of 5000 bytes");
}

/// A table with the right columns that is small because all of its rows are the same one.
#[test]
fn a_table_of_many_million_equal_rows_is_refused_for_its_size() {
    let (_folder, plan) = plan();
    let flows = plan.join("flows.parquet");
    let sound = ParquetReader::new(fs::File::open(&flows).unwrap()).finish().unwrap();
    let equal: Vec<Column> = sound
        .columns()
        .iter()
        .map(|column| Column::new_scalar(column.name().clone(), scalar(column), 36_000_000))
        .collect();
    let writer = ParquetWriter::new(fs::File::create(&flows).unwrap());
    writer.finish(&mut DataFrame::new_infer_height(equal).unwrap()).unwrap();
    assert!(fs::metadata(&flows).unwrap().len() < 8_000_000);
    assert_all_refuse(&plan, "more than is believed of a table");
}

fn scalar(column: &Column) -> Scalar {
    Scalar::new(column.dtype().clone(), column.get(0).unwrap().into_static())
}

#[test]
fn a_table_whose_columns_differ_in_length_is_refused() {
    let (_folder, plan) = plan();
    let production = plan.join("production.parquet");
    fs::copy(samples().join("hostile/uneven.parquet"), &production).unwrap();
    assert_refused(&["check", plan.to_str().unwrap()], 5, "different numbers of rows");
    assert_refused(&["show", plan.to_str().unwrap()], 2, "different numbers of rows");
    assert_refused(&["serve", plan.to_str().unwrap()], 2, "different numbers of rows");
}

#[test]
fn what_is_no_file_is_not_waited_for() {
    let (_folder, plan) = plan();
    let flows = plan.join("flows.parquet");
    fs::remove_file(&flows).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &flows).unwrap();
    assert_refused(&["check", plan.to_str().unwrap()], 5, "flows");
    assert_refused(&["show", plan.to_str().unwrap()], 2, "flows");
}

/// Puts a seal into an Arrow file, as whoever sends one can (see `run::columns::seal`).
fn sealed(file: &[u8]) -> Vec<u8> {
    let tail = file.len() - 10;
    let length = u32::from_le_bytes(file[tail..tail + 4].try_into().unwrap()) as usize;
    let (before, after) = file.split_at(tail - length);
    let mut hasher = blake3::Hasher::new();
    hasher.update(before).update(after);
    [before, b"CPSEAL01", hasher.finalize().as_bytes(), after].concat()
}

#[test]
fn hostile_starts_are_refused() {
    let (_folder, plan) = plan();
    let columns = plan.join("columns.arrow");
    let sound = fs::read(&columns).unwrap();
    let change = plan.with_file_name("change.toml");
    fs::write(
        &change,
        "name = \"More light\"\nanswers_for_it = \"Test\"\n[[demand]]\ncommodity = \"electricity\"\nfactor = 1.1\n",
    )
    .unwrap();
    let replan = |out: &str| {
        let out = plan.with_file_name(out);
        planner(&[
            "replan",
            plan.to_str().unwrap(),
            "--change",
            change.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
        ])
    };
    let ended = replan("sound");
    assert!(ended.status.success(), "{}", said(&ended));
    // A sound file without its seal, its first batch said to be terabytes long, and sealed again.
    let at = sound.windows(8).position(|window| window == b"CPSEAL01").unwrap();
    let plain = [&sound[..at], &sound[at + 40..]].concat();
    assert_eq!(sealed(&plain), sound);
    let ten = [&0x7FFF_FFFF_u32.to_le_bytes()[..], b"ARROW1"].concat();
    for (position, hostile) in [
        ten,
        sealed(&with_long_blocks(&plain)),
        sound[..sound.len() / 2].to_vec(),
    ]
    .iter()
    .enumerate()
    {
        fs::write(&columns, hostile).unwrap();
        let ended = replan(&format!("hostile-{position}"));
        let said = said(&ended);
        assert!(
            !said.contains("panicked") && ended.status.code().is_some_and(|code| code == 0 || code == 2),
            "{said}"
        );
        assert!(said.contains("columns.arrow"), "{said}");
        // Only the one that is sealed gets as far as the decoder.
        assert_eq!(said.contains("checksum"), position != 1, "{said}");
    }
}

/// The file with every 8-byte figure of its footer that is the length of a batch made terabytes.
fn with_long_blocks(file: &[u8]) -> Vec<u8> {
    let tail = file.len() - 10;
    let length = u32::from_le_bytes(file[tail..tail + 4].try_into().unwrap()) as usize;
    let mut changed = file.to_vec();
    for at in (tail - length..tail - 8).step_by(4) {
        let figure = u64::from_le_bytes(changed[at..at + 8].try_into().unwrap());
        if figure > 1000 && figure < file.len() as u64 {
            changed[at..at + 8].copy_from_slice(&(4_u64 << 40).to_le_bytes());
        }
    }
    assert!(changed != file);
    changed
}
