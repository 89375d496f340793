//! The bot's place on Slack: whose workspace it is, which token speaks for which workspace, and the
//! door through which partners install the app.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

use super::Trouble;
use super::bot::Settings;
use crate::app::App;
use crate::app::install::Way;
use crate::app::setup::file::HOME_TOKEN;
use crate::chat::{Boxed, Intake};
use crate::config::{BaseUrl, SlackConfig};
use crate::secret::Secret;
use crate::slack::oauth::INSTALL;
use crate::slack::{Home, Installs, NoStart, Slack, SlackSettings, Token};
use crate::store::rows::InstallationRow;
use crate::store::{Store, house};
use crate::vault::Vault;
use crate::web::install::Installer;

/// A bot that Slack has let in.
pub struct Workspace {
    pub slack: Arc<Slack>,
    pub home: Home,
    vault: Option<Arc<Vault>>,
    by_socket: bool,
}

impl Workspace {
    /// Asks Slack whose workspace the token is of. Nothing is stored yet.
    pub async fn find(
        config: &SlackConfig,
        settings: &Settings,
        store: &Store,
    ) -> Result<Self, Trouble> {
        let vault = Vault::new(settings.installing.keys.clone()).map(Arc::new);
        let delivery = &config.delivery;
        let slack = Slack::new(SlackSettings {
            base_url: config.base.clone(),
            installs: Arc::new(Tokens::new(store, config, settings, vault.clone())),
            home_token: config.bot_token.clone(),
            app_token: delivery.app_token().cloned(),
            signing_secret: delivery.signing_secret().cloned(),
            client: settings.installing.client.clone(),
        })
        .map_err(Trouble::wrong_use)?;
        let home = slack.connect().await.map_err(not_started)?;
        Ok(Self { slack, home, vault, by_socket: delivery.app_token().is_some() })
    }

    /// Records the installation in the workspace.
    pub async fn install(&self, app: &App) -> Result<(), Trouble> {
        let row = InstallationRow::by_variable(self.key(), HOME_TOKEN.to_owned(), app.now());
        let row = InstallationRow { bot_user: Some(self.home.bot_user.clone()), ..row };
        Ok(house::install(&app.store.writer, vec![row]).await?)
    }

    /// Opens the connections, where deliveries come so.
    pub async fn open(
        &self,
        intake: Arc<dyn Intake>,
        stop: CancellationToken,
    ) -> Result<(), Trouble> {
        if !self.by_socket {
            return Ok(());
        }
        self.slack.listen(intake, stop).await.map_err(Trouble::wrong_use)
    }

    /// Opens the door for partners, or says which variable is missing for it.
    pub fn installer(&self, settings: &Settings, app: App, addr: SocketAddr) -> Installer {
        let here = format!("http://{addr}");
        let public_url =
            settings.installing.public_url.as_ref().map_or(here.as_str(), BaseUrl::as_str);
        let vault = self.vault.clone();
        let missing = match (&settings.installing.client, &vault) {
            (None, _) => Some("SLACK_CLIENT_ID"),
            (Some(_), None) => Some("VOUCH_SECRET_KEY"),
            (Some(_), Some(_)) => None,
        };
        let address = format!("{public_url}{INSTALL}");
        let keyless = vault.is_none().then_some("VOUCH_SECRET_KEY");
        let home = self.key();
        app.door.set(Way { address: missing.map_or(Ok(address), Err), keyless, home });
        let (secure, public_url) = (public_url.starts_with("https://"), public_url.to_owned());
        Installer { app, slack: Arc::clone(&self.slack), vault, public_url, secure }
    }

    fn key(&self) -> String {
        format!("slack:{}", self.home.workspace)
    }
}

/// Whoever started the program hears whether another start would help; so does a supervisor, by the
/// exit code.
fn not_started(why: NoStart) -> Trouble {
    match why {
        NoStart::Wrong(sentence) => Trouble::wrong_use(sentence),
        NoStart::Away(sentence) => Trouble::failed(sentence),
    }
}

/// Which workspace has which token: the installations table says in which variable to look, or
/// holds it under lock.
struct Tokens {
    store: Store,
    by_variable: HashMap<String, Secret>,
    vault: Option<Arc<Vault>>,
    /// The tokens found so far, by workspace: while the database does not answer, people are still
    /// told so.
    found: Mutex<HashMap<String, Secret>>,
}

impl Tokens {
    fn new(
        store: &Store,
        config: &SlackConfig,
        settings: &Settings,
        vault: Option<Arc<Vault>>,
    ) -> Self {
        let mut by_variable = settings.further.clone();
        by_variable.insert(HOME_TOKEN.to_owned(), config.bot_token.clone());
        Self { store: store.clone(), by_variable, vault, found: Mutex::default() }
    }

    fn of(&self, row: &InstallationRow) -> Option<Token> {
        let Some(locked) = row.locked() else {
            return self.by_variable.get(&row.token_env).cloned();
        };
        let token = self.vault.as_ref()?.open(&row.workspace, &locked);
        if token.is_none() {
            let (workspace, key) = (&row.workspace, &locked.key_id);
            tracing::error!(workspace, key, "no key opens the token of this workspace");
        }
        token
    }
}

impl Installs for Tokens {
    fn token<'a>(&'a self, workspace: &'a str) -> Boxed<'a, Option<Token>> {
        Box::pin(async move {
            let key = format!("slack:{workspace}");
            let found = || self.found.lock().unwrap_or_else(PoisonError::into_inner);
            match self.store.reader.installation(&key).await {
                Ok(row) => {
                    let token = self.of(&row?)?;
                    found().insert(key, token.clone());
                    Some(token)
                }
                Err(_) => found().get(&key).cloned(),
            }
        })
    }
}
