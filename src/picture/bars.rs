//! Bars below one another, the name before each and its value at its end: no grid and no axis, for
//! every value can be read.

use super::font::{self, fitted, fitted_bold, wide};
use super::sheet::{Anchor, INK, QUIET, Set, Sheet};
use super::{MARGIN, WIDTH};
use crate::chat::chart::{Bar, Chart};

const TOP: i64 = 132;
const BOTTOM: i64 = 84;
const ROW: i64 = 84;
const BAR: i64 = 48;
/// Of names and values; the foot is smaller.
const WORDS: i64 = 40;
const SMALL: i64 = 36;
/// Where names begin and end, behind the rank, and where bars begin.
const NAME: i64 = MARGIN + 64;
const NAME_WIDE: i64 = 388;
const BARS: i64 = NAME + NAME_WIDE + 24;
/// The longest bar, and the least space for its value.
const LONGEST: i64 = 532;
const GAP: i64 = 16;

pub(super) fn drawn(chart: &Chart, bars: &[Bar]) -> Option<String> {
    let most = bars.iter().map(|bar| bar.size).max().filter(|most| *most > 0)?;
    let rows = i64::try_from(bars.len()).ok()?;
    let height = TOP + BOTTOM + rows * ROW;
    let mut sheet = Sheet::new(height);
    let inside = WIDTH - 2 * MARGIN;
    sheet.text((MARGIN, 84), Set::title(), &fitted_bold(&chart.title, (inside, 48)));
    let values = bars.iter().map(|bar| wide(&bar.value, WORDS)).max().unwrap_or_default();
    let longest = LONGEST.min(WIDTH - MARGIN - GAP - values - BARS);
    for (nth, bar) in (0..).zip(bars) {
        row(&mut sheet, TOP + nth * ROW, bar, (most, longest));
    }
    let foot = fitted(&chart.foot, (inside, SMALL));
    sheet.text((MARGIN, height - MARGIN), Set::of(SMALL, QUIET), &foot);
    Some(sheet.done())
}

fn row(sheet: &mut Sheet, top: i64, bar: &Bar, (most, longest): (u64, i64)) {
    let middle = top + ROW / 2;
    // Capitals are as high as seven tenths of the size.
    let line = middle + WORDS * 7 / 20;
    let words = Set::of(WORDS, INK);
    sheet.text((MARGIN, line), words, &bar.rank);
    let name = font::name(&bar.name, &bar.code, (NAME_WIDE, WORDS));
    match name.rtl {
        false => sheet.text((NAME, line), words, &name.words),
        true => sheet.text((NAME + NAME_WIDE, line), words.from(Anchor::End), &name.words),
    }
    let long = long(bar.size, most, longest);
    if long > 0 {
        sheet.bar((BARS, middle - BAR / 2), (long, BAR));
    }
    let gap = if long > 0 { GAP } else { 0 };
    sheet.text((BARS + long + gap, line), words, &bar.value);
}

/// From zero; what is more than nothing is seen.
fn long(size: u64, most: u64, longest: i64) -> i64 {
    let share = i128::from(size) * i128::from(longest) / i128::from(most);
    let long = i64::try_from(share).unwrap_or(longest);
    if size > 0 { long.max(2) } else { 0 }
}
