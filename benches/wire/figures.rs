//! Latencies and what is said about them.

use std::time::Duration;

/// What a stretch of load came to.
#[derive(Clone, Debug, Default)]
pub struct Load {
    /// Sorted once it is complete.
    latencies_us: Vec<u32>,
    pub errors: usize,
    pub seconds: f64,
}

impl Load {
    pub fn new(mut latencies_us: Vec<u32>, errors: usize, took: Duration) -> Self {
        latencies_us.sort_unstable();
        Self { latencies_us, errors, seconds: took.as_secs_f64() }
    }

    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.latencies_us.len() as f64 / self.seconds.max(1e-9)
    }

    /// The latency in milliseconds below which this share of the answers lies.
    pub fn ms(&self, share: f64) -> f64 {
        let last = self.latencies_us.len().saturating_sub(1);
        let at = (self.latencies_us.len() as f64 * share).ceil() as usize;
        let found = self.latencies_us.get(at.saturating_sub(1).min(last));
        found.map_or(f64::NAN, |us| f64::from(*us) / 1_000.0)
    }

    pub fn count(&self) -> usize {
        self.latencies_us.len()
    }
}

/// The middle of some rounds.
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().filter(|value| value.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => values[odd / 2],
        even => f64::midpoint(values[even / 2 - 1], values[even / 2]),
    }
}

/// Smallest, middle and largest of some rounds.
pub fn spread(values: &[f64]) -> String {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    format!("{}/{}/{}", short(least), short(median(values.iter().copied())), short(most))
}

/// As many digits as mean something.
pub fn short(value: f64) -> String {
    match value {
        value if !value.is_finite() => "–".to_owned(),
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}
