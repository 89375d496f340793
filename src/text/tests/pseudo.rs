//! A language that nobody speaks, made of the English texts: every letter has an accent, and each text
//! is two fifths longer. What is left without accents was not in the file.

/// The whole file in the pseudo-language. Keys, arguments and markup stay.
pub(super) fn of(source: &str) -> String {
    let mut texts: Vec<String> = Vec::new();
    for line in source.lines() {
        match texts.last_mut().filter(|_| line.starts_with(' ')) {
            Some(text) => {
                text.push('\n');
                text.push_str(line);
            }
            None => texts.push(line.to_owned()),
        }
    }
    texts.iter().map(|text| longer(text) + "\n").collect()
}

fn longer(text: &str) -> String {
    let Some((key, template)) = text.split_once(" =").filter(|_| !text.starts_with('#')) else {
        return text.to_owned();
    };
    let accented = accented(template);
    let own = accented.chars().zip(template.chars()).filter(|(new, old)| new != old).count();
    // Room is lost where a platform counts, so rounding down would be too kind.
    let padding: String = "ýžñ ".chars().cycle().take((own * 2).div_ceil(5)).collect();
    let padding = padding.trim_end().replace(' ', "·");
    format!("{key} ={accented}{padding}")
}

/// Accents on every letter outside of braces, and on those of a plural's choices inside.
fn accented(template: &str) -> String {
    let (mut depth, mut choice, mut names) = (0, false, false);
    let mut changed = String::with_capacity(template.len() * 2);
    for c in template.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            // What stands behind "[one]" up to the end of the line is said.
            '\n' => choice = false,
            '[' if depth == 1 => names = true,
            ']' if depth == 1 => (choice, names) = (true, false),
            _ => {}
        }
        let said = depth == 0 || (depth == 1 && choice && !names);
        changed.push(if said { accent(c) } else { c });
    }
    changed
}

fn accent(c: char) -> char {
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const OTHER: &str = "áƀçďéƒğĥíĵķĺɱñóƥɋŕšťúṽŵẋýžÁƁÇĎÉƑĞĤÍĴĶĹṀÑÓƤɊŔŠŤÚṼŴẊÝŽ";
    let at = PLAIN.chars().position(|plain| plain == c);
    at.and_then(|at| OTHER.chars().nth(at)).unwrap_or(c)
}

#[test]
fn arguments_and_markup_stay_and_the_rest_is_longer() {
    let source = "# A comment.\nkey = **Go** { $n ->\n    [one] { $n } day\n   *[other] { $n } days\n    } `{ $x }`.\n";
    let pseudo = of(source);
    let wanted = "# A comment.\nkey = **Ğó** { $n ->\n    [one] { $n } ďáý\n   *[other] { $n } ďáýš\n    } `{ $x }`.ýžñ\n";
    assert_eq!(pseudo, wanted);
}
