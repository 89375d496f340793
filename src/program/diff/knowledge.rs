//! What another version changes about what partners are given to know. It is no promise: everybody
//! reads it from then on, and nobody has to be told before.

use super::{Change, Whom, change};
use crate::domain::knowledge::quiz::Quiz;
use crate::domain::knowledge::{Asset, AssetKind, Finder, Knowledge};

pub(super) fn changes(was: &Knowledge, is: &Knowledge) -> Vec<Change> {
    let mut found: Vec<String> = ideal(was, is).map(str::to_owned).into_iter().collect();
    for asset in &is.assets {
        match was.asset(&asset.id) {
            None => found.push(format!(
                "there is a {} \"{}\", version {}{}.",
                kind(asset),
                asset.title,
                asset.version,
                inside(asset)
            )),
            Some(before) => found.extend(renewed(before, asset)),
        }
    }
    for gone in was.assets.iter().filter(|asset| is.asset(&asset.id).is_none()) {
        found.push(format!("the {} \"{}\" is not handed on any more.", kind(gone), gone.title));
    }
    found.extend(quizzes(was, is));
    found.into_iter().map(|sentence| change(Whom::Everybody, sentence)).collect()
}

fn quizzes(was: &Knowledge, is: &Knowledge) -> Vec<String> {
    let mut found = Vec::new();
    for quiz in &is.quizzes {
        match was.quiz(&quiz.id) {
            None => found.push(format!("there is a quiz \"{}\": {}.", quiz.title, terms(quiz))),
            Some(before) if before != quiz => {
                found.push(format!("the quiz \"{}\" is another: {}.", quiz.title, terms(quiz)));
            }
            Some(_) => {}
        }
    }
    let gone = was.quizzes.iter().filter(|quiz| is.quiz(&quiz.id).is_none());
    found.extend(gone.map(|quiz| format!("there is no quiz \"{}\" any more.", quiz.title)));
    found
}

/// "3 questions, 2 to pass, valid for 12 months".
fn terms(quiz: &Quiz) -> String {
    let many =
        |count: u32, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let (questions, months) = (many(quiz.of(), "question"), many(quiz.valid_months, "month"));
    format!("{questions}, {} to pass, valid for {months}", quiz.pass)
}

fn ideal(was: &Knowledge, is: &Knowledge) -> Option<&'static str> {
    match (&was.ideal, &is.ideal) {
        (None, Some(_)) => Some("the ideal customer is described from now on."),
        (Some(_), None) => Some("the ideal customer is not described any more."),
        (Some(before), Some(now)) if before != now => {
            Some("the ideal customer is described in other words.")
        }
        (Some(_), Some(_)) | (None, None) => None,
    }
}

fn renewed(before: &Asset, asset: &Asset) -> Option<String> {
    let name = format!("the {} \"{}\"", kind(asset), asset.title);
    if before.version != asset.version {
        let (now, was) = (asset.version, before.version);
        return Some(format!("{name} has version {now}; it was {was}{}.", inside(asset)));
    }
    if before.url != asset.url {
        return Some(format!("{name} lies elsewhere, under the same version {}.", asset.version));
    }
    (before != asset).then(|| format!("{name} is described otherwise{}.", inside(asset)))
}

const fn kind(asset: &Asset) -> &'static str {
    match asset.kind {
        AssetKind::Deck => "deck",
        AssetKind::OnePager => "one-pager",
        AssetKind::Story => "story",
    }
}

const fn inside(asset: &Asset) -> &'static str {
    match asset.audience {
        Finder::Partners => "",
        Finder::Internal => ", for your own people alone",
    }
}
