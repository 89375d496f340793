//! The tokens, what they may do, the socket, and the two clocks.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};

use super::Check;
use crate::app::setup::file::HOME_TOKEN;
use crate::chat::{Boxed, PlatformName};
use crate::clock::Clock;
use crate::config::SlackConfig;
use crate::sandbox::Manifest;
use crate::slack::{Examined, Installs, Slack, SlackSettings, Token};
use crate::store::open::other_home;

const NAME: &str = "slack";
/// Slack's signatures are good for five minutes: beyond that every delivery by HTTP is refused.
const CLOCK_WRONG: TimeDelta = TimeDelta::minutes(5);
/// Still good, and drifting.
const CLOCK_ODD: TimeDelta = TimeDelta::seconds(30);

/// Nothing is sent, so nobody asks for another workspace's token.
struct Nobody;

impl Installs for Nobody {
    fn token<'a>(&'a self, _: &'a str) -> Boxed<'a, Option<Token>> {
        Box::pin(async { None })
    }
}

/// A further workspace's token: the workspace (`slack:T…`), the variable, and what is in it.
pub type Further = (String, String, Token);

/// `marked` is the workspace that the database belongs to.
pub async fn look(config: &SlackConfig, marked: Option<&str>, further: &[Further]) -> Vec<Check> {
    let slack = Slack::new(SlackSettings {
        base_url: config.base.clone(),
        installs: Arc::new(Nobody),
        home_token: config.bot_token.clone(),
        app_token: config.delivery.app_token().cloned(),
        signing_secret: config.delivery.signing_secret().cloned(),
        client: None,
    });
    let slack = match slack {
        Ok(slack) => slack,
        Err(sentence) => return vec![Check::broken(NAME, sentence)],
    };
    let asked = Clock::real().now();
    let examined = match slack.examine(HOME_TOKEN, &config.bot_token).await {
        Ok(examined) => examined,
        Err(sentence) => {
            let repair = "Compare the token with the app's settings, under OAuth & Permissions; see that this machine reaches Slack.";
            return vec![Check::fail(NAME, sentence, repair)];
        }
    };
    let ours = asked + (Clock::real().now() - asked) / 2;
    let mut well = vec![format!("bot @{} in \"{}\"", examined.bot, examined.workspace_name)];
    let mut trouble = Vec::new();
    for found in [
        socket(&slack, config).await,
        clocks(&examined, ours),
        scopes(&examined),
        workspace(&examined, marked),
    ] {
        match found {
            Found::Well(said) => well.extend(said),
            Found::Trouble(check) => trouble.push(check),
        }
    }
    trouble.insert(0, Check::ok(NAME, well.join("; ")));
    for one in further {
        trouble.extend(partners_token(&slack, one).await);
    }
    trouble
}

/// What is wrong with the token of a partner's own installation.
async fn partners_token(slack: &Slack, (workspace, variable, token): &Further) -> Option<Check> {
    const NAME: &str = "workspaces";
    let repair = "Ask the partner to install the app anew, and set its token.";
    match slack.examine(variable, token).await {
        Err(sentence) => Some(Check::fail(NAME, sentence, repair)),
        Ok(examined) if format!("slack:{}", examined.workspace) != *workspace => {
            let found = format!("slack:{}", examined.workspace);
            let what = format!("The token in {variable} is for {found}, not for {workspace}.");
            Some(Check::fail(NAME, what, "Correct the set-up file or the variable."))
        }
        Ok(_) => None,
    }
}

enum Found {
    Well(Option<String>),
    Trouble(Check),
}

async fn socket(slack: &Slack, config: &SlackConfig) -> Found {
    if config.delivery.app_token().is_none() {
        return Found::Well(Some("deliveries by HTTP".to_owned()));
    }
    let started = Instant::now();
    match slack.shake_hands().await {
        Ok(()) => {
            Found::Well(Some(format!("socket opened in {} ms", started.elapsed().as_millis())))
        }
        Err(sentence) => {
            let repair =
                "See whether Socket Mode is on, and the app-level token has connections:write.";
            Found::Trouble(Check::fail("socket", sentence, repair))
        }
    }
}

fn clocks(examined: &Examined, ours: DateTime<Utc>) -> Found {
    let Some(theirs) = examined.at else { return Found::Well(None) };
    // Slack tells whole seconds: on average half of one is cut off.
    let apart = (ours - (theirs + TimeDelta::milliseconds(500))).abs();
    let said = format!("{}.{} s apart", apart.num_seconds(), apart.subsec_nanos() / 100_000_000);
    let repair = "Set this machine's clock, and keep it set (NTP).";
    if apart >= CLOCK_WRONG {
        Found::Trouble(Check::fail("clock", format!("The clocks are {said}."), repair))
    } else if apart >= CLOCK_ODD {
        Found::Trouble(Check::warn("clock", format!("The clocks are {said}."), repair))
    } else {
        Found::Well(Some(format!("clocks {said}")))
    }
}

/// What goes without a scope; one of which nothing is known here is taken to be needed.
const WITHOUT: &[(&str, &str)] = &[
    ("pins:write", "so intros are not pinned"),
    ("im:write", "so nobody is told anything alone"),
    ("files:write", "so boards have no picture"),
];

fn scopes(examined: &Examined) -> Found {
    let (Some(granted), Ok(shipped)) = (&examined.scopes, Manifest::shipped()) else {
        return Found::Well(None);
    };
    let missing: BTreeSet<&str> = shipped.scopes.difference(granted).map(String::as_str).collect();
    if missing.is_empty() {
        return Found::Well(None);
    }
    let names = missing.iter().copied().collect::<Vec<_>>().join(", ");
    let repair = "Add it in the app's settings and reinstall.";
    let known = |scope: &&str| WITHOUT.iter().find(|(known, _)| known == scope);
    let lacks: Option<Vec<&str>> =
        missing.iter().map(|scope| known(scope).map(|(_, lack)| *lack)).collect();
    Found::Trouble(match lacks {
        Some(lacks) => {
            let what = format!("{names} is missing, {}.", lacks.join(" and "));
            Check::warn("scopes", what, repair)
        }
        None => Check::fail("scopes", format!("The token lacks {names}."), repair),
    })
}

fn workspace(examined: &Examined, marked: Option<&str>) -> Found {
    match marked.filter(|marked| *marked != examined.workspace) {
        None => Found::Well(None),
        Some(found) => {
            let other = other_home(PlatformName::Slack, found.to_owned(), &examined.workspace);
            Found::Trouble(Check::broken("workspace", other.to_string()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    fn examined(scopes: &[&str]) -> Examined {
        Examined {
            bot: "vouch".to_owned(),
            workspace: "T1".to_owned(),
            workspace_name: "Vendor".to_owned(),
            scopes: Some(scopes.iter().map(|scope| (*scope).to_owned()).collect()),
            at: "2026-11-21T09:00:00Z".parse().ok(),
        }
    }

    fn level(found: Found) -> Level {
        match found {
            Found::Well(_) => Level::Ok,
            Found::Trouble(check) => check.level,
        }
    }

    #[test]
    fn clocks_may_differ_as_far_as_signatures_stay_good() {
        for (ours, expected) in [
            ("2026-11-21T09:00:00Z", Level::Ok),
            ("2026-11-21T09:00:30Z", Level::Ok),
            ("2026-11-21T09:00:31Z", Level::Warn),
            ("2026-11-21T08:59:30Z", Level::Warn),
            ("2026-11-21T09:05:00Z", Level::Warn),
            ("2026-11-21T09:05:01Z", Level::Fail),
            ("2026-11-20T09:00:00Z", Level::Fail),
        ] {
            assert_eq!(level(clocks(&examined(&[]), ours.parse().unwrap())), expected, "{ours}");
        }
        let Found::Well(Some(said)) =
            clocks(&examined(&[]), "2026-11-21T09:00:02.8Z".parse().unwrap())
        else {
            panic!("well")
        };
        assert_eq!(said, "clocks 2.3 s apart");
    }

    #[test]
    fn a_scope_is_missed_as_much_as_goes_without_it() {
        let all = Manifest::shipped().unwrap().scopes;
        let without = |left_out: &str| {
            let kept: Vec<&str> =
                all.iter().map(String::as_str).filter(|scope| !left_out.contains(scope)).collect();
            level(scopes(&examined(&kept)))
        };
        assert_eq!(without(""), Level::Ok);
        assert_eq!(without("pins:write"), Level::Warn);
        assert_eq!(without("pins:write chat:write"), Level::Fail);
        assert_eq!(level(scopes(&Examined { scopes: None, ..examined(&[]) })), Level::Ok);
    }

    #[test]
    fn a_token_of_another_workspace_is_found() {
        assert_eq!(level(workspace(&examined(&[]), None)), Level::Ok);
        assert_eq!(level(workspace(&examined(&[]), Some("T1"))), Level::Ok);
        assert_eq!(level(workspace(&examined(&[]), Some("T2"))), Level::Fail);
    }
}
