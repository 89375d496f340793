//! A browser, as far as installing an app needs one: it is sent from page to page, keeps a cookie,
//! and fills in the one form on its way.

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;

use super::World;
use super::read::Message;

/// Somebody's browser.
pub struct Browser {
    http: reqwest::Client,
    cookie: Option<String>,
}

/// Where a browser ended up.
#[derive(Clone, Debug)]
pub struct Page {
    pub status: u16,
    /// What a person reads, without the title.
    pub text: String,
    pub html: String,
}

/// The page on which an app is let into a workspace.
#[derive(Clone, Debug)]
pub struct Question {
    address: String,
    hidden: Vec<(String, String)>,
    pub scopes: Vec<String>,
    pub workspaces: Vec<(String, String)>,
    pub html: String,
}

impl Page {
    pub fn of(status: u16, html: String) -> Self {
        Self { status, text: words(&html), html }
    }
}

impl Browser {
    pub fn new() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().redirect(Policy::none()).build();
        Self { http: http.unwrap(), cookie: None }
    }

    /// Opens an address of the bot's; gives the page, or where it sends the browser.
    pub async fn opens(&mut self, address: &str) -> Result<Page, String> {
        let mut request = self.http.get(address);
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        let answer = request.send().await.unwrap();
        if let Some(set) = answer.headers().get(SET_COOKIE) {
            let set = set.to_str().unwrap();
            assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");
            self.cookie = Some(set.split(';').next().unwrap().to_owned());
        }
        if let Some(next) = answer.headers().get(LOCATION) {
            return Err(next.to_str().unwrap().to_owned());
        }
        let status = answer.status().as_u16();
        Ok(Page::of(status, answer.text().await.unwrap()))
    }

    /// Opens a page that sends the browser nowhere.
    pub async fn reads(&mut self, address: &str) -> Page {
        let opened = self.opens(address).await;
        opened.unwrap_or_else(|next| panic!("{address} leads on to {next}"))
    }

    /// Opens an install link, and comes to the question whether the app may in.
    pub async fn follows(&mut self, link: &str) -> Question {
        let sent = self.opens(link).await;
        let address = sent.expect_err("the link leads to the question");
        let html = self.http.get(&address).send().await.unwrap().text().await.unwrap();
        Question::read(&address, html)
    }

    /// Answers the question; gives the address to which that leads back.
    pub async fn answers(&self, question: &Question, team: &str, decision: &str) -> String {
        let mut fields = question.hidden.clone();
        fields.push(("team".to_owned(), question.team(team)));
        fields.extend(question.scopes.iter().map(|scope| ("scope".to_owned(), scope.clone())));
        fields.push(("decision".to_owned(), decision.to_owned()));
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let (page, _) = question.address.split_once('?').unwrap();
        let origin = page.split_once("/oauth").unwrap().0.to_owned();
        let form = "application/x-www-form-urlencoded";
        let sent = self.http.post(page).header("Origin", origin).header("Content-Type", form);
        let answer = sent.body(body).send().await.unwrap();
        let next = answer.headers().get(LOCATION);
        next.unwrap_or_else(|| panic!("{answer:?} leads nowhere")).to_str().unwrap().to_owned()
    }

    /// The whole way: link, question, yes, and back.
    pub async fn installs(&mut self, link: &str, team: &str) -> Page {
        let question = self.follows(link).await;
        let back = self.answers(&question, team, "allow").await;
        self.reads(&back).await
    }
}

impl Question {
    fn read(address: &str, html: String) -> Self {
        let values = |before: &str| -> Vec<String> {
            let found = html.split(before).skip(1);
            found.map(|rest| plain(rest.split('"').next().unwrap())).collect()
        };
        let hidden = ["client_id", "redirect_uri", "state"].map(|name| {
            let found = values(&format!("name=\"{name}\" value=\""));
            (name.to_owned(), found.first().unwrap_or_else(|| panic!("{html}")).clone())
        });
        let ids = values("<option value=\"");
        let names = html.split("<option ").skip(1).map(|rest| {
            let (_, rest) = rest.split_once('>').unwrap();
            plain(rest.split('<').next().unwrap())
        });
        Self {
            address: address.to_owned(),
            hidden: hidden.to_vec(),
            scopes: values("name=\"scope\" value=\""),
            workspaces: ids.into_iter().zip(names).collect(),
            html,
        }
    }

    fn team(&self, name: &str) -> String {
        let found = self.workspaces.iter().find(|(_, known)| known == name);
        found.unwrap_or_else(|| panic!("there is no workspace {name}")).0.clone()
    }

    /// The same with one box not ticked.
    #[must_use]
    pub fn without(mut self, scope: &str) -> Self {
        assert!(self.scopes.iter().any(|one| one == scope), "{scope} is not asked for");
        self.scopes.retain(|one| one != scope);
        self
    }
}

/// What a person reads in the paragraphs.
fn words(html: &str) -> String {
    let (_, body) = html.split_once("</h1>").unwrap_or(("", html));
    let text = body.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    plain(&text.collect::<String>()).trim().to_owned()
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// The install link in what somebody was told.
pub fn link_in(message: &Message) -> String {
    let found = message.text.split_whitespace().find(|word| word.starts_with("http"));
    found.unwrap_or_else(|| panic!("no link: {}", message.text)).to_owned()
}

impl World {
    /// The link that the partner manager gets in a partner's channel.
    pub async fn install_link(&self, channel: &str) -> String {
        let manager = self.person("Partner manager");
        let typed = manager.types(channel, "/vouch install").await;
        assert!(typed.ok, "{typed:?}");
        link_in(&manager.last_whisper_in(channel).await)
    }

    /// A workspace installs the app by a link that somebody asked for.
    pub async fn installs(&self, channel: &str, team: &str) -> Page {
        let link = self.install_link(channel).await;
        let page = Browser::new().installs(&link, team).await;
        self.settle().await;
        page
    }
}
