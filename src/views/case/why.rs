//! *Show why* on the card of a case: rule by rule, what the rules of engagement say of it and what that
//! rests on. It stands on the card's channel alone: it speaks of all sides.

use super::{Facts, card};
use crate::chat::view::{Line, Panel, Part, Span};
use crate::domain::case::Rule;
use crate::domain::case::ladder::{Proposal, Verdict};
use crate::text::{Arg, Voice};
use crate::views::programme;

/// Draws it: as things stand now while the case waits for a decision; once it is decided, as they stood
/// when the time for evidence was over.
#[must_use]
pub fn panel(voice: &Voice<'_>, facts: &Facts) -> Panel {
    let number = facts.case.number.to_string();
    let title = voice.words("case-why-title", &[("case", Arg::Word(&number))]);
    let mut parts = vec![Part::Text(card::head(voice, facts))];
    parts.extend(card::proposal(voice, facts).map(Part::Text));
    if let Some((when, proposal)) = said(facts) {
        parts.push(Part::Divider);
        parts.push(Part::Text(voice.line(when, &[])));
        let ladder = proposal.verdicts(&facts.engagement);
        let ladder = ladder.map(|told| verdict(voice, facts, proposal, told));
        parts.extend(ladder.map(Part::Text));
        if proposal.rules.is_empty() {
            parts.push(Part::Text(voice.line("case-why-none", &[])));
        }
        if facts.engagement.has(Rule::R8) {
            parts.push(Part::Text(voice.line("case-why-split", &[])));
        }
    }
    parts.push(Part::Context(
        voice.line("case-why-rules", &[("version", Arg::Word(&facts.case.program))]),
    ));
    crate::views::panel(voice, title, parts)
}

/// What the rules said, and of when that is.
fn said(facts: &Facts) -> Option<(&'static str, &Proposal)> {
    if facts.case.phase.awaits_decision() {
        return facts.proposal.as_ref().map(|now| ("case-why-now", now));
    }
    let then = facts.case.proposal.as_ref().map(|then| ("case-why-then", then));
    then.or_else(|| facts.proposal.as_ref().map(|now| ("case-why-now", now)))
}

/// A rule, and what became of it.
fn verdict(
    voice: &Voice<'_>,
    facts: &Facts,
    proposal: &Proposal,
    (rule, became): (Rule, Verdict),
) -> Line {
    let more = match became {
        Verdict::Off => return voice.line("case-why-off", &[("rule", Arg::Word(rule.as_str()))]),
        Verdict::Unmet => voice.line("case-why-unmet", &[]),
        Verdict::Unasked => voice.line("case-why-unasked", &[]),
        Verdict::Decides => {
            let grounds = card::grounds(voice, facts, proposal);
            let key = if proposal.outcome.is_some() { "case-why-met" } else { "case-why-person" };
            voice.line(key, &[("grounds", Arg::Text(&grounds))])
        }
    };
    let mut line = programme::ruled(voice, &facts.engagement, rule);
    line.0.push(Span::Plain(" ".to_owned()));
    line.0.extend(more.0);
    line
}
