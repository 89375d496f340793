//! Boards at a period's end: what a community channel reads, what a partner's channel reads of its own
//! places, what whoever decides about the first one is shown, and that one counts less since.

use super::picture::{self, Codes};
use super::{heading, own_lines, period_word, place_lines, rank_button};
use crate::chat::view::{Line, Message, Part, Span};
use crate::domain::board::period::Period;
use crate::domain::board::snapshot::{Late, Snapshot, Stage};
use crate::domain::board::{Metric, Own, Placed, RANKED_MIN};
use crate::domain::posts::Absence;
use crate::domain::rhythm::month::Month;
use crate::text::{Arg, Voice};
use crate::views::rhythm::late_alone;
use crate::views::{mine_button, note, plain, primary};

/// Lines of a board where two stand in one message.
const LINES_OF_TWO: usize = 12;
const LINES: usize = 20;

/// A board as it was taken, and what everybody may read of it.
#[derive(Clone, Debug)]
pub struct Shown {
    pub board: Snapshot,
    /// `None` where too few take part.
    pub places: Option<Vec<Placed>>,
    pub codes: Codes,
}

/// What is posted is about this.
const METRIC: Metric = Metric::Approved;

/// The month's board, and the quarter's where one has ended; `None` where there is neither.
#[must_use]
pub fn post(voice: &Voice<'_>, shown: &[Shown]) -> Option<Message> {
    let with_board = shown.iter().filter(|one| one.places.is_some());
    let first = with_board.clone().next()?;
    let named = heading(voice, METRIC, first.board.period).words();
    let mut parts = vec![Part::Title(named)];
    let many = with_board.clone().count() > 1;
    for one in with_board {
        parts.extend(board(voice, one, many));
    }
    parts.push(Part::Buttons(vec![rank_button(voice, METRIC, first.board.period)]));
    parts.extend(foot(voice, &first.board));
    Some(Message { parts })
}

fn board(voice: &Voice<'_>, shown: &Shown, many: bool) -> Vec<Part> {
    let period = shown.board.period;
    let Some(places) = &shown.places else {
        let when = period_word(voice, period);
        let args = [("period", Arg::Word(&when)), ("min", Arg::count(RANKED_MIN))];
        return vec![Part::Text(voice.line("board-none", &args))];
    };
    let mut parts = vec![Part::Text(heading(voice, METRIC, period))];
    let most = if many { LINES_OF_TWO } else { LINES };
    // It shows the places that the lines name, no more.
    let named = &places[..places.len().min(most)];
    let chart = picture::board(voice, (METRIC, period), named, &shown.codes);
    parts.extend(chart.map(Part::Chart));
    parts.extend(place_lines(voice, METRIC, places, most));
    parts
}

fn foot(voice: &Voice<'_>, board: &Snapshot) -> Vec<Part> {
    let counted = voice.line("board-foot", &[("when", Arg::Instant(board.taken_at))]);
    let late = board.late.map(|late| Part::Context(away(voice, late, board)));
    late.into_iter().chain([Part::Context(counted)]).collect()
}

/// Where posts were due while nobody could post them, that is said.
fn away(voice: &Voice<'_>, late: Late, board: &Snapshot) -> Line {
    let (from, to) = (Arg::Instant(late.from), Arg::Instant(board.since));
    voice.line("late-merge", &[("from", from), ("to", to), ("n", Arg::count(late.posts))])
}

/// The first one, for whoever decides whether it goes out.
#[must_use]
pub fn preview(voice: &Voice<'_>, shown: &[Shown]) -> Message {
    let mut parts = vec![Part::Text(voice.line("board-preview", &[])), Part::Divider];
    let many = shown.len() > 1;
    for one in shown {
        parts.extend(board(voice, one, many));
    }
    parts.push(Part::Divider);
    if let Some(first) = shown.first() {
        let post = first.board.period.to_string();
        let button = |key: &str| voice.words(key, &[]);
        parts.push(Part::Buttons(vec![
            primary(button("button-send-it"), "board", "send", &post, 0),
            plain(button("button-skip-it"), "board", "skip", &post, 0),
        ]));
    }
    parts.push(Part::Context(voice.line("board-preview-foot", &[])));
    Message { parts }
}

/// To whoever pressed *Send it* or *Skip it*.
#[must_use]
pub fn answered(voice: &Voice<'_>, sent: bool) -> Message {
    note(voice.line(if sent { "board-sent" } else { "board-skipped" }, &[]))
}

/// To whoever pressed although it was settled.
#[must_use]
pub fn settled(voice: &Voice<'_>, board: &Snapshot) -> Message {
    let when = [("when", Arg::Instant(board.since))];
    note(match (board.stage, board.settled_by) {
        (Stage::Posted, _) => voice.line("board-sent-before", &when),
        (Stage::Skipped, Some(_)) => voice.line("board-skipped-before", &when),
        (Stage::Skipped | Stage::Taken | Stage::Previewed, _) => {
            voice.line("board-replaced", &when)
        }
    })
}

/// A partner's own places at a period's end, in its channel: no other name. After a quarter with what
/// became of its referrals in the last ones.
#[must_use]
pub fn own(
    voice: &Voice<'_>,
    metric: Metric,
    places: &[(Period, Own)],
    away: Option<Absence>,
    quarters: &[(Period, Month)],
) -> Message {
    let mut parts: Vec<Part> = away.map(|away| late_alone(voice, away)).into_iter().collect();
    for (period, own) in places {
        let mut lines = heading(voice, metric, *period);
        for line in own_lines(voice, metric, own) {
            lines.0.push(Span::Plain("\n".to_owned()));
            lines.0.extend(line.0);
        }
        parts.push(Part::Text(lines));
    }
    parts.extend(picture::trend(voice, quarters).map(Part::Chart));
    parts.push(Part::Buttons(vec![mine_button(voice)]));
    Message { parts }
}

/// In the thread of a board that showed more than counts now.
#[must_use]
pub fn corrected(voice: &Voice<'_>, boards: &[Period]) -> Message {
    let line = |period: &Period| {
        let when = period_word(voice, *period);
        Part::Text(voice.line("board-correct", &[("period", Arg::Word(&when))]))
    };
    Message { parts: boards.iter().map(line).collect() }
}
