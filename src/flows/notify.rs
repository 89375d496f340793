//! *Notifications*: what somebody wants to be told directly, and their quiet hours.

use std::collections::BTreeSet;

use chrono::NaiveTime;

use super::{
    By, Command, FieldErrors, Flow, Opened, Opening, Sent, Slash, Subject, misfit, reply_to,
    unclear,
};
use crate::app::App;
use crate::app::quiet::Wish;
use crate::chat::inbound::{Reply, Value, Values, text_in};
use crate::domain::actor::notify::{Quiet, topics};
use crate::domain::actor::{Person, Role};
use crate::store::StoreError;
use crate::text::Voice;
use crate::views::notify::{self, Shown, input};

pub const FLOW: Flow = Flow {
    name: "notify",
    commands: &[Command {
        word: "notify",
        takes: None,
        slash: Slash::OnRequest,
        by: By { members: true, roles: &Role::ALL },
    }],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    let Some(person) = opening.actor.known.as_ref().filter(|person| is_told(person)) else {
        return Ok(Opened::instead(voice.line("help-nobody", &[]), "not_a_member"));
    };
    let zone = app.zone_of(&opening.actor.person, &opening.inbound.installation()).await?;
    match opening.action.map(|action| (action.choice.as_str(), action.seen_version)) {
        None | Some(("open", _)) => {
            let shown = Shown::of(person, zone);
            let draw = |id: &_| notify::form(&voice, id, &shown);
            Ok(opening.opens(&voice, FLOW.name, Subject::default(), draw))
        }
        Some(("undo", seen)) => {
            let outcome = app.undo_notify(opening.inbound, seen, zone).await?;
            let nobody = async |_| Ok(super::forged_form(&voice));
            reply_to(app, opening.inbound, outcome, nobody).await.map(Opened::Done)
        }
        Some(_) => Ok(Opened::forged(&voice, "forged")),
    }
}

/// Whether somebody is ever told anything that they could turn off.
fn is_told(person: &Person) -> bool {
    !topics(person).is_empty()
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let quiet = match quiet(&voice, sent.values) {
        Ok(quiet) => quiet,
        Err(errors) => return unclear(app, sent.inbound, errors).await,
    };
    let ticked = match sent.values.get(input::TOPICS) {
        Some(Value::Several(ticked)) => ticked.as_slice(),
        Some(Value::Text(_) | Value::Person(_) | Value::Day(_)) | None => &[],
    };
    // What is none of ours was made up, and means nothing.
    let topics: BTreeSet<_> = ticked.iter().filter_map(|word| word.parse().ok()).collect();
    let zone = app.zone_of(&sent.actor.person, &sent.inbound.installation()).await?;
    let outcome = app.set_notify(sent.inbound, Wish { topics, quiet }, zone).await?;
    reply_to(app, sent.inbound, outcome, async |_| Ok(super::forged_form(&voice))).await
}

/// Quiet hours as they were typed: both times or none.
fn quiet(voice: &Voice<'_>, values: &Values) -> Result<Option<Quiet>, FieldErrors> {
    let typed = |field: &'static str| text_in(values, field).map(|text| (field, clock(text)));
    match (typed(input::FROM), typed(input::UNTIL)) {
        (None, None) => Ok(None),
        (Some((_, Some(from))), Some((field, Some(until)))) => match Quiet::new(from, until) {
            Some(quiet) => Ok(Some(quiet)),
            None => Err(misfit(voice, field, "notify-same")),
        },
        (from, until) => {
            let half = |field, other: Option<_>, one: &Option<(_, Option<NaiveTime>)>| match one {
                Some((_, Some(_))) => None,
                Some((_, None)) => Some((field, "notify-unclear")),
                None => other.map(|()| (field, "notify-half")),
            };
            let wrong = [
                half(input::FROM, until.as_ref().map(|_| ()), &from),
                half(input::UNTIL, from.as_ref().map(|_| ()), &until),
            ];
            let wrong = wrong.into_iter().flatten();
            Err(wrong.flat_map(|(field, key)| misfit(voice, field, key)).collect())
        }
    }
}

/// "18:30", "8:05", also with a full stop.
fn clock(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.split_once([':', '.'])?;
    let number = |text: &str, most: usize| {
        let digits = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse::<u32>().ok()).flatten()
    };
    let minute = number(minute, 2).filter(|_| minute.len() == 2)?;
    NaiveTime::from_hms_opt(number(hour, 2)?, minute, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_people_write_it() {
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0);
        #[rustfmt::skip]
        let table = [
            ("18:30", at(18, 30)), ("8:05", at(8, 5)), ("08.05", at(8, 5)), ("0:00", at(0, 0)),
            ("24:00", None),       ("8:5", None),      ("18", None),        ("18:60", None),
            ("+8:00", None),       ("six", None),      ("18:30:00", None),  (":30", None),
        ];
        for (text, time) in table {
            assert_eq!(clock(text), time, "{text}");
        }
    }
}
