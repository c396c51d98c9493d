//! The server as its clients meet it: a real process, asked over a socket.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "tests"
)]

#[path = "serve/client.rs"]
mod client;

use client::{Reply, Server};
use polars::prelude::{ParquetReader, SerReader};
use serde_json::Value;
use std::time::{Duration, Instant};

/// A name that would run a script or be a formula if it were taken for more than text. (Terminal escapes are refused in
/// tables.)
const HOSTILE: &str = "=cmd|'/c calc'!A0<script>alert(1)</script>";

fn ids(server: &Server, part: &str) -> Vec<String> {
    let scene = server.json("/api/v1/plans/plan/scene");
    let ids = scene[part]["id"].as_array().unwrap();
    ids.iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

/// An address for a path of the description, with ids that exist.
fn example(server: &Server, path: &str) -> String {
    let overview = server.json("/api/v1/plans/plan");
    let demanded = overview["commodities"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["is_demanded"] == true);
    let table = if path.contains("/rows/") { "flows" } else { "links" };
    let nodes = ids(server, "nodes");
    let commodity = demanded.unwrap()["id"].as_str().unwrap();
    let address = path
        .replace("{plan}", "plan")
        .replace("{before}", "plan")
        .replace("{after}", "other")
        .replace("{node}", &nodes[0])
        .replace("{site}", &ids(server, "sites")[0])
        .replace("{link}", &ids(server, "links")[0])
        .replace("{area}", overview["areas"][0]["id"].as_str().unwrap())
        .replace("{commodity}", commodity)
        .replace("{table}", table);
    if path.ends_with("/least-energy") {
        return format!("{address}?from={}&to={}&commodity={commodity}", nodes[0], nodes[1]);
    }
    address
}

fn described(server: &Server) -> Vec<String> {
    let description = server.json("/api/v1/openapi.json");
    let paths = description["paths"].as_object().unwrap();
    for (path, operations) in paths {
        let operations: Vec<&String> = operations.as_object().unwrap().keys().collect();
        assert_eq!(operations, ["get"], "{path}");
    }
    assert!(paths.len() >= 14, "{paths:?}");
    paths.keys().cloned().collect()
}

#[test]
fn every_path_answers_get_and_head_and_nothing_else() {
    let server = Server::shared();
    let mut addresses: Vec<String> = described(server).iter().map(|path| example(server, path)).collect();
    addresses.extend(["/".to_owned(), "/api/v1/openapi.json".to_owned()]);
    for address in &addresses {
        let got = server.get(address, &[]);
        assert_eq!(got.status, 200, "{address}: {}", got.text());
        let head = server.ask("HEAD", address, &[]);
        assert_eq!((head.status, head.body.len()), (200, 0), "{address}");
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"] {
            let refused = server.ask(method, address, &[]);
            assert_eq!(refused.status, 405, "{method} {address}");
        }
        let tag = got.header("etag").unwrap_or_else(|| panic!("{address} has no tag"));
        let again = server.get(address, &[("If-None-Match", &tag)]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{address}");
    }
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let server = Server::shared();
    let address = example(server, "/api/v1/plans/{plan}/nodes/{node}");
    let first = server.get(&address, &[]);
    let tag = first.header("etag").unwrap();
    let again = server.get(&address, &[("If-None-Match", &tag)]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    // Comparison is weak: the same tag said strongly, any tag, one of several.
    for known in [tag.trim_start_matches("W/"), "*", &format!("\"a\", {tag}")] {
        let again = server.get(&address, &[("If-None-Match", known)]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{known}");
        assert!(again.header("vary").unwrap().contains("accept"));
    }
    let other = server.get(&address, &[("If-None-Match", "W/\"something else\"")]);
    assert_eq!((other.status, other.body), (200, first.body));
}

#[test]
fn large_answers_are_compressed_for_those_who_can_read_them() {
    let server = Server::shared();
    let plain = server.get("/api/v1/plans/plan/scene", &[]);
    let packed = server.get("/api/v1/plans/plan/scene", &[("Accept-Encoding", "gzip")]);
    assert_eq!(packed.header("content-encoding").as_deref(), Some("gzip"));
    assert!(
        packed.body.len() * 2 < plain.body.len(),
        "{} of {}",
        packed.body.len(),
        plain.body.len()
    );
    assert_eq!(plain.header("content-encoding"), None);
}

#[test]
fn the_page_comes_with_word_of_the_answers_it_asks_for() {
    let server = Server::shared();
    let links = server.get("/", &[]).headers_of("link");
    if !server.get("/", &[]).text().contains("app.js") {
        assert!(
            std::env::var_os("CI").is_none(),
            "the program was built without its page"
        );
        eprintln!("not tested: the program was built without its page");
        return;
    }
    // Two plans are served, and which one the address names is not known here.
    assert_eq!(links, ["<api/v1/plans>; rel=preload; as=fetch; crossorigin"]);
    let one = Server::of(&["plan"], &[]);
    let links = one.get("/", &[]).headers_of("link");
    assert_eq!(links.len(), 3, "{links:?}");
    for link in links {
        let address = link.split(['<', '>']).nth(1).unwrap();
        assert_eq!(one.get(&format!("/{address}"), &[]).status, 200, "{address}");
    }
    let script = server.get("/app.js", &[]);
    let packed = server.get("/app.js", &[("Accept-Encoding", "gzip")]);
    assert_eq!(packed.header("content-encoding").as_deref(), Some("gzip"));
    assert!(packed.body.len() * 2 < script.body.len());
}

#[test]
fn what_is_not_there_or_not_understood_is_a_problem_in_words() {
    let server = Server::shared();
    let node = &ids(server, "nodes")[0];
    let problem = |reply: Reply, status: u16, said: &str| {
        assert_eq!(reply.status, status, "{}", reply.text());
        assert_eq!(
            reply.header("content-type").as_deref(),
            Some("application/problem+json")
        );
        let detail: Value = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!(detail["status"], status);
        assert!(detail["detail"].as_str().unwrap().contains(said), "{detail}");
    };
    problem(
        server.get(&format!("/api/v1/plans/plan/nodes/{node}x"), &[]),
        404,
        "did you mean",
    );
    problem(server.get("/api/v1/plans/plam", &[]), 404, "did you mean plan");
    problem(
        server.get(&format!("/api/v1/plans/plan/nodes/{node}?perod=1"), &[]),
        400,
        "perod",
    );
    problem(
        server.get(&format!("/api/v1/plans/plan/nodes/{node}?period=99"), &[]),
        404,
        "period",
    );
    for unasked in [
        "/api/v1/plans?x=1",
        "/api/v1/plans/plan?x=1",
        "/api/v1/plans/plan/scene?x=1",
    ] {
        problem(server.get(unasked, &[]), 400, "x");
    }
    let too_large = format!("/api/v1/plans/plan/nodes/{node}/supply/coal?top=18446744073709551616");
    problem(server.get(&too_large, &[]), 400, "number too large");
    problem(server.get("/api/v1/plans/plan/nodes/%ff", &[]), 400, "percent-encode");
    problem(server.get("/api/v1/plans/plan/tables/secrets", &[]), 404, "table");
    problem(
        server.get("/api/v1/plans/plan/rows/../../certificate.json", &[]),
        404,
        "",
    );
    problem(server.get("/../../etc/passwd", &[]), 404, "");
    problem(
        server.get(&format!("/api/v1/plans?{}", "x".repeat(5_000)), &[]),
        414,
        "longer",
    );
    problem(server.get("/api/v1/plans", &[("Content-Length", "5")]), 413, "body");
    for elsewhere in [
        server.get("/api/v1/plans", &[("Host", "plans.example")]),
        server.get("/api/v1/plans", &[("Host", "localhost"), ("Host", "plans.example")]),
        server.get("http://plans.example/api/v1/plans", &[]),
    ] {
        problem(elsewhere, 421, "--host");
    }
    assert_eq!(server.get("http://localhost/api/v1/plans", &[]).status, 200);
    for (method, address) in [("OPTIONS", "*"), ("CONNECT", "localhost:80"), ("POST", "/nowhere")] {
        let refused = server.ask(method, address, &[]);
        assert_eq!(
            refused.header("allow").as_deref(),
            Some("GET, HEAD"),
            "{method} {address}"
        );
        problem(refused, 405, "GET or HEAD");
    }
}

#[test]
fn pages_of_rows_join_to_the_table_in_the_folder() {
    let server = Server::shared();
    let file = std::fs::File::open(server.folder.join("plan/flows.parquet")).unwrap();
    let written = ParquetReader::new(file).finish().unwrap();
    let written: Vec<f64> = written
        .column("amount")
        .unwrap()
        .f64()
        .unwrap()
        .into_no_null_iter()
        .collect();
    let mut read = Vec::new();
    loop {
        let page = server.json(&format!(
            "/api/v1/plans/plan/rows/flows?limit=100&offset={}",
            read.len()
        ));
        assert_eq!(page["total"], written.len());
        let amounts = page["columns"].as_array().unwrap().last().unwrap();
        assert_eq!(amounts["name"], "amount");
        let amounts = amounts["cells"].as_array().unwrap().iter().map(|n| n.as_f64().unwrap());
        let before = read.len();
        read.extend(amounts);
        if read.len() == before {
            break;
        }
    }
    // The parser of numbers used here may be off by the last bit.
    let same = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-15 * b.abs();
    assert!(read.len() == written.len() && read.iter().zip(&written).all(same));
    let arrow = [("Accept", "application/vnd.apache.arrow.stream")];
    let stream = server.get("/api/v1/plans/plan/rows/flows?limit=1000000", &arrow);
    assert_eq!(
        stream.header("content-type").as_deref(),
        Some("application/vnd.apache.arrow.stream")
    );
    let reader = arrow::ipc::reader::StreamReader::try_new(stream.body.as_slice(), None).unwrap();
    assert_eq!(
        reader.map(|batch| batch.unwrap().num_rows()).sum::<usize>(),
        written.len()
    );
}

#[test]
fn the_server_says_what_the_command_says() {
    let server = Server::shared();
    let address = example(server, "/api/v1/plans/{plan}/nodes/{node}/supply/{commodity}?top=7");
    let parts: Vec<&str> = address.split(['/', '?']).collect();
    let plan = server.folder.join("plan");
    let output = client::planner()
        .args([
            "routes",
            plan.to_str().unwrap(),
            "--to",
            parts[6],
            "--commodity",
            parts[8],
            "--top",
            "7",
            "--json",
        ])
        .output()
        .unwrap();
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(server.json(&address), said);
}

#[test]
fn hostile_names_are_sent_as_text_and_never_as_markup() {
    let server = Server::shared();
    let names = server.json("/api/v1/plans/plan/scene")["nodes"]["name"].clone();
    assert!(names.as_array().unwrap().iter().any(|name| name == HOSTILE));
    for address in [
        "/api/v1/plans/plan/scene",
        "/api/v1/plans/%3Cscript%3E%1B[31m",
        "/%3Cscript%3E%1B[31m%E2%80%AE",
    ] {
        let reply = server.get(address, &[]);
        let media = reply.header("content-type").unwrap();
        assert!(media.starts_with("application/"), "{media}");
        assert_eq!(reply.header("x-content-type-options").as_deref(), Some("nosniff"));
        assert!(
            reply
                .header("content-security-policy")
                .unwrap()
                .contains("script-src 'self'")
        );
        // What JSON stands for must be as harmless as its bytes.
        let said: Value = serde_json::from_slice(&reply.body).unwrap();
        let detail = said["detail"].as_str().unwrap_or_default();
        assert!(!detail.contains(['\u{1b}', '\u{202e}']), "{detail:?}");
    }
}

#[test]
fn more_requests_than_allowed_are_told_to_come_back() {
    let server = Server::start(&["--requests", "1"]);
    let deadline = Instant::now() + Duration::from_secs(60);
    let (mut answered, mut shed) = (0, 0);
    // Each address once, so that none is kept: computing takes long enough for two to meet.
    let nodes = ids(Server::shared(), "links");
    while (answered == 0 || shed == 0) && Instant::now() < deadline {
        let replies: Vec<Reply> = std::thread::scope(|scope| {
            let asked = nodes.iter().take(8).map(|id| {
                let server = &server;
                scope.spawn(move || server.get(&format!("/api/v1/plans/plan/links/{id}"), &[]))
            });
            let asked: Vec<_> = asked.collect();
            asked.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        for reply in replies {
            match reply.status {
                200 => answered += 1,
                503 => {
                    assert_eq!(reply.header("retry-after").as_deref(), Some("1"));
                    shed += 1;
                }
                status => panic!("{status}: {}", reply.text()),
            }
        }
    }
    assert!(answered > 0 && shed > 0, "{answered} answered and {shed} shed");
}

#[test]
fn an_address_that_others_can_reach_is_refused() {
    let plan = Server::shared().folder.join("plan");
    let output = client::planner()
        .arg("serve")
        .arg(plan)
        .args(["--address", "0.0.0.0:0"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("proxy"));
}

#[test]
fn a_folder_that_is_no_plan_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let output = client::planner()
        .arg("serve")
        .arg(folder.path())
        .args(["--address", "127.0.0.1:0"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
}

#[cfg(unix)]
#[test]
fn asked_to_stop_it_stops_in_good_order() {
    let mut server = Server::start(&[]);
    assert_eq!(server.get("/api/v1/plans", &[]).status, 200);
    let process = server.process.id().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-TERM", &process])
            .status()
            .unwrap()
            .success()
    );
    let deadline = Instant::now() + Duration::from_secs(30);
    let ended = loop {
        if let Some(ended) = server.process.try_wait().unwrap() {
            break ended;
        }
        assert!(Instant::now() < deadline, "it goes on");
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(ended.code(), Some(0));
}

#[test]
fn more_connections_than_allowed_are_told_to_come_back() {
    let server = Server::start(&["--connections", "2"]);
    let idle: Vec<_> = (0..2).map(|_| server.half_a_request()).collect();
    let deadline = Instant::now() + Duration::from_secs(20);
    // The idle ones may not have been let in yet.
    let refused = loop {
        let reply = server.get("/api/v1/plans", &[]);
        if reply.status == 503 {
            break reply;
        }
        assert!(Instant::now() < deadline, "{}", reply.status);
    };
    assert_eq!(refused.header("retry-after").as_deref(), Some("1"));
    drop(idle);
    while server.get("/api/v1/plans", &[]).status != 200 {
        assert!(Instant::now() < deadline, "places are not given back");
    }
}

#[test]
fn a_client_that_never_ends_its_request_keeps_no_one_else_waiting() {
    let server = Server::start(&["--connections", "4", "--idle-seconds", "1"]);
    let idle: Vec<_> = (0..4).map(|_| server.half_a_request()).collect();
    let deadline = Instant::now() + Duration::from_secs(20);
    while server.get("/api/v1/plans", &[]).status != 200 {
        assert!(
            Instant::now() < deadline,
            "the places of those who say nothing are not given back"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    drop(idle);
}

#[test]
fn a_client_that_reads_nothing_loses_its_place() {
    let server = Server::start(&["--connections", "3", "--idle-seconds", "1"]);
    // Many answers asked in one go and none read: more than the sockets hold.
    let deaf: Vec<_> = (0..3)
        .map(|_| server.many_requests("/api/v1/plans/plan/scene", 400))
        .collect();
    let deadline = Instant::now() + Duration::from_secs(20);
    while server.get("/api/v1/plans", &[]).status != 200 {
        assert!(
            Instant::now() < deadline,
            "the places of those who read nothing are not given back"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    drop(deaf);
}

#[test]
fn work_for_clients_that_hung_up_is_bounded() {
    let server = Server::start(&[]);
    #[cfg(target_os = "linux")]
    let before = server.threads();
    for link in ids(Server::shared(), "links").iter().cycle().take(400) {
        server.hang_up(&format!("/api/v1/plans/plan/links/{link}"));
    }
    assert_eq!(server.get("/api/v1/plans", &[]).status, 200);
    #[cfg(target_os = "linux")]
    {
        let cores: usize = std::thread::available_parallelism().map_or(1, Into::into);
        let after = server.threads();
        assert!(
            after <= before + 2 * cores,
            "{before} threads, then {after}, on {cores} cores"
        );
    }
}

#[test]
fn arrow_is_sent_only_to_those_who_want_it() {
    let server = Server::shared();
    let address = "/api/v1/plans/plan/rows/flows?limit=5";
    for (accept, media) in [
        (
            "application/vnd.apache.arrow.stream;q=0, application/json",
            "application/json",
        ),
        (
            "text/html, application/vnd.apache.arrow.stream;q=0.5",
            "application/vnd.apache.arrow.stream",
        ),
        ("*/*", "application/json"),
    ] {
        let reply = server.get(address, &[("Accept", accept)]);
        assert_eq!(reply.header("content-type").as_deref(), Some(media), "{accept}");
    }
}
