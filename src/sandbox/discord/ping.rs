//! Whom a message really pings: what its text mentions, as far as `allowed_mentions`, the author's
//! rights and the readers' eyes allow. Source: Discord, "Allowed Mentions Object".

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::guild::rights::MENTION_EVERYONE;
use super::guild::seed::BOT_USER_ID;
use super::guild::{Guild, Pinged};

/// What the text names, whether or not anybody hears of it.
#[derive(Default)]
struct Named {
    everyone: bool,
    roles: BTreeSet<String>,
    users: BTreeSet<String>,
}

/// Whom a text of the bot pings in a channel. An answer to an interaction pings people alone unless
/// it says otherwise.
#[must_use]
pub fn pinged(guild: &Guild, channel: &str, text: &str, allowed: &Value, answer: bool) -> Pinged {
    let named = named(text);
    let kinds = if answer { json!(["users"]) } else { json!(["everyone", "roles", "users"]) };
    let parse = match allowed {
        Value::Null => kinds,
        given => given["parse"].clone(),
    };
    let parsed = |kind: &str| has(&parse, kind);
    let everybody = guild.may(BOT_USER_ID, channel, MENTION_EVERYONE);
    let is_allowed = |kind: &str, id: &str| parsed(kind) || has(&allowed[kind], id);
    Pinged {
        everyone: named.everyone && everybody && parsed("everyone"),
        roles: named
            .roles
            .into_iter()
            .filter(|id| everybody && is_allowed("roles", id) && guild.role(id).is_some())
            .collect(),
        users: named
            .users
            .into_iter()
            .filter(|id| is_allowed("users", id) && guild.sees(id, channel))
            .collect(),
    }
}

fn has(list: &Value, wanted: &str) -> bool {
    list.as_array().is_some_and(|list| list.iter().any(|one| one == wanted))
}

fn named(text: &str) -> Named {
    let mut named = Named {
        everyone: text.contains("@everyone") || text.contains("@here"),
        ..Named::default()
    };
    for part in text.split("<@").skip(1) {
        let Some((inside, _)) = part.split_once('>') else { continue };
        let (list, id) = match inside.strip_prefix('&') {
            Some(id) => (&mut named.roles, id),
            None => (&mut named.users, inside.strip_prefix('!').unwrap_or(inside)),
        };
        if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) {
            list.insert(id.to_owned());
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::super::guild::seed::beside;
    use super::*;
    use crate::sandbox::world::seed::seeded;

    #[test]
    fn only_who_is_named_allowed_and_there_is_pinged() {
        let mut guild = beside(&seeded(), true);
        let north = guild.channels[0].id.clone();
        let of = |name: &str| guild.members.iter().find(|one| one.name == name).unwrap().id.clone();
        let (sales, resolver) = (of("Sales 1"), of("Resolver 1"));
        let text = format!("@everyone <@{sales}> <@!{resolver}> <@&{}> <@x>", guild.roles[1].id);
        #[rustfmt::skip]
        let table = [
            (json!(null),                              false, vec![sales.clone()]),
            (json!({}),                                false, vec![]),
            (json!({ "parse": [] }),                   false, vec![]),
            (json!({ "parse": [], "users": [sales] }), false, vec![sales.clone()]),
            (json!({ "parse": ["users"] }),            true,  vec![sales.clone()]),
            (json!(null),                              true,  vec![sales.clone()]),
        ];
        for (allowed, answer, users) in table {
            let pinged = pinged(&guild, &north, &text, &allowed, answer);
            assert_eq!(pinged, Pinged { users, ..Pinged::default() }, "{allowed}");
        }
        let bot = guild.bot_roles[0].clone();
        let role = guild.roles.iter_mut().find(|role| role.id == bot).unwrap();
        role.permissions |= MENTION_EVERYONE;
        let loud = pinged(&guild, &north, &text, &Value::Null, false);
        assert!(loud.everyone);
        assert_eq!(loud.roles.len(), 1);
        assert!(!pinged(&guild, &north, &text, &Value::Null, true).everyone);
    }
}
