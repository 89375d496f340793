//! Calls against a loopback stub: what goes out, and what becomes of each way to fail.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;
use crate::slack::NoStart;
use crate::slack::testing::*;

fn place() -> Place {
    let (workspace, channel) = ("TV".to_owned(), "C1".to_owned());
    Place { platform: PlatformName::Slack, workspace, channel, thread: None }
}

fn person() -> PersonRef {
    PersonRef::slack("TP", "U1")
}

fn post() -> Outgoing {
    Outgoing::Post { place: place(), message: words("Fish & <Chips>") }
}

async fn outcome(stub: &Stub, outgoing: &Outgoing) -> Result<Sent, SendError> {
    stub.slack().send(outgoing).await
}

#[tokio::test]
async fn each_call_goes_out_with_its_arguments() {
    let stub = Stub::start().await;
    let panel = Panel { title: "Receipt".into(), close: "Close".into(), parts: vec![] };
    let in_thread = place().in_thread("100.1");
    let (to, message, message_id) = (person(), words("hello"), "100.2".to_owned());
    let form = FormHandle("V1".into());
    let all = [
        Outgoing::Post { place: in_thread.clone(), message: message.clone() },
        Outgoing::Redraw {
            place: place(),
            message_id: message_id.clone(),
            message: message.clone(),
        },
        Outgoing::Delete { place: place(), message_id: message_id.clone() },
        Outgoing::Pin { place: place(), message_id },
        Outgoing::Whisper { place: in_thread, to: to.clone(), message: message.clone() },
        Outgoing::Direct { workspace: "TV".into(), to, message },
        Outgoing::FormResult { workspace: "TV".into(), form, panel },
    ];
    let slack = stub.slack();
    for outgoing in &all {
        slack.send(outgoing).await.unwrap();
    }
    let calls = stub.calls().into_iter().map(|(method, mut body)| {
        // How blocks and views look is render's to test.
        for drawn in ["blocks", "view"] {
            if let Some(value) = body.get_mut(drawn) {
                *value = "…".into();
            }
        }
        format!("{method} {body}")
    });
    insta::assert_snapshot!(calls.collect::<Vec<_>>().join("\n"), @r#"
    chat.postMessage {"blocks":"…","channel":"C1","link_names":false,"mrkdwn":false,"parse":"none","text":"hello","thread_ts":"100.1","unfurl_links":false,"unfurl_media":false}
    chat.update {"blocks":"…","channel":"C1","parse":"none","text":"hello","ts":"100.2"}
    chat.delete {"channel":"C1","ts":"100.2"}
    pins.add {"channel":"C1","timestamp":"100.2"}
    chat.postEphemeral {"blocks":"…","channel":"C1","link_names":false,"parse":"none","text":"hello","thread_ts":"100.1","user":"U1"}
    conversations.open {"users":"U1"}
    chat.postMessage {"blocks":"…","channel":"D1","link_names":false,"mrkdwn":false,"parse":"none","text":"hello","unfurl_links":false,"unfurl_media":false}
    views.update {"view":"…","view_id":"V1"}
    "#);
}

#[tokio::test]
async fn a_message_sent_is_named() {
    let stub = Stub::start().await;
    let sent = outcome(&stub, &post()).await;
    assert_eq!(sent, Ok(Sent { channel: "C1".into(), message_id: "300.1".into() }));
}

#[tokio::test]
async fn each_failure_has_its_consequence() {
    let stub = Stub::start().await;
    let refused = |word: &str| Answer::Json(json!({ "ok": false, "error": word }));
    let code = |code: &str| code.to_owned();
    let method = "chat.postMessage";
    #[rustfmt::skip]
    let table = [
        (Answer::Wait(7),                   SendError::RateLimited { method, after: Duration::from_secs(7) }),
        (Answer::Status(503, "<html>Ada"),  SendError::Passing { code: code("http_503") }),
        (Answer::Status(302, ""),           SendError::Ours { code: code("http_302"), detail: String::new() }),
        (Answer::Status(200, "<html>Ada"),  SendError::Unknown),
        (Answer::Json(json!({})),           SendError::Unknown),
        (Answer::Json(json!({ "ok": false })), SendError::Unknown),
        (refused("fatal_error"),            SendError::Passing { code: code("fatal_error") }),
        (refused("token_revoked"),          SendError::InstallDead { code: code("token_revoked") }),
        (refused("is_archived"),            SendError::ChannelDead { code: code("is_archived") }),
        (refused("user_not_found"),         SendError::PersonGone { code: code("user_not_found") }),
    ];
    for (answer, error) in table {
        stub.answers(method, answer);
        assert_eq!(outcome(&stub, &post()).await, Err(error));
    }
}

#[tokio::test]
async fn our_own_mistake_tells_the_place() {
    let stub = Stub::start().await;
    let said = "[ERROR] no more than 50 items allowed [json-pointer:/blocks]";
    let refusal = json!({
        "ok": false, "error": "invalid_blocks", "response_metadata": { "messages": [said] },
    });
    stub.answers("chat.postMessage", Answer::Json(refusal));
    let error = outcome(&stub, &post()).await.unwrap_err();
    assert_eq!(error, SendError::Ours { code: "invalid_blocks".into(), detail: said.into() });
}

#[tokio::test]
async fn a_workspace_without_a_token_is_not_called() {
    let stub = Stub::start().await;
    let place = Place { workspace: "TP".into(), ..place() };
    let outgoing = Outgoing::Post { place, message: words("hello") };
    let error = outcome(&stub, &outgoing).await.unwrap_err();
    assert_eq!(error, SendError::InstallDead { code: "no_token".into() });
    assert!(stub.calls().is_empty());
}

#[tokio::test]
async fn a_pin_that_is_there_already_is_well() {
    let stub = Stub::start().await;
    let refusal = json!({ "ok": false, "error": "already_pinned" });
    stub.answers("pins.add", Answer::Json(refusal));
    let outgoing = Outgoing::Pin { place: place(), message_id: "100.1".into() };
    assert!(outcome(&stub, &outgoing).await.is_ok());
}

/// What became of a post to a server that does `answer` with the first connection.
async fn raw(answer: Option<&'static str>) -> SendError {
    rustls::crypto::ring::default_provider().install_default().ok();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/api", listener.local_addr().unwrap());
    let Some(answer) = answer else {
        drop(listener);
        return Slack::new(settings(&base)).unwrap().send(&post()).await.unwrap_err();
    };
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !String::from_utf8_lossy(&request).contains("unfurl_media") {
            let mut part = [0; 4096];
            let read = stream.read(&mut part).await.unwrap();
            request.extend_from_slice(&part[..read]);
        }
        stream.write_all(answer.as_bytes()).await.unwrap();
    });
    Slack::new(settings(&base)).unwrap().send(&post()).await.unwrap_err()
}

#[tokio::test]
async fn a_lost_answer_is_told_from_a_call_never_made() {
    assert_eq!(raw(None).await, SendError::Passing { code: "not_connected".into() });
    assert_eq!(raw(Some("")).await, SendError::Unknown);
    let half = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{";
    assert_eq!(raw(Some(half)).await, SendError::Unknown);
}

#[tokio::test]
async fn a_profile_is_what_slack_says() {
    let stub = Stub::start().await;
    let user = json!({
        "id": "U1", "team_id": "TX", "name": "ada", "real_name": "Ada\u{202e} L.", "deleted": false,
        "is_ultra_restricted": true, "tz": "Europe/Amsterdam", "profile": { "display_name": "" },
        "locale": "de-DE",
    });
    stub.answers("users.info", Answer::Json(json!({ "ok": true, "user": user })));
    let profile = stub.slack().profile("TV", &person()).await.unwrap();
    assert_eq!(
        stub.calls(),
        [("users.info".into(), json!({ "query": "user=U1&include_locale=true" }))]
    );
    let person = PersonRef::slack("TX", "U1");
    let (display_name, guest) = ("Ada L.".to_owned(), true);
    let (deactivated, bot) = (false, false);
    let (locale, zone) = (Some("de-DE".to_owned()), Some(chrono_tz::Europe::Amsterdam));
    let wanted = Profile { person, display_name, guest, deactivated, bot, locale, zone };
    assert!(profile == wanted);
}

#[tokio::test]
async fn who_belongs_to_several_workspaces_of_an_organisation_belongs_to_the_one_asked_for() {
    for (teams, workspace) in
        [(json!(["TX", "TP"]), "TP"), (json!(["TX"]), "TX"), (json!(null), "TX")]
    {
        let stub = Stub::start().await;
        let user = json!({ "id": "U1", "team_id": "TX", "enterprise_user": { "teams": teams } });
        stub.answers("users.info", Answer::Json(json!({ "ok": true, "user": user })));
        let asked = PersonRef::slack("TP", "U1");
        let profile = stub.slack().profile("TV", &asked).await.unwrap();
        assert_eq!(profile.person, PersonRef::slack(workspace, "U1"), "{teams}");
    }
}

#[tokio::test]
async fn the_start_asks_whose_token_it_is() {
    let stub = Stub::start().await;
    let home = stub.slack().connect().await.unwrap();
    assert_eq!((home.workspace.as_str(), home.bot_user.as_str()), ("TV", "UBOT"));
    let away = |said: &str| NoStart::Away(said.to_owned());
    let wrong = |said: &str| NoStart::Wrong(said.to_owned());
    let refusal = |error: &str| Answer::Json(json!({ "ok": false, "error": error }));
    #[rustfmt::skip]
    let table = [
        (refusal("invalid_auth"),     wrong("Slack does not accept the token in SLACK_BOT_TOKEN (invalid_auth).")),
        (refusal("missing_scope"),    wrong("Slack does not let the token in SLACK_BOT_TOKEN start (missing_scope).")),
        (Answer::Status(404, "no"),   wrong("Slack does not let the token in SLACK_BOT_TOKEN start (http_404).")),
        (refusal("fatal_error"),      away("Slack cannot be reached at SLACK_API_BASE_URL at present (fatal_error).")),
        (Answer::Status(503, "no"),   away("Slack cannot be reached at SLACK_API_BASE_URL at present (http_503).")),
        (Answer::Status(200, "what"), away("What answers at SLACK_API_BASE_URL does not answer as Slack does.")),
        (Answer::Wait(30),            away("Slack asks to wait 30 s before the next start.")),
    ];
    for (answer, no_start) in table {
        stub.answers("auth.test", answer);
        assert_eq!(stub.slack().connect().await, Err(no_start));
    }
}
