//! What keeps one side's name out of what the other side is told.

/// The first of `names` that a text names, however it is written: in another case, with other
/// signs between its words, or with none.
#[must_use]
pub fn named<'a>(text: &str, names: &'a [String]) -> Option<&'a String> {
    let (words, run) = (words(text), run(text));
    names.iter().find(|name| says(&words, &run, name))
}

/// A name that is shorter stands in other words by chance, so it counts only as a word of its own.
const LONG: usize = 6;

fn says(text: &[String], run_of_text: &str, name: &str) -> bool {
    let name_words = words(name);
    if name_words.is_empty() {
        return false;
    }
    let as_words = text.windows(name_words.len()).any(|window| window == name_words);
    let joined = run(name);
    as_words || (joined.chars().count() >= LONG && run_of_text.contains(&joined))
}

/// The words of a text in lower case, whatever stands between them.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let split = lower.split(|c: char| !c.is_alphanumeric());
    split.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn run(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_names_the_other_side_is_found_however_it_is_written() {
        let names = ["South Partner", "SOU-3", "SOU", "south.example", "Ann"].map(str::to_owned);
        #[rustfmt::skip]
        let table = [
            // text                                            named
            ("South Partner was first.",                       Some("South Partner")),
            ("the SOUTH   partner's referral",                 Some("South Partner")),
            ("South-Partner",                                  Some("South Partner")),
            ("SouthPartner had it",                            Some("South Partner")),
            ("see sou-3",                                      Some("SOU-3")),
            ("SOU has it",                                     Some("SOU")),
            ("ask at www.south.example",                       Some("south.example")),
            ("Ann told us",                                    Some("Ann")),
            ("The planned annex is in the south.",             None),
            ("Nothing that can be traced to anybody.",         None),
            ("source",                                         None),
            ("",                                               None),
        ];
        for (text, expected) in table {
            assert_eq!(named(text, &names).map(String::as_str), expected, "{text}");
        }
        assert_eq!(named("anything", &[String::new(), "–".to_owned()]), None);
    }
}
