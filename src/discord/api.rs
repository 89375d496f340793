//! Calls to Discord's REST API: one call each, sorted by what follows, held back where Discord has
//! said that the next one would be too many.
//!
//! reqwest rather than serenity's own client: that needs a TLS stack with open advisories, says
//! nothing of the headers of a refusal, and goes to the real Discord when a proxy is half set
//! (docs/discord.md).

pub(super) mod errors;
pub(super) mod limits;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use metrics::counter;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, StatusCode};
use serde_json::Value;
use tokio::time::Instant;

use super::said::{self, File};
use crate::chat::SendError;
use crate::chat::foreign::parse;
use crate::clock::Clock;
use crate::config::BaseUrl;
use crate::secret::Secret;
use limits::{Limits, Told};

/// For the whole call.
const CALL_LIMIT: Duration = Duration::from_secs(10);
const CONNECT_LIMIT: Duration = Duration::from_secs(3);
/// An answer that may go within this waits for it, for somebody waits for the answer. Whoever has
/// other things to do meanwhile is told at once.
const SHORT_WAIT: Duration = Duration::from_secs(2);
/// Bytes of an answer that are read: the largest are lists of members.
const ANSWER_MAX: usize = 4 << 20;
/// Characters of a reason in the audit log; more are cut off there.
const REASON_MAX: usize = 512;

pub(super) struct Api {
    http: Client,
    /// With `/api/v10` at its end.
    base: String,
    token: Secret,
    /// By it limits are counted: what a limit holds back goes on when it says so.
    clock: Clock,
    limits: Mutex<Limits>,
}

/// One call. `name` stands for it in logs, numbers and limits; `major` is the channel, server or
/// answer that it is limited with.
pub(super) struct Call<'a> {
    pub(super) name: &'static str,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) major: &'a str,
    pub(super) body: Option<Value>,
    /// They go along with the body.
    pub(super) files: Vec<File>,
    /// What the server's audit log says of it.
    pub(super) reason: Option<String>,
    /// Answers to an interaction bear their own token in the path, get none of ours, and stand
    /// outside the limit over all calls.
    pub(super) is_answer: bool,
}

impl<'a> Call<'a> {
    pub(super) fn new(name: &'static str, method: Method, major: &'a str, path: String) -> Self {
        Self {
            name,
            method,
            path,
            major,
            body: None,
            files: Vec::new(),
            reason: None,
            is_answer: false,
        }
    }

    pub(super) fn with(self, body: Value) -> Self {
        Self { body: Some(body), ..self }
    }

    pub(super) fn along(self, files: Vec<File>) -> Self {
        Self { files, ..self }
    }

    /// Letters outside of ASCII go encoded. Source: Discord, "Audit Logs Resource".
    pub(super) fn because(self, why: &str) -> Self {
        let why: String = why.chars().take(REASON_MAX).collect();
        Self { reason: Some(encoded(&why)), ..self }
    }

    pub(super) fn answering(self) -> Self {
        Self { is_answer: true, ..self }
    }
}

impl Api {
    /// # Errors
    /// One sentence, when no connection can be prepared on this machine.
    pub(super) fn new(base: &BaseUrl, token: Secret, clock: Clock) -> Result<Self, String> {
        let builder = Client::builder()
            .timeout(CALL_LIMIT)
            .connect_timeout(CONNECT_LIMIT)
            // A token follows nobody to another host.
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("DiscordBot (vouch, ", env!("CARGO_PKG_VERSION"), ")"));
        let builder = if base.is_loopback() { builder.no_proxy() } else { builder };
        let http = builder.build().map_err(|_| {
            "This machine's certificates cannot be read; install the package ca-certificates."
                .to_owned()
        })?;
        let base = format!("{}/api/v10", base.as_str());
        Ok(Self { http, base, token, clock, limits: Mutex::new(Limits::default()) })
    }

    /// Makes one call, when there is a turn for it.
    pub(super) async fn call(&self, call: Call<'_>) -> Result<Value, SendError> {
        self.take_turn(&call).await?;
        let started = Instant::now();
        let outcome = self.once(&call).await;
        let result = outcome.as_ref().map_or_else(SendError::word, |_| "ok");
        let method = call.name;
        counter!("vouch_posts_total", "platform" => "discord", "method" => method, "result" => result)
            .increment(1);
        let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        match &outcome {
            Ok(_) => tracing::debug!(method, duration_ms, "Discord did as asked"),
            Err(error) => {
                tracing::warn!(method, duration_ms, result, %error, "Discord call failed");
            }
        }
        outcome
    }

    async fn take_turn(&self, call: &Call<'_>) -> Result<(), SendError> {
        let turn = || self.limits().turn(call.name, call.major, call.is_answer, self.clock.now());
        let mut waited = Duration::ZERO;
        while let Some(after) = turn() {
            waited += after;
            if !call.is_answer || waited > SHORT_WAIT {
                return Err(SendError::RateLimited { method: call.name, after });
            }
            tokio::time::sleep(after).await;
        }
        Ok(())
    }

    async fn once(&self, call: &Call<'_>) -> Result<Value, SendError> {
        let mut request =
            self.http.request(call.method.clone(), format!("{}{}", self.base, call.path));
        if !call.is_answer {
            request = request.header("Authorization", format!("Bot {}", self.token.expose()));
        }
        if let Some(reason) = &call.reason {
            request = request.header("X-Audit-Log-Reason", reason);
        }
        match &call.body {
            Some(body) if call.files.is_empty() => request = request.json(body),
            Some(body) => {
                let (kind, bytes) = said::form(body, &call.files);
                request = request.header("Content-Type", kind).body(bytes);
            }
            None => {}
        }
        let response = request.send().await.map_err(|error| lost(&error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = read(response).await;
        let told = told(status, &headers, body.as_ref());
        self.limits().heard(call.name, call.major, &told, self.clock.now());
        let body = body.unwrap_or_default();
        match status.is_success() {
            true => Ok(body),
            false => Err(errors::sort(call.name, status.as_u16(), &body, &told)),
        }
    }

    fn limits(&self) -> std::sync::MutexGuard<'_, Limits> {
        // Numbers and instants, whole at every step.
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// As it may stand in a header.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    let each = text.bytes().map(|byte| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    each.collect()
}

/// What a request came to that got no answer. Where no connection was made nothing was done.
fn lost(error: &reqwest::Error) -> SendError {
    if error.is_connect() || error.is_builder() {
        return SendError::Passing { code: "not_connected".to_owned() };
    }
    SendError::Unknown
}

async fn read(mut response: reqwest::Response) -> Option<Value> {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        if bytes.len() + chunk.len() > ANSWER_MAX {
            return None;
        }
        bytes.extend_from_slice(&chunk);
    }
    parse(std::str::from_utf8(&bytes).ok()?)
}

/// What an answer says of limits. Source: Discord, "Rate Limits", "Header Format".
fn told(status: StatusCode, headers: &HeaderMap, body: Option<&Value>) -> Told {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let seconds = |name: &str| text(name).and_then(|text| text.parse().ok()).and_then(span);
    let in_body = body.and_then(|body| body["retry_after"].as_f64()).and_then(span);
    let limited = status == StatusCode::TOO_MANY_REQUESTS;
    let global = text("x-ratelimit-global").is_some()
        || body.is_some_and(|body| body["global"] == Value::Bool(true));
    Told {
        bucket: text("x-ratelimit-bucket").map(str::to_owned),
        remaining: text("x-ratelimit-remaining").and_then(|text| text.parse().ok()),
        reset_after: seconds("x-ratelimit-reset-after"),
        retry_after: limited.then(|| in_body.or_else(|| seconds("retry-after"))).flatten(),
        limited,
        global: limited && global,
        shared: text("x-ratelimit-scope") == Some("shared"),
        invalid: matches!(status.as_u16(), 401 | 403 | 429),
    }
}

/// Seconds with a fraction, as Discord writes them.
fn span(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok()
}
