//! Charts beside boards and beside one's own place, each with the same in words.

use std::collections::BTreeMap;

use super::{NAME, figure_word, metric_word, period_word};
use crate::chat::chart::{Bar, Chart, Lines, Series, Shape};
use crate::chat::limits::{self, units};
use crate::domain::board::period::Period;
use crate::domain::board::{Figure, Metric, Placed};
use crate::domain::ids::{PartnerCode, PartnerId};
use crate::domain::rhythm::month::Month;
use crate::text::{Arg, Voice};

/// Places that are told in words where all of them are too many.
const TOLD: usize = 10;

/// What the partners of a board are called where their names cannot be drawn.
pub type Codes = BTreeMap<PartnerId, PartnerCode>;

/// The board as bars: the places that the message names, none where it names none.
#[must_use]
pub(super) fn board(
    voice: &Voice<'_>,
    (metric, period): (Metric, Period),
    places: &[Placed],
    codes: &Codes,
) -> Option<Chart> {
    let bar = |place: &Placed| Bar {
        rank: place.rank.to_string(),
        name: place.name.clone(),
        code: codes.get(&place.partner).map(ToString::to_string).unwrap_or_default(),
        value: figure_word(voice, metric, place.figure),
        size: size(metric, place.figure),
    };
    let bars: Vec<Bar> = places.iter().map(bar).collect();
    if bars.iter().all(|bar| bar.size == 0) {
        return None;
    }
    Some(Chart {
        title: super::heading(voice, metric, period).words(),
        foot: voice.words("picture-board-foot", &[]),
        alt: board_in_words(voice, (metric, period), places),
        shape: Shape::Bars(bars),
    })
}

/// Shares of a million where it is a share.
fn size(metric: Metric, figure: Figure) -> u64 {
    let (part, of) = (u64::from(figure.part), u64::from(figure.of));
    match metric {
        Metric::Approved | Metric::Won | Metric::Growth => part,
        Metric::Conversion => (part * 1_000_000).checked_div(of).unwrap_or_default(),
    }
}

fn board_in_words(
    voice: &Voice<'_>,
    (metric, period): (Metric, Period),
    places: &[Placed],
) -> String {
    let (what, when) = (metric_word(voice, metric), period_word(voice, period));
    let args = [("metric", Arg::Word(&what)), ("period", Arg::Word(&when))];
    let told = |places: &[Placed]| {
        let ranks = places.chunk_by(|one, other| one.rank == other.rank);
        let ranks = ranks.map(|shared| rank_in_words(voice, metric, shared));
        std::iter::once(voice.words("picture-board", &args)).chain(ranks).collect::<Vec<_>>()
    };
    let all = told(places).join(" ");
    if units(&all) <= limits::ALT {
        return all;
    }
    let rest = voice.words("picture-rest", &[]);
    let some = told(&places[..places.len().min(TOLD)]).join(" ");
    let some = limits::shorten(&some, limits::ALT - units(&rest) - 1);
    format!("{some} {rest}")
}

/// "1: North Partner, 7." "2, shared: South Partner, East Partner, 5 each."
fn rank_in_words(voice: &Voice<'_>, metric: Metric, shared: &[Placed]) -> String {
    let Some(first) = shared.first() else { return String::new() };
    let names: Vec<String> =
        shared.iter().map(|place| limits::shorten(&place.name, NAME)).collect();
    let (names, figure) = (names.join(", "), figure_word(voice, metric, first.figure));
    let args = [
        ("rank", Arg::count(first.rank)),
        ("partner", Arg::Text(&names)),
        ("figure", Arg::Word(&figure)),
    ];
    let key = if shared.len() > 1 { "picture-board-shared" } else { "picture-board-place" };
    voice.words(key, &args)
}

/// What became of a partner's referrals, quarter by quarter, as lines; as bars where there is only
/// one; nothing where nothing was sent, approved or won in any.
#[must_use]
pub(in crate::views) fn trend(voice: &Voice<'_>, quarters: &[(Period, Month)]) -> Option<Chart> {
    let each = |name: &str, count: fn(&Month) -> u64| Series {
        name: voice.words(name, &[]),
        values: quarters
            .iter()
            .map(|(_, quarter)| u32::try_from(count(quarter)).unwrap_or(u32::MAX))
            .collect(),
    };
    let series = vec![
        each("picture-sent", |quarter| quarter.sent),
        each("picture-approved", |quarter| quarter.approved),
        each("picture-won", |quarter| quarter.won),
    ];
    if series.iter().flat_map(|one| &one.values).all(|value| *value == 0) {
        return None;
    }
    let (last, _) = quarters.last()?;
    let when = period_word(voice, *last);
    let (period, n) = (("period", Arg::Word(&when)), ("n", Arg::count(quarters.len())));
    let one = quarters.len() == 1;
    let first = match one {
        true => voice.words("picture-quarter", &[period]),
        false => voice.words("picture-trend", &[n, ("period", Arg::Word(&when))]),
    };
    let values = series.iter().map(|one| values_in_words(voice, one));
    let alt = std::iter::once(first).chain(values).collect::<Vec<_>>().join(" ");
    let title = match one {
        true => voice.words("picture-quarter-head", &[("period", Arg::Word(&when))]),
        false => voice.words("picture-trend-head", &[]),
    };
    let points = quarters.iter().map(|(period, _)| point(voice, *period)).collect();
    let shape = match one {
        true => Shape::Bars(series.into_iter().map(bar).collect()),
        false => Shape::Lines(Lines { points, series }),
    };
    Some(Chart { title, foot: String::new(), alt, shape })
}

/// "Q1 2027", short enough to stand below a point in every language.
fn point(voice: &Voice<'_>, period: Period) -> String {
    let (quarter, year) = (period.quarter().to_string(), period.year().to_string());
    let args = [("quarter", Arg::Word(&quarter)), ("year", Arg::Word(&year))];
    voice.words("picture-point", &args)
}

/// "Sent 4, 6, 9, 12."
fn values_in_words(voice: &Voice<'_>, series: &Series) -> String {
    let values: Vec<String> = series.values.iter().map(ToString::to_string).collect();
    let values = values.join(", ");
    let args = [("name", Arg::Word(&series.name)), ("values", Arg::Word(&values))];
    voice.words("picture-values", &args)
}

fn bar(series: Series) -> Bar {
    let value = series.values.first().copied().unwrap_or_default();
    Bar {
        rank: String::new(),
        name: series.name,
        code: String::new(),
        value: value.to_string(),
        size: value.into(),
    }
}
