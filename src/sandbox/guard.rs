//! Keeps web pages out: a page open in the same browser must not be able to act here.
//!
//! Every request's `Host` has to be loopback (else another name could be made to point here), and
//! an `Origin`, which browsers add by themselves, has to be the sandbox's own page.

use axum::extract::Request;
use axum::http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE, HOST, ORIGIN, TRANSFER_ENCODING};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Refuses requests that do not come from this machine's own page or programs.
pub async fn only_local(request: Request, next: Next) -> Response {
    match refusal(request.headers()) {
        Some((code, sentence)) => refuse(StatusCode::FORBIDDEN, code, sentence),
        None => next.run(request).await,
    }
}

/// Refuses bodies that a plain HTML form could send as well. No body at all is fine.
pub async fn only_json(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let says_what = headers.contains_key(CONTENT_TYPE) || headers.contains_key(TRANSFER_ENCODING);
    let length = headers.get(CONTENT_LENGTH).map_or(&b"0"[..], HeaderValue::as_bytes);
    let has_body = says_what || length != b"0";
    if request.method() == Method::POST && has_body && !is_json(headers) {
        return refuse(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "not_json",
            "Send the body as application/json.",
        );
    }
    next.run(request).await
}

/// Gives refusals a sentence that come from before any handler: no such address, a body too large,
/// an id or a number that cannot be read.
pub async fn with_a_sentence(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let status = answer.status();
    if !status.is_client_error() || is_json(answer.headers()) {
        return answer;
    }
    let (code, sentence) = match status {
        StatusCode::NOT_FOUND => ("no_such_address", "There is nothing at this address."),
        StatusCode::METHOD_NOT_ALLOWED => ("wrong_method", "This address takes another method."),
        StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "The body is too large."),
        _ => ("bad_request", "The address does not fit: an id is text, a number has digits only."),
    };
    let mut refused = refuse(status, code, sentence);
    if let Some(allowed) = answer.headers_mut().remove(ALLOW) {
        refused.headers_mut().insert(ALLOW, allowed);
    }
    refused
}

/// An answer to a request that no person could have made.
#[must_use]
pub fn refuse(status: StatusCode, code: &str, sentence: &str) -> Response {
    let body = json!({ "ok": false, "error": code, "message": sentence });
    (status, axum::Json(body)).into_response()
}

fn refusal(headers: &HeaderMap) -> Option<(&'static str, &'static str)> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !is_loopback(host) {
        return Some(("bad_host", "The sandbox answers to loopback addresses only."));
    }
    let origin = headers.get(ORIGIN)?;
    if origin.as_bytes() != format!("http://{host}").as_bytes() {
        return Some(("bad_origin", "Only the sandbox's own page may do this."));
    }
    None
}

/// Whether a `Host` header names this machine; the port does not matter.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|value| value.trim().eq_ignore_ascii_case("application/json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_hosts_and_the_own_page_come_in() {
        #[rustfmt::skip]
        let table = [
            // host                 origin                           refused with
            ("127.0.0.1:8700",      None,                            None),
            ("localhost:8700",      Some("http://localhost:8700"),   None),
            ("[::1]:8700",          Some("http://[::1]:8700"),       None),
            ("example.com",         None,                            Some("bad_host")),
            ("127.0.0.1.evil.com",  None,                            Some("bad_host")),
            ("",                    None,                            Some("bad_host")),
            ("127.0.0.1:8700",      Some("http://evil.example"),     Some("bad_origin")),
            ("127.0.0.1:8700",      Some("http://127.0.0.1:9000"),   Some("bad_origin")),
            ("127.0.0.1:8700",      Some("null"),                    Some("bad_origin")),
        ];
        for (host, origin, refused) in table {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, host.parse().unwrap());
            if let Some(origin) = origin {
                headers.insert(ORIGIN, origin.parse().unwrap());
            }
            assert_eq!(refusal(&headers).map(|(code, _)| code), refused, "{host} {origin:?}");
        }
    }
}
