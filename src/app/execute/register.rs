//! Registering a referral: the partner's side, the receipt, and what it means for others.

use chrono::{DateTime, Utc};

use crate::app::{App, Sealed, accounts, homes, new_person_id, notify, people};
use crate::chat::inbound::{Inbound, Reply};
use crate::domain::actor::Person;
use crate::domain::ids::{PartnerId, PersonId, ReferralId};
use crate::domain::outcome::{Event, PersonEvent, ReferralEvent, Refusal};
use crate::domain::partner::Partner;
use crate::domain::referral::{self, Submit};
use crate::store::StoreError;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::Stream;
use crate::store::rows::FormRow;
use crate::views::news::News;
use crate::views::{self, Say};

use super::{Decided, Outcome, case, happen, say_all};

/// Somebody whom the platform says is a full member of a partner's confirmed workspace, and who is
/// not known yet: with the first referral they become a partner member.
#[derive(Clone, Debug)]
pub struct Newcomer {
    pub person: PersonId,
    pub name: Sealed,
}

/// A referral to be registered, with its words sealed.
#[derive(Clone)]
pub struct Registration {
    pub form: FormRow,
    pub referral: ReferralId,
    pub partner: PartnerId,
    pub identity: String,
    pub newcomer: Option<Newcomer>,
    pub submit: Submit,
    /// The words behind the seals, by field.
    pub words: Vec<(&'static str, Sealed)>,
    pub company: String,
    /// Whether the sales card has to cut something, so that its thread says it in full.
    pub is_cut: bool,
}

impl App {
    /// Registers a referral; the same form gives the same referral, however often it is sent.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn register(
        &self,
        inbound: &Inbound,
        registration: Registration,
    ) -> Result<Outcome, StoreError> {
        self.register_at(inbound, registration, None).await
    }

    /// The same, as if it were sent at a time behind the last event.
    pub(in crate::app) async fn register_at(
        &self,
        inbound: &Inbound,
        registration: Registration,
        at: Option<DateTime<Utc>>,
    ) -> Result<Outcome, StoreError> {
        let app = self.clone();
        let mut needs = Needs::default();
        needs.forms.insert(registration.form.form_id.clone());
        needs.domains.insert(registration.submit.domain.to_string());
        needs.partners.insert(registration.partner.to_string());
        needs.identities.insert(registration.identity.clone());
        needs.even = true;
        needs.counted_since = self.quota_since();
        // Whoever looks after the partner is told of somebody new.
        needs.everything_set_up = registration.newcomer.is_some();
        self.answer_once(inbound, "refer", needs, move |desk, stamp| {
            desk.now = at.unwrap_or(desk.now);
            register_in(desk, &registration, &app, stamp)
        })
        .await
    }
}

fn register_in(
    desk: &mut Desk,
    registration: &Registration,
    app: &App,
    stamp: &Stamp,
) -> Result<Decided, StoreError> {
    let Some(partner) = desk.state().partners.get(&registration.partner).cloned() else {
        return Ok(Decided::Refused(Refusal::NotAMember));
    };
    let known = desk.person_of(&registration.identity).cloned();
    let by = known.clone().unwrap_or_else(|| as_member(registration, desk.now));
    let neighbours = desk.all_on(registration.submit.domain.as_str());
    // The version that will stand on its events, also when another comes into force at this moment.
    let rules = &app.in_force.version(&stamp.program).unwrap_or_else(|| app.program()).rules;
    let counted = desk.counted(&partner.id).unwrap_or_default();
    let (submit, around) = (registration.submit.clone(), (&neighbours[..], &counted[..]));
    let decided = referral::submit(submit, &by, &partner, around, rules, desk.now);
    let mut submitted = match decided {
        Ok(submitted) => submitted,
        Err(refusal) => return Ok(Decided::Refused(refusal)),
    };
    accounts::against(desk, &registration.submit.domain, rules).follow(&mut submitted.events);
    if known.is_none() {
        welcome(desk, registration, &partner, stamp)?;
    }
    let mut says = happen(desk, &registration.referral, submitted.events, stamp)?;
    for (field, sealed) in &registration.words {
        desk.keep(sealed.row(&registration.referral.to_string(), field));
    }
    for other in submitted.matched {
        let against = vec![registration.referral];
        says.extend(happen(desk, &other, vec![ReferralEvent::MatchFound { against }], stamp)?);
    }
    let domain = registration.submit.domain.as_str();
    says.extend(case::follow(desk, domain, None, &app.in_force, stamp)?);
    if registration.is_cut {
        says.extend(notify::sales_channels(desk.state()).map(|channel| Say::NeedInFull {
            referral: registration.referral,
            channel: channel.id.clone(),
        }));
    }
    say_all(desk, says, &stamp.cause);
    receipt(desk, registration, app).map(Decided::Answer).ok_or(StoreError::Misplaced)
}

fn as_member(registration: &Registration, at: DateTime<Utc>) -> Person {
    let id = registration.newcomer.as_ref().map(|newcomer| newcomer.person);
    let mut person = Person::new(id.unwrap_or_else(new_person_id));
    if registration.newcomer.is_some() {
        let partner = registration.partner;
        person.apply(&PersonEvent::MemberJoined { partner, admin: false }, at);
    }
    person
}

fn welcome(
    desk: &mut Desk,
    registration: &Registration,
    partner: &Partner,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let Some(newcomer) = &registration.newcomer else { return Ok(()) };
    let person = newcomer.person;
    people::introduce(desk, person, &registration.identity, &newcomer.name, stamp)?;
    let joined = PersonEvent::MemberJoined { partner: partner.id, admin: false };
    homes::append(desk, &Stream::Person(person), Event::Person(joined), stamp)?;
    let channel = registration.form.channel.clone();
    let news = News::FirstPress { person, partner: partner.id, channel };
    people::tell_managers(desk, &news, partner.id, stamp);
    Ok(())
}

/// The receipt of the referral as it stands on the desk now.
fn receipt(desk: &Desk, registration: &Registration, app: &App) -> Option<Reply> {
    let referral = desk.state().referrals.get(&registration.referral)?;
    let partner = desk.state().partners.get(&referral.partner())?;
    let voice = app.voice();
    let panel = views::referral::receipt::panel(&voice, referral, partner, &registration.company);
    Some(Reply::Panel(panel))
}
