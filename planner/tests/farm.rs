//! `--farm`: what is refused, and that a plan is the same wherever its blocks ran.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use assert_cmd::Command;
use std::path::{Path, PathBuf};

fn program() -> PathBuf {
    assert_cmd::cargo::cargo_bin!("planner").to_owned()
}

/// What the program says when it refuses arguments.
fn refusal(config: &Path, flags: &[&str]) -> String {
    let out = config.with_file_name("refused");
    let ended = Command::new(program())
        .arg("plan")
        .arg(config)
        .arg("--out")
        .arg(&out)
        .args(flags)
        .assert()
        .code(2);
    assert!(!out.exists());
    let output = ended.get_output();
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn generated(folder: &Path, sizes: [&str; 3]) -> PathBuf {
    let land = folder.join("land");
    let [nodes, commodities, periods] = sizes;
    Command::new(program())
        .args(["generate", "--nodes", nodes, "--commodities", commodities])
        .args(["--periods", periods, "--seed", "1", "--out"])
        .arg(&land)
        .assert()
        .success();
    land.join("config.toml")
}

#[test]
fn a_cluster_is_not_described_for_the_local_farm() {
    let folder = tempfile::tempdir().unwrap();
    let config = generated(folder.path(), ["20", "6", "1"]);
    insta::assert_snapshot!(refusal(&config, &["--store", "file:///s"]), @"error: --store describes a cluster and the farm is local: add --farm cluster, or leave --store out");
}

#[cfg(not(feature = "cluster"))]
#[test]
fn a_planner_without_the_cluster_says_how_to_get_it() {
    let folder = tempfile::tempdir().unwrap();
    let config = generated(folder.path(), ["20", "6", "1"]);
    let said = "error: this planner was built without the cluster farm: build it with `cargo build --release -p planner --features cluster`, or choose the local farm";
    assert_eq!(refusal(&config, &["--farm", "cluster"]).trim_end(), said);
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("farm = \"cluster\"\n{text}")).unwrap();
    assert_eq!(refusal(&config, &[]).trim_end(), said);
    let asked = Command::new(program())
        .args(["cluster", "status", "--scheduler", "127.0.0.1:50050"])
        .assert()
        .code(2);
    let said = String::from_utf8(asked.get_output().stderr.clone()).unwrap();
    insta::assert_snapshot!(said, @"error: this planner was built without the cluster farm: build it with `cargo build --release -p planner --features cluster`");
}

#[cfg(feature = "cluster")]
mod with_a_cluster {
    use super::*;
    use std::collections::BTreeMap;
    use std::io::{BufRead, BufReader};
    use std::process::{Child, Stdio};

    /// A process that ends with its owner.
    struct Process(Child);

    impl Drop for Process {
        fn drop(&mut self) {
            let _gone = self.0.kill();
            let _waited = self.0.wait();
        }
    }

    /// Starts a program of the cluster, beside the planner.
    fn start(name: &str, arguments: &[&str]) -> Child {
        let path = program().with_file_name(name);
        assert!(
            path.exists(),
            "{} is missing: run tools/test-cluster.sh",
            path.display()
        );
        let mut command = std::process::Command::new(path);
        command.args(arguments).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// A scheduler with two executors; the flags to use them.
    fn cluster(folder: &Path) -> (Vec<Process>, Vec<String>) {
        let mut scheduler = start("planner-scheduler", &["--bind", "127.0.0.1:0"]);
        let mut line = String::new();
        let mut said = BufReader::new(scheduler.stderr.take().unwrap());
        said.read_line(&mut line).unwrap();
        let address = line.split_whitespace().last().unwrap().to_owned();
        let store = format!("file://{}", folder.join("store").display());
        let mut processes = vec![Process(scheduler)];
        for node in ["one", "two"] {
            let arguments = [
                "--scheduler",
                &address,
                "--store",
                &store,
                "--node",
                node,
                "--cores",
                "1",
            ];
            let mut executor = start("planner-executor", &arguments);
            let said = BufReader::new(executor.stderr.take().unwrap());
            std::thread::spawn(move || said.lines().map_while(Result::ok).for_each(|line| eprintln!("{line}")));
            processes.push(Process(executor));
        }
        let flags = ["--farm", "cluster", "--scheduler", &address, "--store", &store];
        (processes, flags.map(str::to_owned).to_vec())
    }

    /// Every file of a plan but those that tell of the run itself: times, and the solver's log.
    fn contents(plan: &Path) -> BTreeMap<String, Vec<u8>> {
        let files = std::fs::read_dir(plan).unwrap().map(|entry| entry.unwrap().path());
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let files = files.filter(|path| !["run.jsonl", "solver.log"].contains(&name(path).as_str()));
        files.map(|path| (name(&path), std::fs::read(&path).unwrap())).collect()
    }

    /// Plans here and there and compares; gives what the second run says of the cluster.
    fn same(config: &Path, method: &str, folder: &Path, flags: &[String]) -> String {
        same_with(config, method, folder, flags, &[])
    }

    /// The same, with more flags for both runs.
    fn same_with(config: &Path, method: &str, folder: &Path, flags: &[String], more: &[&str]) -> String {
        let (here, there) = (
            folder.join(format!("{method}-here")),
            folder.join(format!("{method}-there")),
        );
        let plan = |out: &Path, flags: &[String]| {
            let ended = Command::new(program())
                .args(["plan", "--method", method, "--out"])
                .arg(out)
                .arg(config)
                .args(more)
                .args(flags)
                .assert()
                .success();
            String::from_utf8(ended.get_output().stderr.clone()).unwrap()
        };
        plan(&here, &[]);
        let said = plan(&there, flags);
        let (here, there) = (contents(&here), contents(&there));
        assert_eq!(here.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>());
        for (name, bytes) in &here {
            assert!(bytes == &there[name], "{method}: {name} differs");
        }
        said
    }

    #[test]
    fn a_generated_continent_has_the_same_plan_to_the_byte() {
        let folder = tempfile::tempdir().unwrap();
        let config = generated(folder.path(), ["120", "24", "4"]);
        let (_processes, flags) = cluster(folder.path());
        let said = same(&config, "whole", folder.path(), &flags);
        assert!(
            said.contains("cluster: 1 rounds, 1 blocks done there, 0 here"),
            "{said}"
        );
    }

    // Its rounds are below what is worth sending, so this is about a cluster at hand that is not used; `tests/sound.rs` of the
    // cluster is about rounds that are sent.
    #[test]
    fn rounds_too_small_to_send_are_priced_here() {
        let folder = tempfile::tempdir().unwrap();
        let config = generated(folder.path(), ["120", "24", "4"]);
        let (_processes, flags) = cluster(folder.path());
        let said = same(&config, "decomposed", folder.path(), &flags);
        assert!(said.contains("cluster: 0 rounds, 0 blocks done there"), "{said}");
        assert!(!said.contains("; 0 rounds too small to send"), "{said}");
    }

    /// Rounds and blocks that were sent, and blocks of them that were done here, as the planner says.
    fn sent(said: &str) -> [u64; 3] {
        let line = said.lines().find(|line| line.contains("cluster: ")).unwrap();
        let counts = line
            .split(|sign: char| !sign.is_ascii_digit())
            .filter_map(|count| count.parse().ok());
        counts.take(3).collect::<Vec<u64>>().try_into().unwrap()
    }

    #[test]
    fn a_plan_whose_rounds_are_all_sent_is_the_same_to_the_byte() {
        let folder = tempfile::tempdir().unwrap();
        let config = generated(folder.path(), ["40", "8", "2"]);
        let (_processes, mut flags) = cluster(folder.path());
        let text = std::fs::read_to_string(&config).unwrap();
        std::fs::write(&config, format!("farm_least_arcs = 0\n{text}")).unwrap();
        let said = same(&config, "decomposed", folder.path(), &flags);
        let [rounds, there, here] = sent(&said);
        assert!(rounds > 10 && there >= rounds && here == 0, "{said}");
        assert!(said.contains("; 0 rounds too small to send"), "{said}");
        // The flag counts more than the config.
        flags.extend(["--least-arcs", "4000000"].map(str::to_owned));
        std::fs::remove_dir_all(folder.path().join("decomposed-here")).unwrap();
        let said = same(&config, "decomposed", folder.path(), &flags);
        assert_eq!(sent(&said)[0], 0, "{said}");
    }

    fn north_america(calendar: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../configs/north-america-{calendar}.toml"))
    }

    #[test]
    #[ignore = "some ten minutes: run by tools/test-cluster.sh --long"]
    fn a_year_of_north_america_is_the_same_with_every_round_sent() {
        let folder = tempfile::tempdir().unwrap();
        let (_processes, mut flags) = cluster(folder.path());
        flags.extend(["--least-arcs", "0"].map(str::to_owned));
        let said = same(&north_america("year"), "decomposed", folder.path(), &flags);
        eprintln!("{said}");
        let [rounds, there, here] = sent(&said);
        assert!(rounds > 1000 && there > rounds && here == 0, "{said}");
    }

    // Both end at a gap of their own: a time limit would end them in different states.
    #[test]
    #[ignore = "most of an hour: run by tools/test-cluster.sh --long"]
    fn twelve_months_of_north_america_are_the_same_with_large_rounds_sent() {
        let folder = tempfile::tempdir().unwrap();
        let (_processes, mut flags) = cluster(folder.path());
        flags.extend(["--least-arcs", "300000"].map(str::to_owned));
        let more = ["--gap", "0.02"];
        let said = same_with(&north_america("months"), "decomposed", folder.path(), &flags, &more);
        eprintln!("{said}");
        let [rounds, there, here] = sent(&said);
        assert!(rounds > 100 && there > rounds && here == 0, "{said}");
    }

    /// What `planner cluster status` prints.
    fn status(flags: &[String], more: &[&str]) -> String {
        let ended = Command::new(program())
            .args(["cluster", "status", "--scheduler", &flags[3]])
            .args(more)
            .assert()
            .success();
        assert!(ended.get_output().stderr.is_empty());
        String::from_utf8(ended.get_output().stdout.clone()).unwrap()
    }

    #[test]
    fn status_says_who_is_there_and_what_was_done() {
        let folder = tempfile::tempdir().unwrap();
        let config = generated(folder.path(), ["20", "6", "1"]);
        let (processes, flags) = cluster(folder.path());
        let end = std::time::Instant::now() + std::time::Duration::from_secs(30);
        let mut json = serde_json::Value::Null;
        while json["executors"].as_array().is_none_or(|all| all.len() < 2) && std::time::Instant::now() < end {
            json = serde_json::from_str(&status(&flags, &["--json"])).unwrap();
        }
        assert_eq!(
            (&json["executors"][0]["node"], &json["executors"][1]["slots"]),
            (&"one".into(), &1.into())
        );
        let plan = |out: &str| {
            let mut command = Command::new(program());
            command
                .args(["plan", "--method", "whole", "--out"])
                .arg(folder.path().join(out));
            command.arg(&config).args(&flags);
            command
        };
        let quiet = plan("quiet").assert().success();
        let said = String::from_utf8(quiet.get_output().stderr.clone()).unwrap();
        assert!(!said.contains("round{"), "{said}");
        let loud = plan("loud").env("PLANNER_LOG", "cluster=debug").assert().success();
        let said = String::from_utf8(loud.get_output().stderr.clone()).unwrap();
        for of in [
            "round{kind=\"solve\" blocks=1}",
            "attempt{attempt=0 blocks=1}",
            "answered block=0",
        ] {
            assert!(said.contains(of), "{of} is not in {said}");
        }
        let text = status(&flags, &[]);
        assert!(text.contains("2 done, 0 answers refused"), "{text}");
        assert!(text.contains("executors         2") && text.contains("two"), "{text}");
        drop(processes);
        let gone = Command::new(program())
            .args(["cluster", "status", "--scheduler", &flags[3]])
            .assert()
            .code(4);
        let said = String::from_utf8(gone.get_output().stderr.clone()).unwrap();
        assert!(said.contains("does not answer"), "{said}");
        let loud = Command::new(program())
            .arg("completions")
            .arg("bash")
            .env("PLANNER_LOG", "cluster=loud")
            .assert()
            .code(2);
        insta::assert_snapshot!(String::from_utf8(loud.get_output().stderr.clone()).unwrap(), @r#"error: PLANNER_LOG "cluster=loud" is no level: write off, error, warn, info, debug or trace, or levels by module such as warn,cluster=debug"#);
    }

    #[test]
    fn what_cannot_be_used_is_said_before_anything_runs() {
        let folder = tempfile::tempdir().unwrap();
        let config = generated(folder.path(), ["20", "6", "1"]);
        insta::assert_snapshot!(refusal(&config, &["--farm", "cluster"]), @"error: the cluster farm needs --scheduler HOST:PORT and --store URI (or `farm_scheduler` and `farm_store` in the config)");
        let store = format!("file://{}", folder.path().join("store").display());
        let flags = ["--farm", "cluster", "--store", &store, "--scheduler"];
        let refused = |address| refusal(&config, &[&flags[..], &[address]].concat());
        insta::assert_snapshot!(refused("10.1.2.3:50050"), @"error: --scheduler 10.1.2.3:50050 can be reached from other machines: give --ca, --certificate and --key (TLS with client certificates), or use a loopback address such as 127.0.0.1");
        insta::assert_snapshot!(refused("nowhere"), @r#"error: "nowhere" is not an address: write HOST:PORT, for example 127.0.0.1:50050"#);
    }

    #[test]
    fn a_suite_with_workers_measures_them() {
        let folder = tempfile::tempdir().unwrap();
        let suite = folder.path().join("workers.toml");
        let text = "repeats = 1\nworkers = [0, 2]\n[[continent]]\nnodes = 30\ncommodities = 8\nseeds = [1]\nmethods = [\"decomposed\"]\n";
        std::fs::write(&suite, text).unwrap();
        let out = folder.path().join("out");
        let mut command = Command::new(program());
        command
            .args(["bench", "run"])
            .arg(&suite)
            .arg("--out")
            .arg(&out)
            .assert()
            .success();
        let record = planner::bench::read_record(&out).unwrap();
        let [alone, with_two] = record.rows.as_slice() else {
            unreachable!("{:?}", record.rows)
        };
        assert_eq!((alone.contender.workers, with_two.contender.workers), (0, 2));
        assert!(alone.solved && with_two.solved, "{:?}", record.rows);
        assert_eq!(alone.outcome.objective, with_two.outcome.objective);
        // Three processes more.
        assert!(with_two.outcome.peak_memory_mb > alone.outcome.peak_memory_mb);
    }
}
