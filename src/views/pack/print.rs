//! The whole review as a file: as Markdown, or as one page that prints well. The page has no script
//! and asks for nothing from anywhere; what people typed stands in both as what it is.

use std::fmt::Write as _;

use super::{Block, Pack, Section, Table, sections};
use crate::chat::view::{Line, Span};
use crate::text::{Arg, Voice};
use crate::views::board::period_word;

/// A4, in type that a black-and-white printer renders. No heading stands alone at the foot of a sheet,
/// no row is cut in two, and the head of a table comes again on the next sheet.
const STYLE: &str = "\
@page{size:A4;margin:18mm 16mm}\
*{box-sizing:border-box}\
body{margin:0 auto;padding:24px;max-width:48rem;color:#111;background:#fff;\
font:11pt/1.45 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",sans-serif}\
h1{font-size:20pt;line-height:1.2;margin:0 0 12pt}\
h2{font-size:13pt;margin:18pt 0 6pt;padding-top:6pt;border-top:1px solid #999;break-after:avoid}\
p{margin:0 0 6pt;orphans:3;widows:3}\
table{width:100%;border-collapse:collapse;margin:6pt 0 10pt;font-variant-numeric:tabular-nums}\
thead{display:table-header-group}\
tr{break-inside:avoid}\
th,td{text-align:start;vertical-align:top;padding:3pt 8pt 3pt 0;border-bottom:1px solid #ccc;\
overflow-wrap:anywhere}\
code{font-family:ui-monospace,monospace;font-size:.95em}\
@media print{body{padding:0;max-width:none;font-size:10pt}}";

fn heading(voice: &Voice<'_>, pack: &Pack) -> String {
    let quarter = period_word(voice, pack.quarter());
    let args = [("partner", Arg::Text(pack.partner.as_str())), ("quarter", Arg::Word(&quarter))];
    voice.words("pack-heading", &args)
}

/// As Markdown.
#[must_use]
pub fn markdown(voice: &Voice<'_>, pack: &Pack) -> String {
    let mut text = format!("# {}\n", plain(&heading(voice, pack)));
    for Section { title, blocks } in sections(voice, pack) {
        let _ = write!(text, "\n## {}\n", plain(&title));
        for block in blocks {
            text.push('\n');
            match block {
                Block::Text(line) => text.push_str(&marked(&line)),
                Block::Table(table) => text.push_str(&piped(&table)),
            }
            text.push('\n');
        }
    }
    text
}

fn marked(line: &Line) -> String {
    let span = |span: &Span| match span {
        Span::Plain(text) => plain(text),
        Span::Bold(text) => format!("**{}**", plain(text)),
        Span::Code(text) => format!("`{}`", text.replace('`', "'")),
        Span::Instant { fallback, .. } => plain(fallback),
        Span::Link { label, .. } => plain(label),
    };
    line.0.iter().map(span).collect()
}

fn piped(table: &Table) -> String {
    let row = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
        format!("| {} |", cells.join(" | "))
    };
    let rule = format!("|{}", " --- |".repeat(table.head.len()));
    let rows = table.rows.iter().map(|cells| row(cells));
    [row(&table.head), rule].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// What could be taken for markup is not, and a line is one line.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Some make a link of whatever looks like one.
            '/' if plain.ends_with(':') => plain.push_str("\\/"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' => {
                plain.push('\\');
                plain.push(c);
            }
            '&' => plain.push_str("&amp;"),
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            c if c.is_control() => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain
}

/// As a page of HTML.
#[must_use]
pub fn html(voice: &Voice<'_>, pack: &Pack) -> String {
    let title = escaped(&heading(voice, pack));
    let mut body = format!("<h1>{title}</h1>\n");
    for Section { title, blocks } in sections(voice, pack) {
        let _ = writeln!(body, "<section>\n<h2>{}</h2>", escaped(&title));
        for block in blocks {
            match block {
                Block::Text(line) => {
                    let _ = writeln!(body, "<p>{}</p>", tagged(&line));
                }
                Block::Table(table) => body.push_str(&rowed(&table)),
            }
        }
        body.push_str("</section>\n");
    }
    let language = voice.language.as_str();
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n\
         </body>\n</html>\n"
    )
}

fn tagged(line: &Line) -> String {
    let span = |span: &Span| match span {
        Span::Plain(text) => escaped(text),
        Span::Bold(text) => format!("<strong>{}</strong>", escaped(text)),
        Span::Code(text) => format!("<code>{}</code>", escaped(text)),
        Span::Instant { fallback, .. } => escaped(fallback),
        Span::Link { label, .. } => escaped(label),
    };
    line.0.iter().map(span).collect()
}

/// Each cell in its own direction: a company's name may be written from right to left.
fn rowed(table: &Table) -> String {
    let head = table.head.iter().map(|cell| format!("<th scope=\"col\">{}</th>", escaped(cell)));
    let head: String = head.collect();
    let mut text = format!("<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        let cells: String =
            row.iter().map(|cell| format!("<td dir=\"auto\">{}</td>", escaped(cell))).collect();
        let _ = writeln!(text, "<tr>{cells}</tr>");
    }
    text + "</tbody>\n</table>\n"
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_typed_is_no_markup() {
        #[rustfmt::skip]
        let table = [
            // typed                      as Markdown                     as HTML
            ("Acme",                      "Acme",                         "Acme"),
            ("Hill & Sons",               "Hill &amp; Sons",              "Hill &amp; Sons"),
            ("a|b\n# c",                  "a\\|b \\# c",                  "a|b # c"),
            ("<b>\"x\" 'y'",              "&lt;b&gt;\"x\" 'y'",             "&lt;b&gt;&quot;x&quot; &#39;y&#39;"),
            ("[a](https://evil.example)", "\\[a\\](https:\\//evil.example)", "[a](https://evil.example)"),
        ];
        for (typed, in_markdown, in_html) in table {
            assert_eq!((plain(typed).as_str(), escaped(typed).as_str()), (in_markdown, in_html));
        }
        let code = Line(vec![Span::Code("a`b".to_owned()), Span::Bold("*".to_owned())]);
        assert_eq!(marked(&code), "`a'b`**\\***");
    }
}
