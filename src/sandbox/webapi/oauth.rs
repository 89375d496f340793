//! `oauth.v2.access`: a code for a token, once.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};

use super::{Answered, Call};
use crate::sandbox::hub::State;
use crate::sandbox::oauth::Code;
use crate::sandbox::world::seed::{APP_ID, CLIENT_ID, CLIENT_SECRET, install};
use crate::sandbox::world::{Install, Team, World};

/// The app's id and secret, from the header or the arguments; taken out of these, so that no log
/// holds the secret.
pub fn client(headers: &HeaderMap, args: &mut Map<String, Value>) -> Option<(String, String)> {
    let mut argument =
        |name: &str| args.remove(name).and_then(|value| value.as_str().map(str::to_owned));
    let typed = argument("client_id").zip(argument("client_secret"));
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let basic = header.and_then(|value| value.strip_prefix("Basic "));
    let decoded = basic.and_then(|text| BASE64_STANDARD.decode(text.trim()).ok());
    let pair = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
    let pair = pair.and_then(|pair| {
        pair.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()))
    });
    pair.or(typed)
}

pub fn access(state: &mut State, call: &mut Call<'_>) -> Answered {
    match &call.client {
        None => return Err("invalid_client_id".into()),
        Some((id, _)) if id != CLIENT_ID => return Err("invalid_client_id".into()),
        Some((_, secret)) if secret != CLIENT_SECRET => return Err("bad_client_secret".into()),
        Some(_) => {}
    }
    let given = call.args.required("code")?;
    let code = state.codes.get_mut(&given).ok_or("invalid_code")?;
    if code.used {
        return Err("code_already_used".into());
    }
    if code.is_old(call.now) {
        return Err("invalid_code".into());
    }
    if call.args.text("redirect_uri").as_ref() != Some(&code.redirect_uri) {
        return Err("bad_redirect_uri".into());
    }
    code.used = true;
    let code = code.clone();
    let answer = installed(&mut state.world, &code)?;
    state.touch("world");
    Ok(answer)
}

/// Installs the app, or adds to what it may do where it is installed. A token that was taken back
/// gives way to a new one.
fn installed(world: &mut World, code: &Code) -> Answered {
    let revoked = world.revoked_tokens.clone();
    let team = world.team_mut(&code.team_id).ok_or("invalid_code")?;
    let alive = |install: &Install| !revoked.contains(&install.bot_token);
    let before = team.install.take().filter(alive);
    let mut now = match before {
        Some(install) => install,
        None => {
            team.installs += 1;
            Install { scopes: Some(code.scopes.clone()), ..install(&team.id, team.installs) }
        }
    };
    if let Some(scopes) = &mut now.scopes {
        scopes.extend(code.scopes.iter().cloned());
    }
    let answer = granted(team, &now, code);
    team.install = Some(now);
    Ok(answer)
}

fn granted(team: &Team, install: &Install, code: &Code) -> Value {
    let scopes: Vec<&str> = code.scopes.iter().map(String::as_str).collect();
    json!({
        "access_token": install.bot_token,
        "token_type": "bot",
        "scope": scopes.join(","),
        "bot_user_id": install.bot_user_id,
        "app_id": APP_ID,
        "team": { "id": team.id, "name": team.name },
        "enterprise": null,
        "authed_user": { "id": code.user },
        "is_enterprise_install": false,
    })
}
