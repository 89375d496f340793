//! Partners as companies: opened, renamed, suspended, ended; and what follows for their referrals
//! and channels. Two that are one are in [`merge`].

mod merge;

use std::collections::{BTreeMap, BTreeSet};

use super::execute::{Decided, Outcome, end_referrals, say_one};
use super::people::{channels_of, identity_of};
use super::{App, Sealed, homes, new_partner_id};
use crate::chat::PersonRef;
use crate::chat::inbound::{Inbound, Reply};
use crate::chat::view::Message;
use crate::domain::ids::{PartnerCode, PartnerId};
use crate::domain::outcome::{Event, PartnerEvent, Refusal};
use crate::domain::partner::manage::{self, Open, PartnerNo, Wish};
use crate::domain::partner::{Partner, PartnerState};
use crate::program::InForce;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::{State, Stream};
use crate::store::{StoreError, queries};
use crate::views::{self, Say};

impl App {
    /// All of them, by id.
    pub(in crate::app) async fn partners_by_id(
        &self,
    ) -> Result<BTreeMap<PartnerId, Partner>, StoreError> {
        let all = queries::partners(&self.store.db).await?;
        Ok(all.into_iter().map(|partner| (partner.id, partner)).collect())
    }

    /// Opens a partner that `manager` looks after.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn open_partner(
        &self,
        inbound: &Inbound,
        command: Open,
        manager: PersonRef,
        answer: Reply,
    ) -> Result<Outcome, StoreError> {
        let (identity, manager, id) = (identity_of(inbound), manager.to_string(), new_partner_id());
        self.answer_once(inbound, "partner", Needs::everything_set_up(), move |desk, stamp| {
            let Some(by) = desk.person_of(&identity) else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            let Some(manager) = desk.person_of(&manager) else {
                let why = PartnerNo::ManagerHasNoRole;
                return Ok(Decided::Refused(Refusal::Partner { why }));
            };
            match manage::open(command.clone(), manager, by, &used(desk.state())) {
                Ok(event) => {
                    homes::append(desk, &Stream::Partner(id), Event::Partner(event), stamp)?;
                    Ok(Decided::Answer(answer.clone()))
                }
                Err(why) => Ok(Decided::Refused(Refusal::Partner { why })),
            }
        })
        .await
    }

    /// Decides about a partner that is there; `reason` is what the wish's seal stands for.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn decide_partner(
        &self,
        inbound: &Inbound,
        id: PartnerId,
        wish: Wish,
        reason: Option<Sealed>,
        answer: Reply,
    ) -> Result<Outcome, StoreError> {
        let identity = identity_of(inbound);
        let mut needs = Needs::everything_set_up();
        if matches!(wish, Wish::Terminate(_)) {
            needs.undecided_of.insert(id.to_string());
        }
        let in_force = self.in_force.clone();
        self.answer_once(inbound, "partner", needs, move |desk, stamp| {
            let state = desk.state();
            let (Some(by), Some(partner)) = (desk.person_of(&identity), state.partners.get(&id))
            else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            match manage::decide(partner, wish.clone(), by, &used(state)) {
                Ok(None) => {}
                Ok(Some(event)) => {
                    if let Some(reason) = &reason {
                        desk.keep(reason.row(&id.to_string(), "reason"));
                    }
                    homes::append(
                        desk,
                        &Stream::Partner(id),
                        Event::Partner(event.clone()),
                        stamp,
                    )?;
                    follow(desk, id, &event, &in_force, stamp)?;
                }
                Err(why) => return Ok(Decided::Refused(Refusal::Partner { why })),
            }
            Ok(Decided::Answer(answer.clone()))
        })
        .await
    }

    /// The partner, where there is an id and somebody has it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn partner(&self, id: Option<PartnerId>) -> Result<Option<Partner>, StoreError> {
        match id {
            Some(id) => self.store.reader.partner(&id).await,
            None => Ok(None),
        }
    }

    /// The partner whose code it is now, where there is a code and somebody has it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn partner_of_code(
        &self,
        code: Option<PartnerCode>,
    ) -> Result<Option<Partner>, StoreError> {
        let all = queries::partners(&self.store.db).await?;
        Ok(all.into_iter().find(|partner| Some(partner.code) == code))
    }

    /// The partner as which this one goes on: itself, unless it was merged.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(in crate::app) async fn partner_now(
        &self,
        id: &PartnerId,
    ) -> Result<Option<Partner>, StoreError> {
        let mut now = queries::partner(&self.store.db, id).await?;
        while let Some(into) = now.as_ref().and_then(|one| one.merged_into) {
            now = queries::partner(&self.store.db, &into).await?;
        }
        Ok(now)
    }

    /// What a partner's channel hears when the partner has come to `state`; `None` when that is not
    /// so any more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn partner_news(
        &self,
        partner: &Partner,
        state: PartnerState,
    ) -> Result<Option<Message>, StoreError> {
        if partner.state != state {
            return Ok(None);
        }
        let manager = self.manager_name(partner.manager).await?;
        Ok(Some(views::partners::told(&self.voice(), partner, manager.as_deref())))
    }

    /// A code for a partner of this name that nobody ever had; `None` when all are taken.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn propose_code(&self, name: &str) -> Result<Option<PartnerCode>, StoreError> {
        let partners = queries::partners(&self.store.db).await?;
        let used = partners.iter().flat_map(Partner::codes).collect();
        Ok(PartnerCode::propose(name, &used))
    }
}

/// Every code there has ever been.
pub(super) fn used(state: &State) -> BTreeSet<PartnerCode> {
    state.partners.values().flat_map(Partner::codes).collect()
}

/// What follows from a fact about a partner: its channels hear of a new state, and what is undecided
/// ends with it. The desk needs everything set up and, for an end, what is undecided.
pub(super) fn follow(
    desk: &mut Desk,
    id: PartnerId,
    event: &PartnerEvent,
    in_force: &InForce,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let state = match event {
        PartnerEvent::PartnerAdded { .. }
        | PartnerEvent::PartnerChanged { .. }
        | PartnerEvent::PartnerOpened { .. }
        | PartnerEvent::PartnerRenamed { .. }
        | PartnerEvent::CodeChanged { .. }
        | PartnerEvent::ConsentChosen(_)
        | PartnerEvent::AgreementAccepted { .. }
        | PartnerEvent::PartnerDescribed { .. }
        // Said by the decision, to the channels of both.
        | PartnerEvent::PartnerMerged { .. }
        | PartnerEvent::PartnerTakenIn { .. }
        | PartnerEvent::LanguageChosen { .. }
        | PartnerEvent::TierPromoted { .. }
        | PartnerEvent::TierWarned { .. }
        | PartnerEvent::TierKept { .. }
        | PartnerEvent::TierDemoted { .. }
        | PartnerEvent::PartnerNudged
        | PartnerEvent::StartBegun
        | PartnerEvent::StartStepTaken { .. }
        | PartnerEvent::StartStuck { .. }
        | PartnerEvent::StartEnded => return Ok(()),
        PartnerEvent::PartnerSuspended { .. } => PartnerState::Suspended,
        PartnerEvent::PartnerResumed => PartnerState::Approved,
        PartnerEvent::PartnerTerminated { .. } => {
            end_referrals(desk, id, in_force, stamp)?;
            PartnerState::Terminated
        }
    };
    let channels: Vec<String> =
        channels_of(desk.state(), id).map(|(channel, _)| channel.to_owned()).collect();
    for channel in channels {
        say_one(desk, &Say::PartnerNews { partner: id, state, channel }, &stamp.cause);
    }
    Ok(())
}
