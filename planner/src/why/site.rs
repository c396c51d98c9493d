//! Why a site runs as it does.

use super::Reason;
use super::prices::Priced;
use crate::program::Column;
use data::model::{PeriodIndex, SiteIndex};

/// The reason of a site's activity in a period; none where it cannot run then (no capacity, or a candidate).
#[must_use]
pub fn why_site(priced: &Priced<'_>, site: SiteIndex, period: PeriodIndex) -> Option<Reason> {
    let column = *priced.columns.get(&(Column::Activity(site), period))?;
    let continent = priced.network.continent;
    let record = &continent[site];
    let amount = priced.activities.get(&(site, period)).copied().unwrap_or(0.0);
    let decision = format!(
        "{} runs {} at {}",
        record.id, continent[record.process].id, continent[record.node].id
    );
    Some(priced.reason(column, amount, decision, "unit of activity"))
}
