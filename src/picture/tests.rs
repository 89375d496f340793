//! What stands where, and what becomes of odd names. The SVG is compared whole; of the pixels a few.

use resvg::tiny_skia::Pixmap;

use super::font::{self, Name};
use super::*;
use crate::chat::chart::{Bar, Lines, Series};

fn bar(rank: u32, name: &str, value: &str, size: u64) -> Bar {
    let (rank, code) = (rank.to_string(), "NOR".to_owned());
    Bar { rank, name: name.to_owned(), code, value: value.to_owned(), size }
}

fn board(bars: Vec<Bar>) -> Chart {
    Chart {
        title: "Approved referrals · March 2027".to_owned(),
        foot: "Partners who chose to appear. Ties share a rank.".to_owned(),
        alt: String::new(),
        shape: Shape::Bars(bars),
    }
}

fn trend(values: [&[u32]; 3]) -> Chart {
    let names = ["Sent", "Approved", "Won"];
    let series = names.iter().zip(values);
    let series =
        series.map(|(name, values)| Series { name: (*name).to_owned(), values: values.to_vec() });
    let points = ["Q2 2026", "Q3 2026", "Q4 2026", "Q1 2027"];
    let points = points[4 - values[0].len()..].iter().map(|one| (*one).to_owned()).collect();
    Chart {
        title: "Your referrals by quarter".to_owned(),
        foot: String::new(),
        alt: String::new(),
        shape: Shape::Lines(Lines { points, series: series.collect() }),
    }
}

fn odd_names() -> Chart {
    board(vec![
        bar(1, "North Partner", "12,345", 12_345),
        bar(2, "<script>alert(1)</script> & \"Sons\"", "7,000", 7_000),
        bar(2, "שותפים בעיר הגדולה", "7,000", 7_000),
        bar(4, "شركاء الشمال", "5,000", 5_000),
        bar(5, "🚀 Rocket 🚀 Partners", "900", 900),
        bar(6, "北京合作伙伴", "800", 800),
        bar(7, "Ünïcödé Ελληνικά Кириллица Żółć", "700", 700),
        bar(8, "WWWWWWWWWWWWWWWWWWWWWWWWWW", "1", 1),
        bar(9, "Nothing yet", "0", 0),
        bar(10, "Ltd שלום", "0", 0),
    ])
}

fn pixels(chart: &Chart) -> Pixmap {
    Pixmap::decode_png(&png(chart).expect("it is drawn")).expect("a PNG")
}

fn colour(pixels: &Pixmap, x: u32, y: u32) -> (u8, u8, u8, u8) {
    let pixel = pixels.pixel(x, y).expect("within").demultiply();
    (pixel.red(), pixel.green(), pixel.blue(), pixel.alpha())
}

#[test]
fn a_board_stands_as_it_is_measured() {
    let chart = odd_names();
    insta::assert_snapshot!(svg(&chart).expect("something is to be seen"));
}

#[test]
fn a_trend_stands_as_it_is_measured() {
    let chart = trend([&[4, 6, 9, 12], &[3, 5, 7, 9], &[0, 1, 2, 9]]);
    insta::assert_snapshot!(svg(&chart).expect("something is to be seen"));
}

#[test]
fn a_picture_is_opaque_and_the_same_each_time() {
    const WHITE: (u8, u8, u8, u8) = (255, 255, 255, 255);
    const BAR: (u8, u8, u8, u8) = (0x0b, 0x6b, 0x61, 255);
    let chart = odd_names();
    assert_eq!(png(&chart).unwrap(), png(&chart).unwrap());
    let drawn = pixels(&chart);
    assert_eq!((drawn.width(), drawn.height()), (1_200, 1_056));
    // The middle of the first row, of the second where the first is longer, and of the one without.
    assert_eq!(colour(&drawn, 900, 174), BAR);
    assert_eq!(colour(&drawn, 620, 258), BAR);
    assert_eq!(colour(&drawn, 1_000, 258), WHITE);
    assert_eq!(colour(&drawn, 700, 846), WHITE);
    assert_eq!(colour(&drawn, 0, 0), WHITE);
    let lines = pixels(&trend([&[1, 2], &[1, 1], &[0, 1]]));
    assert_eq!((lines.width(), lines.height()), (1_200, 675));
    assert_eq!(colour(&lines, 1_199, 0), WHITE);
}

#[test]
fn where_nothing_is_to_be_seen_there_is_no_picture() {
    for chart in [
        board(Vec::new()),
        board(vec![bar(1, "North", "0", 0)]),
        trend([&[0, 0], &[0, 0], &[0, 0]]),
        trend([&[1], &[1], &[1]]),
    ] {
        assert_eq!(svg(&chart), None, "{chart:?}");
        assert!(png(&chart).is_err());
    }
}

#[test]
fn a_name_is_shown_as_far_as_there_are_letters_for_it() {
    let long = "a".repeat(2_001);
    #[rustfmt::skip]
    let table = [
        // typed                              shown
        ("North Partner",                     "North Partner"),
        ("  two\nlines \t and   spaces ",     "two lines and spa…"),
        ("🚀 Rocket 👩‍💻",                     "Rocket"),
        ("🚀🚀",                              "NOR"),
        ("",                                  "NOR"),
        ("北京 Beijing",                      "Beijing"),
        ("北京合作 Co",                       "NOR"),
        ("zero\u{200b}width\u{202e}evil",     "zerowidthevil"),
        ("e\u{301}clair",                     "éclair"),
        (long.as_str(),                       "aaaaaaaaaaaaaaa…"),
        ("<b>&amp;</b>",                      "<b>&amp;</b>"),
    ];
    for (typed, shown) in table {
        let drawn = font::name(typed, "NOR", (388, 40));
        assert_eq!(drawn, Name { words: shown.to_owned(), rtl: false }, "{typed:?}");
    }
    assert!(font::name("שלום Ltd", "NOR", (388, 40)).rtl);
    assert!(!font::name("Ltd שלום", "NOR", (388, 40)).rtl);
}

#[test]
fn a_name_fits_whatever_its_letters() {
    for name in
        ["WWWWWWWWWWWWWWWWWWWW", "iiiiiiiiiiiiiiiiiiiiiii", "ЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩЩ", "Ωmega ㎏"]
    {
        let drawn = font::name(name, "NOR", (388, 40)).words;
        assert!(font::wide(&drawn, 40) <= 388, "{drawn}");
        assert!(drawn.chars().count() <= 18, "{drawn}");
    }
}
