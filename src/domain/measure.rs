//! What a programme is measured by: shares with what they are shares of, so that nobody is shown a
//! percentage of two. What becomes of a whole period is in [`report`].

pub mod report;

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub part: u64,
    pub of: u64,
}

impl Share {
    /// Counts one more, of which it is or is not.
    pub fn count(&mut self, is: bool) {
        self.of += 1;
        self.part += u64::from(is);
    }

    /// In tenths of a per cent, half rounded up; none of nothing.
    #[must_use]
    pub fn tenths(self) -> Option<u64> {
        self.parts(1_000)
    }

    /// The same in hundredths of a per cent.
    #[must_use]
    pub fn hundredths(self) -> Option<u64> {
        self.parts(10_000)
    }

    /// How many parts it is where all are `whole`.
    fn parts(self, whole: u128) -> Option<u64> {
        let (part, of) = (u128::from(self.part), u128::from(self.of));
        let parts = (part * whole * 2 + of).checked_div(of * 2)?;
        u64::try_from(parts).ok()
    }
}

/// How something is spread over so many of them, by nearest rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread<T> {
    pub n: u64,
    /// Half of them are not above this.
    pub half: T,
    /// Nine in ten are not.
    pub most: T,
}

impl<T: Copy + Ord> Spread<T> {
    /// None of nothing.
    #[must_use]
    pub fn of(mut all: Vec<T>) -> Option<Self> {
        all.sort_unstable();
        let below = |percent: usize| {
            let rank = (all.len() * percent).div_ceil(100);
            all.get(rank.checked_sub(1)?).copied()
        };
        Some(Self { n: all.len() as u64, half: below(50)?, most: below(90)? })
    }
}

/// How the programme goes, as somebody in charge sees it at a glance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// The median of the seconds from an opened form to its receipt, and of how many.
    pub seconds_to_register: Option<(u64, u64)>,
    /// First decisions that came within their promise.
    pub answered_in_time: Share,
    /// Of the times a partner asked why, those after which it asked no person.
    pub why_answered: Share,
    /// Open referrals of which the partner heard something of a person's lately.
    pub fresh: Share,
    /// Open conflict cases on which a resolver should have decided by now.
    pub cases_late: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_told_in_tenths_and_hundredths_of_a_per_cent() {
        let table = [
            (0, 0, None),
            (0, 3, Some((0, 0))),
            (23, 25, Some((920, 9_200))),
            (9, 35, Some((257, 2_571))),
            (9, 28, Some((321, 3_214))),
            (9, 23, Some((391, 3_913))),
            (1, 16, Some((63, 625))),
            (7, 7, Some((1_000, 10_000))),
        ];
        for (part, of, told) in table {
            let share = Share { part, of };
            assert_eq!(share.tenths().zip(share.hundredths()), told, "{part} of {of}");
        }
    }

    #[test]
    fn a_spread_is_told_by_nearest_rank() {
        type Told = Option<(u32, u32)>;
        #[rustfmt::skip]
        let table: [(&[u32], Told); 5] = [
            // of                           half and most
            (&[],                           None),
            (&[3],                          Some((3, 3))),
            (&[9, 3],                       Some((3, 9))),
            (&[120, 2, 9, 5, 61, 14, 30],   Some((14, 120))),
            (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Some((5, 9))),
        ];
        for (of, told) in table {
            let spread = Spread::of(of.to_vec());
            assert_eq!(spread.map(|spread| (spread.half, spread.most)), told, "{of:?}");
            assert_eq!(spread.map_or(0, |spread| spread.n), of.len() as u64);
        }
    }
}
