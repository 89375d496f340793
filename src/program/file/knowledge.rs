//! The sections on what partners are given to know: who is looked for, what there is to hand on, and
//! quizzes. Partners read all of it as it stands in the file.

use std::ops::RangeInclusive;

use super::reader::{Known, Reader};
use crate::chat::limits::{CHOICE, HINT};
use crate::chat::words::web_address;
use crate::domain::knowledge::quiz::{Question, Quiz};
use crate::domain::knowledge::{Asset, AssetKind, Finder, IdealCustomer, Knowledge};
use crate::spelling::nearest;

pub(super) const IDEAL: &str = "ideal_customer";
pub(super) const ASSETS: &str = "asset";
pub(super) const QUIZZES: &str = "quiz";

const OF_IDEAL: Known = &[
    ("text", "text = \"Firms of 50 to 500 people that ship goods every day.\""),
    ("signs", "signs = [\"They open a second warehouse.\"]"),
    ("not_for", "not_for = [\"Shops of one person.\"]"),
    ("first_words", "first_words = \"How do you plan your deliveries today?\""),
];

const OF_ASSET: Known = &[
    ("id", "id = \"intro-deck\""),
    ("title", "title = \"Introduction for logistics\""),
    ("kind", "kind = \"deck\""),
    ("version", "version = 1"),
    ("url", "url = \"https://files.example/intro-deck.pdf\""),
    ("words", "words = [\"logistics\", \"warehouse\"]"),
    ("audience", "audience = \"partners\""),
];

const OF_QUIZ: Known = &[
    ("id", "id = \"basics\""),
    ("title", "title = \"The basics\""),
    ("pass", "pass = 2"),
    ("valid_months", "valid_months = 12"),
    ("question", "[[quiz.question]]"),
];

const OF_QUESTION: Known = &[
    ("text", "text = \"Who is it not for?\""),
    ("answers", "answers = [\"Shops of one person\", \"Firms that ship every day\"]"),
    ("right", "right = 1"),
];

/// All of the card has to fit into one message.
const TEXT_MOST: usize = 400;
const LINES_MOST: usize = 5;
const LINE_MOST: usize = 100;
const FIRST_WORDS_MOST: usize = 200;

const ASSETS_MOST: usize = 200;
const ID_MOST: usize = 40;
/// It stands on a line beside a button.
const TITLE_MOST: usize = 75;
const URL_MOST: usize = 500;
const WORDS_MOST: usize = 12;
const WORD_MOST: usize = 30;
const VERSION: RangeInclusive<u32> = 1..=9_999;

/// One list shows them all.
const QUIZZES_MOST: usize = 5;
const QUIZ_TITLE_MOST: usize = 60;
/// Two pages where a platform shows few inputs at once.
const QUESTIONS_MOST: usize = 10;
const ANSWERS: RangeInclusive<usize> = 2..=5;
/// A try counts while somebody remembers what it was about.
const VALID: RangeInclusive<u32> = 1..=36;

/// As it is written; nothing where there is nothing.
pub(super) fn read(reader: &mut Reader<'_>) -> Knowledge {
    let ideal = reader.section(IDEAL, OF_IDEAL, ideal);
    let mut assets: Vec<Asset> = Vec::new();
    reader.sections(ASSETS, OF_ASSET, ASSETS_MOST, |section, _| {
        if let Some(asset) = asset(section, &assets) {
            assets.push(asset);
        }
    });
    let mut quizzes: Vec<Quiz> = Vec::new();
    reader.sections(QUIZZES, OF_QUIZ, QUIZZES_MOST, |section, _| {
        if let Some(quiz) = quiz(section, &quizzes) {
            quizzes.push(quiz);
        }
    });
    Knowledge { ideal, assets, quizzes }
}

fn ideal(reader: &mut Reader<'_>) -> Option<IdealCustomer> {
    let text = reader.sentence("text", TEXT_MOST);
    let signs = match reader.required("signs") {
        Some(value) if value.get_ref().as_array().is_some_and(|list| list.is_empty()) => {
            let empty = "signs is empty. Name one by which such a customer is known.";
            reader.wrong(value.span(), empty.to_owned());
            Vec::new()
        }
        Some(_) => reader.lines("signs", (LINES_MOST, LINE_MOST)),
        None => Vec::new(),
    };
    let not_for = reader.lines("not_for", (LINES_MOST, LINE_MOST));
    let first_words = match reader.optional("first_words") {
        Some(_) => reader.sentence("first_words", FIRST_WORDS_MOST),
        None => None,
    };
    Some(IdealCustomer { text: text?, signs, not_for, first_words })
}

fn asset(reader: &mut Reader<'_>, before: &[Asset]) -> Option<Asset> {
    let id = id(reader, |id| before.iter().any(|other| other.id == id));
    let title = reader.sentence("title", TITLE_MOST);
    let kinds = AssetKind::ALL.iter().map(|kind| kind.as_str());
    let kind = word(reader, "kind", kinds).and_then(|word| word.parse().ok());
    let version = reader.number("version", &VERSION, 1);
    let url = url(reader);
    let words = reader.lines("words", (WORDS_MOST, WORD_MOST));
    let audience = match reader.optional("audience") {
        Some(_) => {
            let all = Finder::ALL.iter().map(|one| one.as_str());
            word(reader, "audience", all).and_then(|word| word.parse().ok())
        }
        None => Some(Finder::Partners),
    };
    let (title, kind) = (title?, kind?);
    Some(Asset { id: id?, title, kind, version: version?, url: url?, words, audience: audience? })
}

fn quiz(reader: &mut Reader<'_>, before: &[Quiz]) -> Option<Quiz> {
    let id = id(reader, |id| before.iter().any(|other| other.id == id));
    let title = reader.sentence("title", QUIZ_TITLE_MOST);
    let valid_months = reader.number("valid_months", &VALID, 12);
    let mut questions: Vec<Question> = Vec::new();
    let mut asked = 0;
    reader.required("question");
    reader.sections("question", OF_QUESTION, QUESTIONS_MOST, |section, _| {
        asked += 1;
        questions.extend(question(section));
    });
    let all = 1..=asked.max(1);
    let pass = reader.number("pass", &all, asked);
    Some(Quiz { id: id?, title: title?, questions, pass: pass?, valid_months: valid_months? })
}

/// Its text stands below an input, its answers in a list: what platforms have room for there.
fn question(reader: &mut Reader<'_>) -> Option<Question> {
    let text = reader.sentence("text", HINT);
    reader.required("answers");
    let answers = reader.lines("answers", (*ANSWERS.end(), CHOICE));
    if let Some(value) = reader.optional("answers")
        && value.get_ref().as_array().is_some_and(|list| list.len() < *ANSWERS.start())
    {
        let few = "answers has too few entries: there are 2 to 5, one of them right.";
        reader.wrong(value.span(), few.to_owned());
        return None;
    }
    let most = u32::try_from(answers.len()).unwrap_or_default().max(1);
    let right = reader.number("right", &(1..=most), 1)?;
    Some(Question { text: text?, answers, right: usize::try_from(right).ok()? - 1 })
}

/// It stands in the log and in buttons.
fn id(reader: &mut Reader<'_>, taken: impl Fn(&str) -> bool) -> Option<String> {
    let (id, span) = reader.text("id")?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !(1..=ID_MOST).contains(&id.len()) || !id.chars().all(plain) {
        let sentence = format!("id has 1 to {ID_MOST} small letters, digits and -, nothing else.");
        reader.wrong(span, sentence);
        return None;
    }
    if taken(id) {
        reader.wrong(span, format!("there are two of the id \"{id}\". Each has its own."));
        return None;
    }
    Some(id.to_owned())
}

/// Whoever presses opens it: the web over a connection that nobody reads, and nothing that hides
/// where it leads.
fn url(reader: &mut Reader<'_>) -> Option<String> {
    let (url, span) = reader.text("url")?;
    let Some(rest) = url.strip_prefix("https://") else {
        let sentence = "url is no address that starts with https://, and nothing else is opened.";
        reader.wrong(span, sentence.to_owned());
        return None;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let named = host.contains('.') && !host.starts_with('.') && !host.contains(['@', '\\']);
    if !named || web_address(url).is_none() || url.len() > URL_MOST {
        let sentence = format!(
            "url is no address of a page: a host with a dot, no spaces, no name in front of the \
             host, at most {URL_MOST} characters."
        );
        reader.wrong(span, sentence);
        return None;
    }
    Some(url.to_owned())
}

/// One of several words.
fn word<'t>(
    reader: &mut Reader<'t>,
    key: &str,
    known: impl Iterator<Item = &'static str> + Clone,
) -> Option<&'t str> {
    let (word, span) = reader.text(key)?;
    if known.clone().any(|one| one == word) {
        return Some(word);
    }
    let sentence = match nearest(word, known.clone()) {
        Some(near) => format!("\"{word}\" is no {key}. Did you mean \"{near}\"?"),
        None => {
            format!("\"{word}\" is no {key}. There are {}.", known.collect::<Vec<_>>().join(", "))
        }
    };
    reader.wrong(span, sentence);
    None
}
