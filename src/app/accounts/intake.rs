//! Accounts by file: one row of a CSV file is what a source says of one account.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::account::known::{Said, Standing, Told};
use crate::domain::account::name::Name;
use crate::domain::account::{Domain, website};
use crate::store::accounts::keys;
use crate::store::accounts::put::{AT_ONCE, Put, compare, put};
use crate::store::dialect::Db;
use crate::store::turns::Turns;
use crate::store::{Store, StoreError};

/// Characters of a name, an owner, a stage, an id.
pub const TEXT_MOST: usize = 200;

/// Which column of the file is which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    name: Option<usize>,
    domain: Option<usize>,
    aliases: Option<usize>,
    kind: Option<usize>,
    owner: Option<usize>,
    stage: Option<usize>,
    active: Option<usize>,
    external_id: Option<usize>,
}

/// Why a file is no list of accounts; a sentence for whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoList {
    #[error(
        "\"{0}\" is no column of accounts. There are: account name, domain, aliases, kind, owner, stage, last activity, external id."
    )]
    Unknown(String),
    #[error("The column {0} stands there twice.")]
    Twice(&'static str),
    #[error("There is no column {0}.")]
    Missing(&'static str),
}

impl Columns {
    /// Reads the file's first row.
    ///
    /// # Errors
    /// [`NoList`].
    pub fn of<'a>(titles: impl Iterator<Item = &'a str>) -> Result<Self, NoList> {
        let mut columns = Self::default();
        for (at, title) in titles.enumerate() {
            let word = title.trim_start_matches('\u{feff}').trim().to_lowercase();
            let (column, called) = match word.replace(['_', '-'], " ").as_str() {
                "account name" | "account" | "name" | "company" => {
                    (&mut columns.name, "account name")
                }
                "domain" | "website" => (&mut columns.domain, "domain"),
                "aliases" | "alias" => (&mut columns.aliases, "aliases"),
                "kind" | "type" => (&mut columns.kind, "kind"),
                "owner" => (&mut columns.owner, "owner"),
                "stage" => (&mut columns.stage, "stage"),
                "last activity" => (&mut columns.active, "last activity"),
                "external id" | "id" => (&mut columns.external_id, "external id"),
                _ => return Err(NoList::Unknown(title.to_owned())),
            };
            if column.replace(at).is_some() {
                return Err(NoList::Twice(called));
            }
        }
        match (columns.name, columns.kind) {
            (None, _) => Err(NoList::Missing("account name")),
            (_, None) => Err(NoList::Missing("kind")),
            (Some(_), Some(_)) => Ok(columns),
        }
    }

    /// What a row says; a column that is not there says nothing, an empty cell that there is none.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn read(&self, cells: &[&str], source: &str) -> Result<Told, Unreadable> {
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map(|cell| cell.trim());
        let text = |at| -> Result<Said<String>, Unreadable> {
            let short = cell(at).map(short).transpose()?;
            Ok(short.map(|text| Some(text).filter(|text| !text.is_empty())))
        };
        let name = text(self.name)?.flatten().ok_or(Unreadable::NoName)?;
        let domains = self.domains(&cell)?;
        let day = cell(self.active).filter(|cell| !cell.is_empty());
        let by_domain = || {
            let domain = cell(self.domain).and_then(|cell| website(cell).ok())?;
            Some(format!("domain:{domain}"))
        };
        let id = text(self.external_id)?.flatten().or_else(by_domain);
        Ok(Told {
            source: source.to_owned(),
            external_id: id.unwrap_or_else(|| format!("name:{}", Name::of(&name).sorted())),
            name: Some(name),
            standing: Some(kind(cell(self.kind).unwrap_or_default())?),
            domains,
            owner: text(self.owner)?,
            stage: text(self.stage)?,
            active: day.map(self::day).transpose()?,
            amount: None,
        })
    }

    fn domains<'a>(
        &self,
        cell: &impl Fn(Option<usize>) -> Option<&'a str>,
    ) -> Result<Option<BTreeSet<Domain>>, Unreadable> {
        if self.domain.is_none() && self.aliases.is_none() {
            return Ok(None);
        }
        let aliases = cell(self.aliases).unwrap_or_default().split([';', ',', ' ', '|']);
        let all = cell(self.domain).into_iter().chain(aliases).filter(|typed| !typed.is_empty());
        let read =
            |typed: &str| website(typed).map_err(|_| Unreadable::Website { typed: cut(typed) });
        all.map(read).collect::<Result<_, _>>().map(Some)
    }
}

/// Why a row says nothing; a sentence for whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("there is no account name")]
    NoName,
    #[error("the kind is \"{typed}\"; it can be customer, opportunity, off-limits or known")]
    Kind { typed: String },
    #[error("\"{typed}\" is no website of a company")]
    Website { typed: String },
    #[error("\"{typed}\" is no date like 2026-03-31")]
    Day { typed: String },
    #[error("a cell has more than {TEXT_MOST} characters")]
    TooLong,
}

fn short(text: &str) -> Result<String, Unreadable> {
    // Postgres takes no NUL, and whoever has one does not mean it.
    let text = text.replace('\0', "");
    if text.chars().count() > TEXT_MOST { Err(Unreadable::TooLong) } else { Ok(text) }
}

fn cut(typed: &str) -> String {
    typed.chars().take(TEXT_MOST).collect()
}

/// What an account is to the vendor, as people write it.
///
/// # Errors
/// [`Unreadable::Kind`].
pub fn kind(typed: &str) -> Result<Standing, Unreadable> {
    let word = typed.to_lowercase().replace(['_', ' '], "-");
    word.parse().map_err(|()| Unreadable::Kind { typed: cut(typed) })
}

/// The day of a date, or of a date with a time behind it.
fn day(typed: &str) -> Result<NaiveDate, Unreadable> {
    let wrong = || Unreadable::Day { typed: cut(typed) };
    let (date, rest) = typed.split_at_checked(10).ok_or_else(wrong)?;
    if !(rest.is_empty() || rest.starts_with(['T', ' '])) {
        return Err(wrong());
    }
    date.parse().map_err(|_| wrong())
}

/// What is done with accounts that were read.
#[derive(Clone, Copy)]
pub enum Goal<'a> {
    /// It is said what would become of them.
    Compare(&'a Db),
    /// They are written, and others who want to write are let in between.
    Write(&'a Store),
}

/// How many accounts came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub new: u64,
    pub changed: u64,
    pub same: u64,
    /// Something newer is known of them.
    pub older: u64,
    /// Another account has their number: they were left out.
    pub taken: u64,
}

impl Tally {
    const fn count(&mut self, put: Put) {
        match put {
            Put::New => self.new += 1,
            Put::Changed => self.changed += 1,
            Put::Same => self.same += 1,
            Put::Older => self.older += 1,
            Put::Taken | Put::Nameless => self.taken += 1,
        }
    }
}

/// Takes accounts in, some hundreds at a time, and the keys of their names after some thousands; it
/// holds no more of them.
pub struct Intake<'a> {
    goal: Goal<'a>,
    said: DateTime<Utc>,
    waiting: Vec<Told>,
    /// Accounts written since keys were made.
    keyless: usize,
    pub tally: Tally,
}

impl<'a> Intake<'a> {
    #[must_use]
    pub fn new(goal: Goal<'a>, said: DateTime<Utc>) -> Self {
        Self {
            goal,
            said,
            waiting: Vec::with_capacity(AT_ONCE),
            keyless: 0,
            tally: Tally::default(),
        }
    }

    /// Takes one in. Gives whether those before it were written now, so that whoever waits for the
    /// database can be let in.
    ///
    /// # Errors
    /// [`StoreError`]: what was taken in before stays.
    pub async fn take(&mut self, told: Told) -> Result<bool, StoreError> {
        // One statement cannot write an account twice; of two rows the later one counts.
        let twice = self.waiting.iter().any(|other| other.number() == told.number());
        let full = twice || self.waiting.len() >= AT_ONCE;
        if full {
            self.write().await?;
        }
        if self.keyless >= keys::TOGETHER {
            self.make_keys().await?;
        }
        self.waiting.push(told);
        Ok(full)
    }

    /// Takes in what is left.
    ///
    /// # Errors
    /// As [`Intake::take`].
    pub async fn flush(&mut self) -> Result<(), StoreError> {
        self.write().await?;
        self.make_keys().await
    }

    async fn write(&mut self) -> Result<(), StoreError> {
        let told = std::mem::take(&mut self.waiting);
        let mut rest = told.as_slice();
        while !rest.is_empty() {
            let became = match self.goal {
                Goal::Compare(db) => compare(db, rest, self.said).await?,
                Goal::Write(store) => {
                    let turns = Turns::of(&store.db);
                    let became = turns.portion(put(store, rest, self.said)).await?;
                    self.keyless += became.len();
                    became
                }
            };
            rest = rest.get(became.len()..).unwrap_or_default();
            became.into_iter().for_each(|one| self.tally.count(one));
        }
        Ok(())
    }

    async fn make_keys(&mut self) -> Result<(), StoreError> {
        self.keyless = 0;
        match self.goal {
            Goal::Compare(_) => Ok(()),
            Goal::Write(store) => keys::make(store).await.map(drop),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(titles: &str) -> Result<Columns, NoList> {
        Columns::of(titles.split(','))
    }

    #[test]
    fn the_first_row_says_which_column_is_which() {
        let all = "\u{feff}Account name,Domain,Aliases,Kind,Owner,Stage,last_activity,External-ID";
        let read = columns(all).unwrap();
        assert_eq!((read.name, read.active, read.external_id), (Some(0), Some(6), Some(7)));
        #[rustfmt::skip]
        let table = [
            ("name,kind,colour",  NoList::Unknown("colour".to_owned())),
            ("name,company,kind", NoList::Twice("account name")),
            ("domain,kind",       NoList::Missing("account name")),
            ("name,domain",       NoList::Missing("kind")),
            ("",                  NoList::Unknown(String::new())),
        ];
        for (titles, why) in table {
            assert_eq!(columns(titles), Err(why), "{titles}");
        }
    }

    #[test]
    fn a_row_says_what_its_cells_say() {
        let columns = columns("name,domain,aliases,kind,owner,last activity").unwrap();
        let aliases = "acme.de; acme.fr";
        let day = "2026-03-01T10:00";
        let row = ["Acme GmbH ", "https://www.acme.example/x", aliases, "Customer", "", day];
        let told = columns.read(&row, "crm").ok().unwrap();
        let domains: Vec<String> = told.domains.unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(domains, ["acme.de", "acme.example", "acme.fr"]);
        assert_eq!(told.external_id, "domain:acme.example");
        assert_eq!(told.name.as_deref(), Some("Acme GmbH"));
        assert_eq!(told.standing, Some(Standing::Customer));
        // There is a column for the owner, and none for the stage.
        assert_eq!((told.owner, told.stage), (Some(None), None));
        assert_eq!(told.active, NaiveDate::from_ymd_opt(2026, 3, 1));
    }

    #[test]
    fn an_account_without_id_and_domain_goes_by_its_name() {
        let columns = columns("name,kind").unwrap();
        let id = |name| columns.read(&[name, "known"], "crm").ok().unwrap().external_id;
        assert_eq!(id("Acme Widgets Ltd"), id("Widgets ACME"));
        assert_ne!(id("Acme Widgets Ltd"), id("Acme"));
    }

    #[test]
    fn a_row_that_cannot_be_read_says_why() {
        let columns = columns("name,domain,kind,last activity").unwrap();
        let typed = |typed: &str| typed.to_owned();
        let long = "x".repeat(TEXT_MOST + 1);
        #[rustfmt::skip]
        let table = [
            (["", "", "customer", ""],               Unreadable::NoName),
            (["Acme", "", "custmer", ""],            Unreadable::Kind { typed: typed("custmer") }),
            (["Acme", "", "", ""],                   Unreadable::Kind { typed: String::new() }),
            (["Acme", "acme", "customer", ""],       Unreadable::Website { typed: typed("acme") }),
            (["Acme", "gmail.com", "customer", ""],  Unreadable::Website { typed: typed("gmail.com") }),
            (["Acme", "", "customer", "31.3.2026"],  Unreadable::Day { typed: typed("31.3.2026") }),
            (["Acme", "", "customer", "2026-02-30"], Unreadable::Day { typed: typed("2026-02-30") }),
            ([long.as_str(), "", "customer", ""],    Unreadable::TooLong),
        ];
        for (row, why) in table {
            assert_eq!(columns.read(&row, "crm").err(), Some(why), "{row:?}");
        }
    }
}
