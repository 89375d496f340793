//! The SVG of a picture, element by element. Coordinates are whole pixels, so that no number is
//! rounded differently on another machine.

use std::fmt::Write;

use super::WIDTH;
use super::font::FAMILY;

/// Colours, on white; each told from it by a contrast of at least 4.5, but for the lines of a grid,
/// which say nothing.
pub(super) const INK: &str = "#1E2522";
pub(super) const QUIET: &str = "#545E59";
pub(super) const BAR: &str = "#0B6B61";
pub(super) const GRID: &str = "#D8DBD5";

pub(super) struct Sheet(String);

/// How a text is set.
#[derive(Clone, Copy)]
pub(super) struct Set {
    /// Pixels.
    pub(super) size: i64,
    pub(super) bold: bool,
    pub(super) colour: &'static str,
    pub(super) from: Anchor,
}

/// Which end of a text stands at its place.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Set {
    pub(super) const fn of(size: i64, colour: &'static str) -> Self {
        Self { size, bold: false, colour, from: Anchor::Start }
    }

    pub(super) const fn title() -> Self {
        Self { size: 48, bold: true, colour: INK, from: Anchor::Start }
    }

    pub(super) const fn from(self, from: Anchor) -> Self {
        Self { from, ..self }
    }
}

impl Sheet {
    pub(super) fn new(height: i64) -> Self {
        let mut sheet = Self(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
             viewBox=\"0 0 {WIDTH} {height}\">\n"
        ));
        sheet.put(format_args!("<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#FFFFFF\"/>"));
        sheet
    }

    fn put(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a text cannot fail.
        let _ = writeln!(self.0, "{element}");
    }

    /// `x` and the line that the letters stand on.
    pub(super) fn text(&mut self, (x, y): (i64, i64), set: Set, words: &str) {
        let anchor = match set.from {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let weight = if set.bold { "700" } else { "400" };
        let (size, colour, words) = (set.size, set.colour, escaped(words));
        self.put(format_args!(
            "<text x=\"{x}\" y=\"{y}\" font-family=\"{FAMILY}\" font-size=\"{size}\" \
             font-weight=\"{weight}\" fill=\"{colour}\" text-anchor=\"{anchor}\">{words}</text>"
        ));
    }

    /// A bar from `x` to the right.
    pub(super) fn bar(&mut self, (x, y): (i64, i64), (width, height): (i64, i64)) {
        self.put(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"6\" \
             fill=\"{BAR}\"/>"
        ));
    }

    /// A line of the grid, from left to right.
    pub(super) fn grid(&mut self, y: i64, (from, to): (i64, i64)) {
        self.put(format_args!(
            "<path d=\"M{from} {y}H{to}\" stroke=\"{GRID}\" stroke-width=\"2\"/>"
        ));
    }

    /// A line through `points`.
    pub(super) fn line(&mut self, points: &[(i64, i64)], colour: &str, dashes: &str) {
        let points = joined(points);
        let dashes = match dashes {
            "" => String::new(),
            dashes => format!(" stroke-dasharray=\"{dashes}\""),
        };
        self.put(format_args!(
            "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"6\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\"{dashes}/>"
        ));
    }

    pub(super) fn circle(&mut self, (x, y): (i64, i64), radius: i64, colour: &str) {
        self.put(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{colour}\"/>"));
    }

    /// A closed shape around `points`.
    pub(super) fn shape(&mut self, points: &[(i64, i64)], colour: &str) {
        let points = joined(points);
        self.put(format_args!("<polygon points=\"{points}\" fill=\"{colour}\"/>"));
    }

    pub(super) fn done(mut self) -> String {
        self.0.push_str("</svg>\n");
        self.0
    }
}

/// "1,2 3,4": as SVG has points.
fn joined(points: &[(i64, i64)]) -> String {
    points.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
}

/// Words as they may stand between tags. What XML cannot hold at all is left out.
fn escaped(words: &str) -> String {
    let mut safe = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => safe.push(c),
        }
    }
    safe
}
