//! Companies in words: the answer to a question about one, and which domains are one.

use std::collections::BTreeSet;

use super::{note, refer_button, refusals};
use crate::chat::limits;
use crate::chat::view::{Line, Message, Part};
use crate::domain::account::Domain;
use crate::domain::ids::ReferralNumber;
use crate::text::{Arg, Voice};

/// Units of the other domains of a company, where somebody has made very many one.
const OTHERS_MOST: usize = 600;

/// What a partner hears of a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Clear,
    /// Whatever it is that stands against it.
    Review,
    /// It has the company itself.
    Yours(ReferralNumber),
}

/// The answer to a question about a company, the `asked`th of `most` today.
#[must_use]
pub fn checked(
    voice: &Voice<'_>,
    domain: &Domain,
    answer: Answer,
    asked: u32,
    most: u32,
) -> Message {
    let args = [("domain", Arg::Word(domain.as_str()))];
    let line = match answer {
        Answer::Clear => voice.line("claim-check-clear", &args),
        Answer::Review => voice.line("claim-check-review", &args),
        Answer::Yours(number) => refusals::already_yours(voice, &number.to_string()),
    };
    let count = [("n", Arg::count(asked)), ("max", Arg::count(most))];
    let mut message = note(line);
    message.parts.push(Part::Buttons(vec![refer_button(voice)]));
    message.parts.push(Part::Context(voice.line("claim-check-count", &count)));
    message
}

/// No question is left for today. `manager` is who looks after the partner.
#[must_use]
pub fn spent(voice: &Voice<'_>, most: u32, manager: Option<&str>) -> Message {
    let zone = voice.zone_word();
    let args = [("n", Arg::count(most)), ("zone", Arg::Word(&zone))];
    let line = match manager {
        Some(manager) => {
            let [n, zone] = args;
            voice.line("check-budget", &[n, zone, ("manager", Arg::Text(manager))])
        }
        None => voice.line("check-budget-nobody", &args),
    };
    let mut message = note(line);
    message.parts.push(Part::Buttons(vec![refer_button(voice)]));
    message
}

/// The domains that are one company with `domain`, itself among them.
#[must_use]
pub fn group(voice: &Voice<'_>, domain: &Domain, group: &BTreeSet<Domain>) -> Message {
    let others: Vec<&str> =
        group.iter().filter(|other| *other != domain).map(Domain::as_str).collect();
    let own = ("domain", Arg::Word(domain.as_str()));
    if others.is_empty() {
        return note(voice.line("alias-alone", &[own]));
    }
    let others = limits::shorten(&others.join(", "), OTHERS_MOST);
    note(voice.line("alias-group", &[own, ("others", Arg::Word(&others))]))
}

/// How aliases are typed.
#[must_use]
pub fn alias_usage(voice: &Voice<'_>) -> Line {
    voice.line("alias-usage", &[])
}
