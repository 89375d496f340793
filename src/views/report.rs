//! How a period went, for the vendor's own people: every figure in a sentence with its formula and of
//! how many it is; where there are none it says so, and never 0 %. No amount and no name stands in it.

use chrono::TimeDelta;

use super::board::period_word;
use super::feedback;
use super::{note, panel, plain};
use crate::chat::limits;
use crate::chat::view::{Button, Line, Message, Panel, Part, Span};
use crate::domain::board::period::Period;
use crate::domain::measure::report::{ACTIVE_WITHIN, Report};
use crate::domain::measure::{Share, Spread};
use crate::domain::referral::clocks::SILENT;
use crate::text::{Arg, Voice};

/// What the buttons of a report choose: to show it, or another in its place.
pub const SHOW: &str = "show";
pub const TURN: &str = "turn";

/// *Show the report*: of the period that runs.
pub(super) fn report_button(voice: &Voice<'_>) -> Button {
    plain(voice.words("button-show-report", &[]), "report", SHOW, "", 0)
}

/// How a period went, with the way to those beside it.
#[must_use]
pub fn sheet(voice: &Voice<'_>, report: &Report) -> Panel {
    let mut parts: Vec<Part> = paragraphs(voice, report).into_iter().map(Part::Text).collect();
    let period = report.period;
    let later = (!report.is_running).then(|| period.next());
    let turns = [Some(period.previous()), later].into_iter().flatten();
    parts.push(Part::Buttons(turns.map(|period| turn(voice, period)).collect()));
    let written = period.to_string();
    let export = voice.line("report-export", &[("period", Arg::Word(&written))]);
    parts.push(Part::Context(export));
    panel(voice, voice.words("report-panel", &[]), parts)
}

fn turn(voice: &Voice<'_>, period: Period) -> Button {
    let word = period_word(voice, period);
    let label = voice.words("button-show-period", &[("period", Arg::Word(&word))]);
    plain(label, "report", TURN, &period.to_string(), 0)
}

/// What was typed behind the command is no period.
#[must_use]
pub fn usage(voice: &Voice<'_>, command: &str, typed: &str) -> Message {
    let typed = limits::shorten(typed, limits::BUTTON_LABEL);
    let args = [("typed", Arg::Text(&typed)), ("command", Arg::Word(command))];
    note(voice.line("report-usage", &args))
}

/// What was sent and what became of it; how much of that was won; partners and conflicts; the five
/// numbers.
#[must_use]
pub fn paragraphs(voice: &Voice<'_>, report: &Report) -> Vec<Line> {
    let groups =
        [head(voice, report), won(voice, report), beside(voice, report), five(voice, report)];
    groups.into_iter().map(joined).collect()
}

fn head(voice: &Voice<'_>, report: &Report) -> Vec<Line> {
    let (sums, partners) = (&report.sums, &report.partners);
    let period = period_word(voice, report.period);
    let counts = [
        ("sent", sums.sent),
        ("valid", sums.valid),
        ("merged", sums.merged),
        ("withdrawn", sums.withdrawn),
        ("void", sums.void),
        ("approved", sums.approved),
        ("rejected", sums.rejected),
        ("lapsed", sums.lapsed),
        ("won", sums.won),
        ("lost", sums.lost),
        ("expired", sums.expired),
        ("open", sums.open),
        ("young", partners.young),
        ("partners", partners.joined),
    ];
    let mut args: Vec<_> = counts.map(|(name, count)| (name, Arg::count(count))).into();
    args.push(("days", Arg::Count(ACTIVE_WITHIN)));
    args.push(("date", Arg::Day(report.period.last_day())));
    let mut lines = vec![voice.line("report-title", &[("period", Arg::Word(&period))])];
    lines.extend(["report-sent", "report-became"].map(|key| voice.line(key, &args)));
    lines.extend(report.is_running.then(|| voice.line("report-running", &args)));
    if sums.open > 0 || partners.young > 0 {
        lines.push(voice.line("report-maturing", &args));
    } else if !report.is_maturing() {
        lines.push(voice.line("report-mature", &args));
    }
    lines
}

fn won(voice: &Voice<'_>, report: &Report) -> Vec<Line> {
    vec![
        of_share(voice, "report-won", report.won_of_valid()),
        of_share(voice, "report-won-approved", report.won_of_approved()),
        of_share(voice, "report-win-rate", report.win_rate()),
    ]
}

fn beside(voice: &Voice<'_>, report: &Report) -> Vec<Line> {
    let (partners, conflict) = (&report.partners, &report.conflict);
    let days = |days: u32| days.to_string();
    vec![
        of_share(voice, "report-activation", partners.active),
        of_spread(voice, "report-first", partners.first, days),
        of_share(voice, "report-conflict", conflict.cases),
        of_spread(voice, "report-case-days", conflict.days, days),
        of_share(voice, "report-upheld", conflict.upheld),
    ]
}

fn five(voice: &Voice<'_>, report: &Report) -> Vec<Line> {
    let numbers = &report.numbers;
    let register = match numbers.seconds_to_register {
        None => voice.line("report-register-none", &[]),
        Some((seconds, n)) => {
            let seconds = TimeDelta::seconds(seconds.try_into().unwrap_or(i64::MAX / 1_000));
            let time = voice.span_to_the_second(seconds);
            voice.line("report-register", &[("time", Arg::Word(&time)), ("n", Arg::count(n))])
        }
    };
    vec![
        voice.line("report-numbers", &[]),
        register,
        of_spread(voice, "report-response", report.response, |minutes| business(voice, minutes)),
        of_share(voice, "report-in-time", numbers.answered_in_time),
        of_share(voice, "report-why", numbers.why_answered),
        of_share(voice, "report-fresh", numbers.fresh),
        voice.line("report-late", &[("n", Arg::count(numbers.cases_late))]),
        feedback::of_programme(voice, &report.feedback),
    ]
}

/// A share with what it is a share of; in words where that is nothing.
pub(super) fn of_share(voice: &Voice<'_>, key: &str, share: Share) -> Line {
    let days = if key == "report-fresh" { SILENT.cast_signed() } else { ACTIVE_WITHIN };
    let mut args = vec![
        ("part", Arg::count(share.part)),
        ("of", Arg::count(share.of)),
        ("days", Arg::Count(days)),
    ];
    let Some(hundredths) = share.hundredths() else {
        return voice.line(&format!("{key}-none"), &args);
    };
    let percent = voice.percent_exactly(hundredths);
    args.push(("share", Arg::Word(&percent)));
    voice.line(key, &args)
}

fn of_spread(
    voice: &Voice<'_>,
    key: &str,
    spread: Option<Spread<u32>>,
    word: impl Fn(u32) -> String,
) -> Line {
    let Some(spread) = spread else { return voice.line(&format!("{key}-none"), &[]) };
    let (half, most) = (word(spread.half), word(spread.most));
    let args =
        [("half", Arg::Word(&half)), ("most", Arg::Word(&most)), ("n", Arg::count(spread.n))];
    voice.line(key, &args)
}

/// Hours and minutes, however many: a day of business is no day.
pub(super) fn business(voice: &Voice<'_>, minutes: u32) -> String {
    let args = [("hours", Arg::count(minutes / 60)), ("minutes", Arg::count(minutes % 60))];
    voice.words(if minutes < 60 { "span-minutes" } else { "span-hours" }, &args)
}

/// A line each.
fn joined(lines: Vec<Line>) -> Line {
    let mut all = Vec::new();
    for line in lines {
        if !all.is_empty() {
            all.push(Span::Plain("\n".to_owned()));
        }
        all.extend(line.0);
    }
    Line(all)
}
