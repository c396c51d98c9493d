use super::*;
use crate::plan::ledger::ledger;
use crate::plan::rows::{Price, PricedRow, Shortage};
use crate::plan::sample::random::{Shape, random_plan};
use crate::plan::trace::trace;
use data::model::{
    Accounting, AreaIndex, Budget, BudgetIndex, CommodityIndex, LinkIndex, NodeIndex, PeriodIndex, Provenance,
    Resource, ResourceIndex, StoreIndex, Unit,
};

fn sample() -> (Continent, Plan) {
    let shape = Shape {
        nodes: 5,
        commodities: 3,
        periods: 2,
        links: 9,
        sites: 6,
        stores: 3,
        cyclic: true,
    };
    let (mut continent, mut plan) = random_plan(shape, Accounting::Closed, 3);
    continent.resources.push(Resource {
        id: "labour".to_owned(),
        name: "Labour".to_owned(),
        unit: Unit::Hour,
    });
    continent.budgets.push(Budget {
        id: "budget".to_owned(),
        area: AreaIndex(0),
        resource: ResourceIndex(0),
        limit_per_year: 1.0,
        profile: None,
        provenance: Provenance::default(),
    });
    let rows = [
        PricedRow::Balance(NodeIndex(1), CommodityIndex(2)),
        PricedRow::Link(LinkIndex(0)),
        PricedRow::Budget(BudgetIndex(0)),
        PricedRow::Store(StoreIndex(1)),
    ];
    plan.prices = rows
        .map(|row| Price {
            period: PeriodIndex(1),
            row,
            price_gj: -0.25,
        })
        .to_vec();
    plan.shortages = vec![Shortage {
        period: PeriodIndex(0),
        node: NodeIndex(0),
        commodity: CommodityIndex(0),
        amount: 0.1,
    }];
    plan.normalise();
    (continent, plan)
}

#[test]
fn what_is_written_is_read_back() {
    let (continent, plan) = sample();
    let folder = tempfile::tempdir().unwrap();
    let postings = ledger(&continent, Accounting::Closed, &plan);
    let traced = trace(&continent, Accounting::Closed, &plan, &postings);
    write_plan(folder.path(), &continent, &plan).unwrap();
    write_ledger(folder.path(), &continent, &postings).unwrap();
    write_embodied(folder.path(), &continent, &traced.embodied).unwrap();
    assert_eq!(read_plan(folder.path(), &continent).unwrap(), plan);
    assert_eq!(read_ledger(folder.path(), &continent).unwrap(), postings);
    assert_eq!(read_embodied(folder.path(), &continent).unwrap(), traced.embodied);
    let mut files: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let mut expected: Vec<_> = data::dictionary::OUTPUT_TABLES
        .iter()
        .map(|table| format!("{}.parquet", table.name))
        .collect();
    expected.sort();
    assert_eq!(files, expected);
}

#[test]
fn an_empty_plan_is_written_and_read_back() {
    let (continent, _) = sample();
    let folder = tempfile::tempdir().unwrap();
    write_plan(folder.path(), &continent, &Plan::default()).unwrap();
    assert_eq!(read_plan(folder.path(), &continent).unwrap(), Plan::default());
}

#[test]
fn equal_plans_are_equal_byte_for_byte() {
    let (continent, plan) = sample();
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    for folder in &folders {
        write_plan(folder.path(), &continent, &plan).unwrap();
    }
    let bytes = folders
        .each_ref()
        .map(|f| std::fs::read(f.path().join("flows.parquet")).unwrap());
    assert_eq!(bytes[0], bytes[1]);
}

#[test]
fn errors_say_where_and_what() {
    let (continent, plan) = sample();
    let folder = tempfile::tempdir().unwrap();
    write_plan(folder.path(), &continent, &plan).unwrap();
    let mut other = continent.clone();
    other.nodes[plan_first_tail(&continent, &plan)].id = "elsewhere".to_owned();
    let error = read_plan(folder.path(), &other).unwrap_err().to_string();
    assert!(error.starts_with("flows: row 1: column from_node"), "{error}");
    std::fs::write(folder.path().join("spills.parquet"), b"not a table").unwrap();
    assert!(matches!(
        read_plan(folder.path(), &continent),
        Err(TableError::Refused { .. })
    ));
    std::fs::copy(
        folder.path().join("flows.parquet"),
        folder.path().join("spills.parquet"),
    )
    .unwrap();
    assert!(matches!(
        read_plan(folder.path(), &continent),
        Err(TableError::Columns { table: "spills", .. })
    ));
    std::fs::remove_file(folder.path().join("trade.parquet")).unwrap();
    std::fs::remove_file(folder.path().join("spills.parquet")).unwrap();
    assert!(matches!(
        read_plan(folder.path(), &continent),
        Err(TableError::Disk { .. })
    ));
}

fn plan_first_tail(continent: &Continent, plan: &Plan) -> usize {
    let flow = &plan.flows[0];
    crate::plan::terms::tail(continent, flow.link, flow.direction).position()
}
