use data::generate::{GenerateSpec, generate};
use data::model::Accounting;
use planner::decompose::{Memory, Observer, Options, Round, decompose};
use planner::network::{Network, Reach};
struct Show(f64);
impl Observer for Show {
    fn round(&mut self, r: &Round, _m: &dyn Fn() -> Memory) {
        println!(
            "{:3} bound {:.6e} objective {:.6e} broken {} gap {:?} paths {} active {} exchanges {} t {:.2}",
            r.round,
            r.bound_gj,
            r.objective_gj,
            r.broken,
            r.gap,
            r.paths,
            r.active_rows,
            r.exchanges,
            benches::cpu::cpu_seconds().unwrap() - self.0
        );
    }
    fn is_stopped(&self) -> bool {
        false
    }
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let g = |i: usize| a[i].parse::<usize>().unwrap();
    let acc = if a[5] == "closed" {
        Accounting::Closed
    } else {
        Accounting::Direct
    };
    let gap: f64 = a[6].parse().unwrap();
    let mut c = generate(&GenerateSpec {
        nodes: g(1),
        commodities: g(2),
        periods: g(3),
        seed: g(4) as u64,
    });
    let net = Network::new(&c);
    let reach = Reach::of(&net, acc);
    let t = benches::cpu::cpu_seconds().unwrap();
    let d = decompose(&net, &reach, acc, &Options { gap }, None, &mut Show(t));
    println!(
        "{:?} {:?} cold {:.2} mem {:?} MB",
        d.end,
        d.last.gap,
        benches::cpu::cpu_seconds().unwrap() - t,
        benches::cpu::peak_memory_mb()
    );
    if a.len() > 7 {
        for (i, d) in c.demands.iter_mut().enumerate() {
            d.amount_per_year *= if i * 7919 % 2 == 0 { 1.02 } else { 0.98 };
        }
        let net = Network::new(&c);
        let reach = Reach::of(&net, acc);
        let t = benches::cpu::cpu_seconds().unwrap();
        let e = decompose(&net, &reach, acc, &Options { gap }, Some(&d.memory), &mut Show(t));
        println!(
            "{:?} {:?} warm {:.2}",
            e.end,
            e.last.gap,
            benches::cpu::cpu_seconds().unwrap() - t
        );
    }
}
