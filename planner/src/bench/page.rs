//! `bench.html`: a benchmark as charts and tables, one file that loads nothing.
//!
//! Invariant: the page names no other resource, its policy forbids the browser to fetch any, and every text that comes from data
//! passes through maud's escaping.

use super::chart;
use super::error::BenchError;
use super::record::{Record, put};
use super::summary::{Cell, MethodSummary, Summary};
use crate::report::Document;
use maud::{Markup, html};
use std::path::{Path, PathBuf};

/// Name of the page in a folder.
const PAGE: &str = "bench.html";

const STYLE: &str = concat!(
    include_str!("../report/assets/page.css"),
    include_str!("assets/bench.css")
);

/// Writes the page into a folder and gives its place.
///
/// # Errors
/// When the file cannot be written.
pub fn write_page(folder: &Path, record: &Record, summary: &Summary) -> Result<PathBuf, BenchError> {
    put(folder, PAGE, render(record, summary).into_string().as_bytes())?;
    Ok(folder.join(PAGE))
}

pub(super) fn render(record: &Record, summary: &Summary) -> Markup {
    let body = html! {
        header {
            p.eyebrow { "Benchmark, version " (record.version) ", " (record.machine) }
            h1 { (record.suite) }
            p.eyebrow { (sentence(record)) }
        }
        main.tables {
            h2 { "Methods" }
            (methods(&summary.methods, record.shift_s))
            h2 { "Performance profiles" }
            (chart::profiles(summary))
            h2 { "Growth" }
            (chart::growth(record))
            h2 { "Instances" }
            (instances(&summary.cells))
        }
    };
    let page = Document {
        title: &format!("Benchmark {}", record.suite),
        style: STYLE,
        script: None,
    };
    page.around(&body)
}

fn sentence(record: &Record) -> String {
    let solved = record.rows.iter().filter(|row| row.solved).count();
    format!(
        "{} runs, {solved} of them solved to a gap of {:e} and, where an optimum is published, to it within 1e-6. A run that was not solved counts with the limit, {} s, for each thread and worker.",
        record.rows.len(),
        record.gap,
        record.time_limit_s
    )
}

fn methods(methods: &[MethodSummary], shift_s: f64) -> Markup {
    html! {
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { "group" } th scope="col" { "method" } th scope="col" { "threads" } th scope="col" { "workers" } th scope="col" { "solved" }
                th scope="col" { "mean CPU " small { "s, geometric, shifted by " (shift_s) } }
                th scope="col" { "over the fastest" } th scope="col" { "by the clock " small { "s" } }
            } }
            tbody { @for line in methods { tr {
                th scope="row" { (line.group) } td { (line.contender.method.name()) } td.n { (line.contender.threads) } td.n { (line.contender.workers) }
                td.n { (line.solved) " of " (line.instances) } td.n { (seconds(line.mean_s)) } td.n { (format!("{:.2}", line.ratio)) } td.n { (seconds(line.mean_wall_s)) }
            } } }
        } }
    }
}

fn instances(cells: &[Cell]) -> Markup {
    html! {
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { "group" } th scope="col" { "instance" } th scope="col" { "method" } th scope="col" { "threads" } th scope="col" { "workers" }
                th scope="col" { "status" } th scope="col" { "CPU " small { "s, median" } } th scope="col" { "quartiles " small { "s" } }
                th scope="col" { "clock " small { "s" } } th scope="col" { "memory " small { "MB" } }
                th scope="col" { "objective" } th scope="col" { "gap" } th scope="col" { "to published" }
            } }
            tbody { @for cell in cells { tr class=[(!cell.solved).then_some("missing")] {
                th scope="row" { (cell.group) } td { (cell.instance) } td { (cell.contender.method.name()) } td.n { (cell.contender.threads) } td.n { (cell.contender.workers) }
                td { (cell.status) } td.n { (optional(cell.cpu_s, seconds)) }
                td.n { @if let Some([low, high]) = cell.cpu_quartiles_s { (seconds(low)) " to " (seconds(high)) } }
                td.n { (seconds(cell.wall_s)) } td.n { (optional(cell.peak_memory_mb, |mb| format!("{mb:.0}"))) }
                td.n { (optional(cell.objective, |value| format!("{value:.9e}"))) }
                td.n { (optional(cell.gap, |gap| format!("{gap:.1e}"))) }
                td.n { (optional(cell.distance, |distance| format!("{distance:.1e}"))) }
            } } }
        } }
    }
}

/// Seconds as they are measured: hundredths.
pub(super) fn seconds(seconds: f64) -> String {
    if seconds >= 100.0 {
        format!("{seconds:.0}")
    } else {
        format!("{seconds:.2}")
    }
}

fn optional(figure: Option<f64>, text: impl Fn(f64) -> String) -> String {
    figure.map_or_else(|| "–".to_owned(), text)
}

#[cfg(test)]
mod tests {
    use super::super::method::Method;
    use super::super::summary::summary;
    use super::super::summary::tests::{record, row};
    use super::*;

    #[test]
    fn a_page_loads_nothing_and_escapes_what_it_shows() {
        let mut rows = vec![
            row("<b>a</b>", Method::Whole, 1, 0.5, true),
            row("<b>a</b>", Method::Decomposed, 1, 1.5, true),
        ];
        rows.iter_mut().for_each(|row| row.outcome.size = Some([10, 5, 40]));
        let record = record(rows);
        let text = render(&record, &summary(&record)).into_string();
        assert!(text.contains("&lt;b&gt;a&lt;/b&gt;") && !text.contains("<b>a"));
        assert!(!text.contains("http://") && !text.contains("https://") && !text.contains("src="));
        assert!(text.contains("<svg") && text.contains("Performance profile of g"));
    }
}
