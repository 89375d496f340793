//! The website that a partner registers or asks about: both read it alike, and say the same of it.

use crate::app::App;
use crate::domain::account::{self, Domain, NoWebsite};
use crate::domain::partner::Partner;

/// Why a website stands for no customer: the text that says so, and the domain that it names.
pub(super) struct Unfit {
    pub key: &'static str,
    pub domain: String,
}

/// The company behind a website, as far as the partner's own side tells. Whether anybody else has the
/// account is never said here.
pub(super) fn company(app: &App, partner: &Partner, typed: &str) -> Result<Domain, Unfit> {
    let unfit = |key, domain: &str| Unfit { key, domain: domain.to_owned() };
    let domain = account::website(typed).map_err(|why| match &why {
        NoWebsite::NotAWebsite => unfit("refer-website-unclear", ""),
        NoWebsite::MailProvider(domain) => unfit("refer-website-mail", domain.as_str()),
        NoWebsite::HostingProvider(domain) => unfit("refer-website-host", domain.as_str()),
    })?;
    let is = |other: &String| other == domain.as_str();
    let rules = &app.program().rules;
    if rules.matching.is_shared(&domain) {
        return Err(unfit("refer-website-host", domain.as_str()));
    }
    if partner.domains.iter().any(is) {
        return Err(unfit("refer-website-own", ""));
    }
    if rules.vendor_domains.iter().any(is) {
        return Err(unfit("refer-website-us", ""));
    }
    Ok(domain)
}
