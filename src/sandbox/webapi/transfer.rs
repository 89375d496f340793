//! The bytes of files: `POST /upload/{key}` and `GET /files/{id}/{name}`.

use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, Query, State as Shared};
use axum::http::header::{AUTHORIZATION, X_CONTENT_TYPE_OPTIONS};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::files::visible;
use crate::sandbox::guard::refuse;
use crate::sandbox::hub::Hub;
use crate::sandbox::world::files::{File, Stage};

/// Step two of an upload: the bytes as they are, or in a form as its first part.
pub async fn receive(
    Shared(hub): Shared<Arc<Hub>>,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(id) = hub.lock().uploads.remove(&key) else {
        return refuse(StatusCode::NOT_FOUND, "no_such_upload", "This address is used or unknown.");
    };
    let bytes = match boundary(&headers) {
        Some(boundary) => first_part(&body, &boundary).unwrap_or_default(),
        None => &body,
    };
    let path = path(&hub, &id);
    let written = async {
        tokio::fs::create_dir_all(path.parent().unwrap_or(&path)).await?;
        tokio::fs::write(&path, bytes).await
    };
    if let Err(trouble) = written.await {
        tracing::error!(%trouble, "an uploaded file could not be kept");
        let sentence = "The file could not be kept.";
        return refuse(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", sentence);
    }
    hub.with(|state| {
        if let Some(file) = state.world.file_mut(&id) {
            file.size = bytes.len();
            file.stage = Stage::Sent;
        }
        state.unsaved = true;
    });
    format!("OK - {}", bytes.len()).into_response()
}

#[derive(Deserialize)]
pub struct Viewer {
    #[serde(rename = "as")]
    viewer: Option<String>,
}

/// A file, for a bot token whose installation may see it, or for the page (`?as=`) of a person who
/// may. Whatever it holds, no browser runs it.
pub async fn fetch(
    Shared(hub): Shared<Arc<Hub>>,
    Path((id, _name)): Path<(String, String)>,
    Query(viewer): Query<Viewer>,
    headers: HeaderMap,
) -> Response {
    let Some(media_type) = allowed(&hub, &id, viewer.viewer.as_deref(), &headers) else {
        let sentence = "This file is not there for you: send a token that may see it.";
        return refuse(StatusCode::FORBIDDEN, "no_such_file", sentence);
    };
    match tokio::fs::read(path(&hub, &id)).await {
        Ok(bytes) => {
            let headers = [
                (CONTENT_TYPE, media_type),
                (CONTENT_DISPOSITION, "attachment"),
                (CONTENT_SECURITY_POLICY, "sandbox"),
                (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            ];
            (headers, bytes).into_response()
        }
        Err(_) => refuse(StatusCode::NOT_FOUND, "no_such_file", "The file is not kept any more."),
    }
}

/// The media type of a file that may be fetched.
fn allowed(hub: &Hub, id: &str, viewer: Option<&str>, headers: &HeaderMap) -> Option<&'static str> {
    let state = hub.lock();
    let file = match viewer {
        Some(user) => state.world.file(id).filter(|file| state.world.shows_file(file, user)),
        None => {
            let token = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?;
            visible(&state.world, &state.team_of(token.trim())?, id)
        }
    };
    file.map(File::media_type)
}

/// Where a file's bytes lie: beside the world they belong to.
fn path(hub: &Hub, id: &str) -> PathBuf {
    crate::sandbox::world::keep::files(&hub.file).join(id)
}

/// The mark between the parts of a form, where the body is one.
fn boundary(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let rest = kind.strip_prefix("multipart/form-data")?.split_once("boundary=")?.1;
    Some(rest.split(';').next()?.trim().trim_matches('"').to_owned())
}

/// What the first part of a form holds.
fn first_part<'a>(body: &'a [u8], boundary: &str) -> Option<&'a [u8]> {
    let start = find(body, b"\r\n\r\n")? + 4;
    let rest = body.get(start..)?;
    let end = find(rest, format!("\r\n--{boundary}").as_bytes())?;
    rest.get(..end)
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_unpacked_byte_for_byte() {
        let mut headers = HeaderMap::new();
        assert_eq!(boundary(&headers), None);
        headers.insert(CONTENT_TYPE, "multipart/form-data; boundary=\"xx\"".parse().unwrap());
        let boundary = boundary(&headers).unwrap();
        let body = b"--xx\r\nContent-Disposition: form-data; name=\"filename\"\r\n\r\na\r\n\r\nb\0\r\n--xx--\r\n";
        assert_eq!(first_part(body, &boundary), Some(&b"a\r\n\r\nb\0"[..]));
        assert_eq!(first_part(b"--xx\r\n", &boundary), None);
    }
}
