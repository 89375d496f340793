//! Who hears of what: from an event to the things to be said.
//!
//! One `match` without a wildcard, so that a new event cannot be forgotten here.

use crate::domain::ids::ReferralId;
use crate::domain::outcome::ReferralEvent;
use crate::domain::partner::{Audience, Channel};
use crate::domain::referral::{Referral, Status};
use crate::store::project::State;
use crate::views::Say;

/// What is to be said when `event` has happened to `referral`, which stood at `before`.
///
/// A partner's card is drawn anew only when it changes: on the platform everybody sees that it was.
#[must_use]
pub fn referral(
    event: &ReferralEvent,
    seq: i64,
    before: Option<Status>,
    referral: &Referral,
    state: &State,
) -> Vec<Say> {
    let same = before == Some(referral.status);
    match hearers(event, same) {
        Hearers::Sales => sales_cards(referral, state).collect(),
        Hearers::Cards => cards(referral, state),
        Hearers::CardsAndThread => {
            let told = partner_channels(referral, state).map(|channel| Say::Told {
                referral: referral.id,
                channel: channel.id.clone(),
                seq,
            });
            cards(referral, state).into_iter().chain(told).collect()
        }
    }
}

/// How far an event is heard.
enum Hearers {
    /// On the card inside the vendor alone.
    Sales,
    Cards,
    /// On both cards, and with a line in the partner's thread.
    CardsAndThread,
}

/// `same` says that the status stayed: the referral then looks no different to its partner.
const fn hearers(event: &ReferralEvent, same: bool) -> Hearers {
    match event {
        ReferralEvent::MatchFound { .. } | ReferralEvent::MatchCleared { .. } if same => {
            Hearers::Sales
        }
        // The partner reads in the thread who registered it for them.
        ReferralEvent::Submitted(submission) if submission.on_behalf => Hearers::CardsAndThread,
        ReferralEvent::Submitted(_)
        | ReferralEvent::MatchFound { .. }
        | ReferralEvent::OffLimitsFound => Hearers::Cards,
        ReferralEvent::MatchCleared { .. }
        | ReferralEvent::Approved { .. }
        | ReferralEvent::Rejected { .. }
        | ReferralEvent::QuestionAsked { .. }
        | ReferralEvent::QuestionAnswered { .. }
        | ReferralEvent::Lapsed { .. }
        | ReferralEvent::DecisionUndone { .. }
        | ReferralEvent::OwnerChanged { .. }
        | ReferralEvent::Withdrawn { .. }
        | ReferralEvent::WithdrawnWithPartner
        | ReferralEvent::StageMoved { .. }
        | ReferralEvent::Won { .. }
        | ReferralEvent::Lost { .. }
        | ReferralEvent::Reopened { .. }
        | ReferralEvent::Expired { .. }
        | ReferralEvent::Reversed { .. } => Hearers::CardsAndThread,
    }
}

/// Both cards, wherever they stand.
#[must_use]
pub fn cards(referral: &Referral, state: &State) -> Vec<Say> {
    let id = || referral.id;
    let partner = partner_channels(referral, state)
        .map(|channel| Say::PartnerCard { referral: id(), channel: channel.id.clone() });
    partner.chain(sales_cards(referral, state)).collect()
}

fn sales_cards<'a>(referral: &'a Referral, state: &'a State) -> impl Iterator<Item = Say> + 'a {
    sales_channels(state)
        .map(|channel| Say::SalesCard { referral: referral.id, channel: channel.id.clone() })
}

/// The cards of open referrals in a channel where sales works; none in any other.
#[must_use]
pub fn sales_cards_in(channel: &Channel, open: &[ReferralId]) -> Vec<Say> {
    let inside = channel.audience == Some(Audience::Internal);
    let card = |id: &ReferralId| Say::SalesCard { referral: *id, channel: channel.id.clone() };
    open.iter().filter(|_| inside).map(card).collect()
}

fn partner_channels<'a>(
    referral: &'a Referral,
    state: &'a State,
) -> impl Iterator<Item = &'a Channel> {
    state.channels.values().filter(|channel| channel.of_partner() == Some(referral.partner()))
}

/// Where sales works.
pub fn sales_channels(state: &State) -> impl Iterator<Item = &Channel> {
    state.channels.values().filter(|channel| channel.audience == Some(Audience::Internal))
}
