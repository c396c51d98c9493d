//! Columns of the valley's program, against what is worked out by hand.

use super::build::uses;
use super::valley::{CITY, ELECTRICITY, FARM, FISH, MEDICINE, PORT, WHEAT, continent};
use crate::program::{Column, Program, Variable};
use crate::rows::Direction;
use data::model::*;
use std::collections::BTreeMap;

const WET: PeriodIndex = PeriodIndex(0);
const DRY: PeriodIndex = PeriodIndex(1);
const ROAD: LinkIndex = LinkIndex(0);
const SILO: StoreIndex = StoreIndex(0);
const TANK: StoreIndex = StoreIndex(1);

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * b.abs().max(1.0)
}

/// Entries by row, added up, in plain numbers.
fn entries(column: &Column) -> BTreeMap<usize, f64> {
    let mut rows = BTreeMap::new();
    for (row, coefficient) in &column.entries {
        *rows.entry(*row).or_insert(0.0) += coefficient.middle();
    }
    rows
}

fn has_entries(column: &Column, expected: &[(usize, f64)]) {
    let found = entries(column);
    let expected: BTreeMap<usize, f64> = expected.iter().copied().collect();
    let same = found.len() == expected.len()
        && found
            .iter()
            .zip(&expected)
            .all(|((r, a), (s, b))| r == s && near(*a, *b));
    assert!(same, "found {found:?}, expected {expected:?}");
}

fn filled(program: &Program<'_>, variable: Variable) -> Column {
    let mut column = Column::empty();
    program.fill(variable, &mut column);
    column
}

fn road(direction: Direction) -> Variable {
    Variable::Flow(WET, ROAD, direction, CommodityIndex(WHEAT))
}

fn balance(program: &Program<'_>, node: u32, commodity: u32) -> usize {
    program.rows.balance(WET, NodeIndex(node), CommodityIndex(commodity))
}

#[test]
fn a_flow_burns_at_the_end_it_leaves() {
    let continent = continent();
    let program = Program::new(&continent, Accounting::Closed);
    let joint = program.rows.joint(WET, ROAD);
    for (direction, tail, head) in [(Direction::Forward, FARM, CITY), (Direction::Backward, CITY, FARM)] {
        let column = filled(&program, road(direction));
        has_entries(
            &column,
            &[
                (balance(&program, tail, WHEAT), -1.0),
                (balance(&program, head, WHEAT), 1.0),
                (balance(&program, tail, ELECTRICITY), -1.0),
                (joint, 1.0),
            ],
        );
        assert!(column.energy_gj.is_zero());
        assert!(near(column.weight_gj.middle(), 5.0 * 0.01));
        assert!(near(column.upper.middle(), 5000.0));
    }
}

#[test]
fn direct_accounting_puts_the_burn_into_the_objective() {
    let continent = continent();
    let program = Program::new(&continent, Accounting::Direct);
    let column = filled(&program, road(Direction::Forward));
    assert!(near(column.energy_gj.middle(), 1.0));
    assert!(!entries(&column).contains_key(&balance(&program, FARM, ELECTRICITY)));
}

#[test]
fn weights_and_budgets_count_where_the_link_is_entered() {
    let mut continent = continent();
    continent.weights[0].area = AreaIndex(1);
    continent.budgets[0].resource = ResourceIndex(1);
    let program = Program::new(&continent, Accounting::Closed);
    let budget = program.rows.budget(WET, BudgetIndex(0));
    let from_farm = filled(&program, road(Direction::Forward));
    assert!(near(from_farm.weight_gj.middle(), 0.05));
    assert!(near(entries(&from_farm)[&budget], 0.01));
    let from_city = filled(&program, road(Direction::Backward));
    assert!(from_city.weight_gj.is_zero());
    assert!(!entries(&from_city).contains_key(&budget));
}

#[test]
fn a_carriage_has_its_weight_and_factor() {
    let mut continent = continent();
    continent.modes[0].carriages[0].weight = 2.0;
    continent.modes[0].carriages[0].energy_factor = 0.5;
    continent.commodities[WHEAT as usize].mass_t = 3.0;
    let program = Program::new(&continent, Accounting::Closed);
    let column = filled(&program, road(Direction::Forward));
    let found = entries(&column);
    assert!(near(found[&program.rows.joint(WET, ROAD)], 2.0));
    assert!(near(found[&balance(&program, FARM, ELECTRICITY)], -1.5));
    assert!(near(column.upper.middle(), 2500.0));
    // Resources are used by the tonne, whatever the factor: 3 t * 100 km * 0.0001 t/t-km * 5 GJ/t.
    assert!(near(column.weight_gj.middle(), 0.15));
}

#[test]
fn a_terminal_counts_tonnes_not_kilometres() {
    let mut continent = continent();
    continent.modes[2].resource_uses = vec![uses(1, 0.2)];
    let program = Program::new(&continent, Accounting::Closed);
    let quay = Variable::Flow(WET, LinkIndex(2), Direction::Forward, CommodityIndex(MEDICINE));
    let column = filled(&program, quay);
    assert!(near(column.weight_gj.middle(), 0.2 * 5.0));
    assert!(near(column.energy_gj.middle(), 0.02));
}

#[test]
fn a_carrier_carried_by_its_own_mode_is_drawn_twice() {
    let mut continent = continent();
    continent.commodities[ELECTRICITY as usize].mass_t = 1.0;
    continent.modes[0].carriages[0].commodity = CommodityIndex(ELECTRICITY);
    let program = Program::new(&continent, Accounting::Closed);
    let flow = Variable::Flow(WET, ROAD, Direction::Forward, CommodityIndex(ELECTRICITY));
    let found = entries(&filled(&program, flow));
    assert!(near(found[&balance(&program, FARM, ELECTRICITY)], -2.0));
    assert!(near(found[&balance(&program, CITY, ELECTRICITY)], 1.0));
}

#[test]
fn stores_draw_their_carrier_each_way() {
    let mut continent = continent();
    continent.stores[0].carrier = Some(CommodityIndex(ELECTRICITY));
    continent.commodities[ELECTRICITY as usize].energy_content_gj = 0.5;
    for (accounting, burnt, posted) in [(Accounting::Closed, 0.1, 0.0), (Accounting::Direct, 0.0, 0.05)] {
        let program = Program::new(&continent, accounting);
        let level = program.rows.store(WET, SILO);
        for (variable, sign) in [
            (Variable::Charge(WET, SILO), -1.0),
            (Variable::Discharge(WET, SILO), 1.0),
        ] {
            let column = filled(&program, variable);
            let mut expected = vec![(balance(&program, FARM, WHEAT), sign), (level, sign)];
            if burnt > 0.0 {
                expected.push((balance(&program, FARM, ELECTRICITY), -burnt));
            }
            has_entries(&column, &expected);
            assert!(near(column.energy_gj.middle(), posted));
            assert!(near(column.upper.middle(), 4380.0));
        }
    }
}

#[test]
fn levels_are_carried_on_and_around() {
    let mut continent = continent();
    continent.stores[1].loss_per_month = 0.02;
    let program = Program::new(&continent, Accounting::Closed);
    let kept = 0.98_f64.powf(6.0);
    let store = |period, store| program.rows.store(period, store);
    has_entries(
        &filled(&program, Variable::Level(WET, SILO)),
        &[(store(WET, SILO), 1.0), (store(DRY, SILO), -kept)],
    );
    // With given ends the last level goes nowhere, has a least, and the first row starts from what is there.
    let last = filled(&program, Variable::Level(DRY, SILO));
    has_entries(&last, &[(store(DRY, SILO), 1.0)]);
    assert!(near(last.lower.middle(), 4.0));
    assert!(near(program.right_hand_side(store(WET, SILO)).middle(), 10.0 * kept));
    // Cyclic: the last level is the one before the first.
    let around = filled(&program, Variable::Level(DRY, TANK));
    has_entries(&around, &[(store(DRY, TANK), 1.0), (store(WET, TANK), -kept)]);
    assert!(around.lower.is_zero());
    assert!(program.right_hand_side(store(WET, TANK)).is_zero());
}

#[test]
fn a_cyclic_store_of_one_period_loses_into_itself() {
    let mut continent = continent();
    continent.periods.truncate(1);
    continent.profiles[0].factors.truncate(1);
    continent.stores[1].loss_per_month = 0.02;
    let program = Program::new(&continent, Accounting::Closed);
    let column = filled(&program, Variable::Level(WET, TANK));
    has_entries(&column, &[(program.rows.store(WET, TANK), 1.0 - 0.98_f64.powf(6.0))]);
}

#[test]
fn sites_draw_inputs_and_burns_and_have_their_bounds() {
    let mut continent = continent();
    continent.processes[0].inputs = vec![Quantity {
        commodity: CommodityIndex(ELECTRICITY),
        amount: 0.25,
    }];
    continent.processes[0].burns = vec![Quantity {
        commodity: CommodityIndex(ELECTRICITY),
        amount: 0.5,
    }];
    continent.processes[0].direct_energy_gj = 7.0;
    continent.commodities[ELECTRICITY as usize].energy_content_gj = 4.0;
    continent.sites[0].minimum_per_year = 100.0;
    let field = Variable::Activity(WET, SiteIndex(0));
    for (accounting, drawn, energy) in [(Accounting::Closed, -0.75, 2.0), (Accounting::Direct, -0.25, 9.0)] {
        let program = Program::new(&continent, accounting);
        let column = filled(&program, field);
        has_entries(
            &column,
            &[
                (balance(&program, FARM, WHEAT), 1.0),
                (balance(&program, FARM, ELECTRICITY), drawn),
                (program.rows.budget(WET, BudgetIndex(0)), 3.0),
            ],
        );
        assert!(near(column.energy_gj.middle(), energy));
        // Half the year, twice the mean: all of the year's figures.
        assert!(near(column.lower.middle(), 100.0) && near(column.upper.middle(), 1000.0));
        let candidate = filled(&program, Variable::Activity(WET, SiteIndex(3)));
        assert!(candidate.upper.is_zero());
    }
}

#[test]
fn exports_beyond_the_least_and_shortages_share_what_is_asked() {
    let continent = continent();
    let program = Program::new(&continent, Accounting::Closed);
    let export = filled(&program, Variable::Trade(WET, TradeIndex(1)));
    has_entries(&export, &[(balance(&program, PORT, FISH), -1.0)]);
    assert!(export.lower.is_zero() && near(export.upper.middle(), 2.0) && export.energy_gj.is_zero());
    let shortage = filled(&program, Variable::Shortage(WET, NodeIndex(PORT), CommodityIndex(FISH)));
    assert!(near(shortage.upper.middle(), 0.5 + 3.0) && near(shortage.energy_gj.middle(), 500.0));
    let import = filled(&program, Variable::Trade(WET, TradeIndex(0)));
    has_entries(&import, &[(balance(&program, PORT, MEDICINE), 1.0)]);
    assert!(near(import.lower.middle(), 2.5) && near(import.upper.middle(), 10.0));
}

#[test]
fn spill_is_bounded_by_all_that_can_come_in() {
    let continent = continent();
    let program = Program::new(&continent, Accounting::Closed);
    let spill = |period, node, commodity| {
        filled(
            &program,
            Variable::Spill(period, NodeIndex(node), CommodityIndex(commodity)),
        )
        .upper
        .middle()
    };
    // Two fields of 1,000 t, the silo's 4,380 t, the road's 5,000 t; the canal does not arrive here.
    assert!(near(spill(WET, FARM, WHEAT), 2000.0 + 4380.0 + 5000.0));
    assert!(near(spill(DRY, FARM, WHEAT), 4380.0 + 5000.0));
    // Imports of 10 t, the tank's 4,380 t, the quay's 500 t.
    assert!(near(spill(WET, PORT, MEDICINE), 10.0 + 4380.0 + 500.0));
    // Nothing is made or imported in the city; the fishery is not built but has its row.
    assert!(!program.may_spill(NodeIndex(CITY), CommodityIndex(WHEAT)));
    assert!(program.may_spill(NodeIndex(PORT), CommodityIndex(FISH)));
    assert!(near(spill(WET, PORT, FISH), 0.0));
}

#[test]
fn every_variable_is_visited_once() {
    let continent = continent();
    let program = Program::new(&continent, Accounting::Closed);
    let mut seen = std::collections::BTreeSet::new();
    program.for_each_variable(|variable, column| {
        assert!(seen.insert(variable));
        assert_eq!(filled(&program, variable).entries, column.entries);
    });
    // A period: road 2, canal 1, quay 2; 5 sites; 2 stores * 3; 2 trades; 3 shortages; 4 spills.
    assert_eq!(seen.len(), 2 * (2 + 1 + 2 + 5 + 6 + 2 + 3 + 4));
}
