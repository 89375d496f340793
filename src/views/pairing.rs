//! Codes that work once: which can be made, one that was made, and what became of one that was typed.

use chrono::{DateTime, Utc};

use super::people;
use super::{note, plain, refer_button};
use crate::chat::PlatformName;
use crate::chat::view::{Button, Line, Message, Part};
use crate::domain::actor::pairing::{CodeNo, platform_of};
use crate::domain::actor::roles::PeopleNo;
use crate::domain::ids::PartnerId;
use crate::text::{Arg, Voice};

/// What the buttons do: a code for another account of one's own; taking an added account back. Any
/// other choice is a platform: a code for somebody of the partner there.
pub const OWN: &str = "own";
pub const UNDO: &str = "undo";

/// A platform as people call it, by an identity, an installation or its name.
#[must_use]
pub fn platform_word(voice: &Voice<'_>, id: &str) -> String {
    voice.words(&format!("platform-{}", platform_of(id)), &[])
}

/// *Link my other account*: the same wherever it stands.
#[must_use]
pub fn own_button(voice: &Voice<'_>) -> Button {
    plain(voice.words("button-link-account", &[]), "pairing", OWN, "", 0)
}

/// Which codes somebody can make who may make them for a partner; `own` when also one for themselves.
#[must_use]
pub fn offer(
    voice: &Voice<'_>,
    (partner, name): (&PartnerId, &str),
    platforms: &[PlatformName],
    own: bool,
) -> Message {
    let line = voice.line("pairing-offer", &[("partner", Arg::Text(name))]);
    let code = |platform: &PlatformName| {
        let label = voice.words(&format!("button-code-{platform}"), &[]);
        plain(label, "pairing", platform.as_str(), &partner.to_string(), 0)
    };
    let mut buttons: Vec<_> = platforms.iter().map(code).collect();
    buttons.extend(own.then(|| own_button(voice)));
    let context = Part::Context(voice.line("pairing-context", &[]));
    Message { parts: vec![Part::Text(line), Part::Buttons(buttons), context] }
}

/// To somebody in charge who typed it where no partner follows from the place.
#[must_use]
pub fn for_whom(voice: &Voice<'_>, command: &str, own: bool) -> Message {
    let line = voice.line("pairing-for-whom", &[("command", Arg::Word(command))]);
    let mut parts = vec![Part::Text(line)];
    if own {
        parts.push(Part::Buttons(vec![own_button(voice)]));
    }
    Message { parts }
}

/// A code that was made, this once. It is typed behind `command`.
#[must_use]
pub fn code(
    voice: &Voice<'_>,
    partner: Option<&str>,
    platform: &str,
    (code, until): (&str, DateTime<Utc>),
    command: &str,
) -> Message {
    let (platform, typed) = (platform_word(voice, platform), format!("{command} {code}"));
    let args = [
        ("partner", Arg::Text(partner.unwrap_or_default())),
        ("platform", Arg::Word(&platform)),
        ("typed", Arg::Word(&typed)),
        ("until", Arg::Instant(until)),
    ];
    let key = if partner.is_some() { "pairing-code" } else { "pairing-code-own" };
    let context = Part::Context(voice.line("pairing-context", &[]));
    Message { parts: vec![Part::Text(voice.line(key, &args)), context] }
}

/// To somebody who has come to speak for a partner by a code.
#[must_use]
pub fn joined(voice: &Voice<'_>, partner: &str) -> Message {
    let line = voice.line("member-yours-linked", &[("partner", Arg::Text(partner))]);
    Message { parts: vec![Part::Text(line), Part::Buttons(vec![refer_button(voice)])] }
}

/// To somebody in the account that they have added.
#[must_use]
pub fn paired(voice: &Voice<'_>) -> Message {
    note(voice.line("pairing-paired", &[]))
}

/// Why a code came to nothing, and a word for the record. Of a code that does not work it is not said
/// whether there ever was one.
#[must_use]
pub fn refused(voice: &Voice<'_>, no: CodeNo, who: &str) -> (Line, &'static str) {
    match no {
        CodeNo::Wrong => (voice.line("pairing-wrong", &[]), "wrong_code"),
        CodeNo::Rests { until } => {
            (voice.line("pairing-rests", &[("until", Arg::Instant(until))]), "codes_rest")
        }
        CodeNo::Own => (voice.line("pairing-own", &[]), "own_account"),
        CodeNo::There => (voice.line("pairing-there", &[]), "has_account"),
        CodeNo::People(PeopleNo::SpeaksForPartner) => {
            (voice.line("pairing-member", &[]), PeopleNo::SpeaksForPartner.reason())
        }
        CodeNo::People(PeopleNo::HasRole) => {
            (voice.line("pairing-has-role", &[]), PeopleNo::HasRole.reason())
        }
        CodeNo::People(why) => (people::refused(voice, why, who), why.reason()),
    }
}

/// To whoever took an added account back.
#[must_use]
pub fn undone(voice: &Voice<'_>, who: &str, account: &str) -> Line {
    let platform = platform_word(voice, account);
    voice.line("pairing-undone", &[("who", Arg::Text(who)), ("platform", Arg::Word(&platform))])
}

/// To whoever would: somebody was faster.
#[must_use]
pub fn undone_before(voice: &Voice<'_>, who: &str, by: &str, when: DateTime<Utc>) -> Line {
    let args = [("who", Arg::Text(who)), ("by", Arg::Text(by)), ("when", Arg::Instant(when))];
    voice.line("pairing-undone-before", &args)
}
