//! Bytes as a source of choices and words. Where they end they begin anew, a little changed, so that
//! a short input too has something for every place. Nothing at all makes every choice the first, and
//! every text empty.

/// Pieces that have meant something to some parser: of Slack's, of a terminal, of a database, of ours.
const PIECES: &[&str] = &[
    "<!channel>",
    "<!here|x>",
    "<!everyone>",
    "<!subteam^S1|@team>",
    "<@U123>",
    "<#C1>",
    "<https://evil.example|acme.example>",
    "https://evil.example",
    "javascript:alert(1)",
    "mailto:a@b.example",
    "<!date^1392734382^{date}|x>",
    "@here",
    "@Channel",
    "@everyone",
    "@ch\u{200b}annel",
    ":tada:",
    ":+1::skin-tone-2:",
    "*_~`",
    "```",
    "**bold**",
    "> quote",
    "&amp;",
    "&amp;lt;",
    "&lt;b&gt;",
    "&",
    "<",
    ">",
    "|",
    "^",
    "{ $ref }",
    "{$who}",
    "%s",
    "'; drop table referral; --",
    "\u{1b}[31m",
    "\0",
    "\r\n",
    "\n",
    "\t",
    "\u{2028}",
    "\u{202e}elpmaxe.live",
    "\u{2066}",
    "\u{2067}",
    "\u{2068}",
    "\u{2069}",
    "\u{200b}",
    "\u{200d}",
    "\u{feff}",
    "\u{2060}",
    "\u{e000}",
    "\u{f8ff}",
    "\u{e0041}",
    "\u{ffff}",
    "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    "\u{1f1e9}\u{1f1ea}",
    "e\u{301}\u{327}\u{301}\u{327}",
    "ß",
    "\u{130}",
    "漢",
    "שלום",
    "مرحبا",
    "A warehouse by spring. ",
];

/// An input as it is read.
pub struct Bytes<'a> {
    data: &'a [u8],
    at: usize,
}

impl<'a> Bytes<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Self { data, at: 0 }
    }

    pub fn byte(&mut self) -> u8 {
        let Some(place) = self.at.checked_rem(self.data.len()) else { return 0 };
        // The low bits of an odd multiple differ from round to round.
        let round = (self.at / self.data.len()).to_le_bytes()[0].wrapping_mul(37);
        self.at += 1;
        self.data[place] ^ round
    }

    /// A number below `limit`, which is at least 1 and at most 256.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::from(self.byte()) % limit
    }

    pub fn yes(&mut self) -> bool {
        self.byte() % 2 == 1
    }

    pub fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// A text: some known pieces, some random ones, now and then far too many of one.
    pub fn words(&mut self) -> String {
        let mut words = String::new();
        for _ in 0..self.below(6) {
            let piece = self.piece();
            words.push_str(&match self.byte() {
                often @ 253.. => piece.repeat((usize::from(often) - 252) * 1_000),
                _ => piece,
            });
        }
        words
    }

    fn piece(&mut self) -> String {
        let which = usize::from(self.byte());
        if let Some(known) = PIECES.get(which) {
            return (*known).to_owned();
        }
        let random: Vec<u8> = (0..which % 24).map(|_| self.byte()).collect();
        String::from_utf8_lossy(&random).into_owned()
    }
}
