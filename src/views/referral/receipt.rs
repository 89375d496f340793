//! What the person who registered gets in place of the form.

use super::{field, fingerprint};
use crate::chat::limits;
use crate::chat::view::{Button, Labelled, Line, Panel, Part, Weight};
use crate::domain::partner::Partner;
use crate::domain::referral::{Referral, Status};
use crate::text::{Arg, Voice};
use crate::views::{self, mine_button, plain};

/// What of the receipt can be read again, beside the card: the form that showed it is gone.
#[must_use]
pub fn kept(voice: &Voice<'_>, referral: &Referral) -> [Part; 2] {
    let print = fingerprint(referral);
    let context = voice.line("refer-receipt-context", &[("fingerprint", Arg::Word(&print))]);
    [Part::Fields(vec![registered(voice, referral)]), Part::Context(context)]
}

fn registered(voice: &Voice<'_>, referral: &Referral) -> Labelled {
    let at = [("at", Arg::Second(referral.submitted_at))];
    field(voice, "field-registered", voice.line("moment", &at))
}

/// What the person who registered gets in place of the form.
#[must_use]
pub fn panel(voice: &Voice<'_>, referral: &Referral, partner: &Partner, company: &str) -> Panel {
    let number = referral.number().to_string();
    let print = fingerprint(referral);
    let company = limits::shorten(company, limits::FIELD_VALUE);
    let received = [
        ("ref", Arg::Word(&number)),
        ("company", Arg::Text(&company)),
        ("time", Arg::Second(referral.submitted_at)),
        ("partner", Arg::Text(&partner.name)),
    ];
    // Clear and match take the same path and differ in this one paragraph.
    let outlook = if referral.status == Status::InConflict { "match" } else { "clear" };
    let due = [("due", Arg::Instant(referral.submission.due))];
    let again = plain(voice.words("button-refer-another", &[]), "refer", "open", "", 0);
    let mut buttons = vec![Button { weight: Weight::Primary, ..mine_button(voice) }, again];
    if referral.status == Status::InConflict {
        let (label, id) = (voice.words("button-claim", &[]), referral.id.to_string());
        buttons.push(plain(label, "claim", "open", &id, referral.version));
    }
    let parts = vec![
        Part::Text(voice.line("refer-receipt", &received)),
        Part::Text(voice.line(&format!("refer-receipt-{outlook}"), &due)),
        Part::Fields(vec![
            field(voice, "field-number", Line::plain(number.clone())),
            registered(voice, referral),
            field(voice, "field-fingerprint", Line::plain(print.clone())),
        ]),
        Part::Buttons(buttons),
        Part::Context(voice.line("refer-receipt-context", &[("fingerprint", Arg::Word(&print))])),
    ];
    views::panel(voice, voice.words("refer-receipt-title", &[]), parts)
}
