//! Slack's error words, sorted by what the sender does next.
//!
//! Source of the words: the error tables of the methods we call; slack.md §6.1. Slack adds words
//! without notice: one we do not know counts as our own mistake, which is told to a person and not
//! repeated.

use std::error::Error;
use std::time::Duration;

use serde_json::Value;
use slack_morphism::errors::{SlackClientApiError, SlackClientError};

use crate::chat::SendError;

/// How long to wait when Slack says "too many" without saying how long.
const UNSAID: Duration = Duration::from_secs(5);
/// Characters of Slack's own explanation that are kept.
const DETAIL_MAX: usize = 300;

/// Sorts what slack-morphism reports. Only codes and Slack's own words are taken over, never the
/// body, which its `Display` would print.
pub(in crate::slack) fn sort(method: &'static str, error: &SlackClientError) -> SendError {
    match error {
        SlackClientError::ApiError(error) => refused(method, error),
        SlackClientError::RateLimitError(error) => {
            SendError::RateLimited { method, after: error.retry_after.unwrap_or(UNSAID) }
        }
        SlackClientError::HttpError(error) => status(error.status_code.as_u16()),
        SlackClientError::HttpProtocolError(error) if never_left(error.cause.as_deref()) => {
            SendError::Passing { code: "not_connected".to_owned() }
        }
        // The request went out; what became of it nobody said, or not in a form we can read.
        SlackClientError::HttpProtocolError(_)
        | SlackClientError::EndOfStream(_)
        | SlackClientError::SystemError(_)
        | SlackClientError::ProtocolError(_)
        | SlackClientError::SocketModeProtocolError(_) => SendError::Unknown,
    }
}

/// Whether the connection could not even be made.
fn never_left(cause: Option<&(dyn Error + Send + Sync + 'static)>) -> bool {
    let hyper = cause.and_then(|cause| cause.downcast_ref::<hyper_util::client::legacy::Error>());
    hyper.is_some_and(hyper_util::client::legacy::Error::is_connect)
}

pub(in crate::slack) fn status(status: u16) -> SendError {
    let code = format!("http_{status}");
    if status >= 500 {
        return SendError::Passing { code };
    }
    SendError::Ours { code, detail: String::new() }
}

fn refused(method: &'static str, error: &SlackClientApiError) -> SendError {
    let body = error.http_response_body.as_deref().unwrap_or_default();
    by_word(method, &error.code, || detail(body))
}

/// Sorts one error word.
pub(in crate::slack) fn by_word(
    method: &'static str,
    word: &str,
    detail: impl FnOnce() -> String,
) -> SendError {
    let code = word.to_owned();
    match word {
        "ratelimited" | "rate_limited" => SendError::RateLimited { method, after: UNSAID },
        "internal_error"
        | "fatal_error"
        | "service_unavailable"
        | "request_timeout"
        | "team_added_to_org"
        | "accesslimited" => SendError::Passing { code },
        "account_inactive"
        | "token_revoked"
        | "token_expired"
        | "invalid_auth"
        | "not_authed"
        | "team_access_not_granted"
        | "org_login_required"
        | "ekm_access_denied" => SendError::InstallDead { code },
        "is_archived"
        | "is_inactive"
        | "channel_not_found"
        | "not_in_channel"
        | "external_channel_migrating"
        | "posting_to_channel_denied" => SendError::ChannelDead { code },
        word if word.starts_with("restricted_action") => SendError::ChannelDead { code },
        "user_not_found"
        | "users_not_found"
        | "user_not_in_channel"
        | "user_not_visible"
        | "user_disabled"
        | "cannot_dm_bot"
        | "users_list_not_supplied"
        | "messages_tab_disabled" => SendError::PersonGone { code },
        "message_not_found" | "cant_update_message" | "edit_window_closed" | "not_pinnable" => {
            SendError::MessageGone { code }
        }
        // Both spellings stand in Slack's documents (slack.md §2.1).
        "expired_trigger_id"
        | "trigger_expired"
        | "exchanged_trigger_id"
        | "trigger_exchanged"
        | "invalid_trigger_id"
        | "invalid_trigger"
        | "hash_conflict"
        | "push_limit_reached" => SendError::FormGone { code },
        "not_found" if method.starts_with("views.") => SendError::FormGone { code },
        _ => SendError::Ours { code: known_shape(word), detail: detail() },
    }
}

/// An error word is lower-case letters and underscores; anything else could be somebody's text.
fn known_shape(word: &str) -> String {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_.".contains(c);
    if word.len() <= 80 && word.chars().all(known) { word.to_owned() } else { "odd".to_owned() }
}

/// `response_metadata.messages`: which argument was refused and why. What stands in quotation
/// marks is left out, since Slack repeats refused values there.
fn detail(body: &str) -> String {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let messages = body["response_metadata"]["messages"].as_array();
    let said: Vec<&str> = messages.into_iter().flatten().filter_map(Value::as_str).collect();
    without_quotes(&said.join("; ")).chars().take(DETAIL_MAX).collect()
}

fn without_quotes(said: &str) -> String {
    let mut kept = String::new();
    let mut inside = None;
    for c in said.chars() {
        match (inside, closing(c)) {
            (Some(end), _) if c == end => inside = None,
            (Some(_), _) => {}
            // An apostrophe within a word ("can't") opens nothing.
            (None, Some(end)) if !kept.ends_with(char::is_alphanumeric) => {
                inside = Some(end);
                kept.push('…');
            }
            (None, _) => kept.push(c),
        }
    }
    kept
}

/// The mark that ends a quotation begun with `opening`.
const fn closing(opening: char) -> Option<char> {
    match opening {
        '"' | '\'' | '`' => Some(opening),
        '“' => Some('”'),
        '‘' => Some('’'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_its_consequence() {
        #[rustfmt::skip]
        let table = [
            // method             word                      consequence
            ("chat.postMessage",  "ratelimited",            "rate_limited"),
            ("chat.postMessage",  "fatal_error",            "passing"),
            ("chat.postMessage",  "token_revoked",          "install_dead"),
            ("chat.postMessage",  "is_archived",            "channel_dead"),
            ("chat.postMessage",  "restricted_action_read_only_channel", "channel_dead"),
            ("chat.postEphemeral", "user_not_in_channel",   "person_gone"),
            ("chat.update",       "message_not_found",      "message_gone"),
            ("views.open",        "expired_trigger_id",     "form_gone"),
            ("views.open",        "trigger_expired",        "form_gone"),
            ("views.open",        "exchanged_trigger_id",   "form_gone"),
            ("views.open",        "trigger_exchanged",      "form_gone"),
            ("views.update",      "not_found",              "form_gone"),
            ("users.info",        "not_found",              "ours"),
            ("chat.postMessage",  "invalid_blocks",         "ours"),
            ("chat.postMessage",  "a_word_of_tomorrow",     "ours"),
        ];
        for (method, code, consequence) in table {
            assert_eq!(by_word(method, code, String::new).word(), consequence, "{code}");
        }
    }

    #[test]
    fn the_detail_names_the_place_and_repeats_no_value() {
        let body = r#"{"ok":false,"error":"invalid_arguments","response_metadata":{"messages":[
            "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]",
            "[ERROR] can't take 'Ada Lovelace' [json-pointer:/view/x]"]}}"#;
        assert_eq!(
            detail(body),
            "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]; \
             [ERROR] can't take … [json-pointer:/view/x]"
        );
    }

    #[test]
    fn an_odd_error_word_is_not_repeated() {
        let error = by_word("chat.postMessage", "Ada wrote this", String::new);
        assert_eq!(error, SendError::Ours { code: "odd".to_owned(), detail: String::new() });
    }
}
