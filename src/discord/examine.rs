//! What `vouch doctor` asks Discord: whether everything is there that the bot rests on.

use reqwest::Method;
use serde_json::Value;
use serenity::all::Permissions;

use super::api::Call;
use super::{Discord, NoStart, forums};
use crate::chat::SendError;
use crate::chat::words::visible;

/// What the bot does in channels, by the names under which Discord shows the rights.
const NEEDED: [(Permissions, &str); 7] = [
    (Permissions::VIEW_CHANNEL, "View Channels"),
    (Permissions::SEND_MESSAGES, "Send Messages"),
    (Permissions::EMBED_LINKS, "Embed Links"),
    (Permissions::ATTACH_FILES, "Attach Files"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
    (Permissions::CREATE_PUBLIC_THREADS, "Create Public Threads"),
    (Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads"),
];
/// Younger than serenity's list of rights.
const PIN_MESSAGES: u64 = 1 << 51;

/// How it stands on Discord.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    pub server: String,
    /// Rights that the bot's roles do not give it, as Discord calls them.
    pub lacking: Vec<&'static str>,
    /// Tiers whose role the bot cannot give, and what stands in its way.
    pub out_of_reach: Vec<(String, Reach)>,
    /// Commands of ours that are not registered.
    pub unregistered: Vec<String>,
    /// Channels that the programme uses, by name, in which the bot cannot do what it does there.
    pub hindered: Vec<(String, Hindrance)>,
    /// Sessions that may still begin today.
    pub sessions: Option<u64>,
}

/// What stands in the bot's way in one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// Rights that it has elsewhere and not there, as Discord calls them.
    Lacks(Vec<&'static str>),
    /// Every post needs a tag, and there is none that it may give.
    NoTag,
}

/// Why a role cannot be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It is not in the server.
    Gone,
    /// It stands as high as the bot's highest, or higher.
    Above,
    /// Another app's, or everybody's.
    NotGiven,
}

impl Discord {
    /// Asks without changing anything. `worn` are the tiers that a role goes with, and its id; `used`
    /// the ids of the channels in which something is said.
    ///
    /// # Errors
    /// One sentence: the bot cannot start as it is set up.
    pub async fn examine(
        &self,
        worn: &[(String, String)],
        used: &[String],
    ) -> Result<Examined, String> {
        let home = self.connect().await.map_err(NoStart::into_sentence)?;
        let unknown = |error: SendError| super::sentence(&error);
        let (application, guild) = (&self.settings.application, &self.settings.guild);
        let path = format!("/applications/{application}/guilds/{guild}/commands");
        let commands = self.ask("get_commands", guild, path).await.map_err(unknown)?;
        let path = format!("/guilds/{guild}/members/{}", home.bot_user);
        let member = self.ask("get_member", guild, path).await.map_err(unknown)?;
        let roles = self.roles(guild).await.map_err(unknown)?;
        let path = format!("/guilds/{guild}/channels");
        let channels = self.ask("get_channels", guild, path).await.map_err(unknown)?;
        let used = channels.as_array().into_iter().flatten().filter(|channel| {
            channel["id"].as_str().is_some_and(|id| used.iter().any(|used| used == id))
        });
        let bot = Bot { user: &home.bot_user, member: &member, roles: &roles, guild };
        let gateway =
            self.ask("gateway_bot", "", "/gateway/bot".to_owned()).await.map_err(unknown)?;
        Ok(Examined {
            server: home.name,
            lacking: lacking(&bot, !worn.is_empty()),
            hindered: used.flat_map(|channel| hindrances(&bot, channel)).collect(),
            out_of_reach: out_of_reach(&member, &roles, guild, worn),
            unregistered: self.unregistered(&commands),
            sessions: gateway["session_start_limit"]["remaining"].as_u64(),
        })
    }

    async fn ask(&self, name: &'static str, major: &str, path: String) -> Result<Value, SendError> {
        self.api.call(Call::new(name, Method::GET, major, path)).await
    }

    fn unregistered(&self, commands: &Value) -> Vec<String> {
        let there = |name: &str| {
            let mut all = commands.as_array().into_iter().flatten();
            all.any(|command| command["name"] == name)
        };
        let ours = self.settings.offered.commands.iter().map(|entry| entry.name.clone());
        ours.filter(|name| !there(name)).collect()
    }
}

/// The bot as a member of its server.
struct Bot<'a> {
    user: &'a str,
    member: &'a Value,
    roles: &'a [Value],
    guild: &'a str,
}

impl Bot<'_> {
    /// Whether a role is everybody's or its own.
    fn has(&self, role: &Value) -> bool {
        let own = self.member.pointer("/roles").and_then(Value::as_array);
        role == self.guild || own.into_iter().flatten().any(|own| own == role)
    }

    /// What its roles give it in the server as a whole.
    fn rights(&self) -> u64 {
        let own = self.roles.iter().filter(|role| self.has(&role["id"]));
        own.fold(0, |all, role| all | raw(&role["permissions"]))
    }

    /// The same in a channel: first what holds for everybody there, then for its roles together, then
    /// for itself. Source: Discord, "Permissions", "Permission Overwrites".
    fn rights_in(&self, channel: &Value) -> u64 {
        let all = channel["permission_overwrites"].as_array().map_or(&[][..], Vec::as_slice);
        let steps: [&dyn Fn(&&Value) -> bool; 3] = [
            &|one| one["id"] == self.guild,
            &|one| one["id"] != self.guild && self.has(&one["id"]),
            &|one| one["id"] == self.user,
        ];
        steps.iter().fold(self.rights(), |rights, step| {
            let own = || all.iter().filter(|one| step(one));
            let denied = own().fold(0, |all, one| all | raw(&one["deny"]));
            let allowed = own().fold(0, |all, one| all | raw(&one["allow"]));
            rights & !denied | allowed
        })
    }
}

/// What a channel takes from the bot of that which its roles give it, and what a forum needs besides.
fn hindrances(bot: &Bot<'_>, channel: &Value) -> Vec<(String, Hindrance)> {
    let everywhere = Permissions::from_bits_truncate(bot.rights());
    if everywhere.contains(Permissions::ADMINISTRATOR) {
        return Vec::new();
    }
    let here = Permissions::from_bits_truncate(bot.rights_in(channel));
    let forum = forums::is_forum(channel);
    let taken = NEEDED.iter().filter(|(right, _)| everywhere.contains(*right));
    let taken = taken.filter(|(right, _)| !here.contains(*right));
    let mut lacks: Vec<&str> = taken
        .filter(|(right, _)| !forum || *right != Permissions::CREATE_PUBLIC_THREADS)
        .map(|(right, name)| match *right {
            Permissions::SEND_MESSAGES if forum => "Create Posts",
            _ => *name,
        })
        .collect();
    if forum && !here.contains(Permissions::MANAGE_THREADS) {
        lacks.push("Manage Threads");
    }
    let lacks = (!lacks.is_empty()).then_some(Hindrance::Lacks(lacks));
    let no_tag = forums::lacks_tag(channel).then_some(Hindrance::NoTag);
    let name = format!("#{}", visible(channel["name"].as_str().unwrap_or_default()));
    lacks.into_iter().chain(no_tag).map(|found| (name.clone(), found)).collect()
}

/// What neither the role of everybody nor one of the bot's gives.
fn lacking(bot: &Bot<'_>, gives_roles: bool) -> Vec<&'static str> {
    let given = bot.rights();
    let rights = Permissions::from_bits_truncate(given);
    if rights.contains(Permissions::ADMINISTRATOR) {
        return Vec::new();
    }
    let missing = NEEDED.iter().filter(|(right, _)| !rights.contains(*right));
    let mut missing: Vec<&str> = missing.map(|(_, name)| *name).collect();
    if given & PIN_MESSAGES == 0 {
        missing.push("Pin Messages");
    }
    if gives_roles && !rights.contains(Permissions::MANAGE_ROLES) {
        missing.push("Manage Roles");
    }
    missing
}

/// What stands in the way of giving roles, the right aside. Source: Discord, "Permission Hierarchy".
fn out_of_reach(
    member: &Value,
    roles: &[Value],
    guild: &str,
    worn: &[(String, String)],
) -> Vec<(String, Reach)> {
    let own = member.pointer("/roles").and_then(Value::as_array);
    let is_own = |role: &&Value| own.into_iter().flatten().any(|own| *own == role["id"]);
    let height = |role: &Value| role["position"].as_i64().unwrap_or_default();
    let highest = roles.iter().filter(is_own).map(height).max().unwrap_or_default();
    let reach = |id: &str| {
        let Some(role) = roles.iter().find(|role| role["id"] == id) else {
            return Some(Reach::Gone);
        };
        if id == guild || role["managed"].as_bool() == Some(true) {
            return Some(Reach::NotGiven);
        }
        (height(role) >= highest).then_some(Reach::Above)
    };
    worn.iter().filter_map(|(tier, id)| Some((tier.clone(), reach(id)?))).collect()
}

/// Those that serenity does not know among them.
fn raw(rights: &Value) -> u64 {
    rights.as_str().and_then(|text| text.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::discord::testing::*;

    #[test]
    fn a_right_that_no_role_gives_is_named() {
        let member = json!({ "roles": ["7"] });
        let all = NEEDED.iter().fold(PIN_MESSAGES, |all, (right, _)| all | right.bits());
        let pin = PIN_MESSAGES.to_string();
        #[rustfmt::skip]
        let table = [
            // everybody's             the bot's                     lacking
            ("0".to_owned(),           all.to_string(),              vec![]),
            (pin,                      (all & !PIN_MESSAGES).to_string(), vec![]),
            ("0".to_owned(),           "8".to_owned(),               vec![]),
            ("0".to_owned(),           (all & !(1 << 11)).to_string(), vec!["Send Messages"]),
            ("0".to_owned(),           (all & !PIN_MESSAGES).to_string(), vec!["Pin Messages"]),
        ];
        for (everybody, own, missing) in table {
            let roles = [
                json!({ "id": "900", "permissions": everybody }),
                json!({ "id": "7", "permissions": own }),
                json!({ "id": "8", "permissions": "8" }),
            ];
            assert_eq!(lacking(&bot(&member, &roles), false), missing, "{everybody} {own}");
        }
        let roles = [json!({ "id": "7", "permissions": all.to_string() })];
        assert_eq!(lacking(&bot(&member, &roles), true), ["Manage Roles"]);
    }

    fn bot<'a>(member: &'a Value, roles: &'a [Value]) -> Bot<'a> {
        Bot { user: "77", member, roles, guild: "900" }
    }

    #[test]
    fn what_a_channel_takes_from_the_bot_is_named_with_the_channel() {
        const SEND: u64 = 1 << 11;
        const THREADS: u64 = 1 << 35;
        const MANAGE: u64 = 1 << 34;
        let member = json!({ "roles": ["7"] });
        let all = NEEDED.iter().fold(1 << 34, |all, (right, _)| all | right.bits());
        let given = [
            json!({ "id": "900", "permissions": "0" }),
            json!({ "id": "7", "permissions": all.to_string() }),
        ];
        let without =
            |right: u64| [json!({ "id": "7", "permissions": (all & !right).to_string() })].to_vec();
        let deny =
            |who: &str, right: u64| json!({ "id": who, "allow": "0", "deny": right.to_string() });
        let allow =
            |who: &str, right: u64| json!({ "id": who, "allow": right.to_string(), "deny": "0" });
        #[rustfmt::skip]
        let table = [
            // kind  roles            overwrites                                     lacks
            (0,  given.to_vec(),      vec![],                                        vec![]),
            (0,  given.to_vec(),      vec![deny("900", SEND)],                       vec!["Send Messages"]),
            (0,  given.to_vec(),      vec![deny("900", SEND), allow("7", SEND)],     vec![]),
            (0,  given.to_vec(),      vec![allow("7", SEND), deny("77", SEND)],      vec!["Send Messages"]),
            (0,  given.to_vec(),      vec![deny("8", SEND)],                         vec![]),
            (0,  without(SEND),       vec![deny("7", SEND)],                         vec![]),
            (15, given.to_vec(),      vec![deny("7", SEND)],                         vec!["Create Posts"]),
            (15, given.to_vec(),      vec![deny("7", THREADS)],                      vec![]),
            (15, without(MANAGE),     vec![],                                        vec!["Manage Threads"]),
            (15, without(MANAGE),     vec![allow("77", MANAGE)],                     vec![]),
            (0,  without(MANAGE),     vec![],                                        vec![]),
        ];
        for (kind, roles, overwrites, lacks) in table {
            let channel =
                json!({ "name": "wins", "type": kind, "permission_overwrites": overwrites });
            let found = hindrances(&bot(&member, &roles), &channel);
            let expected = (!lacks.is_empty())
                .then(|| ("#wins".to_owned(), Hindrance::Lacks(lacks)))
                .into_iter()
                .collect::<Vec<_>>();
            assert_eq!(found, expected, "{channel}");
        }
        let no_tag = json!({ "name": "wins", "type": 15, "flags": 16, "available_tags": [] });
        let found = hindrances(&bot(&member, &given), &no_tag);
        assert_eq!(found, [("#wins".to_owned(), Hindrance::NoTag)]);
    }

    #[test]
    fn a_role_that_cannot_be_given_is_named_by_its_tier() {
        let member = json!({ "roles": ["7"] });
        let role = |id: &str, position: i64, managed: bool| json!({ "id": id, "position": position, "managed": managed });
        let roles = [
            role("900", 0, false),
            role("7", 5, true),
            role("1", 4, false),
            role("2", 5, false),
            role("3", 2, true),
        ];
        #[rustfmt::skip]
        let table = [
            // role  in its way
            ("1",    None),
            ("2",    Some(Reach::Above)),
            ("3",    Some(Reach::NotGiven)),
            ("900",  Some(Reach::NotGiven)),
            ("44",   Some(Reach::Gone)),
        ];
        for (id, why) in table {
            let found = out_of_reach(&member, &roles, "900", &[("Silver".into(), id.into())]);
            let expected: Vec<_> = why.map(|why| ("Silver".to_owned(), why)).into_iter().collect();
            assert_eq!(found, expected, "{id}");
        }
    }

    #[tokio::test]
    async fn what_is_found_is_told_and_nothing_is_changed() {
        let stub = Stub::start().await;
        stub.answers("/commands", Answer::Json(200, json!([])));
        stub.answers("/roles", Answer::Json(200, json!([{ "id": GUILD, "permissions": "8" }])));
        let examined = stub.discord().examine(&[], &[]).await.unwrap();
        let (server, sessions) = ("Vendor".to_owned(), Some(999));
        let expected = Examined {
            server,
            lacking: Vec::new(),
            out_of_reach: Vec::new(),
            unregistered: Vec::new(),
            hindered: Vec::new(),
            sessions,
        };
        assert_eq!(examined, expected);
        assert!(stub.calls().iter().all(|(call, _)| call.starts_with("GET ")));
        stub.answers("/users/@me", Answer::Json(401, json!({ "code": 0 })));
        assert!(stub.discord().examine(&[], &[]).await.unwrap_err().contains("DISCORD_BOT_TOKEN"));
    }
}
