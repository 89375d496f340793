//! Who is acting: what we know of them and of where they act. Never what a button suggests.

use super::presence;
use crate::app::App;
use crate::chat::inbound::Inbound;
use crate::chat::{PersonRef, Place};
use crate::domain::actor::{Person, Role};
use crate::domain::ids::PartnerId;
use crate::domain::partner::{Channel, Partner, PartnerState};
use crate::store::{StoreError, queries};

/// The person behind a delivery.
#[derive(Clone, Debug)]
pub struct Actor {
    pub person: PersonRef,
    /// What we know of them; absent when they were never seen.
    pub known: Option<Person>,
    /// The channel they act in, if it was set up.
    pub channel: Option<Channel>,
    /// The partner of that channel, or else the one they are a member of.
    pub standing: Standing,
}

impl Actor {
    /// Whether this holds of the person; never of somebody we do not know.
    pub fn is(&self, what: impl FnOnce(&Person) -> bool) -> bool {
        self.known.as_ref().is_some_and(what)
    }

    /// The partner whose channel they act in.
    #[must_use]
    pub fn partner_here(&self) -> Option<PartnerId> {
        self.channel.as_ref().and_then(Channel::of_partner)
    }

    /// Whether the person has a role.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.is(|person| person.has(role))
    }
}

/// For whom somebody may register here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A member of this partner.
    Member(Partner),
    /// Never seen, but from the workspace that is this partner: becomes a member by registering,
    /// when the platform says they are no guest there.
    Newcomer(Partner),
    /// The vendor's sales or partner manager, in this partner's channel: registers for it.
    Behalf(Partner),
    /// The vendor's own, otherwise.
    Vendor,
    /// Known or not, but not of the partner whose channel this is.
    Stranger,
    /// Not known, and the place does not say whose they are.
    Unknown,
}

impl Standing {
    /// The partner for which they may register.
    #[must_use]
    pub const fn partner(&self) -> Option<&Partner> {
        match self {
            Self::Member(partner) | Self::Newcomer(partner) | Self::Behalf(partner) => {
                Some(partner)
            }
            Self::Vendor | Self::Stranger | Self::Unknown => None,
        }
    }
}

/// Finds out who is acting, in the channel with the id `place`.
///
/// # Errors
/// [`StoreError`].
pub async fn identify(
    app: &App,
    inbound: &Inbound,
    place: Option<String>,
) -> Result<Option<Actor>, StoreError> {
    let Some(person) = inbound.from.clone() else { return Ok(None) };
    let actor = of(app, person, place.clone()).await?;
    if actor.is(Person::is_gone) {
        presence::look_again(app, inbound, &actor.person).await?;
        return of(app, actor.person, place).await.map(Some);
    }
    let identity = actor.person.to_string();
    if actor.is(|person| person.moves_to(&identity)) {
        app.acts_as(&identity, &inbound.key).await?;
    }
    Ok(Some(actor))
}

/// Who a person is, in the channel with the id `place`.
///
/// # Errors
/// [`StoreError`].
pub async fn of(app: &App, person: PersonRef, place: Option<String>) -> Result<Actor, StoreError> {
    let reader = &app.store.reader;
    let identity = person.to_string();
    let channel = async {
        match &place {
            Some(id) => reader.channel(id).await,
            None => Ok(None),
        }
    };
    let (known, channel) = tokio::try_join!(reader.person_of(&identity), channel)?;
    let standing = standing(app, &person, known.as_ref(), channel.as_ref()).await?;
    Ok(Actor { person, known, channel, standing })
}

/// `platform:channel`, under which channels are set up.
#[must_use]
pub fn channel_id(place: &Place) -> String {
    format!("{}:{}", place.platform, place.channel)
}

async fn standing(
    app: &App,
    person: &PersonRef,
    known: Option<&Person>,
    channel: Option<&Channel>,
) -> Result<Standing, StoreError> {
    let reader = &app.store.reader;
    let here = channel.and_then(Channel::of_partner);
    if known.is_some_and(Person::is_gone) {
        return Ok(Standing::Unknown);
    }
    if let Some(membership) = known.and_then(|known| known.membership.as_ref()) {
        if here.is_some_and(|here| here != membership.partner) {
            return Ok(Standing::Stranger);
        }
        let partner = reader.partner(&membership.partner).await?;
        return Ok(partner.map_or(Standing::Unknown, Standing::Member));
    }
    if let Some(known) = known {
        // Somebody whose roles were taken away waits for a manager, like a stranger to us.
        // Nor does a membership that was taken away come back by a press of their own.
        if !known.is_vendor() {
            return Ok(Standing::Unknown);
        }
        let Some(here) = here.filter(|_| known.may_register_for_partners()) else {
            return Ok(Standing::Vendor);
        };
        let partner = reader.partner(&here).await?;
        return Ok(partner.map_or(Standing::Vendor, Standing::Behalf));
    }
    let workspace = person.home();
    let own = queries::partner_of_workspace(&app.store.db, &workspace).await?;
    Ok(match (own, here) {
        (Some(own), Some(here)) if own.id != here => Standing::Stranger,
        (Some(own), _) if own.state == PartnerState::Terminated => Standing::Unknown,
        (Some(own), _) => Standing::Newcomer(own),
        (None, _) => Standing::Unknown,
    })
}
