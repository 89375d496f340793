//! What is said about installing the app in a partner's workspace: in a browser, to whoever asked for
//! the link, and to whoever says whose workspace it is.

use super::{note, plain, primary};
use crate::chat::view::{Button, Line, Message, Part, Span};
use crate::text::{Arg, Voice};
use chrono::{DateTime, Utc};

/// A page in the browser of whoever installs.
#[derive(Clone, Copy, Debug)]
pub enum Page<'a> {
    /// It serves; `channel` is where it goes on, where that is known.
    Done {
        workspace: &'a str,
        channel: Option<&'a str>,
    },
    /// Somebody has to say first whose workspace it is.
    Waits {
        workspace: &'a str,
    },
    Denied,
    /// The link was used, is too old, or was opened in another browser.
    Old,
    /// This permission was not granted.
    Scope {
        scope: &'a str,
    },
    /// The operator has not set this variable.
    Shut {
        variable: &'a str,
    },
    /// The programme's own workspace.
    Home {
        workspace: &'a str,
    },
    /// The platform did not answer.
    NoAnswer,
    /// The platform refuses; `code` is its word.
    Refused {
        code: &'a str,
    },
    NotSaved,
}

/// What stands on a page.
#[must_use]
pub fn page(voice: &Voice<'_>, page: &Page<'_>) -> Line {
    match page {
        Page::Done { workspace, channel: Some(channel) } => {
            let args = [("workspace", Arg::Text(workspace)), ("channel", Arg::Text(channel))];
            voice.line("install-done", &args)
        }
        Page::Done { workspace, channel: None } => {
            voice.line("install-done-nowhere", &[("workspace", Arg::Text(workspace))])
        }
        Page::Waits { workspace } => {
            voice.line("install-waits", &[("workspace", Arg::Text(workspace))])
        }
        Page::Denied => voice.line("install-denied", &[]),
        Page::Old => voice.line("install-old", &[]),
        Page::Scope { scope } => {
            let what = scope.replace([':', '_', '.'], "-");
            let what = voice.words(&format!("install-what-{what}"), &[]);
            let args = [("scope", Arg::Word(scope)), ("what", Arg::Word(&what))];
            voice.line("install-scope", &args)
        }
        Page::Shut { variable } => shut(voice, variable),
        Page::Home { workspace } => {
            voice.line("install-home", &[("workspace", Arg::Text(workspace))])
        }
        Page::NoAnswer => voice.line("install-no-answer", &[]),
        Page::Refused { code } => voice.line("install-refused", &[("code", Arg::Word(code))]),
        Page::NotSaved => voice.line("install-not-saved", &[]),
    }
}

/// Why partners cannot install it.
#[must_use]
pub fn shut(voice: &Voice<'_>, variable: &str) -> Line {
    voice.line("install-no-key", &[("variable", Arg::Word(variable))])
}

/// The link, for whoever asked for it.
#[must_use]
pub fn link(voice: &Voice<'_>, partner: &str, url: &str, until: DateTime<Utc>) -> Message {
    let url = Line(vec![Span::Link { label: url.to_owned(), url: url.to_owned() }]);
    let args = [("partner", Arg::Text(partner)), ("until", Arg::Instant(until))];
    Message {
        parts: vec![
            Part::Text(voice.line("install-link", &args)),
            Part::Text(url),
            Part::Context(voice.line("install-link-context", &[])),
        ],
    }
}

/// To a partner's member whose workspace has no installation.
#[must_use]
pub fn needed(voice: &Voice<'_>) -> (Line, Button) {
    let line = voice.line("install-needed", &[]);
    (line, plain(voice.words("button-install-link", &[]), "install", "link", "", 0))
}

/// To everybody in a workspace that is not served: because nobody has said yet whose it is, or for
/// want of this variable.
#[must_use]
pub fn held(voice: &Voice<'_>, keyless: Option<&str>) -> Line {
    keyless.map_or_else(|| voice.line("install-unconfirmed", &[]), |variable| shut(voice, variable))
}

/// To whoever looks after the partner; `key` is the workspace's, with the installation that it is
/// about.
#[must_use]
pub fn asked(
    voice: &Voice<'_>,
    (key, installation): (&str, i64),
    workspace: &str,
    partner: Option<&str>,
) -> Message {
    let Some(partner) = partner else {
        return note(voice.line("install-asked-plain", &[("workspace", Arg::Text(workspace))]));
    };
    let args = [("workspace", Arg::Text(workspace)), ("partner", Arg::Text(partner))];
    let confirm = voice.words("button-confirm-company", &[]);
    let refuse = voice.words("button-not-theirs", &[]);
    let buttons = vec![
        primary(confirm, "install", "confirm", key, installation),
        plain(refuse, "install", "refuse", key, installation),
    ];
    Message { parts: vec![Part::Text(voice.line("install-asked", &args)), Part::Buttons(buttons)] }
}

/// What was decided about a workspace.
#[must_use]
pub fn decided(voice: &Voice<'_>, workspace: &str, partner: &str, theirs: bool) -> Line {
    let key = if theirs { "install-confirmed" } else { "install-not-theirs" };
    voice.line(key, &[("workspace", Arg::Text(workspace)), ("partner", Arg::Text(partner))])
}

/// That there is nothing to decide any more.
#[must_use]
pub fn settled(voice: &Voice<'_>, workspace: &str) -> Line {
    voice.line("install-settled", &[("workspace", Arg::Text(workspace))])
}

/// To whoever asked for a link without saying for whom.
#[must_use]
pub fn for_whom(voice: &Voice<'_>, command: &str) -> Line {
    voice.line("install-for-whom", &[("command", Arg::Word(command))])
}
