//! A folder with a plan in it, and another plan that is to replace it.

use data::generate::{GenerateSpec, generate};
use data::tables::{WRITTEN_CALENDAR, write_continent};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;

pub(crate) struct Place {
    folder: TempDir,
    root: PathBuf,
    /// The files of the plan that is there first.
    pub(crate) earlier: BTreeMap<String, Vec<u8>>,
    /// Objective of the plan that replaces it, GJ.
    pub(crate) other_objective: f64,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut land = generate(&GenerateSpec {
            nodes: 20,
            commodities: 6,
            periods: 3,
            seed: 3,
        });
        std::fs::create_dir(folder.path().join("plans")).unwrap();
        for name in ["first", "other"] {
            write_continent(&folder.path().join(format!("{name}-tables")), &land).unwrap();
            let text = format!("name = \"{name}\"\ndata = \"{name}-tables\"\ncalendar = \"{WRITTEN_CALENDAR}\"\n");
            std::fs::write(folder.path().join(format!("{name}.toml")), text).unwrap();
            land.demands.iter_mut().for_each(|demand| demand.amount_per_year *= 0.9);
        }
        let mut place = Self {
            root: folder.path().join("plans"),
            folder,
            earlier: BTreeMap::new(),
            other_objective: 0.0,
        };
        assert_eq!(place.make("other", "elsewhere"), 0);
        place.other_objective = objective(&place.root().join("elsewhere"));
        assert_eq!(place.make("first", "plan"), 0);
        place.earlier = files_of(&place.plan());
        assert!(objective(&place.plan()) != place.other_objective);
        place
    }

    /// Where the plans are.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn plan(&self) -> PathBuf {
        self.root().join("plan")
    }

    /// The other plan in place of the one that is there.
    pub(crate) fn plan_command(&self) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("planner"));
        command
            .args(self.arguments("other", &self.plan()))
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        command
    }

    fn arguments(&self, config: &str, out: &Path) -> Vec<std::ffi::OsString> {
        let config = self.folder.path().join(format!("{config}.toml"));
        vec!["plan".into(), config.into(), "--out".into(), out.into()]
    }

    /// The same, started by a script that gets program and arguments as `$0` and `$@`.
    pub(crate) fn shell(&self, script: &str) -> Command {
        let mut command = Command::new("bash");
        command
            .args(["-c", script])
            .arg(assert_cmd::cargo::cargo_bin!("planner"));
        command.args(self.arguments("other", &self.plan()));
        command
    }

    fn make(&self, config: &str, name: &str) -> i32 {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("planner"));
        let ended = command
            .args(self.arguments(config, &self.root().join(name)))
            .output()
            .unwrap();
        ended.status.code().unwrap()
    }

    /// A run that makes a plan beside this one.
    pub(crate) fn run_elsewhere(&self) -> i32 {
        self.make("other", "elsewhere")
    }

    pub(crate) fn time_of_a_run(&self) -> Duration {
        let began = Instant::now();
        assert_eq!(self.run_elsewhere(), 0);
        began.elapsed()
    }

    pub(crate) fn check(&self, folder: &Path) -> i32 {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("planner"));
        let ended = command.arg("check").arg(folder).output().unwrap();
        ended.status.code().unwrap()
    }

    pub(crate) fn put_earlier_back(&self) {
        let _ = std::fs::remove_dir_all(self.plan());
        std::fs::create_dir(self.plan()).unwrap();
        for (name, bytes) in &self.earlier {
            std::fs::write(self.plan().join(name), bytes).unwrap();
        }
    }

    /// As if it had been there for long.
    pub(crate) fn age_what_is_left(&self) {
        let then = SystemTime::now() - Duration::from_secs(7200);
        for name in staging_in(self.root()) {
            File::open(self.root().join(name)).unwrap().set_modified(then).unwrap();
        }
    }

    /// Plans on a file system of that size which holds the earlier plan: 0 when the new one took its place, 9 when it did not and the
    /// earlier one is as it was; both passed the check, and nothing was left beside them.
    pub(crate) fn on_a_disk_of(&self, size_kb: usize) -> Output {
        const SCRIPT: &str = r#"
            planner=$1; config=$2; earlier=$3; data=$4; disk=$5; size=$6
            mount -t tmpfs -o "size=${size}k" tmpfs "$disk" || exit 20
            mkdir "$disk/plan" && cp "$earlier"/* "$disk/plan/" || exit 21
            if "$planner" plan "$config" --out "$disk/plan"; then made=0; else made=9; fi
            "$planner" check "$disk/plan" --data "$data/$([ $made = 0 ] && echo other || echo first)-tables" >/dev/null || exit 22
            [ $made = 0 ] || diff -r "$earlier" "$disk/plan" >/dev/null || exit 23
            [ "$(ls -A "$disk")" = plan ] || exit 24
            exit $made
        "#;
        let (earlier, disk) = (self.folder.path().join("kept"), self.folder.path().join("disk"));
        for folder in [&earlier, &disk] {
            std::fs::create_dir_all(folder).unwrap();
        }
        for (name, bytes) in &self.earlier {
            std::fs::write(earlier.join(name), bytes).unwrap();
        }
        Command::new("unshare")
            .args(["-rm", "bash", "-c", SCRIPT, "disk"])
            .arg(assert_cmd::cargo::cargo_bin!("planner"))
            .arg(self.folder.path().join("other.toml"))
            .arg(&earlier)
            .arg(self.folder.path())
            .arg(&disk)
            .arg(size_kb.to_string())
            .output()
            .unwrap()
    }
}

pub(crate) fn objective(plan: &Path) -> f64 {
    let bytes = std::fs::read(plan.join("certificate.json")).unwrap();
    let certificate: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    certificate["objective_gj"].as_f64().unwrap()
}

pub(crate) fn entries(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .flatten()
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect()
}

pub(crate) fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let names = entries(folder).into_iter();
    names
        .map(|name| (name.clone(), std::fs::read(folder.join(name)).unwrap()))
        .collect()
}

/// What is being written beside the plans, and what was left of it.
pub(crate) fn staging_in(root: &Path) -> Vec<String> {
    entries(root).into_iter().filter(|name| name.starts_with('.')).collect()
}
