//! The plans of a batch: the cross product of its axes, less what its selections leave out.

use super::file::{BatchFile, Selection};

/// Most plans that a batch may have.
pub const MOST_PLANS: usize = 10_000;
/// Largest cross product that selections are applied to.
pub const LARGEST_PRODUCT: usize = 1_000_000;

/// A plan of a batch: the position of the alternative it takes, axis by axis.
pub type Choice = Vec<usize>;

impl BatchFile {
    /// How many plans the axes have together, before any selection; none when that cannot be counted.
    #[must_use]
    pub fn product(&self) -> Option<usize> {
        let mut counts = self.axes.iter().map(|axis| axis.alternatives.len());
        counts.try_fold(1_usize, usize::checked_mul)
    }

    /// The plans, the last axis turning fastest; none at all when the cross product is above [`LARGEST_PRODUCT`], which is a
    /// finding of the file.
    #[must_use]
    pub fn choices(&self) -> Vec<Choice> {
        let Some(product) = self.product().filter(|product| *product <= LARGEST_PRODUCT) else {
            return Vec::new();
        };
        let all = (0..product).map(|position| self.choice(position));
        all.filter(|choice| self.is_selected(choice)).collect()
    }

    fn choice(&self, position: usize) -> Choice {
        let mut rest = position;
        let mut choice = vec![0; self.axes.len()];
        for (place, axis) in choice.iter_mut().zip(&self.axes).rev() {
            *place = rest % axis.alternatives.len();
            rest /= axis.alternatives.len();
        }
        choice
    }

    fn is_selected(&self, choice: &[usize]) -> bool {
        let is_picked = |selection: &Selection| self.is_picked(selection, choice);
        (self.only.is_empty() || self.only.iter().any(is_picked)) && !self.exclude.iter().any(is_picked)
    }

    fn is_picked(&self, selection: &Selection, choice: &[usize]) -> bool {
        selection.conditions.iter().all(|(name, alternative)| {
            let mut axes = self.axes.iter().zip(choice);
            axes.any(|(axis, at)| axis.name == *name && axis.alternatives[*at].name == *alternative)
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::BatchFile;

    fn batch(selections: &str) -> BatchFile {
        let text = format!(
            r#"
            name = "Plans"
            data = "tables"
            {selections}
            [[axes]]
            name = "demand"
            alternatives = [{{ name = "low" }}, {{ name = "high" }}]
            [[axes]]
            name = "coal"
            alternatives = [{{ name = "all" }}, {{ name = "half" }}, {{ name = "none" }}]
            "#
        );
        toml::from_str(&text).unwrap()
    }

    #[test]
    fn the_last_axis_turns_fastest() {
        let choices = batch("").choices();
        assert_eq!(choices.first().unwrap(), &[0, 0]);
        assert_eq!(choices.get(1).unwrap(), &[0, 1]);
        assert_eq!(choices.last().unwrap(), &[1, 2]);
        assert_eq!(choices.len(), 6);
    }

    #[test]
    fn selections_pick_and_leave_out() {
        let only = batch("only = [{ where = { coal = \"half\" } }, { where = { demand = \"low\", coal = \"none\" } }]");
        assert_eq!(only.choices(), [vec![0, 1], vec![0, 2], vec![1, 1]]);
        let exclude = batch("exclude = [{ where = { demand = \"high\", coal = \"none\" } }]");
        assert_eq!(exclude.choices().len(), 5);
        assert!(!exclude.choices().contains(&vec![1, 2]));
    }
}
