//! The state that the log adds up to, and how one more fact changes it.
//!
//! The writer folds new events with it, and `audit verify` folds the whole log with it to compare
//! the read rows, so the two cannot disagree about what an event means.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use crate::domain::account::Domain;
use crate::domain::account::alias::{Alias, Aliases};
use crate::domain::account::asking::Asking;
use crate::domain::actor::Person;
use crate::domain::board::period::Period;
use crate::domain::board::snapshot::Snapshot;
use crate::domain::case::Case;
use crate::domain::edition::Edition;
use crate::domain::group::UserGroup;
use crate::domain::ids::{ApplicationId, CaseId, PartnerId, PersonId, ReferralId};
use crate::domain::joining::application::Application;
use crate::domain::outcome::{Event, PersonEvent, Recorded, ReferralEvent};
use crate::domain::partner::merge::goes_on_as;
use crate::domain::partner::{Channel, IDS_FOLLOWED, Partner};
use crate::domain::referral::Referral;
use crate::domain::rhythm::{Rhythm, Series};
use crate::domain::shout::{Occasion, Shout};

/// What an event is about. Its text form is the `stream` column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stream {
    Partner(PartnerId),
    Channel(String),
    Person(PersonId),
    /// `platform:group`.
    Group(String),
    Referral(ReferralId),
    Case(CaseId),
    /// A domain that stands for another, or did.
    Alias(Domain),
    /// What a partner asks before it registers.
    Asking(PartnerId),
    /// A version of the programme.
    Program(String),
    /// The leaderboard of a period.
    Board(Period),
    /// The shout-out about something.
    Shout(Occasion),
    /// A series of notes.
    Rhythm(Series),
    Application(ApplicationId),
}

const PROGRAM_PREFIX: &str = "program:";
const CHANNEL_PREFIX: &str = "channel:";
const GROUP_PREFIX: &str = "group:";
const ALIAS_PREFIX: &str = "alias:";
const ASKING_PREFIX: &str = "asking:";
const BOARD_PREFIX: &str = "board:";
const SHOUT_PREFIX: &str = "shout:";
const RHYTHM_PREFIX: &str = "rhythm:";

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Partner(id) => id.fmt(f),
            Self::Channel(id) => write!(f, "{CHANNEL_PREFIX}{id}"),
            Self::Person(id) => id.fmt(f),
            Self::Group(id) => write!(f, "{GROUP_PREFIX}{id}"),
            Self::Referral(id) => id.fmt(f),
            Self::Case(id) => id.fmt(f),
            Self::Application(id) => id.fmt(f),
            Self::Alias(domain) => write!(f, "{ALIAS_PREFIX}{domain}"),
            Self::Asking(id) => write!(f, "{ASKING_PREFIX}{id}"),
            Self::Program(id) => write!(f, "{PROGRAM_PREFIX}{id}"),
            Self::Board(period) => write!(f, "{BOARD_PREFIX}{period}"),
            Self::Shout(occasion) => write!(f, "{SHOUT_PREFIX}{occasion}"),
            Self::Rhythm(series) => write!(f, "{RHYTHM_PREFIX}{series}"),
        }
    }
}

impl FromStr for Stream {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if let Some(channel) = text.strip_prefix(CHANNEL_PREFIX) {
            return Ok(Self::Channel(channel.to_owned()));
        }
        if let Some(group) = text.strip_prefix(GROUP_PREFIX) {
            return Ok(Self::Group(group.to_owned()));
        }
        if let Some(domain) = text.strip_prefix(ALIAS_PREFIX) {
            return Ok(Self::Alias(Domain::stored(domain.to_owned())));
        }
        if let Some(partner) = text.strip_prefix(ASKING_PREFIX) {
            return partner.parse().map(Self::Asking).map_err(|_| ());
        }
        if let Some(program) = text.strip_prefix(PROGRAM_PREFIX) {
            return Ok(Self::Program(program.to_owned()));
        }
        if let Some(period) = text.strip_prefix(BOARD_PREFIX) {
            return period.parse().map(Self::Board).map_err(|_| ());
        }
        if let Some(occasion) = text.strip_prefix(SHOUT_PREFIX) {
            return occasion.parse().map(Self::Shout).map_err(|_| ());
        }
        if let Some(series) = text.strip_prefix(RHYTHM_PREFIX) {
            return series.parse().map(Self::Rhythm);
        }
        let referral = text.parse().map(Self::Referral);
        let partner = || text.parse().map(Self::Partner);
        let person = || text.parse().map(Self::Person);
        let case = || text.parse().map(Self::Case);
        let application = || text.parse().map(Self::Application);
        let found = referral.or_else(|_| partner()).or_else(|_| person()).or_else(|_| case());
        let found = found.or_else(|_| application());
        found.map_err(|_| ())
    }
}

/// An event that does not belong where it stands: the log was written by something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the event does not fit its stream")]
pub struct Misplaced;

/// Everything known, or the part of it that a batch of decisions needs.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub partners: BTreeMap<PartnerId, Partner>,
    pub channels: BTreeMap<String, Channel>,
    pub people: BTreeMap<PersonId, Person>,
    pub identities: BTreeMap<String, PersonId>,
    pub groups: BTreeMap<String, UserGroup>,
    pub referrals: BTreeMap<ReferralId, Referral>,
    pub cases: BTreeMap<CaseId, Case>,
    /// By domain.
    pub aliases: Aliases,
    pub askings: BTreeMap<PartnerId, Asking>,
    pub editions: BTreeMap<String, Edition>,
    pub boards: BTreeMap<Period, Snapshot>,
    pub shouts: BTreeMap<Occasion, Shout>,
    pub rhythms: BTreeMap<Series, Rhythm>,
    pub applications: BTreeMap<ApplicationId, Application>,
}

/// Which parts of the state an event changed: their rows are written anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    pub partners: BTreeSet<PartnerId>,
    /// Partners whose workspaces may have changed.
    pub workspaces: BTreeSet<PartnerId>,
    pub channels: BTreeSet<String>,
    pub people: BTreeSet<PersonId>,
    pub identities: BTreeSet<String>,
    pub groups: BTreeSet<String>,
    pub referrals: BTreeSet<ReferralId>,
    pub cases: BTreeSet<CaseId>,
    pub aliases: BTreeSet<String>,
    pub askings: BTreeSet<PartnerId>,
    pub editions: BTreeSet<String>,
    pub boards: BTreeSet<Period>,
    pub shouts: BTreeSet<Occasion>,
    pub rhythms: BTreeSet<Series>,
    pub applications: BTreeSet<ApplicationId>,
}

impl State {
    /// The id under which a channel goes on that has had this one.
    #[must_use]
    pub fn id_now<'a>(&'a self, id: &'a str) -> &'a str {
        let mut now = id;
        for _ in 0..IDS_FOLLOWED {
            match self.channels.get(now).and_then(|channel| channel.renumbered_to.as_deref()) {
                Some(to) => now = to,
                None => break,
            }
        }
        now
    }

    /// The partner as which this one goes on: itself, unless it was merged.
    #[must_use]
    pub fn partner_now(&self, id: &PartnerId) -> Option<&Partner> {
        goes_on_as(&self.partners, id)
    }

    /// The version of what a stream is about; 0 when there is no such thing yet.
    #[must_use]
    pub fn version(&self, stream: &Stream) -> i64 {
        match stream {
            Stream::Partner(id) => self.partners.get(id).map(|partner| partner.version),
            Stream::Channel(id) => self.channels.get(id).map(|channel| channel.version),
            Stream::Person(id) => self.people.get(id).map(|person| person.version),
            Stream::Group(id) => self.groups.get(id).map(|group| group.version),
            Stream::Referral(id) => self.referrals.get(id).map(|referral| referral.version),
            Stream::Case(id) => self.cases.get(id).map(|case| case.version),
            Stream::Alias(domain) => self.aliases.get(domain.as_str()).map(|alias| alias.version),
            Stream::Asking(id) => self.askings.get(id).map(|asking| asking.version),
            Stream::Program(id) => self.editions.get(id).map(|edition| edition.version),
            Stream::Board(period) => self.boards.get(period).map(|board| board.version),
            Stream::Shout(occasion) => self.shouts.get(occasion).map(|shout| shout.version),
            Stream::Rhythm(series) => self.rhythms.get(series).map(|rhythm| rhythm.version),
            Stream::Application(id) => self.applications.get(id).map(|one| one.version),
        }
        .unwrap_or(0)
    }

    /// Takes over one fact.
    ///
    /// # Errors
    /// [`Misplaced`] when the event is not about what its stream is about.
    pub fn fold(
        &mut self,
        stream: &Stream,
        fact: &Recorded,
        touched: &mut Touched,
    ) -> Result<(), Misplaced> {
        match (stream, &fact.event) {
            (Stream::Partner(id), Event::Partner(event)) => {
                if let Some(partner) = self.partners.get_mut(id) {
                    partner.apply(event, fact.at);
                } else {
                    let partner = Partner::from_first(*id, event, fact.at);
                    self.partners.insert(*id, partner.ok_or(Misplaced)?);
                }
                touched.partners.insert(*id);
                touched.workspaces.insert(*id);
            }
            (Stream::Channel(id), Event::Channel(event)) => {
                self.channels
                    .entry(id.clone())
                    .or_insert_with(|| Channel::new(id.clone(), fact.at))
                    .apply(event, fact.at);
                touched.channels.insert(id.clone());
            }
            (Stream::Person(id), Event::Person(event)) => {
                if let PersonEvent::PersonAdded { identity }
                | PersonEvent::IdentityPaired { identity } = event
                {
                    self.identities.insert(identity.clone(), *id);
                    touched.identities.insert(identity.clone());
                }
                let person = self.people.entry(*id).or_insert_with(|| Person::new(*id));
                person.apply(event, fact.at);
                touched.people.insert(*id);
            }
            (Stream::Group(id), Event::Group(event)) => {
                let group =
                    self.groups.entry(id.clone()).or_insert_with(|| UserGroup::new(id.clone()));
                group.apply(event);
                touched.groups.insert(id.clone());
            }
            (Stream::Referral(id), Event::Referral(event)) => {
                self.fold_referral(id, event, fact, touched)?;
            }
            (Stream::Case(id), Event::Case(event)) => {
                if let Some(case) = self.cases.get_mut(id) {
                    case.apply(event, fact.at);
                } else {
                    let case = Case::from_first(*id, event, fact.at, &fact.program);
                    self.cases.insert(*id, case.ok_or(Misplaced)?);
                }
                touched.cases.insert(*id);
            }
            (Stream::Alias(domain), Event::Alias(event)) => {
                let new = || Alias::new(domain.clone());
                self.aliases.entry(domain.to_string()).or_insert_with(new).apply(event);
                touched.aliases.insert(domain.to_string());
            }
            (Stream::Asking(id), Event::Asking(event)) => {
                self.askings.entry(*id).or_insert_with(|| Asking::new(*id)).apply(event);
                touched.askings.insert(*id);
            }
            (Stream::Program(id), Event::Program(event)) => {
                let new = || Edition::new(id.clone());
                self.editions.entry(id.clone()).or_insert_with(new).apply(event, fact.at);
                touched.editions.insert(id.clone());
            }
            (Stream::Board(period), Event::Board(event)) => {
                if let Some(board) = self.boards.get_mut(period) {
                    board.apply(event, fact.at);
                } else {
                    let board = Snapshot::from_first(*period, event, fact.at);
                    self.boards.insert(*period, board.ok_or(Misplaced)?);
                }
                touched.boards.insert(*period);
            }
            (Stream::Shout(occasion), Event::Shout(event)) => {
                if let Some(shout) = self.shouts.get_mut(occasion) {
                    shout.apply(event, fact.at);
                } else {
                    let shout = Shout::from_first(*occasion, event, fact.at);
                    self.shouts.insert(*occasion, shout.ok_or(Misplaced)?);
                }
                touched.shouts.insert(*occasion);
            }
            (Stream::Rhythm(series), Event::Rhythm(event)) => {
                if let Some(rhythm) = self.rhythms.get_mut(series) {
                    rhythm.apply(event, fact.at);
                } else {
                    let rhythm = Rhythm::from_first(*series, event, fact.at);
                    self.rhythms.insert(*series, rhythm.ok_or(Misplaced)?);
                }
                touched.rhythms.insert(*series);
            }
            (Stream::Application(id), Event::Application(event)) => {
                if let Some(application) = self.applications.get_mut(id) {
                    application.apply(event, fact.at);
                } else {
                    let application = Application::from_first(*id, event, fact.at);
                    self.applications.insert(*id, application.ok_or(Misplaced)?);
                }
                touched.applications.insert(*id);
            }
            (
                Stream::Partner(_)
                | Stream::Channel(_)
                | Stream::Person(_)
                | Stream::Group(_)
                | Stream::Referral(_)
                | Stream::Case(_)
                | Stream::Alias(_)
                | Stream::Asking(_)
                | Stream::Program(_)
                | Stream::Board(_)
                | Stream::Shout(_)
                | Stream::Rhythm(_)
                | Stream::Application(_),
                Event::Partner(_)
                | Event::Channel(_)
                | Event::Person(_)
                | Event::Group(_)
                | Event::Referral(_)
                | Event::Case(_)
                | Event::Alias(_)
                | Event::Asking(_)
                | Event::Program(_)
                | Event::Board(_)
                | Event::Shout(_)
                | Event::Rhythm(_)
                | Event::Application(_),
            ) => return Err(Misplaced),
        }
        Ok(())
    }

    fn fold_referral(
        &mut self,
        id: &ReferralId,
        event: &ReferralEvent,
        fact: &Recorded,
        touched: &mut Touched,
    ) -> Result<(), Misplaced> {
        if let ReferralEvent::Transferred { to, .. } = event
            && let Some(partner) = self.partners.get_mut(to)
        {
            partner.taken_in += 1;
            touched.partners.insert(partner.id);
        }
        if let Some(referral) = self.referrals.get_mut(id) {
            referral.apply(event, fact.at);
        } else {
            let first = Referral::from_first(*id, event, fact.at, &fact.program, &fact.chain)
                .ok_or(Misplaced)?;
            // Numbers are counted per partner, and the log alone must be able to say the next one.
            if let Some(partner) = self.partners.get_mut(&first.partner()) {
                partner.sent = partner.sent.max(first.number().count);
                touched.partners.insert(partner.id);
            }
            self.referrals.insert(*id, first);
        }
        touched.referrals.insert(*id);
        Ok(())
    }
}
