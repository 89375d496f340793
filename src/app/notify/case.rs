//! Who hears of what in a case: the resolvers all of it, a party what concerns its own referral.

use super::{partner_channels, sales_cards, sales_channels};
use crate::domain::case::Case;
use crate::domain::ids::ReferralId;
use crate::domain::outcome::CaseEvent;
use crate::domain::partner::{Audience, Channel};
use crate::store::project::State;
use crate::views::Say;

/// What is to be said when `event` has happened in `case`.
#[must_use]
pub fn said(event: &CaseEvent, seq: i64, case: &Case, state: &State) -> Vec<Say> {
    let mut says: Vec<Say> = resolver_channels(state)
        .map(|channel| Say::CaseCard { case: case.id, channel: channel.id.clone() })
        .collect();
    if is_noted(event) {
        says.extend(resolver_channels(state).map(|channel| Say::CaseNote {
            case: case.id,
            channel: channel.id.clone(),
            seq,
        }));
    }
    let concerned = concerned(event, case);
    // Sales reads on its own cards that a case is open, and that it is over.
    let parties = case.present().filter_map(|party| state.referrals.get(&party.referral));
    says.extend(parties.flat_map(|referral| sales_cards(referral, state)));
    for referral in concerned.iter().filter_map(|id| state.referrals.get(id)) {
        says.extend(partner_channels(referral, state).map(|channel| Say::CaseTold {
            case: case.id,
            referral: referral.id,
            channel: channel.id.clone(),
            seq,
        }));
    }
    says
}

/// Where cases are decided: the resolvers' channels, or sales' where there are none.
pub fn resolver_channels(state: &State) -> impl Iterator<Item = &Channel> {
    let is_for = |channel: &&Channel| channel.audience == Some(Audience::Resolvers);
    let any = state.channels.values().any(|channel| is_for(&channel));
    let own = state.channels.values().filter(is_for);
    own.chain(sales_channels(state).filter(move |_| !any))
}

/// Whether it stands in the thread of the case's card as well.
const fn is_noted(event: &CaseEvent) -> bool {
    match event {
        CaseEvent::CaseStated(_)
        | CaseEvent::EvidenceAsked { .. }
        | CaseEvent::CaseAppealed { .. }
        | CaseEvent::SplitAnswered { .. }
        | CaseEvent::CaseReminded { .. } => true,
        CaseEvent::CaseOpened(_)
        | CaseEvent::CaseJoined { .. }
        | CaseEvent::CaseLeft { .. }
        | CaseEvent::CaseProposed { .. }
        | CaseEvent::CaseDecided(_)
        | CaseEvent::CaseWaived { .. }
        | CaseEvent::SplitSuggested { .. }
        | CaseEvent::CaseClosed
        | CaseEvent::CaseSettled
        | CaseEvent::CaseExcepted { .. } => false,
    }
}

/// The referrals in whose threads something is said of it.
fn concerned(event: &CaseEvent, case: &Case) -> Vec<ReferralId> {
    match event {
        CaseEvent::CaseOpened(_) | CaseEvent::CaseDecided(_) | CaseEvent::SplitSuggested { .. } => {
            case.present().map(|party| party.referral).collect()
        }
        CaseEvent::CaseJoined { party } => vec![party.referral],
        CaseEvent::EvidenceAsked { referral, .. } | CaseEvent::CaseAppealed { referral, .. } => {
            vec![*referral]
        }
        CaseEvent::CaseLeft { .. }
        | CaseEvent::CaseStated(_)
        | CaseEvent::CaseProposed { .. }
        | CaseEvent::CaseWaived { .. }
        | CaseEvent::SplitAnswered { .. }
        | CaseEvent::CaseReminded { .. }
        | CaseEvent::CaseClosed
        | CaseEvent::CaseSettled
        | CaseEvent::CaseExcepted { .. } => Vec::new(),
    }
}
