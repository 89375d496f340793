//! Codes that work once: made for somebody, typed by somebody, and what came of it undone.

use chrono::{DateTime, Utc};

use super::told::{tell, tell_admins, tell_at_partner, tell_managers};
use super::{Met, identity_of, introduce};
use crate::app::code::Code;
use crate::app::execute::{Decided, Outcome};
use crate::app::{App, Sealed, homes, new_person_id};
use crate::chat::PlatformName;
use crate::chat::inbound::{Inbound, Reply};
use crate::chat::view::{Line, Message};
use crate::domain::actor::Person;
use crate::domain::actor::pairing::{self, CODE_LIVES, CodeNo, Entry, Offer, Parting, Tries};
use crate::domain::ids::{PartnerId, PersonId};
use crate::domain::outcome::{Event, PersonEvent, Refusal};
use crate::domain::partner::PartnerState;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::store::rows::LinkCodeRow;
use crate::store::{StoreError, codes, queries};
use crate::text::Voice;
use crate::views;
use crate::views::news::News;
use crate::views::pairing as words;

/// A code that was made. What was made is kept as a hash: this is the one time it can be read.
pub struct Made {
    pub code: Code,
    pub until: DateTime<Utc>,
}

impl App {
    /// The platforms on which the vendor is at home, each with that installation
    /// (`platform:workspace`).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn at_home_on(&self) -> Result<Vec<(PlatformName, String)>, StoreError> {
        let mut found = Vec::new();
        for platform in PlatformName::ALL {
            if let Some(home) = self.home(platform).await? {
                found.push((platform, format!("{platform}:{home}")));
            }
        }
        Ok(found)
    }

    /// Makes a code: for somebody of this partner's, or for another account of whoever makes it.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn make_code(
        &self,
        by: PersonId,
        partner: Option<PartnerId>,
        place: String,
    ) -> Result<Made, StoreError> {
        let (code, until) = (Code::fresh(), self.now() + CODE_LIVES);
        let row = LinkCodeRow {
            hash: code.hash(),
            partner_id: partner.map(|partner| partner.to_string()),
            made_by: by.to_string(),
            place,
            expires_us: until.timestamp_micros(),
        };
        codes::keep(&self.store.writer, row).await?;
        Ok(Made { code, until })
    }

    /// Decides what somebody typed as a code, in the channel of `partner` if of one; without a code
    /// it was none, and counts as wrong. Who answers for it is told, with the way to undo it.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn enter_code(
        &self,
        inbound: &Inbound,
        met: Met,
        code: Option<Code>,
        partner: Option<PartnerId>,
    ) -> Result<Outcome, StoreError> {
        let (voice, installation) = (self.voice(), inbound.installation());
        let identity = met.person.to_string();
        let hash = code.map(|code| code.hash()).unwrap_or_default();
        let mut needs = Needs::everything_set_up();
        needs.codes.insert((hash.clone(), identity.clone()));
        self.answer_once(inbound, "code", needs, move |desk, stamp| {
            let who = met.on(desk);
            let offer = desk.offer(&hash).filter(|offer| is_open(desk, offer));
            let maker = offer.as_ref().and_then(|offer| desk.person(&offer.by)).cloned();
            let tries = desk.tries(&identity);
            let (identity, installation) = (identity.as_str(), installation.as_str());
            let entry = Entry { identity, installation, partner, origin: met.origin, tries };
            let made = offer.as_ref().zip(maker.as_ref());
            let events = match pairing::enter(made, &who, entry, desk.now) {
                Ok(events) => events,
                Err(no) => return Ok(said_no(desk, &voice, &met, tries, no)),
            };
            let Some((offer, maker)) = made else { return Ok(Decided::Refused(Refusal::Outsider)) };
            desk.use_up(&hash);
            if tries.wrong > 0 {
                desk.count_tries(identity, Tries::default());
            }
            if offer.partner.is_some() {
                met.introduce(desk, stamp)?;
            }
            for (person, event) in events {
                homes::append(desk, &Stream::Person(person), Event::Person(event), stamp)?;
            }
            let told = follow(desk, &voice, offer, maker, &met, stamp);
            Ok(Decided::Answer(Reply::Private(told)))
        })
        .await
    }

    /// Takes an account back that somebody added by a code: from now on it is a person of its own,
    /// without anything. Its owner is told.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn part(
        &self,
        inbound: &Inbound,
        owner: PersonId,
        account: &str,
        answer: Line,
    ) -> Result<Outcome, StoreError> {
        let (identity, home) = (identity_of(inbound), inbound.installation());
        let (new, name) = (new_person_id(), Sealed::new(&self.name_of(owner).await?));
        let account = account.to_owned();
        self.answer_once(inbound, "link", Needs::everything_set_up(), move |desk, stamp| {
            let (Some(by), Some(now)) = (desk.person_of(&identity), desk.person(&owner)) else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            let by_id = by.id;
            let event = match pairing::part(now, &account, by) {
                Ok(event) => event,
                Err(why) => return Ok(Decided::Refused(Refusal::People { why })),
            };
            homes::append(desk, &Stream::Person(owner), Event::Person(event), stamp)?;
            introduce(desk, new, &account, &name, stamp)?;
            if let Some(now) = desk.person(&owner).cloned().filter(|_| owner != by_id) {
                let news = News::AccountParted { account: account.clone(), by: by_id };
                match &now.membership {
                    Some(own) => {
                        tell_at_partner(desk, news, owner, own.partner, &home, stamp);
                    }
                    None => tell(desk, news, &now, stamp),
                }
            }
            Ok(Decided::Answer(Reply::Private(views::note(answer.clone()))))
        })
        .await
    }

    /// Whose an added account is or was, and how that ended if it did.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn added(
        &self,
        account: &str,
    ) -> Result<Option<(Person, Option<Parting>)>, StoreError> {
        let everybody = queries::everybody(&self.store.db).await?;
        let owners = everybody.into_iter().filter_map(|person| {
            let added = *person.added.get(account)?;
            Some((person, added))
        });
        // It may have been several people's, one after the other: the present one's, or the last.
        let ended =
            |added: &Option<Parting>| added.map_or(DateTime::<Utc>::MAX_UTC, |parting| parting.at);
        Ok(owners.max_by_key(|(_, added)| ended(added)))
    }

    /// Records that somebody with several accounts acts under this one now.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn acts_as(&self, identity: &str, cause: &str) -> Result<(), StoreError> {
        let (identity, stamp) = (identity.to_owned(), self.by_itself(cause));
        let mut needs = Needs::default();
        needs.identities.insert(identity.clone());
        let unit = move |desk: &mut Desk| {
            let person = desk.person_of(&identity).filter(|one| one.moves_to(&identity));
            let Some(id) = person.map(|person| person.id) else { return Ok(()) };
            let used = PersonEvent::IdentityUsed { identity: identity.clone() };
            homes::append(desk, &Stream::Person(id), Event::Person(used), &stamp)?;
            Ok(())
        };
        self.store.writer.decide(needs, unit).await
    }
}

/// One kind sentence; a code that does not work is counted.
fn said_no(desk: &mut Desk, voice: &Voice<'_>, met: &Met, tries: Tries, no: CodeNo) -> Decided {
    let mut no = no;
    if no == CodeNo::Wrong {
        let tries = tries.one_more(desk.now);
        desk.count_tries(&met.person.to_string(), tries);
        // The one after which it rests says so.
        if let Some(until) = tries.rest(desk.now) {
            no = CodeNo::Rests { until };
        }
    }
    let (line, result) = words::refused(voice, no, &met.name);
    Decided::No(Reply::Private(views::note(line)), result)
}

/// Tells who answers for it, and gives what whoever typed the code is told.
fn follow(
    desk: &mut Desk,
    voice: &Voice<'_>,
    offer: &Offer,
    maker: &Person,
    met: &Met,
    stamp: &Stamp,
) -> Message {
    if let Some(partner) = offer.partner {
        let news = News::CodeEntered { person: met.on(desk).id, partner, by: maker.id };
        tell_managers(desk, &news, partner, stamp);
        let known = desk.state().partners.get(&partner);
        return words::joined(voice, known.map_or("", |one| one.name.as_str()));
    }
    let partner = maker.membership.as_ref().map(|own| own.partner);
    let account = met.person.to_string();
    let news = News::AccountAdded { person: maker.id, partner, account };
    match partner {
        Some(partner) => tell_managers(desk, &news, partner, stamp),
        None => tell_admins(desk, &news, &[maker.id], stamp),
    }
    words::paired(voice)
}

/// Whether the partner that a code is for, if it is for one, can have new people.
fn is_open(desk: &Desk, offer: &Offer) -> bool {
    offer.partner.is_none_or(|partner| {
        let known = desk.state().partners.get(&partner);
        known.is_some_and(|one| one.state != PartnerState::Terminated)
    })
}
