//! Uploaded files: what is known of them. Their bytes lie beside the world's file.

use serde::{Deserialize, Serialize};

use super::World;

/// A file that an installation uploads.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct File {
    pub id: String,
    /// The installation that uploads it, and its bot user.
    pub team_id: String,
    pub user: String,
    pub name: String,
    pub title: String,
    pub size: usize,
    pub created: i64,
    pub stage: Stage,
    /// Conversation and time of the messages that show it.
    pub shares: Vec<(String, String)>,
}

/// How far an upload has come. Nobody sees a file that is not done.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It has an address to be sent to.
    Announced,
    /// Its bytes are here.
    Sent,
    Done,
}

impl File {
    /// By its ending, as Slack does for what it has not looked into.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        match self.ending().as_str() {
            "txt" | "md" | "log" => "text/plain",
            "csv" => "text/csv",
            "json" => "application/json",
            "pdf" => "application/pdf",
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "gif" => "image/gif",
            "zip" => "application/zip",
            _ => "application/octet-stream",
        }
    }

    /// Its name as the end of an address.
    #[must_use]
    pub fn address_name(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
        self.name.chars().map(plain).collect()
    }

    /// What follows the last dot of its name.
    #[must_use]
    pub fn ending(&self) -> String {
        self.name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_lowercase())
    }
}

impl World {
    #[must_use]
    pub fn file(&self, id: &str) -> Option<&File> {
        self.files.iter().find(|file| file.id == id)
    }

    pub fn file_mut(&mut self, id: &str) -> Option<&mut File> {
        self.files.iter_mut().find(|file| file.id == id)
    }

    /// Whether a person finds a file in one of their conversations.
    #[must_use]
    pub fn shows_file(&self, file: &File, user: &str) -> bool {
        file.shares.iter().any(|(conversation, _)| self.is_member(conversation, user))
    }
}
