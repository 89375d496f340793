//! The community: in which channels it reads, and what whoever looks after it is told. [`super::boards`],
//! [`super::shouts`] and [`super::rhythm`] say what.

use super::{App, facts};
use crate::chat::view::Message;
use crate::domain::partner::Audience;
use crate::store::StoreError;
use crate::store::project::State;
use crate::views::news::About;
use crate::views::shout;

impl App {
    /// What of the community's affairs somebody is told; `None` when it is over.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(super) async fn of_community(&self, about: &About) -> Result<Option<Message>, StoreError> {
        match about {
            About::BoardPreview { boards } => self.board_preview(boards).await,
            About::Note { partner, note } => self.note_preview(*partner, note).await,
            About::ShoutList => {
                let open = self.open_shouts().await?;
                Ok((!open.is_empty()).then(|| shout::list(&self.voice(), &open, 0)))
            }
            About::Shout { occasion } => self.shout_done(*occasion).await,
            About::ShoutStopped { occasion, why } => {
                let words = self.shout(*occasion).await?;
                Ok(words.map(|words| shout::stopped(&self.voice(), &words, *why)))
            }
            About::ShoutOvertaken { occasion, by, anew } => {
                let Some(words) = self.shout(*occasion).await? else { return Ok(None) };
                let names = facts::names(&self.store.db, &[*by].into()).await?;
                let who = names.get(by).map(String::as_str);
                Ok(Some(shout::overtaken(&self.voice(), &words, who, *anew)))
            }
        }
    }
}

/// The community's channels, also one that does not work now: it reads the newest when it does.
pub(super) fn channels(state: &State) -> impl Iterator<Item = String> {
    let all = state.channels.values().filter(|one| one.audience == Some(Audience::Community));
    all.map(|channel| channel.id.clone())
}
