//! Lines of a report: what was measured, ours beside the peer's, the aim and whether it was reached.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::times::Times;

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// So many a second.
    Rate,
    /// Bytes.
    Bytes,
    /// A number of things, or how many times one figure is another.
    Number,
}

/// The figures of one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// The figure, or the median of many.
    pub p50: f64,
    /// What 99 of a hundred did not exceed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p99: Option<f64>,
    /// The greatest, where one bad moment counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
}

impl Figures {
    /// One figure.
    pub fn one(figure: f64) -> Self {
        Self { p50: figure, p99: None, max: None }
    }

    /// Of many times: median and p99.
    pub fn of(times: &Times) -> Self {
        let p99 = Some(times.percentile(99).as_secs_f64());
        Self { p50: times.percentile(50).as_secs_f64(), p99, max: None }
    }

    /// Of many times, the longest too.
    pub fn with_max(times: &Times) -> Self {
        Self { max: Some(times.percentile(100).as_secs_f64()), ..Self::of(times) }
    }
}

/// What a line should come to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Aim {
    /// In words: `ratio ≤ 1.00`.
    pub words: String,
    /// Whether it was reached.
    pub reached: bool,
}

/// One line of a report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// What was measured.
    pub what: String,
    /// What the figures count.
    pub unit: Unit,
    /// Ours.
    pub ours: Option<Figures>,
    /// SQLite's.
    pub peer: Option<Figures>,
    /// Our (median) figure by the peer's.
    pub ratio: Option<f64>,
    /// What it should come to.
    pub aim: Option<Aim>,
}

impl Line {
    /// A line of figures.
    pub fn new(what: impl Into<String>, unit: Unit, ours: Option<Figures>, peer: Option<Figures>) -> Self {
        let ratio = ours.zip(peer).map(|(ours, peer)| ours.p50 / peer.p50).filter(|ratio| ratio.is_finite());
        Self { what: what.into(), unit, ours, peer, ratio, aim: None }
    }

    /// A line of times: median and p99.
    pub fn times(what: impl Into<String>, ours: &Times, peer: Option<&Times>) -> Self {
        Self::new(what, Unit::Seconds, Some(Figures::of(ours)), peer.map(Figures::of))
    }

    /// A line of times, the longest too.
    pub fn times_with_max(what: impl Into<String>, ours: &Times, peer: Option<&Times>) -> Self {
        Self::new(what, Unit::Seconds, Some(Figures::with_max(ours)), peer.map(Figures::with_max))
    }

    /// A line of one figure for each side.
    pub fn one(what: impl Into<String>, unit: Unit, ours: f64, peer: Option<f64>) -> Self {
        Self::new(what, unit, Some(Figures::one(ours)), peer.map(Figures::one))
    }

    fn aim(mut self, words: String, reached: bool) -> Self {
        self.aim = Some(Aim { words, reached });
        self
    }

    /// Our p99 should not exceed this.
    #[must_use]
    pub fn p99_at_most(self, bound: Option<Duration>) -> Self {
        let Some((bound, p99)) = bound.zip(self.ours.and_then(|ours| ours.p99)) else { return self };
        self.aim(format!("p99 ≤ {}", told(Unit::Seconds, bound.as_secs_f64())), p99 <= bound.as_secs_f64())
    }

    /// Our figure should not exceed this.
    #[must_use]
    pub fn at_most(self, bound: Option<f64>) -> Self {
        let Some((bound, ours)) = bound.zip(self.ours) else { return self };
        let words = format!("≤ {}", told(self.unit, bound));
        self.aim(words, ours.p50 <= bound)
    }

    /// Our figure should be at least this.
    #[must_use]
    pub fn at_least(self, bound: Option<f64>) -> Self {
        let Some((bound, ours)) = bound.zip(self.ours) else { return self };
        let words = format!("≥ {}", told(self.unit, bound));
        self.aim(words, ours.p50 >= bound)
    }

    /// Our figure should be at most so many times the peer's.
    #[must_use]
    pub fn ratio_at_most(self, bound: Option<f64>) -> Self {
        let Some((bound, ratio)) = bound.zip(self.ratio) else { return self };
        self.aim(format!("ratio ≤ {bound:.2}"), ratio <= bound)
    }

    /// Our figure should be at least so many times the peer's.
    #[must_use]
    pub fn ratio_at_least(self, bound: Option<f64>) -> Self {
        let Some((bound, ratio)) = bound.zip(self.ratio) else { return self };
        self.aim(format!("ratio ≥ {bound:.2}"), ratio >= bound)
    }

    /// Whether it fell short of its aim.
    pub fn missed(&self) -> bool {
        self.aim.as_ref().is_some_and(|aim| !aim.reached)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |figures: Option<Figures>| {
            let Some(figures) = figures else { return "–".to_owned() };
            let all = [Some(figures.p50), figures.p99, figures.max];
            all.into_iter().flatten().map(|figure| told(self.unit, figure)).collect::<Vec<_>>().join(" / ")
        };
        let ratio = self.ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"));
        let (what, ours, peer) = (&self.what, side(self.ours), side(self.peer));
        write!(f, "  {what:<44} {ours:>31} {peer:>31} {ratio:>7}")?;
        if let Some(aim) = &self.aim {
            write!(f, "  {}{}", aim.words, if aim.reached { "" } else { "  MISSED" })?;
        }
        Ok(())
    }
}

/// The headings over lines.
pub fn head(title: &str) -> String {
    format!(
        "\n{title}\n  {:<44} {:>31} {:>31} {:>7}  aim",
        "what", "ours p50 / p99 / max", "SQLite p50 / p99 / max", "ratio"
    )
}

/// A figure for the eye.
pub fn told(unit: Unit, figure: f64) -> String {
    let scaled = |steps: &[(f64, &str)]| {
        let fits = |(size, _): &&(f64, &str)| figure.abs() < *size * 1_000.0;
        let (size, name) = steps.iter().find(fits).or(steps.last()).copied().unwrap_or((1.0, ""));
        let figure = figure / size;
        let places = usize::from(figure.abs() < 100.0) + usize::from(figure.abs() < 10.0);
        format!("{figure:.places$} {name}")
    };
    match unit {
        Unit::Seconds => scaled(&[(1e-6, "µs"), (1e-3, "ms"), (1.0, "s")]),
        Unit::Bytes => scaled(&[(1.0, "B"), (1e3, "kB"), (1e6, "MB"), (1e9, "GB")]),
        Unit::Rate => format!("{figure:.0}/s"),
        Unit::Number => format!("{figure:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_three_digits() {
        let said = [4.2e-6, 0.0153, 0.9994, 61.0].map(|seconds| told(Unit::Seconds, seconds));
        assert_eq!(said, ["4.20 µs", "15.3 ms", "999 ms", "61.0 s"]);
        assert_eq!(told(Unit::Bytes, 8_660_000_000.0), "8.66 GB");
        assert_eq!(told(Unit::Bytes, 0.0), "0.00 B");
        assert_eq!(told(Unit::Rate, 12_345.6), "12346/s");
    }

    #[test]
    fn what_falls_short_says_so() {
        let line = |ours| Line::one("writes", Unit::Rate, ours, Some(1_000.0)).ratio_at_least(Some(2.0));
        assert!(line(1_999.0).to_string().ends_with("2.00  ratio ≥ 2.00  MISSED"));
        assert!(line(2_000.0).to_string().ends_with("2.00  ratio ≥ 2.00"));
        let mut times = Times::default();
        (0..100).for_each(|n| times.push(Duration::from_micros(n)));
        let late =
            |bound| Line::times("readers", &times, None).p99_at_most(Some(Duration::from_micros(bound)));
        assert!(late(98).missed() && !late(99).missed());
        assert_eq!(Line::times("readers", &times, None).p99_at_most(None).aim, None);
    }
}
