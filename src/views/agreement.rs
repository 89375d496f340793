//! The agreement: what a partner's channel is asked, and what became of it.

use chrono::{DateTime, Utc};

use super::{plain, primary};
use crate::chat::view::{Button, Line, Message, Part, Span};
use crate::domain::agreement::Agreement;
use crate::text::{Arg, Voice};

/// What a button does.
pub mod deed {
    pub const READ: &str = "read";
    pub const ACCEPT: &str = "accept";
}

/// How a partner stands to a version of the agreement.
#[derive(Clone, Copy, Debug)]
pub enum Standing<'a> {
    /// It has not said yes. `may` when whoever reads this may.
    Asked {
        may: bool,
    },
    Accepted {
        who: &'a str,
        at: DateTime<Utc>,
    },
}

/// The agreement in a partner's channel, and to whoever asks for it.
#[must_use]
pub fn sheet(
    voice: &Voice<'_>,
    agreement: &Agreement,
    partner: &str,
    standing: Standing<'_>,
) -> Message {
    let version = ("version", Arg::Text(&agreement.version));
    let head = voice.line("agreement", &[version, ("date", Arg::Day(agreement.date))]);
    let summary = Line::rows(agreement.summary.iter().map(Line::plain));
    let mut parts = vec![Part::Text(head)];
    if !agreement.summary.is_empty() {
        parts.push(Part::Text(summary));
    }
    parts.push(Part::Text(whole(voice, agreement)));
    let print = ("fingerprint", Arg::Word(agreement.fingerprint()));
    match standing {
        Standing::Asked { may } => {
            let counts = [("partner", Arg::Text(partner))];
            parts.push(Part::Text(voice.line("agreement-counts", &counts)));
            if may {
                parts.push(Part::Buttons(vec![accept_button(voice, agreement)]));
            } else {
                parts.push(Part::Text(voice.line("agreement-whose", &[])));
            }
            parts.push(Part::Context(voice.line("agreement-print", &[print])));
        }
        Standing::Accepted { who, at } => {
            let args = [("who", Arg::Text(who)), ("when", Arg::Instant(at)), print];
            parts.push(Part::Text(voice.line("agreement-accepted", &args)));
        }
    }
    Message { parts }
}

/// What stands between a partner and its next referral.
#[must_use]
pub fn needed(voice: &Voice<'_>, version: &str) -> Message {
    let read = Part::Buttons(vec![read_button(voice)]);
    Message { parts: vec![Part::Text(missing(voice, version)), read] }
}

/// The same in one line.
#[must_use]
pub fn missing(voice: &Voice<'_>, version: &str) -> Line {
    voice.line("agreement-needed", &[("version", Arg::Text(version))])
}

/// The button that shows how the agreement stands, to whoever presses it alone.
pub(super) fn read_button(voice: &Voice<'_>) -> Button {
    plain(voice.words("button-read-agreement", &[]), "agreement", deed::READ, "", 0)
}

/// Where all of it is read.
fn whole(voice: &Voice<'_>, agreement: &Agreement) -> Line {
    let label = voice.words("agreement-whole", &[]);
    Line(vec![Span::Link { label, url: agreement.link.clone() }])
}

fn accept_button(voice: &Voice<'_>, agreement: &Agreement) -> Button {
    let label = voice.words("button-accept-agreement", &[]);
    primary(label, "agreement", deed::ACCEPT, &agreement.key(), 0)
}
