//! The section on what is posted in channels of its own accord. Partners are promised nothing by it.

use std::ops::RangeInclusive;

use chrono::NaiveTime;

use super::reader::{Known, Reader};
use crate::domain::actor::notify::Quiet;
use crate::domain::posts::Posts;

pub(super) const SECTION: &str = "posts";

const SETTINGS: Known = &[("quiet", "quiet = [\"19:00\", \"08:00\"]"), ("a_day", "a_day = 4")];

/// With none, all of it would stand in digests.
const A_DAY: RangeInclusive<u32> = 1..=20;

/// What is left out is as most programmes have it.
pub(super) fn read(reader: &mut Reader<'_>) -> Posts {
    reader.section(SECTION, SETTINGS, |reader| Some(settings(reader))).unwrap_or_default()
}

fn settings(reader: &mut Reader<'_>) -> Posts {
    let usual = Posts::default();
    let quiet = quiet(reader);
    let a_day = reader.number_or("a_day", &A_DAY, usual.a_day).unwrap_or(usual.a_day);
    Posts { quiet, a_day }
}

/// None where it is left out or empty.
fn quiet(reader: &mut Reader<'_>) -> Option<Quiet> {
    let value = reader.optional("quiet")?;
    let words = reader.list("quiet", value)?;
    if words.is_empty() {
        return None;
    }
    let example = reader.example("quiet");
    let mut times = Vec::new();
    for (word, span) in &words {
        match NaiveTime::parse_from_str(word, "%H:%M") {
            Ok(time) => times.push(time),
            Err(_) => {
                let sentence = format!("\"{word}\" is no time. Write it like {example}");
                reader.wrong(span.clone(), sentence);
            }
        }
    }
    // A time that is none has been told.
    if times.len() < words.len() {
        return None;
    }
    let [from, until] = times[..] else {
        let sentence = format!("quiet takes two times, from when and until when, like {example}");
        reader.wrong(value.span(), sentence);
        return None;
    };
    let quiet = Quiet::new(from, until);
    if quiet.is_none() {
        let same = "quiet begins and ends at the same time. Leave it out for no quiet hours.";
        reader.wrong(value.span(), same.to_owned());
    }
    quiet
}
