//! The cases that are open, the nearest deadline first, for whoever decides them or is in charge.

use chrono::{DateTime, Utc};

use crate::chat::limits;
use crate::chat::view::{Button, Line, Panel, Part, Row};
use crate::domain::case::{Case, Phase};
use crate::text::{Arg, Voice};
use crate::views::plain;

use super::Facts;

/// Part of the list, and how many there are.
#[derive(Clone, Default)]
pub struct Page {
    pub cases: Vec<Case>,
    pub of: u64,
}

impl Page {
    /// The first `most` of all that are open.
    #[must_use]
    pub fn of(mut open: Vec<Case>, most: usize) -> Self {
        open.sort_by_key(|case| (next(case), case.number));
        let of = open.len() as u64;
        open.truncate(most);
        Self { cases: open, of }
    }
}

/// When something of an open case is due: evidence, a decision, an appeal. Where a decision is so
/// late that everybody in line was told, since when it is waited for.
#[must_use]
pub fn next(case: &Case) -> DateTime<Utc> {
    let appeal_until = case.decided.as_ref().and_then(|one| one.ruling.appeal_until);
    match case.phase {
        Phase::Evidence => case.evidence_until,
        Phase::Proposed | Phase::Appealed => case.due.unwrap_or(case.since),
        Phase::Decided => appeal_until.unwrap_or(case.since),
        Phase::Final | Phase::Settled | Phase::Excepted => case.since,
    }
}

/// Whether everybody in line was told, and still it waits.
pub(super) const fn is_late(case: &Case) -> bool {
    case.phase.awaits_decision() && case.due.is_none()
}

/// "Case 3 acme.example · decide by …"
#[must_use]
pub fn line(voice: &Voice<'_>, case: &Case) -> Line {
    let number = case.number.to_string();
    let domain = limits::shorten(case.domain.as_str(), super::card::DOMAIN);
    let args = [
        ("case", Arg::Word(&number)),
        ("domain", Arg::Word(&domain)),
        ("date", Arg::Instant(next(case))),
    ];
    let key = match case.phase {
        Phase::Evidence => "due-line-evidence",
        Phase::Proposed | Phase::Appealed if is_late(case) => "due-line-decision-late",
        Phase::Proposed | Phase::Appealed => "due-line-decision",
        Phase::Decided | Phase::Final | Phase::Settled | Phase::Excepted => "due-line-appeal",
    };
    voice.line(key, &args)
}

/// A heading with its count, and a line each; nothing where no case is open.
#[must_use]
pub fn section(voice: &Voice<'_>, page: &Page) -> Vec<Part> {
    if page.of == 0 {
        return Vec::new();
    }
    let heading = Part::Text(voice.line("due-cases", &[("n", Arg::count(page.of))]));
    [heading].into_iter().chain(page.cases.iter().map(|case| row(voice, case))).collect()
}

/// A line with the button that shows the card.
fn row(voice: &Voice<'_>, case: &Case) -> Part {
    let (label, number) = (voice.words("button-open", &[]), case.number.to_string());
    let args = [
        ("label", Arg::Word(&label)),
        ("case", Arg::Word(&number)),
        ("domain", Arg::Word(case.domain.as_str())),
    ];
    let spoken = limits::shorten(&voice.words("spoken-case", &args), limits::SPOKEN);
    let button = plain(label, "open_case", "open", &case.id.to_string(), case.version);
    Part::Row(Row { line: line(voice, case), button: Button { spoken: Some(spoken), ..button } })
}

/// The card, for one reader alone.
#[must_use]
pub fn panel(voice: &Voice<'_>, facts: &Facts) -> Panel {
    let number = facts.case.number.to_string();
    let title = voice.words("case-title", &[("case", Arg::Word(&number))]);
    crate::views::panel(voice, title, super::card::card(voice, facts).parts)
}
