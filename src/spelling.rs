//! What was probably meant: the nearest of the words that would have been right.

/// Letters that one may be away from the other.
const FAR: usize = 2;

/// The nearest of `known`, at most [`FAR`] letters away.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Letters that one has more than the other must be put in: a long text is not looked through.
    let near = known.into_iter().filter(|word| word.len().abs_diff(typed.len()) <= FAR);
    let distances = near.map(|word| (distance(typed, word), word));
    distances.min().filter(|(distance, _)| *distance <= FAR).map(|(_, word)| word)
}

/// How many letters must be put in, taken out or changed (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, left) in one.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], line + 1);
        for (column, right) in other.bytes().enumerate() {
            let changed = diagonal + usize::from(left != right);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_at_most_two_letters_away() {
        #[rustfmt::skip]
        let table = [
            ("meeting",  Some("meeting")),
            ("meting",   Some("meeting")),
            ("proposle", Some("proposal")),
            ("propsle",  None),
            ("",         None),
        ];
        for (typed, meant) in table {
            assert_eq!(nearest(typed, ["meeting", "proposal"]), meant, "{typed}");
        }
    }
}
