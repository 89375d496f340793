//! Who can read a channel, as far as that concerns everybody: a partner's channel that the whole
//! server can read is no place for what only the partner may know.
//!
//! Source: Discord, "Permissions", "Permission Overwrites".

use serde_json::Value;
use serenity::all::Permissions;

use crate::chat::words::visible;

/// What everybody in the server is called, where everybody can read the channel. `roles` are the
/// server's; the role of everybody bears the server's own id.
pub(super) fn everybody(channel: &Value, roles: &[Value], guild: &str) -> Option<String> {
    let role = roles.iter().find(|role| role["id"] == guild)?;
    let overwrites = channel["permission_overwrites"].as_array();
    let own = overwrites.into_iter().flatten().find(|one| one["id"] == guild);
    let rights = bits(&role["permissions"]);
    let rights = own.map_or(rights, |own| (rights - bits(&own["deny"])) | bits(&own["allow"]));
    let name = role["name"].as_str().map(visible).unwrap_or_default();
    rights.contains(Permissions::VIEW_CHANNEL).then_some(name)
}

/// Rights come as a number in a text.
fn bits(rights: &Value) -> Permissions {
    let text = rights.as_str().unwrap_or_default();
    Permissions::from_bits_truncate(text.parse().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_channel_is_open_when_the_role_of_everybody_can_see_it() {
        const VIEW: &str = "1024";
        let own = |allow: &str, deny: &str| json!([{ "id": "900", "type": 0, "allow": allow, "deny": deny }]);
        let other = json!([{ "id": "7", "type": 0, "allow": VIEW, "deny": "0" }]);
        #[rustfmt::skip]
        let table = [
            // everybody's rights  overwrites            open
            ("1024",               json!([]),            true),
            ("1024",               json!(null),          true),
            ("1024",               own("0", VIEW),       false),
            ("0",                  json!([]),            false),
            ("0",                  own(VIEW, "0"),       true),
            ("1024",               other.clone(),        true),
            ("0",                  other,                false),
            ("2048",               json!([]),            false),
        ];
        for (rights, overwrites, open) in table {
            let roles = [json!({ "id": "900", "name": "@everyone", "permissions": rights })];
            let channel = json!({ "permission_overwrites": overwrites });
            let found = everybody(&channel, &roles, "900");
            assert_eq!(found.as_deref(), open.then_some("@everyone"), "{rights} {overwrites}");
        }
    }
}
