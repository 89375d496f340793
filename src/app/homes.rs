//! Homes: who has one, when it is drawn anew, and what stands on it.
//!
//! A Home shows the state, not an event, so it is drawn when something of it may have changed,
//! however often that is. [`append`] is how everything that happens gets into the log: no event can
//! be forgotten here.

use chrono::TimeDelta;

use super::execute::say_one;
use super::{App, facts, lists, start, tier_roles};
use crate::chat::PersonRef;
use crate::domain::actor::{Person, Role};
use crate::domain::ids::PersonId;
use crate::domain::measure::Numbers;
use crate::domain::outcome::Event;
use crate::domain::partner::Partner;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::lists::{Scope, Section};
use crate::store::project::Stream;
use crate::store::rows::HomeRow;
use crate::store::{StoreError, measures, queries, queue};
use crate::views::Say;
use crate::views::home::{Member, Needed, Sales, Vendor};
use crate::views::list::PAGE;
use crate::views::news::News;

/// What the numbers are of.
const LATELY: TimeDelta = TimeDelta::days(30);

/// Of each kind of thing that somebody in charge has to see to, so many stand on their Home.
const NEEDED: usize = 3;

/// Appends a fact to the log, and leaves the Homes on which it may show to be drawn anew, and the
/// roles of whom it may give another tier to be looked at; and what it means for a partner's first
/// steps.
///
/// # Errors
/// As [`Desk::append`].
pub(super) fn append(
    desk: &mut Desk,
    stream: &Stream,
    event: Event,
    stamp: &Stamp,
) -> Result<String, StoreError> {
    let before = tier_roles::before(desk, stream, &event);
    let touched = start::before(desk, stream, &event);
    let chain = desk.append(stream, event, stamp)?;
    for say in tier_roles::follow(desk, stream, before) {
        say_one(desk, &say, &stamp.cause);
    }
    if desk.has_homes() {
        for say in shown_on(desk, stream) {
            let drawn = say.card_id().is_some_and(|card| desk.draws(&card));
            if !drawn {
                say_one(desk, &say, &stamp.cause);
            }
        }
    }
    start::follow(desk, &touched, stamp)?;
    Ok(chain)
}

/// The Homes on which something about this may stand.
fn shown_on(desk: &Desk, stream: &Stream) -> Vec<Say> {
    match stream {
        Stream::Referral(id) => {
            let referral = desk.state().referrals.get(id);
            referral.map(|one| Say::HomesOf { partner: Some(one.partner()) }).into_iter().collect()
        }
        Stream::Partner(id) => vec![Say::HomesOf { partner: Some(*id) }],
        // Whoever asks to be linked stands on the Homes of those who decide it.
        Stream::Person(id) => {
            vec![Say::HomesOfPerson { person: *id }, Say::HomesOf { partner: None }]
        }
        Stream::Channel(_) | Stream::Case(_) => vec![Say::HomesOf { partner: None }],
        // A version of the programme shows on none.
        Stream::Group(_)
        | Stream::Alias(_)
        | Stream::Asking(_)
        | Stream::Program(_)
        | Stream::Board(_)
        | Stream::Shout(_)
        | Stream::Rhythm(_)
        | Stream::Application(_) => Vec::new(),
    }
}

/// A Home to be drawn.
fn say(row: HomeRow) -> Say {
    Say::Home { home: row.home_id, to: row.identity, workspace: row.workspace }
}

/// The row of the Home that somebody has in an installation, and its drawing.
#[must_use]
pub fn of(person: &PersonRef, installation: String, opened_us: i64) -> (HomeRow, Say) {
    let identity = person.to_string();
    let home_id = format!("{installation}/{identity}");
    let row = HomeRow { home_id, workspace: installation, identity, opened_us };
    (row.clone(), say(row))
}

impl App {
    /// Somebody looks at their Home: it is drawn, and from now on whenever something changes.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn home_opened(
        &self,
        person: &PersonRef,
        installation: String,
        cause: &str,
    ) -> Result<(), StoreError> {
        let (row, say) = of(person, installation, self.now().timestamp_micros());
        let cause = cause.to_owned();
        let unit = move |desk: &mut Desk| {
            desk.open_home(row.clone());
            say_one(desk, &say, &cause);
            Ok(())
        };
        self.store.writer.decide(Needs::default(), unit).await
    }

    /// The drawings that `say` stands for: one of each Home on which a change may show.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn homes_behind(&self, say: &Say) -> Result<Vec<Say>, StoreError> {
        let db = &self.store.db;
        let rows = match say {
            Say::HomesOf { partner } => queries::homes_of_partner(db, partner.as_ref()).await?,
            Say::HomesOfPerson { person } => queries::homes_of_person(db, person).await?,
            _ => Vec::new(),
        };
        Ok(rows.into_iter().map(self::say).collect())
    }

    /// Lets go of a Home whose owner is gone.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn home_gone(&self, home: &str) -> Result<(), StoreError> {
        queue::forget_home(&self.store.writer, home).await
    }

    /// What stands on the Home of a partner's member.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn home_of_member(&self, partner: &Partner) -> Result<Member, StoreError> {
        let (db, now) = (&self.store.db, self.now());
        let scope = Scope::Partner(partner.id);
        let section = |section| lists::section(db, &scope, section, PAGE, now);
        let (mut asked, mut ending, mut open, all, manager, climb, start) = tokio::try_join!(
            section(Section::Asked),
            section(Section::Ending),
            section(Section::RestOpen),
            lists::all(db, &scope, now),
            self.manager_name(partner.manager),
            self.climb(partner),
            self.start_list(partner),
        )?;
        // What is most urgent takes the room first.
        let mut left = usize::try_from(PAGE).unwrap_or(usize::MAX);
        for page in [&mut asked, &mut ending, &mut open] {
            page.items.truncate(left);
            left -= page.items.len();
        }
        let ideal = self.program().knowledge.ideal.is_some();
        let partner = partner.clone();
        Ok(Member { partner, climb, start, manager, asked, ending, open, all, ideal })
    }

    /// What stands on the Home of one of the vendor's own.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn home_of_vendor(&self, person: &Person) -> Result<Vendor, StoreError> {
        let sales = match person.has(Role::Sales) {
            true => Some(self.home_of_sales(person.id).await?),
            false => None,
        };
        let needed = match person.manages_partners() {
            true => Some(self.needed().await?),
            false => None,
        };
        let admin = person.has(Role::Admin);
        let numbers = match admin {
            true => Some(self.numbers().await?),
            false => None,
        };
        let cases = self.cases_of(person).await?;
        let program = self.program();
        let (joining, version) = (program.joining.is_some(), program.version.clone());
        Ok(Vendor { sales, needed, cases, numbers, admin, joining, version })
    }

    async fn numbers(&self) -> Result<Numbers, StoreError> {
        let now = self.now();
        measures::numbers(&self.store.db, now - LATELY, now - lists::SILENCE, now).await
    }

    async fn home_of_sales(&self, owner: PersonId) -> Result<Sales, StoreError> {
        let (db, now) = (&self.store.db, self.now());
        let waiting = lists::section(db, &Scope::All, Section::Undecided, PAGE, now).await?;
        let mine = lists::section(db, &Scope::Owner(owner), Section::Open, PAGE, now).await?;
        let still = lists::section(db, &Scope::All, Section::Still, PAGE, now).await?;
        let owners = still.items.iter().filter_map(|item| item.referral.owner).collect();
        let owners = facts::names(db, &owners).await?;
        let in_time = measures::answered_in_time(db, now - LATELY).await?;
        Ok(Sales { waiting, mine, still, owners, in_time })
    }

    /// What only somebody in charge can see to: channels of which nobody has said what they are for
    /// or that do not work, people who ask to be linked.
    async fn needed(&self) -> Result<Needed, StoreError> {
        let db = &self.store.db;
        let channels = queries::channels(db).await?;
        let open = channels.iter().filter(|one| one.is_open() && one.dead.is_none());
        let mut dead = Vec::new();
        for channel in channels.iter().filter(|one| !one.is_open()) {
            let Some(code) = channel.dead.clone().filter(|_| dead.len() < NEEDED) else { continue };
            let waiting = queue::waiting_in(&self.store, &channel.id).await?;
            dead.push((channel.clone(), code, waiting));
        }
        let everybody = queries::everybody(db).await?;
        let asks = everybody.iter().filter(|person| !person.is_gone()).filter_map(|person| {
            let link = person.link.as_ref().filter(|link| link.decision.is_none())?;
            Some(News::LinkAsked { person: person.id, partner: link.partner })
        });
        let mut links = Vec::new();
        for news in asks.take(NEEDED) {
            links.extend(self.news(&news).await?);
        }
        Ok(Needed { open: open.take(NEEDED).cloned().collect(), dead, links })
    }
}
