//! The section on companies that want to join, with the rubric by which they are read.

use std::ops::RangeInclusive;

use super::reader::{Known, Reader};
use crate::domain::joining::{Criterion, Earns, Joining, POINTS_MOST};
use crate::domain::partner::PartnerKind;
use crate::spelling::nearest;

pub(super) const SECTION: &str = "joining";

const SETTINGS: Known = &[
    ("answer_days", "answer_days = 5"),
    ("again_days", "again_days = 90"),
    ("public", "public = true"),
    ("criterion", "[[joining.criterion]]"),
];

const OF_CRITERION: Known = &[
    ("name", "name = \"Serves industry\""),
    ("points", "points = 6"),
    ("words", "words = [\"industr\", \"machine tools\"]"),
    ("kinds", "kinds = [\"reseller\"]"),
    ("own_website", "own_website = true"),
    ("endings", "endings = [\"de\", \"co.uk\"]"),
];

/// What can earn the points of a criterion.
const EARNS: [&str; 4] = ["words", "kinds", "own_website", "endings"];

const ANSWER: RangeInclusive<u32> = 1..=30;
const AGAIN: RangeInclusive<u32> = 0..=730;
/// One sentence on the card names them all.
const CRITERIA_MOST: usize = 8;
const NAME_MOST: usize = 40;
const WORDS_MOST: usize = 30;
const WORD_MOST: usize = 40;

/// None where it is left out: nobody can apply.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Joining> {
    reader.section(SECTION, SETTINGS, settings)
}

fn settings(reader: &mut Reader<'_>) -> Option<Joining> {
    let answer_days = reader.number("answer_days", &ANSWER, 5);
    let again_days = reader.number("again_days", &AGAIN, 90);
    let public = match reader.optional("public") {
        Some(_) => reader.flag("public"),
        None => Some(false),
    };
    let mut criteria: Vec<Criterion> = Vec::new();
    let place = reader.required("criterion").map(toml::Spanned::span);
    reader.sections("criterion", OF_CRITERION, CRITERIA_MOST, |section, _| {
        if let Some(criterion) = criterion(section, &criteria) {
            criteria.push(criterion);
        }
    });
    let all = criteria.iter().map(|one| one.points).fold(0, u32::saturating_add);
    if let Some(place) = place.filter(|_| all > POINTS_MOST) {
        let sentence = format!("the criteria give {all} points, allowed are {POINTS_MOST} in all.");
        reader.wrong(place, sentence);
    }
    Some(Joining { criteria, answer_days: answer_days?, again_days: again_days?, public: public? })
}

fn criterion(reader: &mut Reader<'_>, before: &[Criterion]) -> Option<Criterion> {
    let name = reader.sentence("name", NAME_MOST);
    let points = reader.number("points", &(1..=POINTS_MOST), 5);
    if let (Some(name), Some(value)) = (&name, reader.optional("name"))
        && before.iter().any(|other| other.name == *name)
    {
        reader.wrong(value.span(), format!("there are two criteria \"{name}\". Each has its own."));
    }
    let earns = earns(reader);
    Some(Criterion { name: name?, points: points?, earns: earns? })
}

/// One of four, so that each point has one reason.
fn earns(reader: &mut Reader<'_>) -> Option<Earns> {
    let found: Vec<&str> = EARNS.into_iter().filter(|key| reader.optional(key).is_some()).collect();
    let [key] = found.as_slice() else {
        let all = EARNS.join(", ");
        let sentence = format!("a criterion is earned by one of {all}; here are {}.", found.len());
        reader.wrong(reader.place.clone(), sentence);
        return None;
    };
    match *key {
        "words" => filled(reader, key, (WORDS_MOST, WORD_MOST)).map(Earns::Words),
        "kinds" => kinds(reader).map(Earns::Kinds),
        "own_website" => own_website(reader),
        _ => endings(reader).map(Earns::Endings),
    }
}

/// A list with something in it.
fn filled(reader: &mut Reader<'_>, key: &'static str, most: (usize, usize)) -> Option<Vec<String>> {
    let lines = reader.lines(key, most);
    if let Some(value) = reader.optional(key)
        && value.get_ref().as_array().is_some_and(|list| list.is_empty())
    {
        reader.wrong(value.span(), format!("{key} is empty. Name what earns the points."));
    }
    (!lines.is_empty()).then_some(lines)
}

fn kinds(reader: &mut Reader<'_>) -> Option<Vec<PartnerKind>> {
    let value = reader.optional("kinds")?;
    let known = || PartnerKind::ALL.iter().map(|kind| kind.as_str());
    let mut kinds = Vec::new();
    for (word, span) in reader.list("kinds", value)? {
        match (word.parse::<PartnerKind>(), nearest(word, known())) {
            (Ok(kind), _) => kinds.push(kind),
            (Err(()), Some(near)) => {
                reader.wrong(span, format!("\"{word}\" is no kind. Did you mean \"{near}\"?"));
            }
            (Err(()), None) => {
                let all = known().collect::<Vec<_>>().join(", ");
                reader.wrong(span, format!("\"{word}\" is no kind. There are {all}."));
            }
        }
    }
    if kinds.is_empty() {
        return filled(reader, "kinds", (WORDS_MOST, WORD_MOST)).and(None);
    }
    Some(kinds)
}

fn own_website(reader: &mut Reader<'_>) -> Option<Earns> {
    let own = reader.flag("own_website")?;
    if !own && let Some(value) = reader.optional("own_website") {
        let sentence = "own_website is false, and nothing is earned by that. Leave it out.";
        reader.wrong(value.span(), sentence.to_owned());
    }
    own.then_some(Earns::OwnWebsite)
}

/// As hosts are written, without a point in front.
fn endings(reader: &mut Reader<'_>) -> Option<Vec<String>> {
    let lines = filled(reader, "endings", (WORDS_MOST, WORD_MOST))?;
    let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    let fits = |ending: &String| {
        ending.chars().all(sign) && !ending.starts_with('.') && !ending.ends_with('.')
    };
    if let (false, Some(value)) = (lines.iter().all(fits), reader.optional("endings")) {
        let sentence = "endings are written as in a website, like \"de\" or \"co.uk\".";
        reader.wrong(value.span(), sentence.to_owned());
        return None;
    }
    Some(lines)
}
