//! Leaderboards: the board that everybody in a community channel may read, one's own place, and what
//! a partner lets others read of it. What is posted at a period's end is in [`posts`], the chart beside
//! it in [`picture`].

pub mod picture;
pub mod posts;

use chrono::{DateTime, Utc};

use super::forms::{input_of, sheet};
use super::{mine_button, note, panel, plain};
use crate::chat::limits;
use crate::chat::view::{Button, Choice, Field, FieldKind, Form, Line, Message, Panel, Part};
use crate::domain::board::period::{Period, Span as Stretch};
use crate::domain::board::{DECIDED_MIN, Figure, Metric, Own, Placed, RANKED_MIN};
use crate::domain::ids::FormId;
use crate::domain::measure::Share;
use crate::domain::partner::{Consent, Partner};
use crate::text::{Arg, Voice};

/// The names of the inputs of *Set visibility*.
pub mod input {
    pub const BOARDS: &str = "boards";
    pub const SHOUT_OUTS: &str = "shout_outs";
    pub const SHOWN_AS: &str = "shown_as";
}

/// What stands for a yes in a form.
pub const YES: &str = "yes";
const NO: &str = "no";
/// Units of a partner's name on a board, so that a line is a line.
pub const NAME: usize = 40;
/// Lines that a board has room for, where very many share its last place; and of one paragraph.
const LINES: usize = 20;
const LINES_TEXT: usize = 10;

/// "Approved referrals".
fn metric_word(voice: &Voice<'_>, metric: Metric) -> String {
    voice.words(&format!("board-metric-{metric}"), &[])
}

/// "March 2027", "Q1 2027", "2027".
pub(super) fn period_word(voice: &Voice<'_>, period: Period) -> String {
    let year = period.year().to_string();
    match period.span() {
        Stretch::Month => {
            let month = voice.words(&format!("month-{}", period.month()), &[]);
            let args = [("month", Arg::Word(&month)), ("year", Arg::Word(&year))];
            voice.words("board-month", &args)
        }
        Stretch::Quarter => {
            let quarter = period.quarter().to_string();
            let args = [("quarter", Arg::Word(&quarter)), ("year", Arg::Word(&year))];
            voice.words("board-quarter", &args)
        }
        Stretch::Year => year,
    }
}

/// "7", "+3", "41.7 %".
fn figure_word(voice: &Voice<'_>, metric: Metric, figure: Figure) -> String {
    match metric {
        Metric::Approved | Metric::Won => {
            voice.words("board-count", &[("n", Arg::count(figure.part))])
        }
        Metric::Growth => voice.words("board-more", &[("n", Arg::count(figure.part))]),
        Metric::Conversion => {
            let share = Share { part: figure.part.into(), of: figure.of.into() };
            voice.percent(share.tenths().unwrap_or_default())
        }
    }
}

/// "4th", "4.".
fn place_word(voice: &Voice<'_>, rank: u32) -> String {
    let last = match (rank % 100, rank % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    voice.words(&format!("place-{last}"), &[("n", Arg::count(rank))])
}

/// The board of those who chose to be on it; `None` says that they are too few.
#[must_use]
pub fn board(
    voice: &Voice<'_>,
    metric: Metric,
    period: Period,
    places: Option<&[Placed]>,
    counted_at: DateTime<Utc>,
) -> Message {
    let Some(places) = places else {
        let when = period_word(voice, period);
        let args = [("period", Arg::Word(&when)), ("min", Arg::count(RANKED_MIN))];
        return note(voice.line("board-none", &args));
    };
    let mut parts = vec![Part::Text(heading(voice, metric, period))];
    parts.extend(place_lines(voice, metric, places, LINES));
    parts.push(Part::Buttons(vec![rank_button(voice, metric, period)]));
    parts.push(Part::Context(voice.line("board-foot", &[("when", Arg::Instant(counted_at))])));
    Message { parts }
}

/// "Approved referrals · March 2027".
fn heading(voice: &Voice<'_>, metric: Metric, period: Period) -> Line {
    let (what, when) = (metric_word(voice, metric), period_word(voice, period));
    voice.line("board-title", &[("metric", Arg::Word(&what)), ("period", Arg::Word(&when))])
}

/// The places, and how many more share the last one where there are more than `most`.
fn place_lines(voice: &Voice<'_>, metric: Metric, places: &[Placed], most: usize) -> Vec<Part> {
    let shown = &places[..places.len().min(most)];
    let texts = shown.chunks(LINES_TEXT).map(|some| Part::Text(lines(voice, metric, some)));
    let mut parts: Vec<Part> = texts.collect();
    if let Some(last) = places.last().filter(|_| places.len() > most) {
        let place = place_word(voice, last.rank);
        let args = [("n", Arg::count(places.len() - most)), ("place", Arg::Word(&place))];
        parts.push(Part::Text(voice.line("board-rest", &args)));
    }
    parts
}

fn lines(voice: &Voice<'_>, metric: Metric, places: &[Placed]) -> Line {
    Line::rows(places.iter().map(|place| {
        let name = limits::shorten(&place.name, NAME);
        let figure = figure_word(voice, metric, place.figure);
        let args = [
            ("rank", Arg::count(place.rank)),
            ("partner", Arg::Text(&name)),
            ("figure", Arg::Word(&figure)),
        ];
        voice.line("board-line", &args)
    }))
}

/// *Show my rank*: answers whoever presses it, alone.
fn rank_button(voice: &Voice<'_>, metric: Metric, period: Period) -> Button {
    let mut button = my_rank(voice);
    // What a button carries has no spaces.
    button.action.subject = format!("{metric}/{period}");
    button
}

/// The same, of what the command shows without another word.
pub(super) fn my_rank(voice: &Voice<'_>) -> Button {
    plain(voice.words("button-my-rank", &[]), "board", "mine", "", 0)
}

/// Opens *Set visibility*.
pub(super) fn visibility(voice: &Voice<'_>) -> Button {
    plain(voice.words("consent-title", &[]), "consent", "open", "", 0)
}

/// Where a partner stands, for it alone.
#[must_use]
pub fn own(voice: &Voice<'_>, metric: Metric, period: Period, own: &Own) -> Message {
    let mut parts = vec![Part::Text(heading(voice, metric, period))];
    parts.extend(own_lines(voice, metric, own).into_iter().map(Part::Text));
    parts.push(Part::Buttons(vec![mine_button(voice)]));
    Message { parts }
}

fn own_lines(voice: &Voice<'_>, metric: Metric, own: &Own) -> Vec<Line> {
    let mut lines = Vec::new();
    match own {
        Own::Unranked { decided } if metric == Metric::Conversion => {
            let n = [("min", Arg::count(DECIDED_MIN)), ("n", Arg::count(*decided))];
            lines.push(voice.line("board-own-few", &n));
        }
        Own::Unranked { .. } => {
            lines.push(voice.line(&format!("board-own-none-{metric}"), &[]));
        }
        Own::Alone { figure } => {
            let figure = figure_word(voice, metric, *figure);
            let min = ("min", Arg::count(RANKED_MIN));
            let args = [("figure", Arg::Word(&figure)), min];
            lines.push(voice.line("board-own-alone", &args));
        }
        Own::Placed { figure, rank, shared, next } => {
            let (figure, place) = (figure_word(voice, metric, *figure), place_word(voice, *rank));
            let key = if *shared { "board-own-shared" } else { "board-own" };
            let args = [("place", Arg::Word(&place)), ("figure", Arg::Word(&figure))];
            lines.push(voice.line(key, &args));
            if let Some(next) = next {
                let place = place_word(voice, next.rank);
                let args = [("n", Arg::count(next.more)), ("place", Arg::Word(&place))];
                lines.push(voice.line(&format!("board-own-next-{metric}"), &args));
            }
        }
    }
    lines
}

/// What can be typed behind the command, where what was typed was not understood.
#[must_use]
pub fn usage(voice: &Voice<'_>, command: &str, typed: &str) -> Message {
    let args = [("typed", Arg::Text(typed)), ("command", Arg::Word(command))];
    note(voice.line("board-usage", &args))
}

/// *Set visibility*.
#[must_use]
pub fn consent_form(voice: &Voice<'_>, id: &FormId, partner: &Partner) -> Form {
    let consent = &partner.consent;
    let name = FieldKind::Short { preset: partner.shown_name().to_owned() };
    let fields = vec![
        yes_or_no(voice, input::BOARDS, "consent-boards", consent.boards),
        yes_or_no(voice, input::SHOUT_OUTS, "consent-shout-outs", consent.shout_outs),
        input_of(voice, input::SHOWN_AS, "consent-name", Some("consent-name-hint"), false, name),
    ];
    sheet(voice, id, ("consent", "consent-title", "button-save"), fields)
}

fn yes_or_no(voice: &Voice<'_>, name: &str, label: &str, preset: bool) -> Field {
    let choice =
        |value: &str, key: &str| Choice { value: value.to_owned(), label: voice.words(key, &[]) };
    let options = vec![choice(YES, "word-yes"), choice(NO, "word-no")];
    let preset = Some(if preset { YES } else { NO }.to_owned());
    input_of(voice, name, label, None, true, FieldKind::Choice { options, preset })
}

/// In place of the form.
#[must_use]
pub fn consent_saved(voice: &Voice<'_>, partner: &str, consent: &Consent) -> Panel {
    let word = |yes| voice.words(if yes { "consent-yes" } else { "consent-no" }, &[]);
    let (boards, shout_outs) = (word(consent.boards), word(consent.shout_outs));
    let name = consent.shown_as.as_deref().unwrap_or(partner);
    let args = [
        ("boards", Arg::Word(&boards)),
        ("shoutouts", Arg::Word(&shout_outs)),
        ("name", Arg::Text(name)),
    ];
    panel(
        voice,
        voice.words("consent-title", &[]),
        vec![Part::Text(voice.line("consent-saved", &args))],
    )
}
