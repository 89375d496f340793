//! The fonts that pictures are written in, how wide words are in them, and what of somebody's words
//! they have letters for. Where the files come from stands in `fonts/README.md`.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::Database;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::chat::words::visible;

/// The family that every text asks for; letters of other scripts come from the other files.
pub const FAMILY: &str = "Noto Sans";
const REGULAR: &[u8] = include_bytes!("fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("fonts/NotoSans-Bold.ttf");
const HEBREW: &[u8] = include_bytes!("fonts/NotoSansHebrew-Regular.ttf");
const ARABIC: &[u8] = include_bytes!("fonts/NotoSansArabic-Regular.ttf");

/// Columns that a name may take; with more it is cut, however narrow its letters are.
const COLUMNS: usize = 18;
const CUT: &str = "…";
/// Words between these stand in their own direction, whatever is around them.
const ISOLATES: (char, char) = ('\u{2067}', '\u{2069}');

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for file in [REGULAR, BOLD, HEBREW, ARABIC] {
        fonts.load_font_data(file.to_vec());
    }
    Arc::new(fonts)
});

static FACES: LazyLock<Vec<FontRef<'static>>> = LazyLock::new(|| {
    let files = [REGULAR, HEBREW, ARABIC].into_iter();
    files.filter_map(|file| FontRef::new(file).ok()).collect()
});

static BOLD_FACE: LazyLock<Option<FontRef<'static>>> = LazyLock::new(|| FontRef::new(BOLD).ok());

/// All of them, and no font of the machine.
pub(super) fn all() -> &'static Arc<Database> {
    &FONTS
}

/// A name as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub words: String,
    /// Whether it is read from right to left.
    pub rtl: bool,
}

/// As much of `name` as there are letters for, in at most `width` pixels; `code` where that is less
/// than half of it.
#[must_use]
pub fn name(name: &str, code: &str, (width, size): (i64, i64)) -> Name {
    let typed: String = visible(name).nfc().collect();
    let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let all = typed.graphemes(true).filter(|one| *one != " ").count();
    let kept: Vec<&str> = typed.graphemes(true).filter(|one| is_drawable(one)).collect();
    let letters = kept.iter().filter(|one| **one != " ").count();
    let kept = match letters * 2 < all || letters == 0 {
        true if !code.is_empty() => code.to_owned(),
        _ => kept.concat(),
    };
    let kept = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = shortened(&kept, COLUMNS, (width, size));
    match is_rtl(&shown) {
        true => Name { words: format!("{}{shown}{}", ISOLATES.0, ISOLATES.1), rtl: true },
        false => Name { words: shown, rtl: false },
    }
}

/// Words of ours in at most `width` pixels.
#[must_use]
pub fn fitted(words: &str, (width, size): (i64, i64)) -> String {
    shortened(words, usize::MAX, (width, size))
}

/// The same in bold.
#[must_use]
pub fn fitted_bold(words: &str, (width, size): (i64, i64)) -> String {
    // No letter is wider by more than a tenth.
    shortened(words, usize::MAX, (width * 10 / 11, size))
}

fn shortened(words: &str, columns: usize, (width, size): (i64, i64)) -> String {
    let graphemes: Vec<&str> = words.graphemes(true).collect();
    if graphemes.len() <= columns && wide(words, size) <= width {
        return words.to_owned();
    }
    let mut left = graphemes.len().min(columns.saturating_sub(1));
    while left > 0 {
        let short = graphemes.iter().take(left).copied().collect::<String>();
        let short = format!("{}{CUT}", short.trim_end());
        if wide(&short, size) <= width {
            return short;
        }
        left -= 1;
    }
    CUT.to_owned()
}

/// How many pixels words take at most: letters that join or move together take less.
#[must_use]
pub fn wide(words: &str, size: i64) -> i64 {
    // Sizes are two digits, so nothing is lost.
    let pixels = Size::new(size as f32);
    let width: f32 = words.chars().map(|c| advance(c, pixels)).sum();
    width.ceil() as i64
}

fn advance(c: char, size: Size) -> f32 {
    let faces = FACES.iter().chain(BOLD_FACE.iter());
    let known = faces.filter_map(|face| {
        let glyph = face.charmap().map(c)?;
        face.glyph_metrics(size, LocationRef::default()).advance_width(glyph)
    });
    known.into_iter().next().unwrap_or_default()
}

/// Whether all of it has letters: half of an emoji says nothing.
fn is_drawable(grapheme: &str) -> bool {
    grapheme.chars().all(|c| FACES.iter().any(|face| face.charmap().map(c).is_some()))
}

/// By the first letter that has a direction: those of Hebrew and Arabic are read from the right.
fn is_rtl(words: &str) -> bool {
    let first = words.chars().find(|c| c.is_alphabetic());
    first.is_some_and(
        |c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'),
    )
}
