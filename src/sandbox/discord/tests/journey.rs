//! From a typed command over a form to a card and its button.

use serde_json::{Value, json};

use super::bot::Bot;
use super::{Stage, button, refer, until};

/// A form with a text and a menu, in the newer kind of parts.
fn form() -> Value {
    json!({ "type": 9, "data": { "custom_id": "refer:1", "title": "Refer a customer", "components": [
        { "type": 10, "content": "It takes a minute." },
        { "type": 18, "label": "Company website", "component":
            { "type": 4, "custom_id": "website", "style": 1, "max_length": 100 } },
        { "type": 18, "label": "Relationship", "component":
            { "type": 3, "custom_id": "relation", "options": [
                { "label": "A client of mine", "value": "client" }, { "label": "Other", "value": "other" }] } },
    ] } })
}

async fn reacts(interaction: Value) -> Value {
    match interaction["type"].as_u64() {
        Some(2) => form(),
        Some(4) => json!({ "type": 8, "data": { "choices": [{ "name": "Acme", "value": "7" }] } }),
        Some(5) => json!({ "type": 5, "data": { "flags": 64 } }),
        _ => json!({ "type": 6 }),
    }
}

#[tokio::test]
async fn a_command_leads_over_a_form_to_a_card_with_a_button() {
    let stage = Stage::new().await;
    assert_eq!(stage.commands(refer()).await.status, 200);
    let bot = Bot::connect(&stage, reacts).await;
    let (member, north) = (stage.member("Partner member").await, stage.room("north-partner").await);

    let typed = json!({ "command": { "channel": north, "text": "/refer acme.example" } });
    let answer = stage.act(&member, typed).await;
    assert_eq!(answer["ok"], true, "{answer}");
    let view = &answer["screen"]["views"][0];
    assert_eq!(view["title"], "Refer a customer");
    let options = &bot.got()[0]["data"]["options"];
    assert_eq!(*options, json!([{ "name": "website", "type": 3, "value": "acme.example" }]));
    assert_eq!(bot.got()[0]["member"]["user"]["id"], json!(member));

    let fields = json!({ "Company website": "acme.example", "Relationship": "a client of mine" });
    let sent = json!({ "submit": { "view": view["id"], "fields": fields } });
    let answer = stage.act(&member, sent).await;
    assert_eq!(answer["ok"], true, "{answer}");
    assert_eq!(answer["screen"]["views"], json!([]));
    let submit = bot.got()[1].clone();
    assert_eq!(submit["data"]["components"][1]["component"]["value"], "acme.example");
    assert_eq!(submit["data"]["components"][2]["component"]["values"], json!(["client"]));

    // The placeholder that the person alone sees, until it is filled.
    let seen = stage.messages(&north, &member).await;
    assert_eq!((&seen[0]["ephemeral"], &seen[0]["waiting"]), (&json!(true), &json!(true)));
    let token = submit["token"].as_str().unwrap();
    let own = format!("webhooks/{}/{token}", submit["application_id"].as_str().unwrap());
    let body = json!({ "content": "Registered." });
    let edited = stage.rest_with("", &format!("PATCH {own}/messages/@original"), body).await;
    assert_eq!(edited.status, 200, "{}", edited.body);
    let seen = stage.messages(&north, &member).await;
    assert_eq!((&seen[0]["text"], &seen[0]["waiting"]), (&json!("Registered."), &json!(false)));
    let sales = stage.member("Sales 1").await;
    assert!(stage.messages(&north, &sales).await.is_empty(), "for the member alone");

    let body = json!({ "embeds": [{ "title": "Acme" }], "components": button("Approve") });
    let card = stage.says(&north, body).await;
    let press = json!({ "press": { "channel": north, "ts": card, "label": "approve" } });
    assert_eq!(stage.act(&sales, press).await["ok"], true);
    let pressed = bot.got()[2].clone();
    assert_eq!(pressed["data"]["custom_id"], "press:me");
    assert_eq!(pressed["message"]["id"], json!(card));
    let path = format!("PATCH channels/{north}/messages/{card}");
    let body = json!({ "embeds": [{ "title": "Acme, approved" }], "components": [] });
    assert_eq!(stage.rest(&path, body).await.status, 200);
    let seen = stage.messages(&north, &member).await;
    assert_eq!(seen[1]["embeds"][0]["title"], "Acme, approved");
    assert_eq!((&seen[1]["edited"], &seen[1]["components"]), (&json!(true), &json!([])));
}

#[tokio::test]
async fn the_client_keeps_an_empty_form_back() {
    let stage = Stage::new().await;
    stage.commands(refer()).await;
    let bot = Bot::connect(&stage, reacts).await;
    let (member, north) = (stage.member("Partner member").await, stage.room("north-partner").await);
    let typed = json!({ "command": { "channel": north, "text": "/refer" } });
    let view = stage.act(&member, typed).await["screen"]["views"][0].clone();
    let answer = stage.act(&member, json!({ "submit": { "view": view["id"] } })).await;
    assert_eq!(answer["ok"], true);
    assert_eq!(answer["acked_ms"], Value::Null);
    let errors = &answer["screen"]["views"][0]["errors"];
    assert_eq!(errors.as_object().unwrap().len(), 2, "{errors}");
    assert_eq!(bot.got().len(), 1);
    let wrong = json!({ "submit": { "view": view["id"], "fields": { "Nothing": "x" } } });
    assert_eq!(stage.act(&member, wrong).await["error"], "no_such_field");
    let wrong = json!({ "submit": { "view": view["id"], "fields": { "Relationship": "foe" } } });
    assert_eq!(stage.act(&member, wrong).await["error"], "no_such_option");
    let closed = stage.act(&member, json!({ "close": { "view": view["id"] } })).await;
    assert_eq!(closed["screen"]["views"], json!([]));
}

#[tokio::test]
async fn an_option_offers_what_the_bot_gives() {
    let stage = Stage::new().await;
    stage.commands(refer()).await;
    let bot = Bot::connect(&stage, reacts).await;
    let (member, north) = (stage.member("Partner member").await, stage.room("north-partner").await);
    let asked = json!({ "channel": north, "command": "/refer", "label": "account", "typed": "ac" });
    let answer = stage.act(&member, json!({ "suggest": asked })).await;
    assert_eq!(answer["options"], json!([{ "name": "Acme", "value": "7" }]));
    assert_eq!(bot.got()[0]["data"]["options"][0]["focused"], true);
    let asked = json!({ "channel": north, "command": "/refer", "label": "website", "typed": "ac" });
    assert_eq!(stage.act(&member, json!({ "suggest": asked })).await["error"], "no_such_field");
}

#[tokio::test]
async fn commands_at_people_and_messages_name_their_target() {
    let stage = Stage::new().await;
    let list = json!([{ "type": 2, "name": "Refer this person" }, { "type": 3, "name": "Refer from this message" }]);
    stage.commands(list).await;
    let bot =
        Bot::connect(&stage, |_| async { json!({ "type": 4, "data": { "content": "Yes" } }) });
    let bot = bot.await;
    let (member, north) = (stage.member("Partner member").await, stage.room("north-partner").await);
    let said = json!({ "say": { "channel": north, "text": "Acme needs help" } });
    assert_eq!(stage.act(&member, said).await["ok"], true);
    let ts = stage.messages(&north, &member).await[0]["ts"].clone();
    let used = json!({ "shortcut": { "callback_id": "Refer from this message", "channel": north, "ts": ts } });
    assert_eq!(stage.act(&member, used).await["ok"], true);
    let target = bot.got()[0]["data"]["target_id"].clone();
    let messages = &bot.got()[0]["data"]["resolved"]["messages"];
    assert_eq!(messages[target.as_str().unwrap()]["content"], "Acme needs help");
    let used =
        json!({ "shortcut": { "name": "Refer this person", "channel": north, "user": "Sales 1" } });
    assert_eq!(stage.act(&member, used).await["ok"], true);
    assert_eq!(bot.got()[1]["data"]["target_id"], json!(stage.member("Sales 1").await));
}

#[tokio::test]
async fn who_does_not_see_a_channel_does_nothing_there_unless_forged() {
    let stage = Stage::new().await;
    stage.commands(refer()).await;
    let bot = Bot::connect(&stage, |_| async { json!({ "type": 6 }) }).await;
    let (south, north) = (stage.member("South member").await, stage.room("north-partner").await);
    let card = stage.says(&north, json!({ "content": "x", "components": button("Approve") })).await;
    let press = json!({ "press": { "channel": north, "ts": card, "label": "Approve" } });
    assert_eq!(stage.act(&south, press.clone()).await["error"], "not_visible");
    let typed = json!({ "command": { "channel": north, "text": "/refer" } });
    assert_eq!(stage.act(&south, typed).await["error"], "not_visible");
    let seen = stage.get(&format!("channels/{north}/messages?as={south}")).await;
    assert_eq!(seen["error"], "not_visible");
    let forged = json!({ "as": south, "forge": true, "do": press });
    assert_eq!(stage.post("act", forged).await["ok"], true);
    assert_eq!(bot.got().len(), 1);
}

#[tokio::test]
async fn what_nobody_answers_fails_for_the_person() {
    let stage = Stage::new().await;
    stage.commands(refer()).await;
    let (member, north) = (stage.member("Partner member").await, stage.room("north-partner").await);
    let typed = json!({ "command": { "channel": north, "text": "/refer" } });
    let answer = stage.act(&member, typed.clone()).await;
    assert_eq!(answer["error"], "timeout");
    assert_eq!(answer["screen"]["toasts"], json!(["The application did not respond"]));
    let unknown = json!({ "command": { "channel": north, "text": "/nothing" } });
    assert_eq!(stage.act(&member, unknown).await["error"], "not_a_command");
    let dms = stage.get(&format!("dms?as={member}")).await;
    assert_eq!(dms["dms"], json!([]));
}

#[tokio::test]
async fn a_second_answer_is_refused_and_a_late_one_too() {
    let stage = Stage::new().await;
    stage.commands(refer()).await;
    let bot = Bot::connect(&stage, |_| async {
        tokio::time::sleep(std::time::Duration::from_millis(3_100)).await;
        json!({ "type": 5 })
    });
    let bot = bot.await;
    let (member, north) = (stage.member("Partner member").await, stage.room("north-partner").await);
    let typed = json!({ "command": { "channel": north, "text": "/refer" } });
    assert_eq!(stage.act(&member, typed).await["error"], "timeout");
    until(async || !bot.answered().is_empty()).await;
    let (status, body) = bot.answered()[0].clone();
    assert_eq!((status, &body["code"]), (404, &json!(10_062)));
}

#[tokio::test]
async fn one_interaction_in_two_copies_has_one_answer() {
    let stage = Stage::new().await;
    stage.commands(refer()).await;
    let bot = Bot::connect(&stage, |_| async { json!({ "type": 5 }) }).await;
    let (member, north) = (stage.member("Partner member").await, stage.room("north-partner").await);
    stage.post("deliveries", json!({ "copies": 2 })).await;
    let typed = json!({ "command": { "channel": north, "text": "/refer" } });
    assert_eq!(stage.act(&member, typed).await["ok"], true);
    until(async || bot.answered().len() == 2).await;
    let answers = bot.answered();
    assert_eq!(bot.got()[0]["id"], bot.got()[1]["id"]);
    assert_eq!(answers[0].0, 204);
    assert_eq!((answers[1].0, &answers[1].1["code"]), (400, &json!(40_060)));
}

#[tokio::test]
async fn a_token_lives_a_quarter_of_an_hour() {
    let stage = Stage::new().await;
    stage.commands(refer()).await;
    let bot = Bot::connect(&stage, |_| async { json!({ "type": 5 }) }).await;
    let (member, north) = (stage.member("Partner member").await, stage.room("north-partner").await);
    let typed = json!({ "command": { "channel": north, "text": "/refer" } });
    assert_eq!(stage.act(&member, typed).await["ok"], true);
    let one = bot.got()[0].clone();
    let (app, token) = (one["application_id"].as_str().unwrap(), one["token"].as_str().unwrap());
    let path = format!("PATCH webhooks/{app}/{token}/messages/@original");
    let body = json!({ "content": "Done." });
    assert_eq!(stage.rest_with("", &path, body.clone()).await.status, 200);
    stage.post("clock", json!({ "advance": "14m" })).await;
    assert_eq!(stage.rest_with("", &path, body.clone()).await.status, 200);
    stage.post("clock", json!({ "advance": "2m" })).await;
    let refused = stage.rest_with("", &path, body).await;
    assert_eq!((refused.status, refused.code()), (401, 50_027));
    let unknown = format!("POST webhooks/{app}/nothing");
    assert_eq!(stage.rest_with("", &unknown, json!({ "content": "x" })).await.code(), 10_015);
}
