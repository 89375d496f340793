//! Pages for a browser: what stands in them is text of ours, and people's words shown as they were
//! typed. Nothing is loaded from anywhere, no script runs, no other site shows them in a frame, and
//! their addresses are told to nobody: a code may stand in one.

use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};

use crate::chat::view::{Line, Span};
use crate::text::{Arg, Voice};
use crate::views::install::{self, Page};

/// Where it goes on.
pub(super) struct Next<'a> {
    pub channel: &'a str,
    pub address: String,
}

/// Whether a page has something to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sends {
    Nothing,
    /// To the address at which it stands.
    Here,
}

const fn policy(sends: Sends) -> &'static str {
    match sends {
        Sends::Nothing => {
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'"
        }
        Sends::Here => {
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; \
             frame-ancestors 'none'"
        }
    }
}

/// Colours and sizes of docs: readable in light and dark, on a phone, at any zoom.
const STYLE: &str = "\
:root{color-scheme:light dark}\
body{margin:0;background:#FAFAF7;color:#1E2522;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}\
main{max-width:36rem;margin:0 auto;padding:48px 24px;overflow-wrap:anywhere}\
h1{font-size:20px}\
a{color:#0B6B61;display:inline-block;padding:10px 0}\
a:focus-visible{outline:2px solid #1A56C4;outline-offset:2px}\
@media (prefers-color-scheme:dark){body{background:#141718;color:#E7ECE9}a{color:#5FC9B8}a:focus-visible{outline-color:#8AB4FF}}";

/// Draws a page about an installation: one paragraph, and at most one link.
pub(super) fn page(
    voice: &Voice<'_>,
    status: StatusCode,
    said: &Page<'_>,
    next: Option<Next<'_>>,
) -> Response {
    let text = html(&install::page(voice, said));
    let link = next.map(|next| {
        let label = voice.words("install-open", &[("channel", Arg::Text(next.channel))]);
        format!("<p><a href=\"{}\">{}</a></p>\n", escaped(&next.address), escaped(&label))
    });
    let body = format!("<p>{text}</p>\n{}", link.unwrap_or_default());
    let title = voice.words("install-title", &[]);
    whole(voice, (status, Sends::Nothing), (&title, ""), &body)
}

/// A page with this title, further rules of style, and what stands below the title, which is HTML.
pub(super) fn whole(
    voice: &Voice<'_>,
    (status, sends): (StatusCode, Sends),
    (title, style): (&str, &str),
    body: &str,
) -> Response {
    let title = escaped(title);
    let page = format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}{style}</style>\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n",
        voice.language,
    );
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, policy(sends)),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
    ];
    (status, headers, page).into_response()
}

/// The words of a line as HTML.
pub(super) fn html(line: &Line) -> String {
    let span = |span: &Span| match span {
        Span::Plain(text) => escaped(text),
        Span::Bold(text) => format!("<strong>{}</strong>", escaped(text)),
        Span::Code(text) => format!("<code>{}</code>", escaped(text)),
        Span::Instant { fallback, .. } => escaped(fallback),
        // Links are ours alone, and stand below.
        Span::Link { label, .. } => escaped(label),
    };
    line.0.iter().map(span).collect()
}

/// Text as it stands in HTML, between tags or in quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_workspace_is_called_is_no_html() {
        let line = Line(vec![
            Span::Plain("Vouch is in <script>alert('x')</script> & \"North\". Press ".into()),
            Span::Bold("<b>".into()),
            Span::Code("<i>".into()),
        ]);
        assert_eq!(
            html(&line),
            "Vouch is in &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;North&quot;. Press \
             <strong>&lt;b&gt;</strong><code>&lt;i&gt;</code>"
        );
    }
}
