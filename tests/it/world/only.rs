//! The list of what Discord cannot play, each with its reason.

/// Why a story is told on Slack alone.
#[derive(Clone, Copy, Debug)]
pub enum Only {
    /// There are no subcommands to mistype: Discord's client sends only what is registered.
    Commands,
    /// Slack tells of shared channels, of companies in them, of pins and of new ids. A Discord server
    /// is one company's, its channels keep their ids, and the bot reads no news of them.
    Channels,
    /// Discord has no page of the app that stays open and is drawn anew: `/me` answers once.
    Home,
    /// The story is about the command line and the log; who chats where does not matter to it.
    Inside,
    /// A Discord app is brought into one server by its administrator; partners install nothing.
    Installing,
    /// Slack says which language somebody has by a call of its own, which can fail; on Discord each
    /// press does.
    Language,
    /// Slack leads from a card to a message by its address; on Discord the thread hangs on the card.
    Links,
    /// Without the content of messages, which is a privilege, a Discord bot reads no mention, no reply
    /// and no direct message.
    Mentions,
    /// Slack tells of people who leave or change, of groups, guests and time zones. Discord's roles
    /// stand for groups, it has no zones, and the list of members is a privilege.
    People,
    /// The story is about what a form is on Slack: sentences beside inputs, lists and buttons within
    /// it. Discord answers with a message for one person and opens the form again.
    Screens,
    /// Slack's menus have entries of an app for no message at all; Discord has commands at messages.
    Shortcuts,
    /// The story is told on both platforms at once already.
    Told,
    /// The story breaks Slack's own wire: its methods, errors, limits and repeated deliveries.
    /// Discord's is broken in `src/discord` and in `junk`.
    Wire,
}
