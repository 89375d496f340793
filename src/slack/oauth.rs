//! Installing the app in another workspace, Slack's side of it: where a browser is sent, and what a
//! code is redeemed for. slack-morphism's own routes know no `state`, so these are ours (slack.md §1.9).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Slack, Token};
use crate::chat::SendError;
use crate::chat::words::visible;
use crate::secret::Secret;

/// Where partners begin to install, and where Slack sends them back.
pub const INSTALL: &str = "/slack/install";
pub const RETURN: &str = "/slack/oauth";

/// The scopes that a partner's workspace is asked for: it is answered there and nothing is posted,
/// so fewer than at home. All of them are among [`super::SCOPES`].
pub const PARTNER_SCOPES: &[&str] =
    &["app_mentions:read", "chat:write", "commands", "im:history", "im:write", "users:read"];

/// What a code was redeemed for. It has no `Debug`: a token and a name are in it.
pub struct Granted {
    pub token: Token,
    pub workspace: String,
    pub workspace_name: String,
    pub bot_user: String,
    /// Who approved it, by user id.
    pub by: Option<String>,
    scopes: BTreeSet<String>,
}

impl Granted {
    /// The first scope that was asked for and left out.
    #[must_use]
    pub fn missing(&self) -> Option<&'static str> {
        PARTNER_SCOPES.iter().copied().find(|scope| !self.scopes.contains(*scope))
    }
}

/// Why a code was redeemed for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotGranted {
    /// The code was used, is too old, or was never given.
    Spent,
    /// Slack does not let the app in; its own word.
    Refused(String),
    /// Slack did not answer, or not as it should.
    Away,
}

impl Slack {
    /// Where a browser is sent to approve the app; none where nobody has said who the app is.
    #[must_use]
    pub fn authorize_address(&self, state: &str, back: &str) -> Option<String> {
        let client = self.settings.client.as_ref()?;
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", &client.id)
            .append_pair("scope", &PARTNER_SCOPES.join(","))
            .append_pair("redirect_uri", back)
            .append_pair("state", state)
            .finish();
        Some(format!("{}?{query}", self.settings.base_url.authorize_page()))
    }

    /// Where a person finds a channel in a browser.
    #[must_use]
    pub fn channel_address(&self, workspace: &str, channel: &str) -> String {
        self.settings.base_url.channel_page(workspace, channel)
    }

    /// Redeems a code; `back` is the address at which it arrived.
    ///
    /// # Errors
    /// [`NotGranted`].
    pub async fn redeem(&self, code: &str, back: &str) -> Result<Granted, NotGranted> {
        let client = self.settings.client.as_ref().ok_or(NotGranted::Away)?;
        let answer =
            self.api.redeem(client, code, back).await.map_err(|error| not_granted(&error))?;
        granted(&answer).ok_or(NotGranted::Refused("no_workspace".to_owned()))
    }

    /// Gives a token back that is not kept.
    pub async fn give_back(&self, token: &Token) {
        if let Err(error) = self.api.post(token, "auth.revoke", &json!({})).await {
            tracing::warn!(
                error = error.word(),
                "a token that is not kept could not be given back"
            );
        }
    }
}

fn not_granted(error: &SendError) -> NotGranted {
    match error {
        SendError::Ours { code, .. } => match code.as_str() {
            "invalid_code" | "code_already_used" | "code_expired" => NotGranted::Spent,
            code => NotGranted::Refused(code.to_owned()),
        },
        SendError::InstallDead { code } | SendError::ChannelDead { code } => {
            NotGranted::Refused(code.clone())
        }
        SendError::RateLimited { .. }
        | SendError::Passing { .. }
        | SendError::Unknown
        | SendError::PersonGone { .. }
        | SendError::MessageGone { .. }
        | SendError::FormGone { .. } => NotGranted::Away,
    }
}

/// The bot's token of one workspace; none when it was granted for a whole organisation.
fn granted(answer: &Value) -> Option<Granted> {
    let text = |pointer: &str| {
        let text = answer.pointer(pointer).and_then(Value::as_str);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let token =
        text("/access_token").filter(|token| token.bytes().all(|b| b.is_ascii_graphic()))?;
    let id = |id: &String| id.bytes().all(|b| b.is_ascii_alphanumeric());
    let scopes = text("/scope").unwrap_or_default();
    let workspace = text("/team/id").filter(id).filter(|id| !id.starts_with('E'))?;
    let name = visible(&text("/team/name").unwrap_or_default()).trim().to_owned();
    Some(Granted {
        token: Secret::new(token),
        // A workspace without a name is called by its id.
        workspace_name: Some(name)
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| workspace.clone()),
        workspace,
        bot_user: text("/bot_user_id").filter(id)?,
        by: text("/authed_user/id").filter(id),
        scopes: scopes.split(',').map(|scope| scope.trim().to_owned()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slack::SCOPES;

    fn whole() -> Value {
        json!({
            "ok": true, "access_token": "xoxb-1", "token_type": "bot", "scope": PARTNER_SCOPES.join(","),
            "bot_user_id": "UBOT", "app_id": "A1", "team": { "id": "TN", "name": "North" },
            "enterprise": null, "authed_user": { "id": "U1" }, "is_enterprise_install": false,
        })
    }

    #[test]
    fn a_grant_is_for_one_workspace_with_a_token_and_a_bot() {
        assert!(granted(&whole()).is_some_and(|granted| granted.missing().is_none()));
        #[rustfmt::skip]
        let table = [
            // what is different                     still a grant
            (json!({ "authed_user": null }),         true),
            (json!({ "team": null }),                false),
            (json!({ "team": { "id": "E1" } }),      false),
            (json!({ "access_token": "" }),          false),
            (json!({ "access_token": "x\r\ny" }),    false),
            (json!({ "bot_user_id": null }),         false),
        ];
        for (different, is_grant) in table {
            let mut answer = whole();
            answer.as_object_mut().unwrap().extend(different.as_object().unwrap().clone());
            assert_eq!(granted(&answer).is_some(), is_grant, "{different}");
        }
    }

    #[test]
    fn the_first_scope_that_is_left_out_is_named() {
        let mut answer = whole();
        answer["scope"] = json!("chat:write,commands,app_mentions:read,users:read");
        assert_eq!(granted(&answer).unwrap().missing(), Some("im:history"));
    }

    #[test]
    fn a_partner_is_asked_for_nothing_that_the_app_does_not_have() {
        assert!(PARTNER_SCOPES.iter().all(|scope| SCOPES.contains(scope)));
    }
}
