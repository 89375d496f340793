//! What every table is for: the one list by which read rows are rebuilt and backups are made.
//!
//! A test compares it with both schemas, so that whoever adds a table has to say here what it is.

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// What happened. Nothing could make these again.
    Log,
    /// People's words, apart from the log so that they can be erased.
    Words,
    /// The sum of the log: emptied and folded anew by [`super::rebuild`].
    Read,
    /// What the log does not know and a bot that goes on elsewhere needs; a backup carries it.
    Kept,
    /// Made from other rows, and made anew after a restore.
    Made,
    /// Worth something for minutes only; a backup leaves it out.
    Passing,
}

/// A table of the schema.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    pub name: &'static str,
    pub holds: Holds,
    /// A column that backups and copies empty, because no work needs it and it may hold anything.
    pub hushed: Option<&'static str>,
}

const fn table(name: &'static str, holds: Holds) -> Table {
    Table { name, holds, hushed: None }
}

/// What stands in a hushed column.
pub const HUSHED: &str = "{}";

/// Every table there is, in the order of a backup.
pub const TABLES: &[Table] = &[
    table("event", Holds::Log),
    // A backup has it in its first line.
    table("head", Holds::Log),
    table("personal", Holds::Words),
    table("partner", Holds::Read),
    table("partner_workspace", Holds::Read),
    table("channel", Holds::Read),
    table("person", Holds::Read),
    table("identity", Holds::Read),
    table("user_group", Holds::Read),
    table("referral", Holds::Read),
    table("conflict_case", Holds::Read),
    table("alias", Holds::Read),
    table("asking", Holds::Read),
    table("edition", Holds::Read),
    table("board", Holds::Read),
    table("shout", Holds::Read),
    table("rhythm", Holds::Read),
    table("application", Holds::Read),
    // Purpose, workspace, the set-up file applied last.
    table("meta", Holds::Kept),
    // The text of every version that was in force: the log names them by their hash.
    table("program", Holds::Kept),
    // Minutes, and a code in it, hashed.
    table("admin_code", Holds::Passing),
    // Minutes, and hashes.
    table("link_code", Holds::Passing),
    // Who may not type codes for an hour may not after a restore either.
    table("link_try", Holds::Kept),
    // Where a card stands only the platform could say again.
    table("card", Holds::Kept),
    // Or what it shows.
    table("drawing", Holds::Kept),
    // Whoever opened a Home has it drawn anew also after a restore.
    table("home", Holds::Kept),
    // Names of variables and tokens under lock, never one in clear.
    table("installation", Holds::Kept),
    // Hashes: a link that was handed out leads in after a restore as well.
    table("invitation", Holds::Kept),
    // Keys and answers: a delivery that comes again after a restore counts once. Not the bodies.
    Table { name: "inbox", holds: Holds::Kept, hushed: Some("raw") },
    // Acknowledged and still to be worked on.
    table("task", Holds::Kept),
    // A form that is open in front of somebody can still be sent.
    table("form", Holds::Kept),
    // What waits is said after a restore; what was said once is not said again.
    table("outbox", Holds::Kept),
    // The platform says it again; where somebody is belongs into no log and no backup.
    table("person_zone", Holds::Passing),
    // The vendor's own data: what a decision rested on can then still be looked up.
    table("account", Holds::Kept),
    table("account_domain", Holds::Kept),
    table("account_activity", Holds::Kept),
    // Made anew from the names, which takes a minute for a million.
    table("account_key", Holds::Made),
    // An event that comes again after a restore counts once.
    table("hook_event", Holds::Kept),
    table("job", Holds::Kept),
    table("blocked", Holds::Passing),
    // Where an adapter stands in a connection of this process, and drafts of a day.
    table("scratch", Holds::Passing),
];

/// The tables that are the sum of the log.
pub fn read() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| table.holds == Holds::Read)
}

/// The tables whose rows stand in a backup: what cannot be made again, the head's one row apart.
pub fn carried() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| match table.holds {
        Holds::Log => table.name != "head",
        Holds::Words | Holds::Kept => true,
        Holds::Read | Holds::Made | Holds::Passing => false,
    })
}

/// Columns that backups and copies empty, with their tables.
pub(super) fn hushed() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLES.iter().filter_map(|table| Some((table.name, table.hushed?)))
}
