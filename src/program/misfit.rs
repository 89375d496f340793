//! Where a file that people write does not fit, and what to write instead.

use std::ops::Range;

/// One place of a file, and a sentence about it. Shown as `14:19: sentence`, for a file's name to
/// be put in front.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {sentence}")]
pub struct Misfit {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    pub sentence: String,
    /// The bytes it is about.
    pub span: Range<usize>,
}

impl Misfit {
    /// At the bytes `span` of `text`.
    #[must_use]
    pub fn at(text: &str, span: Range<usize>, sentence: impl Into<String>) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Self { line, column, sentence: sentence.into(), span }
    }

    /// What the TOML reader does not understand.
    #[must_use]
    pub fn of_toml(text: &str, error: &toml::de::Error) -> Self {
        let sentence = format!("{}.", error.message().trim_end_matches('.').replace('\n', " "));
        Self::at(text, error.span().unwrap_or(0..0), sentence)
    }
}
