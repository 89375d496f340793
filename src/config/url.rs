//! Which hosts may see a token.
//!
//! The reading is stricter than a browser's on purpose: what two parsers could understand in two
//! ways (names in front of the host, backslashes, percent signs in the host) is refused, so that
//! the host that is checked here is the host that is called.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Domains that are Slack's own.
const SLACK_DOMAINS: [&str; 2] = ["slack.com", "slack-gov.com"];
const DISCORD_DOMAIN: &str = "discord.com";
/// The host of an API that is the platform's own, and the domains under which its sockets lie.
const FAMILIES: [(&str, &[&str]); 3] = [
    (SLACK_DOMAINS[0], &[SLACK_DOMAINS[0]]),
    (SLACK_DOMAINS[1], &[SLACK_DOMAINS[1]]),
    (DISCORD_DOMAIN, &[DISCORD_DOMAIN, "discord.gg"]),
];

/// The address before `/method`: https, or http on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    secure: bool,
    host: String,
}

impl BaseUrl {
    /// Slack's own.
    #[must_use]
    pub fn slack() -> Self {
        let host = SLACK_DOMAINS[0].to_owned();
        Self { text: format!("https://{host}/api"), secure: true, host }
    }

    /// Discord's own.
    #[must_use]
    pub fn discord() -> Self {
        let host = DISCORD_DOMAIN.to_owned();
        Self { text: format!("https://{host}"), secure: true, host }
    }

    /// None when it is neither https nor on this machine, or more than scheme, host, port and path.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let text = typed.trim_end_matches('/');
        let (secure, rest) = secure_or_not(text, "https://", "http://")?;
        let (host, path) = host_and_rest(rest)?;
        let path_fits =
            path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._~-".contains(&byte));
        let allowed = path_fits && (secure || is_loopback(&host));
        allowed.then(|| Self { text: text.to_owned(), secure, host })
    }

    /// Without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where a browser is sent to approve the app: beside the API.
    #[must_use]
    pub fn authorize_page(&self) -> String {
        format!("{}/oauth/v2/authorize", self.beside_the_api())
    }

    /// Where a browser finds a channel.
    #[must_use]
    pub fn channel_page(&self, workspace: &str, channel: &str) -> String {
        match SLACK_DOMAINS.iter().find(|domain| self.host == **domain) {
            Some(domain) => format!("https://app.{domain}/client/{workspace}/{channel}"),
            None => format!("{}/", self.beside_the_api()),
        }
    }

    fn beside_the_api(&self) -> &str {
        self.text.strip_suffix("/api").unwrap_or(&self.text)
    }

    /// Whether calls stay on this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }

    /// Whether a socket that the platform names may be opened: on the base's own host or, when the
    /// base is the platform's, under the platform's domains; never less protected than the base.
    #[must_use]
    pub fn allows_socket(&self, url: &str) -> bool {
        secure_or_not(url, "wss://", "ws://")
            .is_some_and(|(secure, rest)| self.is_near(secure, rest))
    }

    /// The same for an address at which the platform takes the answer to a press.
    #[must_use]
    pub fn allows_answer(&self, url: &str) -> bool {
        secure_or_not(url, "https://", "http://")
            .is_some_and(|(secure, rest)| self.is_near(secure, rest))
    }

    fn is_near(&self, secure: bool, after_scheme: &str) -> bool {
        let Some((host, _)) = host_and_rest(after_scheme) else { return false };
        let under = |domain: &&str| {
            host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        let family = FAMILIES.iter().find(|(of, _)| *of == self.host);
        let near =
            host == self.host || family.is_some_and(|(_, domains)| domains.iter().any(under));
        near && (secure || !self.secure)
    }
}

fn secure_or_not<'a>(url: &'a str, secure: &str, open: &str) -> Option<(bool, &'a str)> {
    url.strip_prefix(secure)
        .map(|rest| (true, rest))
        .or_else(|| url.strip_prefix(open).map(|rest| (false, rest)))
}

/// The host in lower case, and what follows the port.
fn host_and_rest(after_scheme: &str) -> Option<(String, &str)> {
    let end = after_scheme.find(['/', '?', '#']).unwrap_or(after_scheme.len());
    let (authority, rest) = after_scheme.split_at(end);
    let (host, port) = match authority.strip_prefix('[') {
        Some(v6) => v6.split_once(']').filter(|(v6, _)| v6.parse::<Ipv6Addr>().is_ok())?,
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let name_fits = authority.starts_with('[')
        || host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
    let port_fits = match port.strip_prefix(':') {
        Some(port) => {
            // Reading a number alone would let a sign through.
            port.bytes().all(|digit| digit.is_ascii_digit())
                && port.parse::<u16>().is_ok_and(|port| port > 0)
        }
        None => port.is_empty(),
    };
    let fits = !host.is_empty() && name_fits && port_fits;
    fits.then(|| (host.to_ascii_lowercase(), rest))
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.parse::<Ipv4Addr>().is_ok_and(|v4| v4.is_loopback())
        || host.parse::<Ipv6Addr>().is_ok_and(|v6| v6.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_only_where_it_was_meant_to_go() {
        #[rustfmt::skip]
        let table = [
            // base                             fits
            ("https://slack.com/api",           true),
            ("https://slack.com/api/",          true),
            ("https://proxy.example:8443/slack", true),
            ("http://127.0.0.1:8700/api",       true),
            ("http://localhost:8700/api",       true),
            ("http://[::1]:8700/api",           true),
            ("http://127.1.2.3/api",            true),
            ("http://slack.com/api",            false),
            ("http://10.0.0.1/api",             false),
            ("http://127.0.0.1.example/api",    false),
            ("http://localhost.example/api",    false),
            ("http://0x7f.1/api",               false),
            ("http://127.0.0.1@evil.example/",  false),
            ("https://user:pass@slack.com/api", false),
            ("https://slack.com\\@evil.example", false),
            ("https://slack.com/api?x=1",       false),
            ("https://slack.com/api#x",         false),
            ("https://slack.com:0/api",         false),
            ("https://slack.com:+1/api",        false),
            ("https://sla ck.com/api",          false),
            ("https://",                        false),
            ("https:///api",                    false),
            ("ftp://slack.com/api",             false),
            ("slack.com/api",                   false),
        ];
        for (base, fits) in table {
            assert_eq!(BaseUrl::parse(base).is_some(), fits, "{base}");
        }
        assert_eq!(BaseUrl::parse("https://slack.com/api/"), Some(BaseUrl::slack()));
        assert!(!BaseUrl::slack().is_loopback());
    }

    #[test]
    fn pages_for_a_browser_lie_beside_the_api() {
        #[rustfmt::skip]
        let table = [
            // base                       where the app is approved                       a channel
            ("https://slack.com/api",     "https://slack.com/oauth/v2/authorize",         "https://app.slack.com/client/T1/C1"),
            ("https://proxy.example/api", "https://proxy.example/oauth/v2/authorize",     "https://proxy.example/"),
            ("http://127.0.0.1:8700/api", "http://127.0.0.1:8700/oauth/v2/authorize",     "http://127.0.0.1:8700/"),
        ];
        for (base, approve, channel) in table {
            let base = BaseUrl::parse(base).unwrap();
            assert_eq!(base.authorize_page(), approve);
            assert_eq!(base.channel_page("T1", "C1"), channel);
        }
    }

    #[test]
    fn a_socket_is_opened_only_on_the_bases_host_or_under_slacks_own_domain() {
        #[rustfmt::skip]
        let table = [
            // base                       socket                                   opened
            ("https://slack.com/api",     "wss://wss-primary.slack.com/link/?t=1", true),
            ("https://slack.com/api",     "wss://slack.com",                       true),
            ("https://slack.com/api",     "wss://WSS.Slack.Com:443/link",          true),
            ("https://slack-gov.com/api", "wss://wss.slack-gov.com/link",          true),
            ("https://slack.com/api",     "ws://wss.slack.com/link",               false),
            ("https://slack.com/api",     "wss://evilslack.com/link",              false),
            ("https://slack.com/api",     "wss://slack.com.evil.example/link",     false),
            ("https://slack.com/api",     "wss://slack.com@evil.example/",         false),
            ("https://slack.com/api",     "wss://evil.example\\.slack.com/",       false),
            ("https://slack.com/api",     "https://wss.slack.com/link",            false),
            ("https://proxy.example/api", "wss://proxy.example:9/link",            true),
            ("https://proxy.example/api", "wss://wss.proxy.example/link",          false),
            ("https://proxy.example/api", "wss://wss-primary.slack.com/link",      false),
            ("http://127.0.0.1:8700/api", "ws://127.0.0.1:8700/link?ticket=1",     true),
            ("http://127.0.0.1:8700/api", "ws://127.0.0.1:9/link",                 true),
            ("http://[::1]:8700/api",     "ws://[::1]:8700/link",                  true),
            ("http://127.0.0.1:8700/api", "ws://evil.example/link",                false),
            ("http://127.0.0.1:8700/api", "wss://wss-primary.slack.com/link",      false),
            ("https://discord.com",       "wss://gateway.discord.gg",              true),
            ("https://discord.com",       "wss://gateway-us-east1-b.discord.gg/",  true),
            ("https://discord.com",       "ws://gateway.discord.gg",               false),
            ("https://discord.com",       "wss://gateway.discord.gg.evil.example", false),
            ("https://discord.com",       "wss://evildiscord.gg",                  false),
            ("https://slack.com/api",     "wss://gateway.discord.gg",              false),
            ("http://127.0.0.1:8700/discord", "ws://127.0.0.1:8700/discord/gateway", true),
            ("http://127.0.0.1:8700/discord", "wss://gateway.discord.gg",          false),
        ];
        for (base, socket, opened) in table {
            let base = BaseUrl::parse(base).unwrap();
            assert_eq!(base.allows_socket(socket), opened, "{} {socket}", base.as_str());
        }
    }
}
