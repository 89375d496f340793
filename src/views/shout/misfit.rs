//! What keeps a shout-out from being posted, in words.

use crate::chat::view::Line;
use crate::domain::shout::Why;
use crate::text::{Arg, Voice};

/// Why one may not be posted as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The partner does not let it be said.
    Consent,
    /// It is not so any more.
    Untrue,
    Amount,
    /// Somebody who has not agreed to be named.
    Customer(String),
    /// Another partner.
    Rival(String),
    /// The partner chose to be called this.
    Name(String),
    /// There is nowhere to say it.
    Channel,
}

impl Misfit {
    #[must_use]
    pub const fn why(&self) -> Why {
        match self {
            Self::Consent => Why::Consent,
            Self::Untrue => Why::Untrue,
            Self::Amount => Why::Amount,
            Self::Customer(_) => Why::Customer,
            Self::Rival(_) => Why::Rival,
            Self::Name(_) => Why::Name,
            Self::Channel => Why::Channel,
        }
    }
}

/// Why it may not be posted, and what would change that.
#[must_use]
pub fn misfit_line(voice: &Voice<'_>, misfit: &Misfit) -> Line {
    let key = format!("shout-no-{}", misfit.why());
    match misfit {
        Misfit::Customer(name) | Misfit::Rival(name) | Misfit::Name(name) => {
            voice.line(&key, &[("name", Arg::Text(name))])
        }
        Misfit::Consent | Misfit::Untrue | Misfit::Amount | Misfit::Channel => {
            voice.line(&key, &[])
        }
    }
}
