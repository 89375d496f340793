//! Who hears of what: from an event to the things to be said.
//!
//! One `match` without a wildcard, so that a new event cannot be forgotten here. Who hears of a case
//! is in [`case`].

pub(super) mod case;

use crate::app::people::{in_charge, reached, route};
use crate::domain::actor::Person;
use crate::domain::actor::notify::Topic;
use crate::domain::ids::{PersonId, ReferralId};
use crate::domain::outcome::ReferralEvent;
use crate::domain::partner::{Audience, Channel};
use crate::domain::referral::{Referral, Reminder, Status};
use crate::store::project::State;
use crate::views::Say;

/// What is to be said when `event` has happened to `referral`, which stood at `before`.
///
/// A partner's card is drawn anew only when it changes: on the platform everybody sees that it was.
#[must_use]
pub fn referral(
    event: &ReferralEvent,
    seq: i64,
    before: Option<&Referral>,
    referral: &Referral,
    state: &State,
) -> Vec<Say> {
    let same = before.is_some_and(|before| before.status == referral.status);
    let mut says = in_channels(event, seq, same, referral, state);
    let mut concerned = concerned(event, before, referral);
    if let ReferralEvent::Reminded { reminder: Reminder::PromiseLate, .. } = event {
        let own = state.partners.get(&referral.partner()).and_then(|partner| partner.manager);
        let reminded = |one: &Person| (one.id, Concern::Told(Topic::Reminders));
        concerned.extend(in_charge(state, own).map(reminded));
    }
    for (person, concern) in concerned {
        says.extend(note(person, concern, seq, referral, state));
    }
    says
}

/// What is said of it where everybody concerned may read it.
fn in_channels(
    event: &ReferralEvent,
    seq: i64,
    same: bool,
    referral: &Referral,
    state: &State,
) -> Vec<Say> {
    let id = referral.id;
    let thread = || {
        partner_channels(referral, state).map(move |one| Say::Told {
            referral: id,
            channel: one.id.clone(),
            seq,
        })
    };
    let inside = || {
        sales_channels(state).map(move |one| Say::SalesTold {
            referral: id,
            channel: one.id.clone(),
            seq,
        })
    };
    let stops =
        matches!(event, ReferralEvent::MatchFound { .. } | ReferralEvent::ReviewBegan { .. });
    match hearers(event, same) {
        // Its card shows a deadline whose clock stands now.
        Hearers::Sales if stops && waits_for_the_partner(referral) => cards(referral, state),
        Hearers::Sales => sales_cards(referral, state).collect(),
        Hearers::Cards => cards(referral, state),
        Hearers::CardsAndThread => cards(referral, state).into_iter().chain(thread()).collect(),
        Hearers::SalesAlone => inside().collect(),
        // Without an owner it is for whoever decides.
        Hearers::Thread if referral.owner.is_none() => thread().chain(inside()).collect(),
        Hearers::Thread => thread().collect(),
        Hearers::Owner if referral.owner.is_none() => inside().collect(),
        Hearers::Owner | Hearers::Nobody => Vec::new(),
    }
}

/// Whether the partner has so long to answer something.
fn waits_for_the_partner(referral: &Referral) -> bool {
    referral.status == Status::NeedsInfo || referral.release_asked().is_some()
}

/// How far an event is heard.
enum Hearers {
    /// On the card inside the vendor alone.
    Sales,
    Cards,
    /// On both cards, and with a line in the partner's thread.
    CardsAndThread,
    /// With a line where sales works: no card changes.
    SalesAlone,
    /// With a line in the partner's thread, and one where sales works while nobody owns it: no card
    /// changes.
    Thread,
    /// By its owner alone; with a line where sales works while nobody owns it.
    Owner,
    /// In no channel.
    Nobody,
}

/// `same` says that the status stayed: the referral then looks no different to its partner.
const fn hearers(event: &ReferralEvent, same: bool) -> Hearers {
    match event {
        ReferralEvent::MatchFound { .. }
        | ReferralEvent::ReviewBegan { .. }
        | ReferralEvent::MatchCleared { .. }
            if same =>
        {
            Hearers::Sales
        }
        // Its card is drawn because it was registered.
        ReferralEvent::CameBack { .. } | ReferralEvent::StatedAhead(_) => Hearers::Nobody,
        // Channels hear of it once, of all that the partner brought about; a card shows another name from
        // its next change on.
        ReferralEvent::Transferred { .. } => Hearers::Nobody,
        // How credit is shared, each partner was told by the decision.
        ReferralEvent::CreditShared { .. } | ReferralEvent::NamingRecorded { .. } => Hearers::Sales,
        // The partner reads in the thread who registered it for them.
        ReferralEvent::Submitted(submission) if submission.on_behalf => Hearers::CardsAndThread,
        ReferralEvent::Submitted(_)
        | ReferralEvent::MatchFound { .. }
        | ReferralEvent::ReviewBegan { .. }
        | ReferralEvent::OffLimitsFound
        | ReferralEvent::AccountFound { .. }
        // What a case has decided was said in the thread when it was decided.
        | ReferralEvent::OverruledByCase { .. }
        | ReferralEvent::ReleasedByCase { .. }
        | ReferralEvent::MergedByCase { .. }
        | ReferralEvent::NurtureCounted { resumes: false, .. } => Hearers::Cards,
        // As in a case: it is in review, and takes evidence.
        ReferralEvent::GraceHeld { .. }
        | ReferralEvent::MatchCleared { .. }
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
        | ReferralEvent::ReleaseAsked { .. }
        | ReferralEvent::ReleaseKept { .. }
        | ReferralEvent::ReleaseResumed { .. }
        | ReferralEvent::Released { .. }
        | ReferralEvent::QuestionResumed { .. }
        | ReferralEvent::ProtectionPaused { .. }
        | ReferralEvent::NurtureCounted { .. }
        | ReferralEvent::AwardedByCase { .. }
        | ReferralEvent::Reversed { .. }
        | ReferralEvent::Extended { .. } => Hearers::CardsAndThread,
        ReferralEvent::PersonAsked { .. } => Hearers::Thread,
        ReferralEvent::DealHeard { told: true, .. } => Hearers::Owner,
        ReferralEvent::DealHeard { told: false, .. } => Hearers::Nobody,
        ReferralEvent::Reminded { reminder, .. } => match reminder {
            Reminder::PromiseHalf => Hearers::SalesAlone,
            Reminder::Silent => Hearers::Nobody,
            Reminder::PromiseLate
            | Reminder::QuestionSoon
            | Reminder::SilentTold
            | Reminder::Ends14
            | Reminder::Ends7
            | Reminder::Ends1 => Hearers::CardsAndThread,
        },
    }
}

/// Why an event concerns one person, so that they are told directly as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Concern {
    /// They registered it, or asked about it.
    Told(Topic),
    /// They own it now.
    Yours,
}

/// Whom an event concerns: whoever registered the referral, asked about it, or owns it by this. Not
/// whoever did it, and nobody twice.
fn concerned(
    event: &ReferralEvent,
    before: Option<&Referral>,
    referral: &Referral,
) -> Vec<(PersonId, Concern)> {
    let sent = &referral.submission;
    // Who registers for a partner works on the card.
    let sender = Some(sent.by).filter(|_| !sent.on_behalf);
    let to_sender = |topic| sender.map(|one| (one, Concern::Told(topic)));
    let found = match event {
        ReferralEvent::QuestionAsked { .. } | ReferralEvent::ReleaseAsked { .. } => {
            vec![to_sender(Topic::Questions)]
        }
        ReferralEvent::ReleaseKept { .. } => {
            let asked = before.and_then(Referral::release_asked);
            vec![asked.map(|one| (one.by, Concern::Told(Topic::Questions)))]
        }
        ReferralEvent::Released { asked, .. } => {
            let owner = referral.owner.map(|owner| (owner, Concern::Told(Topic::Decisions)));
            let manager = Some((*asked, Concern::Told(Topic::Questions)));
            vec![to_sender(Topic::Decisions), manager, owner.filter(|one| one.0 != *asked)]
        }
        ReferralEvent::QuestionAnswered { .. } => {
            let question = before.and_then(|before| before.question.as_ref());
            vec![question.map(|one| (one.by, Concern::Told(Topic::Questions)))]
        }
        ReferralEvent::PersonAsked { .. } => {
            vec![referral.owner.map(|owner| (owner, Concern::Told(Topic::Questions)))]
        }
        ReferralEvent::DealHeard { told: true, .. } => {
            vec![referral.owner.map(|owner| (owner, Concern::Told(Topic::Reminders)))]
        }
        ReferralEvent::Approved { owner, .. } => {
            vec![to_sender(Topic::Decisions), Some((*owner, Concern::Yours))]
        }
        ReferralEvent::OwnerChanged { owner, .. } => vec![Some((*owner, Concern::Yours))],
        ReferralEvent::AwardedByCase { .. } => vec![to_sender(Topic::Decisions)],
        ReferralEvent::Rejected { .. }
        | ReferralEvent::DecisionUndone { .. }
        | ReferralEvent::Lapsed { .. }
        | ReferralEvent::Won { .. }
        | ReferralEvent::Lost { .. } => vec![to_sender(Topic::Decisions)],
        ReferralEvent::Reminded { reminder, .. } => match reminder {
            Reminder::Silent => {
                vec![referral.owner.map(|owner| (owner, Concern::Told(Topic::Reminders)))]
            }
            Reminder::Ends14 | Reminder::Ends7 | Reminder::Ends1 => {
                vec![to_sender(Topic::Reminders)]
            }
            Reminder::PromiseHalf
            | Reminder::PromiseLate
            | Reminder::QuestionSoon
            | Reminder::SilentTold => Vec::new(),
        },
        // What follows from nobody's decision about it, or from the sender's own, stands in the
        // thread and on their Home.
        ReferralEvent::Submitted(_)
        | ReferralEvent::MatchFound { .. }
        | ReferralEvent::OffLimitsFound
        | ReferralEvent::AccountFound { .. }
        | ReferralEvent::ReviewBegan { .. }
        | ReferralEvent::MatchCleared { .. }
        | ReferralEvent::QuestionResumed { .. }
        | ReferralEvent::ProtectionPaused { .. }
        | ReferralEvent::NurtureCounted { .. }
        | ReferralEvent::GraceHeld { .. }
        | ReferralEvent::CameBack { .. }
        | ReferralEvent::OverruledByCase { .. }
        | ReferralEvent::ReleasedByCase { .. }
        | ReferralEvent::MergedByCase { .. }
        | ReferralEvent::CreditShared { .. }
        | ReferralEvent::Withdrawn { .. }
        | ReferralEvent::WithdrawnWithPartner
        | ReferralEvent::StageMoved { .. }
        | ReferralEvent::DealHeard { told: false, .. }
        | ReferralEvent::StatedAhead(_)
        | ReferralEvent::ReleaseResumed { .. }
        | ReferralEvent::Reopened { .. }
        | ReferralEvent::Expired { .. }
        | ReferralEvent::Reversed { .. }
        | ReferralEvent::NamingRecorded { .. }
        | ReferralEvent::Transferred { .. }
        | ReferralEvent::Extended { .. } => Vec::new(),
    };
    let doer = event.by();
    found.into_iter().flatten().filter(|(person, _)| Some(*person) != doer).collect()
}

/// A direct message to somebody on the desk: to the vendor's own from their workspace, to a partner's
/// member from the installation that speaks in its channel.
fn note(
    person: PersonId,
    concern: Concern,
    seq: i64,
    referral: &Referral,
    state: &State,
) -> Option<Say> {
    let person = state.people.get(&person)?;
    let (to, workspace) = match person.is_vendor() {
        true => reached(person.reached_as()?)?,
        false => route(state, person, referral.partner())?,
    };
    let referral = referral.id;
    Some(match concern {
        Concern::Told(topic) => Say::ToldAlone { referral, seq, topic, to, workspace },
        Concern::Yours => Say::Yours { referral, seq, to, workspace },
    })
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
