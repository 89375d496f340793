//! The agreement: what a partner's channel is asked, and what became of it.

use chrono::{DateTime, Utc};

use super::forms::{input_of, long, sheet as page};
use super::{plain, primary, refusals, start};
use crate::chat::view::{Button, Form, Line, Message, Panel, Part, Span};
use crate::domain::agreement::Agreement;
use crate::domain::ids::{FormId, PartnerId};
use crate::text::{Arg, Voice};

/// What a button does.
pub mod deed {
    pub const READ: &str = "read";
    pub const ACCEPT: &str = "accept";
    pub const ASK: &str = "ask";
}

const FLOW: &str = "agreement";

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
            let ask = plain(voice.words("button-ask-question", &[]), FLOW, deed::ASK, "", 0);
            if may {
                parts.push(Part::Buttons(vec![accept_button(voice, agreement), ask]));
            } else {
                parts.push(Part::Text(voice.line("agreement-whose", &[])));
                parts.push(Part::Buttons(vec![ask]));
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

/// *Ask a question*, in the form of *Ask for help*: above it stands who will read that.
#[must_use]
pub fn question_form(voice: &Voice<'_>, id: &FormId, manager: Option<&str>) -> Form {
    let hint = Some("review-question-hint");
    let fields =
        vec![input_of(voice, start::input::TEXT, "review-question-label", hint, true, long())];
    let mut form = page(voice, id, (FLOW, "agreement-ask-title", "button-send"), fields);
    form.intro = vec![Part::Text(start::read_by(voice, "start-help-intro", manager))];
    form
}

/// To who has asked.
#[must_use]
pub fn question_sent(voice: &Voice<'_>, manager: Option<&str>) -> Panel {
    let title = voice.words("agreement-ask-title", &[]);
    refusals::panel(voice, title, start::read_by(voice, "start-help-sent", manager))
}

/// To whoever looks after the partner: who asks what, and where they are to be answered.
#[must_use]
pub fn question_asked(
    voice: &Voice<'_>,
    (partner, id): (&str, PartnerId),
    who: &str,
    (words, channel): (&str, &str),
) -> Message {
    let args = [("partner", Arg::Text(partner)), ("who", Arg::Text(who))];
    start::asked(voice, voice.line("agreement-asked", &args), (who, id), (words, channel))
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
    plain(voice.words("button-read-agreement", &[]), FLOW, deed::READ, "", 0)
}

/// Where all of it is read.
fn whole(voice: &Voice<'_>, agreement: &Agreement) -> Line {
    let label = voice.words("agreement-whole", &[]);
    Line(vec![Span::Link { label, url: agreement.link.clone() }])
}

fn accept_button(voice: &Voice<'_>, agreement: &Agreement) -> Button {
    let label = voice.words("button-accept-agreement", &[]);
    primary(label, FLOW, deed::ACCEPT, &agreement.key(), 0)
}
