//! Scripts that talk nonsense to the sandbox.

use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use super::holds::control::{CHANNEL, Door, FORM, MESSAGE, PERSON, ROUTES};
use super::spoil::{spoiled, text};

/// The sandbox's threads are known by it.
const THREADS: &str = "sandbox of junk";

/// Requests that make sense, by the address they go to.
fn requests() -> Vec<(&'static str, Value)> {
    let act = |deed: Value| ("act", json!({ "as": PERSON, "do": deed }));
    let press = |on: Value| {
        let mut press = on;
        press["label"] = json!("Press");
        act(json!({ "press": press }))
    };
    let fields = json!({ "text": "one", "radio": "One", "boxes": ["1", "Two"], "many": "Two",
        "person": "Sales 2", "day": "2026-03-01", "number": 12 });
    vec![
        act(json!({ "command": { "channel": CHANNEL, "text": "/refer acme.example" } })),
        press(json!({ "channel": CHANNEL, "ts": MESSAGE })),
        press(json!({ "view": FORM })),
        press(json!({ "home": true })),
        act(json!({ "press": { "home": true, "action_id": "pick", "choose": "One" } })),
        act(json!({ "press": { "view": FORM, "action_id": "who", "choose": PERSON } })),
        act(json!({ "press": { "home": true, "action_id": "sure", "confirm": false } })),
        act(json!({ "submit": { "view": FORM, "fields": fields } })),
        act(json!({ "close": { "view": "V0" } })),
        act(json!({ "say": { "channel": CHANNEL, "text": "@Sales 1", "thread_ts": MESSAGE } })),
        act(json!({ "shortcut": { "callback_id": "x", "channel": CHANNEL, "ts": MESSAGE } })),
        act(json!({ "open_home": {} })),
        act(json!({ "suggest": { "view": FORM, "label": "text", "typed": "a" } })),
        (
            "act",
            json!({ "as": PERSON, "forge": true, "do": { "press":
            { "channel": CHANNEL, "ts": MESSAGE, "action_id": "forged", "value": "x" } } }),
        ),
        ("settle", json!({ "timeout_ms": 100, "quiet_ms": 0, "within": "10m" })),
        ("clock", json!({ "advance": "90d" })),
        ("clock", json!({ "set": "2026-11-21T09:00:00Z" })),
        (
            "faults",
            json!({ "method": "chat.postMessage", "times": 3, "error": "ratelimited",
            "retry_after": 1, "delay_ms": 1, "drop_reply": true, "http_status": 503 }),
        ),
        ("deliver", json!({ "duplicate_of": 1 })),
        ("deliver", json!({ "raw": { "envelope_id": "e", "type": "interactive", "payload": {} } })),
        ("connections", json!({ "drop": true, "warn": true })),
        ("world", json!({ "archive": CHANNEL })),
        ("world", json!({ "add_bot": { "channel": "C0RANDOM001", "by": PERSON } })),
        ("world", json!({ "remove_bot": "C0RANDOM001" })),
        ("world", json!({ "share": { "channel": CHANNEL, "team": "T0NORTH0001" } })),
        ("world", json!({ "disconnect": { "channel": CHANNEL, "team": "T0NORTH0001" } })),
        ("world", json!({ "renumber": { "channel": "C0RANDOM001", "id": "C0RANDOM002" } })),
        ("world", json!({ "deactivate": "U0COLLEAGUE" })),
        ("world", json!({ "install": "T0NORTH0001" })),
        ("world", json!({ "uninstall": "T0NORTH0001" })),
        ("world", json!({ "invite": { "channel": CHANNEL, "user": "U0COLLEAGUE" } })),
        ("world", json!({ "rename": { "channel": CHANNEL, "name": "desk" } })),
        ("world", json!({ "group": { "id": "S0", "members": [PERSON] } })),
    ]
}

/// The place of an address among all.
fn route(path: &str) -> u8 {
    let place = ROUTES.iter().position(|(method, one, _)| *method == "POST" && *one == path);
    u8::try_from(place.unwrap()).unwrap()
}

/// A request with odd places, and now and then plain noise at any address.
fn request() -> impl Strategy<Value = Vec<u8>> {
    let sensible = select(requests()).prop_flat_map(|(path, body)| {
        spoiled(body).prop_map(move |body| [&[route(path)], text(&body).as_bytes()].concat())
    });
    let query = "(as|after|x)=[A-Z0-9%+&=-]{0,12}|\\PC{0,20}".prop_map(String::into_bytes);
    let noise = prop_oneof![query, prop::collection::vec(any::<u8>(), 0..40)];
    let noise = (any::<u8>(), noise).prop_map(|(route, junk)| [vec![route], junk].concat());
    prop_oneof![4 => sensible, 1 => noise]
}

/// Counts the panics of the sandbox's threads: a task that ends in one is answered all the same.
fn panics() -> &'static AtomicUsize {
    static PANICS: AtomicUsize = AtomicUsize::new(0);
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() == Some(THREADS) {
            PANICS.fetch_add(1, Ordering::SeqCst);
        }
        before(panic);
    }));
    &PANICS
}

#[test]
fn whatever_a_script_sends_it_is_answered_or_refused_with_a_sentence() {
    let panics = panics();
    let mut build = tokio::runtime::Builder::new_multi_thread();
    let runtime = build.worker_threads(2).thread_name(THREADS).enable_all().build().unwrap();
    let door = runtime.block_on(runtime.spawn(Door::open())).unwrap();
    let no_file = Config { failure_persistence: None, ..Config::with_cases(400) };
    let mut runner = TestRunner::new(no_file);
    let tried = runner.run(&request(), |data| {
        runtime.block_on(door.holds(&data));
        prop_assert_eq!(panics.load(Ordering::SeqCst), 0, "a task ended in a panic");
        Ok(())
    });
    tried.unwrap();
    runtime.block_on(door.close());
}
