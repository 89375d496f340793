//! The body of a call: JSON, or a form with `payload_json` and files.
//! Source: Discord, "Uploading Files".

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::Refused;

/// A file that came with a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The number in `files[n]`.
    pub number: String,
    pub name: String,
    pub media_type: String,
    pub bytes: Bytes,
}

#[derive(Debug)]
pub struct Body {
    pub json: Value,
    pub uploads: Vec<Upload>,
}

/// How a call brought its body, for the log.
pub fn form(headers: &HeaderMap, bytes: &[u8]) -> &'static str {
    match boundary(headers) {
        Some(_) => "form",
        None if bytes.is_empty() => "query",
        None => "JSON",
    }
}

/// Reads a body; nothing at all counts as `{}`.
///
/// # Errors
/// It is neither JSON nor such a form.
pub fn read(headers: &HeaderMap, bytes: &Bytes) -> Result<Body, Refused> {
    let malformed = || Refused::new(400, 50_109, "The request body contains invalid JSON.");
    let Some(boundary) = boundary(headers) else {
        let json = match bytes.is_empty() {
            true => json!({}),
            false => serde_json::from_slice(bytes).map_err(|_| malformed())?,
        };
        return Ok(Body { json, uploads: Vec::new() });
    };
    let mut body = Body { json: json!({}), uploads: Vec::new() };
    for part in parts(bytes, &boundary) {
        let name = attribute(&part.head, "name").unwrap_or_default();
        if name == "payload_json" {
            body.json = serde_json::from_slice(&part.content).map_err(|_| malformed())?;
        } else if let Some(file) = attribute(&part.head, "filename") {
            let number = name.trim_start_matches("files[").trim_end_matches(']').to_owned();
            body.uploads.push(Upload {
                number,
                name: file,
                media_type: header(&part.head, "content-type")
                    .unwrap_or_else(|| "application/octet-stream".to_owned()),
                bytes: part.content,
            });
        }
    }
    Ok(body)
}

struct Part {
    head: String,
    content: Bytes,
}

fn boundary(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let rest = kind.strip_prefix("multipart/form-data")?.split_once("boundary=")?.1;
    Some(rest.split(';').next()?.trim().trim_matches('"').to_owned())
}

/// The parts of a form. What is no part is left out.
fn parts(bytes: &Bytes, boundary: &str) -> Vec<Part> {
    let mark = format!("--{boundary}");
    let mut found = Vec::new();
    let mut at = find(bytes, mark.as_bytes(), 0).map(|at| at + mark.len());
    while let Some(start) = at {
        let end = find(bytes, format!("\r\n{mark}").as_bytes(), start);
        if let (Some(head), Some(end)) = (find(bytes, b"\r\n\r\n", start), end)
            && head + 4 <= end
        {
            let text = String::from_utf8_lossy(&bytes[start..head]).into_owned();
            found.push(Part { head: text, content: bytes.slice(head + 4..end) });
        }
        at = end.map(|end| end + 2 + mark.len());
    }
    found
}

fn find(text: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    rest.windows(wanted.len()).position(|window| window == wanted).map(|at| from + at)
}

fn header(head: &str, name: &str) -> Option<String> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    let line = lines.find(|(key, _)| key.trim().eq_ignore_ascii_case(name))?;
    Some(line.1.trim().to_owned())
}

/// `name="…"` of a part's `Content-Disposition`.
fn attribute(head: &str, name: &str) -> Option<String> {
    let line = header(head, "content-disposition")?;
    line.split(';').find_map(|piece| {
        let (key, value) = piece.trim().split_once('=')?;
        (key == name).then(|| value.trim_matches('"').to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_brings_its_payload_and_its_files() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, "multipart/form-data; boundary=xx".parse().unwrap());
        let text = "--xx\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\
                    Content-Type: application/json\r\n\r\n{\"content\":\"hi\"}\r\n\
                    --xx\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a.png\"\r\n\
                    Content-Type: image/png\r\n\r\n\u{1}\r\n\r\n\u{2}\r\n--xx--\r\n";
        let body = read(&headers, &Bytes::from(text)).unwrap();
        assert_eq!(body.json, json!({ "content": "hi" }));
        assert_eq!(
            body.uploads,
            [Upload {
                number: "0".to_owned(),
                name: "a.png".to_owned(),
                media_type: "image/png".to_owned(),
                bytes: Bytes::from("\u{1}\r\n\r\n\u{2}"),
            }]
        );
    }

    #[test]
    fn what_is_no_json_is_refused() {
        let refused = read(&HeaderMap::new(), &Bytes::from("{")).unwrap_err();
        assert_eq!(refused.code, 50_109);
        assert_eq!(read(&HeaderMap::new(), &Bytes::new()).unwrap().json, json!({}));
    }
}
