//! Rules over whole tables and between tables, one small function each, in modules named by code.

mod i01;
mod i02;
mod i03;
mod i04;
mod i05;
mod i06;
mod r01;
mod r02;
mod r04;
mod r05;
mod recipe;
mod rounds;
mod v04;
mod v07;
mod v09;
mod v10;
mod v11;
mod v12;
mod v13;
mod v15;
mod v16;

use super::set::Tables;
use crate::findings::Finding;

/// What a rule looks at.
pub(super) struct Context<'a> {
    /// The tables.
    pub(super) tables: &'a Tables,
    /// The calendar asked for.
    pub(super) calendar: &'a str,
}

/// One rule.
struct Rule {
    /// Tables that must be sound before the rule can speak.
    tables: &'static [&'static str],
    /// What the tables must be free of.
    needs: Needs,
    check: fn(&Context<'_>) -> Vec<Finding>,
}

/// How good its tables must be for a rule to speak.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// Their rows can be told apart; cells that are wrong are skipped.
    Readable,
    /// No error was found in them; used where one slip would make a rule report things that are not so.
    Sound,
}

const fn readable(tables: &'static [&'static str], check: fn(&Context<'_>) -> Vec<Finding>) -> Rule {
    Rule {
        tables,
        needs: Needs::Readable,
        check,
    }
}

const fn sound(tables: &'static [&'static str], check: fn(&Context<'_>) -> Vec<Finding>) -> Rule {
    Rule {
        tables,
        needs: Needs::Sound,
        check,
    }
}

const RULES: &[Rule] = &[
    readable(&[], i01::duplicates),
    readable(&["links", "terminals"], i01::links_and_terminals),
    readable(&["periods", "profiles"], i02::profile_periods),
    readable(&[], i03::look_alikes),
    readable(&["links"], i04::links),
    readable(&["terminals"], i04::terminals),
    readable(&["areas"], i04::areas),
    readable(&["links"], i05::parallel_links),
    readable(&[], i06::ids),
    readable(&["areas"], v04::one_root),
    readable(&["sites"], v07::sites),
    readable(&["trade"], v07::trade),
    readable(&["stores"], v07::stores),
    readable(&["commodities"], v09::commodities),
    readable(&["commodities", "recipes"], v09::burns),
    readable(&["commodities", "modes"], v09::mode_carriers),
    readable(&["commodities", "stores"], v09::store_carriers),
    readable(&["commodities", "modes", "mode_commodities"], v09::carriages),
    readable(&[], v10::spreads),
    readable(&["demand", "commodities"], v11::demand_sums),
    readable(&["sites", "recipes", "processes"], v11::site_amounts),
    readable(&["nodes"], v12::degrees),
    readable(&["periods"], v13::periods),
    readable(&["periods"], v16::calendar),
    readable(&[], v16::tables),
    sound(&["recipes", "processes"], v15::embodied_shares),
    sound(&["profiles", "periods"], v15::profiles),
    sound(&["processes", "recipes"], r01::makes_nothing),
    sound(&["processes", "recipes", "commodities"], r02::energy),
    sound(&["processes", "recipes", "commodities"], r02::mass),
    sound(&["processes", "recipes", "commodities"], r04::rounds),
    sound(
        &[
            "processes",
            "recipes",
            "commodities",
            "sites",
            "demand",
            "trade",
            "stores",
            "modes",
            "links",
            "terminals",
        ],
        r05::never_made,
    ),
];

/// Runs every rule whose tables are good enough.
pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for needs in [Needs::Readable, Needs::Sound] {
        let rules = RULES.iter().filter(|rule| rule.needs == needs);
        let found: Vec<Finding> = rules
            .filter(|rule| can_speak(rule, context, findings))
            .flat_map(|rule| (rule.check)(context))
            .collect();
        findings.extend(found);
    }
}

fn can_speak(rule: &Rule, context: &Context<'_>, findings: &[Finding]) -> bool {
    rule.tables.iter().all(|name| {
        let table = context.tables.get(name);
        let is_here = |f: &Finding| f.place == table.file || f.place.starts_with(&table.place(""));
        table.readable && (rule.needs == Needs::Readable || !findings.iter().any(|f| f.is_error() && is_here(f)))
    })
}
