//! Lines in a referral's threads: each says one thing that happened, when it happened.

use chrono::{DateTime, Utc};

use super::sales::{CONTACT_HALF, contact};
use super::{Facts, quoted, reminder, reopen_until};
use crate::chat::limits;
use crate::chat::view::{Line, Message, Part, Weight};
use crate::domain::ids::PersonId;
use crate::domain::outcome::ReferralEvent;
use crate::domain::referral::{Referral, Status};
use crate::text::{Arg, Voice};
use crate::views::{note, plain};

/// Whether the sales card shows only the beginning of what was typed.
#[must_use]
pub fn is_cut(need: &str, contact_name: &str, contact_email: &str) -> bool {
    let over = |text: &str, most: usize| limits::units(text) > most;
    over(need, limits::FIELD_VALUE)
        || over(contact_name, CONTACT_HALF)
        || over(contact_email, CONTACT_HALF)
}

/// What the sales card had to cut, for its thread: the whole need, and the contact.
#[must_use]
pub fn need_in_full(voice: &Voice<'_>, facts: &Facts) -> Message {
    /// Units that the paragraph's own words may take.
    const WORDS: usize = 20;
    let mut pieces = limits::pieces(&facts.need, limits::TEXT - WORDS).into_iter();
    let first = pieces.next().unwrap_or_default();
    let mut parts =
        vec![Part::Text(voice.line("review-card-need", &[("need", Arg::Text(&first))]))];
    parts.extend(pieces.map(|piece| Part::Text(Line::plain(piece))));
    if contact_is_cut(facts)
        && let Some(contact) = contact(voice, facts, (limits::TEXT - WORDS) / 2)
    {
        let contact = [("contact", Arg::Line(&contact))];
        parts.push(Part::Text(voice.line("review-card-contact-full", &contact)));
    }
    Message { parts }
}

/// Whether the sales card shows only the beginning of the contact's name or address.
fn contact_is_cut(facts: &Facts) -> bool {
    is_cut("", &facts.contact_name, &facts.contact_email)
}

/// That a referral is in review, and takes evidence: the same words, whatever it is about.
#[must_use]
pub fn asked_for_evidence(voice: &Voice<'_>, referral: &Referral, until: DateTime<Utc>) -> Message {
    let number = referral.number().to_string();
    let args = [("ref", Arg::Word(&number)), ("due", Arg::Instant(until))];
    let line = voice.line("claim-evidence", &args);
    let (label, id) = (voice.words("button-add-evidence", &[]), referral.id.to_string());
    // The id of a case would be none of its business.
    let add = plain(label, "evidence", "open", &id, referral.version);
    Message { parts: vec![Part::Text(line), Part::Buttons(vec![add])] }
}

/// The line in the partner's thread that tells an event; none for one that is only on the card.
#[must_use]
pub fn line(voice: &Voice<'_>, facts: &Facts, event: &ReferralEvent) -> Option<Message> {
    line_with(voice, facts, event, "review-question")
}

/// The same, with another text for a question: how it is answered depends on where it is read.
pub(super) fn line_with(
    voice: &Voice<'_>,
    facts: &Facts,
    event: &ReferralEvent,
    question_key: &str,
) -> Option<Message> {
    let number = facts.number();
    let who = |id: &PersonId| facts.name(voice, Some(id));
    let day = |at: DateTime<Utc>| Arg::Day(voice.date(at));
    let due = Arg::Instant(facts.referral.promise.due);
    let in_review = facts.referral.status == Status::InConflict;
    let tell = |key: &str, args: &[(&str, Arg<'_>)]| {
        let args: Vec<_> = args.iter().copied().chain([("ref", Arg::Word(&number))]).collect();
        Some(note(voice.line(key, &args)))
    };
    match event {
        ReferralEvent::Submitted(submission) if submission.on_behalf => {
            tell("refer-behalf", &[("who", Arg::Text(&who(&submission.by)))])
        }
        // Whoever was not told of a review is not told of its end.
        ReferralEvent::MatchCleared { due: None, .. }
        | ReferralEvent::Submitted(_)
        | ReferralEvent::MatchFound { .. }
        | ReferralEvent::ReviewBegan { .. }
        // Said when the case was decided, or on the card.
        | ReferralEvent::OverruledByCase { .. }
        | ReferralEvent::ReleasedByCase { .. }
        | ReferralEvent::MergedByCase { .. }
        | ReferralEvent::CreditShared { .. }
        | ReferralEvent::NamingRecorded { .. }
        // Its partner's channels hear it once, of all of them.
        | ReferralEvent::Transferred { .. }
        | ReferralEvent::GraceHeld { evidence_until: None, .. }
        | ReferralEvent::StatedAhead(_)
        | ReferralEvent::CameBack { .. }
        // What follows from it is said by itself.
        | ReferralEvent::DealHeard { .. }
        | ReferralEvent::OffLimitsFound
        | ReferralEvent::AccountFound { .. } => None,
        ReferralEvent::GraceHeld { evidence_until: Some(until), .. } => {
            Some(asked_for_evidence(voice, &facts.referral, *until))
        }
        ReferralEvent::ReleaseResumed { until } => {
            tell("release-resumed", &[("date", Arg::Instant(*until))])
        }
        ReferralEvent::QuestionResumed { place_until, lapses } => {
            let until = [("place_until", Arg::Instant(*place_until)), ("date", Arg::Instant(*lapses))];
            tell("review-question-resumed", &until)
        }
        ReferralEvent::ProtectionPaused { protected_through, .. } => {
            tell("protect-resume", &[("date", Arg::Day(*protected_through))])
        }
        ReferralEvent::NurtureCounted { days, resumes, protected_through, .. } => {
            let runs = facts.referral.status == Status::Approved && *resumes && *days > 0;
            let date = [("date", Arg::Day(*protected_through))];
            runs.then(|| tell("protect-nurture", &date)).flatten()
        }
        ReferralEvent::ReleaseAsked { by, reason, until } => {
            let (who, reason) = (who(by), quoted(facts.word(reason)));
            let args = [
                ("manager", Arg::Text(&who)),
                ("reason", Arg::Text(&reason)),
                ("date", Arg::Instant(*until)),
            ];
            let mut message = tell("release-ask", &args)?;
            let answers = super::release_answers(voice, facts);
            message.parts.extend((!answers.is_empty()).then_some(Part::Buttons(answers)));
            Some(message)
        }
        ReferralEvent::ReleaseKept { by } => tell("release-kept", &[("who", Arg::Text(&who(by)))]),
        ReferralEvent::Released { by, .. } => {
            let reason = quoted(&facts.release);
            let reason = ("reason", Arg::Text(&reason));
            match by {
                Some(by) => tell("release-agreed", &[reason, ("who", Arg::Text(&who(by)))]),
                None => tell("release-silent", &[reason]),
            }
        }
        ReferralEvent::AwardedByCase { owner, protected_through, .. } => {
            let date = ("date", Arg::Day(*protected_through));
            match owner {
                Some(owner) => tell("case-awarded", &[date, ("owner", Arg::Text(&who(owner)))]),
                None => tell("case-awarded-unowned", &[date]),
            }
        }
        ReferralEvent::MatchCleared { due: Some(due), .. } => {
            tell("review-cleared", &[("due", Arg::Instant(*due))])
        }
        ReferralEvent::Approved { by, owner, protected_through, late_days, .. } => {
            let date = ("date", Arg::Day(*protected_through));
            let mut message = tell(
                &format!("review-approved-{}", facts.referral.submission.introduction),
                &[("who", Arg::Text(&who(by))), ("owner", Arg::Text(&who(owner))), date],
            )?;
            if *late_days > 0 {
                let late = ("n", Arg::Count((*late_days).into()));
                message.parts.push(Part::Text(voice.line("protect-credit", &[late, date])));
            }
            Some(message)
        }
        ReferralEvent::Rejected { by, reason, text, .. } => {
            let text = text.as_ref().map(|text| quoted(facts.word(text))).unwrap_or_default();
            let key = if text.is_empty() { "review-rejected" } else { "review-rejected-text" };
            let who = who(by);
            let args = [
                ("who", Arg::Text(&who)),
                ("reason", Arg::Text(reason)),
                ("text", Arg::Text(&text)),
            ];
            let mut message = tell(key, &args)?;
            message.parts.push(Part::Buttons(vec![super::refer_again(voice, facts)]));
            Some(message)
        }
        ReferralEvent::QuestionAsked { by, question, place_until, .. } => {
            let (who, question) = (who(by), quoted(facts.word(question)));
            let args = [
                ("who", Arg::Text(&who)),
                ("question", Arg::Text(&question)),
                ("place_until", Arg::Instant(*place_until)),
            ];
            let mut message = tell(question_key, &args)?;
            let mut answer = super::button(voice, facts, "answer", "open", "button-answer");
            answer.weight = Weight::Primary;
            message.parts.push(Part::Buttons(vec![answer]));
            Some(message)
        }
        ReferralEvent::QuestionAnswered { by, answer, .. } => {
            let (who, answer) = (who(by), quoted(facts.word(answer)));
            let key = if in_review { "review-answer-in_conflict" } else { "review-answer" };
            tell(key, &[("who", Arg::Text(&who)), ("answer", Arg::Text(&answer)), ("due", due)])
        }
        ReferralEvent::PersonAsked { by, question } => {
            let (who, question) = (who(by), quoted(facts.word(question)));
            let owner = facts.name(voice, facts.referral.owner.as_ref());
            let owned = facts.referral.owner.is_some();
            let key = if owned { "ask-person-owner" } else { "ask-person-asked" };
            let args = [
                ("who", Arg::Text(&who)),
                ("question", Arg::Text(&question)),
                ("owner", Arg::Text(&owner)),
            ];
            tell(key, &args)
        }
        ReferralEvent::Lapsed { at } => tell("review-lapsed", &[("date", day(*at))]),
        ReferralEvent::DecisionUndone { by, reason, decided } => {
            let (who, reason) = (who(by), quoted(facts.word(reason)));
            let key = if in_review { "review-undo-in_conflict" } else { "review-undo" };
            let args = [
                ("who", Arg::Text(&who)),
                ("time", Arg::Instant(*decided)),
                ("reason", Arg::Text(&reason)),
                ("due", due),
            ];
            tell(key, &args)
        }
        ReferralEvent::OwnerChanged { owner, was, .. } => {
            let (owner, old) = (who(owner), facts.name(voice, was.as_ref()));
            tell("track-owner", &[("owner", Arg::Text(&owner)), ("old", Arg::Text(&old))])
        }
        ReferralEvent::Withdrawn { by } => {
            tell("review-withdrawn", &[("who", Arg::Text(&who(by)))])
        }
        ReferralEvent::WithdrawnWithPartner => tell("review-withdrawn-partner", &[]),
        ReferralEvent::StageMoved { stage, was, next_step, .. } => {
            let stage = voice.words(&format!("stage-{stage}"), &[]);
            let old = voice.words(&format!("stage-{was}"), &[]);
            let Some(next_step) = next_step else {
                let args = [("stage", Arg::Word(&stage)), ("old", Arg::Word(&old))];
                return tell("track-stage-alone", &args);
            };
            let next = quoted(facts.word(next_step));
            let args = [
                ("stage", Arg::Word(&stage)),
                ("old", Arg::Word(&old)),
                ("next", Arg::Text(&next)),
            ];
            tell("track-stage", &args)
        }
        ReferralEvent::Won { on, .. } => tell("track-won", &[("date", Arg::Day(*on))]),
        ReferralEvent::Lost { reason, on, .. } => tell(
            "track-lost",
            &[("reason", Arg::Text(reason)), ("until", Arg::Day(reopen_until(*on)))],
        ),
        ReferralEvent::Reopened { protected_through, .. } => {
            tell("track-reopened", &[("date", Arg::Day(*protected_through))])
        }
        ReferralEvent::Expired { .. } => {
            let through = super::through(voice, &facts.referral)?;
            let date = ("date", Arg::Day(through));
            match super::grace_until(voice, &facts.referral) {
                Some(until) => tell("track-expired-grace", &[date, ("until", Arg::Day(until))]),
                None => tell("track-expired", &[date]),
            }
        }
        ReferralEvent::Reversed { on, .. } => tell("track-reversed", &[("date", Arg::Day(*on))]),
        ReferralEvent::Reminded { reminder, about } => {
            reminder::line(voice, facts, *reminder, *about)
        }
        ReferralEvent::Extended { protected_through, .. } => {
            tell("extended", &[("date", Arg::Day(*protected_through))])
        }
    }
}
