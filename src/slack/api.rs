//! Calls to Slack's Web API: one connection pool, one time limit, one way to sort what went wrong.
//!
//! slack-morphism makes the calls (it adds the token and reads the envelope); the arguments are
//! our own JSON, because its typed requests lack much of what we send (slack.md §1.4). Its errors
//! print whole response bodies, so they never leave this folder: [`errors`] turns them into
//! [`SendError`]. Nothing is repeated here; that is the sender's decision.

pub(super) mod errors;

use std::str::FromStr;
use std::time::{Duration, Instant};

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use metrics::counter;
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Value, json};
use slack_morphism::hyper_tokio::SlackClientHyperConnector;
use slack_morphism::{
    ClientResult, SlackApiToken, SlackClient, SlackClientApiCallContext, SlackClientHttpApiUri,
    SlackClientHttpConnector,
};

use super::Token;
use crate::chat::SendError;
use crate::config::Client;

/// For the whole call; Slack itself answers within 3 s or not at all.
pub(super) const CALL_LIMIT: Duration = Duration::from_secs(10);
const CONNECT_LIMIT: Duration = Duration::from_secs(3);

type Connector = SlackClientHyperConnector<HttpsConnector<HttpConnector>>;

pub(super) struct Api {
    client: SlackClient<Connector>,
}

impl Api {
    /// A client for the Web API under `base_url`, without a slash at its end.
    ///
    /// # Errors
    /// One sentence, when the machine's certificates cannot be read.
    pub(super) fn new(base_url: &str) -> Result<Self, String> {
        let connector = SlackClientHyperConnector::with_connector(connector(base_url)?)
            .with_slack_api_url(base_url.trim_end_matches('/'));
        Ok(Self { client: SlackClient::new(connector) })
    }

    /// Calls `method` with a JSON body.
    pub(super) async fn post(
        &self,
        token: &Token,
        method: &'static str,
        body: &Value,
    ) -> Result<Value, SendError> {
        let token = SlackApiToken::new(token.expose().clone().into());
        let session = self.client.open_session(&token);
        let call = session.http_session_api.http_post(method, body, None);
        limited(method, call).await
    }

    /// Posts to the address that came with a press. It needs no token and gets none; its path is a
    /// secret of its own.
    pub(super) async fn answer(&self, address: &str, body: &Value) -> Result<(), SendError> {
        const NAME: &str = "response_url";
        let span = tracing::debug_span!("response_url");
        let connector = &self.client.http_api.connector;
        let call = connector.http_post_uri::<_, Value>(uri(address)?, body, secret_path(&span));
        said_in_a_word(NAME, call).await
    }

    /// Sends a file's bytes to the address that was given for them. It needs no token and gets none.
    pub(super) async fn bytes(
        &self,
        address: &str,
        kind: &str,
        bytes: &[u8],
    ) -> Result<(), SendError> {
        const NAME: &str = "upload_url";
        let span = tracing::debug_span!("upload_url");
        let connector = &self.client.http_api.connector;
        let (uri, kind) = (uri(address)?, kind.to_owned());
        let call = connector.http_post_uri_binary::<Value>(uri, kind, bytes, secret_path(&span));
        said_in_a_word(NAME, call).await
    }

    /// Redeems the code of an installation. It goes with the app's own secret instead of a token.
    pub(super) async fn redeem(
        &self,
        client: &Client,
        code: &str,
        back: &str,
    ) -> Result<Value, SendError> {
        const METHOD: &str = "oauth.v2.access";
        let connector = &self.client.http_api.connector;
        let query = [("code", Some(code)), ("redirect_uri", Some(back))];
        let url = connector
            .create_method_uri_path(METHOD)
            .and_then(|url| SlackClientHttpApiUri::create_url_with_params(url, &query))
            .map_err(|error| errors::sort(METHOD, &error))?;
        let (id, secret) = (client.id.clone().into(), client.secret.expose().clone().into());
        limited(METHOD, connector.http_get_with_client_secret(url, &id, &secret)).await
    }

    /// Calls a reading `method`: these take their arguments in the query only.
    /// Source: Slack, "Using the Web API", "POST bodies".
    pub(super) async fn get(
        &self,
        token: &Token,
        method: &'static str,
        query: &[(&str, &str)],
    ) -> Result<Value, SendError> {
        let token = SlackApiToken::new(token.expose().clone().into());
        let session = self.client.open_session(&token);
        let query: Vec<(&str, Option<&str>)> =
            query.iter().map(|(name, value)| (*name, Some(*value))).collect();
        let call = session.http_session_api.http_get::<Value, _, _>(method, &query, None);
        limited(method, call).await
    }
}

fn uri<T: FromStr>(address: &str) -> Result<T, SendError> {
    let code = || "no_address".to_owned();
    address.parse().map_err(|_| SendError::Ours { code: code(), detail: String::new() })
}

/// Of a call to an address whose path is its secret: no token goes along.
const fn secret_path(span: &tracing::Span) -> SlackClientApiCallContext<'_> {
    SlackClientApiCallContext {
        rate_control_params: None,
        token: None,
        tracing_span: span,
        is_sensitive_url: true,
    }
}

/// [`limited`] for what Slack answers with a word instead of JSON, which slack-morphism reads as an
/// empty object.
async fn said_in_a_word(
    name: &'static str,
    call: impl Future<Output = ClientResult<Value>>,
) -> Result<(), SendError> {
    let call = async { call.await.map(|_| json!({ "ok": true })) };
    limited(name, call).await.map(drop)
}

/// Waits for a call as long as it may take, sorts its outcome, counts it and logs what went wrong.
async fn limited(
    method: &'static str,
    call: impl Future<Output = ClientResult<Value>>,
) -> Result<Value, SendError> {
    let started = Instant::now();
    let outcome = match tokio::time::timeout(CALL_LIMIT, call).await {
        Ok(Ok(answer)) if answer["ok"] == json!(true) => Ok(answer),
        // Without "ok" it is not Slack's answer, with it false and no error it is nobody's.
        Ok(Ok(_)) | Err(_) => Err(SendError::Unknown),
        Ok(Err(error)) => Err(errors::sort(method, &error)),
    };
    let result = outcome.as_ref().map_or_else(SendError::word, |_| "ok");
    counter!("vouch_posts_total", "platform" => "slack", "method" => method, "result" => result)
        .increment(1);
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    match &outcome {
        Ok(_) => tracing::debug!(method, duration_ms, "Slack did as asked"),
        Err(error) => tracing::warn!(method, duration_ms, result, %error, "Slack call failed"),
    }
    outcome
}

/// One connector for `https` and for a loopback `http`. slack-morphism's own takes only `https`
/// (slack.md §1.1). Against plain `http` no certificates are read: a machine may have none, and
/// reading them takes time at every start.
pub(super) fn connector(base_url: &str) -> Result<HttpsConnector<HttpConnector>, String> {
    let mut http = HttpConnector::new();
    http.enforce_http(false);
    http.set_nodelay(true);
    http.set_connect_timeout(Some(CONNECT_LIMIT));
    let builder = HttpsConnectorBuilder::new();
    let builder = if base_url.starts_with("http://") {
        let nobody = RootCertStore::empty();
        let config = ClientConfig::builder().with_root_certificates(nobody).with_no_client_auth();
        builder.with_tls_config(config)
    } else {
        builder.with_native_roots().map_err(|_| {
            "This machine's certificates cannot be read; install the package ca-certificates."
                .to_owned()
        })?
    };
    Ok(builder.https_or_http().enable_http1().enable_http2().wrap_connector(http))
}
