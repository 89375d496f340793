//! What is said in a channel: the body of the call, and the files that go along with it.
//!
//! The words are the message, a chart is beside them: where Discord does not take the files, the words
//! go alone. Source: Discord, "Uploading Files".

#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde_json::{Value, json};

use super::render;
use crate::chat::limits::{ALT, shorten};
use crate::chat::view::{Message, Part};
use crate::chat::words::visible;
use crate::chat::{SendError, Sent};
use crate::picture;

/// The bytes of a file; each try of a call sends the same.
pub(super) type File = Arc<[u8]>;

/// A part of a form that holds a file.
const KIND: &str = "image/png";

#[derive(Clone)]
pub(super) struct Said {
    pub(super) body: Value,
    pub(super) files: Vec<File>,
}

impl From<Value> for Said {
    fn from(body: Value) -> Self {
        Self { body, files: Vec::new() }
    }
}

impl Said {
    /// A message with its charts, as far as they can be drawn.
    pub(super) async fn of(message: &Message) -> Self {
        let mut said = Self::from(render::message(message));
        let mut told = Vec::new();
        for part in &message.parts {
            let Part::Chart(chart) = part else { continue };
            match picture::png_aside(chart).await {
                Ok(png) => {
                    told.push(json!({
                        "id": told.len().to_string(),
                        "filename": name(told.len()),
                        "description": shorten(&visible(&chart.alt), ALT),
                    }));
                    said.files.push(png.into());
                }
                Err(error) => tracing::error!(%error, "a message goes without its chart"),
            }
        }
        if !told.is_empty() {
            said.body["attachments"] = json!(told);
        }
        said
    }

    /// The words alone, where the call was refused that had files with it.
    pub(super) fn instead_of(&self, done: &Result<Sent, SendError>) -> Option<Self> {
        let Err(error) = done else { return None };
        if self.files.is_empty() || !is_refused(error) {
            return None;
        }
        tracing::warn!(%error, "a message goes without its chart");
        let mut body = self.body.clone();
        if let Some(body) = body.as_object_mut() {
            body.remove("attachments");
        }
        Some(body.into())
    }
}

/// No right to attach files, too large, or anything else about this one call.
fn is_refused(error: &SendError) -> bool {
    match error {
        SendError::ChannelDead { code } => code == "50013",
        SendError::Ours { .. } => true,
        SendError::RateLimited { .. }
        | SendError::Passing { .. }
        | SendError::Unknown
        | SendError::InstallDead { .. }
        | SendError::PersonGone { .. }
        | SendError::MessageGone { .. }
        | SendError::FormGone { .. } => false,
    }
}

fn name(nth: usize) -> String {
    format!("chart-{}.png", nth + 1)
}

/// A body with its files as a form: what its head says of it, and its bytes.
pub(super) fn form(body: &Value, files: &[File]) -> (String, Vec<u8>) {
    // Drawn by chance, so that it stands in no file.
    let boundary = format!("vouch-{:032x}", rand::random::<u128>());
    let mut bytes = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\
         Content-Type: application/json\r\n\r\n{body}\r\n"
    )
    .into_bytes();
    for (nth, file) in files.iter().enumerate() {
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"files[{nth}]\"; \
             filename=\"{}\"\r\nContent-Type: {KIND}\r\n\r\n",
            name(nth)
        );
        bytes.extend_from_slice(head.as_bytes());
        bytes.extend_from_slice(file);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), bytes)
}
