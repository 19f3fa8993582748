//! Ratios of paired rounds, with their spread.

/// The values of one measure, round by round.
#[derive(Debug, Default, Clone)]
pub struct Rounds(Vec<f64>);

impl Rounds {
    /// Adds a round.
    pub fn push(&mut self, value: f64) {
        self.0.push(value);
    }

    /// The value below which `share` of them lie.
    pub fn quantile(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a small index"
        )]
        let at = (last as f64 * share).round() as usize;
        sorted.get(at).copied().unwrap_or(f64::NAN)
    }

    /// The middle one, or the mean of the two in the middle.
    pub fn median(&self) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let middle = [sorted.len().saturating_sub(1) / 2, sorted.len() / 2];
        middle.iter().filter_map(|at| sorted.get(*at)).sum::<f64>() / 2.0
    }

    /// The middle one with the smallest and the largest.
    pub fn shown(&self) -> String {
        format!("{:.3} [{:.3}-{:.3}]", self.median(), self.quantile(0.0), self.quantile(1.0))
    }
}

impl FromIterator<f64> for Rounds {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

/// Prints one measure beside its goal.
pub fn line(goal: &str, what: &str, rounds: &Rounds, wanted: &str) {
    println!("{goal:3} {what:68} {:>24}   goal {wanted}", rounds.shown());
}
