//! Companies that apply on the website: a page for everybody, and what stands in front of it.

use reqwest::header::HeaderMap;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use vouch::program::BUILT_IN;

use super::{ACCEPT, DECLINE, JOINING, MANAGER, applications, card, decides};
use crate::world::browser::Page;
use crate::world::{Only, Wire, World, apart, child, everywhere, in_the_end, on_slack};

const FILLED: [(&str, &str); 7] = [
    ("name", "Jo Fresh"),
    ("email", "jo@fresh.example"),
    ("company", "Fresh Partner"),
    ("website", "https://www.fresh.example/about"),
    ("kind", "reseller"),
    ("serves", "Industrial firms in the north."),
    ("why", "They ask us for what you make."),
];
const THANKS: &str = "Thank you. Partner manager answers by ";
const KEY: &str = "0101010101010101010101010101010101010101010101010101010101010101";

fn public() -> String {
    let joining = JOINING.replace("again_days = 90", "again_days = 90\npublic = true");
    format!("{BUILT_IN}{joining}")
}

/// Somebody's browser at the page.
struct Visitor<'a> {
    world: &'a World,
    http: reqwest::Client,
    /// What the form carries that was opened last.
    ticket: String,
}

impl<'a> Visitor<'a> {
    fn of(world: &'a World) -> Self {
        Self { world, http: child::client(), ticket: String::new() }
    }

    fn address(&self) -> String {
        format!("{}/apply", self.world.website())
    }

    /// Opens the page.
    async fn opens(&mut self) -> Page {
        self.opens_in("en").await
    }

    async fn opens_in(&mut self, language: &str) -> Page {
        let asked = self.http.get(self.address()).header("Accept-Language", language);
        let page = read(asked).await.0;
        self.takes_up(&page);
        page
    }

    /// Goes on with the form on a page.
    fn takes_up(&mut self, page: &Page) {
        if let Some((_, rest)) = page.html.split_once("name=\"form\" value=\"") {
            rest.split('"').next().unwrap().clone_into(&mut self.ticket);
        }
    }

    /// Fills the form in, with some answers of one's own, and sends it.
    async fn sends(&self, own: &[(&str, &str)]) -> Page {
        self.sends_with(own, &[]).await.0
    }

    async fn sends_with(&self, own: &[(&str, &str)], said: &[(&str, &str)]) -> (Page, HeaderMap) {
        let of = |name: &str| own.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("form", of("form").unwrap_or(&self.ticket));
        for (name, usual) in FILLED {
            form.append_pair(name, of(name).unwrap_or(usual));
        }
        form.append_pair("reference", of("reference").unwrap_or_default());
        self.posts("application/x-www-form-urlencoded", form.finish(), said).await
    }

    async fn posts(&self, kind: &str, body: String, said: &[(&str, &str)]) -> (Page, HeaderMap) {
        let mut sent = self.http.post(self.address()).header("Content-Type", kind).body(body);
        for (name, value) in said {
            sent = sent.header(*name, *value);
        }
        read(sent).await
    }
}

async fn read(asked: reqwest::RequestBuilder) -> (Page, HeaderMap) {
    let answer = asked.send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    (Page::of(status, answer.text().await.unwrap()), headers)
}

#[tokio::test]
async fn a_company_applies_on_the_website_and_whoever_decides_writes_to_it() {
    everywhere(async |world| {
        let mut jo = Visitor::of(world);
        let unknown = read(jo.http.get(format!("{}/nothing", world.website()))).await.0;
        assert_eq!((unknown.status, unknown.html.as_str()), (404, ""));
        world.comes_into_force(&format!("{BUILT_IN}{JOINING}")).await;
        for closed in [jo.opens().await, jo.sends(&[]).await] {
            assert_eq!((closed.status, closed.html.as_str()), (404, ""), "off by default");
        }

        world.comes_into_force(&public()).await;
        let page = jo.opens().await;
        assert_eq!(page.status, 200);
        for words in ["You hear from us by e-mail within 5 business days.", "Your e-mail address"] {
            assert!(page.text.contains(words), "{words} is not in {page:?}");
        }
        let unclear =
            jo.sends(&[("email", "jo at fresh"), ("website", "gmail.com"), ("kind", "")]).await;
        assert_eq!(unclear.status, 422);
        for words in [
            "Nothing was sent yet: 3 answers do not fit. Your text is kept.",
            "Enter your full e-mail address, like name@acme.example.",
            "gmail.com belongs to a mail provider.",
            "Choose a kind.",
        ] {
            assert!(unclear.text.contains(words), "{words} is not in {unclear:?}");
        }
        for kept in ["value=\"jo at fresh\"", "value=\"gmail.com\"", "value=\"Jo Fresh\""] {
            assert!(unclear.html.contains(kept), "{kept} is not in {unclear:?}");
        }
        assert_eq!(applications(world).await, 0);
        let receipt = jo.sends(&[]).await;
        assert_eq!(receipt.status, 200, "{receipt:?}");
        assert!(receipt.text.starts_with(THANKS), "{receipt:?}");
        assert!(receipt.text.contains("The answer comes to the address"), "{receipt:?}");
        let again = jo.sends(&[("company", "Somebody else")]).await;
        assert_eq!(again.html, receipt.html, "a second press is the same application");
        world.settle().await;
        assert_eq!(applications(world).await, 1);

        let waits = card(world).await;
        for line in [
            "Fresh Partner wants to join.",
            "Score 14 of 20: Serves industry 6, Own website 3, Our region 5, Sells on 0.",
            "Website: fresh.example",
            "Kind: Reseller",
            "Sent by: Jo Fresh",
            "E-mail: jo@fresh.example",
            "Sent on our website, where no chat reaches them: whoever decides writes to them.",
        ] {
            assert!(waits.text.contains(line), "{line} is not in {}", waits.text);
        }
        assert_eq!(waits.buttons, [ACCEPT, DECLINE], "nobody is asked whom no chat reaches");
        let words = "select cast(count(*) as bigint) from event
                      where payload like '%Jo Fresh%' or payload like '%jo@%'";
        assert_eq!(world.database.count(words).await, 0, "what people write stands under seal");
        let kept = "select cast(count(*) as bigint) from personal p
                      join application a on a.application_id = p.subject
                     where p.field in ('name', 'email', 'company', 'serves', 'why')";
        assert_eq!(world.database.count(kept).await, 5);

        let done = decides(world, MANAGER, ACCEPT, &[("Code", "FRE"), ("Manager", MANAGER)]).await;
        for words in [
            "Fresh Partner is a partner now, with the code FRE.",
            "write to jo@fresh.example",
            "Hello Jo Fresh,",
            "Welcome: Fresh Partner is our partner now.",
        ] {
            assert!(done.screen.words.contains(words), "{words} is not in {done:?}");
        }
        let decided = card(world).await;
        assert!(decided.text.contains("Accepted by Partner manager"), "{decided:?}");
        let people = "select cast(count(*) as bigint) from person p
                        join partner a on a.partner_id = p.partner_id where a.code = 'FRE'";
        assert_eq!(world.database.count(people).await, 0, "nobody in a chat speaks for it yet");

        // Who is a partner already is told to nobody.
        jo.opens().await;
        let known = jo.sends(&[("company", "Fresh again")]).await;
        assert!(known.text.starts_with(THANKS), "{known:?}");
        world.settle().await;
        let belongs = "This website belongs to Fresh Partner (FRE), a partner already.";
        assert!(card(world).await.text.contains(belongs));
    })
    .await;
}

#[tokio::test]
async fn a_no_is_written_by_whoever_decides_and_the_website_may_come_back_later() {
    everywhere(async |world| {
        world.comes_into_force(&public()).await;
        let mut jo = Visitor::of(world);
        jo.opens_in("fr, de-AT;q=0.8, en;q=0.5").await;
        let receipt = jo.sends(&[]).await;
        assert!(receipt.text.starts_with(THANKS), "{receipt:?}");
        world.settle().await;
        let taken = "We have an application for this website, or answered one not long ago.";
        jo.opens().await;
        let second = jo.sends(&[("name", "Robin"), ("website", "fresh.example")]).await;
        assert_eq!(second.status, 422);
        assert!(second.text.contains(taken), "{second:?}");
        assert!(!second.text.contains(MANAGER) && !second.text.contains("20"), "{second:?}");

        let reason = [("Reason", "You are far away from our customers.")];
        let done = decides(world, MANAGER, DECLINE, &reason).await;
        for words in [
            "Nobody has told them: write to jo@fresh.example",
            "Hello Jo Fresh,",
            "It is not a match today.",
            "Why: You are far away from our customers.",
            "You may apply again from ",
        ] {
            assert!(done.screen.words.contains(words), "{words} is not in {done:?}");
        }
        let third = jo.sends(&[("name", "Robin"), ("website", "fresh.example")]).await;
        assert!(third.text.contains(taken), "a no reads as whatever waits: {third:?}");
        world.clock_on("91d").await;
        world.settle().await;
        let late = jo.sends(&[]).await;
        assert!(late.text.contains("this form stood open for too long"), "{late:?}");
        assert!(late.html.contains("value=\"Jo Fresh\""), "{late:?}");
        jo.takes_up(&late);
        let again = jo.sends(&[]).await;
        assert!(again.text.starts_with(THANKS), "{again:?}");
        world.settle().await;
        assert_eq!(applications(world).await, 2);
    })
    .await;
}

#[tokio::test]
async fn what_did_not_come_from_the_form_is_not_taken() {
    on_slack(Only::Inside, async |world| {
        world.comes_into_force(&public()).await;
        let mut jo = Visitor::of(world);
        let page = jo.opens().await;
        let (ticket, form) = (jo.ticket.clone(), "application/x-www-form-urlencoded");
        let forged = format!("{}0", &ticket[..ticket.len() - 1]);
        let body = "name=Jo&email=jo%40fresh.example".to_owned();
        let long = [("why", "a".repeat(301))];
        let huge = format!("form={ticket}&why={}", "a".repeat(70_000));
        let said = async |own: &[(&str, &str)], said: &[(&str, &str)]| {
            jo.sends_with(own, said).await.0
        };
        #[rustfmt::skip]
        let table = [
            // what came                                                           status  what is said
            (said(&[("form", "")], &[]).await,                                      422, "this form stood open for too long"),
            (said(&[("form", &forged)], &[]).await,                                 422, "this form stood open for too long"),
            (said(&[("reference", "https://casino.example")], &[]).await,           422, "an input that people do not see"),
            (said(&[("why", &long[0].1)], &[]).await,                               422, "one answer does not fit"),
            (said(&[], &[("Sec-Fetch-Site", "cross-site")]).await,                  403, "this did not come from our form"),
            (said(&[], &[("Origin", "https://evil.example")]).await,                403, "this did not come from our form"),
            (jo.posts("application/json", "{}".to_owned(), &[]).await.0,            415, "this did not come from our form"),
            (jo.posts("text/plain", body.clone(), &[]).await.0,                     415, "this did not come from our form"),
            (jo.posts(form, huge, &[]).await.0,                                     413, "that is more text than fits"),
            (jo.posts(form, body, &[]).await.0,                                     422, "this form stood open for too long"),
            (jo.posts(form, "%ff%00=%&&&=".to_owned(), &[]).await.0,                422, "this form stood open for too long"),
        ];
        for (page, status, words) in table {
            assert_eq!(page.status, status, "{page:?}");
            assert!(page.text.contains(words), "{words} is not in {page:?}");
        }
        let put = jo.http.put(jo.address()).send().await.unwrap();
        assert_eq!(put.status().as_u16(), 405);
        assert_eq!(applications(world).await, 0);
        assert!(page.html.starts_with("<!doctype html>\n<html lang=\"en\" dir=\"ltr\">"), "{page:?}");
        let (sent, headers) = jo.sends_with(&[], &[("Sec-Fetch-Site", "same-origin")]).await;
        assert_eq!(sent.status, 200, "{sent:?}");
        let head = |name: &str| headers[name].to_str().unwrap();
        let policy = head("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        assert_eq!(head("referrer-policy"), "no-referrer");
        assert_eq!(head("cache-control"), "no-store");
        world.settle().await;
        assert_eq!(applications(world).await, 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_is_shown_as_it_was_typed_and_never_read_as_anything_else() {
    everywhere(async |world| {
        world.comes_into_force(&public()).await;
        let mut jo = Visitor::of(world);
        jo.opens_in("de-DE,de;q=0.9").await;
        let odd = [
            ("name", "Zoë שלום \u{202e}live"),
            ("company", "<script>alert('1')</script> & \"Söhne\""),
            ("why", "<img src=x onerror=alert(1)>\r\n<!channel> @everyone ||quiet||"),
        ];
        let kept = jo.sends(&[&odd[..], &[("email", "jo"), ("serves", "")]].concat()).await;
        assert_eq!(kept.status, 422);
        assert!(!kept.html.contains("<script") && !kept.html.contains("<img"), "{kept:?}");
        assert!(kept.html.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; "));
        let receipt = jo.sends(&odd).await;
        assert_eq!(receipt.status, 200, "{receipt:?}");
        world.settle().await;
        let shown = card(world).await.text;
        for words in ["<script>alert('1')</script> & \"Söhne\"", "Zoë שלום live", "onerror"] {
            assert!(shown.contains(words), "{words} is not in {shown}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_reads_german_applies_in_german() {
    on_slack(Only::Inside, async |world| {
        world.comes_into_force(&public()).await;
        let mut jo = Visitor::of(world);
        let page = jo.opens_in("de-AT, en;q=0.5").await;
        assert!(page.html.contains("<html lang=\"de\""), "{page:?}");
        for words in ["Sie hören von uns per E-Mail innerhalb von 5 Werktagen.", "Ihr Name"] {
            assert!(page.text.contains(words), "{words} is not in {page:?}");
        }
        let german = [("Accept-Language", "de-AT, en;q=0.5")];
        let (unclear, _) = jo.sends_with(&[("name", ""), ("email", "")], &german).await;
        assert!(unclear.text.contains("2 Antworten passen nicht"), "{unclear:?}");
        let (receipt, _) = jo.sends_with(&[], &german).await;
        assert!(receipt.text.starts_with("Danke. Partner manager antwortet bis "), "{receipt:?}");
        world.settle().await;
    })
    .await;
}

#[tokio::test]
async fn a_network_sends_five_in_an_hour_and_somebody_else_is_not_kept_out() {
    on_slack(Only::Inside, async |world| {
        world.comes_into_force(&public()).await;
        let mut jo = Visitor::of(world);
        for n in 1..=6 {
            jo.opens().await;
            let (company, website) = (format!("Fresh {n}"), format!("fresh{n}.example"));
            let own = [("company", company.as_str()), ("website", website.as_str())];
            let through = |network| [("X-Forwarded-For", network)];
            let (page, headers) = jo.sends_with(&own, &through("203.0.113.9, 198.51.100.1")).await;
            if n <= 5 {
                assert_eq!(page.status, 200, "{page:?}");
                continue;
            }
            assert_eq!(page.status, 429, "{page:?}");
            assert!(headers["retry-after"].to_str().unwrap().parse::<u32>().unwrap() > 0);
            let full = "too many applications came from your network within an hour";
            assert!(page.text.contains(full), "{page:?}");
            assert!(page.html.contains("value=\"fresh6.example\""), "{page:?}");
            let (other, _) = jo.sends_with(&own, &through("198.51.100.1, 203.0.113.9")).await;
            assert_eq!(other.status, 200, "another network: {other:?}");
        }
        world.settle().await;
        assert_eq!(applications(world).await, 6);
    })
    .await;
}

/// Begins to send a form from a network and sends no more; with what it is told to do about the rest.
async fn begins(world: &World, network: &str) -> (BufReader<TcpStream>, String) {
    let website = world.website();
    let host = website.trim_start_matches("http://");
    let mut wire = BufReader::new(TcpStream::connect(host).await.unwrap());
    let head = format!(
        "POST /apply HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-For: {network}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\
         Expect: 100-continue\r\n\r\n"
    );
    wire.write_all(head.as_bytes()).await.unwrap();
    let mut told = String::new();
    wire.read_line(&mut told).await.unwrap();
    (wire, told)
}

#[tokio::test]
async fn who_sends_slowly_keeps_nobody_else_out() {
    on_slack(Only::Inside, async |world| {
        world.comes_into_force(&public()).await;
        let slow = "198.51.100.1";
        let mut open = Vec::new();
        for n in 1..=40 {
            let (wire, told) = begins(world, slow).await;
            let expected = if n <= 8 { "HTTP/1.1 100 " } else { "HTTP/1.1 503 " };
            assert!(told.starts_with(expected), "{n}: {told}");
            open.push(wire);
        }
        let mut jo = Visitor::of(world);
        jo.opens().await;
        let (page, _) = jo.sends_with(&[], &[("X-Forwarded-For", slow)]).await;
        assert_eq!(page.status, 503, "{page:?}");
        assert!(page.text.contains("too much comes in at this moment"), "{page:?}");
        let (page, _) = jo.sends_with(&[], &[("X-Forwarded-For", "203.0.113.9")]).await;
        assert_eq!(page.status, 200, "another network: {page:?}");
        assert!(page.text.starts_with(THANKS), "{page:?}");

        drop(open);
        jo.opens().await;
        let own = [("company", "Elm"), ("website", "elm.example")];
        let from = [("X-Forwarded-For", slow)];
        in_the_end("its room is given back", async || {
            let (page, _) = jo.sends_with(&own, &from).await;
            (page.status == 200).then_some(())
        })
        .await;
        world.settle().await;
        assert_eq!(applications(world).await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_form_survives_a_restart_where_the_operator_has_a_key_and_loses_no_text_elsewhere() {
    apart(Wire::Socket, async |world| {
        let file = world.folder().join("public.toml");
        std::fs::write(&file, public()).unwrap();
        let begins = async |key: Option<&str>| {
            world.stop_bot().await;
            let mut command = world.bot_command();
            command.env("VOUCH_PROGRAM", &file);
            if let Some(key) = key {
                command.env("VOUCH_SECRET_KEY", key);
            }
            world.launch(command).await;
        };
        begins(None).await;
        let mut jo = Visitor::of(world);
        assert_eq!(jo.opens().await.status, 200);
        begins(None).await;
        let asked = jo.sends(&[]).await;
        assert!(asked.text.contains("Your text is kept. Press the button once more."), "{asked:?}");
        assert!(asked.html.contains("value=\"jo@fresh.example\""), "{asked:?}");
        jo.takes_up(&asked);
        let receipt = jo.sends(&[]).await;
        assert!(receipt.text.starts_with(THANKS), "{receipt:?}");

        begins(Some(KEY)).await;
        jo.opens().await;
        let other = [("company", "Elm"), ("website", "elm.example")];
        begins(Some(KEY)).await;
        let receipt = jo.sends(&other).await;
        assert!(receipt.text.starts_with(THANKS), "{receipt:?}");
        begins(Some(KEY)).await;
        assert_eq!(jo.sends(&other).await.html, receipt.html, "the same after another restart");
        world.settle_in_the_end().await;
        assert_eq!(applications(world).await, 2);
    })
    .await;
}
