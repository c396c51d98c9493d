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

/// One period, whose stores begin with what the one before left them; `levels` by store, then period.
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
            final_minimum: 0.0,
        };
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

#[cfg(test)]
mod tests {
    use super::*;
    use data::generate::{GenerateSpec, generate};

    #[test]
    fn slices_add_up_to_the_whole() {
        let continent = generate(&GenerateSpec {
            nodes: 40,
            commodities: 12,
            periods: 4,
            seed: 3,
        });
        let one = PeriodIndex::from_position(0);
        let total = |part: &Continent, period: PeriodIndex| -> f64 {
            let asked = part.demands.iter();
            asked
                .map(|demand| part.per_period(demand.amount_per_year, demand.profile, period))
                .sum()
        };
        let levels = vec![vec![1.0, 2.0, 3.0, 4.0]; continent.stores.len()];
        let slices = continent
            .period_indices()
            .map(|at| total(&period(&continent, at, &levels), one));
        let (slices, all) = (slices.sum::<f64>(), total(&whole(&continent), one));
        assert!(all > 0.0 && (slices - all).abs() < 1e-9 * all, "{slices} {all}");
        let second = period(&continent, PeriodIndex::from_position(1), &levels);
        assert!(!second.stores.is_empty());
        for store in &second.stores {
            let expected = StoreEnds::Given {
                initial: 1.0,
                final_minimum: 0.0,
            };
            assert_eq!(store.ends, expected);
        }
    }
}
