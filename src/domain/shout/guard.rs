//! What may not stand in a shout-out: an amount of money, the name of a customer who has not agreed to
//! be named, the name of another partner.

/// Words for money, in lower case; currencies by their codes stand in [`CODES`].
const MONEY: [&str; 16] = [
    "euro",
    "euros",
    "dollar",
    "dollars",
    "pound",
    "pounds",
    "franc",
    "francs",
    "franken",
    "yen",
    "cent",
    "cents",
    "million",
    "millions",
    "millionen",
    "mio",
];
const CODES: [&str; 14] = [
    "eur", "usd", "gbp", "chf", "jpy", "cad", "aud", "sek", "nok", "dkk", "pln", "czk", "inr",
    "brl",
];
const SIGNS: [char; 12] = ['€', '$', '£', '¥', '₹', '₽', '₩', '₺', '₴', '₪', '฿', '¢'];

/// Whether an amount of money stands in the text: a number beside a currency, or one as only amounts
/// are written.
#[must_use]
pub fn says_an_amount(text: &str) -> bool {
    if text.contains(SIGNS) && text.contains(char::is_numeric) {
        return true;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || ".,'’".contains(c)))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    let is_number = |word: &&str| word.starts_with(char::is_numeric);
    let is_money = |word: &&str| MONEY.contains(word) || CODES.contains(word);
    let beside = words.windows(2).any(|pair| {
        (is_number(&pair[0]) && is_money(&pair[1])) || (is_money(&pair[0]) && is_number(&pair[1]))
    });
    beside || words.iter().any(|word| is_written_as_an_amount(word))
}

/// "12,500", "12.500", "50k", "1.5m", "50eur", "eur50".
fn is_written_as_an_amount(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.chars().all(char::is_numeric);
    let groups: Vec<&str> = word.split(['.', ',', '\'', '’']).collect();
    let grouped = groups.len() > 1
        && digits(groups[0])
        && groups[1..].iter().all(|group| digits(group) && group.chars().count() == 3);
    let number = |text: &str| text.split(['.', ',']).all(digits);
    let behind = |unit: &&str| word.strip_suffix(*unit).is_some_and(number);
    let before = |unit: &&str| word.strip_prefix(*unit).is_some_and(number);
    grouped
        || ["k", "m", "mio"].iter().any(behind)
        || CODES.iter().any(behind)
        || CODES.iter().any(before)
}

/// The first of these names that stands in the text, however it is written. A name of one or two
/// letters is no name that could be told from a word.
#[must_use]
pub fn names<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text = spaced(text);
    names.into_iter().find(|name| {
        let name = spaced(name);
        name.trim().chars().count() > 2 && text.contains(&name)
    })
}

/// In lower case, with one space around each word.
fn spaced(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    format!(" {} ", words.collect::<Vec<_>>().join(" "))
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
            "900 euros a month",
            "a 50k deal",
            "1.5m in all",
            "for 12.500,-",
            "2 million",
            "50EUR",
            "12’500 Franken",
        ] {
            assert!(says_an_amount(text), "{text}");
        }
        for text in [
            "North Partner reached 10 approved referrals, each an introduction.",
            "First approved referral, 12 days after joining.",
            "Welcome to 2027, and thank you!",
            "3 months in a row, 2 times a week",
            "In Q1 2027 they sent 25.",
            "Answered within 15 minutes",
            "",
        ] {
            assert!(!says_an_amount(text), "{text}");
        }
    }

    #[test]
    fn a_name_is_seen_as_whole_words_however_it_is_written() {
        let known = ["Acme Widgets", "birch.example", "Bo"];
        let found = |text: &str| names(text, known).map(ToOwned::to_owned);
        assert_eq!(found("Thanks for ACME  widgets!").as_deref(), Some("Acme Widgets"));
        assert_eq!(found("see Birch.example").as_deref(), Some("birch.example"));
        assert_eq!(found("The acmes of widgets"), None);
        assert_eq!(found("Bo and the others"), None, "too short to be told from a word");
        assert_eq!(names("anything", [""]), None);
    }
}
