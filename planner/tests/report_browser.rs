//! Opens a report from disk in headless Chromium, does what a reader does, and keeps screenshots.
//!
//! Without Chromium the test says so and ends, except where `CI` is set: there it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use data::generate::{GenerateSpec, generate};
use data::model::{Accounting, Continent, LinkIndex, NodeIndex, NodeKind, PeriodIndex, SiteIndex, SiteStatus};
use planner::plan::ledger::{ledger, sum};
use planner::plan::rows::{Direction, Flow, Plan, Price, PricedRow, Production, Shortage};
use planner::report::{
    Boundaries, BoundaryKind, BoundaryLine, CertificateFacts, FileHash, ReportInput, WorstViolation, render,
};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A name that would run a script if it were taken for markup.
const HOSTILE: &str = "</script><img src=x onerror='window.ran=1'>";

/// Longer than the browser ever takes.
const PATIENCE: Duration = Duration::from_secs(120);

/// A drawn continent with one hostile name.
fn continent() -> Continent {
    let mut continent = generate(&GenerateSpec {
        nodes: 120,
        commodities: 12,
        periods: 2,
        seed: 7,
    });
    let city = continent
        .nodes
        .iter_mut()
        .find(|n| n.kind == NodeKind::Urbanate)
        .unwrap();
    city.name.push_str(HOSTILE);
    continent
}

/// Made-up flows: the report shows whatever it is given.
fn plan(continent: &Continent) -> Plan {
    let mut plan = Plan::default();
    for period in continent.period_indices() {
        for (position, link) in continent.links.iter().enumerate() {
            flow_on(continent, period, position, &mut plan);
            if position % 5 == 0 {
                let row = PricedRow::Link(LinkIndex::from_position(position));
                plan.prices.push(Price {
                    period,
                    row,
                    price_gj: -0.1 * link.length_km.max(1.0),
                });
            }
        }
        for (position, site) in continent
            .sites
            .iter()
            .enumerate()
            .filter(|(_, s)| s.status == SiteStatus::Existing)
        {
            let activity = 0.6 * continent.per_period(site.capacity_per_year, site.profile, period);
            plan.production.push(Production {
                period,
                site: SiteIndex::from_position(position),
                activity,
            });
        }
    }
    let demand = &continent.demands[0];
    let amount = demand.amount_per_year / 10.0;
    plan.shortages.push(Shortage {
        period: PeriodIndex(1),
        node: demand.node,
        commodity: demand.commodity,
        amount,
    });
    plan.normalise();
    plan
}

/// Every fifth link is full, every seventh empty; the first two goods of its mode go one way each.
fn flow_on(continent: &Continent, period: PeriodIndex, position: usize, plan: &mut Plan) {
    let link = &continent.links[position];
    let share = if position.is_multiple_of(5) {
        1.0
    } else {
        (position % 7) as f64 / 8.0
    };
    let goods: Vec<_> = continent[link.mode].carriages.iter().take(2).collect();
    let capacity = continent.per_period(link.capacity_per_year, None, period);
    for (carriage, direction) in goods.iter().zip([Direction::Forward, Direction::Backward]) {
        if direction == Direction::Backward && !link.two_way {
            continue;
        }
        let amount = share * capacity / carriage.weight / goods.len() as f64;
        let link = LinkIndex::from_position(position);
        plan.flows.push(Flow {
            period,
            link,
            direction,
            commodity: carriage.commodity,
            amount,
        });
    }
}

fn facts(objective_gj: f64) -> CertificateFacts {
    CertificateFacts {
        version: "0.1.0".into(),
        status: "optimal".into(),
        solver_status: "Optimal".into(),
        method: "whole".into(),
        accounting: Accounting::Closed,
        calendar: "halves".into(),
        policies: Vec::new(),
        objective_gj,
        lower_bound_gj: objective_gj * (1.0 - 1e-7),
        gap: 1e-7,
        gap_asked: 1e-6,
        worst_violation: WorstViolation::default(),
        ledger_residual_gj: 0.0,
        input_hashes: vec![FileHash {
            file: "nodes.csv".into(),
            blake3: "0f".repeat(32),
        }],
        plan_hashes: Vec::new(),
    }
}

/// A shore round all nodes and a line through the middle.
fn boundaries(continent: &Continent) -> Boundaries {
    let places = |value: fn(&data::model::Node) -> f64| continent.nodes.iter().map(value);
    let (south, north) = (
        places(|n| n.latitude).fold(90.0, f64::min),
        places(|n| n.latitude).fold(-90.0, f64::max),
    );
    let (west, east) = (
        places(|n| n.longitude).fold(180.0, f64::min),
        places(|n| n.longitude).fold(-180.0, f64::max),
    );
    let shore = vec![
        (south, west),
        (south, east),
        (north, east),
        (north, west),
        (south, west),
    ];
    let middle = f64::midpoint(south, north);
    Boundaries {
        lines: vec![
            BoundaryLine {
                kind: BoundaryKind::Coast,
                points: shore,
            },
            BoundaryLine {
                kind: BoundaryKind::Country,
                points: vec![(middle, west), (middle, east)],
            },
        ],
    }
}

fn page() -> String {
    let continent = continent();
    assert!(continent.nodes.len() > 100 && continent[NodeIndex(0)].latitude.abs() <= 90.0);
    let plan = plan(&continent);
    let ledger = ledger(&continent, Accounting::Closed, &plan);
    let input = ReportInput {
        title: "a drawn continent",
        continent: &continent,
        plan: &plan,
        ledger: &ledger,
        embodied: &[],
        certificate: &facts(sum(&ledger)),
        boundaries: Some(&boundaries(&continent)),
    };
    render(&input).unwrap()
}

/// The page with the reader's actions at its end, and a collector of errors at its start.
fn acted(page: &str) -> String {
    let collector = "<script>window.errorsSeen=[];\
        addEventListener('error',(e)=>errorsSeen.push(e.message));\
        addEventListener('unhandledrejection',(e)=>errorsSeen.push(String(e.reason)));\
        addEventListener('securitypolicyviolation',(e)=>errorsSeen.push('fetched '+e.blockedURI));</script>";
    let written = serde_json::to_string(page).unwrap().replace('<', "\\u003c");
    let actions = include_str!("report_browser/actions.js");
    let end = format!("<script>window.pageAsWritten={written};</script><script>{actions}</script></body>");
    let (start, rest) = page.split_once("<head>").unwrap();
    format!("{start}<head>{collector}{}", rest.replacen("</body>", &end, 1))
}

/// `CHROMIUM`, or the first of the usual names on the path.
fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let usual = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let found = usual
        .iter()
        .flat_map(|name| std::env::split_paths(&folders).map(move |folder| folder.join(name)));
    named.into_iter().chain(found).find(|path| path.is_file())
}

/// Runs the browser on the file and returns what it printed and what it complained of.
fn browse(browser: &Path, file: &Path, flags: &[&str]) -> (String, String) {
    let profile = tempfile::tempdir().unwrap();
    let (printed, complaints) = (profile.path().join("printed"), profile.path().join("complaints"));
    let mut child = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ])
        .args(["--hide-scrollbars", "--enable-logging=stderr", "--v=0"])
        .arg(format!("--user-data-dir={}", profile.path().join("profile").display()))
        .args(flags)
        .arg(format!("file://{}", file.display()))
        .stdin(Stdio::null())
        .stdout(std::fs::File::create(&printed).unwrap())
        .stderr(std::fs::File::create(&complaints).unwrap())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("the browser did not end within {PATIENCE:?}");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    (
        std::fs::read_to_string(printed).unwrap(),
        String::from_utf8_lossy(&std::fs::read(complaints).unwrap()).into_owned(),
    )
}

/// The checks that the actions wrote down.
fn outcome(dom: &str) -> Vec<(String, bool)> {
    let written = dom
        .split("<pre id=\"outcome\">")
        .nth(1)
        .expect("the actions ran to their end");
    let text = written.split("</pre>").next().unwrap();
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    serde_json::from_str(&plain).unwrap()
}

#[test]
fn a_reader_can_use_the_report() {
    let Some(browser) = chromium() else {
        assert!(
            std::env::var_os("CI").is_none(),
            "no Chromium: install the package chromium"
        );
        eprintln!("skipped: no Chromium on the path");
        return;
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("report");
    std::fs::create_dir_all(&folder).unwrap();
    let (plain, with_actions) = (folder.join("report.html"), folder.join("report-acted.html"));
    let page = page();
    std::fs::write(&plain, &page).unwrap();
    std::fs::write(&with_actions, acted(&page)).unwrap();

    let flags = ["--window-size=1400,1000", "--virtual-time-budget=5000", "--dump-dom"];
    let (dom, complaints) = browse(&browser, &with_actions, &flags);
    let outcome = outcome(&dom);
    let broken: Vec<_> = outcome.iter().filter(|(_, held)| !held).map(|(name, _)| name).collect();
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(outcome.len() > 25, "{}", outcome.len());
    assert!(!complaints.contains("CONSOLE"), "{complaints}");

    for (name, size, dark) in [
        (
            "light-1400",
            "--window-size=1400,900",
            "--blink-settings=preferredColorScheme=1",
        ),
        (
            "dark-1400",
            "--window-size=1400,900",
            "--blink-settings=preferredColorScheme=0",
        ),
        (
            "light-800",
            "--window-size=800,1600",
            "--blink-settings=preferredColorScheme=1",
        ),
    ] {
        let picture = folder.join(format!("{name}.png"));
        let _ = std::fs::remove_file(&picture);
        browse(
            &browser,
            &plain,
            &[
                size,
                dark,
                "--timeout=3000",
                &format!("--screenshot={}", picture.display()),
            ],
        );
        let bytes = std::fs::metadata(&picture).expect("a screenshot").len();
        assert!(bytes > 20_000, "{name}: {bytes} bytes");
    }
}
