//! What waits for a word, a page at a time.

use super::{Words, button, deed, template, usual};
use crate::chat::view::{Button, Message, Part, Span};
use crate::domain::shout::Stage;
use crate::text::{Arg, Voice};
use crate::views::{note, plain};

/// Lines of a page.
const LISTED: usize = 5;

/// What waits for a word: a page of it, behind the first `skip`.
#[must_use]
pub fn list(voice: &Voice<'_>, open: &[Words], skip: usize) -> Message {
    if open.is_empty() {
        return note(voice.line("shout-list-none", &[]));
    }
    let mut parts = vec![Part::Text(voice.line("shout-list", &[("n", Arg::count(open.len()))]))];
    // Some may be done since the page before it was shown.
    let skip = if skip < open.len() { skip } else { 0 };
    for words in open.iter().skip(skip).take(LISTED) {
        let shout = &words.shout;
        let mut line = template(voice, &shout.about, &words.partner, usual(voice, words));
        let at = shout.draft.as_ref().and_then(|draft| draft.at);
        if let (Stage::Scheduled, Some(at)) = (shout.stage, at) {
            line.0.push(Span::Plain("\n".to_owned()));
            line.0.extend(voice.line("shout-waits", &[("when", Arg::Instant(at))]).0);
        }
        parts.push(Part::Text(line));
        let (key, deed) = match shout.stage {
            Stage::Scheduled => ("button-discard-draft", deed::DISCARD),
            Stage::Suggested | Stage::Drafted | Stage::Posted | Stage::Deleted | Stage::Skipped => {
                ("button-skip-it", deed::SKIP)
            }
        };
        let draft = button(voice, "button-draft-it", deed::DRAFT, shout);
        parts.push(Part::Buttons(vec![draft, button(voice, key, deed, shout)]));
    }
    let turn = |key: &str, skip: usize| {
        plain(voice.words(key, &[]), "shout", deed::MORE, &skip.to_string(), 0)
    };
    let more = (skip + LISTED < open.len()).then(|| turn("button-show-more", skip + LISTED));
    let turning: Vec<Button> =
        more.into_iter().chain((skip > 0).then(|| turn("button-show-first", 0))).collect();
    parts.extend((!turning.is_empty()).then_some(Part::Buttons(turning)));
    Message { parts }
}
