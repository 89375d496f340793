//! Partners as companies: the forms that open and change them, the list, and what their channels
//! hear. Two that are one are in [`merge`].

pub mod merge;

use super::forms::{choices, input_of, list_of, long, sheet};
use super::{joining, note, plain, primary, refer_button, refusals};
use crate::chat::view::{
    Button, Choice, Confirm, Field, FieldKind, Form, Labelled, Line, Message, Part, Weight,
};
use crate::chat::{Group, PersonRef, limits};
use crate::domain::ids::{FormId, PartnerCode};
use crate::domain::partner::manage::PartnerNo;
use crate::domain::partner::{Partner, PartnerKind, PartnerState};
use crate::domain::tier::Tiers;
use crate::text::{Arg, Voice};

/// The names of the inputs.
pub mod input {
    pub const NAME: &str = "name";
    pub const CODE: &str = "code";
    pub const KIND: &str = "kind";
    pub const WEBSITE: &str = "website";
    pub const MANAGER: &str = "manager";
    pub const REASON: &str = "reason";
    pub const THEIRS: &str = "theirs";
    pub const OURS: &str = "ours";
}

/// What stands on a partner's sheet as a button, and opens a form of the same name.
pub mod deed {
    pub const NEW: &str = "new";
    pub const RENAME: &str = "rename";
    pub const CODE: &str = "code";
    pub const SUSPEND: &str = "suspend";
    pub const RESUME: &str = "resume";
    pub const TERMINATE: &str = "terminate";
    /// Asks as which other partner it goes on, and shows what would come of that.
    pub const MERGE: &str = "merge";
    /// Does that.
    pub const MERGE_NOW: &str = "merge-now";
    pub const CHANNEL: &str = "channel";
    /// Shows the sheet.
    pub const SHEET: &str = "sheet";
}

/// Partners that a private list has room for.
const LISTED: usize = 15;

fn short(preset: &str) -> FieldKind {
    FieldKind::Short { preset: preset.to_owned() }
}

/// The input of a code, with one that is free.
pub(super) fn code_field(voice: &Voice<'_>, code: Option<PartnerCode>) -> Field {
    let preset = code.map(|code| code.to_string()).unwrap_or_default();
    let hint = Some("partner-code-hint");
    input_of(voice, input::CODE, "partner-code", hint, true, short(&preset))
}

/// *New partner*, with a name that was typed behind the command and a code made of it.
#[must_use]
pub fn new_form(
    voice: &Voice<'_>,
    id: &FormId,
    name: &str,
    code: Option<PartnerCode>,
    presser: &PersonRef,
) -> Form {
    let kinds = PartnerKind::ALL.iter().map(|kind| kind.as_str());
    let kinds = choices(voice, "partner-kind-", kinds, None);
    let manager = FieldKind::Person { preset: Some(presser.clone()) };
    let hint = Some("partner-website-hint");
    let fields = vec![
        input_of(voice, input::NAME, "partner-name", None, true, short(name)),
        code_field(voice, code),
        input_of(voice, input::KIND, "partner-kind", None, true, kinds),
        input_of(voice, input::WEBSITE, "partner-website", hint, true, short("")),
        input_of(voice, input::MANAGER, "partner-manager", None, true, manager),
    ];
    sheet(voice, id, ("partner", "partner-new-title", "button-create"), fields)
}

/// A form that changes a partner: what will happen stands above its input. `None` for a deed that
/// has no form.
#[must_use]
pub fn change_form(voice: &Voice<'_>, id: &FormId, deed: &str, partner: &Partner) -> Option<Form> {
    let reason = || {
        let hint = Some("partner-reason-hint");
        input_of(voice, input::REASON, "partner-reason", hint, true, long())
    };
    let (title, submit, preview, field) = match deed {
        deed::RENAME => (
            "partner-rename-title",
            "button-rename",
            "partner-rename-preview",
            input_of(voice, input::NAME, "partner-name", None, true, short(&partner.name)),
        ),
        deed::CODE => (
            "partner-recode-title",
            "button-change-code",
            "partner-recode-preview",
            code_field(voice, Some(partner.code)),
        ),
        deed::SUSPEND => {
            ("partner-suspend-title", "button-suspend", "partner-suspend-preview", reason())
        }
        deed::TERMINATE => {
            ("partner-terminate-title", "button-terminate", "partner-terminate-preview", reason())
        }
        deed::MERGE => {
            ("partner-merge-title", "button-see-merge", "partner-merge-intro", merge::field(voice))
        }
        _ => return None,
    };
    let mut form = sheet(voice, id, ("partner", title, submit), vec![field]);
    form.intro = vec![Part::Text(named(voice, preview, partner))];
    Some(form)
}

/// *Create channel*, with a name made of the partner's, and the groups that may be let in.
#[must_use]
pub fn channel_form(
    voice: &Voice<'_>,
    id: &FormId,
    (partner, name): (&Partner, &str),
    groups: &[Group],
) -> Form {
    let listed = || {
        let choice = |group: &Group| Choice {
            value: group.id.clone(),
            label: limits::shorten(&group.name, limits::CHOICE),
        };
        list_of(groups.iter().map(choice), None)
    };
    let mut fields =
        vec![input_of(voice, input::NAME, "partner-channel-name", None, true, short(name))];
    if !groups.is_empty() {
        let (theirs, ours) =
            (Some("partner-channel-theirs-hint"), Some("partner-channel-ours-hint"));
        fields.push(input_of(
            voice,
            input::THEIRS,
            "partner-channel-theirs",
            theirs,
            false,
            listed(),
        ));
        fields.push(input_of(voice, input::OURS, "partner-channel-ours", ours, false, listed()));
    }
    let names = ("partner", "partner-channel-title", "button-create-channel");
    let mut form = sheet(voice, id, names, fields);
    form.intro = vec![Part::Text(named(voice, "partner-channel-preview", partner))];
    form
}

/// The button that leads to it; by the partner's code, which is known before the partner is.
#[must_use]
pub fn channel_button(voice: &Voice<'_>, code: PartnerCode) -> Part {
    let label = voice.words("button-create-channel", &[]);
    Part::Buttons(vec![primary(label, "partner", deed::CHANNEL, code.as_str(), 0)])
}

/// A text about a partner: its name and its code.
#[must_use]
pub fn named(voice: &Voice<'_>, key: &str, partner: &Partner) -> Line {
    let code = partner.code.to_string();
    voice.line(key, &[("partner", Arg::Text(&partner.name)), ("code", Arg::Word(&code))])
}

fn state_word(voice: &Voice<'_>, state: PartnerState) -> String {
    voice.words(&format!("partner-state-{}", state.as_str()), &[])
}

/// One partner, for those who look after partners.
#[must_use]
pub fn card(voice: &Voice<'_>, partner: &Partner, manager: &str, reason: &str) -> Message {
    let labelled = |key: &str, value: Line| Labelled { label: voice.words(key, &[]), value };
    let plain = |text: &str| Line::plain(limits::shorten(text, limits::FIELD_VALUE));
    let mut fields = vec![labelled("field-state", plain(&state_word(voice, partner.state)))];
    if let Some(since) = partner.paused_at {
        let date = Arg::Day(voice.date(since));
        fields.push(labelled("field-since", voice.line("on-day", &[("date", date)])));
    }
    if !reason.is_empty() {
        fields.push(labelled("field-reason", plain(reason)));
    }
    if let Some(kind) = partner.kind {
        let kind = voice.words(&format!("partner-kind-{kind}"), &[]);
        fields.push(labelled("field-kind", plain(&kind)));
    }
    if !manager.is_empty() {
        fields.push(labelled("field-manager", plain(manager)));
    }
    if !partner.domains.is_empty() {
        fields.push(labelled("field-website", plain(&partner.domains.join(", "))));
    }
    fields.push(labelled("field-sent", plain(&partner.referred().to_string())));
    let mut parts = vec![Part::Text(named(voice, "partner-head", partner)), Part::Fields(fields)];
    let buttons = deeds(voice, partner);
    if !buttons.is_empty() {
        parts.push(Part::Buttons(buttons));
    }
    Message { parts }
}

fn deeds(voice: &Voice<'_>, partner: &Partner) -> Vec<Button> {
    let button = |label: &str, deed: &str| {
        let label = voice.words(label, &[]);
        plain(label, "partner", deed, &partner.id.to_string(), partner.version)
    };
    let mut deeds = vec![button("button-rename", deed::RENAME)];
    if partner.sent == 0 {
        deeds.push(button("button-change-code", deed::CODE));
    }
    match partner.state {
        PartnerState::Approved => deeds.push(button("button-suspend", deed::SUSPEND)),
        PartnerState::Suspended => {
            let mut resume = button("button-resume", deed::RESUME);
            resume.confirm = Some(Confirm {
                title: voice.words("partner-resume-title", &[]),
                text: named(voice, "partner-resume-preview", partner).words(),
                yes: voice.words("button-resume", &[]),
                no: voice.words("button-cancel", &[]),
            });
            deeds.push(resume);
        }
        PartnerState::Terminated => return Vec::new(),
    }
    deeds.push(button("button-merge", deed::MERGE));
    let mut terminate = button("button-terminate", deed::TERMINATE);
    terminate.weight = Weight::Danger;
    deeds.push(terminate);
    deeds
}

/// What `/vouch partner` alone shows: a button for a new one, one to ask a company to apply where
/// companies can, and how to find a partner that is there.
#[must_use]
pub fn menu(voice: &Voice<'_>, invites: bool) -> Message {
    let new = primary(voice.words("button-new-partner", &[]), "partner", deed::NEW, "", 0);
    let invite = invites.then(|| joining::invite_button(voice));
    let buttons = [new].into_iter().chain(invite).collect();
    let parts = vec![Part::Text(voice.line("partner-menu", &[])), Part::Buttons(buttons)];
    Message { parts }
}

/// Every partner, as far as a private message has room.
#[must_use]
pub fn list(voice: &Voice<'_>, partners: &[Partner], tiers: &Tiers) -> Message {
    if partners.is_empty() {
        return note(voice.line("partners-none", &[]));
    }
    let mut parts = vec![Part::Text(voice.line("partners", &[("n", Arg::count(partners.len()))]))];
    parts.extend(partners.iter().take(LISTED).map(|partner| {
        let (code, state) = (partner.code.to_string(), state_word(voice, partner.state));
        let name = limits::shorten(&partner.name, 60);
        let mut args = vec![
            ("code", Arg::Word(&code)),
            ("partner", Arg::Text(&name)),
            ("state", Arg::Word(&state)),
            ("n", Arg::Count(partner.referred().into())),
        ];
        let Some(tier) = tiers.of(partner) else {
            return Part::Text(voice.line("partners-line", &args));
        };
        args.push(("tier", Arg::Text(&tier.name)));
        Part::Text(voice.line("partners-line-tier", &args))
    }));
    let left = partners.len().saturating_sub(LISTED);
    if left > 0 {
        parts.push(Part::Text(voice.line("partners-more", &[("n", Arg::count(left))])));
    }
    parts.push(Part::Context(voice.line("partners-context", &[])));
    Message { parts }
}

/// What a partner's channel hears of the state that the partner has come to.
#[must_use]
pub fn told(voice: &Voice<'_>, partner: &Partner, manager: Option<&str>) -> Message {
    match partner.state {
        PartnerState::Approved => Message {
            parts: vec![
                Part::Text(named(voice, "partner-told-resumed", partner)),
                Part::Buttons(vec![refer_button(voice)]),
            ],
        },
        PartnerState::Suspended => note(refusals::closed(voice, partner, manager)),
        PartnerState::Terminated => {
            let date = Arg::Day(voice.date(partner.stands_since()));
            let args = [("partner", Arg::Text(partner.name.as_str())), ("date", date)];
            note(voice.line("partner-told-terminated", &args))
        }
    }
}

/// Why nothing was changed, and the input it is about. `free` is a code that could be taken.
#[must_use]
pub fn refused(
    voice: &Voice<'_>,
    why: PartnerNo,
    free: Option<PartnerCode>,
) -> (&'static str, Line) {
    let day = |at| Arg::Day(voice.date(at));
    match why {
        PartnerNo::NotManager => (input::NAME, voice.line("no-role-partner_manager", &[])),
        PartnerNo::CodeTaken => (input::CODE, code_taken(voice, free)),
        PartnerNo::CodeInUse => (input::CODE, voice.line("partner-code-in-use", &[])),
        PartnerNo::ManagerHasNoRole => {
            (input::MANAGER, voice.line("partner-manager-outsider", &[]))
        }
        PartnerNo::AlreadyThere { since, .. } => {
            (input::REASON, voice.line("partner-already", &[("date", day(since))]))
        }
        PartnerNo::Ended { since } => {
            (input::REASON, voice.line("partner-ended", &[("date", day(since))]))
        }
        PartnerNo::NotSuspended => (input::REASON, voice.line("partner-not-suspended", &[])),
        PartnerNo::Itself => (input::CODE, voice.line("partner-merge-itself", &[])),
        PartnerNo::OtherSuspended => (input::CODE, voice.line("partner-merge-suspended", &[])),
        PartnerNo::OneIsTest => (input::CODE, voice.line("partner-merge-test", &[])),
        PartnerNo::InReview { number } => {
            let number = number.to_string();
            (input::CODE, voice.line("partner-merge-review", &[("ref", Arg::Word(&number))]))
        }
        PartnerNo::ShareDeal { number } => {
            let number = number.to_string();
            (input::CODE, voice.line("partner-merge-shared", &[("ref", Arg::Word(&number))]))
        }
    }
}

fn code_taken(voice: &Voice<'_>, free: Option<PartnerCode>) -> Line {
    match free.map(|code| code.to_string()) {
        Some(code) => voice.line("partner-code-taken", &[("code", Arg::Word(&code))]),
        None => voice.line("partner-code-taken-all", &[]),
    }
}
