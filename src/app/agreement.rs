//! The agreement with partners: asked for in their channels when a version comes into force and when a
//! channel becomes theirs, accepted by who speaks for them, and shown as it stands.

use super::execute::{Decided, Outcome, say_one};
use super::people::{channels_of, identity_of};
use super::{App, homes};
use crate::chat::inbound::{Inbound, Reply};
use crate::chat::view::Message;
use crate::domain::agreement::{Agreed, Agreement, missing};
use crate::domain::ids::PartnerId;
use crate::domain::outcome::{Event, Refusal};
use crate::domain::partner::{Audience, Partner, PartnerState};
use crate::store::StoreError;
use crate::store::desk::{Desk, Needs, Stamp};
use crate::store::project::{State, Stream};
use crate::views::Say;
use crate::views::agreement::{self as view, Standing};

impl App {
    /// The card about one version, in a partner's channel; `posted` when it stands there. `None` when
    /// there is nothing to ask any more: another version holds, or it was accepted elsewhere first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn agreement_post(
        &self,
        partner: &Partner,
        key: &str,
        posted: bool,
    ) -> Result<Option<Message>, StoreError> {
        let program = self.program();
        let agreement = program.rules.agreement.as_ref().filter(|one| one.key() == key);
        let Some(agreement) = agreement else { return Ok(None) };
        if agreement.is_accepted_by(partner) && !posted || partner.state != PartnerState::Approved {
            return Ok(None);
        }
        self.agreement_sheet(agreement, partner, true).await.map(Some)
    }

    /// The agreement as it stands with a partner; `may` when whoever reads it may say yes.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn agreement_sheet(
        &self,
        agreement: &Agreement,
        partner: &Partner,
        may: bool,
    ) -> Result<Message, StoreError> {
        let agreed = partner.agreed.as_ref().filter(|_| agreement.is_accepted_by(partner));
        let voice = self.voice();
        let who = match agreed {
            Some(agreed) => self.name_of(agreed.by).await?,
            None => String::new(),
        };
        let standing = match agreed {
            Some(Agreed { at, .. }) => Standing::Accepted { who: &who, at: *at },
            None => Standing::Asked { may },
        };
        Ok(view::sheet(&voice, agreement, &partner.name, standing))
    }

    /// Records a partner's yes to the version that holds, and draws what asks for it anew.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was stored.
    pub async fn accept_agreement(
        &self,
        inbound: &Inbound,
        id: PartnerId,
        agreement: Agreement,
    ) -> Result<Outcome, StoreError> {
        let (identity, voice) = (identity_of(inbound), self.voice());
        let mut needs = Needs::everything_set_up();
        needs.identities.insert(identity.clone());
        self.answer_once(inbound, "agreement", needs, move |desk, stamp| {
            let by = desk.person_of(&identity).filter(|person| person.speaks_for(id));
            let by = by.map(|person| person.id);
            let partner = desk.state().partners.get(&id).cloned();
            let (Some(by), Some(partner)) = (by, partner) else {
                return Ok(Decided::Refused(Refusal::Outsider));
            };
            if let Some(event) = agreement.accept(&partner, by) {
                homes::append(desk, &Stream::Partner(id), Event::Partner(event), stamp)?;
                for channel in own_channels(desk.state(), id) {
                    say_one(desk, &ask(&agreement, id, channel), &stamp.cause);
                }
            }
            let line = voice.line("agreement-done", &[]);
            Ok(Decided::Answer(Reply::Private(crate::views::note(line))))
        })
        .await
    }
}

/// Asks a partner for its yes in this channel, if the channel is a partner's and the yes is missing.
pub(in crate::app) fn ask_in(
    desk: &mut Desk,
    channel: &str,
    agreement: Option<&Agreement>,
    stamp: &Stamp,
) {
    let state = desk.state();
    let linked = state.channels.get(channel).filter(|one| one.audience == Some(Audience::Partner));
    let partner = linked.and_then(|one| state.partners.get(&one.partner?));
    let Some(partner) = partner.filter(|one| one.state == PartnerState::Approved) else { return };
    let Some(agreement) = missing(agreement, partner) else { return };
    let say = ask(agreement, partner.id, channel.to_owned());
    say_one(desk, &say, &stamp.cause);
}

fn ask(agreement: &Agreement, partner: PartnerId, channel: String) -> Say {
    Say::Agreement { partner, channel, agreement: agreement.key() }
}

fn own_channels(state: &State, partner: PartnerId) -> Vec<String> {
    channels_of(state, partner).map(|(channel, _)| channel.to_owned()).collect()
}
