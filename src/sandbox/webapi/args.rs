//! Arguments of a call: query, form and JSON are one to a method.

use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Map, Value};

use super::Refused;

/// Arguments that are JSON also when they come as text.
const STRUCTURED: [&str; 6] = ["blocks", "view", "attachments", "metadata", "unfurls", "files"];

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

    /// A list, also where it comes as text with commas.
    #[must_use]
    pub fn list(&self, key: &str) -> Vec<String> {
        let text = match self.0.get(key) {
            Some(Value::Array(items)) => {
                return items.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            }
            _ => self.text(key).unwrap_or_default(),
        };
        let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
        items.map(str::to_owned).collect()
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

/// Reads all arguments of a request, and what is wrong with its body: Slack's code for it.
#[must_use]
pub fn read(
    query: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> (Map<String, Value>, Option<&'static str>) {
    let mut args = pairs(query.as_bytes());
    let mut wrong = None;
    match media_type(headers).as_str() {
        "application/json" => match serde_json::from_slice(body) {
            Ok(Value::Object(body)) => args.extend(body),
            Ok(_) => wrong = Some("json_not_object"),
            Err(_) if body.is_empty() => {}
            Err(_) => wrong = Some("invalid_json"),
        },
        "application/x-www-form-urlencoded" => args.extend(pairs(body)),
        _ if body.is_empty() => {}
        "" => wrong = Some("missing_post_type"),
        _ => wrong = Some("invalid_post_type"),
    }
    for key in STRUCTURED {
        if let Some(Value::String(text)) = args.get(key)
            && let Ok(value) = serde_json::from_str::<Value>(text)
        {
            args.insert(key.to_owned(), value);
        }
    }
    (args, wrong)
}

/// How a request brings its arguments, in a word for the log.
#[must_use]
pub fn form(headers: &HeaderMap, body: &[u8]) -> &'static str {
    match media_type(headers).as_str() {
        _ if body.is_empty() => "query",
        "application/json" => "JSON",
        _ => "form",
    }
}

/// A request's `Content-Type` without what follows it; empty where there is none.
fn media_type(headers: &HeaderMap) -> String {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
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
        assert_eq!(read("", &headers, form).1, Some("missing_post_type"));
        headers.insert(CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
        let (mut args, _) = read("limit=2", &headers, form);
        assert_eq!(token(&headers, &mut args), "t");
        assert_eq!(
            Value::Object(args),
            json!({ "limit": "2", "channel": "C1", "text": "a b&c", "blocks": [{}] })
        );
        headers.insert(CONTENT_TYPE, "application/json; charset=utf-8".parse().unwrap());
        headers.insert(AUTHORIZATION, "Bearer x".parse().unwrap());
        let (mut args, wrong) = read("", &headers, br#"{"text":"a"}"#);
        assert_eq!(wrong, None);
        assert_eq!(token(&headers, &mut args), "x");
        assert_eq!(Args::new(args).text("text").as_deref(), Some("a"));
        assert_eq!(read("", &headers, b"[]").1, Some("json_not_object"));
        assert_eq!(read("", &headers, b"{").1, Some("invalid_json"));
        assert_eq!(read("", &headers, b"").1, None);
        headers.insert(CONTENT_TYPE, "text/plain".parse().unwrap());
        assert_eq!(read("", &headers, b"{}").1, Some("invalid_post_type"));
    }
}
