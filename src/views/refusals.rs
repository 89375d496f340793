//! Every no, in words. A person who may not see a referral gets [`forged`], whatever the reason:
//! they learn nothing.

use chrono::{DateTime, Utc};

use super::case;
use super::referral::{Facts, closed_on, reopen_until};
use crate::chat::limits;
use crate::chat::view::{Button, Line, Message, Panel, Part};
use crate::domain::actor::Role;
use crate::domain::outcome::Refusal;
use crate::domain::partner::{Partner, PartnerState};
use crate::domain::referral::moves::moves_of;
use crate::domain::referral::{Status, Verb, tail};
use crate::domain::tier::quota::Full;
use crate::text::{Arg, Voice};

/// To anybody who is neither vendor nor the referral's partner.
#[must_use]
pub fn forged(voice: &Voice<'_>) -> Line {
    voice.line("forged", &[])
}

/// A no about one referral, to somebody who may see it.
#[must_use]
pub fn about(voice: &Voice<'_>, refusal: &Refusal, facts: &Facts) -> Line {
    let number = facts.referral.number().to_string();
    let ref_arg = ("ref", Arg::Word(&number));
    match refusal {
        Refusal::Outsider => forged(voice),
        Refusal::NotAMember => voice.line("no-role-partner_member", &[]),
        Refusal::NoRole { role } => no_role(voice, *role, facts),
        Refusal::OwnReferral => voice.line("own-referral", &[ref_arg]),
        Refusal::AlreadyDecided { status, by, at } => {
            let who = by.as_ref().and_then(|by| facts.names.get(by)).cloned();
            let who = who.unwrap_or_else(|| voice.words("somebody", &[]));
            let args = [ref_arg, ("who", Arg::Text(&who)), ("when", Arg::Instant(*at))];
            let rejected = *status == Status::Rejected;
            let key = if rejected { "stale-press-rejected" } else { "stale-press-approved" };
            voice.line(key, &args)
        }
        Refusal::InReview => voice.line("no-move-approve-in_conflict", &[ref_arg]),
        Refusal::NoMove { status, verb } => no_move(voice, *status, *verb, facts),
        Refusal::AlreadyYours { number } => already_yours(voice, &number.to_string()),
        Refusal::PartnerPaused { .. } => closed(voice, &facts.partner, None),
        Refusal::AgreementMissing { version } => super::agreement::missing(voice, version),
        Refusal::QuotaFull { why } => quota(voice, &facts.partner, *why),
        Refusal::OwnerNotSales => voice.line("review-owner-outsider", &[]),
        Refusal::UnknownReason => voice.line("review-reason-missing", &[]),
        Refusal::NoReason => voice.line("review-exception-needed", &[ref_arg]),
        Refusal::NotDecider => voice.line("not-decider", &[ref_arg]),
        Refusal::NotYours => voice.line("not-yours", &[ref_arg]),
        Refusal::TooLate { verb, until } => {
            let key = match verb {
                Verb::Answer => "deadline-answer",
                Verb::Reopen => "deadline-reopen",
                Verb::Release => "deadline-release",
                Verb::Submit
                | Verb::Ask
                | Verb::Lapse
                | Verb::Match
                | Verb::Clear
                | Verb::Approve
                | Verb::Reject
                | Verb::Withdraw
                | Verb::Undo
                | Verb::Expire
                | Verb::Win
                | Verb::Lose
                | Verb::Reverse
                | Verb::Overrule
                | Verb::Award
                | Verb::Merge => "deadline-undo",
            };
            voice.line(key, &[ref_arg, ("date", Arg::Day(voice.date(*until)))])
        }
        Refusal::AccountTaken => voice.line("account-taken", &[ref_arg]),
        Refusal::NotProtected { status } => {
            let word = voice.words(&format!("state-{status}"), &[]);
            voice.line("extend-no-protection", &[ref_arg, ("word", Arg::Word(&word))])
        }
        Refusal::ExtendedBefore { on } => {
            voice.line("extend-before", &[ref_arg, ("date", Arg::Day(*on))])
        }
        Refusal::TooEarly { from } => {
            voice.line("extend-early", &[ref_arg, ("date", Arg::Day(*from))])
        }
        Refusal::NothingMoves { last } => {
            let owner = facts.name(voice, facts.referral.owner.as_ref());
            let args = [ref_arg, ("date", Arg::Day(*last)), ("owner", Arg::Text(&owner))];
            voice.line("extend-still", &args)
        }
        Refusal::LongestAlready { through } => {
            voice.line("extend-longest", &[ref_arg, ("date", Arg::Day(*through))])
        }
        Refusal::NotWon => voice.line("not-won", &[ref_arg]),
        Refusal::TailStage => {
            let through = facts.referral.protection.as_ref().map(|window| window.through);
            let date = Arg::Day(through.unwrap_or(voice.today()));
            voice.line("tail-stage", &[ref_arg, ("date", date)])
        }
        Refusal::TailOver { until } => {
            voice.line("tail-over", &[ref_arg, ("date", Arg::Day(*until))])
        }
        Refusal::TailTaken => voice.line("tail-taken", &[ref_arg]),
        Refusal::ReleaseAsked { until } => {
            voice.line("release-again-open", &[ref_arg, ("until", Arg::Instant(*until))])
        }
        Refusal::ReleaseKept { from } => {
            voice.line("release-again", &[ref_arg, ("date", Arg::Day(*from))])
        }
        Refusal::NoRelease => voice.line("release-none", &[ref_arg]),
        Refusal::NotYoursToRelease => voice.line("release-not-yours", &[ref_arg]),
        Refusal::DateInFuture => voice.line("track-date-future", &[]),
        Refusal::NoAmount => voice.line("track-amount-unclear", &[]),
        Refusal::Case { why } => {
            let by = facts.name(voice, why.decided_by());
            case::refused::no(voice, why, &number, &by)
        }
        // Not about a referral: these have words of their own.
        Refusal::People { .. } | Refusal::Partner { .. } => forged(voice),
    }
}

/// Cannot be done here, and what can: moves of whoever tried, as their buttons are called.
fn no_move(voice: &Voice<'_>, status: Status, verb: Verb, facts: &Facts) -> Line {
    let number = facts.referral.number().to_string();
    let word = voice.words(&format!("state-{status}"), &[]);
    let verb_word = voice.words(&format!("verb-{verb}"), &[]);
    let possible = moves_of(verb.mover(), status).filter_map(|verb| button_of(voice, verb, facts));
    let mut labels: Vec<String> = Vec::new();
    for key in possible {
        let label = voice.words(key, &[]);
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let moves = labels.join(", ");
    let args = [
        ("ref", Arg::Word(&number)),
        ("word", Arg::Word(&word)),
        ("verb", Arg::Word(&verb_word)),
        ("moves", Arg::Word(&moves)),
    ];
    voice.line(if labels.is_empty() { "no-move-end" } else { "no-move" }, &args)
}

/// The button that makes a move; none for what nobody presses, or nobody can press any more.
fn button_of(voice: &Voice<'_>, verb: Verb, facts: &Facts) -> Option<&'static str> {
    let today = voice.today();
    let closed = closed_on(facts.referral.closing.as_ref());
    match verb {
        Verb::Ask => Some("button-ask"),
        Verb::Answer => Some("button-answer"),
        Verb::Approve => Some("button-approve"),
        Verb::Reject => Some("button-reject"),
        Verb::Withdraw => Some("button-withdraw"),
        Verb::Win if facts.referral.status == Status::Expired => {
            tail::until(&facts.referral).map(|_| "button-record-win")
        }
        Verb::Win | Verb::Lose => Some("button-move-stage"),
        Verb::Reopen => closed.filter(|on| today <= reopen_until(*on)).map(|_| "button-reopen"),
        Verb::Reverse => Some("button-reverse"),
        // Undo has minutes, and belongs to one person: whoever may has the button before them.
        Verb::Undo
        | Verb::Submit
        | Verb::Lapse
        | Verb::Match
        | Verb::Clear
        | Verb::Expire
        | Verb::Overrule
        | Verb::Release
        | Verb::Award
        | Verb::Merge => None,
    }
}

fn no_role(voice: &Voice<'_>, role: Role, facts: &Facts) -> Line {
    let number = facts.referral.number().to_string();
    // Everything that is refused for a missing role so far is for sales to do.
    let key = match (role, facts.referral.status) {
        (Role::Sales, Status::Submitted) => "no-role-sales",
        (Role::Finance, _) => "no-role-finance",
        (Role::PartnerManager, _) => "no-role-partner_manager",
        (
            Role::Sales | Role::Admin | Role::Resolver | Role::CommunityManager | Role::Auditor,
            _,
        ) => "no-role-sales-undated",
    };
    let due = Arg::Instant(facts.referral.submission.due);
    voice.line(key, &[("ref", Arg::Word(&number)), ("due", due)])
}

#[must_use]
pub fn already_yours(voice: &Voice<'_>, number: &str) -> Line {
    voice.line("refer-website-already", &[("ref", Arg::Word(number))])
}

#[must_use]
pub fn paused(
    voice: &Voice<'_>,
    partner: &str,
    since: DateTime<Utc>,
    manager: Option<&str>,
) -> Line {
    let date = Arg::Day(voice.date(since));
    let args = [("partner", Arg::Text(partner)), ("date", date)];
    match manager {
        Some(manager) => {
            let [partner, date] = args;
            voice.line("paused", &[partner, date, ("manager", Arg::Text(manager))])
        }
        None => voice.line("paused-unmanaged", &args),
    }
}

/// A tier that holds no more for now, and what would make room.
#[must_use]
pub fn quota(voice: &Voice<'_>, partner: &Partner, why: Full) -> Line {
    let partner = ("partner", Arg::Text(&partner.name));
    match why {
        Full::Open { open, most } => {
            let args = [partner, ("n", Arg::count(open)), ("most", Arg::count(most))];
            voice.line("quota-open", &args)
        }
        Full::Day { most, from } => {
            voice.line("quota-day", &[partner, ("n", Arg::count(most)), ("date", Arg::Day(from))])
        }
        Full::Month { most, from } => {
            voice.line("quota-month", &[partner, ("n", Arg::count(most)), ("date", Arg::Day(from))])
        }
    }
}

/// The same before a form opens.
#[must_use]
pub fn no_room(voice: &Voice<'_>, partner: &Partner, why: Full) -> Message {
    let said = Part::Text(quota(voice, partner, why));
    Message { parts: vec![said, Part::Buttons(vec![super::mine_button(voice)])] }
}

/// A partner that takes no new referrals: for a while, or for good.
#[must_use]
pub fn closed(voice: &Voice<'_>, partner: &Partner, manager: Option<&str>) -> Line {
    let since = partner.stands_since();
    if partner.state == PartnerState::Terminated {
        let date = Arg::Day(voice.date(since));
        return voice
            .line("paused-ended", &[("partner", Arg::Text(&partner.name)), ("date", date)]);
    }
    paused(voice, &partner.name, since, manager)
}

/// One sentence where a form stood.
#[must_use]
pub fn panel(voice: &Voice<'_>, title: String, line: Line) -> Panel {
    super::panel(voice, title, vec![Part::Text(line)])
}

/// What was typed into a form that came too late, to be copied from the no.
#[must_use]
pub fn kept(voice: &Voice<'_>, written: &[String]) -> Vec<Part> {
    if written.is_empty() {
        return Vec::new();
    }
    let head = Part::Text(voice.line("stale-text", &[]));
    let pieces = written.iter().flat_map(|text| limits::pieces(text, limits::TEXT));
    std::iter::once(head).chain(pieces.map(|piece| Part::Text(Line::plain(piece)))).collect()
}

/// The form could not open in time. `again` opens it, where nothing else that does is before the
/// person any more.
#[must_use]
pub fn form_expired(voice: &Voice<'_>, again: Option<Button>) -> Message {
    let sentence = Part::Text(voice.line("form-expired", &[]));
    let again = again.map(|button| Part::Buttons(vec![button]));
    Message { parts: std::iter::once(sentence).chain(again).collect() }
}

/// In place of a form whose result takes longer than people should look at a spinner.
#[must_use]
pub fn working(voice: &Voice<'_>) -> Panel {
    panel(voice, voice.words("working-title", &[]), voice.line("working", &[]))
}
