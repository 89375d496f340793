//! The desk: what a batch of decisions has in front of it, and what it leaves to be written.
//!
//! Before a batch, everything its decisions asked for is read with one statement a table. Each
//! decision then sees what the ones before it decided, all in memory. Afterwards everything new is
//! written with one statement a table. A decision that ends with a refusal leaves nothing behind
//! but its inbox row.

mod codes;
mod company;
mod load;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::StoreError;
use super::accounts::Entry;
use super::dialect::{Tx, fetch_all};
use super::log;
use super::project::{State, Stream, Touched};
use super::rows::{
    EventRow, FormRow, HomeRow, InboxRow, InstallationRow, InvitationRow, OutboxRow, PersonalRow,
    TaskRow,
};
use crate::clock::Clock;
use crate::domain::actor::Person;
use crate::domain::ids::{FormId, PartnerId, PersonId, ReferralId};
use crate::domain::outcome::{Event, PartnerEvent, Recorded};
use crate::domain::tier::count::Counted;

/// What a decision has to see.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// Deliveries that may have been answered before.
    pub inbox: BTreeSet<String>,
    pub forms: BTreeSet<String>,
    pub referrals: BTreeSet<String>,
    /// All referrals on these domains and on those of the same company that are live or were
    /// protected, the cases that are open on them, and what the vendor's own systems say of the
    /// company.
    pub domains: BTreeSet<String>,
    /// Cases, with the referrals that are in them.
    pub cases: BTreeSet<String>,
    pub partners: BTreeSet<String>,
    pub people: BTreeSet<String>,
    /// `platform:workspace:user`; the people behind them come along.
    pub identities: BTreeSet<String>,
    pub channels: BTreeSet<String>,
    /// Partners of which all undecided referrals are needed, with what is live on their accounts.
    pub undecided_of: BTreeSet<String>,
    /// Partners of which all referrals are needed, and all open cases: what is rare.
    pub all_of: BTreeSet<String>,
    /// `platform:workspace`, where the app is installed.
    pub installations: BTreeSet<String>,
    /// Links to install the app, by hash.
    pub invitations: BTreeSet<String>,
    /// Codes that somebody types: the hash, and the identity that does.
    pub codes: BTreeSet<(String, String)>,
    /// Domains of which the whole alias group is needed.
    pub aliases: BTreeSet<String>,
    /// Partners of which it is needed what they asked today.
    pub askings: BTreeSet<String>,
    /// Of every partner on the desk, and of every partner of a referral on it, what it has open and
    /// what has come of its referrals since then; those partners come along.
    pub counted_since: Option<DateTime<Utc>>,
    /// Leaderboards, by their period.
    pub boards: BTreeSet<String>,
    /// Shout-outs, by what they are about.
    pub shouts: BTreeSet<String>,
    /// Series of notes.
    pub rhythms: BTreeSet<String>,
    /// Applications by id.
    pub applications: BTreeSet<String>,
    /// Those of the people with these identities.
    pub applications_of: BTreeSet<String>,
    /// Those of the companies with these domains.
    pub applications_on: BTreeSet<String>,
    /// All partners, people, groups and channels: for setting up.
    pub everything_set_up: bool,
    /// Whether the same statements are run whatever is found: nobody is to tell by the work what
    /// stands on a domain.
    pub even: bool,
}

impl Needs {
    /// All partners, people and channels: what concerns them all, and is rare.
    #[must_use]
    pub fn everything_set_up() -> Self {
        Self { everything_set_up: true, ..Self::default() }
    }

    fn join(&mut self, other: &Self) {
        self.inbox.extend(other.inbox.iter().cloned());
        self.forms.extend(other.forms.iter().cloned());
        self.referrals.extend(other.referrals.iter().cloned());
        self.domains.extend(other.domains.iter().cloned());
        self.cases.extend(other.cases.iter().cloned());
        self.partners.extend(other.partners.iter().cloned());
        self.people.extend(other.people.iter().cloned());
        self.identities.extend(other.identities.iter().cloned());
        self.channels.extend(other.channels.iter().cloned());
        self.undecided_of.extend(other.undecided_of.iter().cloned());
        self.all_of.extend(other.all_of.iter().cloned());
        self.installations.extend(other.installations.iter().cloned());
        self.invitations.extend(other.invitations.iter().cloned());
        self.codes.extend(other.codes.iter().cloned());
        self.aliases.extend(other.aliases.iter().cloned());
        self.askings.extend(other.askings.iter().cloned());
        self.boards.extend(other.boards.iter().cloned());
        self.shouts.extend(other.shouts.iter().cloned());
        self.rhythms.extend(other.rhythms.iter().cloned());
        self.applications.extend(other.applications.iter().cloned());
        self.applications_of.extend(other.applications_of.iter().cloned());
        self.applications_on.extend(other.applications_on.iter().cloned());
        let both = self.counted_since.into_iter().chain(other.counted_since);
        self.counted_since = both.min();
        self.everything_set_up |= other.everything_set_up;
        self.even |= other.even;
    }
}

/// Who decided something, why, and under which rules: stands beside every event.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// The identity (`platform:workspace:user`) of a person, `system`, `setup`, or `source:` and the
    /// name of a system of the vendor's.
    pub actor: String,
    /// What led to it: the key of the delivery, the name of the job, the set-up file.
    pub cause: String,
    pub program: String,
}

/// One thing to be said, as a decision leaves it.
#[derive(Clone, Debug)]
pub struct Saying {
    /// Sayings of one queue go out in order; queues do not wait for each other.
    pub queue: String,
    /// References only, as JSON; rendered when it is sent.
    pub say: String,
    /// Set when it draws a card: a later drawing of the same card makes this one unnecessary.
    pub card_id: Option<String>,
    pub due: DateTime<Utc>,
    /// Whether somebody posts it at this moment: it counts for its channel's day, and waits for none.
    pub by_hand: bool,
}

#[derive(Clone, Debug, sqlx::FromRow)]
struct Head {
    event_seq: i64,
    outbox_seq: i64,
    chain: String,
    /// When the last event happened.
    at_us: i64,
    /// Whether anybody has a Home: beside the rest, because it costs no statement there.
    homes: bool,
    /// Whether any role of a chat goes with a tier, likewise.
    tier_roles: bool,
    /// Whether any partner is at its first steps, likewise.
    starts: bool,
    /// The number of the newest case, likewise.
    cases: i64,
    /// Whether any domain stands for another, or is that of a known account.
    companies: bool,
}

/// See the head of this file.
pub struct Desk {
    /// The present, the same for a whole batch.
    pub now: DateTime<Utc>,
    head: Head,
    state: State,
    accounts: Vec<Entry>,
    answers: BTreeMap<String, String>,
    forms: BTreeMap<FormId, FormRow>,
    installations: BTreeMap<String, InstallationRow>,
    invitations: BTreeMap<String, InvitationRow>,
    /// By partner; those of which nothing counts have an empty list.
    counted: BTreeMap<PartnerId, Vec<Counted>>,
    codes: codes::Codes,
    touched: Touched,
    new: New,
}

#[derive(Default)]
struct New {
    events: Vec<EventRow>,
    personal: Vec<PersonalRow>,
    inbox: Vec<InboxRow>,
    forms: Vec<FormRow>,
    homes: Vec<HomeRow>,
    outbox: Vec<OutboxRow>,
    tasks: Vec<TaskRow>,
    installations: Vec<InstallationRow>,
    spent: BTreeSet<String>,
}

/// What was left to write, for metrics and wake-ups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub events: usize,
    /// Deliveries recorded with their answers.
    pub received: usize,
    /// Things left to be said or to be worked on.
    pub said: usize,
}

impl Desk {
    /// Locks the head of the log and reads what the batch needs.
    pub(super) async fn open(
        tx: &mut Tx,
        needs: &[&Needs],
        clock: &Clock,
    ) -> Result<Self, StoreError> {
        tx.lock_head().await?;
        let head =
            "select event_seq, outbox_seq, chain, at_us, exists (select 1 from home) as homes,
                           exists (select 1 from user_group where tier is not null) as tier_roles,
                           exists (select 1 from partner where start_open) as starts,
                           coalesce((select max(number) from conflict_case), 0) as cases,
                           exists (select 1 from alias)
                           or exists (select 1 from account_domain) as companies
                      from head where id = 1";
        let head = fetch_all!(tx tx, Head, head)?.pop().ok_or(StoreError::NoHead)?;
        let mut all = Needs::default();
        for need in needs {
            all.join(need);
        }
        // Read behind the lock, and never before what stands in the log: who was first is decided
        // by these times, and two machines' clocks may differ.
        let last = DateTime::from_timestamp_micros(head.at_us).unwrap_or_default();
        let mut desk = Self {
            now: clock.now().max(last),
            head,
            state: State::default(),
            accounts: Vec::new(),
            answers: BTreeMap::new(),
            forms: BTreeMap::new(),
            installations: BTreeMap::new(),
            invitations: BTreeMap::new(),
            counted: BTreeMap::new(),
            codes: codes::Codes::default(),
            touched: Touched::default(),
            new: New::default(),
        };
        desk.load_plumbing(tx, &all).await?;
        desk.load_state(tx, &all).await?;
        Ok(desk)
    }

    /// Everything that was loaded, with what this batch has decided so far.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The answer that an earlier copy of this delivery got.
    #[must_use]
    pub fn answered(&self, key: &str) -> Option<&str> {
        self.answers.get(key).map(String::as_str)
    }

    #[must_use]
    pub fn form(&self, id: &FormId) -> Option<&FormRow> {
        self.forms.get(id)
    }

    #[must_use]
    pub fn person_of(&self, identity: &str) -> Option<&Person> {
        self.state.identities.get(identity).and_then(|id| self.person(id))
    }

    /// Everybody that was loaded.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.state.people.values()
    }

    #[must_use]
    pub fn person(&self, id: &PersonId) -> Option<&Person> {
        self.state.people.get(id)
    }

    /// What of a partner's referrals counts, with what this batch has decided; none where nobody asked
    /// for it.
    #[must_use]
    pub fn counted(&self, partner: &PartnerId) -> Option<Vec<Counted>> {
        let known = self.counted.get(partner)?;
        let own = self.state.referrals.values().filter(|one| one.partner() == *partner);
        let now: BTreeMap<ReferralId, Counted> =
            known.iter().map(|one| (one.referral, one.clone())).collect();
        let now = own.fold(now, |mut now, one| {
            now.insert(one.id, Counted::from(one));
            now
        });
        Some(now.into_values().collect())
    }

    /// The partners of which that is known.
    #[must_use]
    pub fn partners_counted(&self) -> Vec<PartnerId> {
        self.counted.keys().copied().collect()
    }

    /// Appends a fact to the log, and gives its chain hash.
    ///
    /// # Errors
    /// [`StoreError::Misplaced`] when the event does not belong in the stream: our own mistake.
    pub fn append(
        &mut self,
        stream: &Stream,
        event: Event,
        stamp: &Stamp,
    ) -> Result<String, StoreError> {
        let mut row = EventRow {
            seq: self.head.event_seq + 1,
            stream: stream.to_string(),
            version: self.state.version(stream) + 1,
            kind: event.kind().to_owned(),
            payload: serde_json::to_string(&event).map_err(|_| StoreError::Misplaced)?,
            actor: stamp.actor.clone(),
            cause: stamp.cause.clone(),
            program: stamp.program.clone(),
            at_us: self.now.timestamp_micros(),
            chain: String::new(),
        };
        row.chain = log::chain(&self.head.chain, &row);
        let fact = Recorded {
            event,
            actor: row.actor.clone(),
            program: row.program.clone(),
            at: self.now,
            chain: row.chain.clone(),
        };
        self.state.fold(stream, &fact, &mut self.touched).map_err(|_| StoreError::Misplaced)?;
        self.head.starts |= matches!(fact.event, Event::Partner(PartnerEvent::StartBegun));
        self.head.event_seq = row.seq;
        self.head.chain.clone_from(&row.chain);
        self.head.at_us = row.at_us;
        let chain = row.chain.clone();
        self.new.events.push(row);
        Ok(chain)
    }

    /// The position of the newest event.
    #[must_use]
    pub const fn last_seq(&self) -> i64 {
        self.head.event_seq
    }

    /// Keeps a name, an address or a text that an event refers to by its seal.
    pub fn keep(&mut self, row: PersonalRow) {
        self.new.personal.push(row);
    }

    /// Whether this batch leaves a drawing of this card already: it will show what stands then.
    #[must_use]
    pub fn draws(&self, card_id: &str) -> bool {
        self.new.outbox.iter().any(|row| row.card_id.as_deref() == Some(card_id))
    }

    /// Leaves something to be said once the batch is committed.
    pub fn say(&mut self, saying: Saying, cause: &str) {
        self.head.outbox_seq += 1;
        self.new.outbox.push(OutboxRow {
            seq: self.head.outbox_seq,
            queue: saying.queue,
            say: saying.say,
            card_id: saying.card_id,
            cause: cause.to_owned(),
            due_us: saying.due.timestamp_micros(),
            lease_until_us: 0,
            token: 0,
            attempts: 0,
            done_us: None,
            outcome: None,
            said_us: self.now.timestamp_micros(),
            post_us: saying.by_hand.then(|| self.now.timestamp_micros()),
        });
    }

    /// Where the app is installed, as `platform:workspace`.
    #[must_use]
    pub fn installation(&self, workspace: &str) -> Option<&InstallationRow> {
        self.installations.get(workspace)
    }

    /// Records that the app is installed somewhere, in place of what was known of it there.
    pub fn install(&mut self, row: InstallationRow) {
        self.installations.insert(row.workspace.clone(), row.clone());
        // One statement may not write the same row twice: the last state counts.
        self.new.installations.retain(|other| other.workspace != row.workspace);
        self.new.installations.push(row);
    }

    /// A link to install the app that nobody has used, by its hash.
    #[must_use]
    pub fn invitation(&self, hash: &str) -> Option<&InvitationRow> {
        self.invitations.get(hash)
    }

    /// Uses a link up.
    pub fn spend(&mut self, hash: &str) {
        if let Some(spent) = self.invitations.remove(hash) {
            self.new.spent.insert(spent.hash);
        }
    }

    /// Records a delivery and its answer.
    pub fn receive(&mut self, row: InboxRow) {
        self.answers.insert(row.key.clone(), row.answer.clone());
        self.new.inbox.push(row);
    }

    /// Leaves a delivery to be worked on once the batch is committed; `errand` says what it is about.
    pub fn work_later(&mut self, key: &str, errand: String, received: DateTime<Utc>) {
        self.new.tasks.push(TaskRow {
            key: key.to_owned(),
            errand,
            received_us: received.timestamp_micros(),
            due_us: self.now.timestamp_micros(),
            lease_until_us: 0,
            token: 0,
            attempts: 0,
        });
    }

    /// Records that a form was opened.
    pub fn open_form(&mut self, row: FormRow) {
        if let Ok(id) = row.form_id.parse() {
            self.forms.insert(id, row.clone());
        }
        self.write_form(row);
    }

    /// Whether anybody has a Home that may have to be drawn anew.
    #[must_use]
    pub const fn has_homes(&self) -> bool {
        self.head.homes
    }

    /// Whether any role of a chat goes with a tier.
    #[must_use]
    pub const fn has_tier_roles(&self) -> bool {
        self.head.tier_roles
    }

    /// Whether any partner is at its first steps.
    #[must_use]
    pub const fn has_starts(&self) -> bool {
        self.head.starts
    }

    /// Records that somebody has a Home.
    pub fn open_home(&mut self, row: HomeRow) {
        self.head.homes = true;
        self.new.homes.retain(|other| other.home_id != row.home_id);
        self.new.homes.push(row);
    }

    /// Records what a form came to: sent again, it gets the same answer and has no second effect.
    pub fn answer_form(&mut self, id: &FormId, answer: &str) {
        let Some(row) = self.forms.get_mut(id) else { return };
        row.answer = Some(answer.to_owned());
        let row = row.clone();
        self.write_form(row);
    }

    /// One statement may not write the same row twice: the last state counts.
    fn write_form(&mut self, row: FormRow) {
        self.new.forms.retain(|other| other.form_id != row.form_id);
        self.new.forms.push(row);
    }
}
