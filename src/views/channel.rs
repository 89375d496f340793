//! What channels are for: the question, the forms, and what became of a choice.

use super::forms::{choices, input_of, sheet};
use super::{note, plain};
use crate::chat::Room;
use crate::chat::limits::PICKS;
use crate::chat::view::{Button, Choice, Confirm, FieldKind, Form, Line, Message, Part, Weight};
use crate::domain::ids::FormId;
use crate::domain::partner::{Audience, Channel, Company, Partner};
use crate::text::{Arg, Voice};

/// The names of the inputs.
pub mod input {
    pub const FOR: &str = "for";
    pub const PARTNER: &str = "partner";
    pub const COMPANY: &str = "company";
}

/// In the order in which they are offered.
const USES: [Audience; 4] =
    [Audience::Internal, Audience::Partner, Audience::Community, Audience::Resolvers];

/// What a channel is for, as it stands on a button and in a sentence.
fn key(audience: Audience, of: &str) -> String {
    format!("{of}-{audience}")
}

/// A button about a channel.
fn button(voice: &Voice<'_>, key: &str, flow: &str, choice: &str, channel: &Channel) -> Button {
    plain(voice.words(key, &[]), flow, choice, &channel.id, channel.version)
}

/// Asks what a channel is for.
#[must_use]
pub fn ask(voice: &Voice<'_>, channel: &Channel) -> Message {
    let line = voice.line("setup-channel", &[("channel", Arg::Text(channel.shown()))]);
    let mut buttons = USES.map(|audience| {
        button(voice, &key(audience, "button-use"), "link", audience.as_str(), channel)
    });
    buttons[0].weight = Weight::Primary;
    Message { parts: vec![Part::Text(line), Part::Buttons(buttons.to_vec())] }
}

/// In a channel of which nobody has said what it is for.
#[must_use]
pub fn open(voice: &Voice<'_>, channel: &Channel) -> Line {
    voice.line("setup-open", &[("channel", Arg::Text(channel.shown()))])
}

/// A channel's use in words, inside a sentence.
fn used_for(voice: &Voice<'_>, audience: Audience, partner: Option<&Partner>) -> String {
    match partner {
        Some(partner) => partner.name.clone(),
        None => voice.words(&key(audience, "setup-use"), &[]),
    }
}

/// *Link a channel*; `presets` is what it is linked to now, or what a button asked for.
#[must_use]
pub fn link(
    voice: &Voice<'_>,
    id: &FormId,
    partners: &[Partner],
    (audience, partner): (Option<Audience>, Option<&Partner>),
) -> Form {
    let uses = USES.into_iter().map(Audience::as_str);
    let uses = choices(voice, "setup-for-", uses, audience.map(Audience::as_str));
    let code = partner.map(|partner| partner.code.to_string());
    let fields = vec![
        input_of(voice, input::FOR, "setup-for", None, true, uses),
        input_of(
            voice,
            input::PARTNER,
            "setup-partner",
            Some("setup-partner-hint"),
            false,
            partner_field(partners, code),
        ),
    ];
    sheet(voice, id, ("link", "setup-link-title", "button-link"), fields)
}

/// A list of the partners; more than a list can hold are chosen by typing the code.
fn partner_field(partners: &[Partner], preset: Option<String>) -> FieldKind {
    if partners.is_empty() || partners.len() > PICKS {
        return FieldKind::Short { preset: preset.unwrap_or_default() };
    }
    let options = partners.iter().map(|partner| Choice {
        value: partner.code.to_string(),
        label: format!("{} · {}", partner.code, partner.name),
    });
    FieldKind::Pick { options: options.collect(), preset }
}

/// What linking a linked channel to something else would change.
#[must_use]
pub fn preview(
    voice: &Voice<'_>,
    id: &FormId,
    channel: &Channel,
    (now, then): (Option<&Partner>, (Audience, Option<&Partner>)),
) -> Form {
    let was = channel.audience.map(|audience| used_for(voice, audience, now)).unwrap_or_default();
    let will = used_for(voice, then.0, then.1);
    let change = [
        ("channel", Arg::Text(channel.shown())),
        ("now", Arg::Text(&was)),
        ("then", Arg::Text(&will)),
    ];
    let intro = vec![
        Part::Text(voice.line("setup-relink", &change)),
        Part::Text(voice.line("setup-stops", &[("now", Arg::Text(&was))])),
        Part::Text(voice.line("setup-stays", &[])),
    ];
    let names = ("link", "setup-link-title", "button-link");
    Form { intro, ..sheet(voice, id, names, Vec::new()) }
}

/// What unlinking would change.
#[must_use]
pub fn unlink(
    voice: &Voice<'_>,
    id: &FormId,
    channel: &Channel,
    partner: Option<&Partner>,
) -> Form {
    let was = channel.audience.map(|now| used_for(voice, now, partner)).unwrap_or_default();
    let ends = [("channel", Arg::Text(channel.shown())), ("now", Arg::Text(&was))];
    let intro = vec![
        Part::Text(voice.line("setup-unlink", &ends)),
        Part::Text(voice.line("setup-stops", &[("now", Arg::Text(&was))])),
        Part::Text(voice.line("setup-stays", &[])),
    ];
    let names = ("unlink", "setup-unlink-title", "button-unlink");
    Form { intro, ..sheet(voice, id, names, Vec::new()) }
}

/// *Confirm the company*: which of those in its channel a partner is.
#[must_use]
pub fn confirm(voice: &Voice<'_>, id: &FormId, channel: &Channel, partner: &Partner) -> Form {
    let options = channel
        .strangers(partner)
        .take(PICKS)
        .map(|company| Choice { value: company.workspace.clone(), label: company.name.clone() });
    let kind = FieldKind::Pick { options: options.collect(), preset: None };
    let asked = voice.line("setup-company-which", &[("partner", Arg::Text(&partner.name))]);
    let means = voice.line("setup-company-means", &[("partner", Arg::Text(&partner.name))]);
    let fields = vec![input_of(voice, input::COMPANY, "setup-company", None, true, kind)];
    let intro = vec![Part::Text(asked), Part::Text(means)];
    let names = ("company", "setup-company-title", "button-confirm");
    Form { intro, ..sheet(voice, id, names, fields) }
}

/// That a channel was linked, and what still has to be said about it.
#[must_use]
pub fn linked(voice: &Voice<'_>, channel: &Channel, partner: Option<&Partner>) -> Message {
    let name = ("channel", Arg::Text(channel.shown()));
    let Some((audience, partner)) = channel.audience.zip(partner) else {
        let will = channel.audience.map(|now| used_for(voice, now, None)).unwrap_or_default();
        return note(voice.line("setup-linked-use", &[name, ("use", Arg::Text(&will))]));
    };
    let who = used_for(voice, audience, Some(partner));
    let mut parts =
        vec![Part::Text(voice.line("setup-linked", &[name, ("partner", Arg::Text(&who))]))];
    if channel.strangers(partner).next().is_some() {
        parts.extend(mixed(voice, channel, partner).parts);
    }
    Message { parts }
}

/// That people of companies nobody has confirmed are in a partner's channel, and what to do.
#[must_use]
pub fn mixed(voice: &Voice<'_>, channel: &Channel, partner: &Partner) -> Message {
    let name = ("channel", Arg::Text(channel.shown()));
    let known = channel.companies.len();
    let mut strangers = channel.strangers(partner);
    let line = match (strangers.next(), strangers.next()) {
        (Some(only), None) if known > 1 => {
            voice.line("setup-joined", &[("workspace", Arg::Text(&only.name)), name])
        }
        (Some(only), None) => {
            let args =
                [("company", Arg::Text(&only.name)), ("partner", Arg::Text(&partner.name)), name];
            voice.line("setup-unconfirmed", &args)
        }
        _ => voice.line("setup-mixed", &[("n", Arg::count(known)), name]),
    };
    let mut confirm = button(voice, "button-confirm-company", "company", "open", channel);
    confirm.weight = Weight::Primary;
    let buttons = vec![confirm, unlink_button(voice, channel)];
    Message { parts: vec![Part::Text(line), Part::Buttons(buttons)] }
}

/// That other companies share a channel now that was for the vendor's people alone.
#[must_use]
pub fn no_more_internal(voice: &Voice<'_>, channel: &Channel) -> Message {
    let n = Arg::count(channel.companies.len());
    let args = [("channel", Arg::Text(channel.shown())), ("n", n)];
    let line = voice.line("setup-shared-now", &args);
    let buttons = vec![unlink_button(voice, channel)];
    Message { parts: vec![Part::Text(line), Part::Buttons(buttons)] }
}

fn unlink_button(voice: &Voice<'_>, channel: &Channel) -> Button {
    let name = ("channel", Arg::Text(channel.shown()));
    let mut unlink = button(voice, "button-unlink", "unlink", "now", channel);
    unlink.weight = Weight::Danger;
    unlink.confirm = Some(Confirm {
        title: voice.words("setup-unlink-title", &[]),
        text: voice.words("setup-unlink-text", &[name]),
        yes: voice.words("button-unlink", &[]),
        no: voice.words("button-keep", &[]),
    });
    unlink
}

/// That a partner is this company, and whether somebody else is there still.
#[must_use]
pub fn confirmed(
    voice: &Voice<'_>,
    channel: &Channel,
    partner: &Partner,
    company: &Company,
) -> Message {
    let args = [("company", Arg::Text(&company.name)), ("partner", Arg::Text(&partner.name))];
    let mut parts = vec![Part::Text(voice.line("setup-confirmed", &args))];
    if channel.strangers(partner).next().is_some() {
        parts.extend(mixed(voice, channel, partner).parts);
    }
    Message { parts }
}

/// A company that is another partner's already, or the vendor.
#[must_use]
pub fn taken(voice: &Voice<'_>, company: &Company) -> Line {
    voice.line("setup-company-taken", &[("company", Arg::Text(&company.name))])
}

#[must_use]
pub fn unlinked(voice: &Voice<'_>, channel: &Channel) -> Line {
    voice.line("setup-unlinked", &[("channel", Arg::Text(channel.shown()))])
}

/// A channel that other companies share cannot be for the vendor alone.
#[must_use]
pub fn shared(voice: &Voice<'_>, room: &Room) -> Line {
    let n = Arg::count(room.neighbours.len());
    voice.line("setup-shared", &[("channel", Arg::Text(&room.name)), ("n", n)])
}

/// A place in which each message is a post of its own is for the community.
#[must_use]
pub fn forum(voice: &Voice<'_>, room: &Room) -> Line {
    voice.line("setup-forum", &[("channel", Arg::Text(&room.name))])
}

/// To whoever may not say what a channel is for. `vacant`: nobody may yet.
#[must_use]
pub fn no_role(voice: &Voice<'_>, vacant: bool) -> Line {
    let key = if vacant { "setup-no-admin" } else { "no-role-setup" };
    voice.line(key, &[])
}

/// That a channel cannot be posted in, for whoever looks after it.
#[must_use]
pub fn dead(voice: &Voice<'_>, channel: &Channel, code: &str, waiting: u64) -> Message {
    let name = ("channel", Arg::Text(channel.shown()));
    let why = match code {
        "archived" | "is_archived" => voice.words("setup-dead-archived", &[]),
        "removed" | "not_in_channel" => voice.words("setup-dead-removed", &[]),
        "50001" | "50013" => voice.words("setup-dead-right", &[("code", Arg::Word(code))]),
        "40066" | "40067" => voice.words("setup-dead-tag", &[]),
        other => voice.words("setup-dead-code", &[("code", Arg::Word(other))]),
    };
    let line =
        voice.line("setup-dead", &[name, ("why", Arg::Word(&why)), ("n", Arg::count(waiting))]);
    let mut other = button(voice, "button-link-another", "link", "another", channel);
    other.weight = Weight::Primary;
    Message { parts: vec![Part::Text(line), Part::Buttons(vec![other])] }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::domain::ids::PartnerId;
    use crate::domain::outcome::PartnerEvent;

    fn partners(count: u8) -> Vec<Partner> {
        let partner = |n: u8| {
            let code = format!("{}{}A", char::from(b'A' + n / 26), char::from(b'A' + n % 26));
            let first = PartnerEvent::PartnerAdded {
                code: code.parse().unwrap(),
                name: format!("Partner {n}"),
                domains: Vec::new(),
                workspaces: Vec::new(),
                test: false,
            };
            Partner::from_first(PartnerId::new(n.into()), &first, DateTime::UNIX_EPOCH).unwrap()
        };
        (0..count).map(partner).collect()
    }

    #[test]
    fn partners_are_chosen_from_a_list_as_long_as_a_list_can_hold_them() {
        let most = u8::try_from(PICKS).unwrap();
        for (count, typed) in [(0, true), (1, false), (most, false), (most + 1, true)] {
            let kind = partner_field(&partners(count), None);
            assert_eq!(matches!(kind, FieldKind::Short { .. }), typed, "{count}");
        }
    }
}
