//! Lines over some points in time. They are told apart without colours: by the shape of their points,
//! by how they are drawn, and by their names at their ends.

use super::font::{fitted, fitted_bold};
use super::sheet::{Anchor, INK, QUIET, Set, Sheet};
use super::{MARGIN, WIDTH};
use crate::chat::chart::{Chart, Lines, Series};

const HEIGHT: i64 = 675;
const LEFT: i64 = 96;
const RIGHT: i64 = 260;
const TOP: i64 = 108;
const BOTTOM: i64 = 84;
/// Of what stands at the axes and at the ends of lines.
const WORDS: i64 = 36;
/// Names at the ends of lines do not touch.
const APART: i64 = 48;
/// From the last point to its line's name.
const GAP: i64 = 24;
/// Half of a point.
const POINT: i64 = 9;
/// Lines of the grid, the one at zero among them.
const GRID: i64 = 5;

#[derive(Clone, Copy)]
struct Look {
    colour: &'static str,
    dashes: &'static str,
    mark: Mark,
}

#[derive(Clone, Copy)]
enum Mark {
    Circle,
    Square,
    Triangle,
}

const LOOKS: [Look; 3] = [
    Look { colour: "#0072B2", dashes: "", mark: Mark::Circle },
    Look { colour: "#B64A00", dashes: "24 14", mark: Mark::Square },
    Look { colour: INK, dashes: "1 14", mark: Mark::Triangle },
];

pub(super) fn drawn(chart: &Chart, lines: &Lines) -> Option<String> {
    let all = lines.series.iter().flat_map(|one| &one.values).copied();
    let most = all.max().filter(|most| *most > 0)?;
    let points = i64::try_from(lines.points.len()).ok().filter(|points| *points > 1)?;
    let scale = Scale::of(points, i64::from(most));
    let mut sheet = Sheet::new(HEIGHT);
    let title = fitted_bold(&chart.title, (WIDTH - 2 * MARGIN, 48));
    sheet.text((MARGIN, 68), Set::title(), &title);
    scale.axes(&mut sheet, &lines.points);
    let drawn: Vec<(&Series, Look)> = lines.series.iter().zip(LOOKS).collect();
    for (series, look) in &drawn {
        line(&mut sheet, &scale, series, *look);
    }
    names(&mut sheet, &scale, &drawn);
    Some(sheet.done())
}

/// Where a value stands.
struct Scale {
    points: i64,
    /// What lies between two lines of the grid, and at the highest.
    step: i64,
    top: i64,
}

impl Scale {
    fn of(points: i64, most: i64) -> Self {
        let step = step(most);
        Self { points, step, top: (most + step - 1) / step * step }
    }

    fn x(&self, nth: i64) -> i64 {
        LEFT + POINT + (WIDTH - RIGHT - LEFT - 2 * POINT) * nth / (self.points - 1)
    }

    fn y(&self, value: i64) -> i64 {
        let low = HEIGHT - BOTTOM;
        low - (low - TOP) * value / self.top
    }

    fn axes(&self, sheet: &mut Sheet, points: &[String]) {
        let words = Set::of(WORDS, QUIET);
        for nth in 0..=self.top / self.step {
            let value = nth * self.step;
            let y = self.y(value);
            sheet.grid(y, (LEFT, WIDTH - RIGHT));
            let line = y + WORDS * 7 / 20;
            sheet.text((LEFT - 16, line), words.from(Anchor::End), &value.to_string());
        }
        let room = (WIDTH - RIGHT - LEFT) / (self.points - 1) - 12;
        for (nth, label) in (0..).zip(points) {
            let (x, label) = (self.x(nth), fitted(label, (room, WORDS)));
            sheet.text((x, HEIGHT - 32), words.from(Anchor::Middle), &label);
        }
    }
}

/// Whole numbers that people count in, at most four steps to the highest value.
fn step(most: i64) -> i64 {
    let tens = std::iter::successors(Some(1_i64), |one| one.checked_mul(10));
    let mut steps = tens.flat_map(|ten| [ten, 2 * ten, 5 * ten]);
    steps.find(|step| (most + step - 1) / step < GRID).unwrap_or(most)
}

fn line(sheet: &mut Sheet, scale: &Scale, series: &Series, look: Look) {
    let places = (0..scale.points).zip(&series.values);
    let places: Vec<(i64, i64)> =
        places.map(|(nth, value)| (scale.x(nth), scale.y(i64::from(*value)))).collect();
    sheet.line(&places, look.colour, look.dashes);
    for (x, y) in places {
        match look.mark {
            Mark::Circle => sheet.circle((x, y), POINT, look.colour),
            Mark::Square => {
                let (l, r, t, b) = (x - POINT, x + POINT, y - POINT, y + POINT);
                sheet.shape(&[(l, t), (r, t), (r, b), (l, b)], look.colour);
            }
            Mark::Triangle => {
                let (l, r, t, b) = (x - POINT - 1, x + POINT + 1, y - POINT, y + POINT);
                sheet.shape(&[(x, t), (r, b), (l, b)], look.colour);
            }
        }
    }
}

/// Each at the end of its line, or as near as the others let it.
fn names(sheet: &mut Sheet, scale: &Scale, drawn: &[(&Series, Look)]) {
    let last = |series: &Series| series.values.last().copied().map_or(0, i64::from);
    let mut ends: Vec<(i64, &str, Look)> =
        drawn.iter().map(|(one, look)| (scale.y(last(one)), one.name.as_str(), *look)).collect();
    // Equal ones stay in their order.
    ends.sort_by_key(|(y, ..)| *y);
    let places = apart(&ends.iter().map(|(y, ..)| *y).collect::<Vec<_>>());
    for ((_, name, look), y) in ends.into_iter().zip(places) {
        let name = fitted(name, (RIGHT - GAP - 12, WORDS));
        let at = (WIDTH - RIGHT + GAP, y + WORDS * 7 / 20);
        sheet.text(at, Set::of(WORDS, look.colour), &name);
    }
}

/// Places from top to bottom that keep their distance and stay above the axis.
fn apart(wanted: &[i64]) -> Vec<i64> {
    let mut places: Vec<i64> = Vec::with_capacity(wanted.len());
    for y in wanted {
        let least = places.last().map_or(i64::MIN, |last| last + APART);
        places.push((*y).max(least));
    }
    let mut lowest = HEIGHT - BOTTOM;
    for place in places.iter_mut().rev() {
        *place = (*place).min(lowest);
        lowest = *place - APART;
    }
    places
}
