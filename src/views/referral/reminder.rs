//! What is said when somebody is waited for: to the partner in the thread, to one person, to sales.

use chrono::{DateTime, Utc};

use super::{Facts, button};
use crate::chat::limits;
use crate::chat::view::{Button, Message, Part, Weight};
use crate::domain::referral::{Reminder, Status};
use crate::text::{Arg, Voice};

/// The line in the partner's thread; none for what only the vendor's own are told, and for what is
/// over by now.
pub(super) fn line(
    voice: &Voice<'_>,
    facts: &Facts,
    reminder: Reminder,
    about: DateTime<Utc>,
) -> Option<Message> {
    let referral = &facts.referral;
    let owner = facts.name(voice, referral.owner.as_ref());
    let running = referral.status == Status::Approved;
    let through = super::through(voice, referral).filter(|_| running);
    match reminder {
        Reminder::PromiseHalf | Reminder::Silent => None,
        Reminder::PromiseLate => {
            let open = referral.status.is_undecided();
            let line = say(voice, facts, "promise-late-partner", &[("due", Arg::Instant(about))]);
            open.then_some(line)
        }
        Reminder::QuestionSoon => {
            let line = say(voice, facts, "question-soon", &[("place_until", Arg::Instant(about))]);
            let answer = primary(button(voice, facts, "answer", "open", "button-answer"));
            (referral.status == Status::NeedsInfo).then(|| with(line, answer))
        }
        Reminder::SilentTold => {
            let days = (voice.today() - voice.date(about)).num_days();
            let args = [("days", Arg::Count(days)), ("owner", Arg::Text(&owner))];
            let silent = running && referral.updated_at == about;
            silent.then(|| say(voice, facts, "silence-told", &args))
        }
        Reminder::Ends14 | Reminder::Ends7 | Reminder::Ends1 => {
            let through = through?;
            let days = (through - voice.today()).num_days();
            let key = if days > 1 { "protect-ends" } else { "protect-ends-soon" };
            let args = [("date", Arg::Day(through)), ("days", Arg::Count(days))];
            let line = say(voice, facts, key, &args);
            Some(match extend(voice, facts) {
                Some(extend) => with(line, extend),
                None => line,
            })
        }
    }
}

/// What one person is told of it besides: the owner, or whoever looks after the partner.
pub(super) fn alone(
    voice: &Voice<'_>,
    facts: &Facts,
    reminder: Reminder,
    about: DateTime<Utc>,
) -> Option<Message> {
    let referral = &facts.referral;
    match reminder {
        Reminder::Silent => {
            let silent = referral.status == Status::Approved && referral.updated_at == about;
            let days = (voice.today() - voice.date(about)).num_days();
            let args = [("days", Arg::Count(days)), ("partner", Arg::Text(&facts.partner.name))];
            let line = say(voice, facts, "silence-owner", &args);
            let stage = primary(button(voice, facts, "stage", "open", "button-move-stage"));
            silent.then(|| with(line, stage))
        }
        Reminder::PromiseLate => {
            let args = [("due", Arg::Instant(about)), ("partner", Arg::Text(&facts.partner.name))];
            let line = say(voice, facts, "promise-late", &args);
            let open = button(voice, facts, "open", "open", "button-open");
            referral.status.is_undecided().then(|| with(line, open))
        }
        Reminder::PromiseHalf
        | Reminder::QuestionSoon
        | Reminder::SilentTold
        | Reminder::Ends14
        | Reminder::Ends7
        | Reminder::Ends1 => line(voice, facts, reminder, about),
    }
}

/// What is said where sales works.
pub(super) fn to_sales(
    voice: &Voice<'_>,
    facts: &Facts,
    reminder: Reminder,
    about: DateTime<Utc>,
) -> Option<Message> {
    let waits = reminder == Reminder::PromiseHalf && facts.referral.status == Status::Submitted;
    let args = [("due", Arg::Instant(about)), ("partner", Arg::Text(&facts.partner.name))];
    let line = say(voice, facts, "promise-half", &args);
    let open = button(voice, facts, "open", "open", "button-open");
    waits.then(|| with(line, open))
}

/// *Ask for extension*, from the day on which the partner is reminded of the end for the first time;
/// none once it was given.
pub(super) fn extend(voice: &Voice<'_>, facts: &Facts) -> Option<Button> {
    let referral = &facts.referral;
    let open = referral.status == Status::Approved && referral.extended_at.is_none();
    let reminded = [Reminder::Ends14, Reminder::Ends7, Reminder::Ends1];
    let ending = reminded.iter().any(|one| referral.reminded.get(one) == Some(&referral.since));
    (open && ending).then(|| button(voice, facts, "extend", "now", "button-extend"))
}

fn say(voice: &Voice<'_>, facts: &Facts, key: &str, args: &[(&str, Arg<'_>)]) -> Message {
    let number = facts.number();
    let company = limits::shorten(facts.company(), limits::FIELD_VALUE);
    let named = [("ref", Arg::Word(&number)), ("company", Arg::Text(&company))];
    let args: Vec<_> = args.iter().copied().chain(named).collect();
    crate::views::note(voice.line(key, &args))
}

fn with(mut message: Message, button: Button) -> Message {
    message.parts.push(Part::Buttons(vec![button]));
    message
}

fn primary(button: Button) -> Button {
    Button { weight: Weight::Primary, ..button }
}
