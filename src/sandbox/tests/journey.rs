//! Press, modal, errors, receipt, post: one journey of a member of a workspace without the app.

use serde_json::{Value, json};

use super::bot::{Ack, Bot};
use super::{MEMBER, NORTH, SALES, Stage, with_button};

fn plain(text: &str) -> Value {
    json!({ "type": "plain_text", "text": text })
}

fn form() -> Value {
    json!({
        "type": "modal", "callback_id": "refer", "private_metadata": "form-1",
        "notify_on_close": true,
        "title": plain("Refer a customer"), "submit": plain("Send"), "close": plain("Cancel"),
        "blocks": [
            { "type": "input", "block_id": "site", "label": plain("Company website"),
              "element": { "type": "plain_text_input", "action_id": "value" } },
            { "type": "input", "block_id": "basis", "label": plain("Basis"),
              "element": { "type": "radio_buttons", "action_id": "value", "options": [
                  { "text": plain("They agreed"), "value": "agreed" },
                  { "text": plain("Not yet"), "value": "not_yet" } ] } },
            { "type": "input", "block_id": "note", "optional": true, "label": plain("Note"),
              "element": { "type": "plain_text_input", "action_id": "value", "multiline": true } },
        ],
    })
}

fn receipt() -> Value {
    json!({ "type": "modal", "title": plain("Received"), "close": plain("Close"),
        "blocks": [{ "type": "section", "text": plain("Received: NOR-1.") }] })
}

/// Opens the form for a press, wants a dot in the website, then shows a receipt and posts.
async fn bot(stage: &Stage) -> Bot {
    let (http, base) = (stage.http.clone(), stage.sandbox.api_url());
    let token = stage.sandbox.credentials().vendor_bot_token;
    let call = move |method: &'static str, args: Value| {
        let call = http.post(format!("{base}/{method}")).bearer_auth(&token).json(&args);
        async move {
            let answer: Value = call.send().await.unwrap().json().await.unwrap();
            assert_eq!(answer["ok"], true, "{method}: {answer}");
        }
    };
    Bot::connect(stage, move |frame| {
        let call = call.clone();
        async move {
            let payload = &frame["payload"];
            match payload["type"].as_str() {
                Some("block_actions") => {
                    let trigger = payload["trigger_id"].clone();
                    call("views.open", json!({ "trigger_id": trigger, "view": form() })).await;
                    Ack::Bare
                }
                Some("view_submission") => {
                    let site = &payload["view"]["state"]["values"]["site"]["value"]["value"];
                    if !site.as_str().unwrap().contains('.') {
                        let errors = json!({ "site": "Write an address like acme.example." });
                        return Ack::With(json!({ "response_action": "errors", "errors": errors }));
                    }
                    call("chat.postMessage", json!({ "channel": NORTH, "text": "NOR-1" })).await;
                    Ack::With(json!({ "response_action": "update", "view": receipt() }))
                }
                _ => Ack::Bare,
            }
        }
    })
    .await
}

#[tokio::test]
async fn a_member_of_another_workspace_presses_fills_in_and_gets_a_receipt() {
    let stage = Stage::new().await;
    let bot = bot(&stage).await;
    let posted = stage
        .call(
            "chat.postMessage",
            json!({ "channel": NORTH, "text": "Intro", "blocks": with_button("Refer a customer") }),
        )
        .await;
    let press =
        json!({ "press": { "channel": NORTH, "ts": posted["ts"], "label": "refer a customer" } });
    let pressed = stage.act(MEMBER, press).await;
    assert_eq!(pressed["ok"], true, "{pressed}");
    let view = &pressed["screen"]["views"][0];
    assert_eq!(view["title"], "Refer a customer");

    let submit = |fields: Value| json!({ "submit": { "view": view["id"], "fields": fields } });
    // A required input left empty never reaches the bot.
    let empty = stage.act(MEMBER, submit(json!({ "Company website": "acme" }))).await;
    assert_eq!(empty["ok"], true);
    assert!(empty["screen"]["views"][0]["errors"]["basis"].is_string(), "{empty}");
    assert!(bot.payloads("view_submission").is_empty());
    // The bot's own complaint stands at the input; what was typed stays.
    let wrong = stage.act(MEMBER, submit(json!({ "basis": " they agreed" }))).await;
    assert_eq!(
        wrong["screen"]["views"][0]["errors"]["site"],
        "Write an address like acme.example."
    );
    let unknown = stage.act(MEMBER, submit(json!({ "Basis": "Perhaps" }))).await;
    assert_eq!(unknown["error"], "no_such_option");
    let sent = stage.act(MEMBER, submit(json!({ "Company website": "acme.example" }))).await;
    assert_eq!(sent["screen"]["views"][0]["title"], "Received", "{sent}");
    assert!(sent["acked_ms"].is_u64());
    assert_eq!(stage.messages(NORTH, SALES).await[1]["text"], "NOR-1");
    check_payloads(&bot);
}

/// The facts of Slack Connect a bot has to go by.
fn check_payloads(bot: &Bot) {
    let press = &bot.payloads("block_actions")[0];
    assert_eq!(press["team"]["id"], "T0VENDOR001");
    assert_eq!(press["user"]["team_id"], "T0NORTH0001");
    assert_eq!(press["container"]["channel_id"], NORTH);
    assert_eq!(press["channel"]["name"], "north-partner");
    assert_eq!(press["actions"][0]["value"], "7");
    assert_eq!(press["message"]["text"], "Intro");
    assert!(press["response_url"].is_string());
    let sent = bot.payloads("view_submission").pop().unwrap();
    assert_eq!(sent["team"]["id"], "T0NORTH0001");
    assert_eq!(sent["view"]["app_installed_team_id"], "T0VENDOR001");
    assert_eq!(sent["view"]["private_metadata"], "form-1");
    let values = &sent["view"]["state"]["values"];
    assert_eq!(
        values["site"]["value"],
        json!({ "type": "plain_text_input", "value": "acme.example" })
    );
    assert_eq!(values["basis"]["value"]["selected_option"]["value"], "agreed");
    assert_eq!(values["note"]["value"]["value"], Value::Null);
}

#[tokio::test]
async fn pressing_in_a_channel_closes_the_form_and_the_bot_hears_of_it() {
    let stage = Stage::new().await;
    let bot = bot(&stage).await;
    let posted = stage
        .call(
            "chat.postMessage",
            json!({ "channel": NORTH, "text": "Intro", "blocks": with_button("Open") }),
        )
        .await;
    let press =
        |label: &str| json!({ "press": { "channel": NORTH, "ts": posted["ts"], "label": label } });
    stage.act(MEMBER, press("Open")).await;
    let refused = stage.act(MEMBER, press("Not there")).await;
    assert_eq!(refused["error"], "no_such_button");
    assert_eq!(refused["screen"]["views"], json!([]));
    let settled = stage.post("settle", json!({ "quiet_ms": 50 })).await;
    assert_eq!(settled["settled"], true);
    assert_eq!(bot.payloads("view_closed").len(), 1);
}

#[tokio::test]
async fn a_command_works_only_where_the_app_is_installed() {
    let stage = Stage::new().await;
    let bot = Bot::connect(&stage, async |_| Ack::With(json!({ "text": "Here you are." }))).await;
    let command =
        |channel: &str| json!({ "command": { "channel": channel, "text": "/refer  acme.com " } });
    let refused = stage.act(MEMBER, command(NORTH)).await;
    assert_eq!(refused["error"], "not_a_command");
    assert_eq!(refused["screen"]["toasts"].as_array().unwrap().len(), 1);
    assert!(bot.heard.lock().unwrap().is_empty());
    let south = stage.act(super::SOUTH_MEMBER, command("C0SOUTH0001")).await;
    assert_eq!(south["ok"], true, "{south}");
    let heard = &bot.payloads("/refer")[0];
    assert_eq!(heard["team_id"], "T0SOUTH0001");
    assert_eq!(heard["text"], "<http://acme.com|acme.com>");
    let messages = stage.messages("C0SOUTH0001", super::SOUTH_MEMBER).await;
    assert_eq!(messages[0]["text"], "Here you are.");
    assert_eq!(messages[0]["ephemeral"], true);
    assert!(stage.messages("C0SOUTH0001", SALES).await.is_empty());
}

#[tokio::test]
async fn a_trigger_belongs_to_the_installation_it_was_made_for() {
    let stage = Stage::new().await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    let posted = stage
        .call(
            "chat.postMessage",
            json!({ "channel": NORTH, "text": "Intro", "blocks": with_button("Open") }),
        )
        .await;
    stage
        .act(MEMBER, json!({ "press": { "channel": NORTH, "ts": posted["ts"], "label": "Open" } }))
        .await;
    let trigger = bot.payloads("block_actions")[0]["trigger_id"].clone();
    let open = json!({ "trigger_id": trigger, "view": form() });
    let other = stage.sandbox.credentials().further[0].bot_token.clone();
    assert_eq!(
        stage.call_with(&other, "views.open", open.clone()).await["error"],
        "invalid_trigger_id"
    );
    // A view that cannot be shown does not use the trigger up.
    let broken = json!({ "trigger_id": trigger, "view": { "type": "modal", "blocks": [] } });
    let refused = stage.call("views.open", broken).await;
    assert_eq!(refused["error"], "invalid_arguments");
    assert!(!refused["response_metadata"]["messages"].as_array().unwrap().is_empty());
    assert_eq!(stage.call("views.open", open.clone()).await["ok"], true);
    assert_eq!(stage.call("views.open", open).await["error"], "exchanged_trigger_id");
}
