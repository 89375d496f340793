//! Arguments of a call: query, form and JSON are one to a method.

use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Map, Value};

use super::Refused;

/// Arguments that are JSON also when they come as text.
const STRUCTURED: [&str; 5] = ["blocks", "view", "attachments", "metadata", "unfurls"];

/// What a call was given.
#[derive(Clone, Debug, Default)]
pub struct Args(Map<String, Value>);

impl Args {
    #[must_use]
    pub fn new(args: Map<String, Value>) -> Self {
        Self(args)
    }

    /// A text; numbers count as what they look like. Empty is absent.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<String> {
        match self.0.get(key)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A text that has to be there.
    ///
    /// # Errors
    /// `invalid_arguments` with Slack's sentence for a missing field.
    pub fn required(&self, key: &str) -> Result<String, Refused> {
        self.text(key).ok_or_else(|| Refused {
            messages: vec![format!("[ERROR] missing required field: {key}")],
            ..Refused::from("invalid_arguments")
        })
    }

    #[must_use]
    pub fn flag(&self, key: &str) -> bool {
        match self.0.get(key) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => text == "true" || text == "1",
            _ => false,
        }
    }

    #[must_use]
    pub fn number(&self, key: &str) -> Option<usize> {
        self.text(key)?.parse().ok()
    }

    /// A JSON value; null where there is none.
    #[must_use]
    pub fn json(&self, key: &str) -> &Value {
        self.0.get(key).unwrap_or(&Value::Null)
    }

    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.0.get(key).is_some_and(|value| !value.is_null())
    }
}

/// Reads all arguments of a request.
#[must_use]
pub fn read(query: &str, headers: &HeaderMap, body: &[u8]) -> Map<String, Value> {
    let mut args = pairs(query.as_bytes());
    let is_json = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/json"));
    if is_json {
        if let Ok(Value::Object(body)) = serde_json::from_slice(body) {
            args.extend(body);
        }
    } else {
        args.extend(pairs(body));
    }
    for key in STRUCTURED {
        if let Some(Value::String(text)) = args.get(key)
            && let Ok(value) = serde_json::from_str::<Value>(text)
        {
            args.insert(key.to_owned(), value);
        }
    }
    args
}

/// The token of a request, taken out of the arguments so that no log holds it.
pub fn token(headers: &HeaderMap, args: &mut Map<String, Value>) -> String {
    let argument = args.remove("token").and_then(|token| token.as_str().map(str::to_owned));
    let header = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .map(|token| token.trim().to_owned());
    header.or(argument).unwrap_or_default()
}

/// `key=value&…`, unescaped.
fn pairs(text: &[u8]) -> Map<String, Value> {
    form_urlencoded::parse(text)
        .map(|(key, value)| (key.into_owned(), Value::from(value.into_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn query_form_and_json_are_one() {
        let mut headers = HeaderMap::new();
        let form = b"channel=C1&text=a+b%26c&blocks=%5B%7B%7D%5D&token=t";
        let mut args = read("limit=2", &headers, form);
        assert_eq!(token(&headers, &mut args), "t");
        assert_eq!(
            Value::Object(args),
            json!({ "limit": "2", "channel": "C1", "text": "a b&c", "blocks": [{}] })
        );
        headers.insert(CONTENT_TYPE, "application/json; charset=utf-8".parse().unwrap());
        headers.insert(AUTHORIZATION, "Bearer x".parse().unwrap());
        let mut args = read("", &headers, br#"{"text":"a"}"#);
        assert_eq!(token(&headers, &mut args), "x");
        assert_eq!(Args::new(args).text("text").as_deref(), Some("a"));
    }
}
