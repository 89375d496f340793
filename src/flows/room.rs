//! *Create channel*: where a platform lets the app make channels, a partner gets one of its own, linked
//! and with its pinned beginning. It is a deed of [`super::partner`], from a partner's sheet or from the
//! answer to *New partner*.

use std::time::Duration;

use super::{
    Opened, Opening, Sent, Subject, forged_form, groups, in_place, misfit, partner, reply_to,
    unclear,
};
use crate::app::execute::{Link, Use};
use crate::app::{App, new_form_id};
use crate::chat::inbound::{Reply, text_in};
use crate::chat::view::Part;
use crate::chat::{NewRoom, PlatformName, Room, SendError, limits};
use crate::domain::actor::Person;
use crate::domain::ids::{PartnerCode, PartnerId};
use crate::domain::partner::{Audience, Partner, PartnerState};
use crate::store::{StoreError, queries};
use crate::text::Arg;
use crate::views::partners::{self, deed, input};
use crate::views::refusals;

/// A platform that is slower is asked once more by sending the form again.
const MADE_WITHIN: Duration = Duration::from_secs(20);
const TITLE: &str = "partner-channel-title";

/// The button, where this partner may get a channel on the platform.
pub(super) async fn offered(
    app: &App,
    platform: PlatformName,
    partner: &Partner,
) -> Result<Option<Part>, StoreError> {
    let there = there(app, platform, partner.id).await?;
    let over = partner.state == PartnerState::Terminated;
    let offered = app.people.makes_rooms(platform) && there.is_none() && !over;
    Ok(offered.then(|| partners::channel_button(&app.voice(), partner.code)))
}

/// The channel that a partner has on the platform, as people call it.
async fn there(
    app: &App,
    platform: PlatformName,
    partner: PartnerId,
) -> Result<Option<String>, StoreError> {
    let places = queries::places_of(&app.store.db, &partner).await?;
    let here = format!("{platform}:");
    let mut own = places.iter().filter(|channel| channel.of_partner() == Some(partner));
    let found = own.find(|channel| channel.id.starts_with(&here) && channel.dead.is_none());
    Ok(found.map(|channel| channel.shown().to_owned()))
}

pub(super) async fn form(app: &App, opening: &Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let platform = opening.inbound.platform;
    let code = opening.action.and_then(|action| action.subject.parse::<PartnerCode>().ok());
    let partner = app.partner_of_code(code).await?;
    let Some(partner) = partner.filter(|_| app.people.makes_rooms(platform)) else {
        return Ok(Opened::forged(&voice, "forged"));
    };
    if let Some(channel) = there(app, platform, partner.id).await? {
        let args =
            [("partner", Arg::Text(&partner.name)), ("channel", Arg::Text(channel.as_str()))];
        return Ok(Opened::instead(voice.line("partner-channel-there", &args), "there"));
    }
    let Some(groups) = groups::listed(app, opening.inbound).await else {
        return Ok(Opened::instead(voice.line("group-no-answer", &[]), "no_answer"));
    };
    let id = new_form_id();
    let name = called(&partner.name, &partner);
    let form = partners::channel_form(&voice, &id, (&partner, &name), &groups);
    let subject = format!("{} {}", deed::CHANNEL, partner.id);
    let row = opening.form_row(
        partner::FLOW.name,
        &id,
        Subject { id: &subject, version: partner.version },
    );
    let if_late = refusals::form_expired(&voice, None);
    Ok(Opened::Form { form: Box::new(form), row, if_late, redraw: None })
}

/// A name as channels have them: words in lower case with a line between.
fn called(name: &str, partner: &Partner) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let joined = words.collect::<Vec<_>>().join("-");
    let short: String = joined.chars().take(limits::CHOICE).collect();
    if short.is_empty() { partner.code.to_string().to_lowercase() } else { short }
}

/// Made first and linked then. Whoever sends the form again, because nothing came back, finds what was
/// made.
pub(super) async fn act(app: &App, sent: Sent<'_>, partner: &Partner) -> Result<Reply, StoreError> {
    let voice = app.voice();
    if !sent.actor.is(Person::manages_partners) {
        return Ok(forged_form(&voice));
    }
    let Some(name) = text_in(sent.values, input::NAME) else {
        let errors = misfit(&voice, input::NAME, "partner-name-missing");
        return unclear(app, sent.inbound, errors).await;
    };
    let name = called(name, partner);
    let (platform, workspace) = (sent.inbound.platform, sent.inbound.workspace.clone());
    let readers = [input::THEIRS, input::OURS].into_iter();
    let mut readers: Vec<String> =
        readers.filter_map(|field| text_in(sent.values, field)).map(str::to_owned).collect();
    readers.dedup();
    let topic = partners::named(&app.to_all().voice(), "partner-channel-topic", partner).words();
    let mark = format!("vouch:{}", partner.id);
    let room = NewRoom { workspace, name: name.clone(), topic, mark, readers };
    let made = tokio::time::timeout(MADE_WITHIN, app.people.make_room(platform, &room)).await;
    let made = made.unwrap_or(Err(SendError::Unknown));
    let channel = match made {
        Ok(id) => format!("{platform}:{id}"),
        Err(error) => {
            tracing::warn!(%error, "a partner's channel was not made");
            let key = match error {
                SendError::ChannelDead { .. } => "partner-channel-no-right",
                SendError::Ours { .. } => "partner-channel-refused",
                SendError::RateLimited { .. }
                | SendError::Passing { .. }
                | SendError::Unknown
                | SendError::InstallDead { .. }
                | SendError::PersonGone { .. }
                | SendError::MessageGone { .. }
                | SendError::FormGone { .. } => "partner-channel-no-answer",
            };
            // Not recorded: the same form, sent again, is decided then.
            return Ok(Reply::KeepForm(voice.words(key, &[])));
        }
    };
    let known = app.store.reader.channel(&channel).await?;
    if known.as_ref().is_some_and(|known| known.of_partner() == Some(partner.id)) {
        let shown = known.map(|known| known.shown().to_owned()).unwrap_or_default();
        let args = [("partner", Arg::Text(&partner.name)), ("channel", Arg::Text(&shown))];
        return in_place(app, &sent, TITLE, voice.line("partner-channel-there", &args), "there")
            .await;
    }
    let link = Link {
        channel,
        workspace: sent.inbound.installation(),
        to: Use { audience: Audience::Partner, partner: Some(partner.id) },
        room: Room { name: format!("#{name}"), member: true, neighbours: Vec::new(), posts: false },
        previewed: None,
    };
    let outcome = app.link_channel(sent.inbound, link).await?;
    reply_to(app, sent.inbound, outcome, async |_| Ok(forged_form(&app.voice()))).await
}
