//! Money: integer minor units with the currency's own number of decimals. No floats, ever.

/// Currencies a deal may be recorded in, with their decimals. Source: ISO 4217.
pub const CURRENCIES: &[(&str, u32)] = &[
    ("EUR", 2),
    ("USD", 2),
    ("GBP", 2),
    ("CHF", 2),
    ("SEK", 2),
    ("NOK", 2),
    ("DKK", 2),
    ("PLN", 2),
    ("CZK", 2),
    ("JPY", 0),
    ("CAD", 2),
    ("AUD", 2),
    ("NZD", 2),
    ("INR", 2),
    ("BRL", 2),
    ("ZAR", 2),
    ("SGD", 2),
    ("AED", 2),
    ("KWD", 3),
];

/// Decimals of a currency; none when it is not one of ours.
#[must_use]
pub fn decimals(currency: &str) -> Option<u32> {
    CURRENCIES.iter().find(|(code, _)| *code == currency).map(|(_, decimals)| *decimals)
}

/// Reads an amount as people type it: digits, a point for decimals, commas, spaces or apostrophes
/// between thousands. None for anything else, for more decimals than the currency has, and for
/// what does not fit into minor units.
#[must_use]
pub fn parse(typed: &str, currency: &str) -> Option<i64> {
    let decimals = decimals(currency)?;
    let plain: String = typed
        .trim()
        .chars()
        .filter(|c| !matches!(c, ',' | ' ' | '\'' | '\u{a0}' | '\u{202f}'))
        .collect();
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let places = u32::try_from(part.len()).ok()?;
    if whole.is_empty() || !digits(whole) || !digits(part) || places > decimals {
        return None;
    }
    let scale = 10_i64.checked_pow(decimals)?;
    let part_scale = 10_i64.checked_pow(decimals - places)?;
    let minor =
        if part.is_empty() { 0 } else { part.parse::<i64>().ok()?.checked_mul(part_scale)? };
    whole.parse::<i64>().ok()?.checked_mul(scale)?.checked_add(minor)
}

/// "12,500.00 EUR"
#[must_use]
pub fn text(minor: i64, currency: &str) -> String {
    let decimals = decimals(currency).unwrap_or(2);
    let scale = 10_i64.pow(decimals);
    let (whole, part) = ((minor / scale).to_string(), minor % scale);
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if decimals == 0 {
        return format!("{grouped} {currency}");
    }
    let width = decimals as usize;
    format!("{grouped}.{part:0width$} {currency}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_type_them_and_shown_in_full() {
        #[rustfmt::skip]
        let table = [
            // typed         currency  minor               shown
            ("12500.00",     "EUR",    Some(1_250_000),    "12,500.00 EUR"),
            ("12,500",       "USD",    Some(1_250_000),    "12,500.00 USD"),
            ("0.5",          "GBP",    Some(50),           "0.50 GBP"),
            ("1'000",        "CHF",    Some(100_000),      "1,000.00 CHF"),
            ("990000",       "JPY",    Some(990_000),      "990,000 JPY"),
            ("1.234",        "KWD",    Some(1_234),        "1.234 KWD"),
            ("1.5",          "JPY",    None,               ""),
            ("1.234",        "EUR",    None,               ""),
            ("-5",           "EUR",    None,               ""),
            ("twelve",       "EUR",    None,               ""),
            ("",             "EUR",    None,               ""),
            (".5",           "EUR",    None,               ""),
            ("5",            "XXX",    None,               ""),
            ("99999999999999999999", "EUR", None,          ""),
        ];
        for (typed, currency, minor, shown) in table {
            assert_eq!(parse(typed, currency), minor, "{typed} {currency}");
            if let Some(minor) = minor {
                assert_eq!(text(minor, currency), shown);
            }
        }
    }
}
