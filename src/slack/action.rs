//! What a button carries: [`Action`] as Slack's `action_id` and `value`, and strictly back.
//!
//! The id is short and readable (`review:approve`), unique within its message, and the same on
//! every redraw; the value holds everything ([`Action::written`]). Whatever is not exactly what we
//! write is refused: values come back from a client and may be forged.

use crate::chat::action::is_word;
use crate::chat::view::Action;

/// `flow:choice`, with `#n` behind it for the n-th button of the same kind in one message.
pub(super) fn id(action: &Action, nth: usize) -> String {
    match nth {
        0 => format!("{}:{}", action.flow, action.choice),
        n => format!("{}:{}#{n}", action.flow, action.choice),
    }
}

/// `flow:name`: a list has one id, its options a value each.
pub(super) fn list_id(action: &Action, name: &str) -> String {
    format!("{}:{name}", action.flow)
}

/// The action of a pressed button, or nothing when any character is not as we write it.
pub(super) fn read(id: &str, value: &str) -> Option<Action> {
    let action = Action::read(value)?;
    let named = id.split_once('#').map_or(id, |(name, _)| name);
    (named == self::id(&action, 0)).then_some(action)
}

/// The action of an option that was chosen, as strictly.
pub(super) fn read_option(id: &str, value: &str) -> Option<Action> {
    let action = Action::read(value)?;
    let (flow, name) = id.split_once(':')?;
    (flow == action.flow && is_word(name)).then_some(action)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn action(subject: &str, seen_version: i64) -> Action {
        Action {
            flow: "review".into(),
            choice: "approve".into(),
            subject: subject.into(),
            seen_version,
        }
    }

    #[test]
    fn an_action_comes_back_as_it_went() {
        for subject in ["", "NOR-12", "slack:T1:U1"] {
            for version in [0, 7, -1, i64::MAX] {
                let action = action(subject, version);
                assert_eq!(read(&id(&action, 3), &action.written()), Some(action));
            }
        }
    }

    #[test]
    fn a_forged_value_is_nothing() {
        #[rustfmt::skip]
        let table = [
            ("another layout",     "review:approve", "v2:review:approve:NOR-12:7"),
            ("no version",         "review:approve", "v1:review:approve:NOR-12"),
            ("version in words",   "review:approve", "v1:review:approve:NOR-12:seven"),
            ("version with zeros", "review:approve", "v1:review:approve:NOR-12:007"),
            ("version with plus",  "review:approve", "v1:review:approve:NOR-12:+7"),
            ("another choice",     "review:reject",  "v1:review:approve:NOR-12:7"),
            ("a capital",          "Review:approve", "v1:Review:approve:NOR-12:7"),
            ("a space",            "review:approve", "v1:review:approve:NOR 12:7"),
            ("no flow",            ":approve",       "v1::approve:NOR-12:7"),
            ("nothing",            "",               ""),
        ];
        for (why, id, value) in table {
            assert_eq!(read(id, value), None, "{why}");
        }
    }

    #[test]
    fn an_option_comes_back_as_it_went_and_a_forged_one_does_not() {
        let chosen = action("8", 0);
        let (id, option) = (list_id(&chosen, "filter"), chosen.written());
        assert_eq!(id, "review:filter");
        assert_eq!(read_option(&id, &option), Some(chosen));
        #[rustfmt::skip]
        let table = [
            ("of another flow", "track:filter",   "v1:review:approve:8:0"),
            ("without a name",  "review:",        "v1:review:approve:8:0"),
            ("without a list",  "review",         "v1:review:approve:8:0"),
            ("another layout",  "review:filter",  "v2:review:approve:8:0"),
        ];
        for (why, id, value) in table {
            assert_eq!(read_option(id, value), None, "{why}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_written_the_same(id in ".{0,40}", value in "(v1:)?[a-z:0-9+-]{0,40}") {
            if let Some(action) = read(&id, &value) {
                prop_assert_eq!(action.written(), value);
            }
        }
    }
}
