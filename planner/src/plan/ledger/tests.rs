use super::*;
use crate::plan::rows::{Flow, Production, Shortage, Storage, TradeRow};
use crate::plan::sample::{
    MAKING, MOVING, add_commodity, add_link, add_mode, add_process, add_site, add_store, add_trade, continent,
};
use data::model::{
    AreaIndex, NodeIndex, Resource, ResourceIndex, ResourceUse, ResourceWeight, SiteIndex, Stage, StoreEnds,
    StoreIndex, TradeIndex, Unit,
};

const A: NodeIndex = NodeIndex(0);
const B: NodeIndex = NodeIndex(1);
const YEAR: PeriodIndex = PeriodIndex(0);

/// One of everything that can be posted, with a policy's price of 3 GJ an hour of labour in the area of B.
fn one_of_everything() -> (Continent, Plan) {
    let mut c = continent(2, 1);
    let coal = add_commodity(&mut c, "coal", 20.0);
    let grain = add_commodity(&mut c, "grain", 0.0);
    let rail = add_mode(&mut c, "rail", Some(coal), 2.0, 0.0);
    let crane = add_mode(&mut c, "crane", None, 0.25, 0.0);
    add_link(&mut c, rail, A, B);
    let terminal = add_link(&mut c, crane, A, B);
    c.links[terminal.position()].is_terminal = true;
    c.links[terminal.position()].length_km = 0.0;
    let farming = add_process(&mut c, Stage::Extraction, 4.0, &[], &[(coal, 0.1)], &[(grain, 1.0)]);
    add_site(&mut c, farming, B);
    add_store(&mut c, A, grain, 0.0, Some(coal), StoreEnds::Cyclic);
    add_trade(&mut c, A, grain, TradeDirection::Import);
    add_trade(&mut c, A, grain, TradeDirection::Export);
    c.resources.push(Resource {
        id: "labour".to_owned(),
        name: "Labour".to_owned(),
        unit: Unit::Hour,
    });
    let uses = vec![ResourceUse {
        resource: ResourceIndex(0),
        amount: 0.5,
    }];
    c.processes[0].resource_uses.clone_from(&uses);
    c.modes[0].resource_uses.clone_from(&uses);
    c.weights.push(ResourceWeight {
        resource: ResourceIndex(0),
        area: AreaIndex(2),
        energy_gj: 3.0,
    });
    let flow = |link, direction, amount| Flow {
        period: YEAR,
        link,
        direction,
        commodity: grain,
        amount,
    };
    let plan = Plan {
        flows: vec![
            flow(LinkIndex(0), Direction::Forward, 1.0),
            flow(LinkIndex(0), Direction::Backward, 2.0),
            flow(terminal, Direction::Backward, 4.0),
        ],
        production: vec![Production {
            period: YEAR,
            site: SiteIndex(0),
            activity: 10.0,
        }],
        storage: vec![Storage {
            period: YEAR,
            store: StoreIndex(0),
            charged: 1.0,
            discharged: 1.0,
            level: 0.0,
        }],
        shortages: vec![Shortage {
            period: YEAR,
            node: B,
            commodity: grain,
            amount: 0.5,
        }],
        trade: vec![
            TradeRow {
                period: YEAR,
                trade: TradeIndex(0),
                amount: 3.0,
            },
            TradeRow {
                period: YEAR,
                trade: TradeIndex(1),
                amount: 1.0,
            },
        ],
        ..Plan::default()
    };
    (c, plan)
}

fn summary(postings: &[Posting]) -> Vec<(Activity, u32, f64)> {
    postings.iter().map(|p| (p.activity, p.area.0, p.energy_gj)).collect()
}

#[test]
fn closed_accounting_posts_primary_energy_and_what_burns_no_carrier() {
    let (c, plan) = one_of_everything();
    let postings = ledger(&c, Accounting::Closed, &plan);
    let expected = [
        (Activity::Production, 2, 40.0),
        (Activity::Transfer, 2, 1.0),
        (Activity::Import, 1, 6.0),
        (Activity::Shortage, 2, 5000.0),
        // Labour in the area of B: the site, and the freight that sets out from B.
        (Activity::Weight, 2, 15.0),
        (Activity::Weight, 1, 3000.0),
    ];
    assert_eq!(summary(&postings), expected);
    assert_eq!(sum(&postings), 8062.0);
    assert_eq!(sum_of(&postings, Activity::Weight), 3015.0);
}

#[test]
fn direct_accounting_posts_figures() {
    let (c, plan) = one_of_everything();
    let postings = ledger(&c, Accounting::Direct, &plan);
    let expected = [
        (Activity::Production, 2, 25.0),
        (Activity::Transport, 1, 6.0),
        (Activity::Transfer, 2, 1.0),
        (Activity::Storage, 1, 0.4),
        (Activity::Import, 1, 6.0),
    ];
    assert_eq!(&summary(&postings)[..5], expected);
    let rail = &postings[1];
    assert_eq!(
        (rail.posted_to, rail.sequence, rail.commodity),
        (PostedTo::Link(LinkIndex(0)), MOVING, Some(CommodityIndex(1)))
    );
    assert_eq!(postings[0].sequence, MAKING);
}
