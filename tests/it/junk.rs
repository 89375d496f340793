//! Junk at every door: whatever comes from outside is read, refused or shown within its limits. What
//! has to hold is said in [`holds`], which `fuzz/` shares; here it is tried by chance, around good
//! samples ([`spoil`]), and with everything that somebody stumbled over once.

mod control;
pub mod holds;
mod kept;
mod spoil;

use proptest::prelude::*;
use vouch::program::BUILT_IN;

const SETUP: &str = include_str!("../../docs/setup.example.toml");

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..400)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_body_is_slacks_only_when_it_was_signed_just_now(data in bytes()) {
        holds::signature::holds(&data);
    }

    #[test]
    fn a_delivery_is_read_and_kept_whatever_stands_in_it(data in spoil::delivery()) {
        holds::decode::holds(&data);
    }

    #[test]
    fn a_programme_is_read_or_every_mistake_has_a_place(data in spoil::file(BUILT_IN)) {
        holds::program::holds(&data);
    }

    #[test]
    fn a_set_up_file_is_read_or_the_mistake_has_a_place(data in spoil::file(SETUP)) {
        holds::setup::holds(&data);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_message_or_form_keeps_every_limit_and_calls_nobody(data in bytes()) {
        holds::render::holds(&data);
    }

    #[test]
    fn whatever_people_wrote_is_shown_within_the_limits_and_as_words(data in bytes()) {
        holds::views::holds(&data);
    }
}

#[test]
fn what_was_stumbled_over_once_is_read() {
    for body in kept::ODD {
        holds::decode::holds(body.as_bytes());
    }
    for long in ["[", "{\"a\":", "<", "<@U1", "&lt;", "\\ud83d", "a=", "%00"] {
        holds::decode::holds(long.repeat(200_000).as_bytes());
        holds::decode::holds(format!("command=/x&text={}", long.repeat(200_000)).as_bytes());
    }
}

#[test]
fn files_that_go_deep_or_on_for_ever_are_told_and_nothing_else() {
    for deep in ["[", "{", "a.", "[[a.", "a = [", "\"", "'''", "time_zone = \"", "x = 1\n"] {
        let text = deep.repeat(20_000);
        for around in [text.clone(), format!("a = {text}"), format!("{BUILT_IN}\n{text}")] {
            holds::program::holds(around.as_bytes());
            holds::setup::holds(around.as_bytes());
        }
    }
}
