//! The section on the agreement with partners.

use super::date;
use super::reader::{Known, Reader};
use crate::chat::limits;
use crate::chat::words::web_address;
use crate::domain::agreement::Agreement;

pub(super) const SECTION: &str = "agreement";

const SETTINGS: Known = &[
    ("version", "version = \"1\""),
    ("date", "date = 2026-11-01"),
    ("summary", "summary = [\"Your introductions stay yours.\"]"),
    ("link", "link = \"https://vendor.example/agreement.pdf\""),
    ("sha256", "sha256 = \"64 hex digits, as sha256sum prints them\""),
];

const VERSION_MOST: usize = 20;
/// The card has room for so many sentences, each on a line of its own.
const SENTENCES: usize = 3;
const SENTENCE_MOST: usize = 150;
const SHA256_DIGITS: usize = 64;

/// None where it is left out: partners agree to nothing here.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Agreement> {
    reader.section(SECTION, SETTINGS, settings)
}

fn settings(reader: &mut Reader<'_>) -> Option<Agreement> {
    let version = version(reader);
    let date = dated(reader);
    let summary = summary(reader);
    let link = link(reader);
    let sha256 = sha256(reader);
    Some(Agreement { version: version?, date: date?, summary, link: link?, sha256: sha256? })
}

fn version(reader: &mut Reader<'_>) -> Option<String> {
    let (word, span) = reader.text("version")?;
    let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let fits = (1..=VERSION_MOST).contains(&word.len()) && word.chars().all(sign);
    if !fits {
        let like = "letters, digits, points and hyphens";
        reader.wrong(span, format!("version must have 1 to {VERSION_MOST} {like}."));
    }
    fits.then(|| word.to_owned())
}

fn dated(reader: &mut Reader<'_>) -> Option<chrono::NaiveDate> {
    let value = reader.required("date")?;
    let date = date(value.get_ref());
    if date.is_none() {
        reader.wrong_kind("date", value);
    }
    date
}

fn summary(reader: &mut Reader<'_>) -> Vec<String> {
    let Some(value) = reader.optional("summary") else { return Vec::new() };
    let sentences = reader.list("summary", value).unwrap_or_default();
    if sentences.len() > SENTENCES {
        let found = sentences.len();
        let sentence = format!("summary has {found} sentences, allowed are up to {SENTENCES}.");
        reader.wrong(value.span(), sentence);
    }
    let mut summary = Vec::new();
    for (sentence, span) in sentences {
        let fits = !sentence.trim().is_empty()
            && limits::units(sentence) <= SENTENCE_MOST
            && !sentence.contains(char::is_control);
        if fits {
            summary.push(sentence.trim().to_owned());
        } else {
            let most = format!("1 to {SENTENCE_MOST} characters, on one line");
            reader.wrong(span, format!("a sentence of the summary has {most}."));
        }
    }
    summary
}

fn link(reader: &mut Reader<'_>) -> Option<String> {
    let (link, span) = reader.text("link")?;
    let host = link.strip_prefix("https://").filter(|rest| !rest.starts_with('/'));
    let fits = host.is_some_and(|host| host.contains('.')) && web_address(link).is_some();
    if !fits {
        let like = "Write it in full, starting with https://.";
        reader.wrong(span, format!("\"{link}\" is no address that partners can open. {like}"));
    }
    fits.then(|| link.to_owned())
}

fn sha256(reader: &mut Reader<'_>) -> Option<String> {
    let (digits, span) = reader.text("sha256")?;
    let fits = digits.len() == SHA256_DIGITS && digits.chars().all(|c| c.is_ascii_hexdigit());
    if !fits {
        let found = digits.chars().count();
        let like = "as sha256sum prints them for the text behind the link";
        reader.wrong(
            span,
            format!("sha256 has {found} characters; write {SHA256_DIGITS} hex digits, {like}."),
        );
    }
    fits.then(|| digits.to_ascii_lowercase())
}
