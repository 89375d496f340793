//! Two partners that turned out to be one: as which it goes on is asked, what would come of it is shown,
//! and both sides hear once it is done.

use super::{deed, input};
use crate::chat::view::{Button, Field, FieldKind, Line, Message, Panel, Part, Weight};
use crate::domain::partner::{Partner, PartnerState};
use crate::text::{Arg, Voice};
use crate::views::forms::input_of;
use crate::views::{note, panel, plain};

/// What there is of a partner that would go on as another.
#[derive(Clone, Debug)]
pub struct Merge {
    pub gone: Partner,
    pub stays: Partner,
    /// All its referrals, and those of them that are open.
    pub referrals: usize,
    pub open: usize,
    /// Who speaks for it.
    pub people: usize,
    pub channels: usize,
}

impl Merge {
    fn args(&self) -> [(&'static str, Arg<'_>); 8] {
        [
            ("gone", Arg::Text(&self.gone.name)),
            ("stays", Arg::Text(&self.stays.name)),
            ("code", Arg::Word(self.gone.code.as_str())),
            ("into", Arg::Word(self.stays.code.as_str())),
            ("n", Arg::count(self.referrals)),
            ("open", Arg::count(self.open)),
            ("people", Arg::count(self.people)),
            ("channels", Arg::count(self.channels)),
        ]
    }

    /// What the button carries: codes of partners are given once.
    fn subject(&self) -> String {
        format!("{}-{}", self.gone.code, self.stays.code)
    }
}

pub(super) fn field(voice: &Voice<'_>) -> Field {
    let kind = FieldKind::Short { preset: String::new() };
    input_of(voice, input::CODE, "partner-merge-code", Some("partner-merge-hint"), true, kind)
}

/// What would happen, and the button that lets it happen: nothing takes it back.
#[must_use]
pub fn preview(voice: &Voice<'_>, merge: &Merge) -> Panel {
    let line = |key: &str| voice.line(key, &merge.args());
    let comes = ["partner-merge-referrals", "partner-merge-people", "partner-merge-channels"];
    let suspended = merge.gone.state == PartnerState::Suspended;
    let stays = ["partner-merge-holds"]
        .into_iter()
        .chain(suspended.then_some("partner-merge-suspended-own"))
        .chain(["partner-merge-told", "partner-merge-for-good"]);
    let button = Button {
        weight: Weight::Danger,
        ..plain(
            voice.words("button-merge-now", &[]),
            "partner",
            deed::MERGE_NOW,
            &merge.subject(),
            0,
        )
    };
    let parts = vec![
        Part::Text(line("partner-merge-preview")),
        Part::Text(Line::rows(comes.map(line).to_vec())),
        Part::Text(Line::rows(stays.map(line))),
        Part::Buttons(vec![button]),
    ];
    panel(voice, voice.words("partner-merge-title", &[]), parts)
}

/// That it is done.
#[must_use]
pub fn done(voice: &Voice<'_>, gone: &Partner, stays: &Partner) -> Panel {
    let args = [("gone", Arg::Text(gone.name.as_str())), ("stays", Arg::Text(&stays.name))];
    let done = Part::Text(voice.line("partner-merge-done", &args));
    panel(voice, voice.words("partner-merge-title", &[]), vec![done])
}

/// What the channels of both hear.
#[must_use]
pub fn told(voice: &Voice<'_>, gone: &Partner, stays: &Partner) -> Message {
    let args = [("gone", Arg::Text(gone.name.as_str())), ("stays", Arg::Text(&stays.name))];
    note(voice.line("partner-told-merged", &args))
}

/// On the sheet of one that is gone: where it goes on.
#[must_use]
pub fn on_sheet(voice: &Voice<'_>, stays: &Partner) -> Part {
    let args =
        [("stays", Arg::Text(stays.name.as_str())), ("into", Arg::Word(stays.code.as_str()))];
    Part::Text(voice.line("partner-merged-into", &args))
}
