//! Every night: whether those who own something open are still there. A platform tells when somebody
//! goes, once; what was not heard then is noticed here.

use crate::app::App;
use crate::store::{StoreError, queries};

/// Asks about each; whoever cannot be asked about today is asked about tomorrow.
///
/// # Errors
/// [`StoreError`].
pub async fn run(app: &App) -> Result<(), StoreError> {
    let owners = queries::owners_of_open(&app.store.db).await?;
    for owner in owners.values() {
        // Who has several accounts is gone when nobody is behind any of them.
        for identity in owner.live() {
            let workspace = identity.split(':').nth(1).unwrap_or_default();
            let looked = app.look_at(workspace, [identity.clone()], "owners").await?;
            if let Err(error) = looked {
                tracing::warn!(%error, "it was not said whether an owner is still there");
            }
        }
    }
    Ok(())
}
