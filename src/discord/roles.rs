//! Roles that the bot gives and takes. What is so already is left alone: it is asked for first, which
//! also tells whether a call whose answer was lost was made.
//!
//! Source: Discord, "Guild Resource", "Add Guild Member Role"; "Permissions", "Permission Hierarchy".

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::Value;

use super::Discord;
use super::api::Call;
use crate::chat::{NO_SUCH_GROUP, PersonRef, SendError, Sent};

/// The bot lacks the right, or its own role does not stand above.
const NO_RIGHT: &str = "50013";
const NO_ROLE: &str = "10011";

/// What somebody wears, and what they do not.
pub(super) struct Dress<'a> {
    pub(super) wears: &'a BTreeSet<String>,
    pub(super) not: &'a BTreeSet<String>,
    /// Stands in the server's audit log.
    pub(super) why: &'a str,
}

impl Discord {
    /// Gives before it takes. A role that is refused keeps no other from its person.
    pub(super) async fn dress(
        &self,
        guild: &str,
        to: &PersonRef,
        dress: &Dress<'_>,
    ) -> Result<Sent, SendError> {
        let member = format!("/guilds/{guild}/members/{}", to.user);
        let known =
            self.api.call(Call::new("get_member", Method::GET, guild, member.clone())).await?;
        let own: Vec<&str> = known
            .pointer("/roles")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let has = |role: &&String| own.contains(&role.as_str());
        let give = dress.wears.iter().filter(|role| !has(role));
        let take = dress.not.iter().filter(has);
        let give = give.map(|role| ("give_role", Method::PUT, role));
        let take = take.map(|role| ("take_role", Method::DELETE, role));
        let mut refused = None;
        for (name, method, role) in give.chain(take) {
            let call = Call::new(name, method, guild, format!("{member}/roles/{role}"));
            match self.api.call(call.because(dress.why)).await.map_err(|error| of(error, role)) {
                Ok(_) => {}
                Err(error @ SendError::Ours { .. }) => refused = Some(error),
                Err(error) => return Err(error),
            }
        }
        match refused {
            Some(error) => Err(error),
            None => Ok(Sent { channel: String::new(), message_id: to.user.clone() }),
        }
    }
}

/// A refusal that is about this role alone names it.
fn of(error: SendError, role: &str) -> SendError {
    let detail = role.to_owned();
    match error {
        SendError::ChannelDead { code } if code == NO_RIGHT => SendError::Ours { code, detail },
        SendError::Ours { code, .. } if code == NO_ROLE => {
            SendError::Ours { code: NO_SUCH_GROUP.to_owned(), detail }
        }
        SendError::Ours { code, .. } => SendError::Ours { code, detail },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::chat::{Outgoing, Platform, PlatformName};
    use crate::discord::testing::*;

    fn roles(wears: &[&str], not: &[&str]) -> Outgoing {
        let listed = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        let (workspace, user) = (GUILD.to_owned(), "42".to_owned());
        let to = PersonRef { platform: PlatformName::Discord, workspace: workspace.clone(), user };
        let why = "Nörth is Silver.".to_owned();
        Outgoing::Roles { workspace, to, wears: listed(wears), not: listed(not), why }
    }

    fn calls(stub: &Stub) -> Vec<String> {
        stub.calls().into_iter().map(|(call, _)| call).collect()
    }

    #[tokio::test]
    async fn only_what_differs_is_given_and_taken() {
        let stub = Stub::start().await;
        stub.answers("/members/42", Answer::Json(200, json!({ "roles": ["1", "3", "9"] })));
        stub.discord().send(&roles(&["2", "3"], &["1", "4"])).await.unwrap();
        #[rustfmt::skip]
        assert_eq!(calls(&stub), [
            "GET /guilds/900/members/42",
            "PUT /guilds/900/members/42/roles/2",
            "DELETE /guilds/900/members/42/roles/1",
        ]);
        assert_eq!(stub.reasons(), ["N%C3%B6rth%20is%20Silver.", "N%C3%B6rth%20is%20Silver."]);
    }

    #[tokio::test]
    async fn a_role_that_is_refused_is_named_and_keeps_no_other_back() {
        #[rustfmt::skip]
        let table = [
            // status  code    what is told
            (403,      50_013, SendError::Ours { code: "50013".to_owned(), detail: "2".to_owned() }),
            (404,      10_011, SendError::Ours { code: NO_SUCH_GROUP.to_owned(), detail: "2".to_owned() }),
        ];
        for (status, code, told) in table {
            let stub = Stub::start().await;
            stub.answers("/members/42", Answer::Json(200, json!({ "roles": ["1"] })));
            stub.answers("/roles/2", Answer::Json(status, json!({ "code": code })));
            assert_eq!(stub.discord().send(&roles(&["2"], &["1"])).await, Err(told));
            assert_eq!(calls(&stub).last().unwrap(), "DELETE /guilds/900/members/42/roles/1");
        }
    }

    #[tokio::test]
    async fn who_has_left_gets_nothing() {
        let stub = Stub::start().await;
        stub.answers("/members/42", Answer::Json(404, json!({ "code": 10_007 })));
        let sent = stub.discord().send(&roles(&["2"], &[])).await;
        assert_eq!(sent, Err(SendError::PersonGone { code: "10007".to_owned() }));
    }
}
