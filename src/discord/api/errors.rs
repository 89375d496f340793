//! Discord's error codes, sorted by what the sender does next.
//!
//! Source of the codes: Discord, "Opcodes and Status Codes", "JSON"; docs/discord.md. One that we do
//! not know counts as our own mistake, which is told to a person and not repeated.

use serde_json::Value;

use super::limits::Told;
use crate::chat::SendError;

/// Characters of Discord's own explanation that are kept.
const DETAIL_MAX: usize = 300;

/// Too many edits of messages that are older than an hour.
pub(in crate::discord) const OLD: u64 = 30_046;

/// Sorts an answer that is no success. Only codes are taken over, and of the explanation where the
/// mistake lies, never the body.
pub(super) fn sort(method: &'static str, status: u16, body: &Value, told: &Told) -> SendError {
    let code = body["code"].as_u64().unwrap_or_default();
    // It comes with 429, and is over when others of its kind are: to wait for it would hold up
    // everything behind it.
    if let Some(after) = told.wait().filter(|_| code != OLD) {
        return SendError::RateLimited { method, after };
    }
    let word = if code == 0 { format!("http_{status}") } else { code.to_string() };
    let code_of = |sorted: fn(String) -> SendError| sorted(word.clone());
    match (status, code) {
        // A resource that is limited together with others, and passing faults of theirs.
        (_, 130_000 | 40_062 | 20_028) | (500.., _) => code_of(|code| SendError::Passing { code }),
        // Some of these come with 401, which says nothing of our token then.
        (_, 10_062 | 40_060 | 10_015 | 50_027) => code_of(|code| SendError::FormGone { code }),
        (401, _) | (_, 40_001) => code_of(|code| SendError::InstallDead { code }),
        // 160006: a thousand threads are open in the server, until somebody closes some.
        (
            _,
            10_003 | 50_001 | 50_013 | 50_083 | 160_005 | 160_006 | 40_066 | 40_067 | 10_004
            | 50_008,
        ) => code_of(|code| SendError::ChannelDead { code }),
        (_, 50_007 | 50_278 | 10_007 | 10_013 | 40_003) => {
            code_of(|code| SendError::PersonGone { code })
        }
        (_, 10_008 | OLD | 50_005) => code_of(|code| SendError::MessageGone { code }),
        _ => SendError::Ours { code: word, detail: places(&body["errors"]) },
    }
}

/// Where the mistake lies, as a path, and Discord's word for it: never a value of ours.
fn places(errors: &Value) -> String {
    let mut found = Vec::new();
    walk(errors, "", &mut found, 8);
    found.join("; ").chars().take(DETAIL_MAX).collect()
}

fn walk(at: &Value, path: &str, found: &mut Vec<String>, depth: usize) {
    let Some(fields) = at.as_object().filter(|_| depth > 0) else { return };
    for (name, below) in fields {
        if name == "_errors" {
            let codes = below.as_array().into_iter().flatten();
            let codes = codes.filter_map(|one| one["code"].as_str()).filter(|code| is_code(code));
            found.extend(codes.map(|code| format!("{path}: {code}")));
        } else if is_code(name) {
            walk(below, &format!("{path}/{name}"), found, depth - 1);
        }
    }
}

fn is_code(word: &str) -> bool {
    word.len() <= 60 && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    fn sorted(status: u16, body: &Value) -> SendError {
        sort("create_message", status, body, &Told::default())
    }

    /// Cases 12 to 14 of the list in docs/discord.md, as far as a code decides them.
    #[test]
    fn every_code_has_its_consequence() {
        #[rustfmt::skip]
        let table = [
            // status  code     consequence
            (500,      0,       "passing"),
            (503,      130_000, "passing"),
            (401,      0,       "install_dead"),
            (404,      10_003,  "channel_dead"),
            (403,      50_001,  "channel_dead"),
            (403,      50_013,  "channel_dead"),
            (400,      50_083,  "channel_dead"),
            (400,      160_006, "channel_dead"),
            (400,      40_067,  "channel_dead"),
            (403,      50_007,  "person_gone"),
            (403,      50_278,  "person_gone"),
            (404,      10_007,  "person_gone"),
            (404,      10_008,  "message_gone"),
            (400,      30_046,  "message_gone"),
            (404,      10_062,  "form_gone"),
            (400,      40_060,  "form_gone"),
            (401,      50_027,  "form_gone"),
            (404,      10_015,  "form_gone"),
            (400,      50_035,  "ours"),
            (400,      99_999,  "ours"),
            (404,      0,       "ours"),
        ];
        for (status, code, consequence) in table {
            let found = sorted(status, &json!({ "code": code, "message": "x" }));
            assert_eq!(found.word(), consequence, "{status} {code}");
        }
    }

    #[test]
    fn a_wait_is_taken_as_long_as_it_was_said() {
        let retry_after = Some(Duration::from_millis(1_337));
        let told = Told { limited: true, retry_after, ..Told::default() };
        let found = sort("create_message", 429, &json!({ "code": 0 }), &told);
        let after = Duration::from_millis(1_337);
        assert_eq!(found, SendError::RateLimited { method: "create_message", after });
    }

    #[test]
    fn case_24_an_old_message_is_not_waited_for() {
        let told = Told { limited: true, ..Told::default() };
        let found = sort("edit_message", 429, &json!({ "code": OLD }), &told);
        assert_eq!(found, SendError::MessageGone { code: "30046".to_owned() });
    }

    #[test]
    fn the_detail_names_the_place_and_repeats_no_value() {
        let body = json!({ "code": 50_035, "message": "Invalid Form Body", "errors": {
            "embeds": { "0": { "description": { "_errors": [
                { "code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 4096, was Ada's secret" },
            ] } } },
            "said by Ada": { "_errors": [{ "code": "X" }] },
        } });
        let detail = "/embeds/0/description: BASE_TYPE_MAX_LENGTH".to_owned();
        assert_eq!(sorted(400, &body), SendError::Ours { code: "50035".to_owned(), detail });
    }
}
