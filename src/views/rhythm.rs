//! Notes that a partner's channel reads of its own accord: a nudge, the week's and the month's. And
//! what whoever decides about the first of a series is shown and told.

use chrono::{NaiveDate, TimeDelta};

use super::board::period_word;
use super::feedback;
use super::home::{ENDING, line};
use super::knowledge::ideal_button;
use super::list::Item;
use super::{mine_button, note, plain, primary, refer_button};
use crate::chat::view::{Button, Line, Message, Part, Span};
use crate::domain::board::period::{Period, Span as Stretch};
use crate::domain::posts::Absence;
use crate::domain::rhythm::month::Month;
use crate::domain::rhythm::nudge::{Reason, Won};
use crate::domain::rhythm::week::{Moved, Standing};
use crate::domain::rhythm::{Away, Rhythm, Series, Stage};
use crate::domain::tier::Measure;
use crate::store::rhythm::Few;
use crate::text::{Arg, Voice};

/// What the buttons choose.
pub mod deed {
    pub const SEND: &str = "send";
    pub const STOP: &str = "stop";
    pub const PAUSE: &str = "pause";
}

/// To a partner that has sent nothing since `last`, or nothing at all since it joined. `ideal`: the
/// programme says who is looked for.
#[must_use]
pub fn nudge(
    voice: &Voice<'_>,
    last: Option<NaiveDate>,
    joined: NaiveDate,
    reason: &Reason,
    ideal: bool,
) -> Message {
    let (key, date) = last.map_or(("nudge-joined", joined), |last| ("nudge-idle", last));
    let mut parts = vec![Part::Text(voice.line(key, &[("date", Arg::Day(date))]))];
    parts.extend(why(voice, reason).map(Part::Text));
    parts.push(Part::Text(voice.line("nudge-ask", &[])));
    let ideal = ideal.then(|| ideal_button(voice));
    let buttons = [refer_button(voice)].into_iter().chain(ideal);
    parts.push(Part::Buttons(buttons.chain([pause(voice, Series::Nudge)]).collect()));
    Message { parts }
}

pub(super) fn why(voice: &Voice<'_>, reason: &Reason) -> Option<Line> {
    match reason {
        Reason::New { title } => Some(voice.line("nudge-new", &[("title", Arg::Text(title))])),
        Reason::Won(won) => Some(was_won(voice, won)),
        Reason::Ideal { text } => Some(voice.line("nudge-ideal", &[("text", Arg::Text(text))])),
        Reason::Tier { more, measure, tier } => {
            let args = [("k", Arg::count(*more)), ("tier", Arg::Text(tier))];
            match measure {
                Measure::Approved => Some(voice.line("nudge-tier-approved", &args)),
                Measure::Won => Some(voice.line("nudge-tier-won", &args)),
                // What deals come to is never said.
                Measure::Revenue { .. } => None,
            }
        }
    }
}

fn was_won(voice: &Voice<'_>, won: &Won) -> Line {
    let number = won.number.to_string();
    let month = period_word(voice, Period::with(Stretch::Month, won.on));
    voice.line("nudge-won", &[("ref", Arg::Word(&number)), ("month", Arg::Word(&month))])
}

/// How much was sent in a month, what came of it, and how quickly it was answered.
#[must_use]
pub fn month(
    voice: &Voice<'_>,
    month: Period,
    away: Option<Away>,
    counted: &Month,
    won: Option<&Won>,
) -> Message {
    let name = period_word(voice, month);
    let args = [
        ("month", Arg::Word(&name)),
        ("sent", Arg::count(counted.sent)),
        ("approved", Arg::count(counted.approved)),
        ("won", Arg::count(counted.won)),
    ];
    let mut parts: Vec<Part> = away.map(|away| late(voice, away)).into_iter().collect();
    parts.push(Part::Text(voice.line("month-head", &args)));
    if let Some((half, share)) = counted.half_within().zip(counted.in_time.tenths()) {
        let (half, share) = (business(voice, half), voice.percent(share));
        let of = ("n", Arg::count(counted.in_time.of));
        let args = [("p50", Arg::Word(&half)), ("share", Arg::Word(&share)), of];
        parts.push(Part::Text(voice.line("month-answers", &args)));
    }
    parts.extend(won.map(|won| Part::Text(was_won(voice, won))));
    let buttons = vec![mine_button(voice), feedback::button(voice), pause(voice, Series::Month)];
    parts.push(Part::Buttons(buttons));
    Message { parts }
}

/// In hours: a day of business is none of the calendar's.
fn business(voice: &Voice<'_>, span: TimeDelta) -> String {
    let (hours, minutes) = (span.num_hours(), span.num_minutes() % 60);
    if hours == 0 {
        return voice.span(span);
    }
    voice.words("span-hours", &[("hours", Arg::Count(hours)), ("minutes", Arg::Count(minutes))])
}

/// In front of a note that stands for several, or comes on another day than its own.
pub(super) fn late(voice: &Voice<'_>, away: Away) -> Part {
    let absence = Absence { from: away.from, to: away.to.unwrap_or(voice.now) };
    if away.notes < 2 {
        return late_alone(voice, absence);
    }
    let [from, to] = absent(absence);
    Part::Context(voice.line("late-merge", &[from, to, ("n", Arg::count(away.notes))]))
}

/// In front of what comes on another day than its own.
pub(super) fn late_alone(voice: &Voice<'_>, absence: Absence) -> Part {
    Part::Context(voice.line("late-alone", &absent(absence)))
}

pub(super) const fn absent<'a>(absence: Absence) -> [(&'static str, Arg<'a>); 2] {
    [("from", Arg::Instant(absence.from)), ("to", Arg::Instant(absence.to))]
}

/// What there is to say of some days.
#[derive(Clone)]
pub struct Week {
    pub from: NaiveDate,
    pub through: NaiveDate,
    pub away: Option<Away>,
    pub waits: Few<Item>,
    pub moved: Few<(Item, Moved)>,
    pub ends: Few<Item>,
}

/// The week's note.
#[must_use]
pub fn week(voice: &Voice<'_>, week: &Week) -> Message {
    let mut parts: Vec<Part> = week.away.map(|away| late(voice, away)).into_iter().collect();
    let (from, to) = (voice.far_day(week.from), voice.far_day(week.through));
    let days = [("from", Arg::Word(&from)), ("to", Arg::Word(&to))];
    parts.push(Part::Text(voice.line("week-head", &days)));
    let waits = |item: &Item| line(voice, item, WAITING);
    parts.extend(section(voice, WAITING, &week.waits, waits));
    parts.extend(section(voice, "week-moved", &week.moved, |(item, one)| moved(voice, item, one)));
    parts.extend(section(voice, ENDING, &week.ends, |item| line(voice, item, ENDING)));
    let buttons = vec![refer_button(voice), mine_button(voice), pause(voice, Series::Week)];
    parts.push(Part::Buttons(buttons));
    Message { parts }
}

/// The heading over what waits for the reader.
const WAITING: &str = "home-waiting";

/// A heading, a line each, and how many more there are; nothing where there is nothing.
fn section<T>(
    voice: &Voice<'_>,
    key: &str,
    few: &Few<T>,
    line: impl Fn(&T) -> Line,
) -> Option<Part> {
    if few.of == 0 {
        return None;
    }
    let mut all = voice.line(key, &[("n", Arg::count(few.of))]);
    let more = few.of.saturating_sub(few.first.len() as u64);
    let more = (more > 0).then(|| voice.line("week-more", &[("n", Arg::count(more))]));
    for line in few.first.iter().map(line).chain(more) {
        all.0.push(Span::Plain("\n".to_owned()));
        all.0.extend(line.0);
    }
    Some(Part::Text(all))
}

fn moved(voice: &Voice<'_>, item: &Item, one: &Moved) -> Line {
    let (number, company) = (item.number(), item.company());
    let (old, new) = (word(voice, one.was), word(voice, one.is));
    let args = [
        ("ref", Arg::Word(&number)),
        ("company", Arg::Text(&company)),
        ("old", Arg::Word(&old)),
        ("new", Arg::Word(&new)),
    ];
    voice.line("week-line-moved", &args)
}

fn word(voice: &Voice<'_>, standing: Standing) -> String {
    match standing {
        Standing::Status(status) => voice.words(&format!("state-{status}"), &[]),
        Standing::Stage(stage) => voice.words(&format!("stage-{stage}"), &[]),
    }
}

fn pause(voice: &Voice<'_>, series: Series) -> Button {
    plain(voice.words("button-pause-notes", &[]), "rhythm", deed::PAUSE, series.as_str(), 0)
}

/// The first of a series, as that partner would read it, for whoever decides whether it goes out.
#[must_use]
pub fn preview(voice: &Voice<'_>, series: Series, partner: &str, shown: Message) -> Message {
    let partner = [("partner", Arg::Text(partner))];
    let head = voice.line(&format!("notes-preview-{series}"), &partner);
    let mut parts = vec![Part::Text(head), Part::Divider];
    // Its buttons are the partner's.
    parts.extend(shown.parts.into_iter().filter(|part| !matches!(part, Part::Buttons(_))));
    let label = |key: &str| voice.words(key, &[]);
    parts.push(Part::Divider);
    parts.push(Part::Buttons(vec![
        primary(label("button-send-it"), "rhythm", deed::SEND, series.as_str(), 0),
        plain(label("button-stop-notes"), "rhythm", deed::STOP, series.as_str(), 0),
    ]));
    parts.push(Part::Context(voice.line("notes-preview-foot", &[])));
    Message { parts }
}

/// To whoever let them go out, or stopped them.
#[must_use]
pub fn answered(voice: &Voice<'_>, stage: Stage) -> Message {
    note(match stage {
        Stage::On => voice.line("notes-started", &[]),
        Stage::Off | Stage::Shown => voice.line("notes-stopped", &[]),
    })
}

/// To whoever pressed although it was so already.
#[must_use]
pub fn settled(voice: &Voice<'_>, rhythm: &Rhythm) -> Message {
    let when = [("when", Arg::Instant(rhythm.since))];
    note(match rhythm.stage {
        Stage::On => voice.line("notes-started-before", &when),
        Stage::Off | Stage::Shown => voice.line("notes-stopped-before", &when),
    })
}
