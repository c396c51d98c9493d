//! Pricing rounds: tasks and answers in memory that is used again.

use super::super::space::Space;
use data::model::{CommodityIndex, PeriodIndex};
use std::sync::Arc;
use workers::pricing::{ArcPrices, Labels, NO_ARC, PricingPlan, PricingRound, PricingTask, Source};
use workers::{Farm, LocalFarm};

/// One round after the other.
#[derive(Debug)]
pub(super) struct Rounds {
    /// Who prices.
    pub(super) farm: Arc<dyn Farm>,
    /// By period: prices by arc.
    pub(super) prices: Vec<ArcPrices>,
    pub(super) plan: PricingPlan,
    pub(super) tasks: Vec<PricingTask>,
    pub(super) answers: Vec<Labels>,
    count: usize,
}

impl Rounds {
    pub(super) fn new(space: &Space<'_>, farm: Arc<dyn Farm>) -> Self {
        Self {
            farm,
            prices: vec![ArcPrices::default(); space.network.continent.periods.len()],
            plan: space.pricing_plan(),
            tasks: Vec::new(),
            answers: Vec::new(),
            count: 0,
        }
    }

    pub(super) fn node_count(&self) -> usize {
        self.plan.network().node_count()
    }

    pub(super) fn commodity_count(&self) -> usize {
        self.plan.commodity_count()
    }

    /// Begins a round.
    pub(super) fn clear(&mut self) {
        self.count = 0;
    }

    /// Puts a task into the round; offers that are infinite are none.
    pub(super) fn add(
        &mut self,
        period: PeriodIndex,
        commodity: CommodityIndex,
        offers: impl Iterator<Item = (u32, f64)>,
    ) {
        if self.count == self.tasks.len() {
            self.tasks.push(PricingTask::default());
            self.answers.push(Labels::default());
        }
        let task = &mut self.tasks[self.count];
        (task.period, task.commodity) = (period.0, commodity.0);
        task.sources.clear();
        let finite = offers.filter(|(_, price)| price.is_finite());
        task.sources
            .extend(finite.map(|(node, price_gj)| Source { node, price_gj }));
        self.count += 1;
    }

    /// Prices the round. What the farm cannot do is done here.
    pub(super) fn run(&mut self) {
        let round = PricingRound {
            plan: &self.plan,
            prices: &self.prices,
            tasks: &self.tasks[..self.count],
        };
        let answers = &mut self.answers[..self.count];
        if self.farm.price_round(&round, answers).is_err() {
            let here = LocalFarm::default();
            // What fails here as well leaves labels that say nothing can be had: a bound at any prices.
            if here.price_round(&round, answers).is_err() {
                let nodes = round.plan.network().node_count();
                answers.fill(Labels {
                    prices: vec![f64::INFINITY; nodes],
                    last_arcs: vec![NO_ARC; nodes],
                    order: Vec::new(),
                });
            }
        }
    }

    /// Answers of the round, each with the positions of its period and its commodity.
    pub(super) fn answers(&self) -> impl Iterator<Item = (usize, usize, &Labels)> {
        let tasks = self.tasks[..self.count].iter().zip(&self.answers);
        tasks.map(|(task, answer)| (task.period as usize, task.commodity as usize, answer))
    }
}
