//! The bytes of attachments: `GET /discord/files/{id}/{name}`. They lie beside the world's file.

use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::http::header::{
    CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};

use crate::sandbox::guard::refuse;
use crate::sandbox::hub::Hub;
use crate::sandbox::world::keep;

fn path(hub: &Hub, id: &str) -> PathBuf {
    keep::files(&hub.file).join(format!("discord-{id}"))
}

/// Writes a file down.
pub async fn keep(hub: &Hub, id: &str, bytes: &[u8]) {
    let path = path(hub, id);
    let written = async {
        tokio::fs::create_dir_all(path.parent().unwrap_or(&path)).await?;
        tokio::fs::write(&path, bytes).await
    };
    if let Err(trouble) = written.await {
        tracing::error!(%trouble, "an attachment could not be kept");
    }
}

/// An attachment. As at Discord, whoever has the address may read it; no browser runs it.
pub async fn fetch(
    Shared(hub): Shared<Arc<Hub>>,
    Path((id, _name)): Path<(String, String)>,
) -> Response {
    let known = {
        let state = hub.lock();
        let guild = state.world.discord.as_ref();
        let all = guild.into_iter().flat_map(|guild| guild.messages.values().flatten());
        let found = all.flat_map(|message| &message.attachments).find(|one| one.id == id);
        found.map(|one| one.media_type.clone())
    };
    let gone = || refuse(StatusCode::NOT_FOUND, "no_such_file", "There is no such attachment.");
    let Some(media_type) = known else { return gone() };
    let Ok(bytes) = tokio::fs::read(path(&hub, &id)).await else { return gone() };
    let headers = [
        (CONTENT_TYPE, media_type),
        (CONTENT_DISPOSITION, "inline".to_owned()),
        (CONTENT_SECURITY_POLICY, "sandbox".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, bytes).into_response()
}
