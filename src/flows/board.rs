//! *Leaderboard*: in a partner's channel one's own place, in a community channel the board of those
//! who chose to be on it. Either is shown to the asker alone. And what is said to the preview of the
//! first one that is posted.

use chrono::NaiveDate;

use super::actor::{Actor, Standing};
use super::refer::full_member;
use super::{By, Command, Flow, Opened, Opening, Slash, no_form};
use crate::app::App;
use crate::app::boards::posts::Word;
use crate::app::execute::Outcome;
use crate::domain::actor::{Person, Role};
use crate::domain::board::Metric;
use crate::domain::board::period::{Period, Span};
use crate::domain::partner::{Audience, Partner};
use crate::store::StoreError;
use crate::views::board;

pub const FLOW: Flow = Flow {
    name: "board",
    commands: &[Command {
        word: WORD,
        takes: Some("board"),
        slash: Slash::Registered,
        by: By { members: true, roles: &Role::ALL },
    }],
    form: |app, opening| Box::pin(show(app, opening)),
    act: no_form,
};

const WORD: &str = "leaderboard";

async fn show(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let word = opening.action.and_then(|action| match action.choice.as_str() {
        "send" => Some(Word::Send),
        "skip" => Some(Word::Skip),
        _ => None,
    });
    if let Some(word) = word {
        return answer(app, &opening, word).await;
    }
    let today = app.program().rules.calendar.local_date(app.now());
    let pressed = opening.action.map(|action| action.subject.replace('/', " "));
    let typed = pressed.as_deref().unwrap_or(opening.text);
    let own = opening.action.is_some_and(|action| action.choice == "mine");
    let here = opening.actor.channel.as_ref().and_then(|channel| channel.audience);
    // Nobody's own place is the board of all.
    let whose = match partner(app, &opening).await {
        _ if here == Some(Audience::Community) && !own => None,
        Some(partner) => Some(partner),
        None if opening.actor.is(Person::is_vendor) => None,
        None => return Ok(Opened::forged(&voice, "outsider")),
    };
    let Some((metric, period)) = read(typed, today) else {
        if opening.action.is_some() || !knows(opening.actor) {
            return Ok(Opened::forged(&voice, "forged"));
        }
        let command = format!("/{}", voice.texts.names().of(WORD));
        let message = board::usage(&voice, &command, typed);
        return Ok(Opened::Instead { message, result: "unclear", redraw: None });
    };
    Ok(Opened::Shown(match whose {
        None => {
            let (places, counted_at) = app.board(metric, period).await?;
            board::board(&voice, metric, period, places.as_deref(), counted_at)
        }
        Some(partner) => {
            let place = app.own_place(metric, period, &partner).await?;
            board::own(&voice, metric, period, &place)
        }
    }))
}

/// *Send it*, *Skip it*: what somebody says to the preview of the first board.
async fn answer(app: &App, opening: &Opening<'_>, word: Word) -> Result<Opened, StoreError> {
    let forged = || Opened::forged(&app.voice(), "forged");
    let post = opening.action.and_then(|action| action.subject.parse().ok());
    let Some(post) = post else { return Ok(forged()) };
    Ok(match app.answer_preview(opening.inbound, post, word).await? {
        Outcome::Answered(reply) | Outcome::Repeated(reply) => Opened::Done(reply),
        Outcome::Refused(_) => forged(),
    })
}

/// Whether somebody belongs to the programme.
fn knows(actor: &Actor) -> bool {
    actor.is(|person| person.is_vendor() || person.membership.is_some())
}

/// Whose place the asker may hear.
async fn partner(app: &App, opening: &Opening<'_>) -> Option<Partner> {
    match &opening.actor.standing {
        Standing::Member(partner) | Standing::Behalf(partner) => Some(partner.clone()),
        // What a partner brought about is not for whoever only shares its workspace.
        Standing::Newcomer(partner) => {
            (full_member(app, opening).await == Some(true)).then(|| partner.clone())
        }
        Standing::Vendor | Standing::Stranger | Standing::Unknown => None,
    }
}

/// What is asked for, in any order: approved referrals of this month where nothing is said. A board
/// is of a month or a quarter.
fn read(typed: &str, today: NaiveDate) -> Option<(Metric, Period)> {
    let metric = |word: &&str| word.to_lowercase().parse::<Metric>().ok();
    let (metrics, words): (Vec<&str>, Vec<&str>) =
        typed.split_whitespace().partition(|word| metric(word).is_some());
    if metrics.len() > 1 {
        return None;
    }
    let period = Period::said(&words.join(" "), today, Span::Month)?;
    let metric = metrics.first().and_then(metric).unwrap_or(Metric::Approved);
    (period.span() != Span::Year).then_some((metric, period))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_read_in_any_order() {
        let today = NaiveDate::from_ymd_opt(2027, 1, 15).unwrap();
        #[rustfmt::skip]
        let table = [
            ("",                      Some((Metric::Approved, "2027-01"))),
            ("won",                   Some((Metric::Won, "2027-01"))),
            ("quarter Conversion",    Some((Metric::Conversion, "2027-q1"))),
            ("last",                  Some((Metric::Approved, "2026-12"))),
            ("growth last quarter",   Some((Metric::Growth, "2026-q4"))),
            ("2026-11 approved",      Some((Metric::Approved, "2026-11"))),
            ("2026-Q3",               Some((Metric::Approved, "2026-q3"))),
            ("revenue",               None),
            ("won approved",          None),
            ("month quarter",         None),
            ("last year",             None),
            ("2026",                  None),
        ];
        for (typed, asked) in table {
            let read = read(typed, today).map(|(metric, period)| (metric, period.to_string()));
            assert_eq!(read, asked.map(|(metric, period)| (metric, period.to_owned())), "{typed}");
        }
    }
}
