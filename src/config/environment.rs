//! Where values come from: the process's environment and, behind it, the file `.env`.
//!
//! A value is trimmed, and an empty one counts as not set, so that `NAME=` in a file or a
//! container's settings switches a variable off. All values are treated as secrets: which ones are
//! is not known before they are understood.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use crate::secret::Secret;

use super::ConfigError;

/// Variables by name.
#[derive(Clone, Debug, Default)]
pub struct Environment(BTreeMap<String, Secret<String>>);

impl Environment {
    /// The process's own variables, and those of `./.env` that the process does not set.
    ///
    /// # Errors
    /// When `.env` is there and cannot be read.
    pub fn of_process() -> Result<Self, ConfigError> {
        let mut all: BTreeMap<_, _> = dot_env(Path::new(".env"))?.into_iter().collect();
        all.extend(std::env::vars_os().map(|(name, value)| {
            (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned())
        }));
        Ok(all.into_iter().collect())
    }

    /// The value of a variable that is set.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.expose().as_str())
    }

    /// The names of all variables that are set, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl<N: Into<String>, V: AsRef<str>> FromIterator<(N, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(variables: I) -> Self {
        let set = variables.into_iter().filter_map(|(name, value)| {
            let value = value.as_ref().trim();
            (!value.is_empty()).then(|| (name.into(), Secret::new(value.to_owned())))
        });
        Self(set.collect())
    }
}

/// The variables of a file; none when there is no such file.
pub(super) fn dot_env(path: &Path) -> Result<Vec<(String, String)>, ConfigError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => {
            return Err(ConfigError::DotEnvClosed { reason: error.kind().to_string() });
        }
    };
    let variables: Result<Vec<_>, _> = dotenvy::from_read_iter(text.as_bytes()).collect();
    variables.map_err(|error| ConfigError::DotEnvLine { place: place_of(&error, &text) })
}

/// Which line it is. The error itself holds the line's text, and with it perhaps a secret.
fn place_of(error: &dotenvy::Error, text: &str) -> String {
    let dotenvy::Error::LineParse(content, _) = error else { return "each line".to_owned() };
    let content = content.trim();
    text.lines()
        .position(|line| line.trim() == content)
        .map_or_else(|| "the last line".to_owned(), |at| format!("line {}", at + 1))
}
