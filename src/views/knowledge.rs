//! What partners are given to know: who is looked for. Shown to whoever asks, alone.

use super::{plain, refer_button};
use crate::chat::view::{Button, Line, Message, Part, Span};
use crate::domain::knowledge::{IdealCustomer, Reader};
use crate::text::{Arg, Voice};

/// Who can say what the programme does not.
pub enum Knows {
    /// Whoever looks after the partner that asks, by name where there is somebody.
    Manager(Option<String>),
    /// The vendor's own write it into the programme's file.
    File,
}

/// The button that shows who is looked for: the same wherever it stands.
#[must_use]
pub fn ideal_button(voice: &Voice<'_>) -> Button {
    plain(voice.words("button-show-ideal", &[]), "icp", "open", "", 0)
}

/// Who is looked for: the sentence, the signs, who it is not, and how to begin.
#[must_use]
pub fn ideal(voice: &Voice<'_>, ideal: &IdealCustomer, reader: Reader) -> Message {
    let mut parts = vec![Part::Text(voice.line("icp", &[("text", Arg::Text(&ideal.text))]))];
    parts.extend(listed(voice, "icp-signs", &ideal.signs));
    parts.extend(listed(voice, "icp-not-for", &ideal.not_for));
    parts.extend(
        ideal
            .first_words
            .iter()
            .map(|words| Part::Text(voice.line("icp-first-words", &[("words", Arg::Text(words))]))),
    );
    if reader == Reader::Partner {
        parts.push(Part::Buttons(vec![refer_button(voice)]));
    }
    Message { parts }
}

/// A heading and a line each; nothing where there are none.
fn listed(voice: &Voice<'_>, key: &str, lines: &[String]) -> Option<Part> {
    if lines.is_empty() {
        return None;
    }
    let mut all = voice.line(key, &[]);
    for line in lines {
        all.0.push(Span::Plain("\n".to_owned()));
        all.0.extend(voice.line("icp-line", &[("text", Arg::Text(line))]).0);
    }
    Some(Part::Text(all))
}

/// That nobody has written down who is looked for.
#[must_use]
pub fn no_ideal(voice: &Voice<'_>, knows: &Knows) -> Line {
    known_by(voice, "icp-none", knows, &[])
}

/// A sentence with who can help in it.
fn known_by(voice: &Voice<'_>, key: &str, knows: &Knows, args: &[(&str, Arg<'_>)]) -> Line {
    match knows {
        Knows::Manager(Some(manager)) => {
            let manager = ("manager", Arg::Text(manager.as_str()));
            let all: Vec<_> = args.iter().copied().chain([manager]).collect();
            voice.line(key, &all)
        }
        Knows::Manager(None) => voice.line(&format!("{key}-unmanaged"), args),
        Knows::File => voice.line(&format!("{key}-here"), args),
    }
}
