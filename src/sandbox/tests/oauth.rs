//! Letting an app into a workspace: the page's form, and the code that it gives.

use chrono::TimeDelta;
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use serde_json::{Value, json};

use super::{MEMBER, NORTH, Stage};
use crate::sandbox::world::seed::{CLIENT_ID, CLIENT_SECRET};

const BACK: &str = "https://vouch.example/back";
const TEAM: &str = "T0NORTH0001";

/// Sends the page's form; gives where it leads to.
async fn decided(stage: &Stage, fields: &[(&str, &str)], origin: &str) -> Option<String> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let browser = reqwest::Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
    let usual =
        [("client_id", CLIENT_ID), ("redirect_uri", BACK), ("state", "s&1"), ("team", TEAM)];
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(usual)
        .extend_pairs(fields)
        .finish();
    let sent = browser
        .post(format!("{}oauth/v2/authorize", stage.sandbox.url()))
        .header("Origin", origin)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(body);
    let answer = sent.send().await.unwrap();
    answer.headers().get(LOCATION).map(|next| next.to_str().unwrap().to_owned())
}

fn own(stage: &Stage) -> String {
    stage.sandbox.url().trim_end_matches('/').to_owned()
}

async fn code(stage: &Stage, scopes: &[&str]) -> String {
    let mut fields: Vec<(&str, &str)> = scopes.iter().map(|scope| ("scope", *scope)).collect();
    fields.push(("decision", "allow"));
    let back = decided(stage, &fields, &own(stage)).await.unwrap();
    let (_, rest) = back.split_once("?code=").unwrap();
    let (code, state) = rest.split_once("&state=").unwrap();
    assert_eq!(state, "s%261");
    code.to_owned()
}

async fn redeem(stage: &Stage, args: Value) -> Value {
    let mut all = json!({
        "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "redirect_uri": BACK,
    });
    all.as_object_mut().unwrap().extend(args.as_object().unwrap().clone());
    let url = format!("{}/oauth.v2.access", stage.sandbox.api_url());
    stage.http.post(url).json(&all).send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn a_code_gives_a_token_once_to_its_app_within_ten_minutes() {
    let stage = Stage::new().await;
    let given = code(&stage, &["commands", "chat:write"]).await;
    #[rustfmt::skip]
    let table = [
        // what is wrong                                                      its word
        (json!({ "code": given, "client_id": "1.2" }),                        "invalid_client_id"),
        (json!({ "code": given, "client_secret": "x" }),                      "bad_client_secret"),
        (json!({ "code": given, "redirect_uri": "https://vouch.example/x" }), "bad_redirect_uri"),
        (json!({ "code": "made-up" }),                                        "invalid_code"),
        (json!({}),                                                           "invalid_arguments"),
    ];
    for (args, word) in table {
        let answer = redeem(&stage, args.clone()).await;
        assert_eq!(answer["error"], word, "{args}: {answer}");
    }
    let answer = redeem(&stage, json!({ "code": given })).await;
    assert_eq!(answer["scope"], "chat:write,commands", "{answer}");
    assert_eq!(answer["team"]["id"], TEAM);
    assert_eq!(answer["authed_user"]["id"], "U0NORTHADM1");
    assert_eq!(redeem(&stage, json!({ "code": given })).await["error"], "code_already_used");
    let late = code(&stage, &["commands"]).await;
    stage.clock.advance_to(stage.clock.now() + TimeDelta::minutes(11));
    assert_eq!(redeem(&stage, json!({ "code": late })).await["error"], "invalid_code");

    let log = stage.get("log?after=0").await.to_string();
    let token = answer["access_token"].as_str().unwrap();
    assert!(!log.contains(CLIENT_SECRET) && !log.contains(token), "{log}");
}

#[tokio::test]
async fn a_token_may_do_what_was_ticked_and_no_more_and_commands_are_delivered() {
    let stage = Stage::new().await;
    let given = code(&stage, &["commands"]).await;
    let granted = redeem(&stage, json!({ "code": given })).await;
    let token = granted["access_token"].as_str().unwrap().to_owned();
    let refused = stage.call_with(&token, "users.info", json!({ "user": MEMBER })).await;
    assert_eq!(refused["error"], "missing_scope");
    assert_eq!(
        (&refused["needed"], &refused["provided"]),
        (&json!("users:read"), &json!("commands"))
    );
    let typed = json!({ "command": { "channel": NORTH, "text": "/refer" } });
    let answer = stage.act(MEMBER, typed).await;
    assert_eq!(answer["error"], "timeout", "it is delivered, and no bot is there: {answer}");

    let more = code(&stage, &["users:read"]).await;
    let more = redeem(&stage, json!({ "code": more })).await;
    assert_eq!(more["access_token"], token.as_str(), "the same token may do more");
    assert_eq!(stage.call_with(&token, "users.info", json!({ "user": MEMBER })).await["ok"], true);

    stage.post("world", json!({ "revoke": TEAM })).await;
    let dead = stage.call_with(&token, "auth.test", json!({})).await;
    assert_eq!(dead["error"], "account_inactive");
    let again = code(&stage, &["commands"]).await;
    let again = redeem(&stage, json!({ "code": again })).await;
    assert_ne!(again["access_token"], token.as_str(), "a token that was taken back stays so");
}

#[tokio::test]
async fn a_no_and_a_form_from_elsewhere_give_no_code() {
    let stage = Stage::new().await;
    let no = decided(&stage, &[("decision", "deny")], &own(&stage)).await;
    assert_eq!(no.unwrap(), format!("{BACK}?error=access_denied&state=s%261"));
    let allow = [("decision", "allow"), ("scope", "commands")];
    assert_eq!(decided(&stage, &allow, "http://evil.example").await, None);
    let too_much = [("decision", "allow"), ("scope", "admin")];
    assert_eq!(decided(&stage, &too_much, &own(&stage)).await, None, "not in the manifest");
}
