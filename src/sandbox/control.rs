//! The control API under `/sandbox/v1`: scripts act as people, look at what people see, and turn
//! the world.
//!
//! What a person could have happen is HTTP 200 with `ok` true or false; only malformed requests get
//! a 4xx. Looking is in `look`, acting in `act` and its neighbours, turning in `turn`.

pub mod act;
mod change;
mod home;
mod look;
mod press;
mod react;
mod rewrite;
mod say;
mod settle;
mod submit;
mod suggest;
mod turn;

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::guard;
use super::hub::Hub;

/// Everything below `/sandbox/v1`, without the page's change feed.
pub fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/world", get(look::world).post(change::serve))
        .route("/channels/{id}/messages", get(look::messages))
        .route("/users/{id}/screen", get(look::screen))
        .route("/dms", get(look::dms))
        .route("/log", get(look::log))
        .route("/clock", get(look::clock).post(turn::clock))
        .route("/act", post(act::serve))
        .route("/settle", post(settle::serve))
        .route("/faults", post(turn::faults).delete(turn::clear_faults))
        .route("/limits", post(turn::limits))
        .route("/deliver", post(turn::deliver_again))
        .route("/deliveries", post(turn::deliveries))
        .route("/connections", post(turn::connections))
        .layer(middleware::from_fn(guard::only_json))
}

/// A request that makes no sense.
pub struct Malformed {
    status: StatusCode,
    code: &'static str,
    sentence: String,
}

impl Malformed {
    pub fn new(code: &'static str, sentence: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code, sentence: sentence.into() }
    }

    pub fn nobody(id: &str) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            code: "no_such_user",
            sentence: format!("There is no person {id}."),
        }
    }
}

impl IntoResponse for Malformed {
    fn into_response(self) -> Response {
        guard::refuse(self.status, self.code, &self.sentence)
    }
}

pub type Reply = Result<axum::Json<Value>, Malformed>;

/// Reads a body; nothing at all counts as `{}`.
pub fn body<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Malformed> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    serde_json::from_slice(bytes).map_err(|trouble| {
        Malformed::new("bad_request", format!("The body does not fit: {trouble}."))
    })
}

/// An outcome a person could have that is no success.
pub fn refused(error: &str) -> Value {
    json!({ "ok": false, "error": error })
}
