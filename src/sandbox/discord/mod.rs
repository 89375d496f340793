//! A Discord server beside the Slack workspaces: the same people, in the same process, on the same
//! clock, behind the same control API.
//!
//! What a bot sees is `rest` and `gateway`; what people do and see is `person`, reached through the
//! control API. Both work on the [`Guild`], which is kept with the world, and on [`Live`], which
//! lasts as long as the process. `check` is Discord's validation, `interact` takes what a person
//! did to the bot and waits for its answer.
//!
//! Written from Discord's documents and its OpenAPI file; it shares nothing with the adapter.

pub mod check;
pub mod gateway;
pub mod guild;
pub mod interact;
pub mod live;
pub mod person;
pub mod ping;
pub mod push;
pub mod rest;
pub mod shapes;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{any, get};

pub use guild::Guild;
pub use live::Live;

use super::hub::Hub;
use super::page;

/// Everything of Discord stands below this path.
pub const BELOW: &str = "/discord";

/// The largest request. Source: Discord, "Uploading Files".
const BODY_MAX: usize = 25 * 1024 * 1024;

/// What a bot reaches, and the files that messages show.
pub fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/api/v10/{*path}", any(rest::serve))
        .route("/gateway", get(gateway::open))
        .route("/gateway/", get(gateway::open))
        .route("/files/{id}/{name}", get(rest::files::fetch))
        .route("/channels/{guild}/{channel}/{message}", get(page::index))
        .layer(DefaultBodyLimit::max(BODY_MAX))
}

/// What a bot needs to connect.
#[derive(Clone, Debug)]
pub struct DiscordCredentials {
    /// What stands before `/api/v10`.
    pub base_url: String,
    pub application_id: String,
    /// Ed25519, in hex.
    pub public_key: String,
    pub bot_token: String,
    pub bot_user_id: String,
    pub guild_id: String,
}

/// The credentials of a server that is reached at `base`.
#[must_use]
pub fn credentials(base: &str, guild: &Guild) -> DiscordCredentials {
    DiscordCredentials {
        base_url: format!("{base}{BELOW}"),
        application_id: guild::seed::APPLICATION_ID.to_owned(),
        public_key: guild::seed::PUBLIC_KEY.to_owned(),
        bot_token: guild::seed::BOT_TOKEN.to_owned(),
        bot_user_id: guild::seed::BOT_USER_ID.to_owned(),
        guild_id: guild.id.clone(),
    }
}

#[cfg(test)]
mod tests;
