//! Parts of a horizon as continents of one period each.

use data::model::{Continent, Period, PeriodIndex, Profile, StoreEnds};

/// The whole horizon as one period: profiles by their means.
pub(super) fn whole(continent: &Continent) -> Continent {
    let hours: f64 = continent.periods.iter().map(|period| period.hours).sum();
    let mean = |profile: &Profile| {
        let parts = profile.factors.iter().zip(&continent.periods);
        parts.map(|(factor, period)| factor * period.hours).sum::<f64>() / hours
    };
    Continent {
        periods: vec![Period {
            hours,
            ..continent.periods[0].clone()
        }],
        profiles: with_factors(continent, mean),
        ..continent.clone()
    }
}

/// One period, whose stores go from one given level to the next; `levels` by store, then period.
pub(super) fn period(continent: &Continent, period: PeriodIndex, levels: &[Vec<f64>]) -> Continent {
    let position = period.position();
    let before = position.checked_sub(1).unwrap_or(continent.periods.len() - 1);
    let mut part = Continent {
        periods: vec![continent[period].clone()],
        profiles: with_factors(continent, |profile| profile.factors[position]),
        ..continent.clone()
    };
    for (store, levels) in part.stores.iter_mut().zip(levels) {
        let initial = match store.ends {
            StoreEnds::Given { initial, .. } if position == 0 => initial,
            _ => levels[before],
        };
        store.ends = StoreEnds::Given {
            initial,
            final_minimum: levels[position],
        };
        store.capacity = levels[position];
    }
    part
}

fn with_factors(continent: &Continent, factor: impl Fn(&Profile) -> f64) -> Vec<Profile> {
    let with_factor = |profile: &Profile| Profile {
        id: profile.id.clone(),
        factors: vec![factor(profile)],
    };
    continent.profiles.iter().map(with_factor).collect()
}
