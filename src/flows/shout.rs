//! *Shout-out*: what waits for a word, how it is written, looked at and posted, and what can be done
//! about it afterwards.

use chrono::{DateTime, Utc};

use super::{
    By, Command, FieldErrors, Flow, Opened, Opening, Sent, Slash, Subject, chosen, forged_form,
    misfit, record, reply_to, unclear,
};
use crate::app::shouts::{Change, Wish};
use crate::app::{App, Sealed};
use crate::chat::inbound::{Reply, Values, text_in};
use crate::domain::actor::{Person, Role};
use crate::domain::shout::{Draft, Occasion, Reach, in_time, moment, next_morning};
use crate::store::StoreError;
use crate::text::{Arg, Voice};
use crate::views::shout::{self, Misfit, Words, deed, input, when};

pub const FLOW: Flow = Flow {
    name: "shout",
    commands: &[Command {
        word: "shoutout",
        takes: None,
        slash: Slash::Registered,
        by: By {
            members: false,
            roles: &[Role::CommunityManager, Role::PartnerManager, Role::Admin],
        },
    }],
    form: |app, opening| Box::pin(form(app, opening)),
    act: |app, sent| Box::pin(act(app, sent)),
};

async fn form(app: &App, opening: Opening<'_>) -> Result<Opened, StoreError> {
    let voice = app.voice();
    if !opening.actor.is(Person::looks_after_community) {
        return Ok(opening.refuses(&voice, "no-role-community_manager"));
    }
    let Some(action) = opening.action else {
        return Ok(listed(&voice, &app.open_shouts().await?, None));
    };
    if action.choice == deed::MORE {
        // A made-up number is the first page.
        let skip = action.subject.parse().unwrap_or(0);
        return Ok(listed(&voice, &app.open_shouts().await?, Some(skip)));
    }
    let forged = || Opened::forged(&voice, "forged");
    let Ok(occasion) = action.subject.parse::<Occasion>() else { return Ok(forged()) };
    let Some(words) = app.shout(occasion).await? else { return Ok(forged()) };
    let seen = action.seen_version;
    let done = match action.choice.as_str() {
        deed::POST => app.say_shout(opening.inbound, occasion, seen).await?,
        deed::SKIP => app.drop_shout(opening.inbound, occasion, (Wish::Skip, seen)).await?,
        deed::DISCARD => app.drop_shout(opening.inbound, occasion, (Wish::Discard, seen)).await?,
        deed => return Ok(asked(app, &opening, deed, &words)),
    };
    Ok(Opened::decided(&voice, done))
}

fn listed(voice: &Voice<'_>, open: &[Words], turned: Option<usize>) -> Opened {
    let page = shout::panel(voice, shout::list(voice, open, turned.unwrap_or(0)));
    Opened::Listed { page, turned: turned.is_some() }
}

/// A form, where what is wanted can still be done.
fn asked(app: &App, opening: &Opening<'_>, deed: &str, words: &Words) -> Opened {
    let voice = app.voice();
    let may = match deed {
        deed::DRAFT => words.shout.is_open(),
        deed::CORRECT | deed::DELETE => words.shout.stands(),
        _ => return Opened::forged(&voice, "forged"),
    };
    if may {
        return open(app, opening, deed, words);
    }
    Opened::Instead { message: shout::settled(&voice, &words.shout), result: "stale", redraw: None }
}

fn open(app: &App, opening: &Opening<'_>, deed: &str, words: &Words) -> Opened {
    let voice = app.voice();
    let subject = format!("{deed} {}", words.shout.occasion);
    let subject = Subject { id: &subject, version: words.shout.version };
    opening.opens(&voice, FLOW.name, subject, |id| match deed {
        deed::CORRECT => shout::correct_form(&voice, id, words),
        deed::DELETE => shout::delete_form(&voice, id),
        _ => shout::draft_form(&voice, id, words),
    })
}

async fn act(app: &App, sent: Sent<'_>) -> Result<Reply, StoreError> {
    let forged = async || record(app, sent.inbound, forged_form(&app.voice()), "forged").await;
    let Some((deed, occasion)) = sent.form.subject.split_once(' ') else {
        return forged().await;
    };
    let words = match occasion.parse() {
        Ok(occasion) => app.shout(occasion).await?,
        Err(_) => None,
    };
    let Some(words) = words else { return forged().await };
    let text = text_in(sent.values, input::TEXT).unwrap_or_default().to_owned();
    if let Some(errors) = text_errors(app, &words, &text).await? {
        return unclear(app, sent.inbound, errors).await;
    }
    if deed == deed::DRAFT {
        return draft(app, &sent, words, text).await;
    }
    let voice = app.voice();
    let Some(reason) = text_in(sent.values, input::REASON) else {
        let errors = misfit(&voice, input::REASON, "shout-reason-missing");
        return unclear(app, sent.inbound, errors).await;
    };
    let reason = Sealed::new(reason);
    let change = match deed {
        deed::CORRECT if text.is_empty() => {
            let errors = misfit(&voice, input::TEXT, "shout-text-missing");
            return unclear(app, sent.inbound, errors).await;
        }
        deed::CORRECT => Change::Correct { text: Sealed::new(&text), reason },
        _ => Change::Delete { reason },
    };
    let outcome = app.change_shout(sent.inbound, words.shout.occasion, change).await?;
    reply_to(app, sent.inbound, outcome, async |_| Ok(forged_form(&voice))).await
}

/// What does not fit in somebody's own words.
async fn text_errors(
    app: &App,
    words: &Words,
    text: &str,
) -> Result<Option<FieldErrors>, StoreError> {
    let voice = app.voice();
    let at_text = |sentence: String| Some(FieldErrors::from([(input::TEXT.to_owned(), sentence)]));
    let over = text.chars().count().saturating_sub(shout::TEXT);
    if over > 0 {
        return Ok(at_text(voice.words("shout-text-long", &[("n", Arg::count(over))])));
    }
    let no = app.text_misfit(&words.partner, text).await?;
    Ok(no.and_then(|no| at_text(shout::misfit_line(&voice, &no).words())))
}

async fn draft(
    app: &App,
    sent: &Sent<'_>,
    mut words: Words,
    text: String,
) -> Result<Reply, StoreError> {
    let voice = app.voice();
    let at = match time(app, sent.values) {
        Ok(at) => at,
        Err(()) => {
            let errors = misfit(&voice, input::DAY, "shout-day-missing");
            return unclear(app, sent.inbound, errors).await;
        }
    };
    let template = chosen(sent.values, input::TEMPLATE).unwrap_or(1).clamp(1, shout::TEMPLATES);
    let posted = at.unwrap_or_else(|| app.now());
    let template = in_time(&words.shout.about, template, words.this_week, posted);
    let reach = chosen(sent.values, input::WHERE).unwrap_or(Reach::Both);
    // What is one of the templates stays one: it is read out in each channel's language.
    let template_of =
        |nth| shout::template(&voice, &words.shout.about, &words.partner, nth).words() == text;
    let own = !text.is_empty() && !(1..=shout::TEMPLATES).any(template_of);
    let text = own.then(|| Sealed::new(&text));
    let seal = text.as_ref().map(|text| text.seal.clone());
    let draft = Draft { template, text: seal, reach, at };
    words.text = text.as_ref().map(|text| text.words().to_owned());
    words.shout.draft = Some(draft.clone());
    let no: Option<Misfit> = app.shout_misfit(&words).await?;
    let named = app.named_in(&words).await?;
    let (shown_by, occasion) = (app.voice(), words.shout.occasion);
    let answer = move |version| {
        let mut words = words.clone();
        words.shout.version = version;
        Reply::Panel(shout::preview(&shown_by, &words, no.as_ref(), named.as_deref()))
    };
    let outcome = app.draft_shout(sent.inbound, occasion, draft, text, answer).await?;
    reply_to(app, sent.inbound, outcome, async |_| Ok(forged_form(&voice))).await
}

/// When it is posted: `None` as soon as somebody says so.
fn time(app: &App, values: &Values) -> Result<Option<DateTime<Utc>>, ()> {
    let (program, now) = (app.program(), app.now());
    let calendar = &program.rules.calendar;
    match text_in(values, input::WHEN) {
        Some(when::NOW) => Ok(None),
        Some(when::MORNING) | None => Ok(Some(next_morning(calendar, now))),
        Some(_) => {
            let at = text_in(values, input::DAY).and_then(|typed| moment(calendar, typed));
            at.filter(|at| *at > now).map(Some).ok_or(())
        }
    }
}
