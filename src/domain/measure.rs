//! What a programme is measured by: shares with what they are shares of, so that nobody is shown a
//! percentage of two.

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub part: u64,
    pub of: u64,
}

impl Share {
    /// In tenths of a per cent, half rounded up; none of nothing.
    #[must_use]
    pub fn tenths(self) -> Option<u64> {
        let (part, of) = (u128::from(self.part), u128::from(self.of));
        let tenths = (part * 2_000 + of).checked_div(of * 2)?;
        u64::try_from(tenths).ok()
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
    fn a_share_is_told_in_tenths_of_a_per_cent() {
        let table = [
            (0, 0, None),
            (0, 3, Some(0)),
            (23, 25, Some(920)),
            (9, 35, Some(257)),
            (9, 28, Some(321)),
            (9, 23, Some(391)),
            (1, 16, Some(63)),
            (7, 7, Some(1000)),
        ];
        for (part, of, tenths) in table {
            assert_eq!(Share { part, of }.tenths(), tenths, "{part} of {of}");
        }
    }
}
