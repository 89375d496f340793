//! What somebody can type, and what to say to what nobody can.

use crate::chat::limits;
use crate::chat::view::{Line, Message, Part};
use crate::text::{Arg, Voice};

use super::{agreement, board, knowledge, list};

/// How a word is typed, and what it does.
pub struct Entry {
    pub typed: String,
    pub what: String,
}

/// As whom somebody reads the help: a person may be several.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reader {
    /// Registers for a partner.
    pub member: bool,
    /// Speaks for the partner as a company.
    pub partner_admin: bool,
    pub sales: bool,
    pub auditor: bool,
    /// Belongs to the vendor, in any role.
    pub vendor: bool,
    /// Looks after partners.
    pub in_charge: bool,
    pub admin: bool,
    /// Can link another account, on another platform.
    pub adds: bool,
    /// The programme says who is looked for.
    pub ideal: bool,
    /// The programme asks partners to agree to a text.
    pub agreement: bool,
    /// The programme has something to hand on.
    pub material: bool,
    /// Companies can apply to join.
    pub joining: bool,
}

/// What the reader can do here.
#[must_use]
pub fn help(voice: &Voice<'_>, reader: Reader, entries: &[Entry]) -> Message {
    if !reader.member && !reader.vendor {
        let mut message = super::note(voice.line("help-nobody", &[]));
        let button = reader.joining.then(|| super::joining::become_button(voice));
        message.parts.extend(button.map(|button| Part::Buttons(vec![button])));
        return message;
    }
    let mut parts = vec![Part::Text(voice.line("help", &[])), Part::Text(lines(voice, entries))];
    let roles = [
        (reader.member, "help-member"),
        (reader.sales, "help-sales"),
        (reader.auditor, "help-auditor"),
    ];
    let said = roles.into_iter().filter(|(is, _)| *is);
    parts.extend(said.map(|(_, key)| Part::Text(voice.line(key, &[]))));
    let mut buttons = Vec::new();
    if reader.member {
        buttons.push(super::refer_button(voice));
    }
    buttons.push(super::mine_button(voice));
    // Where the app is not installed nothing can be typed.
    if reader.member {
        buttons.push(board::my_rank(voice));
    }
    if reader.member && reader.ideal {
        buttons.push(knowledge::ideal_button(voice));
    }
    if reader.member && reader.material {
        buttons.push(knowledge::find_button(voice));
    }
    if reader.member && reader.agreement {
        buttons.push(agreement::read_button(voice));
    }
    if reader.partner_admin {
        buttons.push(board::visibility(voice));
    }
    if reader.adds {
        buttons.push(super::pairing::own_button(voice));
    }
    if reader.sales {
        let label = voice.words("button-show-waiting", &[]);
        buttons.push(super::plain(label, "review", list::WAITING_CHOICE, "", 0));
    }
    buttons.extend(super::set_up_buttons(voice, reader.in_charge, reader.admin));
    if reader.in_charge && reader.joining {
        buttons.push(super::joining::invite_button(voice));
    }
    let rows = buttons.chunks(limits::BUTTONS).map(|row| Part::Buttons(row.to_vec()));
    parts.extend(rows);
    parts.push(Part::Context(voice.line("help-context", &[])));
    Message { parts }
}

fn lines(voice: &Voice<'_>, entries: &[Entry]) -> Line {
    Line::rows(entries.iter().map(|entry| {
        let args = [("command", Arg::Word(&entry.typed)), ("what", Arg::Word(&entry.what))];
        voice.line("help-line", &args)
    }))
}

/// That a word is no command, with the one that was probably meant.
#[must_use]
pub fn unknown(voice: &Voice<'_>, word: &str, guess: Option<&str>) -> Line {
    let word = limits::shorten(word, limits::BUTTON_LABEL);
    let word = ("word", Arg::Text(&word));
    match guess {
        Some(guess) => voice.line("help-unknown", &[word, ("guess", Arg::Word(guess))]),
        None => voice.line("help-unknown-plain", &[word]),
    }
}

/// That no referral which the reader may see has this number.
#[must_use]
pub fn no_referral(voice: &Voice<'_>, typed: &str) -> Line {
    let typed = limits::shorten(typed, limits::BUTTON_LABEL);
    voice.line("help-no-referral", &[("typed", Arg::Text(&typed))])
}
