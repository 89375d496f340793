//! What is said about the programme itself: to partners when it changes, to admins when it cannot,
//! to everybody what its rules of engagement are.

use chrono::NaiveTime;

use crate::chat::view::{Line, Message, Part};
use crate::domain::Rules;
use crate::domain::agreement::Agreement;
use crate::domain::case::Rule;
use crate::domain::case::decide::{APPEAL_DAYS, EVIDENCE_DAYS};
use crate::domain::case::ladder::Engagement;
use crate::program::Program;
use crate::text::{Arg, Voice};

use super::{note, rules_button};

/// What changes for partners, one sentence each.
#[must_use]
pub fn new(voice: &Voice<'_>, was: &Program, now: &Program, on: chrono::NaiveDate) -> Message {
    let (before, after) = (&was.rules, &now.rules);
    let changed = [
        ("programme-new-protection", before.protection_days, after.protection_days),
        ("programme-new-promise", before.promise_days, after.promise_days),
        ("programme-new-notice", was.notice_days, now.notice_days),
    ];
    let changed = changed.into_iter().filter(|(_, was, now)| was != now).map(|(key, was, now)| {
        let args = [("n", Arg::Count(now.into())), ("was", Arg::Count(was.into()))];
        Part::Text(voice.line(key, &args))
    });
    let hours = (hours(before) != hours(after)).then(|| Part::Text(business(voice, after)));
    let rules = Rule::ALL.iter().filter_map(|rule| {
        let (was, now) = (before.engagement.terms(*rule), after.engagement.terms(*rule));
        (was != now).then(|| Part::Text(ruled(voice, &after.engagement, *rule)))
    });
    let tiers = super::tier::changed(voice, before, after);
    let agreed = agreement(voice, before, after).map(Part::Text);
    let changed = changed.chain(hours).chain(rules).chain(tiers).chain(agreed);
    let head = Part::Text(voice.line("programme-new", &[("date", Arg::Day(on))]));
    let foot = Part::Text(voice.line("programme-new-kept", &[]));
    let rules = Part::Buttons(vec![rules_button(voice)]);
    Message { parts: std::iter::once(head).chain(changed).chain([foot, rules]).collect() }
}

/// What has to be accepted from now on, where that changes.
fn agreement(voice: &Voice<'_>, was: &Rules, now: &Rules) -> Option<Line> {
    if was.agreement.as_ref().map(Agreement::key) == now.agreement.as_ref().map(Agreement::key) {
        return None;
    }
    Some(match &now.agreement {
        Some(new) => {
            let args = [("version", Arg::Text(&new.version)), ("date", Arg::Day(new.date))];
            voice.line("programme-new-agreement", &args)
        }
        None => voice.line("programme-new-agreement-none", &[]),
    })
}

/// The rules of engagement that hold, a sentence each: the first that matches wins.
#[must_use]
pub fn engagement(voice: &Voice<'_>, engagement: &Engagement) -> Message {
    let rules = engagement.holding().map(|rule| Part::Text(ruled(voice, engagement, rule)));
    let terms = [
        ("evidence", Arg::Count(EVIDENCE_DAYS.into())),
        ("appeal", Arg::Count(APPEAL_DAYS.into())),
    ];
    let head = Part::Text(voice.line("roe", &[]));
    let foot = Part::Context(voice.line("roe-context", &terms));
    Message { parts: std::iter::once(head).chain(rules).chain([foot]).collect() }
}

/// The hours in which promises are counted.
fn hours(rules: &Rules) -> (chrono_tz::Tz, [bool; 7], (NaiveTime, NaiveTime)) {
    (rules.calendar.zone(), rules.calendar.weekdays(), rules.calendar.hours())
}

fn business(voice: &Voice<'_>, rules: &Rules) -> Line {
    let (zone, weekdays, (opens, closes)) = hours(rules);
    let days = weekdays.iter().filter(|works| **works).count();
    let (opens, closes) = (opens.format("%H:%M").to_string(), closes.format("%H:%M").to_string());
    let args = [
        ("n", Arg::Count(i64::try_from(days).unwrap_or(7))),
        ("opens", Arg::Word(&opens)),
        ("closes", Arg::Word(&closes)),
        ("zone", Arg::Word(zone.name())),
    ];
    voice.line("programme-new-hours", &args)
}

/// A rule in its sentence, or that it does not hold any more.
pub(super) fn ruled(voice: &Voice<'_>, engagement: &Engagement, rule: Rule) -> Line {
    if !engagement.has(rule) {
        return voice.line("programme-new-off", &[("rule", Arg::Word(rule.as_str()))]);
    }
    let args = [
        ("days", Arg::Count(engagement.direct_days)),
        ("stale", Arg::Count(engagement.stale_days)),
        ("minutes", Arg::Count(engagement.same_time.num_minutes())),
    ];
    voice.line(&key(engagement, rule), &args)
}

/// What a rule is said with: two of them have another consequence where the programme says so.
fn key(engagement: &Engagement, rule: Rule) -> String {
    match rule {
        Rule::R2 if engagement.expansion => "roe-R2-expansion".to_owned(),
        Rule::R3 if engagement.finders_fee => "roe-R3-fee".to_owned(),
        Rule::R1 | Rule::R2 | Rule::R3 | Rule::R4 | Rule::R5 | Rule::R6 | Rule::R7 | Rule::R8 => {
            format!("roe-{rule}")
        }
    }
}

/// That a text was not taken over: where it does not fit, and what stays in force.
#[must_use]
pub fn bad(voice: &Voice<'_>, place: (usize, usize), what: &str, version: &str) -> Message {
    let (line, column) = (place.0.to_string(), place.1.to_string());
    let args = [
        ("line", Arg::Word(&line)),
        ("column", Arg::Word(&column)),
        ("what", Arg::Text(what)),
        ("version", Arg::Word(version)),
    ];
    note(voice.line("programme-bad", &args))
}
