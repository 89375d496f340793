//! Values that must not be seen by accident: keys and tokens, and what people are called or wrote.
//!
//! Neither type has a `Display`, both print as `…` under `{:?}`; whoever needs the value says
//! [`Secret::expose`] or [`Personal::expose`], and a search for that word finds every such place.

use std::fmt;

/// A key or token.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret<T = String>(T);

impl<T> Secret<T> {
    #[must_use]
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    #[must_use]
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A name, an address, or something a person wrote.
#[derive(Clone, PartialEq, Eq)]
pub struct Personal<T = String>(T);

impl<T> Personal<T> {
    #[must_use]
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    #[must_use]
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Personal(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_prints_what_it_holds() {
        let printed = format!("{:?} {:?}", Secret::new("xoxb-1"), Personal::new("Ada"));
        assert_eq!(printed, "Secret(…) Personal(…)");
    }
}
