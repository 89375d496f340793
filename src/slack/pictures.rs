//! Charts in messages: drawn when a message is sent, uploaded for nobody to see, and shown by the
//! message itself. So an upload that is repeated, or whose message is never posted, is seen by nobody.
//!
//! The words are the message, the picture is beside them: whatever becomes of it, the message goes.
//! Source: Slack, "Working with files", "Slack file object".

#[cfg(test)]
mod tests;

use std::time::Duration;

use serde_json::{Value, json};

use super::Slack;
use super::render::{self, Drawn};
use crate::chat::SendError;
use crate::chat::chart::Chart;
use crate::chat::view::{Message, Part};
use crate::picture;

const NAME: &str = "chart.png";
const KIND: &str = "image/png";
/// An upload is looked through before a message may show it, and refused until then. Source: Slack's own
/// answers in slackapi/python-slack-sdk#1521 and slackapi/node-slack-sdk#2040.
const LOOKED_THROUGH: [Duration; 3] =
    [Duration::from_millis(500), Duration::from_secs(1), Duration::from_secs(2)];
/// Of an upload that came to nothing nothing is left: it may be repeated whatever became of it.
const UPLOADS: usize = 2;

impl Slack {
    /// Makes a call that draws a message, with its charts where they can be shown.
    pub(super) async fn call_drawn(
        &self,
        workspace: &str,
        method: &'static str,
        message: &Message,
        body: impl Fn(&Drawn) -> Value + Send + Sync,
    ) -> Result<Value, SendError> {
        let files = self.uploaded(workspace, message).await;
        if files.iter().any(Option::is_some) {
            let body = body(&render::pictured(message, &files));
            for pause in LOOKED_THROUGH {
                match self.call(workspace, method, &body).await {
                    Err(error) if is_about_blocks(&error) => tokio::time::sleep(pause).await,
                    done => return done,
                }
            }
            tracing::warn!(method, "Slack does not show a chart; the message goes without it");
        }
        self.call(workspace, method, &body(&render::message(message))).await
    }

    /// The files of a message's charts, in their order; none where one cannot be uploaded.
    async fn uploaded(&self, workspace: &str, message: &Message) -> Vec<Option<String>> {
        let mut files = Vec::new();
        for part in &message.parts {
            let Part::Chart(chart) = part else { continue };
            files.push(self.file_of(workspace, chart).await);
        }
        files
    }

    async fn file_of(&self, workspace: &str, chart: &Chart) -> Option<String> {
        let png = match picture::png_aside(chart).await {
            Ok(png) => png,
            Err(error) => {
                tracing::error!(%error, "a message goes without its chart");
                return None;
            }
        };
        for tried in 1..=UPLOADS {
            match self.upload(workspace, chart, &png).await {
                Ok(file) => return Some(file),
                Err(SendError::Passing { .. } | SendError::Unknown) if tried < UPLOADS => {}
                Err(error) => {
                    tracing::warn!(%error, "a chart was not uploaded; its message goes without it");
                    return None;
                }
            }
        }
        None
    }

    /// An address, the bytes, and that they are all: without a channel, so nothing is posted by it.
    async fn upload(
        &self,
        workspace: &str,
        chart: &Chart,
        png: &[u8],
    ) -> Result<String, SendError> {
        let token = self.token(workspace).await?;
        let length = png.len().to_string();
        let query = [("filename", NAME), ("length", length.as_str())];
        // It takes no JSON.
        let announced = self.api.get(&token, "files.getUploadURLExternal", &query).await?;
        let said = |key: &str| announced[key].as_str().ok_or(SendError::Unknown);
        let (address, file) = (said("upload_url")?, said("file_id")?);
        if !self.settings.base_url.allows_answer(address) {
            let code = "foreign_address".to_owned();
            return Err(SendError::Ours { code, detail: String::new() });
        }
        self.api.bytes(address, KIND, png).await?;
        let body = json!({ "files": [{ "id": file, "title": chart.title }] });
        self.api.post(&token, "files.completeUploadExternal", &body).await?;
        Ok(file.to_owned())
    }
}

fn is_about_blocks(error: &SendError) -> bool {
    matches!(error, SendError::Ours { code, .. } if code == "invalid_blocks")
}
