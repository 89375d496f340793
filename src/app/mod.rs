//! What flows and jobs share: the store, the clock, the programme, the texts; and the one way in
//! which something is decided.
//!
//! [`execute`] hands units of work to the writer, [`notify`] says who hears of an event, [`facts`]
//! and [`lists`] collect what views need, [`homes`] what stands on Homes, [`links`] where cards stand, [`people`] changes roles and members, [`groups`] follows
//! the platform's groups, [`partners`] opens and ends partners, [`channels`] records what the sender
//! learns, [`news`] what becomes of channels, [`setup`] brings a set-up file into force, [`program`]
//! a programme; [`accounts`] knows what the vendor's own systems say of companies, [`cases`] what a
//! conflict case rests on; [`install`] takes partners' workspaces in; [`admin`] names the first admin;
//! [`agreement`] asks partners to agree to a text; [`joining`] takes in companies that want to be one; [`start`] keeps their first steps;
//! [`tiers`] lets partners rise and fall, [`tier_roles`] says which roles go with that; [`boards`] and
//! [`shouts`] say what is good about them, [`feedback`] what partners' people say of it, [`pack`] what a
//! quarter of one came to, [`report`] how
//! [`languages`] knows in which language somebody is spoken to, [`quiet`] who wants to be told what,
//! and when.

pub mod accounts;
pub mod admin;
pub mod agreement;
pub mod boards;
pub mod cases;
pub mod channels;
pub mod code;
mod community;
pub mod execute;
pub mod facts;
pub mod feedback;
pub mod groups;
pub mod homes;
pub mod install;
pub mod joining;
pub mod languages;
pub mod links;
pub mod lists;
pub mod news;
pub mod notify;
pub mod pack;
pub mod partners;
pub mod past;
pub mod people;
pub mod program;
pub mod quiet;
pub mod quizzes;
pub mod report;
pub mod rhythm;
pub mod setup;
pub mod shouts;
pub mod start;
pub mod tier_roles;
pub mod tiers;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rand::RngCore;

use crate::chat::{
    Boxed, Group, NewRoom, PersonRef, Place, PlatformName, Profile, Room, SendError, no_rooms,
};
use crate::clock::Clock;
use crate::domain::ids::{ApplicationId, CaseId, FormId, PartnerId, PersonId, ReferralId};
use crate::domain::outcome::Seal;
use crate::program::{InForce, Program};
use crate::secret::{Personal, Secret};
use crate::store::Store;
use crate::store::desk::Stamp;
use crate::store::rows::PersonalRow;
use crate::text::{Texts, Voice};

use install::Door;
use languages::Languages;

/// Asks a platform about people and channels; `runtime` fills it with the platforms that are there.
pub trait People: Send + Sync {
    /// What the platform says about a person, asked through the installation of `workspace`.
    fn profile<'a>(
        &'a self,
        workspace: &'a str,
        person: &'a PersonRef,
    ) -> Boxed<'a, Result<Profile, SendError>>;

    /// What the platform says about a channel, asked through the installation of the place.
    fn room<'a>(&'a self, place: &'a Place) -> Boxed<'a, Result<Room, SendError>>;

    /// The address of a message, for whoever may read it where it stands.
    fn address<'a>(
        &'a self,
        place: &'a Place,
        message_id: &'a str,
    ) -> Boxed<'a, Result<String, SendError>>;

    /// Whether channels can be made on a platform.
    fn makes_rooms(&self, platform: PlatformName) -> bool {
        let _ = platform;
        false
    }

    /// Makes a channel that nobody else can read, or finds the one that was made before; gives its id.
    fn make_room<'a>(
        &'a self,
        platform: PlatformName,
        room: &'a NewRoom,
    ) -> Boxed<'a, Result<String, SendError>> {
        let _ = (platform, room);
        Box::pin(async { Err(no_rooms()) })
    }

    /// The groups of a workspace.
    fn groups<'a>(
        &'a self,
        platform: PlatformName,
        workspace: &'a str,
    ) -> Boxed<'a, Result<Vec<Group>, SendError>>;

    /// Who is in a group now.
    fn group_members<'a>(
        &'a self,
        platform: PlatformName,
        workspace: &'a str,
        group: &'a str,
    ) -> Boxed<'a, Result<Vec<PersonRef>, SendError>>;
}

/// Everything a flow or job may use. Clones share it.
#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub clock: Clock,
    pub in_force: InForce,
    pub texts: &'static Texts,
    pub people: Arc<dyn People>,
    /// Where partners install the app themselves.
    pub door: Door,
    pub languages: Languages,
}

impl App {
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The programme in force now.
    #[must_use]
    pub fn program(&self) -> Arc<Program> {
        self.in_force.now()
    }

    /// Stands beside what no person does.
    pub(crate) fn by_itself(&self, cause: &str) -> Stamp {
        Stamp {
            actor: "system".to_owned(),
            cause: cause.to_owned(),
            program: self.program().version.clone(),
        }
    }

    /// Texts for whoever is spoken to, at this moment.
    #[must_use]
    pub fn voice(&self) -> Voice<'static> {
        Voice {
            texts: self.texts,
            language: self.language(),
            zone: self.program().zone(),
            now: self.now(),
        }
    }
}

/// 128 bits that nobody guesses and that sort by time, for a new id.
fn fresh() -> u128 {
    uuid::Uuid::now_v7().as_u128()
}

#[must_use]
pub fn new_referral_id() -> ReferralId {
    ReferralId::new(fresh())
}

#[must_use]
pub fn new_case_id() -> CaseId {
    CaseId::new(fresh())
}

#[must_use]
pub fn new_form_id() -> FormId {
    FormId::new(fresh())
}

#[must_use]
pub fn new_person_id() -> PersonId {
    PersonId::new(fresh())
}

#[must_use]
pub fn new_partner_id() -> PartnerId {
    PartnerId::new(fresh())
}

#[must_use]
pub fn new_application_id() -> ApplicationId {
    ApplicationId::new(fresh())
}

/// A person's words, sealed: the event gets the seal, the row goes where it can be deleted.
#[derive(Clone, Debug)]
pub struct Sealed {
    pub seal: Seal,
    salt: Secret,
    text: Personal,
}

impl Sealed {
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut salt = [0; 32];
        rand::rng().fill_bytes(&mut salt);
        let seal = Seal::of(&salt, text);
        Self { seal, salt: Secret::new(hex::encode(salt)), text: Personal::new(text.to_owned()) }
    }

    /// The words, for whoever wrote them and nobody else.
    #[must_use]
    pub fn words(&self) -> &str {
        self.text.expose()
    }

    /// The row that keeps the words, under what they are about.
    #[must_use]
    pub fn row(&self, subject: &str, field: &str) -> PersonalRow {
        PersonalRow {
            digest: self.seal.0.clone(),
            subject: subject.to_owned(),
            field: field.to_owned(),
            salt: self.salt.expose().clone(),
            text: self.text.expose().clone(),
        }
    }
}
