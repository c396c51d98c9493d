//! Why a site runs as it does.

use super::Reason;
use super::prices::Priced;
use crate::program::{Column, Part};
use data::model::{PeriodIndex, SiteIndex};

/// The reason of a site's activity in a period; none where it cannot run then (no capacity, or a candidate).
#[must_use]
pub fn why_site(priced: &Priced<'_>, site: SiteIndex, period: PeriodIndex) -> Option<Reason> {
    let sites = vec![site];
    let part = priced.part(
        period,
        &Part {
            sites,
            ..Part::default()
        },
    );
    let (column, _) = part.columns().find(|(_, column)| *column == Column::Activity(site))?;
    let continent = priced.network.continent;
    let record = &continent[site];
    let decision = format!(
        "{} runs {} at {}",
        record.id, continent[record.process].id, continent[record.node].id
    );
    Some(part.reason(column, decision, "unit of activity"))
}
