//! A method's answer on its way back: status, headers, body.

use axum::body::{Body, Bytes};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::{Answered, Refused};
use crate::sandbox::hub::Fault;

/// What goes back to the caller.
pub struct Reply {
    pub status: StatusCode,
    retry_after: Option<u64>,
    pub body: Value,
    lost: bool,
    /// The `x-oauth-scopes` header: whatever the answer, Slack says what a bot token may do.
    pub scopes: Option<String>,
}

/// The reply to a call, spoiled by a fault where there is one.
pub fn reply(method: &str, answer: Answered, fault: Option<&Fault>) -> Reply {
    let status = fault.and_then(|fault| fault.http_status);
    let retry_after = answer.as_ref().err().and_then(|refused| refused.retry_after);
    let usual = if retry_after.is_some() { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::OK };
    let body = match answer {
        Ok(body) => done(body),
        Err(refused) => refusal(method, refused),
    };
    Reply {
        status: status.and_then(|code| StatusCode::from_u16(code).ok()).unwrap_or(usual),
        retry_after,
        body,
        lost: fault.is_some_and(|fault| fault.drop_reply || fault.cut),
        scopes: None,
    }
}

fn done(mut body: Value) -> Value {
    body["ok"] = json!(true);
    body
}

fn refusal(method: &str, refused: Refused) -> Value {
    let mut body = json!({ "ok": false, "error": refused.error });
    if refused.error == "unknown_method" {
        body["req_method"] = json!(method);
    }
    if !refused.messages.is_empty() {
        body["response_metadata"] = json!({ "messages": refused.messages });
    }
    if let (Some(needed), Some(provided)) = (refused.needed, refused.provided) {
        body["needed"] = json!(needed);
        body["provided"] = json!(provided);
    }
    body
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        if self.lost {
            // The head promises a body, then the connection breaks: the caller cannot know what
            // became of its call.
            let broken = futures_util::stream::once(async {
                Err::<Bytes, _>(std::io::Error::other("the answer is lost"))
            });
            return Response::new(Body::from_stream(broken));
        }
        let mut response = (self.status, axum::Json(self.body)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(scopes) = self.scopes.and_then(|scopes| scopes.parse().ok()) {
            response.headers_mut().insert("x-oauth-scopes", scopes);
        }
        response
    }
}
