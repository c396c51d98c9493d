//! A server as a process, and the least of an HTTP client: one request a connection, bytes as they come.

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

pub(super) fn planner() -> Command {
    Command::new(cargo_bin!("planner"))
}

/// What came back.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn header(&self, name: &str) -> Option<String> {
        self.headers_of(name).into_iter().next()
    }

    /// All headers of that name.
    pub(super) fn headers_of(&self, name: &str) -> Vec<String> {
        let found = self
            .headers
            .iter()
            .filter(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.clone()).collect()
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A running server; it ends with the value.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) process: Child,
    pub(super) folder: PathBuf,
    host: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A generated continent with a hostile name, planned under closed accounting and under direct.
fn plans() -> &'static Path {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    FOLDER
        .get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let land = folder.path().join("land");
            let sizes = ["--nodes", "40", "--commodities", "10", "--periods", "2", "--seed", "7"];
            let made = planner()
                .arg("generate")
                .args(sizes)
                .arg("--out")
                .arg(&land)
                .status()
                .unwrap();
            assert!(made.success());
            spoil(&land);
            let common = std::fs::read_to_string(land.join("config.toml")).unwrap();
            for (name, accounting) in [("plan", "closed"), ("other", "direct")] {
                let config = land.join(format!("{name}.toml"));
                std::fs::write(&config, format!("{common}accounting = \"{accounting}\"\n")).unwrap();
                let out = folder.path().join(name);
                let planned = planner()
                    .arg("plan")
                    .arg(config)
                    .arg("--out")
                    .arg(out)
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .status();
                assert!(planned.unwrap().success());
            }
            folder
        })
        .path()
}

/// Gives the first node a hostile name.
fn spoil(land: &Path) {
    let path = land.join("tables/nodes.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let column = lines[0].split(',').position(|name| name == "name").unwrap();
    let mut cells: Vec<String> = lines[1].split(',').map(str::to_owned).collect();
    cells[column] = format!("\"{}\"", super::HOSTILE);
    lines[1] = cells.join(",");
    std::fs::write(path, lines.join("\n") + "\n").unwrap();
}

impl Server {
    /// One server for all tests that only ask.
    pub(super) fn shared() -> &'static Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        SERVER.get_or_init(|| Self::start(&[]))
    }

    /// A server of both plans.
    pub(super) fn start(flags: &[&str]) -> Self {
        Self::of(&["plan", "other"], flags)
    }

    /// A server of the plans of these names.
    pub(super) fn of(names: &[&str], flags: &[&str]) -> Self {
        let folder = plans().to_owned();
        let mut process = planner()
            .arg("serve")
            .args(names.iter().map(|name| folder.join(name)))
            .args(["--address", "127.0.0.1:0"])
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let host = line
            .trim()
            .trim_start_matches("http://")
            .trim_end_matches('/')
            .to_owned();
        Self { process, folder, host }
    }

    pub(super) fn get(&self, address: &str, headers: &[(&str, &str)]) -> Reply {
        self.ask("GET", address, headers)
    }

    pub(super) fn json(&self, address: &str) -> Value {
        let reply = self.get(address, &[]);
        assert_eq!(reply.status, 200, "{address}: {}", reply.text());
        assert_eq!(reply.header("content-type").as_deref(), Some("application/json"));
        serde_json::from_slice(&reply.body).unwrap()
    }

    /// Opens a connection and says too little.
    pub(super) fn half_a_request(&self) -> TcpStream {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.write_all(b"GET /api/v1/pla").unwrap();
        stream
    }

    /// Asks the same many times over one connection and reads nothing.
    pub(super) fn many_requests(&self, address: &str, times: usize) -> TcpStream {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(5))).unwrap();
        let request = format!("GET {address} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        // The server stops reading when its answers are not taken.
        let _ = stream.write_all(request.repeat(times).as_bytes());
        stream
    }

    /// Threads of the process.
    #[cfg(target_os = "linux")]
    pub(super) fn threads(&self) -> usize {
        let tasks = format!("/proc/{}/task", self.process.id());
        std::fs::read_dir(tasks).unwrap().count()
    }

    /// Asks and is gone before the answer.
    pub(super) fn hang_up(&self, address: &str) {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let request = format!("GET {address} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        stream.write_all(request.as_bytes()).unwrap();
    }

    pub(super) fn ask(&self, method: &str, address: &str, headers: &[(&str, &str)]) -> Reply {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut request = format!("{method} {address} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            request.push_str(&format!("Host: {}\r\n", self.host));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        stream.write_all(format!("{request}\r\n").as_bytes()).unwrap();
        let mut reply = Vec::new();
        // Whoever refuses a body may close before it is read.
        let _ = stream.read_to_end(&mut reply);
        parse(&reply)
    }
}

fn parse(reply: &[u8]) -> Reply {
    let end = reply.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&reply[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let pair = |line: &str| {
        line.split_once(": ")
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let headers: Vec<(String, String)> = lines.filter_map(pair).collect();
    let rest = &reply[end + 4..];
    let is_chunked = headers
        .iter()
        .any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    Reply {
        status,
        headers,
        body: if is_chunked { joined(rest) } else { rest.to_vec() },
    }
}

/// The chunks of a body as one.
fn joined(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(&String::from_utf8_lossy(&rest[..end]), 16).unwrap();
        if size == 0 {
            break;
        }
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 2 + size + 2..];
    }
    body
}
