//! Events: what happened, without anybody waiting for an answer.
//!
//! Which user is the app itself stands beside each event, in `authorizations`, so that an event can
//! be read before the program has asked who it is. An event that lacks what its meaning rests on is
//! kept as unknown.

use super::typed::said;
use super::{Found, nothing_known, person, place};
use crate::chat::PersonRef;
use crate::chat::foreign::Body;
use crate::chat::inbound::{News, What};

pub(super) fn read(body: Body<'_>) -> Found {
    let event = body.at("/event");
    let name = event.name("/type").or_else(|| body.name("/type")).unwrap_or("event");
    let key = body.token("/event_id").map_or_else(|| body.digest(), str::to_owned);
    let happened = Happened {
        event,
        name,
        workspace: body.id("/authorizations/0/team_id").or_else(|| body.id("/team_id")),
        app: body.id("/authorizations/0/user_id"),
    };
    let found = nothing_known(format!("{name}:{key}"), name);
    let what = happened.what().unwrap_or(found.what);
    Found {
        workspace: happened.workspace.map(str::to_owned),
        from: happened.from(),
        place: place(happened.workspace, happened.channel(), event.token("/thread_ts")),
        what,
        ..found
    }
}

struct Happened<'a> {
    event: Body<'a>,
    name: &'a str,
    /// Whose installation hears of it.
    workspace: Option<&'a str>,
    /// The user that the app is there.
    app: Option<&'a str>,
}

impl<'a> Happened<'a> {
    fn channel(&self) -> Option<&'a str> {
        let event = self.event;
        let plain = event.id("/channel").or_else(|| event.id("/old_channel_id"));
        plain.or_else(|| event.id("/item/channel")).or_else(|| event.id("/channel/id"))
    }

    /// The person by their own workspace.
    fn from(&self) -> Option<PersonRef> {
        let home = self.event.id("/user_team").or_else(|| self.event.id("/team"));
        person(home, self.event.id("/user")).filter(|person| Some(person.user.as_str()) != self.app)
    }

    /// What it means; nothing where a part of that is missing.
    fn what(&self) -> Option<What> {
        if matches!(self.name, "app_uninstalled" | "tokens_revoked") {
            return self.uninstalled();
        }
        if self.name == "user_change" {
            return self.person_changed();
        }
        self.channel()?;
        let news = match self.name {
            "app_mention" => return self.mentioned(),
            "message" => return self.direct(),
            "member_joined_channel" if self.is_app() => {
                News::AppAdded { by: person(self.workspace, self.event.id("/inviter")) }
            }
            "member_joined_channel" => News::Joined { who: self.from()? },
            "member_left_channel" if !self.is_app() => News::Left { who: self.from()? },
            "member_left_channel" | "channel_left" | "group_left" => News::AppRemoved,
            "channel_archive" | "group_archive" => News::Archived,
            "channel_unarchive" | "group_unarchive" => News::Unarchived,
            "channel_rename" | "group_rename" => News::Renamed,
            "app_home_opened" => News::HomeOpened { who: self.at_home()? },
            "channel_shared" => News::Shared,
            "channel_unshared" => News::Unshared,
            "channel_id_changed" => {
                News::Renumbered { to: self.event.id("/new_channel_id")?.to_owned() }
            }
            _ => return None,
        };
        Some(What::Channel(news))
    }

    /// Who looks at their Home; a Home has other tabs. The event does not say whose they are.
    fn at_home(&self) -> Option<PersonRef> {
        let home = self.event.text("/tab") == Some("home");
        person(self.workspace, self.event.id("/user")).filter(|_| home)
    }

    /// Whatever of a profile has changed; what we need of it is not what it is called.
    fn person_changed(&self) -> Option<What> {
        let user = self.event.at("/user");
        let flag = |name: &str| user.at(name).0.as_bool() == Some(true);
        Some(What::Channel(News::PersonChanged {
            who: person(user.id("/team_id"), user.id("/id")).filter(|_| !flag("/is_bot"))?,
            workspace: self.workspace?.to_owned(),
            gone: flag("/deleted"),
            guest: flag("/is_restricted") || flag("/is_ultra_restricted"),
        }))
    }

    fn is_app(&self) -> bool {
        self.app.is_some() && self.event.id("/user") == self.app
    }

    /// Whether a program said it: ourselves, or another app that would answer our answers.
    fn is_by_program(&self) -> bool {
        self.event.text("/bot_id").is_some() || self.is_app()
    }

    fn mentioned(&self) -> Option<What> {
        self.from().filter(|_| !self.is_by_program())?;
        let text = said(self.event.text("/text").unwrap_or_default(), self.app);
        Some(What::Mentioned { text })
    }

    /// A message to the app alone; later changes of one have a subtype.
    fn direct(&self) -> Option<What> {
        let alone = self.event.text("/channel_type") == Some("im");
        let new = self.event.text("/subtype").is_none();
        self.from().filter(|_| alone && new && !self.is_by_program()).map(|_| What::Direct)
    }

    /// Of tokens that were taken back only the app's own matter: it has none of people.
    fn uninstalled(&self) -> Option<What> {
        let ours =
            self.name == "app_uninstalled" || self.event.list("/tokens/bot").next().is_some();
        self.workspace.filter(|_| ours)?;
        Some(What::Uninstalled { code: self.name.to_owned() })
    }
}
