//! An answer on its way back: status, headers, body; and Discord's refusals.
//! Source: Discord, "Opcodes and Status Codes", "JSON Error Codes", "Rate Limits".

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::limits::Left;
use crate::sandbox::hub::Fault;

pub type Answered = Result<Reply, Refused>;

/// A route's answer. Without a body it is 204.
#[derive(Debug, Default)]
pub struct Reply {
    status: Option<StatusCode>,
    pub body: Value,
    limit: Option<Left>,
}

impl Reply {
    #[must_use]
    pub fn ok(body: Value) -> Self {
        Self { body, ..Self::default() }
    }

    #[must_use]
    pub fn created(body: Value) -> Self {
        Self { status: Some(StatusCode::CREATED), body, limit: None }
    }

    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// With what is left of the route's limit.
    #[must_use]
    pub fn within(self, limit: Left) -> Self {
        Self { limit: Some(limit), ..self }
    }
}

/// Why a call is refused.
#[derive(Debug)]
pub struct Refused {
    pub status: u16,
    pub code: u64,
    pub message: String,
    /// Where in the body what is wrong.
    pub errors: Option<Value>,
    pub limit: Option<Box<Limited>>,
}

/// A call that has to come again.
#[derive(Debug)]
pub struct Limited {
    pub retry_after_ms: i64,
    /// "user", "global" or "shared".
    pub scope: String,
    pub left: Option<Left>,
}

impl Refused {
    #[must_use]
    pub fn new(status: u16, code: u64, message: &str) -> Self {
        Self { status, code, message: message.to_owned(), errors: None, limit: None }
    }

    #[must_use]
    pub fn not_found() -> Self {
        Self::new(404, 0, "404: Not Found")
    }

    #[must_use]
    pub fn unauthorized() -> Self {
        Self::new(401, 0, "401: Unauthorized")
    }

    #[must_use]
    pub fn no_access() -> Self {
        Self::new(403, 50_001, "Missing Access")
    }

    #[must_use]
    pub fn no_right() -> Self {
        Self::new(403, 50_013, "Missing Permissions")
    }

    #[must_use]
    pub fn unknown(code: u64, what: &str) -> Self {
        Self::new(404, code, &format!("Unknown {what}"))
    }

    /// What does not fit in a body, by path.
    #[must_use]
    pub fn form(errors: Value) -> Self {
        Self { errors: Some(errors), ..Self::new(400, 50_035, "Invalid Form Body") }
    }

    #[must_use]
    pub fn limited(limit: Limited) -> Self {
        let message = "You are being rate limited.";
        Self { limit: Some(Box::new(limit)), ..Self::new(429, 0, message) }
    }

    fn body(&self) -> Value {
        if let Some(limit) = &self.limit {
            return json!({
                "message": self.message,
                // Left out in the documents' example, required by the published schema.
                "code": self.code,
                "retry_after": seconds(limit.retry_after_ms),
                "global": limit.scope == "global",
            });
        }
        let mut body = json!({ "message": self.message, "code": self.code });
        if self.status == 429 {
            // As its schema has it: every such answer names a span.
            body["retry_after"] = seconds(AGAIN_MS);
            body["global"] = json!(false);
        }
        if let Some(errors) = &self.errors {
            body["errors"] = errors.clone();
        }
        body
    }
}

/// What an answer names that is about a limit of another kind than that of calls.
const AGAIN_MS: i64 = 300_000;

/// Milliseconds as the seconds with a fraction that Discord writes.
#[must_use]
pub fn seconds(ms: i64) -> Value {
    let text = format!("{}.{:03}", ms / 1000, ms % 1000);
    serde_json::from_str(&text).unwrap_or_default()
}

/// What goes back to the caller.
pub struct Finished {
    pub status: StatusCode,
    pub body: Value,
    headers: Vec<(&'static str, String)>,
    lost: bool,
}

/// The reply to a call, spoiled by a fault where there is one.
#[must_use]
pub fn finished(answer: Answered, fault: Option<&Fault>) -> Finished {
    let lost = fault.is_some_and(|fault| fault.drop_reply || fault.cut);
    let (status, body, headers) = match answer {
        Ok(reply) => {
            let usual = if reply.body.is_null() { StatusCode::NO_CONTENT } else { StatusCode::OK };
            let headers = reply.limit.as_ref().map(Left::headers).unwrap_or_default();
            (reply.status.unwrap_or(usual), reply.body, headers)
        }
        Err(refused) => {
            let status = StatusCode::from_u16(refused.status).unwrap_or(StatusCode::BAD_REQUEST);
            (status, refused.body(), limit_headers(&refused))
        }
    };
    Finished { status, body, headers, lost }
}

fn limit_headers(refused: &Refused) -> Vec<(&'static str, String)> {
    let Some(limit) = &refused.limit else { return Vec::new() };
    let mut headers = limit.left.as_ref().map(Left::headers).unwrap_or_default();
    let whole = u64::try_from(limit.retry_after_ms).unwrap_or_default().div_ceil(1000);
    headers.push(("retry-after", whole.to_string()));
    headers.push(("x-ratelimit-scope", limit.scope.clone()));
    if limit.scope == "global" {
        headers.push(("x-ratelimit-global", "true".to_owned()));
    }
    headers
}

/// The answer a fault gives in place of the route's own. `error` may be Discord's number of an
/// error; `ratelimited` is 429.
#[must_use]
pub fn spoiled(fault: &Fault) -> Option<Refused> {
    if fault.error.as_deref().is_some_and(|error| error.starts_with("rate")) {
        let retry_after_ms = fault.retry_after_ms.unwrap_or_else(|| {
            i64::try_from(fault.retry_after.unwrap_or(1)).unwrap_or(1).saturating_mul(1000)
        });
        let scope = fault.scope.clone().unwrap_or_else(|| "user".to_owned());
        return Some(Refused::limited(Limited { retry_after_ms, scope, left: None }));
    }
    let code: Option<u64> = fault.error.as_deref().map(|error| error.parse().unwrap_or_default());
    if fault.cut {
        return Some(Refused::new(503, 0, "cut"));
    }
    let status = fault.http_status.or(code.map(status_of))?;
    Some(Refused::new(status, code.unwrap_or_default(), "Spoiled by the sandbox."))
}

/// The status that comes with a number of an error.
fn status_of(code: u64) -> u16 {
    match code {
        0 => 500,
        10_000..20_000 => 404,
        50_001 | 50_007 | 50_013 | 50_278 | 40_001..40_003 => 403,
        50_027 => 401,
        40_003 | 20_028 | 40_062 | 30_046 => 429,
        130_000 => 503,
        _ => 400,
    }
}

impl IntoResponse for Finished {
    fn into_response(self) -> Response {
        if self.lost {
            // The head promises a body, then the connection breaks: the caller cannot know what
            // became of its call.
            let broken = futures_util::stream::once(async {
                Err::<Bytes, _>(std::io::Error::other("the answer is lost"))
            });
            return Response::new(Body::from_stream(broken));
        }
        let mut response = match self.body {
            Value::Null => self.status.into_response(),
            body => (self.status, axum::Json(body)).into_response(),
        };
        for (name, value) in self.headers {
            if let Ok(value) = value.parse() {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}
