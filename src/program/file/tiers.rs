//! The sections on tiers, one for each, from the one in which everybody begins upwards. All climb by
//! the same measure over the same days: what a partner is told it needs is one number.

use std::ops::RangeInclusive;

use super::reader::{Known, Reader};
use crate::chat::limits::units;
use crate::domain::money::{CURRENCIES, decimals};
use crate::domain::tier::quota::Quota;
use crate::domain::tier::{Measure, Tier, Tiers};
use crate::spelling::nearest;

pub(super) const SECTIONS: &str = "tiers";

const SETTINGS: Known = &[
    ("name", "name = \"Silver\""),
    ("approved", "approved = 5"),
    ("won", "won = 3"),
    ("revenue", "revenue = 50000"),
    ("currency", "currency = \"EUR\""),
    ("within_days", "within_days = 365"),
    ("promise_days", "promise_days = 1"),
    ("open_referrals", "open_referrals = 20"),
    ("new_per_day", "new_per_day = 5"),
    ("new_per_month", "new_per_month = 40"),
    ("perks", "perks = [\"A contact of your own.\"]"),
];

/// What a tier may be counted by.
const MEASURES: [&str; 3] = ["approved", "won", "revenue"];
/// More than anybody could tell apart.
const TIERS_MOST: usize = 6;
/// What a tier brings is told in one message.
const PERKS_MOST: usize = 5;
const PERK_MOST: usize = 100;
/// A tier's name stands in sentences.
const NAME_MOST: usize = 30;
const COUNT: RangeInclusive<u32> = 1..=10_000;
/// In whole units of the currency.
const REVENUE: RangeInclusive<u32> = 1..=1_000_000_000;
/// From a quarter, at whose end tiers are looked at, to three years.
const WINDOW: RangeInclusive<u32> = 90..=1_095;
const QUOTA: RangeInclusive<u32> = 1..=10_000;

/// A tier as it is written, with what has to be the same in all.
struct Written {
    tier: Tier,
    climbs: Option<(Measure, u32)>,
}

/// The tiers as they are written; none where there are none.
pub(super) fn read(reader: &mut Reader<'_>) -> Tiers {
    let mut found: Vec<Written> = Vec::new();
    reader.sections(SECTIONS, SETTINGS, TIERS_MOST, |section, place| {
        if let Some(written) = tier(section, place == 0, &found) {
            found.push(written);
        }
    });
    let climbs = found.iter().find_map(|written| written.climbs.clone());
    let all = found.into_iter().map(|written| written.tier).collect();
    match climbs {
        Some((measure, window_days)) => Tiers { measure, window_days, all },
        None => Tiers { all, ..Tiers::default() },
    }
}

fn tier(reader: &mut Reader<'_>, first: bool, before: &[Written]) -> Option<Written> {
    let name = name(reader, before);
    let threshold = if first { begins(reader) } else { threshold(reader, before) };
    let promise_days = reader.number_if("promise_days", &super::PROMISE, 2);
    let quota = Quota {
        open: reader.number_if("open_referrals", &QUOTA, 20),
        day: reader.number_if("new_per_day", &QUOTA, 5),
        month: reader.number_if("new_per_month", &QUOTA, 40),
    };
    let perks = perks(reader);
    let (from, climbs) = threshold?;
    Some(Written { tier: Tier { name: name?, from, promise_days, quota, perks }, climbs })
}

fn name(reader: &mut Reader<'_>, before: &[Written]) -> Option<String> {
    let (name, span) = reader.text("name")?;
    let name = name.trim();
    let fits = (1..=NAME_MOST).contains(&units(name)) && !name.contains(char::is_control);
    if !fits {
        let sentence = format!("a tier's name has 1 to {NAME_MOST} characters, all on one line.");
        reader.wrong(span, sentence);
        return None;
    }
    let same = |other: &Written| other.tier.name.to_lowercase() == name.to_lowercase();
    if before.iter().any(same) {
        reader.wrong(span, format!("there are two tiers of the name \"{name}\"."));
        return None;
    }
    Some(name.to_owned())
}

type Threshold = (i64, Option<(Measure, u32)>);

/// Everybody is in the first tier from the start.
fn begins(reader: &mut Reader<'_>) -> Option<Threshold> {
    let mut fits = true;
    for key in MEASURES.into_iter().chain(["currency", "within_days"]) {
        if let Some(value) = reader.optional(key) {
            let sentence =
                format!("everybody begins in the first tier, so {key} says nothing there.");
            reader.wrong(value.span(), sentence);
            fits = false;
        }
    }
    fits.then_some((0, None))
}

fn threshold(reader: &mut Reader<'_>, before: &[Written]) -> Option<Threshold> {
    let mut written = MEASURES.into_iter().filter(|key| reader.optional(key).is_some());
    let (key, second) = (written.next(), written.next());
    let window = reader.number("within_days", &WINDOW, 365);
    let Some(key) = key else {
        let sentence = "a tier above the first needs one of approved, won and revenue. \
                        Write it like approved = 5";
        reader.wrong(reader.place.clone(), sentence.to_owned());
        return None;
    };
    if let Some(value) = second.and_then(|second| reader.optional(second)) {
        let sentence = "a tier is reached by one of approved, won and revenue, not by two.";
        reader.wrong(value.span(), sentence.to_owned());
        return None;
    }
    let (from, measure) = match key {
        "approved" => (reader.number(key, &COUNT, 5).map(i64::from)?, Measure::Approved),
        "won" => (reader.number(key, &COUNT, 3).map(i64::from)?, Measure::Won),
        _ => revenue(reader)?,
    };
    let place = reader.optional(key)?.span();
    let climbs = (measure, window?);
    let mut above = before.iter().rev().filter(|written| written.climbs.is_some());
    if let Some(Written { tier, climbs: Some(others) }) = above.next() {
        if *others != climbs {
            let sentence = "all tiers climb by the same measure, in the same currency and days; \
                            the one below has another.";
            reader.wrong(place, sentence.to_owned());
            return None;
        }
        if from <= tier.from {
            let sentence =
                format!("{key} is not more than the tier below asks for (\"{}\").", tier.name);
            reader.wrong(place, sentence);
            return None;
        }
    }
    Some((from, Some(climbs)))
}

/// In minor units.
fn revenue(reader: &mut Reader<'_>) -> Option<(i64, Measure)> {
    let whole = reader.number("revenue", &REVENUE, 50_000);
    let (code, span) = reader.text("currency")?;
    let Some(decimals) = decimals(code) else {
        let guess = nearest(code, CURRENCIES.iter().map(|(known, _)| *known));
        let guess = guess.map(|known| format!(" Did you mean \"{known}\"?")).unwrap_or_default();
        reader.wrong(span, format!("\"{code}\" is no currency of Vouch.{guess}"));
        return None;
    };
    let minor = i64::from(whole?) * 10_i64.pow(decimals);
    Some((minor, Measure::Revenue { currency: code.to_owned() }))
}

fn perks(reader: &mut Reader<'_>) -> Vec<String> {
    let wrong = || format!("a perk is a sentence of 1 to {PERK_MOST} characters on one line.");
    reader.lines_or("perks", (PERKS_MOST, PERK_MOST), wrong)
}
