//! Leaderboards: who stands where in a [`period::Period`], by a figure that is never money.
//!
//! Figures are kept as fractions of whole numbers, so that two that are equal are a tie however they
//! are rounded when they are read. How a board stood when its period was over is in [`snapshot`].

pub mod period;
pub mod snapshot;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::ids::PartnerId;
use super::partner::Partner;
use super::words::words;

/// With fewer that are ranked there is no board, and a partner hears its figure alone: a place among
/// four would tell too much about the other three.
pub const RANKED_MIN: usize = 5;
/// The last rank that a board shows; everybody who shares it is shown.
pub const SHOWN_MAX: u32 = 10;
/// Fewer results than this say nothing about how many referrals are won.
pub const DECIDED_MIN: u32 = 5;

words! {
    /// What a board counts.
    Metric {
        /// Referrals approved in the period.
        Approved = "approved",
        /// Deals closed in the period.
        Won = "won",
        /// Won of all that was won, lost or expired in the period.
        Conversion = "conversion",
        /// Approved referrals more than in the period before.
        Growth = "growth",
    }
}

/// What a partner brought about in a period, as it is known now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    pub partner: PartnerId,
    /// What it is called where it is shown: equal ones stand by it.
    pub name: String,
    pub approved: u32,
    /// Approved in the period before.
    pub before: u32,
    pub won: u32,
    pub lost: u32,
    pub expired: u32,
}

/// `part` of `of`; counts are so many of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    pub part: u32,
    pub of: u32,
}

impl Figure {
    const fn count(part: u32) -> Self {
        Self { part, of: 1 }
    }

    fn against(self, other: Self) -> Ordering {
        let times = |part: u32, of: u32| u64::from(part) * u64::from(of);
        times(self.part, other.of).cmp(&times(other.part, self.of))
    }
}

impl Tally {
    /// Of a partner that has brought about nothing.
    #[must_use]
    pub fn nothing(partner: &Partner) -> Self {
        let (partner, name) = (partner.id, partner.name.clone());
        Self { partner, name, approved: 0, before: 0, won: 0, lost: 0, expired: 0 }
    }

    /// Results in the period.
    #[must_use]
    pub const fn decided(&self) -> u32 {
        self.won + self.lost + self.expired
    }

    /// What it is ranked by; `None` when it is not ranked.
    #[must_use]
    pub fn figure(&self, metric: Metric) -> Option<Figure> {
        let counted = |n: u32| (n > 0).then_some(Figure::count(n));
        match metric {
            Metric::Approved => counted(self.approved),
            Metric::Won => counted(self.won),
            Metric::Conversion => (self.decided() >= DECIDED_MIN)
                .then(|| Figure { part: self.won, of: self.decided() }),
            Metric::Growth => counted(self.approved.saturating_sub(self.before)),
        }
    }
}

/// A partner's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    pub partner: PartnerId,
    pub name: String,
    /// From 1; those of one figure share it, and the next rank is as far down as there are before it.
    pub rank: u32,
    pub figure: Figure,
}

/// Everybody who is ranked, the first first; equal ones by name, small letters as large ones.
#[must_use]
pub fn rank(metric: Metric, tallies: &[Tally]) -> Vec<Placed> {
    let figures = tallies.iter().filter_map(|tally| Some((tally, tally.figure(metric)?)));
    let mut figures: Vec<_> = figures.collect();
    let name = |tally: &Tally| (tally.name.to_lowercase(), tally.name.clone(), tally.partner);
    figures.sort_by(|(one, a), (other, b)| b.against(*a).then_with(|| name(one).cmp(&name(other))));
    let mut places: Vec<Placed> = Vec::with_capacity(figures.len());
    for (at, (tally, figure)) in (1..).zip(figures) {
        let rank = match places.last() {
            Some(last) if last.figure.against(figure).is_eq() => last.rank,
            Some(_) | None => at,
        };
        let (partner, name) = (tally.partner, tally.name.clone());
        places.push(Placed { partner, name, rank, figure });
    }
    places
}

/// What is shown of a ranking to everybody; `None` when there is no board, because too few take part.
/// The ranking is of those who chose to be shown: whoever is not there leaves no gap.
#[must_use]
pub fn board(ranked: &[Placed]) -> Option<&[Placed]> {
    let shown = ranked.partition_point(|one| one.rank <= SHOWN_MAX);
    (ranked.len() >= RANKED_MIN).then(|| &ranked[..shown])
}

/// Where one partner stands among all, as only it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "own", rename_all = "snake_case")]
pub enum Own {
    /// It has nothing that counts, or too few results.
    Unranked { decided: u32 },
    /// Too few are ranked for a place to mean something.
    Alone { figure: Figure },
    Placed {
        figure: Figure,
        rank: u32,
        /// Whether others have the same figure.
        shared: bool,
        next: Option<Next>,
    },
}

/// What is missing to the next better place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Next {
    /// Referrals: approved or won ones, by what is counted.
    pub more: u32,
    pub rank: u32,
}

/// Where a partner stands in a ranking of all.
#[must_use]
pub fn own(metric: Metric, ranked: &[Placed], tally: &Tally) -> Own {
    let Some(figure) = tally.figure(metric) else {
        return Own::Unranked { decided: tally.decided() };
    };
    if ranked.len() < RANKED_MIN {
        return Own::Alone { figure };
    }
    let same = |one: &&Placed| one.figure.against(figure).is_eq();
    let better = ranked.iter().take_while(|one| one.figure.against(figure).is_gt());
    let next = better.last().and_then(|above| {
        Some(Next { more: missing(metric, figure, above.figure)?, rank: above.rank })
    });
    let shared = ranked.iter().filter(same).count() > 1;
    let rank = ranked.iter().find(same).map_or(1, |one| one.rank);
    Own::Placed { figure, rank, shared, next }
}

/// The same for everybody in a ranking, in one pass.
#[must_use]
pub fn each_own(metric: Metric, ranked: &[Placed]) -> Vec<(PartnerId, Own)> {
    let alone = ranked.len() < RANKED_MIN;
    let mut above: Option<&Placed> = None;
    let mut all = Vec::with_capacity(ranked.len());
    for group in ranked.chunk_by(|one, other| one.rank == other.rank) {
        let Some(first) = group.first() else { continue };
        let figure = first.figure;
        let next = above.and_then(|above| {
            Some(Next { more: missing(metric, figure, above.figure)?, rank: above.rank })
        });
        let placed = Own::Placed { figure, rank: first.rank, shared: group.len() > 1, next };
        let own = if alone { Own::Alone { figure } } else { placed };
        all.extend(group.iter().map(|one| (one.partner, own)));
        above = Some(first);
    }
    all
}

/// How many more reach that figure; `None` when no number of them does.
fn missing(metric: Metric, own: Figure, above: Figure) -> Option<u32> {
    match metric {
        Metric::Approved | Metric::Won | Metric::Growth => Some(above.part - own.part),
        // Each further win is one more of one more: (part + n) / (of + n) is to reach the other.
        Metric::Conversion => {
            let times = |a: u32, b: u32| u64::from(a) * u64::from(b);
            let (short, step) = (
                times(above.part, own.of).checked_sub(times(own.part, above.of))?,
                u64::from(above.of.checked_sub(above.part)?),
            );
            (step > 0).then(|| u32::try_from(short.div_ceil(step)).ok())?
        }
    }
}
