//! The card in the resolvers' channel, and the lines in its thread.

use super::{Facts, Side, button, cited, list};
use crate::chat::limits;
use crate::chat::view::{Button, Labelled, Line, Message, Part, Span, Tone, Weight};
use crate::domain::case::ladder::{Ground, Proposal};
use crate::domain::case::{Case, Rule, Split, eligible, split};
use crate::domain::ids::ReferralId;
use crate::domain::outcome::{CaseEvent, Seal, Statement};
use crate::text::{Arg, Voice};
use crate::views::note;
use crate::views::referral::through;

/// Lines of the timeline: the newest ones, below where it began.
const TIMELINE: usize = 8;
/// Sides that stand on the card.
const SIDES: usize = 4;
/// Names of those who cannot decide.
const BARRED: usize = 6;
/// Units of a name on the card: all of it has to fit into one message.
const NAME: usize = 40;
/// Units of a website in its first line.
pub(super) const DOMAIN: usize = 60;

/// Draws the card as things stand now.
#[must_use]
pub fn card(voice: &Voice<'_>, facts: &Facts) -> Message {
    let mut parts = vec![Part::Tone(tone(&facts.case)), Part::Text(head(voice, facts))];
    parts.extend(proposal(voice, facts).map(Part::Text));
    let sides: Vec<Labelled> = facts
        .in_line()
        .iter()
        .take(SIDES)
        .enumerate()
        .map(|(at, side)| field(voice, facts, at, side))
        .collect();
    if !sides.is_empty() {
        parts.push(Part::Fields(sides));
    }
    parts.push(Part::Divider);
    parts.push(Part::Text(Line::plain(timeline(voice, facts))));
    parts.push(Part::Divider);
    parts.push(Part::Buttons(buttons(voice, facts)));
    parts.extend(barred(voice, facts).map(Part::Context));
    Message { parts }
}

/// By whether somebody has to decide, or it is over.
const fn tone(case: &Case) -> Tone {
    if case.phase.awaits_decision() {
        Tone::Warn
    } else if case.phase.is_open() {
        Tone::Info
    } else {
        Tone::Muted
    }
}

pub(super) fn head(voice: &Voice<'_>, facts: &Facts) -> Line {
    let case = &facts.case;
    let number = case.number.to_string();
    let company = limits::shorten(facts.company(), limits::BUTTON_LABEL * 2);
    let domain = limits::shorten(case.domain.as_str(), DOMAIN);
    let args = [
        ("case", Arg::Word(&number)),
        ("company", Arg::Text(&company)),
        ("domain", Arg::Word(&domain)),
        ("date", Arg::Instant(list::next(case))),
    ];
    let key = if list::is_late(case) {
        "case-card-late".to_owned()
    } else {
        format!("case-card-{}", case.phase)
    };
    voice.line(&key, &args)
}

/// "The rules propose: …", with the facts that it rests on; once it was decided, the decision.
pub(super) fn proposal(voice: &Voice<'_>, facts: &Facts) -> Option<Line> {
    if let Some(decided) = &facts.case.decided {
        let ruling = &decided.ruling;
        let outcome = super::outcome(voice, facts, ruling.outcome, &ruling.goes_on());
        let (rules, who) = (cited(&ruling.rules), facts.name(voice, &ruling.by));
        let args = [
            ("outcome", Arg::Word(&outcome)),
            ("rules", Arg::Word(&rules)),
            ("who", Arg::Text(&who)),
            ("when", Arg::Instant(decided.at)),
        ];
        return Some(voice.line("case-card-ruling", &args));
    }
    let proposal = facts.proposal.as_ref().filter(|_| facts.case.phase.is_open())?;
    let rules = cited(&proposal.rules);
    // Without R7 no rule is met either where there is a complete registration.
    let unsaid = proposal.rules.is_empty() && !facts.engagement.has(Rule::R7);
    let grounds = if unsaid { String::new() } else { grounds(voice, facts, proposal) };
    let args = [("rules", Arg::Word(&rules)), ("grounds", Arg::Text(&grounds))];
    Some(match proposal.outcome {
        Some(outcome) => {
            let outcome = super::outcome(voice, facts, outcome, &proposal.first);
            let [rules, grounds] = args;
            voice.line("case-card-proposes", &[("outcome", Arg::Word(&outcome)), rules, grounds])
        }
        None if proposal.rules.is_empty() => voice.line("case-card-no-rule", &args),
        None => voice.line("case-card-person", &args),
    })
}

/// The facts of a proposal, each in a sentence.
pub(super) fn grounds(voice: &Voice<'_>, facts: &Facts, proposal: &Proposal) -> String {
    let number = |id: &ReferralId| {
        facts.side(id).map(|side| side.referral.number().to_string()).unwrap_or_default()
    };
    let of = |key: &str, id: &ReferralId| voice.words(key, &[("ref", Arg::Word(&number(id)))]);
    let sentence = |ground: &Ground| match ground {
        Ground::OffLimits => voice.words("ground-off-limits", &[]),
        Ground::OwnCompany { referral } => of("ground-own", referral),
        Ground::Customer => voice.words("ground-customer", &[]),
        Ground::DirectActivity { on } => voice.words("ground-direct", &[("date", Arg::Day(*on))]),
        Ground::BuyerChose { referral } => of("ground-chosen", referral),
        Ground::Protected { referral } => of("ground-protected", referral),
        Ground::Stale { referral } => {
            let number = number(referral);
            let days = Arg::Count(facts.engagement.stale_days);
            voice.words("ground-stale", &[("ref", Arg::Word(&number)), ("days", days)])
        }
        Ground::ActivityUnknown { referral } => of("ground-unknown", referral),
        Ground::Apart { one, other, millis } => {
            let (one, other) = (number(one), number(other));
            let seconds = (millis / 1_000).to_string();
            let args = [
                ("one", Arg::Word(&one)),
                ("other", Arg::Word(&other)),
                ("seconds", Arg::Word(&seconds)),
            ];
            voice.words("ground-apart", &args)
        }
        Ground::Earliest { referral, at } => {
            let number = number(referral);
            voice.words("ground-earliest", &[("ref", Arg::Word(&number)), ("at", Arg::Second(*at))])
        }
        Ground::NoneComplete => voice.words("ground-none", &[]),
    };
    proposal.grounds.iter().map(sentence).collect::<Vec<_>>().join(" ")
}

/// One side: number, partner, state, when it was received, and how far it is protected.
fn field(voice: &Voice<'_>, facts: &Facts, at: usize, side: &Side) -> Labelled {
    let referral = &side.referral;
    let (number, place) = (referral.number().to_string(), (at + 1).to_string());
    let word = voice.words(&format!("state-{}", referral.status), &[]);
    let partner = limits::shorten(&side.partner.name, NAME);
    let owner = referral.owner.map(|owner| facts.name(voice, &owner));
    let owner = limits::shorten(&owner.unwrap_or_default(), NAME);
    let args = [
        ("ref", Arg::Word(&number)),
        ("partner", Arg::Text(&partner)),
        ("word", Arg::Word(&word)),
        ("at", Arg::Second(referral.in_line_since)),
    ];
    let [number, partner, word, received] = args;
    let value = match through(voice, referral) {
        Some(through) => {
            let more = [("owner", Arg::Text(&owner)), ("date", Arg::Day(through))];
            let [owner, date] = more;
            voice.line("case-side-protected", &[number, partner, word, received, owner, date])
        }
        None => voice.line("case-side", &args),
    };
    Labelled { label: voice.words("field-side", &[("n", Arg::Word(&place))]), value }
}

/// What has happened so far, a line each.
fn timeline(voice: &Voice<'_>, facts: &Facts) -> String {
    let case = &facts.case;
    let at = |key: &str, when| voice.words(key, &[("when", Arg::Instant(when))]);
    let mut lines = vec![at(&format!("case-line-opened-{}", case.cause), case.opened_at)];
    for asked in &case.asked {
        lines.push(from(voice, facts, "case-line-asked", &asked.referral));
    }
    for statement in &case.statements {
        lines.push(from(voice, facts, "case-line-stated", &statement.referral));
    }
    for left in &case.left {
        lines.push(from(voice, facts, "case-line-left", left));
    }
    for decided in case.appealed.iter().chain(&case.decided) {
        lines.push(at("case-line-decided", decided.at));
    }
    if let Some(appeal) = &case.appeal {
        lines.push(from(voice, facts, "case-line-appealed", &appeal.referral));
    }
    if let Some(suggested) = &case.split {
        lines.push(shared(voice, facts, suggested));
    }
    let skipped = lines.len().saturating_sub(TIMELINE);
    if skipped > 0 {
        lines.drain(1..=skipped);
    }
    lines.join("\n")
}

fn shared(voice: &Voice<'_>, facts: &Facts, suggested: &Split) -> String {
    let percent = (suggested.first_bp / 100).to_string();
    let agreed = suggested.agreed.len().to_string();
    let key = match (split::is_agreed(&facts.case, suggested), suggested.declined) {
        (true, _) => "case-line-split-agreed",
        (false, true) => "case-line-split-declined",
        (false, false) => "case-line-split",
    };
    voice.words(key, &[("percent", Arg::Word(&percent)), ("agreed", Arg::Word(&agreed))])
}

/// A line about one side.
fn from(voice: &Voice<'_>, facts: &Facts, key: &str, referral: &ReferralId) -> String {
    let side = facts.side(referral);
    let number = side.map(|side| side.referral.number().to_string()).unwrap_or_default();
    let partner = side.map(|side| side.partner.name.clone()).unwrap_or_default();
    let partner = limits::shorten(&partner, NAME / 2);
    voice.words(key, &[("ref", Arg::Word(&number)), ("partner", Arg::Text(&partner))])
}

fn buttons(voice: &Voice<'_>, facts: &Facts) -> Vec<Button> {
    let case = &facts.case;
    let mut buttons = Vec::new();
    if case.phase.awaits_decision() && !case.is_for_sales() {
        let decide = button(voice, facts, "decide", "button-decide");
        buttons.push(Button { weight: Weight::Primary, ..decide });
    }
    if case.phase.awaits_decision() && !case.is_for_sales() {
        buttons.push(button(voice, facts, "ask_evidence", "button-ask-evidence"));
    }
    let may_be_shared = facts.engagement.has(Rule::R8) && case.partners().len() == 2;
    if case.phase.is_open() && may_be_shared {
        buttons.push(button(voice, facts, "split", "button-split"));
    }
    buttons.push(button(voice, facts, "why_case", "button-why"));
    buttons
}

/// Who cannot decide, and whom the case waits for where that is nobody.
fn barred(voice: &Voice<'_>, facts: &Facts) -> Option<Line> {
    if !facts.case.phase.awaits_decision() {
        return None;
    }
    if facts.case.is_for_sales() {
        return Some(voice.line("case-for-sales-context", &[]));
    }
    if facts.turn.is_none() {
        return Some(voice.line("case-nobody-context", &[]));
    }
    let names = facts.barred.iter().take(BARRED).map(|one| facts.name(voice, one));
    let names = limits::shorten(&names.collect::<Vec<_>>().join(", "), limits::CONTEXT - 40);
    let args = [("names", Arg::Text(&names))];
    (!names.is_empty()).then(|| voice.line("case-barred-context", &args))
}

/// The line in the card's thread that tells an event; none for what is only on the card.
#[must_use]
pub fn line(voice: &Voice<'_>, facts: &Facts, event: &CaseEvent) -> Option<Message> {
    match event {
        CaseEvent::CaseStated(statement) => Some(stated(voice, facts, statement)),
        CaseEvent::EvidenceAsked { referral, text, .. } => {
            Some(quoted(voice, facts, ("case-note-asked", referral), (text, None)))
        }
        CaseEvent::CaseAppealed { referral, text, link, .. } => {
            Some(quoted(voice, facts, ("case-note-appeal", referral), (text, link.as_ref())))
        }
        CaseEvent::SplitAnswered { agreed, partner, .. } => {
            let key = if *agreed { "case-note-agreed" } else { "case-note-declined" };
            let side = facts.sides.iter().find(|side| side.partner.id == *partner)?;
            Some(note(Line::plain(from(voice, facts, key, &side.referral.id))))
        }
        CaseEvent::CaseReminded { step, .. } => Some(late(voice, facts, *step)),
        CaseEvent::CaseOpened(_)
        | CaseEvent::CaseJoined { .. }
        | CaseEvent::CaseLeft { .. }
        | CaseEvent::CaseProposed { .. }
        | CaseEvent::CaseDecided(_)
        | CaseEvent::CaseWaived { .. }
        | CaseEvent::SplitSuggested { .. }
        | CaseEvent::CaseClosed
        | CaseEvent::CaseSettled
        | CaseEvent::CaseExcepted { .. } => None,
    }
}

/// That a decision is late: to whoever decides, then to whoever is next in line.
fn late(voice: &Voice<'_>, facts: &Facts, step: u32) -> Message {
    let since = [("date", Arg::Instant(facts.case.since))];
    let first = eligible::TURNS.iter().position(|role| Some(*role) == facts.turn);
    let next = first.and_then(|first| {
        let steps = usize::try_from(step).unwrap_or(1).saturating_sub(1);
        eligible::TURNS.get((first + steps).min(eligible::TURNS.len() - 1))
    });
    let key =
        next.map_or_else(|| "case-waits-nobody".to_owned(), |role| format!("case-waits-{role}"));
    note(voice.line(&key, &since))
}

fn stated(voice: &Voice<'_>, facts: &Facts, statement: &Statement) -> Message {
    let words = (&statement.text, statement.link.as_ref());
    let mut message = quoted(voice, facts, ("case-note-evidence", &statement.referral), words);
    if let Some(claim) = statement.claim {
        let claim = voice.words(&format!("claim-{claim}"), &[]);
        let line = voice.line("case-note-claim", &[("claim", Arg::Word(&claim))]);
        message.parts.insert(0, Part::Text(line));
    }
    if let Some(on) = statement.on {
        message.parts.push(Part::Text(voice.line("case-note-day", &[("date", Arg::Day(on))])));
    }
    message
}

/// What a side wrote: the form takes no more than a paragraph holds.
fn quoted(
    voice: &Voice<'_>,
    facts: &Facts,
    (key, referral): (&str, &ReferralId),
    (text, link): (&Seal, Option<&Seal>),
) -> Message {
    let head = from(voice, facts, key, referral);
    let mut parts = vec![Part::Text(Line(vec![Span::Bold(head)]))];
    let text = limits::shorten(facts.word(text), limits::TEXT);
    if !text.is_empty() {
        parts.push(Part::Text(Line::plain(text)));
    }
    if let Some(link) = link {
        parts.push(Part::Text(Line(vec![Span::Code(limits::shorten(facts.word(link), 300))])));
    }
    Message { parts }
}
