//! How fast a large table is read. `cargo test --release -p data --test tables_speed -- --nocapture`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod processor;

use processor::cpu_seconds;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Instant;

const NODES: usize = 100_000;
const LINKS: usize = 1_000_000;

#[test]
fn a_million_links() {
    let folder = tempfile::tempdir().unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/good-minimal");
    for entry in fs::read_dir(sample).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let mut nodes = fs::read_to_string(folder.path().join("nodes.csv")).unwrap();
    let mut links = "link,mode,from_node,to_node,two_way,length_km,capacity_per_year,source,approximate\n".to_owned();
    for i in 0..NODES {
        let (north, east) = (30.0 + (i / 1000) as f64 * 0.1, -120.0 + (i % 1000) as f64 * 0.05);
        writeln!(nodes, "node-{i},Node {i},junction,east,{north:.3},{east:.3},").unwrap();
    }
    for i in 0..LINKS {
        let (from, to) = (i % NODES, (i % NODES + 1 + i / NODES) % NODES);
        writeln!(
            links,
            "link-{i},rail,node-{from},node-{to},true,{}.25,{},survey,false",
            10 + i % 90,
            1000 + i % 997
        )
        .unwrap();
    }
    fs::write(folder.path().join("nodes.csv"), nodes).unwrap();
    fs::write(folder.path().join("links.csv"), &links).unwrap();
    let (started, before) = (Instant::now(), cpu_seconds());
    let (continent, _) = data::tables::read_continent(folder.path(), "year").unwrap_or_else(|f| panic!("{f}"));
    let seconds = started.elapsed().as_secs_f64();
    let (cpu, megabytes) = (cpu_seconds() - before, links.len() >> 20);
    println!(
        "{} links, {megabytes} MB: {seconds:.2} s, {cpu:.2} s of CPU",
        continent.links.len()
    );
    // A wide bound that only a change of complexity can break, on any machine.
    assert!(cpu < 20.0);
}
