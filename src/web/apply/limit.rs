//! How much may come from the website: so much from one network, and so much in all, within an hour and
//! at once. Kept in memory: what is stored is bounded by it, and nobody's address is.

use std::collections::{BTreeMap, VecDeque};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;
use chrono::{DateTime, TimeDelta, Utc};

/// What is looked at.
const WITHIN: TimeDelta = TimeDelta::hours(1);
/// Applications from one network: a company sends one, and may find that its website is taken.
pub(super) const OF_ONE: usize = 5;
/// Applications in all: more than any programme reads in an hour.
pub(super) const OF_ALL: usize = 60;

/// Forms from one network that are read or taken at once: whoever sends slowly, or nothing, keeps no
/// other network out.
pub(super) const AT_ONCE_OF_ONE: usize = 8;
/// And in all: what they hold in memory is bounded by it.
pub(super) const AT_ONCE_OF_ALL: usize = 256;

/// Where something comes from: an address, or the network that one customer of a provider has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Network(IpAddr);

impl Network {
    /// Of the one at the other end. A proxy on this machine says for whom it asks, and only its own
    /// word counts: the last entry. What anybody else writes there could be made up.
    pub(super) fn of(peer: SocketAddr, headers: &HeaderMap) -> Self {
        let peer = peer.ip().to_canonical();
        let said = headers.get_all("x-forwarded-for").iter().next_back();
        let last = said.and_then(|value| value.to_str().ok()?.rsplit(',').next());
        let told = last.and_then(|entry| entry.trim().parse::<IpAddr>().ok());
        Self::around(told.filter(|_| peer.is_loopback()).unwrap_or(peer))
    }

    fn around(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(four) => Self(IpAddr::V4(four)),
            // Providers give each customer 64 bits of addresses at least.
            IpAddr::V6(six) => Self(IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() >> 64 << 64))),
        }
    }
}

/// Why nothing more is taken now, and from when on it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Full {
    Network { from: DateTime<Utc> },
    All { from: DateTime<Utc> },
}

/// What came lately, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Limits(VecDeque<(DateTime<Utc>, Network)>);

impl Limits {
    /// Counts one more.
    ///
    /// # Errors
    /// [`Full`]: it does not count.
    pub(super) fn take(&mut self, from: Network, now: DateTime<Utc>) -> Result<(), Full> {
        while self.0.front().is_some_and(|(at, _)| *at + WITHIN <= now) {
            self.0.pop_front();
        }
        let mut own = self.0.iter().filter(|(_, network)| *network == from);
        let first = own.next();
        if let Some((at, _)) = first.filter(|_| own.count() + 1 >= OF_ONE) {
            return Err(Full::Network { from: *at + WITHIN });
        }
        if let Some((at, _)) = self.0.front().filter(|_| self.0.len() >= OF_ALL) {
            return Err(Full::All { from: *at + WITHIN });
        }
        self.0.push_back((now, from));
        Ok(())
    }
}

/// How many forms of which network are read or taken now.
#[derive(Debug, Default)]
pub(super) struct AtOnce(Mutex<BTreeMap<Network, usize>>);

impl AtOnce {
    /// Begins one more, until what this gives is dropped; `None` when there is no room.
    pub(super) fn begin(self: &Arc<Self>, from: Network) -> Option<Held> {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (own, all) = (now.get(&from).copied().unwrap_or_default(), now.values().sum::<usize>());
        if own >= AT_ONCE_OF_ONE || all >= AT_ONCE_OF_ALL {
            return None;
        }
        now.insert(from, own + 1);
        Some(Held { of: Arc::clone(self), from })
    }
}

/// One form that is read or taken.
#[derive(Debug)]
pub(super) struct Held {
    of: Arc<AtOnce>,
    from: Network,
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut now = self.of.0.lock().unwrap_or_else(PoisonError::into_inner);
        match now.get_mut(&self.from) {
            Some(own) if *own > 1 => *own -= 1,
            // Nobody's address is kept any longer than that.
            Some(_) | None => drop(now.remove(&self.from)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn network(peer: &str, said: &[&str]) -> Network {
        let mut headers = HeaderMap::new();
        for line in said {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        Network::of(peer.parse().unwrap(), &headers)
    }

    fn is(text: &str) -> Network {
        Network(text.parse().unwrap())
    }

    #[test]
    fn only_a_proxy_on_this_machine_says_for_whom_it_asks() {
        #[rustfmt::skip]
        let table: [(&str, &[&str], &str); 12] = [
            // the other end             what it says                    whom it counts for
            ("192.0.2.7:80",             &[],                            "192.0.2.7"),
            ("192.0.2.7:80",             &["198.51.100.1"],              "192.0.2.7"),
            ("127.0.0.1:80",             &["198.51.100.1"],              "198.51.100.1"),
            ("127.0.0.1:80",             &["9.9.9.9, 198.51.100.1"],     "198.51.100.1"),
            ("127.0.0.1:80",             &["9.9.9.9", "198.51.100.1"],   "198.51.100.1"),
            ("127.0.0.1:80",             &[],                            "127.0.0.1"),
            ("127.0.0.1:80",             &["unknown"],                   "127.0.0.1"),
            ("[::1]:80",                 &["2001:db8:1:2:3::4"],         "2001:db8:1:2::"),
            ("[::ffff:127.0.0.1]:80",    &["198.51.100.1"],              "198.51.100.1"),
            ("[2001:db8:1:2:3::4]:80",   &[],                            "2001:db8:1:2::"),
            ("[2001:db8:1:2:9::9]:80",   &[],                            "2001:db8:1:2::"),
            ("[::ffff:192.0.2.7]:80",    &[],                            "192.0.2.7"),
        ];
        for (peer, said, counts_for) in table {
            assert_eq!(network(peer, said), is(counts_for), "{peer} {said:?}");
        }
    }

    #[test]
    fn a_network_has_so_many_an_hour_and_everybody_together_so_many() {
        let mut limits = Limits::default();
        let (ten, one) = (at("2026-03-06T10:00:00Z"), is("192.0.2.7"));
        for minute in 0..5 {
            assert_eq!(limits.take(one, ten + TimeDelta::minutes(minute)), Ok(()));
        }
        let later = ten + TimeDelta::minutes(59);
        let full = Err(Full::Network { from: at("2026-03-06T11:00:00Z") });
        assert_eq!(limits.take(one, later), full);
        assert_eq!(limits.take(is("192.0.2.8"), later), Ok(()), "somebody else is not kept out");
        assert_eq!(limits.take(one, ten + TimeDelta::hours(1)), Ok(()), "an hour is over");
        assert!(limits.take(one, ten + TimeDelta::hours(1)).is_err(), "the next is not yet");
    }

    #[test]
    fn one_network_takes_so_much_room_at_once_and_gives_it_back() {
        let at_once = Arc::new(AtOnce::default());
        let begin = |last: usize| at_once.begin(Network(IpAddr::from([192, 0, 2, last as u8])));
        let mut held: Vec<_> = (0..100).filter_map(|_| begin(1)).collect();
        assert_eq!(held.len(), AT_ONCE_OF_ONE);
        held.extend((2..200).flat_map(|last| [begin(last), begin(last)]).flatten());
        assert_eq!(held.len(), AT_ONCE_OF_ALL, "others have all of the rest");
        assert!(begin(200).is_none());
        drop(held.pop());
        assert!(begin(200).is_some());
        held.clear();
        assert!(at_once.0.lock().unwrap().is_empty(), "nobody's address is kept");
    }

    #[test]
    fn however_many_networks_there_are_so_much_comes_in_an_hour() {
        let mut limits = Limits::default();
        let ten = at("2026-03-06T10:00:00Z");
        for last in 0..200_u8 {
            let from = Network(IpAddr::from([192, 0, 2, last]));
            let taken = limits.take(from, ten);
            let fits = usize::from(last) < OF_ALL;
            let full = Err(Full::All { from: at("2026-03-06T11:00:00Z") });
            assert_eq!(taken, if fits { Ok(()) } else { full }, "{last}");
        }
        assert_eq!(limits.0.len(), OF_ALL);
    }
}
