//! Files, scheduled messages, invitations, reactions, authorizations and limits.

use serde_json::{Value, json};

use super::bot::{Ack, Bot};
use super::wire::breaches;
use super::{DESK, MEMBER, ManifestFrom, NORTH, SALES, Stage};

async fn error(stage: &Stage, method: &str, args: Value) -> Value {
    stage.call(method, args).await["error"].clone()
}

/// Seconds since 1970 on the stage's clock.
fn now(stage: &Stage) -> i64 {
    stage.clock.now().timestamp()
}

#[tokio::test]
async fn a_file_goes_up_in_three_steps_and_comes_down_for_whoever_may_see_it() {
    let stage = Stage::generous().await;
    let announced = stage
        .call("files.getUploadURLExternal", json!({ "filename": "a b.txt", "length": 5 }))
        .await;
    let id = announced["file_id"].as_str().unwrap();
    let share = json!({ "files": [{ "id": id, "title": "A" }], "channel_id": DESK });
    assert_eq!(
        error(&stage, "files.completeUploadExternal", share.clone()).await,
        "file_not_found"
    );
    let address = announced["upload_url"].as_str().unwrap();
    let send = |body: &'static str| stage.http.post(address).body(body).send();
    assert_eq!(send("hello").await.unwrap().status(), 200);
    assert_eq!(send("again").await.unwrap().status(), 404);
    assert_eq!(error(&stage, "files.info", json!({ "file": id })).await, "file_not_found");

    let outside = json!({ "files": [{ "id": id }], "channel_id": "C0RANDOM001" });
    assert_eq!(error(&stage, "files.completeUploadExternal", outside).await, "not_in_channel");
    let done = stage.call("files.completeUploadExternal", share.clone()).await;
    assert_eq!(breaches("files.completeUploadExternal", &done), Vec::<String>::new());
    assert_eq!((done["ok"].clone(), done["files"][0]["title"].clone()), (json!(true), json!("A")));
    assert_eq!(error(&stage, "files.completeUploadExternal", share).await, "file_not_found");
    let info = stage.call("files.info", json!({ "file": id })).await;
    assert_eq!(breaches("files.info", &info), Vec::<String>::new());
    let file = info["file"].clone();
    assert_eq!(file["channels"], json!([DESK]));
    assert_eq!((file["size"].clone(), file["mimetype"].clone()), (json!(5), json!("text/plain")));
    let shown = stage.messages(DESK, SALES).await;
    assert_eq!(shown[0]["files"][0]["name"], "a b.txt");

    let url = file["url_private"].as_str().unwrap();
    let vendor = stage.sandbox.credentials().vendor_bot_token;
    let south = stage.sandbox.credentials().further[0].bot_token.clone();
    #[rustfmt::skip]
    let table = [
        (url.to_owned(),                 vendor.as_str(), 200),
        (url.to_owned(),                 south.as_str(),  403),
        (url.to_owned(),                 "xoxb-unknown",  403),
        (format!("{url}?as={SALES}"),    "",              200),
        (format!("{url}?as={MEMBER}"),   "",              403),
    ];
    for (url, token, status) in table {
        let answer = stage.http.get(&url).bearer_auth(token).send().await.unwrap();
        assert_eq!(answer.status(), status, "{url} {token}");
        if status == 200 {
            assert_eq!(answer.headers()["content-disposition"], "attachment");
            assert_eq!(answer.text().await.unwrap(), "hello");
        }
    }
}

#[tokio::test]
async fn an_image_block_shows_an_uploaded_picture_to_whoever_reads_the_message() {
    let stage = Stage::generous().await;
    let upload = async |name: &str| {
        let args = json!({ "filename": name, "length": 1 });
        let announced = stage.call("files.getUploadURLExternal", args).await;
        let address = announced["upload_url"].as_str().unwrap();
        stage.http.post(address).body("x").send().await.unwrap();
        announced["file_id"].clone()
    };
    let complete = async |id: &Value| {
        let args = json!({ "files": [{ "id": id }] });
        stage.call("files.completeUploadExternal", args).await
    };
    let post = async |id: &Value| {
        let image = json!({ "type": "image", "slack_file": { "id": id }, "alt_text": "A line" });
        let args = json!({ "channel": NORTH, "text": "Look", "blocks": [image] });
        stage.call("chat.postMessage", args).await
    };
    let picture = upload("a.png").await;
    let early = post(&picture).await;
    assert_eq!(early["error"], "invalid_blocks", "not before it is whole");
    let said = "[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]";
    assert_eq!(early["response_metadata"]["messages"], json!([said]));
    assert_eq!(complete(&picture).await["ok"], true);
    assert!(stage.messages(NORTH, MEMBER).await.is_empty(), "nothing is posted by that");
    let address = format!("{}files/{}/picture", stage.sandbox.url(), picture.as_str().unwrap());
    let seen = async |who: &str| {
        let answer = stage.http.get(format!("{address}?as={who}")).send().await.unwrap();
        answer.status().as_u16()
    };
    assert_eq!(seen(MEMBER).await, 403);
    assert_eq!(post(&picture).await["ok"], true);
    assert_eq!(seen(MEMBER).await, 200);

    let text = upload("a.txt").await;
    complete(&text).await;
    for wrong in [text, json!("F0NOSUCHFILE")] {
        assert_eq!(post(&wrong).await["error"], "invalid_blocks", "{wrong}");
    }
}

#[tokio::test]
async fn in_a_shared_channel_a_file_is_told_of_by_its_id_alone() {
    let stage = Stage::generous().await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    let announced =
        stage.call("files.getUploadURLExternal", json!({ "filename": "a.png", "length": 1 })).await;
    let address = announced["upload_url"].as_str().unwrap();
    stage.http.post(address).body("x").send().await.unwrap();
    let id = announced["file_id"].clone();
    let share = json!({ "files": [{ "id": id }], "channels": NORTH, "initial_comment": "Look" });
    assert_eq!(stage.call("files.completeUploadExternal", share).await["ok"], true);
    stage.post("settle", json!({})).await;
    assert_eq!(bot.payloads("file_shared")[0]["event"]["file_id"], id);
    let read = stage.call("conversations.history", json!({ "channel": NORTH })).await;
    let told = &read["messages"][0];
    assert_eq!(told["text"], "Look");
    assert_eq!(told["files"][0]["file_access"], "check_file_info");
    assert!(told["files"][0].get("name").is_none());
}

#[tokio::test]
async fn a_scheduled_message_comes_at_its_time_and_not_when_it_was_taken_back() {
    let stage = Stage::generous().await;
    let start = now(&stage);
    let schedule = async |text: &str, post_at: i64| {
        let args = json!({ "channel": NORTH, "text": text, "post_at": post_at });
        stage.call("chat.scheduleMessage", args).await
    };
    #[rustfmt::skip]
    let table = [
        (json!({ "channel": NORTH, "text": "x", "post_at": "soon" }),                  "invalid_time"),
        (json!({ "channel": NORTH, "text": "x", "post_at": start - 1 }),               "time_in_past"),
        (json!({ "channel": NORTH, "text": "x", "post_at": start + 121 * 86_400 }),    "time_too_far"),
        (json!({ "channel": NORTH, "post_at": start + 600 }),                          "no_text"),
        (json!({ "channel": "C0RANDOM001", "text": "x", "post_at": start + 600 }),     "not_in_channel"),
        (json!({ "channel": NORTH, "text": "x" }),                                     "invalid_arguments"),
    ];
    for (args, refused) in table {
        assert_eq!(error(&stage, "chat.scheduleMessage", args).await, refused);
    }
    let second = schedule("second", start + 1200).await;
    let first = schedule("first", start + 600).await;
    let dropped = schedule("dropped", start + 900).await;
    let soon = schedule("soon", start + 30).await;
    assert_eq!(first["post_at"], start + 600);
    assert!(first["message"].get("ts").is_none());
    let with_metadata = json!({ "channel": NORTH, "text": "silent", "post_at": start + 700,
        "metadata": { "event_type": "x", "event_payload": {} } });
    assert_eq!(stage.call("chat.scheduleMessage", with_metadata).await["ok"], true);

    let back = |id: &Value| json!({ "channel": NORTH, "scheduled_message_id": id });
    let delete = "chat.deleteScheduledMessage";
    let deleted = stage.call(delete, back(&dropped["scheduled_message_id"])).await;
    assert_eq!((deleted["ok"].clone(), breaches(delete, &deleted)), (json!(true), Vec::new()));
    for gone in [&dropped["scheduled_message_id"], &soon["scheduled_message_id"]] {
        assert_eq!(error(&stage, delete, back(gone)).await, "invalid_scheduled_message_id");
    }
    let listed = stage.call("chat.scheduledMessages.list", json!({ "oldest": start + 800 })).await;
    assert_eq!(listed["scheduled_messages"][0]["id"], second["scheduled_message_id"]);

    stage.post("clock", json!({ "advance": "1h" })).await;
    let texts: Vec<Value> =
        stage.messages(NORTH, SALES).await.iter().map(|one| one["text"].clone()).collect();
    assert_eq!(texts, ["soon", "first", "second"]);
    let at = stage.messages(NORTH, SALES).await[1]["ts"].as_str().unwrap().to_owned();
    assert!(at.starts_with(&(start + 600).to_string()), "{at}");
    let left = stage.call("chat.scheduledMessages.list", json!({})).await;
    assert_eq!(left["scheduled_messages"], json!([]));
}

#[tokio::test]
async fn thirty_messages_fit_into_five_minutes_of_a_channel() {
    let stage = Stage::generous().await;
    let at = (now(&stage) / 300 + 10) * 300;
    let schedule = async |post_at: i64| {
        let args = json!({ "channel": NORTH, "text": "x", "post_at": post_at });
        stage.call("chat.scheduleMessage", args).await
    };
    for second in 0..30 {
        assert_eq!(schedule(at + second).await["ok"], true);
    }
    assert_eq!(schedule(at + 299).await["error"], "restricted_too_many");
    assert_eq!(schedule(at + 300).await["ok"], true);
}

#[tokio::test]
async fn people_are_invited_where_their_workspace_is() {
    let stage = Stage::generous().await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    let invite = async |users: Value| {
        stage.call("conversations.invite", json!({ "channel": NORTH, "users": users })).await
    };
    assert_eq!(invite(json!("U0NOBODY001")).await["error"], "user_not_found");
    assert_eq!(invite(json!("U0SOUTHMEM1")).await["error"], "cant_invite");
    assert_eq!(invite(json!(MEMBER)).await["error"], "already_in_channel");
    assert_eq!(invite(json!("U0BOTVENDOR001")).await["error"], "cant_invite_self");
    let invited = invite(json!(["U0ADMIN0001", "U0AUDITOR01"])).await;
    assert_eq!(invited["channel"]["id"], NORTH);
    stage.post("settle", json!({})).await;
    assert_eq!(bot.payloads("member_joined_channel").len(), 2);
    let own = stage.call("users.conversations", json!({ "user": "U0ADMIN0001" })).await;
    let names = |answer: &Value| -> Vec<String> {
        let channels = answer["channels"].as_array().unwrap().iter();
        channels.map(|channel| channel["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&own), ["north-partner", "sales-desk", "resolvers", "partners", "random"]);
    let of_the_app = stage.call("users.conversations", json!({})).await;
    assert!(!names(&of_the_app).contains(&"random".to_owned()));
}

#[tokio::test]
async fn reactions_are_given_taken_back_and_told() {
    let stage = Stage::generous().await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    let posted = stage.call("chat.postMessage", json!({ "channel": NORTH, "text": "x" })).await;
    let at = json!({ "channel": NORTH, "timestamp": posted["ts"], "name": "eyes" });
    assert_eq!(error(&stage, "reactions.remove", at.clone()).await, "no_reaction");
    assert_eq!(stage.call("reactions.add", at.clone()).await["ok"], true);
    assert_eq!(error(&stage, "reactions.add", at.clone()).await, "already_reacted");
    let react = |remove: bool| {
        let deed =
            json!({ "channel": NORTH, "ts": posted["ts"], "name": "eyes", "remove": remove });
        stage.act(MEMBER, json!({ "react": deed }))
    };
    assert_eq!(react(false).await["ok"], true);
    let got = stage.call("reactions.get", at.clone()).await;
    assert_eq!(got["message"]["reactions"][0]["users"], json!(["U0BOTVENDOR001", MEMBER]));
    assert_eq!(react(true).await["ok"], true);
    assert_eq!(react(true).await["error"], "no_such_button");
    assert_eq!(stage.call("reactions.remove", at).await["ok"], true);
    stage.post("settle", json!({})).await;
    assert_eq!(bot.payloads("reaction_added").len(), 2);
}

#[tokio::test]
async fn an_event_context_names_every_installation_that_may_see_the_event() {
    let stage = Stage::generous().await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    let add = json!({ "add_bot": { "channel": "C0SOUTH0001", "by": "U0SOUTHMEM1" } });
    stage.post("world", add).await;
    stage
        .post("world", json!({ "invite": { "channel": "C0SOUTH0001", "user": "U0ADMIN0001" } }))
        .await;
    stage.post("settle", json!({})).await;
    let told = bot.payloads("member_joined_channel").pop().unwrap();
    assert_eq!(told["authorizations"].as_array().unwrap().len(), 1);
    let ask = async |token: &str, context: &Value| {
        let args = json!({ "event_context": context });
        stage.call_with(token, "apps.event.authorizations.list", args).await
    };
    let app_token = stage.sandbox.credentials().app_token;
    let all = ask(&app_token, &told["event_context"]).await;
    assert_eq!(breaches("apps.event.authorizations.list", &all), Vec::<String>::new());
    let teams: Vec<&str> = all["authorizations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["team_id"].as_str().unwrap())
        .collect();
    assert_eq!(teams, ["T0VENDOR001", "T0SOUTH0001"]);
    assert_eq!(ask(&app_token, &json!("nothing")).await["error"], "invalid_event_context");
    let bot_token = stage.sandbox.credentials().vendor_bot_token;
    let refused = ask(&bot_token, &told["event_context"]).await;
    assert_eq!(refused["error"], "not_allowed_token_type");
}

#[tokio::test]
async fn a_methods_tier_is_kept_where_it_is_asked_for() {
    let stage = Stage::generous().await;
    let list = async || stage.call("users.list", json!({})).await;
    for _ in 0..25 {
        assert_eq!(list().await["ok"], true);
    }
    stage.post("limits", json!({ "tiers": true })).await;
    let mut refused = Value::Null;
    for _ in 0..25 {
        refused = list().await["error"].clone();
    }
    assert_eq!(refused, "ratelimited");
    assert_eq!(stage.call("team.info", json!({})).await["ok"], true);
    stage.post("clock", json!({ "advance": "1m" })).await;
    assert_eq!(list().await["ok"], true);
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_refused_in_slacks_words() {
    let stage = Stage::new().await;
    let url = format!("{}/auth.test", stage.sandbox.api_url());
    let token = stage.sandbox.credentials().vendor_bot_token;
    #[rustfmt::skip]
    let table = [
        (Some("application/json"),                  "{",    json!("invalid_json")),
        (Some("application/json; charset=utf-8"),   "[]",   json!("json_not_object")),
        (Some("text/plain"),                        "a=b",  json!("invalid_post_type")),
        (None,                                      "a=b",  json!("missing_post_type")),
        (Some("application/json"),                  "",     Value::Null),
        (Some("application/x-www-form-urlencoded"), "a=b",  Value::Null),
    ];
    for (kind, body, error) in table {
        let mut call = stage.http.post(&url).bearer_auth(&token).body(body);
        if let Some(kind) = kind {
            call = call.header("content-type", kind);
        }
        let answer: Value = call.send().await.unwrap().json().await.unwrap();
        assert_eq!(answer["error"], error, "{kind:?} {body}");
    }
}

#[tokio::test]
async fn the_app_has_the_name_of_its_manifest() {
    let manifest = tempfile::NamedTempFile::new().unwrap();
    let text = "display_information: { name: Lunch }\noauth_config: { scopes: { bot: [\"chat:write\", \"app_mentions:read\"] } }\nsettings: { event_subscriptions: { bot_events: [app_mention] } }";
    std::fs::write(manifest.path(), text).unwrap();
    let path = manifest.path().to_owned();
    let stage = Stage::with(|options| options.manifest = Some(ManifestFrom::File(path))).await;
    let bot = Bot::connect(&stage, async |_| Ack::Bare).await;
    stage.act(SALES, json!({ "say": { "channel": NORTH, "text": "@Lunch hi" } })).await;
    stage.post("settle", json!({})).await;
    assert_eq!(bot.payloads("app_mention").len(), 1);
    let posted = stage.call("chat.postMessage", json!({ "channel": NORTH, "text": "x" })).await;
    assert_eq!(posted["message"]["bot_profile"]["name"], "Lunch");
    assert_eq!(stage.messages(NORTH, SALES).await[1]["author_name"], "Lunch");
}

/// The methods of the table in `webapi.rs`.
fn methods() -> Vec<&'static str> {
    let lines = include_str!("../webapi.rs").lines().map(str::trim);
    lines
        .filter_map(|line| line.strip_prefix('"')?.split_once("\" => ("))
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn the_page_lists_every_method_and_no_other() {
    let page = include_str!("../../../docs/sandbox.md");
    let (_, from) = page.split_once("`api.test`").unwrap();
    let line = from.lines().next().unwrap();
    let mut listed: Vec<&str> = line.split('`').skip(1).step_by(2).chain(["api.test"]).collect();
    let mut known = methods();
    listed.sort_unstable();
    known.sort_unstable();
    assert_eq!(listed, known);
}

#[tokio::test]
async fn every_method_takes_a_query_a_form_and_json() {
    let stage = Stage::generous().await;
    let credentials = stage.sandbox.credentials();
    for method in methods() {
        // It would open a socket's address, or take the token back.
        if ["apps.connections.open", "auth.revoke"].contains(&method) {
            continue;
        }
        let token = match method {
            "apps.event.authorizations.list" => &credentials.app_token,
            _ => &credentials.vendor_bot_token,
        };
        let url = format!("{}/{method}", stage.sandbox.api_url());
        // Nobody and nowhere: what is said of them shows that the arguments came through.
        let args =
            [("channel", "C0NOWHERE01"), ("user", "U0NOBODY001"), ("channel_id", "C0NOWHERE01")];
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(args).finish();
        let json: Value = args
            .iter()
            .map(|(key, value)| ((*key).to_owned(), json!(value)))
            .collect::<serde_json::Map<_, _>>()
            .into();
        let calls = [
            stage.http.get(format!("{url}?{form}")),
            stage
                .http
                .post(&url)
                .header("content-type", "application/x-www-form-urlencoded")
                .body(form),
            stage.http.post(&url).json(&json),
        ];
        let mut answers = Vec::new();
        for call in calls {
            let answer: Value = call.bearer_auth(token).send().await.unwrap().json().await.unwrap();
            answers.push((answer["ok"].clone(), answer["error"].clone()));
        }
        assert_eq!(answers[0], answers[1], "{method}");
        assert_eq!(answers[0], answers[2], "{method}");
        let text = answers[0].1.as_str().unwrap_or_default();
        assert!(
            !["unknown_method", "invalid_auth", "missing_scope"].contains(&text),
            "{method}: {text}"
        );
    }
}
