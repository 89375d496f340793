//! What one entry of a set-up file says of itself and of another: the first that does not fit.

use super::{PersonEntry, SetupFile};
use crate::chat::{PersonRef, PlatformName};
use crate::domain::account;
use crate::domain::ids::{PartnerCode, PartnerId};
use crate::domain::partner::Audience;

impl SetupFile {
    /// What is typed is compared with registrable domains, so these are reduced to them as well.
    pub(super) fn reduce_domains(&mut self) {
        for domain in self.partners.iter_mut().flat_map(|partner| &mut partner.domains) {
            if let Ok(registrable) = account::website(domain) {
                *domain = registrable.to_string();
            }
        }
    }

    /// The first entry that contradicts itself or another: a word of it, and what is wrong.
    pub(super) fn check(&self) -> Result<(), (String, String)> {
        if self.vendor.workspace.is_none() && self.vendor.server.is_none() {
            return Err(("vendor".into(), NO_HOME.into()));
        }
        let known = |code: &PartnerCode| self.partners.iter().any(|one| one.code == *code);
        for (at, partner) in self.partners.iter().enumerate() {
            let code = partner.code.to_string();
            if self.partners[..at].iter().any(|other| other.code == partner.code) {
                return Err((code, "This code stands twice; each partner has its own.".into()));
            }
            if !fits(&partner.name) {
                return Err((partner.name.clone(), NAME.into()));
            }
            if let Some(odd) = partner.domains.iter().find(|one| account::website(one).is_err()) {
                let what = "Write the partner's own domain, like \"north.example\".";
                return Err((odd.clone(), what.into()));
            }
            let before = self.partners[..at].iter().flat_map(|other| &other.workspaces);
            if let Some(double) = partner.workspaces.iter().enumerate().find_map(|(nth, id)| {
                let here = partner.workspaces[..nth].contains(id);
                (here || before.clone().any(|other| other == id)).then_some(id)
            }) {
                return Err((double.clone(), "This workspace stands twice.".into()));
            }
            let listed = |id: &String| self.people.iter().any(|person| person.id == *id);
            if let Some(odd) = partner.manager.as_ref().filter(|id| !listed(id)) {
                let what = "The manager stands nowhere among the people of this file.";
                return Err((odd.clone(), what.into()));
            }
            if let Some(odd) = partner.workspaces.iter().find(|id| id.split(':').count() != 2) {
                return Err((odd.clone(), "Write a workspace like \"slack:T0123\".".into()));
            }
        }
        for (at, channel) in self.channels.iter().enumerate() {
            let id = channel.id.clone();
            if self.channels[..at].iter().any(|other| other.id == channel.id) {
                return Err((id, "This channel stands twice.".into()));
            }
            if channel.id.split(':').count() != 2 {
                return Err((id, "Write a channel like \"slack:C0123\".".into()));
            }
            if self.vendor.beside(&id).is_none() {
                return Err((id.clone(), homeless(&id).into()));
            }
            match (&channel.partner, channel.audience) {
                (Some(code), Audience::Partner) if !known(code) => {
                    return Err((id, format!("There is no partner {code} in this file.")));
                }
                (None, Audience::Partner) => {
                    return Err((id, "A channel of a partner names it: partner = \"ABC\".".into()));
                }
                (Some(_), Audience::Internal | Audience::Resolvers | Audience::Community) => {
                    let only = "Only a channel with the audience \"partner\" names a partner.";
                    return Err((id, only.into()));
                }
                (Some(_), Audience::Partner)
                | (None, Audience::Internal | Audience::Resolvers | Audience::Community) => {}
            }
        }
        for (at, person) in self.people.iter().enumerate() {
            if self.people[..at].iter().any(|other| other.id == person.id) {
                return Err((person.id.clone(), "This person stands twice.".into()));
            }
            person.check(&known)?;
        }
        for group in &self.groups {
            let some = |code| known(&code).then(|| PartnerId::new(0));
            if group.id.split(':').count() != 2 {
                return Err((group.id.clone(), "Write a group like \"slack:S0123\".".into()));
            }
            if self.vendor.beside(&group.id).is_none() {
                return Err((group.id.clone(), homeless(&group.id).into()));
            }
            if group.grants(some).is_none() {
                let what = "A group gives sales, community_manager, or partner_member with a partner of this file.";
                return Err((group.id.clone(), what.into()));
            }
        }
        self.check_tier_roles()
    }

    fn check_tier_roles(&self) -> Result<(), (String, String)> {
        for (at, entry) in self.tier_roles.iter().enumerate() {
            let id = entry.role.clone();
            let before = self.tier_roles[..at].iter().map(|other| &other.role);
            if before.chain(self.groups.iter().map(|group| &group.id)).any(|other| *other == id) {
                return Err((id, "This role stands twice; each goes with one thing.".into()));
            }
            let on = id.split_once(':').and_then(|(platform, _)| platform.parse().ok());
            if on != Some(PlatformName::Discord) || id.split(':').count() != 2 {
                let what = "Only a role on Discord goes with a tier, like \"discord:1234567890\".";
                return Err((id, what.into()));
            }
            if self.vendor.beside(&id).is_none() {
                return Err((id.clone(), homeless(&id).into()));
            }
            if !fits(&entry.tier) {
                return Err((entry.tier.clone(), NAME.into()));
            }
        }
        Ok(())
    }
}

impl PersonEntry {
    fn check(&self, known: &impl Fn(&PartnerCode) -> bool) -> Result<(), (String, String)> {
        let id = self.id.clone();
        if self.id.parse::<PersonRef>().is_err() {
            return Err((id, "Write a person like \"slack:T0123:U0123\".".into()));
        }
        if self.name.as_ref().is_some_and(|name| !fits(name)) {
            return Err((self.name.clone().unwrap_or_default(), NAME.into()));
        }
        let at_partner = self.roles.iter().any(|role| role.vendor().is_none());
        let at_vendor = self.roles.iter().any(|role| role.vendor().is_some());
        match &self.partner {
            Some(code) if !known(code) => {
                Err((id, format!("There is no partner {code} in this file.")))
            }
            Some(_) if at_vendor => {
                Err((id, "Somebody who speaks for a partner has no role of the vendor's.".into()))
            }
            None if at_partner => {
                Err((id, "A partner's person names the partner: partner = \"ABC\".".into()))
            }
            Some(_) | None => Ok(()),
        }
    }
}

const NO_HOME: &str = "Name your workspace or your server under [vendor], like workspace = \"T0123\" or server = \"1234567890\".";

/// What `[vendor]` lacks for something of a platform.
fn homeless(id: &str) -> &'static str {
    match id.starts_with("slack:") {
        true => "Name your workspace under [vendor], like workspace = \"T0123\": this is on Slack.",
        false => {
            "Name your server under [vendor], like server = \"1234567890\": this is on Discord."
        }
    }
}

const NAME: &str = "Write a name of at most 100 characters, without control characters.";

fn fits(name: &str) -> bool {
    name.chars().count() <= 100 && !name.trim().is_empty() && !name.contains(char::is_control)
}
