//! Channels: what they are for, who is in them, and what may therefore be said there.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::Partner;
use crate::domain::actor::{Person, Role};
use crate::domain::ids::PartnerId;
use crate::domain::outcome::ChannelEvent;
use crate::domain::words::words;

words! {
    /// Who reads a channel, and therefore what may be said there.
    Audience {
        Internal = "internal",
        Resolvers = "resolvers",
        /// One partner and the vendor.
        Partner = "partner",
        /// Several partners.
        Community = "community",
    }
}

/// Another company whose people can be in a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// `platform:workspace`.
    pub workspace: String,
    /// As the platform shows it.
    pub name: String,
}

/// That somebody was asked what a channel is for, and has not said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// An identity.
    pub of: String,
    pub at: DateTime<Utc>,
    /// Once more, after [`ASK_AGAIN`]; then it stays quiet.
    pub again: bool,
}

/// How long the question what a channel is for stays open before it is asked once more.
pub const ASK_AGAIN: TimeDelta = TimeDelta::days(2);

/// New ids of one channel that are followed, one after the other. More would be a circle, which no
/// platform makes.
pub const IDS_FOLLOWED: usize = 8;

/// Whether somebody may say what channels are for, and whose.
#[must_use]
pub fn may_link(person: &Person) -> bool {
    person.has(Role::Admin) || person.has(Role::PartnerManager)
}

/// A channel that the app was in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// `platform:channel`.
    pub id: String,
    pub version: i64,
    /// `platform:workspace` whose installation speaks here.
    pub workspace: String,
    /// `None` until somebody says what it is for, and once it was unlinked.
    pub audience: Option<Audience>,
    pub partner: Option<PartnerId>,
    /// The platform's word for why nothing can be posted, while that is so.
    pub dead: Option<String>,
    pub linked_at: DateTime<Utc>,
    /// What the platform calls it, once it was looked at.
    pub name: Option<String>,
    /// Companies besides the vendor whose people can be in it, as far as it was looked at.
    pub companies: Vec<Company>,
    pub asked: Option<Asked>,
    /// The id under which it goes on, once the platform has given it another.
    pub renumbered_to: Option<String>,
}

impl Channel {
    #[must_use]
    pub fn new(id: String, at: DateTime<Utc>) -> Self {
        Self {
            id,
            version: 0,
            workspace: String::new(),
            audience: None,
            partner: None,
            dead: None,
            linked_at: at,
            name: None,
            companies: Vec::new(),
            asked: None,
            renumbered_to: None,
        }
    }

    /// Whether nobody has said what it is for: then nothing but that is said there.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.audience.is_none()
    }

    /// The companies in it that are not confirmed to be `partner`. While there are any, nothing but
    /// the button is said in a partner's channel.
    pub fn strangers<'a>(&'a self, partner: &'a Partner) -> impl Iterator<Item = &'a Company> {
        self.companies.iter().filter(|company| !partner.workspaces.contains(&company.workspace))
    }

    /// The companies that must not read what is said in a channel of this kind: while there are any,
    /// it is not said. `partner` is the channel's.
    #[must_use]
    pub fn outsiders<'a>(&'a self, partner: Option<&'a Partner>) -> Vec<&'a Company> {
        match (self.audience, partner) {
            (Some(Audience::Internal | Audience::Resolvers), _) => self.companies.iter().collect(),
            (Some(Audience::Partner), Some(partner)) => self.strangers(partner).collect(),
            (Some(Audience::Partner | Audience::Community) | None, _) => Vec::new(),
        }
    }

    /// The partner whose channel it is, whoever else has joined; `None` when it is for anything else.
    #[must_use]
    pub fn of_partner(&self) -> Option<PartnerId> {
        self.partner.filter(|_| self.audience == Some(Audience::Partner))
    }

    /// Whether what only this partner may read can be said here.
    #[must_use]
    pub fn is_for(&self, partner: &Partner) -> bool {
        self.of_partner() == Some(partner.id) && self.strangers(partner).next().is_none()
    }

    /// Whether what only the vendor's people may read can be said here.
    #[must_use]
    pub fn is_internal(&self) -> bool {
        self.audience == Some(Audience::Internal) && self.companies.is_empty()
    }

    /// Whether what only whoever decides cases may read can be said here. Where no channel is for
    /// them alone, that is where sales works.
    #[must_use]
    pub fn is_for_resolvers(&self) -> bool {
        let inside = [Audience::Resolvers, Audience::Internal];
        self.audience.is_some_and(|audience| inside.contains(&audience))
            && self.companies.is_empty()
    }

    /// What people call it: its name, or its id as long as that is all that is known.
    #[must_use]
    pub fn shown(&self) -> &str {
        let id = self.id.split_once(':').map_or(self.id.as_str(), |(_, id)| id);
        self.name.as_deref().unwrap_or(id)
    }

    /// Takes over one fact, recorded at `at`.
    pub fn apply(&mut self, event: &ChannelEvent, at: DateTime<Utc>) {
        match event {
            ChannelEvent::ChannelLinked { workspace, audience, partner } => {
                self.workspace.clone_from(workspace);
                self.audience = Some(*audience);
                self.partner = *partner;
                self.dead = None;
                self.linked_at = at;
                self.asked = None;
                self.renumbered_to = None;
            }
            ChannelEvent::ChannelUnlinked => {
                self.audience = None;
                self.partner = None;
            }
            ChannelEvent::ChannelMet { workspace, asked } => {
                self.workspace.clone_from(workspace);
                self.dead = None;
                self.asked = asked.clone().map(|of| Asked { of, at, again: false });
                self.renumbered_to = None;
            }
            ChannelEvent::ChannelAskedAgain => {
                self.asked.iter_mut().for_each(|asked| asked.again = true);
            }
            ChannelEvent::ChannelSeen { name, companies } => {
                self.name = Some(name.clone());
                self.companies.clone_from(companies);
            }
            ChannelEvent::ChannelRenumbered { to } => {
                self.renumbered_to = Some(to.clone());
                self.audience = None;
                self.partner = None;
                self.asked = None;
                self.dead = Some("renumbered".to_owned());
            }
            ChannelEvent::ChannelDied { code } => self.dead = Some(code.clone()),
            ChannelEvent::ChannelRevived => self.dead = None,
        }
        self.version += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outcome::PartnerEvent;

    fn company(workspace: &str) -> Company {
        Company { workspace: workspace.to_owned(), name: workspace.to_owned() }
    }

    #[test]
    fn what_may_be_said_follows_from_the_audience_and_from_who_is_there() {
        let at = DateTime::UNIX_EPOCH;
        let id = PartnerId::new(1);
        let first = PartnerEvent::PartnerAdded {
            code: "NOR".parse().unwrap(),
            name: "North".to_owned(),
            domains: Vec::new(),
            workspaces: vec!["slack:TN".to_owned()],
            test: false,
        };
        let north = Partner::from_first(id, &first, at).unwrap();
        let other = Some(PartnerId::new(2));
        type Row = (Option<Audience>, Option<PartnerId>, &'static [&'static str], bool, bool);
        #[rustfmt::skip]
        let table: [Row; 10] = [
            // audience                  partner   companies there           for North  internal
            (None,                       None,     &[],                      false,     false),
            (Some(Audience::Partner),    Some(id), &["slack:TN"],            true,      false),
            (Some(Audience::Partner),    Some(id), &[],                      true,      false),
            (Some(Audience::Partner),    Some(id), &["slack:TN", "slack:TX"], false,    false),
            (Some(Audience::Partner),    Some(id), &["slack:TX"],            false,     false),
            (Some(Audience::Partner),    other,    &["slack:TN"],            false,     false),
            (Some(Audience::Internal),   None,     &[],                      false,     true),
            (Some(Audience::Internal),   None,     &["slack:TN"],            false,     false),
            (Some(Audience::Community),  None,     &["slack:TN"],            false,     false),
            (Some(Audience::Resolvers),  None,     &[],                      false,     false),
        ];
        for (audience, partner, companies, for_north, internal) in table {
            let channel = Channel {
                audience,
                partner,
                companies: companies.iter().map(|one| company(one)).collect(),
                ..Channel::new("slack:C1".to_owned(), at)
            };
            let found = (channel.is_for(&north), channel.is_internal());
            assert_eq!(found, (for_north, internal), "{audience:?} {companies:?}");
        }
    }

    #[test]
    fn a_channel_is_asked_about_until_it_is_linked_or_has_another_id() {
        let at = DateTime::UNIX_EPOCH;
        let asked = Some("slack:T1:U1".to_owned());
        let met = ChannelEvent::ChannelMet { workspace: "slack:T1".to_owned(), asked };
        let linked = ChannelEvent::ChannelLinked {
            workspace: "slack:T1".to_owned(),
            audience: Audience::Community,
            partner: None,
        };
        let mut channel = Channel::new("slack:C1".to_owned(), at);
        channel.apply(&ChannelEvent::ChannelDied { code: "removed".to_owned() }, at);
        channel.apply(&met, at);
        assert!(channel.is_open() && channel.dead.is_none());
        channel.apply(&ChannelEvent::ChannelAskedAgain, at);
        assert!(channel.asked.as_ref().is_some_and(|asked| asked.again));
        channel.apply(&linked, at);
        assert!(!channel.is_open() && channel.asked.is_none());
        channel.apply(&ChannelEvent::ChannelRenumbered { to: "slack:C2".to_owned() }, at);
        assert!(channel.is_open() && channel.dead.is_some());
        assert_eq!(channel.renumbered_to.as_deref(), Some("slack:C2"));
        channel.apply(&linked, at);
        assert!(channel.renumbered_to.is_none(), "its old id is its own again");
    }
}
