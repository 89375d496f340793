//! Events: what happened, without anybody waiting for an answer. Few of them say anything to us.

use super::{Found, Kind, person, place};
use crate::chat::foreign::{Body, digest};
use crate::chat::inbound::{News, What};

/// Reads an event by its name. Nothing for those that we take no notice of, and for those of
/// another server.
pub(super) fn read(name: &str, body: Body<'_>, guild: &str, raw: &str) -> Option<Found> {
    let here = || body.id("/guild_id") == Some(guild);
    let what = match name {
        "GUILD_MEMBER_REMOVE" if here() => left(body, guild)?,
        // The bot's own role stands elsewhere or may do more: an app's role is nobody else's.
        "GUILD_ROLE_UPDATE" if here() && body.at("/role/managed").0.as_bool() == Some(true) => {
            What::Channel(News::RolesMoved)
        }
        "CHANNEL_DELETE" if here() => What::Channel(News::AppRemoved),
        "CHANNEL_UPDATE" if here() => What::Channel(News::Renamed),
        // Unavailable: an outage of theirs, which passes.
        "GUILD_DELETE"
            if body.id("/id") == Some(guild)
                && body.at("/unavailable").0.as_bool() != Some(true) =>
        {
            What::Uninstalled { code: "guild_delete".to_owned() }
        }
        // At the beginning of every session, and when the bot was invited again.
        "GUILD_CREATE"
            if body.id("/id") == Some(guild)
                && body.at("/unavailable").0.as_bool() != Some(true) =>
        {
            What::Installed
        }
        _ => return None,
    };
    Some(Found {
        // The frame holds its number in the session, so a replay is equal and nothing else is.
        key: format!("{}:{}", name.to_lowercase(), digest(raw)),
        kind: Kind::Other,
        from: None,
        locale: None,
        place: place(guild, body, None)
            .filter(|_| matches!(&what, What::Channel(news) if is_of_channel(news))),
        what,
        answer: None,
        modal: None,
        in_private: false,
        asks: None,
    })
}

const fn is_of_channel(news: &News) -> bool {
    !matches!(news, News::PersonChanged { .. } | News::RolesMoved)
}

/// Somebody left the server, or was put out.
fn left(body: Body<'_>, guild: &str) -> Option<What> {
    let who = person(guild, body.id("/user/id"))?;
    if body.at("/user/bot").0.as_bool() == Some(true) {
        return None;
    }
    let workspace = guild.to_owned();
    Some(What::Channel(News::PersonChanged { who, workspace, gone: true, guest: false }))
}
