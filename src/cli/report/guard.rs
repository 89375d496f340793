//! Keeps a spreadsheet from reading somebody's words as a formula.
//!
//! Whoever opens a file of comma-separated values runs what its cells say, and a company's name is
//! typed by people from outside. A cell that would be a formula gets `'` before it, which shows it as
//! it stands. A file that is opened with semicolons or tabs between its cells, as spreadsheets in some
//! languages do by themselves, has more beginnings than were written: they are guarded as well.
//! Source: OWASP, "CSV Injection".

use std::borrow::Cow;

/// With these a formula begins; spreadsheets in East Asian languages take the full-width ones as well.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What some spreadsheet may read as the end of a cell.
const ENDS: [char; 4] = [';', '\t', '\r', '\n'];

/// The text as it may stand in a cell.
pub fn guarded(text: &str) -> Cow<'_, str> {
    let begins_with_an_end = text.starts_with(['\t', '\r', '\n']);
    if !begins_with_an_end && !text.split(ENDS).any(is_formula) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 2);
    if begins_with_an_end {
        safe.push('\'');
    }
    for cell in text.split_inclusive(ENDS) {
        if is_formula(cell) {
            safe.push('\'');
        }
        safe.push_str(cell);
    }
    Cow::Owned(safe)
}

/// Spaces in front, and what cannot be seen, are left out by some.
fn is_formula(cell: &str) -> bool {
    let unseen = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    cell.trim_start_matches(unseen).starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_would_be_a_formula_is_shown_as_it_stands() {
        #[rustfmt::skip]
        let table = [
            // typed                          in the cell
            ("Acme",                          "Acme"),
            ("",                              ""),
            ("a=b, c-d, e@f.example +1",      "a=b, c-d, e@f.example +1"),
            ("O'Neil & Sons",                 "O'Neil & Sons"),
            ("=1+1",                          "'=1+1"),
            ("+49 30 1234",                   "'+49 30 1234"),
            ("-2",                            "'-2"),
            ("@SUM(A1)",                      "'@SUM(A1)"),
            ("=cmd|'/c calc'!A1",             "'=cmd|'/c calc'!A1"),
            ("  =1+1",                        "'  =1+1"),
            ("\u{a0}\u{3000}=1+1",            "'\u{a0}\u{3000}=1+1"),
            ("\u{200b}\u{feff}=1+1",          "'\u{200b}\u{feff}=1+1"),
            ("＝1+1",                         "'＝1+1"),
            ("＋1",                           "'＋1"),
            ("－1",                           "'－1"),
            ("＠SUM(A1)",                     "'＠SUM(A1)"),
            ("\tAcme",                        "'\tAcme"),
            ("\rAcme",                        "'\rAcme"),
            ("\n=1+1",                        "'\n'=1+1"),
            ("Acme;=1+1",                     "Acme;'=1+1"),
            ("Acme\t=1+1",                    "Acme\t'=1+1"),
            ("Acme\n@SUM(A1)",                "Acme\n'@SUM(A1)"),
            ("Acme; Sons",                    "Acme; Sons"),
        ];
        for (typed, cell) in table {
            assert_eq!(guarded(typed), cell, "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn no_cell_begins_a_formula_and_nothing_is_lost(text in "[=+@;'\\-\t\r\n ＝＠a\u{200b}]{0,12}") {
            let safe = guarded(&text);
            prop_assert!(!safe.split(ENDS).any(is_formula), "{:?}", safe);
            prop_assert!(!safe.starts_with(['\t', '\r', '\n']));
            let (mut rest, mut added) = (text.chars().peekable(), 0);
            for c in safe.chars() {
                match rest.next_if_eq(&c) {
                    Some(_) => {}
                    None => { prop_assert_eq!(c, '\''); added += 1; }
                }
            }
            prop_assert_eq!(rest.next(), None);
            prop_assert_eq!(added > 0, safe != text);
        }
    }
}
