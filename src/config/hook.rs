//! What a CRM signs its events with.

use super::environment::Environment;
use super::{ConfigError, unfit};
use crate::secret::Secret;

/// Those that a CRM signs with: more than anybody guesses.
pub(super) fn secrets(environment: &Environment) -> Result<Vec<Secret<String>>, ConfigError> {
    const SHORTEST: usize = 16;
    let name = "VOUCH_HOOK_SECRET";
    let Some(typed) = environment.get(name) else { return Ok(Vec::new()) };
    let secrets: Vec<&str> = typed.split(',').map(str::trim).collect();
    let long = |one: &&str| one.len() >= SHORTEST && one.bytes().all(|b| b.is_ascii_graphic());
    if secrets.len() > 2 || !secrets.iter().all(long) {
        return unfit(
            name,
            "at least 16 characters without spaces, or two such with a comma between",
        );
    }
    Ok(secrets.into_iter().map(|one| Secret::new(one.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_long_and_while_it_changes_there_are_two() {
        const LONG: &str = "0123456789abcdef";
        let both = format!("{LONG}, {LONG}1");
        let read = |typed: &str| {
            let variables = [("VOUCH_HOOK_SECRET", typed)].into_iter().collect();
            secrets(&variables).map(|all| all.len()).map_err(|error| error.to_string())
        };
        assert_eq!(
            secrets(&std::iter::empty::<(&str, &str)>().collect()).map(|all| all.len()),
            Ok(0)
        );
        assert_eq!(read(LONG), Ok(1));
        assert_eq!(read(&both), Ok(2));
        let three = format!("{LONG},{LONG},{LONG}");
        for typed in ["short", &LONG[1..], "0123456789 abcdef", &format!("{LONG},"), &three] {
            let said = read(typed).unwrap_err();
            assert!(said.starts_with("VOUCH_HOOK_SECRET must be at least 16 characters"), "{said}");
            assert!(!said.contains(typed), "{said}");
        }
    }
}
