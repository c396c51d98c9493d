//! `planner page`: the page with its answers, on disk.

use super::args::PageArgs;
use super::fail::Failure;
use super::print;
use crate::{page, serve};

pub(super) fn run(args: &PageArgs) -> Result<(), Failure> {
    let plans = serve::open(&args.plans, args.data.as_deref())?;
    let written = page::write(&plans, &args.out)?;
    if args.json {
        return print::json(&written);
    }
    print::remark(&format!(
        "{} answers in {} files, {:.1} MB; other questions are answered by planner serve",
        written.answers,
        written.files,
        written.bytes as f64 / 1e6
    ));
    print::line(&args.out.join("index.html").display().to_string())
}
