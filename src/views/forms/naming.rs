//! The forms of *Record consent* and *Withdraw consent*.

use super::{about, input, input_of, long, meaning};
use crate::chat::view::Form;
use crate::domain::ids::FormId;
use crate::text::Voice;
use crate::views::referral::Facts;

/// *Name the customer of NOR-12*: who of theirs agreed, and how.
#[must_use]
pub fn name_customer(voice: &Voice<'_>, id: &FormId, facts: &Facts) -> Form {
    let hint = Some("naming-hint");
    let fields = vec![input_of(voice, input::RECORD, "naming-record", hint, true, long())];
    let names = ("name_customer", "naming-title", "button-name-customer");
    Form { intro: meaning(voice, "naming-intro", facts), ..about(voice, id, facts, names, fields) }
}

/// The way back, with why.
#[must_use]
pub fn unname_customer(voice: &Voice<'_>, id: &FormId, facts: &Facts) -> Form {
    let hint = Some("naming-back-hint");
    let fields = vec![input_of(voice, input::RECORD, "naming-back-record", hint, true, long())];
    let names = ("unname_customer", "naming-back-title", "button-unname-customer");
    Form {
        intro: meaning(voice, "naming-back-intro", facts),
        ..about(voice, id, facts, names, fields)
    }
}
