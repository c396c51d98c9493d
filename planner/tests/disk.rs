//! A disk that is full, writes that are cut short, a process killed at every write of a plan folder: the earlier plan is there as it was, or the
//! new one whole; no folder that is not whole passes the check; nothing piles up.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "tests")]

#[path = "disk/place.rs"]
mod place;

use place::{Place, entries, files_of, objective, staging_in};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// The folder is the earlier plan byte for byte, or a whole new one; which, is given back.
fn is_whole(place: &Place, what: &str) -> bool {
    let is_earlier = files_of(&place.plan()) == place.earlier;
    assert_eq!(place.check(&place.plan()), 0, "{what}: the plan does not pass");
    let is_new = objective(&place.plan()) == place.other_objective;
    assert!(is_earlier != is_new, "{what}: neither the earlier plan nor the new one");
    is_new
}

/// Sizes of files in kB that cut every write of a plan once at least: all small ones, then ever wider apart, then more than the
/// largest file has.
fn limits(place: &Place) -> Vec<usize> {
    let largest = place.earlier.values().map(Vec::len).max().unwrap() / 1024 + 2;
    let wide = (1..)
        .map(|step| 24 + step * step * 4)
        .take_while(|limit| *limit < largest);
    (0..24).chain(wide).chain([2 * largest]).collect()
}

/// The file that an error names; what it says where it names none.
fn file_named(words: &str) -> String {
    let last = words.lines().last().unwrap_or_default();
    let path = last
        .split(['/', ':'])
        .find(|part| part.contains('.') && !part.starts_with('.'));
    path.unwrap_or(last).to_owned()
}

/// Writes of any size that reach `limit_kb` fail: the error is named, the earlier plan stays, nothing is left beside it.
#[test]
fn every_write_that_is_cut_short_leaves_the_earlier_plan() {
    let place = Place::new();
    let mut refused = BTreeSet::new();
    for limit_kb in limits(&place) {
        // Writing beyond the limit gives an error instead of a signal.
        let ended = place
            .shell(&format!("trap '' XFSZ; ulimit -f {limit_kb}; exec \"$0\" \"$@\""))
            .output()
            .unwrap();
        let words = String::from_utf8_lossy(&ended.stderr).into_owned();
        if ended.status.success() {
            assert!(is_whole(&place, &words));
            break;
        }
        assert!(!is_whole(&place, &format!("limit {limit_kb} kB: {words}")));
        assert_eq!(staging_in(place.root()), Vec::<String>::new(), "{words}");
        assert!(!words.contains("panicked"), "{words}");
        refused.insert(file_named(&words));
    }
    eprintln!("refused at {refused:?}");
    assert!(refused.len() > 2, "only at {refused:?}");
    assert!(is_whole(&place, "at the end"), "no limit was enough");
}

/// The same as a signal, which kills on the spot: what is left does not pass for a plan, and the next run takes it away.
#[test]
fn killed_by_the_size_of_a_file() {
    let place = Place::new();
    let mut killed = 0;
    for limit_kb in limits(&place) {
        let ended = place
            .shell(&format!("ulimit -f {limit_kb}; exec \"$0\" \"$@\""))
            .output()
            .unwrap();
        if ended.status.success() {
            break;
        }
        killed += usize::from(ended.status.code().is_none());
        assert!(!is_whole(&place, &format!("limit {limit_kb} kB")));
        nothing_half_passes(&place, false);
        place.age_what_is_left();
    }
    assert!(killed > 2, "only {killed} were killed");
    assert!(is_whole(&place, "at the end"));
    assert_eq!(staging_in(place.root()), Vec::<String>::new());
}

/// Killed as soon as so many files are being written, and after so many milliseconds.
#[test]
fn killed_at_every_write() {
    let place = Place::new();
    let files = place.earlier.len();
    let mut left = 0;
    for at in 0..=files + 1 {
        let mut child = place.plan_command().spawn().unwrap();
        let began = Instant::now();
        while child.try_wait().unwrap().is_none()
            && files_in_staging(place.root()) < at
            && began.elapsed().as_secs() < 60
        {
            std::thread::sleep(Duration::from_micros(200));
        }
        let _ = child.kill();
        child.wait().unwrap();
        left += usize::from(!staging_in(place.root()).is_empty());
        after_a_kill(&place, &format!("killed at file {at}"));
    }
    let whole_run = place.time_of_a_run();
    place.put_earlier_back();
    for part in 1..=24 {
        let mut child = place.plan_command().spawn().unwrap();
        std::thread::sleep(whole_run * part / 20);
        let _ = child.kill();
        child.wait().unwrap();
        left += usize::from(!staging_in(place.root()).is_empty());
        after_a_kill(&place, &format!("killed after {part}/20 of a run"));
    }
    eprintln!("{left} kills left something");
    assert!(
        left > files / 2,
        "only {left} kills came while something was being written"
    );
}

fn after_a_kill(place: &Place, what: &str) {
    let is_new = is_whole(place, what);
    if is_new {
        place.put_earlier_back();
    }
    nothing_half_passes(place, is_new);
    place.age_what_is_left();
    // Any run beside it clears up, one that makes no plan too.
    assert_eq!(place.run_elsewhere(), 0);
    assert_eq!(staging_in(place.root()), Vec::<String>::new(), "{what}");
}

/// What was left half written is no plan to the checker, unless all of it had been written; or it is the earlier plan, byte for byte, if
/// the new one had just taken its place.
fn nothing_half_passes(place: &Place, is_replaced: bool) {
    for name in staging_in(place.root()) {
        let folder = place.root().join(&name);
        let is_earlier = is_replaced && files_of(&folder) == place.earlier;
        if place.check(&folder) == 0 && !is_earlier {
            assert_eq!(objective(&folder), place.other_objective, "{name}");
        }
    }
}

fn files_in_staging(root: &Path) -> usize {
    staging_in(root)
        .iter()
        .map(|name| entries(&root.join(name)).len())
        .sum()
}

/// A file system of its own, too small for two plans, then a little larger, until both fit.
#[test]
fn a_full_disk_leaves_the_earlier_plan() {
    let script = "mount -t tmpfs -o size=64k tmpfs \"$1\"";
    let probe = tempfile::tempdir().unwrap();
    let may_mount = Command::new("unshare")
        .args(["-rm", "sh", "-c", script, "sh"])
        .arg(probe.path())
        .output()
        .is_ok_and(|ended| ended.status.success());
    if !may_mount {
        assert!(std::env::var_os("CI").is_none(), "no file system may be mounted here");
        eprintln!("skipped: no file system may be mounted here");
        return;
    }
    let place = Place::new();
    let size_kb = place
        .earlier
        .values()
        .map(|bytes| bytes.len().div_ceil(4096) * 4)
        .sum::<usize>();
    let (mut full, mut made) = (0, 0);
    for part in 0..16 {
        let ended = place.on_a_disk_of(size_kb + 16 + size_kb * part / 12);
        let words = String::from_utf8_lossy(&ended.stderr).into_owned();
        match ended.status.code() {
            Some(0) => made += 1,
            Some(9) => full += 1,
            code => panic!("part {part}: {code:?}\n{words}"),
        }
    }
    eprintln!("{full} disks were full, {made} were large enough");
    assert!(full > 3 && made > 0, "{full} full, {made} made");
}

/// Every file of a plan cut at many lengths: tables and certificate are missed by the check at every one.
#[test]
fn a_torn_file_does_not_pass() {
    let place = Place::new();
    let mut torn = 0;
    for (name, bytes) in place
        .earlier
        .iter()
        .filter(|(name, _)| name.ends_with(".parquet") || name.ends_with(".json"))
    {
        for part in 0..20 {
            let length = bytes.len() * part / 20;
            std::fs::write(place.plan().join(name), &bytes[..length]).unwrap();
            assert_ne!(place.check(&place.plan()), 0, "{name} cut to {length}");
            torn += 1;
        }
        std::fs::write(place.plan().join(name), bytes).unwrap();
    }
    assert_eq!(place.check(&place.plan()), 0);
    assert!(torn >= 200, "{torn}");
}
