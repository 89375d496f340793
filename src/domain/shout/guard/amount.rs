//! Whether somebody's own words say an amount of money.

use crate::domain::money::CURRENCIES;

/// Words for money, in lower case; currencies by their codes are those of [`CURRENCIES`].
const MONEY: [&str; 14] = [
    "euro", "euros", "dollar", "dollars", "pound", "pounds", "franc", "francs", "franken", "yen",
    "cent", "cents", "teur", "keur",
];
/// Numbers that only amounts have.
const LARGE: [&str; 10] = [
    "million",
    "millions",
    "millionen",
    "mio",
    "billion",
    "billions",
    "milliarde",
    "milliarden",
    "mrd",
    "bn",
];
/// The same behind another number: a thousand thanks are no amount.
const THOUSANDS: [&str; 6] = ["thousand", "thousands", "tausend", "tsd", "grand", "hundred"];
/// Numbers in words, as far as they stand before money.
const NUMBERS: [&str; 49] = [
    "half",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "twelve",
    "fifteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "ein",
    "eine",
    "einen",
    "halbe",
    "halben",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "zwölf",
    "fünfzehn",
    "zwanzig",
    "dreißig",
    "vierzig",
    "fünfzig",
    "sechzig",
    "siebzig",
    "achtzig",
    "neunzig",
    "hundert",
    "tausend",
];
const SIGNS: [char; 12] = ['€', '$', '£', '¥', '₹', '₽', '₩', '₺', '₴', '₪', '฿', '¢'];
/// What stands between groups and before decimals, beside spaces.
const MARKS: [char; 4] = ['.', ',', '\'', '’'];
/// So many digits in a row are no year and no count of referrals.
const LONG: usize = 5;

/// Whether an amount of money stands in the text: a number beside a currency, or one as only amounts
/// are written.
#[must_use]
pub fn says_an_amount(text: &str) -> bool {
    if text.contains(SIGNS) && text.contains(char::is_numeric) {
        return true;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || MARKS.contains(&c)))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    let in_digits = |word: &str| word.starts_with(char::is_numeric);
    let is_number = |word: &str| in_digits(word) || NUMBERS.contains(&word);
    let beside = words.windows(2).any(|pair| {
        let (one, next) = (pair[0], pair[1]);
        let counts = is_number(one) && (is_money(next) || THOUSANDS.contains(&next));
        counts || (is_money(one) && in_digits(next))
    });
    beside
        || lower.split(|c: char| !c.is_numeric()).any(|run| run.chars().count() >= LONG)
        || is_grouped_by_spaces(&lower)
        || words.iter().any(|word| LARGE.contains(word) || is_written_as_an_amount(word))
}

fn is_money(word: &str) -> bool {
    MONEY.contains(&word) || is_code(word)
}

fn is_code(word: &str) -> bool {
    CURRENCIES.iter().any(|(code, _)| code.eq_ignore_ascii_case(word))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_numeric)
}

/// "12 500", whatever kind of space stands there.
fn is_grouped_by_spaces(text: &str) -> bool {
    let words: Vec<&str> = text.split(char::is_whitespace).collect();
    words.windows(2).any(|pair| {
        let first = pair[0].trim_start_matches(|c: char| !c.is_alphanumeric());
        let digits: String = pair[1].chars().take_while(|c| c.is_numeric()).collect();
        let behind = pair[1][digits.len()..].chars().next();
        is_digits(first)
            && first.chars().count() <= 3
            && digits.chars().count() == 3
            && !behind.is_some_and(char::is_alphabetic)
    })
}

/// "12,500", "12.500", "12500.00", "50k", "1.5m", "50eur", "eur50", "fünfzigtausend".
fn is_written_as_an_amount(word: &str) -> bool {
    let number = |text: &str| text.split(['.', ',']).all(is_digits);
    let behind = |unit: &&str| word.strip_suffix(*unit).is_some_and(number);
    let coded = CURRENCIES.iter().any(|(code, _)| {
        let code = code.to_lowercase();
        let rest = word.strip_suffix(&code).or_else(|| word.strip_prefix(&code));
        rest.is_some_and(number)
    });
    let whole = word.strip_suffix("tausend");
    is_grouped(word)
        || has_cents(word)
        || ["k", "m", "mio", "bn", "mrd", "tsd"].iter().any(behind)
        || coded
        || whole.is_some_and(|before| !before.is_empty() && before != "jahr")
}

/// Thousands by marks: "12,500", "1.250.000".
fn is_grouped(word: &str) -> bool {
    let groups: Vec<&str> = word.split(MARKS).collect();
    groups.len() > 1
        && is_digits(groups[0])
        && groups[1..].iter().all(|group| is_digits(group) && group.chars().count() == 3)
}

/// A number with two decimals. "02.03" and "14.30" are a day and a time of day.
fn has_cents(word: &str) -> bool {
    let Some((whole, cents)) = word.rsplit_once(['.', ',']) else { return false };
    if !(is_digits(cents) && cents.chars().count() == 2) {
        return false;
    }
    let by_point = word.as_bytes().get(whole.len()) == Some(&b'.');
    let most = |text: &str, most: u32| text.parse::<u32>().is_ok_and(|number| number <= most);
    let of_the_calendar =
        (most(whole, 31) && most(cents, 12)) || (most(whole, 23) && most(cents, 59));
    is_grouped(whole) || (is_digits(whole) && !(by_point && of_the_calendar))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_seen_however_it_is_written() {
        for text in [
            "A deal of 50,000 €.",
            "They signed for $1.5m!",
            "Worth 12,500 in the first year",
            "EUR 900 a month",
            "ZAR 900 a month",
            "900 kwd a month",
            "AED900",
            "900 euros a month",
            "fifty euros a month",
            "a 50k deal",
            "1.5m in all",
            "2bn in all",
            "for 12.500,-",
            "for 12500.00, no less",
            "for 12.500,00",
            "for 1,234.56",
            "for 900.50",
            "for 9,50",
            "for 70007",
            "for 12500!",
            "for 12 500.",
            "for 1\u{a0}250\u{a0}000",
            "for (12\u{202f}500)",
            "for 12\u{2009}500,00",
            "2 million",
            "half a million",
            "eine halbe Million",
            "two billion",
            "50 thousand",
            "fifty thousand",
            "a hundred thousand",
            "60 Tsd. Euro",
            "60tsd",
            "sechzig Tausend",
            "sechzigtausend",
            "twenty grand",
            "50EUR",
            "60 TEUR",
            "12’500 Franken",
        ] {
            assert!(says_an_amount(text), "{text}");
        }
        for text in [
            "North Partner reached 10 approved referrals, each an introduction.",
            "25 referrals in 2026, and 250 since 2019.",
            "First approved referral, 12 days after joining.",
            "Welcome to 2027, and thank you!",
            "3 months in a row, 2 times a week",
            "In Q1 2027 they sent 25.",
            "Answered within 15 minutes",
            "Since 02.03.2027, or 2027-03-02, or 3/2/2027",
            "Am 02.03. um 14.30 Uhr, on 5 March 2027",
            "In 2026 300 people came, in March 25",
            "4.5 of 5 stars, version 2.10",
            "A thousand thanks, tausend Dank, a grand start",
            "Das beste Jahrtausend",
            "",
        ] {
            assert!(!says_an_amount(text), "{text}");
        }
    }
}
