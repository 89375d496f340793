//! What can be learned about tokens without doing anything: for `vouch doctor`.
//!
//! slack-morphism gives no headers of an answer, and both scopes and Slack's clock stand there; so
//! this one call is made here.

use std::collections::BTreeSet;

use axum::body::Bytes;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, DATE};
use axum::http::{HeaderMap, Request};
use chrono::{DateTime, Utc};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

use super::api::{CALL_LIMIT, connector, errors};
use super::{Slack, Token, sentence, socket};
use crate::chat::SendError;

const METHOD: &str = "auth.test";
/// Names the scopes of the token. Source: Slack, "Using the Web API", "Evaluating responses".
const SCOPES: &str = "x-oauth-scopes";
/// Bytes of an answer that are read; Slack's has some hundred.
const ANSWER_MAX: usize = 64 * 1024;

/// What Slack says about a bot token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// The bot's name, without an @.
    pub bot: String,
    pub workspace: String,
    /// The workspace's name.
    pub workspace_name: String,
    /// What the token may do; none when Slack does not say.
    pub scopes: Option<BTreeSet<String>>,
    /// Slack's clock, in whole seconds.
    pub at: Option<DateTime<Utc>>,
}

impl Slack {
    /// Asks Slack whose the bot token in `variable` is and what it may do.
    ///
    /// # Errors
    /// One sentence for whoever set the token.
    pub async fn examine(&self, variable: &str, token: &Token) -> Result<Examined, String> {
        let asked = tokio::time::timeout(CALL_LIMIT, self.ask_whose(token));
        let answered = asked.await.unwrap_or(Err(SendError::Unknown));
        answered.map_err(|error| sentence(variable, &error))
    }

    /// Opens a socket connection and closes it at once, before Slack greets it: a delivery that
    /// came by it would be lost.
    ///
    /// # Errors
    /// One sentence for whoever set the token.
    pub async fn shake_hands(&self) -> Result<(), String> {
        let Some(token) = &self.settings.app_token else {
            return Err("SLACK_APP_TOKEN is not set; Socket Mode needs it.".to_owned());
        };
        let opened = socket::open(self, token).await;
        let mut socket = opened.map_err(|error| sentence("SLACK_APP_TOKEN", &error))?;
        // It stood; how it ends says nothing more.
        let _ = socket.close(None).await;
        Ok(())
    }

    async fn ask_whose(&self, token: &Token) -> Result<Examined, SendError> {
        let unreachable = || SendError::Passing { code: "not_connected".to_owned() };
        let base = self.settings.base_url.as_str();
        let connector = connector(base).map_err(|_| unreachable())?;
        let client = Client::builder(TokioExecutor::new()).build::<_, Full<Bytes>>(connector);
        let request = Request::post(format!("{base}/{METHOD}"))
            .header(AUTHORIZATION, format!("Bearer {}", token.expose()))
            .header(CONTENT_TYPE, "application/json; charset=utf-8")
            .body(Full::from("{}"))
            .map_err(|_| SendError::Unknown)?;
        let answer = client.request(request).await.map_err(|_| unreachable())?;
        let (head, body) = answer.into_parts();
        if !head.status.is_success() {
            return Err(errors::status(head.status.as_u16()));
        }
        let body = Limited::new(body, ANSWER_MAX).collect().await;
        let body = body.map_err(|_| SendError::Unknown)?.to_bytes();
        let answer = serde_json::from_slice(&body).map_err(|_| SendError::Unknown)?;
        read(&answer, &head.headers)
    }
}

fn read(answer: &Value, headers: &HeaderMap) -> Result<Examined, SendError> {
    if answer["ok"] != true {
        let word = answer["error"].as_str().ok_or(SendError::Unknown)?;
        return Err(errors::by_word(METHOD, word, String::new));
    }
    let word = |name: &str| answer[name].as_str().map(str::to_owned);
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scopes = |text: &str| {
        text.split(',')
            .map(str::trim)
            .filter(|scope| !scope.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let at = header(DATE.as_str()).and_then(|text| DateTime::parse_from_rfc2822(text).ok());
    Ok(Examined {
        bot: word("user").unwrap_or_default(),
        workspace: word("team_id").ok_or(SendError::Unknown)?,
        workspace_name: word("team").unwrap_or_default(),
        scopes: header(SCOPES).map(scopes),
        at: at.map(|at| at.to_utc()),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn scopes_and_clock_are_read_from_the_head_of_the_answer() {
        let mut headers = HeaderMap::new();
        headers.insert(SCOPES, "chat:write, commands,pins:write".parse().unwrap());
        headers.insert(DATE, "Sat, 21 Nov 2026 09:00:00 GMT".parse().unwrap());
        let answer = json!({ "ok": true, "user": "vouch", "team": "Vendor", "team_id": "T1" });
        let examined = read(&answer, &headers).unwrap();
        let scopes = ["chat:write", "commands", "pins:write"].map(str::to_owned);
        assert_eq!(examined.scopes, Some(BTreeSet::from(scopes)));
        assert_eq!(examined.at.unwrap().to_rfc3339(), "2026-11-21T09:00:00+00:00");
        let without = read(&answer, &HeaderMap::new()).unwrap();
        assert_eq!((without.scopes, without.at), (None, None));
        assert_eq!(without.workspace, "T1");
    }

    #[test]
    fn what_is_no_answer_of_slacks_is_not_taken_for_one() {
        for (answer, expected) in [
            (json!({}), SendError::Unknown),
            (json!({ "ok": true }), SendError::Unknown),
            (json!({ "ok": false }), SendError::Unknown),
            (
                json!({ "ok": false, "error": "invalid_auth" }),
                SendError::InstallDead { code: "invalid_auth".to_owned() },
            ),
        ] {
            assert_eq!(read(&answer, &HeaderMap::new()).unwrap_err(), expected, "{answer}");
        }
    }
}
