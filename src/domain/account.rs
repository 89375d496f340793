//! Which company is meant: from what people type as a website or an e-mail address to the
//! registrable domain, by which two referrals are one account.
//!
//! Whose domain it is is not decided here: the vendor's own, the partner's own and taken ones are
//! known to the caller. Domains that identify nobody are listed in `account/providers.rs`. [`name`],
//! [`keys`] and [`alike`] find companies of a similar name, [`alias`] has several domains of one,
//! [`known`] what the vendor's own systems say of it, [`asking`] the question before registering.

pub mod alias;
pub mod alike;
pub mod asking;
pub mod candidate;
pub mod keys;
pub mod known;
pub mod matching;
pub mod name;
mod providers;

use std::fmt;

use idna::AsciiDenyList;
use serde::{Deserialize, Serialize};

use providers::{HOSTING, MAIL};

/// A registrable domain in lower-case ASCII (`acme.example`, `xn--mller-kva.example`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Domain(String);

impl Domain {
    /// A domain as it was stored. It is not looked at again: the suffix list changes over the
    /// years, an account that is on record does not.
    #[must_use]
    pub const fn stored(text: String) -> Self {
        Self(text)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why what was typed names no company.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoWebsite {
    /// No host name can be read from it.
    #[error("this is not a website")]
    NotAWebsite,
    /// Anybody may have a mailbox there.
    #[error("{0} belongs to a mail provider")]
    MailProvider(Domain),
    /// Anybody may have a page there.
    #[error("{0} belongs to a hosting service")]
    HostingProvider(Domain),
}

/// Reads a company's website as people type or paste it: a bare host or an address, with or
/// without `www.`, port and path, in any case and script; an e-mail address stands for its domain.
///
/// # Errors
/// See [`NoWebsite`]. An address with a name or password in front of the host is refused: it is a
/// secret that was pasted by mistake, or a way to show one host and mean another.
pub fn website(typed: &str) -> Result<Domain, NoWebsite> {
    let typed = typed.trim();
    if let Ok(host) = email_host(strip_prefix_any_case(typed, "mailto:").unwrap_or(typed)) {
        return company(&host);
    }
    let host = authority(typed).and_then(without_port).and_then(host);
    company(&host.ok_or(NoWebsite::NotAWebsite)?)
}

/// The company behind an e-mail address; none for a mail provider, or when it is no full address.
#[must_use]
pub fn email_domain(typed: &str) -> Option<Domain> {
    company(&email_host(typed).ok()?).ok()
}

/// A text that is no full e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a full e-mail address")]
pub struct NotAnEmail;

/// The host of an e-mail address, in lower-case ASCII. Quoted names and address literals, which
/// nobody types into a form, are refused with everything that mail servers refuse.
///
/// # Errors
/// [`NotAnEmail`].
pub fn email_host(typed: &str) -> Result<String, NotAnEmail> {
    /// RFC 5321 §4.5.3.1: octets of the name, and of the whole path less its brackets.
    const NAME_MAX: usize = 64;
    const ADDRESS_MAX: usize = 254;
    let typed = typed.trim();
    let (name, domain) = typed.split_once('@').ok_or(NotAnEmail)?;
    if name.is_empty() || name.len() > NAME_MAX || typed.len() > ADDRESS_MAX {
        return Err(NotAnEmail);
    }
    // RFC 5322 §3.2.3, atext; letters beyond ASCII by RFC 6531. Dots at odd places are let
    // through: there are mailboxes with them.
    let fits = |c: char| c.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    if !name.chars().all(fits) || domain.ends_with('.') {
        return Err(NotAnEmail);
    }
    host(domain).ok_or(NotAnEmail)
}

/// The part of an address between scheme and path.
fn authority(typed: &str) -> Option<&str> {
    let rest = match typed.split_once("://") {
        Some((scheme, rest))
            if ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)) =>
        {
            rest
        }
        // A scheme of another kind; further back it is part of a path or a query.
        Some((before, _)) if !before.contains(['/', '?', '#']) => return None,
        _ => typed.strip_prefix("//").unwrap_or(typed),
    };
    // Browsers read a backslash as a slash (WHATWG URL, "special authority slashes").
    let authority = rest.split(['/', '\\', '?', '#']).next()?;
    (!authority.contains('@')).then_some(authority)
}

fn without_port(authority: &str) -> Option<&str> {
    match authority.split_once(':') {
        None => Some(authority),
        Some((host, port)) => {
            (port.len() <= 5 && port.bytes().all(|digit| digit.is_ascii_digit())).then_some(host)
        }
    }
}

/// A host name in lower-case ASCII without trailing dots, of at least two labels; no IP address.
fn host(typed: &str) -> Option<String> {
    let ascii = idna::domain_to_ascii_cow(typed.as_bytes(), AsciiDenyList::STD3).ok()?;
    let host = ascii.trim_end_matches('.');
    // RFC 1035 §2.3.4.
    let labels_fit = host.split('.').all(|label| {
        (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    });
    let last = host.rsplit('.').next()?;
    // A last label of digits, or a hexadecimal one, makes it an IPv4 address (WHATWG URL, "ends in
    // a number").
    let number = last.bytes().all(|digit| digit.is_ascii_digit()) || last.starts_with("0x");
    let fits = labels_fit && host.len() <= 253 && host.contains('.') && !number;
    fits.then(|| host.to_owned())
}

/// The company that a host belongs to.
fn company(host: &str) -> Result<Domain, NoWebsite> {
    let as_typed = || Domain(host.strip_prefix("www.").unwrap_or(host).to_owned());
    if HOSTING.iter().any(|shared| lies_under(host, shared)) {
        return Err(NoWebsite::HostingProvider(as_typed()));
    }
    let suffix = psl::suffix(host.as_bytes()).ok_or(NoWebsite::NotAWebsite)?;
    let private = suffix.typ() == Some(psl::Type::Private);
    match psl::domain_str(host) {
        Some(domain) if MAIL.binary_search(&domain).is_ok() => {
            Err(NoWebsite::MailProvider(Domain(domain.to_owned())))
        }
        // `www.` in front of a bare suffix: "www.acme", "www.github.io"; "www.gov.uk" is real.
        Some(domain) if !domain.starts_with("www.") || (suffix.is_known() && !private) => {
            Ok(Domain(domain.to_owned()))
        }
        _ if private => Err(NoWebsite::HostingProvider(as_typed())),
        _ => Err(NoWebsite::NotAWebsite),
    }
}

fn lies_under(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn strip_prefix_any_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn domain(text: &str) -> Domain {
        Domain::stored(text.to_owned())
    }

    #[test]
    fn a_website_is_reduced_to_its_registrable_domain() {
        #[rustfmt::skip]
        let table = [
            // typed                                        domain
            ("acme.example",                                "acme.example"),
            ("shop.acme.example",                           "acme.example"),
            ("WWW.Acme.Example",                            "acme.example"),
            ("  https://acme.example  ",                    "acme.example"),
            ("HTTPS://www.acme.example/about?x=1#top",      "acme.example"),
            ("http://acme.example:8080/a:b@c",              "acme.example"),
            ("acme.example/path://odd",                     "acme.example"),
            ("acme.example?next=https://other.example",     "acme.example"),
            ("//acme.example/",                             "acme.example"),
            ("acme.example:",                               "acme.example"),
            ("acme.example\\path",                          "acme.example"),
            ("acme.example.",                               "acme.example"),
            ("https://acme.example../",                     "acme.example"),
            ("acme。example",                               "acme.example"),
            ("jane@acme.example",                           "acme.example"),
            ("mailto:Jane@Mail.Acme.Example",               "acme.example"),
            ("www.acme.co.uk",                              "acme.co.uk"),
            ("a.b.c.acme.com.au",                           "acme.com.au"),
            ("www.gov.uk",                                  "www.gov.uk"),
            ("acme.github.io",                              "acme.github.io"),
            ("https://www.Müller.example/",                 "xn--mller-kva.example"),
            ("xn--mller-kva.example",                       "xn--mller-kva.example"),
            ("例え.公司.cn",                                 "xn--r8jz45g.xn--55qx5d.cn"),
            ("straße.example",                              "xn--strae-oqa.example"),
            ("google.com",                                  "google.com"),
        ];
        for (typed, reduced) in table {
            assert_eq!(website(typed), Ok(domain(reduced)), "{typed}");
        }
    }

    #[test]
    fn what_names_no_host_is_not_a_website() {
        #[rustfmt::skip]
        let table = [
            "", " ", "Acme", "Acme Ltd", "Acme Inc.", "n/a", "www.acme", "www.", ".", "..", "localhost",
            "co.uk", "com", "ftp://acme.example", "javascript:alert(1)", "data:text/html,x",
            "https://", "https:///acme.example", "https://user@acme.example", "https://user:pass@acme.example/",
            "user:pass@acme.example", "acme.example:99999999", "acme.example:http", "acme..example",
            "-acme.example", "acme-.example", "ac me.example", "acme_x.example", "acme%2eexample",
            "127.0.0.1", "http://127.0.0.1:8700/", "1.2.3", "0x7f.0x1", "http://[::1]/", "[2001:db8::1]",
            "\u{202E}acme.example", "<acme.example>", "@acme.example", "a@b@acme.example",
        ];
        for typed in table {
            assert_eq!(website(typed), Err(NoWebsite::NotAWebsite), "{typed:?}");
        }
        let long_label = format!("{}.example", "a".repeat(64));
        let long_host = format!("{}example", "abcdefg.".repeat(32));
        for typed in [long_label, long_host] {
            assert_eq!(website(&typed), Err(NoWebsite::NotAWebsite), "{typed}");
        }
    }

    #[test]
    fn a_providers_domain_identifies_nobody() {
        let mail = |name| NoWebsite::MailProvider(domain(name));
        let hosting = |name| NoWebsite::HostingProvider(domain(name));
        #[rustfmt::skip]
        let table = [
            ("gmail.com",                              mail("gmail.com")),
            ("https://www.gmail.com/inbox",            mail("gmail.com")),
            ("jane@GoogleMail.com",                    mail("googlemail.com")),
            ("de.yahoo.com",                           mail("yahoo.com")),
            ("https://www.linkedin.com/company/acme",  hosting("linkedin.com")),
            ("https://sites.google.com/view/acme",     hosting("sites.google.com")),
            ("acme.wordpress.com",                     hosting("acme.wordpress.com")),
            ("github.io",                              hosting("github.io")),
            ("www.github.io",                          hosting("github.io")),
        ];
        for (typed, refusal) in table {
            assert_eq!(website(typed), Err(refusal), "{typed}");
        }
    }

    #[test]
    fn the_provider_lists_are_sorted_and_hold_hosts_as_they_are_compared() {
        for list in [MAIL, HOSTING] {
            assert!(list.is_sorted_by(|one, next| one < next));
            assert!(list.iter().all(|name| host(name).as_deref() == Some(name)));
        }
        // A mail provider is compared by its registrable domain, so it must be one.
        assert!(MAIL.iter().all(|name| psl::domain_str(name) == Some(name)));
    }

    #[test]
    fn an_e_mail_address_is_full_or_refused() {
        #[rustfmt::skip]
        let table = [
            // typed                        host
            ("name@acme.example",           Some("acme.example")),
            (" Name.O'Neil+x@Acme.Example ", Some("acme.example")),
            ("jörg@müller.example",         Some("xn--mller-kva.example")),
            ("a@mail.acme.co.uk",           Some("mail.acme.co.uk")),
            ("name.@acme.example",          Some("acme.example")),
            ("name",                        None),
            ("name@",                       None),
            ("@acme.example",               None),
            ("name@acme",                   None),
            ("name@acme.example.",          None),
            ("na me@acme.example",          None),
            ("name@@acme.example",          None),
            ("name@acme.example, b@c.de",   None),
            ("Name <name@acme.example>",    None),
            ("\"a b\"@acme.example",        None),
            ("name@[127.0.0.1]",            None),
            ("name@127.0.0.1",              None),
            ("name@acme.example/path",      None),
            ("",                            None),
        ];
        for (typed, host) in table {
            assert_eq!(email_host(typed).ok().as_deref(), host, "{typed}");
        }
        assert!(email_host(&format!("{}@acme.example", "a".repeat(64))).is_ok());
        assert!(email_host(&format!("{}@acme.example", "a".repeat(65))).is_err());
    }

    #[test]
    fn an_address_is_as_long_as_mail_servers_take_it_and_no_longer() {
        let label = "a".repeat(63);
        let host = format!("{label}.{label}.{label}.{}.com", "b".repeat(56));
        assert_eq!(email_host(&format!("j@{host}")), Ok(host.clone()));
        assert_eq!(email_host(&format!("jo@{host}")), Err(NotAnEmail));
    }

    #[test]
    fn a_domain_is_written_as_it_is_read() {
        assert_eq!(domain("acme.co.uk").to_string(), "acme.co.uk");
    }

    #[test]
    fn an_e_mail_address_names_a_company_unless_it_is_at_a_provider() {
        assert_eq!(email_domain("jane@mail.acme.co.uk"), Some(domain("acme.co.uk")));
        assert_eq!(email_domain("jane@gmail.com"), None);
        assert_eq!(email_domain("jane"), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_panic_and_what_is_read_reads_the_same_again(
            typed in "\\PC{0,60}|(https?://)?[a-zäß.:/@-]{0,30}",
        ) {
            if let Ok(domain) = website(&typed) {
                prop_assert_eq!(website(domain.as_str()), Ok(domain.clone()));
                prop_assert!(domain.as_str().is_ascii());
            }
            let _ = email_domain(&typed);
        }

        #[test]
        fn case_www_scheme_and_path_never_make_another_company(
            name in "[a-z][a-z0-9]{0,10}(-[a-z0-9]{1,5})?", path in "[a-z/?#=]{0,12}",
        ) {
            let plain = website(&format!("{name}.example")).unwrap();
            let dressed = format!("HTTPS://WWW.{}.Example/{path}", name.to_uppercase());
            prop_assert_eq!(website(&dressed), Ok(plain));
        }
    }
}
