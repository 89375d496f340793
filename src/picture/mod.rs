//! Charts as pictures: plain values in, SVG text, a PNG out, all in this process and with fonts of its
//! own. The same chart is the same picture on every day and with every start.
//!
//! A picture is opaque white with a margin of its own, so that it reads on light and on dark clients.
//! What people typed is shown as far as the fonts have letters for it; all of it stands in the message
//! and in the chart's words anyway. `bars` and `lines` say what stands where, [`sheet`] writes SVG,
//! [`font`] measures. Nothing here knows what is counted, or who is shown it.

mod bars;
pub mod font;
mod lines;
mod sheet;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::chat::chart::{Chart, Shape};

/// Why there is no picture. The message goes without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a chart could not be drawn: {0}")]
pub struct NotDrawn(&'static str);

/// Pixels from left to right, of every picture: a phone shows it at a third of that.
const WIDTH: i64 = 1_200;
/// Free space at the left and right edge.
const MARGIN: i64 = 36;

/// The chart as SVG; `None` where there is nothing to be seen.
#[must_use]
pub fn svg(chart: &Chart) -> Option<String> {
    match &chart.shape {
        Shape::Bars(bars) => bars::drawn(chart, bars),
        Shape::Lines(lines) => lines::drawn(chart, lines),
    }
}

/// The chart as PNG.
///
/// # Errors
/// [`NotDrawn`], also where there is nothing to be seen.
pub fn png(chart: &Chart) -> Result<Vec<u8>, NotDrawn> {
    let svg = svg(chart).ok_or(NotDrawn("nothing to be seen"))?;
    let options = Options {
        fontdb: Arc::clone(font::all()),
        font_family: font::FAMILY.to_owned(),
        ..Options::default()
    };
    let tree = Tree::from_str(&svg, &options).map_err(|_| NotDrawn("no SVG"))?;
    let size = tree.size().to_int_size();
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or(NotDrawn("no room"))?;
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|_| NotDrawn("no PNG"))
}

/// The same, where other work is not to wait for it.
///
/// # Errors
/// [`NotDrawn`].
pub async fn png_aside(chart: &Chart) -> Result<Vec<u8>, NotDrawn> {
    let chart = chart.clone();
    let drawn = tokio::task::spawn_blocking(move || png(&chart)).await;
    drawn.unwrap_or(Err(NotDrawn("the drawing broke off")))
}
