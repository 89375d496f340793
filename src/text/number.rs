//! How numbers and amounts read in each language.

use fluent_bundle::FluentValue;

use super::{Language, Voice};
use crate::domain::money;

/// What a language writes between thousands, and before decimals.
struct Marks {
    thousands: char,
    decimal: char,
}

const fn marks(language: Language) -> Marks {
    match language {
        Language::English => Marks { thousands: ',', decimal: '.' },
        Language::German => Marks { thousands: '.', decimal: ',' },
    }
}

impl Voice<'_> {
    /// "12,500.00 EUR", in German "12.500,00 EUR".
    #[must_use]
    pub fn amount(&self, minor: i64, currency: &str) -> String {
        let marks = marks(self.language);
        let (whole, part) = money::in_digits(minor, currency);
        let whole = grouped(&whole, marks.thousands);
        match part {
            Some(part) => format!("{whole}{}{part} {currency}", marks.decimal),
            None => format!("{whole} {currency}"),
        }
    }

    /// "92.0 %", in German "92,0 %", of tenths of a per cent.
    #[must_use]
    pub fn percent(&self, tenths: u64) -> String {
        let marks = marks(self.language);
        let whole = grouped(&(tenths / 10).to_string(), marks.thousands);
        // The sign stays with its number when a line breaks.
        format!("{whole}{}{}\u{a0}%", marks.decimal, tenths % 10)
    }

    /// "25.71 %", in German "25,71 %", of hundredths of a per cent.
    #[must_use]
    pub fn percent_exactly(&self, hundredths: u64) -> String {
        let marks = marks(self.language);
        let whole = grouped(&(hundredths / 100).to_string(), marks.thousands);
        format!("{whole}{}{:02}\u{a0}%", marks.decimal, hundredths % 100)
    }

    /// What stands before decimals where this reader types an amount.
    #[must_use]
    pub const fn decimal_mark(&self) -> char {
        marks(self.language).decimal
    }
}

/// A number within a text.
pub(super) fn shown(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(number) => {
            Some(grouped(&number.as_string(), marks(language).thousands))
        }
        _ => None,
    }
}

/// `1204` with a mark between thousands.
fn grouped(digits: &str, mark: char) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut grouped = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(mark);
        }
        grouped.push(digit);
    }
    grouped
}
