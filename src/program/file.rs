//! `program.toml` as text: every setting is read by hand, so that all mistakes are found in one
//! reading, each with its place.
//!
//! What decides about a referral has to stand in the file, also where it is what most programmes
//! use: the text alone then says what the rules were, whichever version of Vouch reads it later.
//! Only lists whose absence can mean nothing but "none" or "all" may be left out; and the rules of
//! engagement, because the texts that came into force before they could be written have none.
//!
//! [`reader`] reads settings of any kind, [`matching`] how companies are told apart, [`engagement`] the
//! rules of engagement, [`agreement`] what partners agree to, [`joining`] how one becomes a partner, [`start`] its first steps, [`posts`] how much channels read, [`tiers`] the tiers, [`knowledge`] what
//! they are given to know, [`lint`] finds what reads well and cannot hold together.

mod agreement;
mod engagement;
mod joining;
mod knowledge;
pub(super) mod lint;
mod matching;
mod posts;
mod reader;
mod start;
mod tiers;

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use chrono::{NaiveDate, NaiveTime, Weekday};
use chrono_tz::{TZ_VARIANTS, Tz};
use toml::de::{DeTable, DeValue};

use super::misfit::Misfit;
use crate::chat::limits;
use crate::domain::Rules;
use crate::domain::account::{self, NoWebsite};
use crate::domain::calendar::Calendar;
use crate::domain::joining::Joining;
use crate::domain::knowledge::Knowledge;
use crate::domain::language::Language;
use crate::domain::posts::Posts;
use crate::domain::referral::Stage;
use crate::domain::start::Care;
use crate::spelling::nearest;
use reader::{Known, Reader, TOLD};

/// Every setting, and how it is written.
const SETTINGS: Known = &[
    ("name", "name = \"Partner programme\""),
    ("language", "language = \"en\""),
    ("time_zone", "time_zone = \"Europe/Berlin\""),
    ("business_days", "business_days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]"),
    ("opens", "opens = \"09:00\""),
    ("closes", "closes = \"17:00\""),
    ("holidays", "holidays = [2026-12-25]"),
    ("protection_days", "protection_days = 90"),
    ("promise_days", "promise_days = 2"),
    ("checks_per_day", "checks_per_day = 20"),
    ("notice_days", "notice_days = 14"),
    ("reject_reasons", "reject_reasons = [\"Not a fit\", \"Too early\"]"),
    ("lost_reasons", "lost_reasons = [\"No budget\", \"Timing\"]"),
    ("stages", "stages = [\"contacted\", \"meeting\", \"proposal\"]"),
    ("vendor_domains", "vendor_domains = [\"vendor.example\"]"),
    ("off_limits_domains", "off_limits_domains = [\"bigbank.example\"]"),
    (matching::SECTION, "[match]"),
    (engagement::SECTION, "[engagement]"),
    (agreement::SECTION, "[agreement]"),
    (tiers::SECTIONS, "[[tiers]]"),
    (joining::SECTION, "[joining]"),
    (start::SECTION, "[start]"),
    (posts::SECTION, "[posts]"),
    (knowledge::IDEAL, "[ideal_customer]"),
    (knowledge::ASSETS, "[[asset]]"),
    (knowledge::QUIZZES, "[[quiz]]"),
];

/// Characters of a programme's name.
const NAME_MOST: usize = 100;
/// Days of protection: from a month to half a year.
const PROTECTION: RangeInclusive<u32> = 30..=180;
const PROMISE: RangeInclusive<u32> = 1..=30;
/// With none, nobody could ask; with thousands, somebody could ask for everything.
const CHECKS: RangeInclusive<u32> = 1..=200;
/// No notice period to a quarter.
const NOTICE: RangeInclusive<u32> = 0..=90;

/// What a programme's text says.
pub(super) struct Settings {
    pub name: String,
    pub language: Language,
    pub rules: Rules,
    pub notice_days: u32,
    pub knowledge: Knowledge,
    pub joining: Option<Joining>,
    pub start: Care,
    pub posts: Posts,
}

/// Reads a programme's name, language and rules.
pub(super) fn read(text: &str) -> Result<Settings, Vec<Misfit>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        // What stands behind a mistake in the writing itself cannot be trusted.
        let told = errors.iter().take(TOLD);
        return Err(told.map(|error| Misfit::of_toml(text, error)).collect());
    }
    let mut reader =
        Reader { text, table: table.get_ref(), known: SETTINGS, place: 0..0, misfits: Vec::new() };
    reader.refuse_unknown();
    let read = settings(&mut reader);
    reader.misfits.sort_by_key(|misfit| misfit.span.start);
    match read {
        Some(read) if reader.misfits.is_empty() => Ok(read),
        Some(_) | None => Err(reader.misfits),
    }
}

/// Every setting is read before the first that is missing ends the reading.
fn settings(reader: &mut Reader<'_>) -> Option<Settings> {
    let name = reader.name();
    let language = reader.language();
    let calendar = reader.calendar();
    let protection_days = reader.number("protection_days", &PROTECTION, 90);
    let promise_days = reader.number("promise_days", &PROMISE, 2);
    let checks_per_day = reader.number_or("checks_per_day", &CHECKS, 20);
    let reject_reasons = reader.reasons("reject_reasons");
    let lost_reasons = reader.reasons("lost_reasons");
    let stages = reader.stages();
    let vendor_domains = reader.domains("vendor_domains");
    let off_limits_domains = reader.domains("off_limits_domains");
    let matching = matching::read(reader);
    let engagement = engagement::read(reader);
    let agreement = agreement::read(reader);
    let tiers = tiers::read(reader);
    let knowledge = knowledge::read(reader);
    let joining = joining::read(reader);
    let start = start::read(reader);
    let posts = posts::read(reader);
    let notice_days = reader.notice_days();
    let rules = Rules {
        calendar: calendar?,
        protection_days: protection_days?,
        promise_days: promise_days?,
        checks_per_day: checks_per_day?,
        vendor_domains,
        off_limits_domains,
        matching,
        reject_reasons: reject_reasons?,
        lost_reasons: lost_reasons?,
        stages,
        engagement,
        agreement,
        tiers,
    };
    let name = name?;
    Some(Settings { name, language, rules, notice_days, knowledge, joining, start, posts })
}

impl Reader<'_> {
    fn name(&mut self) -> Option<String> {
        let (name, span) = self.text("name")?;
        let fits = name.chars().count() <= NAME_MOST
            && !name.trim().is_empty()
            && !name.contains(char::is_control);
        if !fits {
            let sentence = format!("name must have 1 to {NAME_MOST} characters, all on one line.");
            self.wrong(span, sentence);
        }
        Some(name.to_owned())
    }

    /// English where it is left out: it decides about no referral.
    fn language(&mut self) -> Language {
        let Some(value) = self.optional("language") else { return Language::default() };
        let Some(word) = value.get_ref().as_str() else {
            self.wrong_kind("language", value);
            return Language::default();
        };
        word.parse().unwrap_or_else(|()| {
            let sentence = format!("\"{word}\" is no language of Vouch. Write \"en\" or \"de\".");
            self.wrong(value.span(), sentence);
            Language::default()
        })
    }

    /// None where it is left out: partners were promised none.
    fn notice_days(&mut self) -> u32 {
        match self.optional("notice_days") {
            Some(_) => self.number("notice_days", &NOTICE, 14).unwrap_or_default(),
            None => 0,
        }
    }

    fn calendar(&mut self) -> Option<Calendar> {
        let zone = self.zone();
        let weekdays = self.weekdays();
        let opens = self.time("opens");
        let closes = self.time("closes");
        let holidays = self.holidays();
        let ((open, _), (close, span)) = (opens?, closes?);
        if open >= close {
            let (open, close) = (open.format("%H:%M"), close.format("%H:%M"));
            self.wrong(span, format!("closes is {close}, which is not after opens ({open})."));
            return None;
        }
        // Both reasons for a refusal were looked at above, where their places are known.
        Calendar::new(zone?, open, close, weekdays?, holidays).ok()
    }

    fn zone(&mut self) -> Option<Tz> {
        let (name, span) = self.text("time_zone")?;
        let zone = name.parse::<Tz>().ok();
        if zone.is_none() {
            let guess = nearest(name, TZ_VARIANTS.iter().map(|zone| zone.name()));
            let sentence = match guess {
                Some(guess) => format!("\"{name}\" is no time zone. Did you mean \"{guess}\"?"),
                None => format!("\"{name}\" is no time zone. Write one like \"Europe/Berlin\"."),
            };
            self.wrong(span, sentence);
        }
        zone
    }

    /// Monday first.
    fn weekdays(&mut self) -> Option<[bool; 7]> {
        let value = self.required("business_days")?;
        let words = self.list("business_days", value)?;
        if words.is_empty() {
            let sentence = "business_days is empty. Name at least one, like \"mon\".";
            self.wrong(value.span(), sentence.to_owned());
        }
        let mut weekdays = [false; 7];
        for (word, span) in words {
            match word.parse::<Weekday>() {
                Ok(day) => weekdays[day.num_days_from_monday() as usize] = true,
                Err(_) => {
                    let known = "Write mon, tue, wed, thu, fri, sat or sun.";
                    self.wrong(span, format!("\"{word}\" is no weekday. {known}"));
                }
            }
        }
        Some(weekdays)
    }

    fn time(&mut self, key: &str) -> Option<(NaiveTime, Range<usize>)> {
        let (text, span) = self.text(key)?;
        let time = NaiveTime::parse_from_str(text, "%H:%M").ok();
        if time.is_none() {
            let example = self.example(key);
            self.wrong(span.clone(), format!("\"{text}\" is no time. Write it like {example}"));
        }
        Some((time?, span))
    }

    /// Dates, with or without quotes.
    fn holidays(&mut self) -> BTreeSet<NaiveDate> {
        let Some(value) = self.optional("holidays") else { return BTreeSet::new() };
        let Some(entries) = value.get_ref().as_array() else {
            self.wrong_kind("holidays", value);
            return BTreeSet::new();
        };
        let mut holidays = BTreeSet::new();
        for entry in entries.iter() {
            match date(entry.get_ref()) {
                Some(date) => {
                    holidays.insert(date);
                }
                None => {
                    let found = self.text.get(entry.span()).unwrap_or_default();
                    let sentence = format!("{found} is no date. Write it like 2026-12-25.");
                    self.wrong(entry.span(), sentence);
                }
            }
        }
        holidays
    }

    /// What sales picks from: every entry has to fit into a list on every platform.
    fn reasons(&mut self, key: &str) -> Option<Vec<String>> {
        let value = self.required(key)?;
        let words = self.list(key, value)?;
        let most = limits::PICKS;
        if words.is_empty() {
            self.wrong(value.span(), format!("{key} is empty. Sales needs one to choose."));
        }
        if words.len() > most {
            let found = words.len();
            self.wrong(
                value.span(),
                format!("{key} has {found} entries, allowed are 1 to {most}."),
            );
        }
        let mut reasons: Vec<String> = Vec::new();
        for (word, span) in words {
            let word = word.trim();
            if let Some(sentence) = not_a_choice(word) {
                self.wrong(span, sentence);
            } else if reasons.iter().any(|other| other == word) {
                self.wrong(span, format!("\"{word}\" stands twice in {key}."));
            } else {
                reasons.push(word.to_owned());
            }
        }
        Some(reasons)
    }

    /// Without the list all stages are in use; some always are.
    fn stages(&mut self) -> Vec<Stage> {
        let Some(value) = self.optional("stages") else { return Stage::ALL.to_vec() };
        let mut used = BTreeSet::from(Stage::ALWAYS);
        for (word, span) in self.list("stages", value).unwrap_or_default() {
            if let Ok(stage) = word.parse::<Stage>() {
                used.insert(stage);
                continue;
            }
            let known = || Stage::ALL.iter().map(|stage| stage.as_str());
            let sentence = match nearest(word, known()) {
                Some(stage) => format!("\"{word}\" is no stage. Did you mean \"{stage}\"?"),
                None => {
                    let all = known().collect::<Vec<_>>().join(", ");
                    format!("\"{word}\" is no stage. There are {all}.")
                }
            };
            self.wrong(span, sentence);
        }
        used.into_iter().collect()
    }

    /// Registrable domains: what is typed into the form is reduced to them as well.
    fn domains(&mut self, key: &str) -> Vec<String> {
        let Some(value) = self.optional(key) else { return Vec::new() };
        let mut domains: Vec<String> = Vec::new();
        for (word, span) in self.list(key, value).unwrap_or_default() {
            match account::website(word) {
                Ok(domain) if domains.iter().any(|other| other == domain.as_str()) => {
                    self.wrong(span, format!("\"{word}\" stands twice in {key}."));
                }
                Ok(domain) => domains.push(domain.to_string()),
                Err(NoWebsite::NotAWebsite) => {
                    let like = "Write it like \"acme.example\".";
                    self.wrong(span, format!("\"{word}\" is no company's domain. {like}"));
                }
                Err(NoWebsite::MailProvider(_) | NoWebsite::HostingProvider(_)) => {
                    let many = "belongs to a provider of many companies, so it names none.";
                    self.wrong(span, format!("\"{word}\" {many}"));
                }
            }
        }
        domains
    }
}

fn date(value: &DeValue<'_>) -> Option<NaiveDate> {
    if let Some(text) = value.as_str() {
        return text.parse().ok();
    }
    let whole = value.as_datetime()?;
    let date = whole.date.filter(|_| whole.time.is_none())?;
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}

/// Why a text cannot be picked from a list.
fn not_a_choice(word: &str) -> Option<String> {
    let (found, most) = (limits::units(word), limits::CHOICE);
    if word.is_empty() || word.contains(char::is_control) {
        return Some("A reason is a short text on one line.".to_owned());
    }
    (found > most).then(|| format!("This reason has {found} characters, allowed are {most}."))
}
