//! Who may do what where. Source: Discord, "Permissions", "Permission Overwrites".

use super::{Channel, DIRECT, Guild, PRIVATE_THREAD, seed};

pub const ADMINISTRATOR: u64 = 1 << 3;
/// Managing the server: what commands may ask for that are hidden from others.
pub const MANAGE_GUILD: u64 = 1 << 5;
pub const MANAGE_CHANNELS: u64 = 1 << 4;
pub const VIEW: u64 = 1 << 10;
pub const SEND: u64 = 1 << 11;
pub const MANAGE_MESSAGES: u64 = 1 << 13;
pub const EMBED: u64 = 1 << 14;
pub const ATTACH: u64 = 1 << 15;
pub const HISTORY: u64 = 1 << 16;
pub const MENTION_EVERYONE: u64 = 1 << 17;
pub const MANAGE_ROLES: u64 = 1 << 28;
pub const USE_COMMANDS: u64 = 1 << 31;
pub const MANAGE_THREADS: u64 = 1 << 34;
pub const PUBLIC_THREADS: u64 = 1 << 35;
pub const PRIVATE_THREADS: u64 = 1 << 36;
pub const SEND_IN_THREADS: u64 = 1 << 38;
pub const PIN: u64 = 1 << 51;

/// What everybody may do before a channel says otherwise.
pub const EVERYBODY: u64 = VIEW
    | SEND
    | EMBED
    | ATTACH
    | HISTORY
    | USE_COMMANDS
    | PUBLIC_THREADS
    | PRIVATE_THREADS
    | SEND_IN_THREADS;

/// Every right there is.
const ALL: u64 = (1 << 53) - 1;

impl Guild {
    /// Whether somebody, the bot included, is in the server.
    #[must_use]
    pub fn is_here(&self, user: &str) -> bool {
        if user == seed::BOT_USER_ID {
            return self.bot_present;
        }
        self.member(user).is_some_and(|member| !member.left)
    }

    /// The ids of somebody's roles, without the one that everybody has.
    #[must_use]
    pub fn roles_of(&self, user: &str) -> &[String] {
        if user == seed::BOT_USER_ID {
            return &self.bot_roles;
        }
        self.member(user).map_or(&[], |member| &member.roles)
    }

    /// The rights of somebody in the server as a whole.
    #[must_use]
    pub fn rights(&self, user: &str) -> u64 {
        if !self.is_here(user) {
            return 0;
        }
        if user == seed::OWNER_ID {
            return ALL;
        }
        let own = self.roles_of(user);
        let counts = |id: &String| *id == self.id || own.contains(id);
        let roles = self.roles.iter().filter(|role| counts(&role.id));
        let rights = roles.fold(0, |rights, role| rights | role.permissions);
        if rights & ADMINISTRATOR == 0 { rights } else { ALL }
    }

    /// The rights of somebody in a channel, with what its overwrites take and give. Threads have
    /// those of the channel they belong to.
    #[must_use]
    pub fn rights_in(&self, user: &str, channel: &str) -> u64 {
        let Some(channel) = self.channel(channel) else { return 0 };
        if channel.kind == DIRECT {
            return self.rights_in_talk(user, channel);
        }
        let base = self.rights(user);
        if base == ALL || base == 0 {
            return base;
        }
        let home = channel.parent.as_deref().and_then(|id| self.channel(id)).unwrap_or(channel);
        let rights = self.overwritten(base, user, home);
        let outside = channel.kind == PRIVATE_THREAD
            && rights & MANAGE_THREADS == 0
            && !channel.people.iter().any(|one| one == user);
        if outside || rights & VIEW == 0 { 0 } else { rights }
    }

    fn rights_in_talk(&self, user: &str, channel: &Channel) -> u64 {
        let bot = user == seed::BOT_USER_ID;
        if bot || channel.people.iter().any(|one| one == user) { EVERYBODY | PIN } else { 0 }
    }

    /// First what holds for everybody, then all roles together, then the member alone.
    fn overwritten(&self, mut rights: u64, user: &str, channel: &Channel) -> u64 {
        let own = self.roles_of(user);
        let steps: [&dyn Fn(&super::Overwrite) -> bool; 3] = [
            &|one| !one.of_member && one.id == self.id,
            &|one| !one.of_member && own.contains(&one.id),
            &|one| one.of_member && one.id == user,
        ];
        for step in steps {
            let matching = channel.overwrites.iter().filter(|one| step(one));
            let (allow, deny) =
                matching.fold((0, 0), |(allow, deny), one| (allow | one.allow, deny | one.deny));
            rights = rights & !deny | allow;
        }
        rights
    }

    #[must_use]
    pub fn may(&self, user: &str, channel: &str, right: u64) -> bool {
        self.rights_in(user, channel) & right == right
    }

    /// Whether somebody sees what stands in a channel.
    #[must_use]
    pub fn sees(&self, user: &str, channel: &str) -> bool {
        self.may(user, channel, VIEW)
    }

    /// The position of somebody's highest role.
    #[must_use]
    pub fn height(&self, user: &str) -> u64 {
        let own = self.roles_of(user);
        let heights = self.roles.iter().filter(|role| own.contains(&role.id));
        heights.map(|role| role.position).max().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::seed::{BOT_USER_ID, beside};
    use super::super::{Channel, PUBLIC_THREAD};
    use super::*;
    use crate::sandbox::world::seed::seeded;

    fn named<'a>(guild: &'a Guild, name: &str) -> &'a str {
        &guild.members.iter().find(|member| member.name == name).unwrap().id
    }

    fn room(guild: &Guild, name: &str) -> String {
        guild.channels.iter().find(|channel| channel.name == name).unwrap().id.clone()
    }

    #[test]
    fn a_partners_channel_is_for_them_and_sales_and_the_bot() {
        let guild = beside(&seeded(), true);
        let north = room(&guild, "north-partner");
        #[rustfmt::skip]
        let table = [
            ("Partner member", true), ("North admin", true), ("Sales 1", true), ("Partner manager", true),
            ("North guest", true), ("Admin", true),
            ("South member", false), ("Resolver 1", false), ("Colleague", false), ("Auditor", false),
        ];
        for (name, sees) in table {
            assert_eq!(guild.sees(named(&guild, name), &north), sees, "{name}");
        }
        assert!(guild.may(BOT_USER_ID, &north, VIEW | SEND | PIN));
        assert!(!guild.sees(BOT_USER_ID, &room(&guild, "random")));
    }

    #[test]
    fn a_thread_has_the_rights_of_its_channel_and_a_private_one_only_for_those_in_it() {
        let mut guild = beside(&seeded(), true);
        let north = room(&guild, "north-partner");
        for (id, kind) in [("1", PUBLIC_THREAD), ("2", PRIVATE_THREAD)] {
            let (id, parent) = (id.to_owned(), Some(north.clone()));
            guild.channels.push(Channel { id, kind, parent, ..Channel::default() });
        }
        let member = named(&guild, "Partner member").to_owned();
        assert!(guild.sees(&member, "1"));
        assert!(!guild.sees(named(&guild, "South member"), "1"));
        assert!(!guild.sees(&member, "2"));
        guild.channel_mut("2").unwrap().people.push(member.clone());
        assert!(guild.sees(&member, "2"));
    }

    #[test]
    fn who_left_may_do_nothing() {
        let mut guild = beside(&seeded(), true);
        let north = room(&guild, "north-partner");
        let sales = named(&guild, "Sales 1").to_owned();
        guild.member_mut(&sales).unwrap().left = true;
        assert_eq!(guild.rights_in(&sales, &north), 0);
        guild.bot_present = false;
        assert_eq!(guild.rights_in(BOT_USER_ID, &north), 0);
    }
}
