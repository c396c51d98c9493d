use data::generate::{GenerateSpec, generate};
use data::model::Accounting;
use planner::network::{Network, Reach};
use planner::plan::rows::PricedRow;
use planner::program::{self, Column};
use std::collections::HashMap;
use workers::{Algorithm, SolveOptions};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let n: usize = a[1].parse().unwrap();
    let k: usize = a[2].parse().unwrap();
    let t: usize = a[3].parse().unwrap();
    let seed: u64 = a[4].parse().unwrap();
    let acc = if a[5] == "closed" {
        Accounting::Closed
    } else {
        Accounting::Direct
    };
    let c = generate(&GenerateSpec {
        nodes: n,
        commodities: k,
        periods: t,
        seed,
    });
    let net = Network::new(&c);
    let reach = Reach::of(&net, acc);
    let p = program::build(&net, &reach, acc);
    let lp = &p.program;
    println!(
        "cols {} rows {} nnz {} nodes {} links {} arcs {} sites {} demands {} budgets {} stores {} trades {}",
        lp.column_count(),
        lp.row_count(),
        lp.entry_count(),
        c.nodes.len(),
        c.links.len(),
        net.arcs.len(),
        c.sites.len(),
        c.demands.len(),
        c.budgets.len(),
        c.stores.len(),
        c.trades.len()
    );
    if a.len() > 6 {
        return;
    }
    let cpu = benches::cpu::cpu_seconds().unwrap();
    let ans = workers::solve::solve(
        lp,
        &SolveOptions {
            algorithm: Algorithm::InteriorPoint,
            threads: 1,
            time_limit_s: Some(2000.0),
            log_file: None,
        },
    )
    .unwrap();
    println!(
        "status {} cpu {:.2}",
        ans.solver_status,
        benches::cpu::cpu_seconds().unwrap() - cpu
    );
    let x = &ans.primal;
    let y = &ans.row_prices;
    let obj: f64 = lp.costs.iter().zip(x).map(|(c, x)| c * x).sum();
    let mut kinds: HashMap<&str, (usize, usize, usize, f64)> = HashMap::new();
    for (j, (col, _)) in p.columns.iter().enumerate() {
        let name = match col {
            Column::Flow(..) => "flow",
            Column::Activity(_) => "activity",
            Column::Charge(_) => "charge",
            Column::Discharge(_) => "discharge",
            Column::Level(_) => "level",
            Column::Shortage(..) => "shortage",
            Column::Spill(..) => "spill",
            Column::Trade(_) => "trade",
        };
        let e = kinds.entry(name).or_default();
        e.0 += 1;
        if x[j] > 1e-6 {
            e.1 += 1;
        }
        if x[j] >= lp.upper[j] - 1e-7 * lp.upper[j].abs().max(1.0) {
            e.2 += 1;
        }
        e.3 += lp.costs[j] * x[j];
    }
    println!("obj {obj:.6e}");
    for (n, e) in kinds {
        println!(
            "{n:10} cols {:8} positive {:8} at upper {:8} cost {:.4e}",
            e.0, e.1, e.2, e.3
        );
    }
    let mut rk: HashMap<&str, (usize, usize)> = HashMap::new();
    for (i, r) in p.rows.iter().enumerate() {
        let name = match r.row {
            PricedRow::Balance(..) => "balance",
            PricedRow::Link(_) => "link",
            PricedRow::Budget(_) => "budget",
            PricedRow::Store(_) => "store",
        };
        let e = rk.entry(name).or_default();
        e.0 += 1;
        if y[i].abs() > 1e-9 {
            e.1 += 1;
        }
    }
    for (n, e) in rk {
        println!("{n:10} rows {:8} priced {:8}", e.0, e.1);
    }
}
