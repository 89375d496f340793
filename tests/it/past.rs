//! The six months behind the sandbox's default world: lived through here by the commands that people
//! give, and shipped as the list of what came of them.

mod months;

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, DurationRound as _, TimeDelta, Utc, Weekday};
use serde_json::{Value, json};
use vouch::app::past::{Line, Past, Words, partner_in_lists, person_in_lists};
use vouch::app::setup::file::SetupFile;
use vouch::domain::ids::{FormId, ReferralId};
use vouch::program::{BUILT_IN, InForce, Program};
use vouch::store::audit::{self, Verdict};
use vouch::store::dialect::Db;
use vouch::store::queries;

use crate::store::Room;
use crate::store::replay::app_of;
use crate::world::child::{Running, client, vouch};
use crate::world::database::{self, Kind};

const SHIPPED: &str = "src/cli/past.jsonl";

/// `VOUCH_RENEW=1 cargo test --test it past::` writes the list anew.
#[tokio::test]
async fn the_shipped_past_is_what_its_commands_come_to() {
    let room = Room::make(Kind::Sqlite).await;
    let begins = months::live(&room).await;
    let lines = lines_since(&room, begins).await;
    let mut text = String::new();
    for line in &lines {
        text.push_str(&serde_json::to_string(line).unwrap());
        text.push('\n');
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    let path = format!("{path}{SHIPPED}");
    if std::env::var_os("VOUCH_RENEW").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let shipped = std::fs::read_to_string(&path).unwrap();
    for (shipped, lived) in shipped.lines().zip(text.lines()) {
        assert_eq!(shipped, lived, "run again with VOUCH_RENEW=1, and read what changes");
    }
    assert_eq!(shipped.lines().count(), lines.len());
    room.close().await;
}

/// On a working day, in the night in which clocks change, on the day that only leap years have.
const SEEN: [&str; 3] = ["2026-11-23T07:24:00Z", "2027-03-28T01:30:00Z", "2028-02-29T16:00:00Z"];

#[tokio::test]
async fn whenever_it_is_seen_it_lies_behind_on_working_days_and_the_log_is_whole() {
    let past = Past::read(&std::fs::read_to_string(SHIPPED).unwrap()).unwrap();
    let setup = SetupFile::read(&months::setup().await).unwrap();
    let programme = BUILT_IN.replacen("time_zone = \"UTC\"", "time_zone = \"Europe/Berlin\"", 1);
    for (kind, seen) in database::kinds().iter().flat_map(|kind| SEEN.map(|seen| (*kind, seen))) {
        let room = Room::make(kind).await;
        let now: DateTime<Utc> = seen.parse().unwrap();
        room.clock.set(now);
        let mut app = app_of(&room);
        app.in_force = InForce::new(Program::read(&programme, "past").unwrap());
        app.live_through(&past, &setup).await.unwrap();

        let verdict = audit::verify(&room.store().db).await.unwrap();
        assert!(matches!(verdict, Verdict::Whole { .. }), "{verdict:?}");
        let all = queries::latest_referrals(&room.store().db, 200).await.unwrap();
        let (today, before): (Vec<_>, Vec<_>) =
            all.iter().partition(|one| now - one.submitted_at < TimeDelta::hours(2));
        assert_eq!(today.len(), 4);
        assert!(before.len() > 100, "{}", before.len());
        for one in &before {
            let weekday = one.submitted_at.weekday();
            assert!(!matches!(weekday, Weekday::Sat | Weekday::Sun), "{}", one.number());
        }
        let last = before.iter().map(|one| one.submitted_at).max().unwrap();
        let ago = (now - last).num_days();
        assert!((3..15).contains(&ago), "{seen}: {ago} days ago");
        room.close().await;
    }
}

/// The ranks of the last month's board in the community channel.
async fn board(url: &str) -> Vec<String> {
    let http = client();
    let now: Value =
        http.get(format!("{url}sandbox/v1/clock")).send().await.unwrap().json().await.unwrap();
    let now: DateTime<Utc> = now["now"].as_str().unwrap().parse().unwrap();
    let month = (now - TimeDelta::days(i64::from(now.day()))).format("%Y-%m");
    let text = format!("/leaderboard approved {month}");
    let asks = json!({ "as": "U0COMMUNITY", "do": { "command": { "channel": "C0PARTNERS1", "text": text } } });
    http.post(format!("{url}sandbox/v1/act")).json(&asks).send().await.unwrap();
    http.post(format!("{url}sandbox/v1/settle"))
        .json(&json!({ "timeout_ms": 60_000 }))
        .send()
        .await
        .unwrap();
    let seen = format!("{url}sandbox/v1/channels/C0PARTNERS1/messages?as=U0COMMUNITY");
    let seen: Value = http.get(seen).send().await.unwrap().json().await.unwrap();
    let last = seen["messages"].as_array().unwrap().last();
    let last = last.and_then(|one| one["text"].as_str()).unwrap_or_default();
    let places = last.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_digit()));
    places.filter_map(|line| Some(line.rsplit_once(' ')?.0.to_owned())).collect()
}

#[tokio::test]
async fn the_default_world_begins_with_it_once() {
    let folder = tempfile::tempdir().unwrap();
    let start = async |words: &[&str]| {
        let mut command = vouch(folder.path());
        // In the first days of a month little stands on a board, and the last month has a gap at its end.
        command.args(["--clock", "2026-11-24T10:00:00Z"]).args(words);
        command.env("VOUCH_SANDBOX_ADDR", "127.0.0.1:0");
        command.env("VOUCH_HTTP_ADDR", "127.0.0.1:0").env("VOUCH_ADMIN_ADDR", "127.0.0.1:0");
        Running::start(command, "sandbox ready ", &folder.path().join("log")).await
    };
    let places = [
        "1 North Partner",
        "2 East Partner",
        "2 South Partner",
        "4 Coast Partner",
        "4 West Partner",
    ];
    for _ in 0..2 {
        let running = start(&["--data", "lived"]).await;
        assert_eq!(board(running.ready["url"].as_str().unwrap()).await, places);
        assert!(running.printed.iter().any(|line| line.contains(" referrals")));
        assert!(running.stop().await.success());
    }
    for words in [&["--data", "new", "--no-past"][..], &["--data", "empty", "--world", "empty"]] {
        let running = start(words).await;
        assert!(board(running.ready["url"].as_str().unwrap()).await.is_empty(), "{words:?}");
        assert!(running.stop().await.success());
    }
}

#[derive(sqlx::FromRow)]
struct Event {
    stream: String,
    payload: String,
    actor: String,
    at_us: i64,
}

#[derive(sqlx::FromRow)]
struct Personal {
    digest: String,
    subject: String,
    field: String,
    text: String,
}

async fn lines_since(room: &Room, seq: i64) -> Vec<Line> {
    let Db::Lite(pool) = &room.store().db else { unreachable!("it was made on SQLite") };
    let events = "select stream, payload, actor, at_us from event where seq > $1 order by seq";
    let events: Vec<Event> = sqlx::query_as(events).bind(seq).fetch_all(pool).await.unwrap();
    let words = "select digest, subject, field, text from personal order by field";
    let words: Vec<Personal> = sqlx::query_as(words).fetch_all(pool).await.unwrap();
    let mut names = names(room).await;
    let mut lines = Vec::new();
    for event in events {
        name_new(&mut names, &event);
        let mut payload = event.payload.clone();
        let mut said = Vec::new();
        for one in words.iter().filter(|one| event.payload.contains(&one.digest)) {
            assert_eq!(one.subject, event.stream);
            let seal = format!("words:{}", said.len() + 1);
            payload = payload.replace(&one.digest, &seal);
            said.push(Words { seal, field: one.field.clone(), text: one.text.clone() });
        }
        for (id, name) in &names {
            payload = payload.replace(id, name);
        }
        let mut event_in_list: Value = serde_json::from_str(&payload).unwrap();
        to_the_minute(&mut event_in_list);
        let stream = names.get(&event.stream).unwrap_or(&event.stream).clone();
        let at = minute(DateTime::from_timestamp_micros(event.at_us).unwrap());
        lines.push(Line { at, stream, actor: event.actor, event: event_in_list, words: said });
    }
    lines
}

/// What stands in the list for ids that every world draws anew.
async fn names(room: &Room) -> BTreeMap<String, String> {
    let db = &room.store().db;
    let partners = queries::partners(db).await.unwrap().into_iter();
    let people = queries::everybody(db).await.unwrap().into_iter();
    let partners = partners.map(|one| (one.id.to_string(), partner_in_lists(one.code)));
    let person = |identity: &String| person_in_lists(identity);
    let people =
        people.filter_map(|one| Some((one.id.to_string(), one.identities.first().map(person)?)));
    partners.chain(people).collect()
}

/// Referrals and forms are drawn anew here; in the list they are numbered.
fn name_new(names: &mut BTreeMap<String, String>, event: &Event) {
    let number = names.len() as u128;
    if event.stream.starts_with("ref_") && !names.contains_key(&event.stream) {
        let form = event.payload.split('"').find(|word| word.parse::<FormId>().is_ok()).unwrap();
        names.insert(form.to_owned(), FormId::new(number).to_string());
        names.insert(event.stream.clone(), ReferralId::new(number).to_string());
    }
}

/// What a machine needs for a step does not stand in the list.
fn minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_round(TimeDelta::minutes(1)).unwrap()
}

fn to_the_minute(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Ok(at) = text.parse::<DateTime<Utc>>() {
                *value = serde_json::to_value(minute(at)).unwrap();
            }
        }
        Value::Array(all) => all.iter_mut().for_each(to_the_minute),
        Value::Object(all) => all.values_mut().for_each(to_the_minute),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
