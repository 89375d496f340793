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

/// Reads an amount as people type it: digits, `mark` (a point or a comma) before decimals, and
/// between thousands the other of the two, spaces or apostrophes. None for anything else: what is
/// written by another custom must not become a hundred times as much. None, too, for more decimals
/// than the currency has, and for what does not fit into minor units.
#[must_use]
pub fn parse(typed: &str, currency: &str, mark: char) -> Option<i64> {
    let decimals = decimals(currency)?;
    let (whole, part) = typed.trim().split_once(mark).unwrap_or((typed.trim(), ""));
    let whole = ungrouped(whole, mark)?;
    let places = u32::try_from(part.len()).ok()?;
    if !is_digits(part) || places > decimals {
        return None;
    }
    let scale = 10_i64.checked_pow(decimals)?;
    let part_scale = 10_i64.checked_pow(decimals - places)?;
    let minor =
        if part.is_empty() { 0 } else { part.parse::<i64>().ok()?.checked_mul(part_scale)? };
    whole.parse::<i64>().ok()?.checked_mul(scale)?.checked_add(minor)
}

/// The digits of a whole number; where they stand in groups, all but the first have three.
fn ungrouped(typed: &str, mark: char) -> Option<String> {
    let between =
        |c: char| matches!(c, ',' | '.' | ' ' | '\'' | '’' | '\u{a0}' | '\u{202f}') && c != mark;
    let mut groups = typed.split(between);
    let first = groups.next().filter(|first| !first.is_empty() && is_digits(first))?;
    let mut whole = first.to_owned();
    for group in groups {
        if group.len() != 3 || !is_digits(group) || first.len() > 3 {
            return None;
        }
        whole.push_str(group);
    }
    Some(whole)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits of an amount before and after the mark; none after it where the currency has no
/// decimals.
#[must_use]
pub fn in_digits(minor: i64, currency: &str) -> (String, Option<String>) {
    let decimals = decimals(currency).unwrap_or(2);
    let scale = 10_i64.pow(decimals);
    let width = decimals as usize;
    let part = (decimals > 0).then(|| format!("{:0width$}", minor % scale));
    ((minor / scale).to_string(), part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        #[rustfmt::skip]
        let table = [
            // typed         currency  mark  minor
            ("12500.00",     "EUR",    '.',  Some(1_250_000)),
            ("12,500",       "USD",    '.',  Some(1_250_000)),
            ("0.5",          "GBP",    '.',  Some(50)),
            ("1'000",        "CHF",    '.',  Some(100_000)),
            ("1 000 000.5",  "SEK",    '.',  Some(100_000_050)),
            ("990000",       "JPY",    '.',  Some(990_000)),
            ("1.234",        "KWD",    '.',  Some(1_234)),
            ("12500,00",     "EUR",    ',',  Some(1_250_000)),
            ("12.500,00",    "EUR",    ',',  Some(1_250_000)),
            ("12.500",       "EUR",    ',',  Some(1_250_000)),
            // By the other custom: none of these may become a hundred times as much.
            ("12500,00",     "EUR",    '.',  None),
            ("12.500,00",    "EUR",    '.',  None),
            ("12500.00",     "EUR",    ',',  None),
            ("1250,000",     "EUR",    '.',  None),
            ("1.5",          "JPY",    '.',  None),
            ("1.234",        "EUR",    '.',  None),
            ("-5",           "EUR",    '.',  None),
            ("twelve",       "EUR",    '.',  None),
            ("",             "EUR",    '.',  None),
            (".5",           "EUR",    '.',  None),
            ("5",            "XXX",    '.',  None),
            ("99999999999999999999", "EUR", '.', None),
        ];
        for (typed, currency, mark, minor) in table {
            assert_eq!(parse(typed, currency, mark), minor, "{typed} {currency} {mark}");
        }
    }

    #[test]
    fn an_amount_has_all_decimals_of_its_currency() {
        let digits = |whole: &str, part: Option<&str>| (whole.to_owned(), part.map(str::to_owned));
        assert_eq!(in_digits(1_250_005, "EUR"), digits("12500", Some("05")));
        assert_eq!(in_digits(50, "GBP"), digits("0", Some("50")));
        assert_eq!(in_digits(1_234, "KWD"), digits("1", Some("234")));
        assert_eq!(in_digits(990_000, "JPY"), digits("990000", None));
    }
}
