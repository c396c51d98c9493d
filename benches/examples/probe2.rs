use data::generate::{GenerateSpec, generate};
use data::model::Accounting;
use planner::network::{Network, Reach};
use planner::program;
use workers::simplex::Simplex;
use workers::{Algorithm, SolveOptions};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let g = |i: usize| a[i].parse::<usize>().unwrap();
    let acc = if a[5] == "closed" {
        Accounting::Closed
    } else {
        Accounting::Direct
    };
    let c = generate(&GenerateSpec {
        nodes: g(1),
        commodities: g(2),
        periods: g(3),
        seed: g(4) as u64,
    });
    let net = Network::new(&c);
    let reach = Reach::of(&net, acc);
    let p = program::build(&net, &reach, acc);
    let lp = &p.program;
    let cpu = benches::cpu::cpu_seconds().unwrap();
    let ans = workers::solve::solve(
        lp,
        &SolveOptions {
            algorithm: Algorithm::Simplex,
            threads: 1,
            time_limit_s: Some(100.0),
            log_file: None,
        },
    )
    .unwrap();
    let obj: f64 = lp.costs.iter().zip(&ans.primal).map(|(c, x)| c * x).sum();
    println!("highs {obj:.9e} {:.2}", benches::cpu::cpu_seconds().unwrap() - cpu);
    let cpu = benches::cpu::cpu_seconds().unwrap();
    let pen = lp.costs.iter().cloned().fold(0.0, f64::max) * 100.0;
    let mut s = Simplex::new(pen, 1e-6, 1e-9);
    for r in &lp.rows {
        s.add_row(r.kind, r.right_hand_side);
    }
    let mut cols = vec![Vec::new(); lp.column_count()];
    for r in 0..lp.row_count() {
        for (c, v) in lp.row_entries(r) {
            cols[c].push((r as u32, v));
        }
    }
    for (j, e) in cols.iter().enumerate() {
        s.add_column(lp.costs[j], lp.lower[j], lp.upper[j], 1.0, e.iter().copied());
    }
    let o = s.solve(2_000_000);
    println!(
        "ours {o:?} {:.9e} {:.2} exch {} fact {} nucleus {}",
        s.objective(),
        benches::cpu::cpu_seconds().unwrap() - cpu,
        s.exchanges,
        s.factorisations,
        s.nucleus()
    );
}
