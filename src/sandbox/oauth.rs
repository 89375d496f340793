//! The page on which somebody lets an app into their workspace, under `/oauth/v2/authorize`, and the
//! codes that it hands out; `oauth.v2.access` redeems them.
//!
//! A browser is signed in to no workspace here, so the page asks which one it is for. It is a plain
//! form: whatever a person can tick, a script can send. Source: Slack, "Installing with OAuth".

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State as Shared};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};

use super::hub::{Hub, State, random_hex};
use super::world::World;
use super::world::seed::CLIENT_ID;

/// How long a code can be redeemed, on the world's clock. Source: Slack, "Installing with OAuth".
const CODE_LIVES: TimeDelta = TimeDelta::minutes(10);

/// The right to one token, until it is redeemed.
#[derive(Clone, Debug)]
pub struct Code {
    pub team_id: String,
    /// Who approved it.
    pub user: String,
    pub scopes: BTreeSet<String>,
    pub redirect_uri: String,
    pub made: DateTime<Utc>,
    pub used: bool,
}

impl Code {
    /// Whether its time is over.
    #[must_use]
    pub fn is_old(&self, now: DateTime<Utc>) -> bool {
        now - self.made > CODE_LIVES
    }
}

/// What an app asks for.
struct Wish {
    redirect_uri: String,
    state: String,
    scopes: Vec<String>,
    /// The workspace that is proposed, or chosen.
    team: String,
    decision: String,
}

impl Wish {
    /// Reads a query or a form. In a query the scopes stand in one field, in a form in one each.
    fn read(text: &str) -> Result<Self, &'static str> {
        let pairs: Vec<(String, String)> =
            form_urlencoded::parse(text.as_bytes()).into_owned().collect();
        let one = |key: &str| {
            let found = pairs.iter().find(|(name, _)| name == key);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        if one("client_id") != CLIENT_ID {
            return Err("No app has this client_id.");
        }
        let redirect_uri = one("redirect_uri");
        if origin(&redirect_uri).is_none() {
            return Err("The redirect_uri is no address that a browser can be sent to.");
        }
        let named = pairs.iter().filter(|(name, _)| name == "scope");
        let scopes = named.flat_map(|(_, value)| value.split([',', ' ']));
        let scopes = scopes.map(str::trim).filter(|scope| !scope.is_empty());
        Ok(Self {
            redirect_uri,
            state: one("state"),
            scopes: scopes.map(str::to_owned).collect(),
            team: one("team"),
            decision: one("decision"),
        })
    }

    /// Where the browser goes back to, with the answer.
    fn back(&self, name: &str, value: &str) -> Response {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair(name, value)
            .append_pair("state", &self.state)
            .finish();
        let mark = if self.redirect_uri.contains('?') { '&' } else { '?' };
        let address = format!("{}{mark}{query}", self.redirect_uri);
        (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response()
    }
}

/// Scheme, host and port of an address on the web; none where it is none.
fn origin(address: &str) -> Option<&str> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| address.starts_with(scheme))?;
    let rest = &address[scheme.len()..];
    let host = rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    host.bytes().all(plain).then(|| &address[..scheme.len() + host.len()])
}

/// `GET /oauth/v2/authorize`: asks.
pub async fn ask(Shared(hub): Shared<Arc<Hub>>, RawQuery(query): RawQuery) -> Response {
    match wish(&hub, &query.unwrap_or_default()) {
        Ok(wish) => page(&form(&hub, &wish), origin(&wish.redirect_uri).unwrap_or_default()),
        Err(sentence) => page(&format!("<p role=\"alert\">{sentence}</p>"), ""),
    }
}

/// `POST /oauth/v2/authorize`: what was decided.
pub async fn decide(Shared(hub): Shared<Arc<Hub>>, body: Bytes) -> Response {
    let refused = |sentence| page(&format!("<p role=\"alert\">{sentence}</p>"), "");
    let wish = match wish(&hub, &String::from_utf8_lossy(&body)) {
        Ok(wish) => wish,
        Err(sentence) => return refused(sentence),
    };
    if wish.decision != "allow" {
        return wish.back("error", "access_denied");
    }
    let given = hub.with(|state| give(state, &wish, hub.clock.now()));
    given.map_or_else(|| refused("There is no such workspace."), |code| wish.back("code", &code))
}

fn wish(hub: &Hub, text: &str) -> Result<Wish, &'static str> {
    let wish = Wish::read(text)?;
    let allowed = &hub.manifest.redirect_urls;
    if !allowed.is_empty() && !allowed.iter().any(|url| wish.redirect_uri.starts_with(url)) {
        return Err("The redirect_uri does not begin with one of the manifest's redirect_urls.");
    }
    if wish.scopes.iter().any(|scope| !hub.manifest.scopes.contains(scope)) {
        return Err("A scope that is asked for is not in the app's manifest.");
    }
    Ok(wish)
}

/// Makes a code, in the name of somebody of the workspace who may install apps.
fn give(state: &mut State, wish: &Wish, now: DateTime<Utc>) -> Option<String> {
    let user = installer(&state.world, &wish.team)?;
    let code = random_hex();
    state.codes.retain(|_, code| !code.is_old(now));
    state.codes.insert(
        code.clone(),
        Code {
            team_id: wish.team.clone(),
            user,
            scopes: wish.scopes.iter().cloned().collect(),
            redirect_uri: wish.redirect_uri.clone(),
            made: now,
            used: false,
        },
    );
    Some(code)
}

/// An admin of the workspace, else any of its full members.
fn installer(world: &World, team_id: &str) -> Option<String> {
    let full = world.people.iter().filter(|one| one.team_id == team_id && !one.guest);
    let is_admin = |roles: &[String]| roles.iter().any(|role| role.ends_with("admin"));
    full.min_by_key(|one| !is_admin(&one.roles)).map(|one| one.id.clone())
}

const STYLE: &str = "\
:root{color-scheme:light dark;--line:#7C857F;--accent:#0B6B61;--on:#FFFFFF;--focus:#1A56C4}\
body{margin:0;background:#FAFAF7;color:#1E2522;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}\
main{max-width:36rem;margin:0 auto;padding:48px 24px;overflow-wrap:anywhere}\
h1{font-size:20px}\
fieldset{border:1px solid var(--line);border-radius:8px;margin:24px 0}\
fieldset label{display:flex;gap:8px;align-items:center;min-height:44px}\
select,button{font:inherit;color:inherit;min-height:44px;border:1px solid var(--line);border-radius:8px;padding:5px 16px;background:transparent}\
select{display:block;width:100%}\
input{width:20px;height:20px}\
button.primary{background:var(--accent);border-color:var(--accent);color:var(--on);font-weight:600;margin-left:8px}\
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}\
@media (prefers-color-scheme:dark){:root{--line:#7B8681;--accent:#5FC9B8;--on:#0A1F1B;--focus:#8AB4FF}body{background:#141718;color:#E7ECE9}option{background:#1B1F20}}";

fn form(hub: &Hub, wish: &Wish) -> String {
    let app = escaped(&hub.manifest.name);
    let mut html = format!(
        "<h1>Let {app} into a workspace?</h1>\n\
         <form method=\"post\" action=\"/oauth/v2/authorize\">\n"
    );
    let hidden =
        [("client_id", CLIENT_ID), ("redirect_uri", &wish.redirect_uri), ("state", &wish.state)];
    // Writing to a text cannot go wrong, here and below.
    for (name, value) in hidden {
        let value = escaped(value);
        let _ = writeln!(html, "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
    }
    html.push_str("<label for=\"team\">Workspace</label>\n<select id=\"team\" name=\"team\">\n");
    for team in &hub.lock().world.teams {
        let chosen = if team.id == wish.team { " selected" } else { "" };
        let (id, name) = (escaped(&team.id), escaped(&team.name));
        let _ = writeln!(html, "<option value=\"{id}\"{chosen}>{name}</option>");
    }
    let _ = write!(html, "</select>\n<fieldset>\n<legend>{app} may</legend>\n");
    for scope in &wish.scopes {
        let scope = escaped(scope);
        let _ = writeln!(
            html,
            "<label><input type=\"checkbox\" name=\"scope\" value=\"{scope}\" checked> <code>{scope}</code></label>"
        );
    }
    html.push_str(
        "</fieldset>\n\
         <button name=\"decision\" value=\"deny\">Cancel</button>\n\
         <button name=\"decision\" value=\"allow\" class=\"primary\">Allow</button>\n</form>",
    );
    html
}

/// `target` is where the form may lead to: browsers heed that over redirects too.
fn page(main: &str, target: &str) -> Response {
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
         form-action 'self' {target}; frame-ancestors 'none'"
    );
    let html = format!(
        "<!doctype html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Vouch sandbox: allow an app</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<main>\n<p>Vouch sandbox · nothing leaves this machine</p>\n{main}\n</main>\n</body>\n</html>\n"
    );
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (CONTENT_SECURITY_POLICY, policy),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, html).into_response()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::world::seed::seeded;

    #[test]
    fn only_an_app_that_is_known_and_leads_back_to_the_web_is_asked_about() {
        let client = format!("client_id={CLIENT_ID}");
        #[rustfmt::skip]
        let table = [
            // query                                                     is asked about
            (format!("{client}&redirect_uri=http://127.0.0.1:3000/back"), true),
            (format!("{client}&redirect_uri=https://vouch.example/"),     true),
            (format!("{client}&redirect_uri=javascript:alert(1)"),        false),
            (format!("{client}&redirect_uri=https://a\"b/"),              false),
            (format!("{client}&redirect_uri=https:///x"),                 false),
            (client.clone(),                                              false),
            ("client_id=1.2&redirect_uri=https://vouch.example/".into(),  false),
        ];
        for (query, asked) in table {
            assert_eq!(Wish::read(&query).is_ok(), asked, "{query}");
        }
        let query = format!("{client}&redirect_uri=https://a/&scope=a:b,c+d&scope=e");
        assert_eq!(Wish::read(&query).unwrap().scopes, ["a:b", "c", "d", "e"]);
    }

    #[test]
    fn an_admin_installs_where_there_is_one() {
        let world = seeded();
        assert_eq!(installer(&world, "T0NORTH0001").as_deref(), Some("U0NORTHADM1"));
        assert_eq!(installer(&world, "T0NOBODY").as_deref(), None);
    }
}
