//! From a row to the call that says it, drawn from the rows as they are at this moment.
//!
//! A row may have waited while its channel was linked to somebody else, so what may be read there
//! is checked here, at the last possible moment (docs: "Who may see what").

mod case;
mod digest;

use chrono::{DateTime, Utc};

use super::posts;
use crate::app::{App, facts};
use crate::chat::view::Message;
use crate::chat::{Outgoing, PersonRef, Place, PlatformName};
use crate::domain::ids::ReferralId;
use crate::domain::outcome::ReferralEvent;
use crate::domain::partner::{Audience, Channel, Partner};
use crate::domain::tier::worn::Worn;
use crate::flows::{help, home as page};
use crate::program::Program;
use crate::store::rows::CardRow;
use crate::store::{StoreError, queries, queue};
use crate::views::board::posts as boards;
use crate::views::referral::{self, Facts};
use crate::views::{self, Say, install, programme};

/// What there is to be said.
#[derive(Debug)]
pub(super) enum Drawn {
    Call(Outgoing),
    /// What it stands for: to be said in its place.
    More(Vec<Say>),
    /// Nothing, for this reason: a code of ours.
    Nothing(&'static str),
}

/// Draws `say`; `card` is where it stands already.
pub(super) async fn draw(
    app: &App,
    say: &Say,
    card: Option<&CardRow>,
) -> Result<Drawn, StoreError> {
    let app = &match say.to().and_then(|to| to.parse::<PersonRef>().ok()) {
        Some(person) => app.to_person(&person).await?,
        None => app.to_all(),
    };
    // Another process may have recorded what is said here.
    if let Say::ProgrammeNew { was, now, .. } = say {
        app.know_program(was).await?;
        app.know_program(now).await?;
    }
    if let Say::Intro { .. }
    | Say::JoinIntro { .. }
    | Say::Agreement { .. }
    | Say::StartList { .. } = say
    {
        app.take_over_latest().await?;
    }
    match say {
        Say::ChannelDead { dead, to, workspace } => {
            let Some(message) = channel_dead(app, dead).await? else {
                return Ok(Drawn::Nothing("nothing_to_say"));
            };
            Ok(direct(to, workspace, message))
        }
        Say::Trouble { what, about, code, to, workspace } => {
            let about = match app.store.reader.installation(about).await? {
                Some(row) => row.shown().to_owned(),
                None => about.clone(),
            };
            Ok(direct(to, workspace, views::trouble(&app.voice(), *what, &about, code)))
        }
        Say::ProgrammeBad { text, to, workspace } => {
            let Some(wrong) = app.wrong_program(text).await? else {
                return Ok(Drawn::Nothing("nothing_to_say"));
            };
            let (place, in_force) = ((wrong.line, wrong.column), app.program());
            let message = programme::bad(&app.voice(), place, &wrong.what, &in_force.version);
            Ok(direct(to, workspace, message))
        }
        Say::ChannelAsk { channel, to, workspace, alone } => {
            let message = channel_ask(app, channel).await?;
            Ok(message.map_or(Drawn::Nothing("answered_already"), |message| match alone {
                true => direct(to, workspace, message),
                false => whisper(channel, to, workspace, message),
            }))
        }
        Say::ChannelMixed { channel, to, workspace } => {
            let message = channel_mixed(app, channel).await?;
            let none = Drawn::Nothing("nothing_to_say");
            Ok(message.map_or(none, |message| direct(to, workspace, message)))
        }
        Say::Help { to, workspace } => Ok(match to.parse() {
            Ok(person) => match held(app, workspace).await? {
                Some(sentence) => direct(to, workspace, sentence),
                None => direct(to, workspace, help::alone(app, person).await?),
            },
            Err(_) => Drawn::Nothing("nobody"),
        }),
        Say::Home { to, workspace, .. } => home(app, to, workspace).await,
        Say::HomesOf { .. } | Say::HomesOfPerson { .. } => {
            Ok(Drawn::More(app.homes_behind(say).await?))
        }
        Say::TierRoles { to } => Ok(match app.worn_by(to).await? {
            Some((to, Worn { wears, not, .. }, why)) => {
                let workspace = to.workspace.clone();
                Drawn::Call(Outgoing::Roles { workspace, to, wears, not, why })
            }
            None => Drawn::Nothing("no_roles"),
        }),
        Say::TierRolesOf { partner } => {
            Ok(Drawn::More(app.tier_roles_behind(partner.as_ref()).await?))
        }
        Say::News { news, to, workspace } => Ok(match app.news(news).await? {
            Some(message) => direct(to, workspace, message),
            None => Drawn::Nothing("nothing_to_say"),
        }),
        Say::ToldAlone { referral, seq, to, workspace, .. }
        | Say::Yours { referral, seq, to, workspace } => {
            let message = app.note(say, referral, *seq).await?;
            let none = Drawn::Nothing("nothing_to_say");
            Ok(message.map_or(none, |message| direct(to, workspace, message)))
        }
        Say::CaseCard { case: id, channel }
        | Say::CaseNote { case: id, channel, .. }
        | Say::CaseTold { case: id, channel, .. } => {
            case::draw(app, say, (id, channel.as_str()), card).await
        }
        Say::ProgrammeNew { channel, .. }
        | Say::Intro { channel }
        | Say::PinIntro { channel }
        | Say::JoinIntro { channel }
        | Say::ApplicationCard { channel, .. }
        | Say::PartnerCard { channel, .. }
        | Say::SalesCard { channel, .. }
        | Say::NeedInFull { channel, .. }
        | Say::PartnerNews { channel, .. }
        | Say::PartnersMerged { channel, .. }
        | Say::TierTold { channel, .. }
        | Say::Board { channel, .. }
        | Say::OwnPlace { channel, .. }
        | Say::Note { channel, .. }
        | Say::Agreement { channel, .. }
        | Say::StartList { channel, .. }
        | Say::BoardCorrected { channel, .. }
        | Say::ShoutOut { channel, .. }
        | Say::Digest { channel, .. }
        | Say::Told { channel, .. }
        | Say::SalesTold { channel, .. } => {
            let Some(channel) = app.store.reader.channel(channel).await? else {
                return Ok(Drawn::Nothing("nothing_to_say"));
            };
            in_channel(app, say, card, &channel).await
        }
    }
}

async fn home(app: &App, to: &str, installation: &str) -> Result<Drawn, StoreError> {
    let (Ok(to), Some((_, workspace))) = (to.parse::<PersonRef>(), installation.split_once(':'))
    else {
        return Ok(Drawn::Nothing("nobody"));
    };
    let page = match held(app, installation).await? {
        Some(sentence) => sentence,
        None => page::drawn(app, to.clone(), workspace).await?,
    };
    Ok(Drawn::Call(Outgoing::Home { workspace: workspace.to_owned(), to, page }))
}

/// The one sentence that an installation hears and shows, where it may hear no more.
async fn held(app: &App, installation: &str) -> Result<Option<Message>, StoreError> {
    let held = app.held(installation).await?;
    Ok(held.map(|held| views::note(install::held(&app.voice(), held.keyless()))))
}

async fn in_channel(
    app: &App,
    say: &Say,
    card: Option<&CardRow>,
    channel: &Channel,
) -> Result<Drawn, StoreError> {
    let (mut facts, event) = match (say, subject(say)) {
        (Say::Told { seq, .. } | Say::SalesTold { seq, .. }, Some(id)) => {
            match facts::of_event(app, id, *seq).await? {
                Some((facts, event)) => (Some(facts), Some(event)),
                None => return Ok(Drawn::Nothing("nothing_to_say")),
            }
        }
        (_, Some(id)) => match facts::of_referral(app, id).await? {
            Some(facts) => (Some(facts), None),
            None => return Ok(Drawn::Nothing("nothing_to_say")),
        },
        (_, None) => (None, None),
    };
    let partner = whose(app, say, facts.as_ref()).await?;
    if !say.readers().are_in(channel, partner.as_ref()) {
        let none = Drawn::Nothing("not_for_this_channel");
        match (say, card) {
            // What is put right cannot be said there any more, so it goes, as what is taken away does.
            (Say::ShoutOut { .. }, Some(card)) => {
                return Ok(place(&channel.id, &channel.workspace)
                    .map_or(none, |place| Drawn::Call(delete(place, card))));
            }
            // Something was taken away from it; what of the rest may be read there is looked at below.
            (Say::Digest { says, .. }, Some(_)) if digest::lost_any(app, says).await? => {}
            _ => return Ok(none),
        }
    }
    if let (Say::SalesCard { .. }, Some(facts)) = (say, &mut facts) {
        facts.thread = app.thread_of(facts).await?;
    }
    let Some(place) = place(&channel.id, &channel.workspace) else {
        return Ok(Drawn::Nothing("no_such_platform"));
    };
    let app = &in_whose_language(app, channel, partner.as_ref()).await?;
    if let Say::PinIntro { channel: id } = say {
        let card = match channel.audience {
            Some(Audience::Community) => views::join_card(id),
            Some(Audience::Partner | Audience::Internal | Audience::Resolvers) | None => {
                views::intro_card(id)
            }
        };
        let intro = queries::card(&app.store.db, &card).await?;
        return Ok(intro.map_or(Drawn::Nothing("nothing_to_pin"), |intro| {
            let place = where_it_stands(place, &intro);
            Drawn::Call(Outgoing::Pin { place, message_id: intro.message_id })
        }));
    }
    let drawn = match (say, &partner) {
        (Say::PartnerNews { state, .. }, Some(partner)) => {
            app.partner_news(partner, *state).await?
        }
        (Say::PartnersMerged { gone, .. }, Some(partner)) => {
            let gone = app.partner(Some(*gone)).await?;
            gone.map(|gone| views::partners::merge::told(&app.voice(), &gone, partner))
        }
        (Say::TierTold { seq, .. }, Some(partner)) => app.tier_told(partner, *seq).await?,
        (Say::Agreement { agreement, .. }, Some(partner)) => {
            app.agreement_post(partner, agreement, card.is_some()).await?
        }
        (Say::StartList { .. }, Some(partner)) => app.start_post(partner, card.is_some()).await?,
        (say, partner) if say.is_post() => {
            let drawn = match say {
                Say::Digest { says, .. } => digest::draw(app, says, channel, card).await?,
                _ => of_its_own(app, say, partner.as_ref(), since(card)).await?,
            };
            let goes = matches!(say, Say::ShoutOut { .. } | Say::Digest { .. });
            if let (None, Some(card), true) = (&drawn, card, goes) {
                return Ok(Drawn::Call(delete(place, card)));
            }
            drawn
        }
        (Say::Intro { .. }, _) => Some(intro(app, channel).await?),
        (Say::JoinIntro { .. }, _) => app.join_intro(card.is_some()),
        (Say::ApplicationCard { application, .. }, _) => {
            let card = app.application(*application).await?;
            card.map(|card| views::joining::card(&app.voice(), &card))
        }
        _ => message(app, say, facts.as_ref(), event.as_ref()),
    };
    let Some(message) = drawn else {
        return Ok(Drawn::Nothing("nothing_to_say"));
    };
    let place = in_thread(app, say, place).await?;
    if matches!(say, Say::BoardCorrected { .. }) && place.thread.is_none() {
        return Ok(Drawn::Nothing("nothing_to_correct"));
    }
    Ok(Drawn::Call(put(place, card, message)))
}

/// Since when it stands, where it does.
fn since(card: Option<&CardRow>) -> Option<DateTime<Utc>> {
    card.and_then(|card| DateTime::from_timestamp_micros(card.posted_us))
}

/// What a channel reads of Vouch's own accord, by what may be said now; `stood` since when it stands
/// already, if it does.
async fn of_its_own(
    app: &App,
    say: &Say,
    partner: Option<&Partner>,
    stood: Option<DateTime<Utc>>,
) -> Result<Option<Message>, StoreError> {
    match (say, partner) {
        (Say::Board { boards, .. }, _) => app.board_post(boards, stood).await,
        (Say::OwnPlace { places, away, .. }, Some(partner)) => {
            app.own_place_post(partner, places, *away, stood).await
        }
        (Say::Note { note, .. }, Some(partner)) => {
            app.note_post(partner, note, stood.is_some()).await
        }
        (Say::ShoutOut { occasion, .. }, _) => app.shout_post(*occasion, stood.is_some()).await,
        _ => Ok(None),
    }
}

/// Drawn anew where it stands, or posted.
fn put(place: Place, card: Option<&CardRow>, message: Message) -> Outgoing {
    let Some(card) = card else { return Outgoing::Post { place, message } };
    let (place, message_id) = (where_it_stands(place, card), card.message_id.clone());
    Outgoing::Redraw { place, message_id, message }
}

fn delete(place: Place, card: &CardRow) -> Outgoing {
    Outgoing::Delete { place: where_it_stands(place, card), message_id: card.message_id.clone() }
}

/// A card stands in its channel; where the platform gave it a place of its own, as a forum does, in
/// that.
fn where_it_stands(place: Place, card: &CardRow) -> Place {
    Place { channel: card.channel.clone(), ..place }
}

/// A partner's channel hears everything in the partner's language.
async fn in_whose_language(
    app: &App,
    channel: &Channel,
    partner: Option<&Partner>,
) -> Result<App, StoreError> {
    let own = match (channel.of_partner(), partner) {
        (Some(id), Some(partner)) if partner.id == id => Some(partner.clone()),
        (id, _) => app.partner(id).await?,
    };
    Ok(own.map_or_else(|| app.to_all(), |partner| app.to_partner(&partner)))
}

const fn subject(say: &Say) -> Option<&ReferralId> {
    match say {
        Say::PartnerCard { referral, .. }
        | Say::SalesCard { referral, .. }
        | Say::NeedInFull { referral, .. }
        | Say::Told { referral, .. }
        | Say::SalesTold { referral, .. } => Some(referral),
        Say::Intro { .. }
        | Say::PinIntro { .. }
        | Say::ChannelDead { .. }
        | Say::Trouble { .. }
        | Say::ProgrammeNew { .. }
        | Say::ProgrammeBad { .. }
        | Say::ChannelAsk { .. }
        | Say::ChannelMixed { .. }
        | Say::Help { .. }
        | Say::News { .. }
        | Say::ToldAlone { .. }
        | Say::Yours { .. }
        | Say::Home { .. }
        | Say::HomesOf { .. }
        | Say::HomesOfPerson { .. }
        | Say::TierRoles { .. }
        | Say::TierRolesOf { .. }
        | Say::CaseCard { .. }
        | Say::CaseNote { .. }
        | Say::CaseTold { .. }
        | Say::TierTold { .. }
        | Say::Board { .. }
        | Say::OwnPlace { .. }
        | Say::Note { .. }
        | Say::Agreement { .. }
        | Say::StartList { .. }
        | Say::BoardCorrected { .. }
        | Say::ShoutOut { .. }
        | Say::Digest { .. }
        | Say::JoinIntro { .. }
        | Say::ApplicationCard { .. }
        | Say::PartnersMerged { .. }
        | Say::PartnerNews { .. } => None,
    }
}

/// The partner that this is about, if it is about one.
async fn whose(app: &App, say: &Say, facts: Option<&Facts>) -> Result<Option<Partner>, StoreError> {
    if let Say::PartnerNews { partner, .. }
    | Say::PartnersMerged { partner, .. }
    | Say::TierTold { partner, .. }
    | Say::OwnPlace { partner, .. }
    | Say::Note { partner, .. }
    | Say::StartList { partner, .. }
    | Say::Agreement { partner, .. } = say
    {
        return app.store.reader.partner(partner).await;
    }
    if let Say::Digest { says, .. } = say {
        // All that a partner's channel reads is about the same one, but for what was left before that
        // one was merged.
        for one in says.iter().filter(|one| !matches!(one, Say::Board { .. })) {
            let partner = Box::pin(whose(app, one, None)).await?;
            if partner.as_ref().is_some_and(|partner| partner.merged_into.is_none()) {
                return Ok(partner);
            }
        }
        return Ok(None);
    }
    if let Say::ShoutOut { occasion, .. } = say {
        return Ok(app.shout(*occasion).await?.map(|words| words.partner));
    }
    Ok(facts.map(|facts| facts.partner.clone()))
}

fn message(
    app: &App,
    say: &Say,
    facts: Option<&Facts>,
    event: Option<&ReferralEvent>,
) -> Option<Message> {
    let voice = app.voice();
    match say {
        Say::PartnerCard { .. } => facts.map(|facts| referral::partner::card(&voice, facts)),
        Say::SalesCard { .. } => facts.map(|facts| referral::sales::card(&voice, facts)),
        Say::NeedInFull { .. } => facts.map(|facts| referral::thread::need_in_full(&voice, facts)),
        Say::Told { .. } => referral::thread::line(&voice, facts?, event?),
        Say::SalesTold { .. } => referral::note::to_sales(&voice, facts?, event?),
        Say::BoardCorrected { boards, .. } => Some(boards::corrected(&voice, boards)),
        Say::ProgrammeNew { was, now, on, .. } => {
            let built_in = || Program::built_in().into();
            let was = app.in_force.version(was).unwrap_or_else(built_in);
            let now = app.in_force.version(now)?;
            Some(programme::new(&voice, &was, &now, *on))
        }
        Say::Intro { .. }
        | Say::PinIntro { .. }
        | Say::ChannelDead { .. }
        | Say::Trouble { .. }
        | Say::ChannelAsk { .. }
        | Say::ChannelMixed { .. }
        | Say::ProgrammeBad { .. }
        | Say::Help { .. }
        | Say::News { .. }
        | Say::ToldAlone { .. }
        | Say::Yours { .. }
        | Say::Home { .. }
        | Say::HomesOf { .. }
        | Say::HomesOfPerson { .. }
        | Say::TierRoles { .. }
        | Say::TierRolesOf { .. }
        | Say::CaseCard { .. }
        | Say::CaseNote { .. }
        | Say::CaseTold { .. }
        | Say::TierTold { .. }
        | Say::Board { .. }
        | Say::OwnPlace { .. }
        | Say::Note { .. }
        | Say::Agreement { .. }
        | Say::StartList { .. }
        | Say::ShoutOut { .. }
        | Say::Digest { .. }
        | Say::JoinIntro { .. }
        | Say::ApplicationCard { .. }
        | Say::PartnersMerged { .. }
        | Say::PartnerNews { .. } => None,
    }
}

/// The terms beside the button are those of the partner whose channel it is.
async fn intro(app: &App, channel: &Channel) -> Result<Message, StoreError> {
    let program = app.program();
    let (rules, partner) = (&program.rules, app.partner(channel.of_partner()).await?);
    let usual = rules.promise_days;
    let promise = partner.map_or(usual, |partner| rules.tiers.promise_days(&partner, usual));
    Ok(views::intro(&app.voice(), promise, rules.protection_days))
}

/// In the thread of its card. Where that card is not known (its post was never answered), the line
/// stands in the channel: seen in the wrong place is better than not seen. Only what corrects a post
/// means nothing without it.
async fn in_thread(app: &App, say: &Say, place: Place) -> Result<Place, StoreError> {
    let root = match say.root() {
        Some(card_id) => match queries::card(&app.store.db, &card_id).await? {
            None if matches!(say, Say::BoardCorrected { .. }) => {
                posts::root_in_digest(app, say, &card_id).await?
            }
            root => root,
        },
        None => None,
    };
    Ok(match root {
        Some(root) => where_it_stands(place, &root).in_thread(root.message_id),
        None => place,
    })
}

/// `None` when the channel works again, or is gone altogether.
async fn channel_dead(app: &App, dead: &str) -> Result<Option<Message>, StoreError> {
    let Some(channel) = app.store.reader.channel(dead).await? else { return Ok(None) };
    let Some(code) = channel.dead.clone() else { return Ok(None) };
    let waiting = queue::waiting_in(&app.store, dead).await?;
    Ok(Some(views::channel::dead(&app.voice(), &channel, &code, waiting)))
}

/// `None` when somebody has said what it is for.
async fn channel_ask(app: &App, channel: &str) -> Result<Option<Message>, StoreError> {
    let channel = app.store.reader.channel(channel).await?;
    let open = channel.filter(|channel| channel.is_open() && channel.dead.is_none());
    Ok(open.map(|channel| views::channel::ask(&app.voice(), &channel)))
}

/// `None` when nobody is there any more who is not confirmed.
async fn channel_mixed(app: &App, channel: &str) -> Result<Option<Message>, StoreError> {
    let Some(channel) = app.store.reader.channel(channel).await? else { return Ok(None) };
    let partner = app.partner(channel.partner).await?;
    if channel.outsiders(partner.as_ref()).is_empty() {
        return Ok(None);
    }
    let voice = app.voice();
    Ok(Some(match &partner {
        Some(partner) => views::channel::mixed(&voice, &channel, partner),
        None => views::channel::no_more_internal(&voice, &channel),
    }))
}

fn whisper(channel: &str, to: &str, workspace: &str, message: Message) -> Drawn {
    match (place(channel, workspace), to.parse::<PersonRef>()) {
        (Some(place), Ok(to)) => Drawn::Call(Outgoing::Whisper { place, to, message }),
        _ => Drawn::Nothing("nothing_to_say"),
    }
}

fn direct(to: &str, workspace: &str, message: Message) -> Drawn {
    let (Ok(to), Some((_, workspace))) = (to.parse::<PersonRef>(), workspace.split_once(':'))
    else {
        return Drawn::Nothing("nothing_to_say");
    };
    Drawn::Call(Outgoing::Direct { workspace: workspace.to_owned(), to, message })
}

/// The place of a channel, spoken to by the installation of its workspace.
fn place(channel: &str, workspace: &str) -> Option<Place> {
    let (platform, channel) = channel.split_once(':')?;
    let (_, workspace) = workspace.split_once(':')?;
    Some(Place {
        platform: platform.parse().ok()?,
        workspace: workspace.to_owned(),
        channel: channel.to_owned(),
        thread: None,
    })
}

/// The platform that is asked; `None` for what never waits in the outbox.
pub(super) const fn platform_of(outgoing: &Outgoing) -> Option<PlatformName> {
    match outgoing {
        Outgoing::Post { place, .. }
        | Outgoing::Redraw { place, .. }
        | Outgoing::Delete { place, .. }
        | Outgoing::Pin { place, .. }
        | Outgoing::Whisper { place, .. } => Some(place.platform),
        Outgoing::Direct { to, .. } | Outgoing::Home { to, .. } | Outgoing::Roles { to, .. } => {
            Some(to.platform)
        }
        Outgoing::FormResult { .. } => None,
    }
}

/// `platform:workspace` whose installation makes the call.
pub(super) fn installation_of(outgoing: &Outgoing) -> Option<String> {
    let platform = platform_of(outgoing)?;
    let workspace = match outgoing {
        Outgoing::Post { place, .. }
        | Outgoing::Redraw { place, .. }
        | Outgoing::Delete { place, .. }
        | Outgoing::Pin { place, .. }
        | Outgoing::Whisper { place, .. } => &place.workspace,
        Outgoing::Direct { workspace, .. }
        | Outgoing::Home { workspace, .. }
        | Outgoing::Roles { workspace, .. }
        | Outgoing::FormResult { workspace, .. } => workspace,
    };
    Some(format!("{platform}:{workspace}"))
}
