//! Faults, clock, connections, repeated deliveries, changes of the world, signed pushes.

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::bot::{Ack, Bot};
use super::{DESK, MEMBER, NORTH, SALES, SOUTH_MEMBER, Stage, with_button};
use crate::clock::Clock;
use crate::sandbox::{Probe, Waiting};

#[tokio::test]
async fn faults_spoil_as_many_calls_as_asked_for() {
    let stage = Stage::new().await;
    let post =
        async || stage.call("chat.postMessage", json!({ "channel": NORTH, "text": "x" })).await;
    let fault = json!({ "method": "chat.postMessage", "times": 2, "error": "ratelimited", "retry_after": 7 });
    stage.post("faults", fault).await;
    assert_eq!(post().await["error"], "ratelimited");
    assert_eq!(post().await["error"], "ratelimited");
    assert_eq!(post().await["ok"], true);
    stage
        .post("faults", json!({ "method": "chat.postMessage", "times": 9, "http_status": 503 }))
        .await;
    let url = format!("{}sandbox/v1/faults", stage.sandbox.url());
    stage.http.delete(url).send().await.unwrap();
    assert_eq!(post().await["ok"], true);
}

#[tokio::test]
async fn a_dropped_reply_was_applied_and_a_cut_call_was_not() {
    for (fault, applied) in [("drop_reply", 1), ("cut", 0)] {
        let stage = Stage::new().await;
        stage.post("faults", json!({ "method": "chat.postMessage", fault: true })).await;
        let url = format!("{}/chat.postMessage", stage.sandbox.api_url());
        let token = stage.sandbox.credentials().vendor_bot_token;
        let call =
            stage.http.post(url).bearer_auth(token).json(&json!({ "channel": NORTH, "text": "x" }));
        let lost = match call.send().await {
            Ok(answer) => answer.bytes().await.is_err(),
            Err(_) => true,
        };
        assert!(lost, "{fault}");
        assert_eq!(stage.messages(NORTH, SALES).await.len(), applied, "{fault}");
    }
}

#[tokio::test]
async fn an_event_comes_again_on_the_worlds_clock_until_it_is_answered() {
    let stage = Stage::generous().await;
    // Nobody is connected: the first try fails at once.
    stage.post("world", json!({ "invite": { "channel": DESK, "user": MEMBER } })).await;
    let waiting = stage.post("settle", json!({ "timeout_ms": 50, "quiet_ms": 10 })).await;
    assert_eq!(
        (waiting["settled"].clone(), waiting["waiting"]["deliveries"].clone()),
        (json!(false), json!(1))
    );
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    stage.post("clock", json!({ "advance": "2m" })).await;
    let settled = stage.post("settle", json!({ "quiet_ms": 10 })).await;
    assert_eq!(settled["settled"], true);
    let heard = bot.heard.lock().unwrap().clone();
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0]["retry_attempt"], 1);
    assert_eq!(heard[0]["payload"]["event"]["type"], "member_joined_channel");
    assert_eq!(heard[0]["payload"]["is_ext_shared_channel"], false);
}

#[tokio::test]
async fn a_delivery_can_be_repeated_exactly_and_any_frame_made_up() {
    let stage = Stage::new().await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    let posted = stage
        .call(
            "chat.postMessage",
            json!({ "channel": NORTH, "text": "x", "blocks": with_button("Ok") }),
        )
        .await;
    stage
        .act(MEMBER, json!({ "press": { "channel": NORTH, "ts": posted["ts"], "label": "Ok" } }))
        .await;
    let log = stage.get("log?after=0").await;
    let entries = log["entries"].as_array().unwrap();
    let event = entries.iter().find(|entry| entry["kind"] == "event").unwrap();
    let ack = entries.iter().find(|entry| entry["kind"] == "ack").unwrap();
    assert_eq!(ack["of"], event["seq"]);
    assert_eq!(stage.post("deliver", json!({ "duplicate_of": event["seq"] })).await["ok"], true);
    let raw = json!({ "envelope_id": "made-up", "type": "strange", "payload": {} });
    assert_eq!(stage.post("deliver", json!({ "raw": raw, "retry": 2 })).await["ok"], true);
    let heard = bot.heard.lock().unwrap().clone();
    assert_eq!(heard[0], heard[1]);
    assert_eq!((&heard[2]["type"], &heard[2]["retry_attempt"]), (&json!("strange"), &json!(2)));
}

#[tokio::test]
async fn deliveries_go_out_in_several_copies_or_late_and_in_the_wrong_order() {
    let stage = Stage::generous().await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    let invited = |user: &str| json!({ "invite": { "channel": DESK, "user": user } });
    stage.post("deliveries", json!({ "copies": 3 })).await;
    stage.post("world", invited(MEMBER)).await;
    let settle = async || stage.post("settle", json!({ "quiet_ms": 10 })).await;
    assert_eq!(settle().await["settled"], true);
    let joined = bot.payloads("member_joined_channel");
    assert_eq!(joined.len(), 3);
    assert_eq!(joined[0], joined[2], "copies are the same");

    let held = json!({ "copies": 1, "hold": ["member_joined_channel"] });
    assert_eq!(stage.post("deliveries", held).await["held"], 0);
    stage.post("world", invited(SOUTH_MEMBER)).await;
    stage.post("world", json!({ "archive": DESK })).await;
    assert_eq!(settle().await["settled"], true, "what is held is not waited for");
    assert_eq!(bot.payloads("channel_archive").len(), 1);
    assert_eq!(bot.payloads("member_joined_channel").len(), 3);
    let released = stage.post("deliveries", json!({ "release": true })).await;
    assert_eq!((&released["released"], &released["held"]), (&json!(1), &json!(0)));
    settle().await;
    assert_eq!(bot.payloads("member_joined_channel").len(), 4);
    for wrong in [0, 11] {
        assert_eq!(stage.post("deliveries", json!({ "copies": wrong })).await["ok"], false);
    }
}

#[tokio::test]
async fn forged_presses_reach_the_bot_and_honest_ones_do_not() {
    let stage = Stage::new().await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    let posted = stage
        .call(
            "chat.postMessage",
            json!({ "channel": DESK, "text": "x", "blocks": with_button("Approve") }),
        )
        .await;
    let press = json!({ "press": { "channel": DESK, "ts": posted["ts"], "label": "Approve" } });
    assert_eq!(stage.act(MEMBER, press.clone()).await["error"], "not_visible");
    let forged = stage.post("act", json!({ "as": MEMBER, "forge": true, "do": press })).await;
    assert_eq!(forged["ok"], true);
    assert_eq!(bot.payloads("block_actions")[0]["user"]["id"], MEMBER);
}

#[tokio::test]
async fn cut_sockets_are_gone() {
    let stage = Stage::new().await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    stage.post("connections", json!({ "drop": true })).await;
    bot.over().await;
    let token = stage.sandbox.credentials().app_token;
    let opened = stage.call_with(&token, "apps.connections.open", json!({})).await;
    let url = opened["url"].as_str().unwrap();
    tokio_tungstenite::connect_async(url).await.unwrap();
    assert!(tokio_tungstenite::connect_async(url).await.is_err(), "a ticket is used once");
}

#[tokio::test]
async fn an_uninstalled_app_loses_its_token_and_gets_a_new_one() {
    let stage = Stage::generous().await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    let old = stage.sandbox.credentials().further[0].clone();
    stage.post("world", json!({ "uninstall": old.team_id })).await;
    let refused = stage.call_with(&old.bot_token, "auth.test", json!({})).await;
    assert_eq!(refused["error"], "account_inactive");
    stage.post("settle", json!({ "quiet_ms": 10 })).await;
    assert_eq!(bot.payloads("app_uninstalled").len(), 1);
    stage.post("world", json!({ "install": old.team_id })).await;
    let new = stage.sandbox.credentials().further[0].clone();
    assert_ne!(new.bot_token, old.bot_token);
    assert_eq!(stage.call_with(&new.bot_token, "auth.test", json!({})).await["ok"], true);
}

#[tokio::test]
async fn what_becomes_of_a_channel_is_an_event() {
    let stage = Stage::new().await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    #[rustfmt::skip]
    let table = [
        (json!({ "archive": NORTH }),                                      "channel_archive",    "channel",        NORTH),
        (json!({ "unarchive": NORTH }),                                    "channel_unarchive",  "channel",        NORTH),
        (json!({ "share": { "channel": NORTH, "team": "T0EAST00001" } }),  "channel_shared",     "connected_team_id", "T0EAST00001"),
        (json!({ "renumber": { "channel": NORTH, "id": "C0NORTHNEW1" } }), "channel_id_changed", "new_channel_id", "C0NORTHNEW1"),
        (json!({ "remove_bot": DESK }),                                    "channel_left",       "channel",        DESK),
    ];
    for (change, kind, field, value) in table {
        stage.post("world", change).await;
        stage.post("settle", json!({ "quiet_ms": 10 })).await;
        assert_eq!(bot.payloads(kind).last().unwrap()["event"][field], value, "{kind}");
    }
    let told = bot.payloads("channel_shared").pop().unwrap();
    assert_eq!(told["is_ext_shared_channel"], true);
    assert_eq!(told["authorizations"][0]["user_id"], "U0BOTVENDOR001");
}

#[tokio::test]
async fn what_becomes_of_a_person_is_an_event() {
    let stage = Stage::new().await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    #[rustfmt::skip]
    let table = [
        (json!({ "demote": SALES }),                                     SALES,  "is_restricted", json!(true)),
        (json!({ "deactivate": SALES }),                                 SALES,  "deleted",       json!(true)),
        (json!({ "reactivate": SALES }),                                 SALES,  "deleted",       json!(false)),
        (json!({ "move": { "user": MEMBER, "team": "T0EAST00001" } }),   MEMBER, "team_id",       json!("T0EAST00001")),
    ];
    for (change, who, field, value) in table {
        stage.post("world", change).await;
        stage.post("settle", json!({ "quiet_ms": 10 })).await;
        let told = bot.payloads("user_change").pop().unwrap();
        assert_eq!(
            (&told["event"]["user"]["id"], &told["event"]["user"][field]),
            (&json!(who), &value)
        );
    }
    let seen = stage.get(&format!("channels/{NORTH}/messages?as={MEMBER}")).await;
    assert_eq!(seen["error"], "not_visible", "who has moved is in no channel of the old company's");
}

#[tokio::test]
async fn what_is_said_to_the_app_alone_and_what_it_says_there_is_heard() {
    let stage = Stage::new().await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    let own = format!("D{}", &SALES[1..]);
    stage.act(SALES, json!({ "say": { "channel": own, "text": "hello" } })).await;
    stage.call("chat.postMessage", json!({ "channel": own, "text": "hello yourself" })).await;
    stage.post("settle", json!({ "quiet_ms": 10 })).await;
    let heard = bot.payloads("message");
    let by_app: Vec<bool> = heard.iter().map(|told| told["event"]["bot_id"].is_string()).collect();
    assert_eq!(by_app, [false, true]);
    assert!(heard.iter().all(|told| told["event"]["channel_type"] == "im"));
    let foreign = format!("D{}", &MEMBER[1..]);
    let refused = stage.act(SALES, json!({ "say": { "channel": foreign, "text": "x" } })).await;
    assert_eq!(refused["error"], "not_visible");
}

#[tokio::test]
async fn a_response_url_works_five_times() {
    let stage = Stage::new().await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    stage.act(SALES, json!({ "command": { "channel": DESK, "text": "/refer" } })).await;
    let url = bot.payloads("/refer")[0]["response_url"].as_str().unwrap().to_owned();
    let answer = async || {
        stage.http.post(&url).json(&json!({ "text": "hi" })).send().await.unwrap().status()
    };
    for _ in 0..5 {
        assert_eq!(answer().await, 200);
    }
    assert_eq!(answer().await, 404);
    assert_eq!(stage.messages(DESK, SALES).await.len(), 5);
    stage.act(SALES, json!({ "command": { "channel": DESK, "text": "/refer" } })).await;
    let late = bot.payloads("/refer")[1]["response_url"].as_str().unwrap().to_owned();
    stage.post("clock", json!({ "advance": "31m" })).await;
    assert_eq!(
        stage.http.post(late).json(&json!({ "text": "hi" })).send().await.unwrap().status(),
        404
    );
}

/// A bot with two timers and one message held back by pacing.
struct Timers {
    clock: Clock,
    due: Mutex<Vec<DateTime<Utc>>>,
    ran_at: Mutex<Vec<DateTime<Utc>>>,
    paced_until: Mutex<Option<DateTime<Utc>>>,
}

impl Probe for Timers {
    fn waiting(&self) -> Pin<Box<dyn Future<Output = Waiting> + Send + '_>> {
        Box::pin(async {
            let mut paced = self.paced_until.lock().unwrap();
            if paced.is_some_and(|free| free <= self.clock.now()) {
                *paced = None;
            }
            Waiting {
                inbox: 0,
                outbox: u64::from(paced.is_some()),
                paced_until: *paced,
                next_timer: self.due.lock().unwrap().iter().min().copied(),
            }
        })
    }

    fn run_due(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async {
            let now = self.clock.now();
            let mut due = self.due.lock().unwrap();
            let mut ran = self.ran_at.lock().unwrap();
            due.retain(|time| {
                let stays = *time > now;
                if !stays {
                    ran.push(now);
                }
                stays
            });
        })
    }
}

fn timers(stage: &Stage) -> Arc<Timers> {
    let now = stage.clock.now();
    let timers = Arc::new(Timers {
        clock: stage.clock.clone(),
        due: Mutex::new(vec![now + TimeDelta::days(77), now + TimeDelta::minutes(10)]),
        ran_at: Mutex::default(),
        paced_until: Mutex::new(Some(now + TimeDelta::seconds(20))),
    });
    stage.sandbox.attach(timers.clone());
    timers
}

#[tokio::test]
async fn turning_the_clock_runs_every_timer_at_its_time_in_order() {
    let stage = Stage::new().await;
    let start = stage.clock.now();
    let timers = timers(&stage);
    stage.post("clock", json!({ "advance": "90d" })).await;
    let ran = timers.ran_at.lock().unwrap().clone();
    assert_eq!(ran.len(), 2);
    assert!(ran[0] < start + TimeDelta::days(1), "{ran:?}");
    assert!(
        ran[1] >= start + TimeDelta::days(77) && ran[1] < start + TimeDelta::days(78),
        "{ran:?}"
    );
    assert!(stage.clock.now() >= start + TimeDelta::days(90));
}

#[tokio::test]
async fn settling_skips_pacing_and_only_the_timers_asked_for() {
    let stage = Stage::new().await;
    let start = stage.clock.now();
    let timers = timers(&stage);
    let settled = stage.post("settle", json!({ "quiet_ms": 0 })).await;
    assert_eq!(
        settled,
        json!({ "ok": true, "settled": true,
        "waiting": { "deliveries": 0, "inbox": 0, "outbox": 0 } })
    );
    assert!(stage.clock.now() >= start + TimeDelta::seconds(20));
    assert!(timers.ran_at.lock().unwrap().is_empty());
    stage.post("settle", json!({ "quiet_ms": 0, "within": "10m" })).await;
    assert_eq!(timers.ran_at.lock().unwrap().len(), 1);
    assert!(stage.clock.now() < start + TimeDelta::days(1));
}
