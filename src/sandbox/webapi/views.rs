//! `views.*`: modals and Homes.

use std::time::Instant;

use serde_json::{Value, json};

use super::{Answered, Call, Refused, trigger};
use crate::sandbox::check::{self, Surface};
use crate::sandbox::form;
use crate::sandbox::hub::{State, random_hex};
use crate::sandbox::shapes;
use crate::sandbox::world::{View, World};

/// Views one above the other. Source: Slack, "Modals".
pub const STACK_MAX: usize = 3;

pub fn open(state: &mut State, call: &mut Call<'_>) -> Answered {
    let definition = checked(call, Surface::Modal)?;
    let (trigger_id, user) = usable_trigger(state, call)?;
    let view = made(&mut state.world, &call.team_id, &user, definition, None);
    let answer = put_on_top(state, view)?;
    trigger::use_up(state, &trigger_id);
    Ok(answer)
}

pub fn push(state: &mut State, call: &mut Call<'_>) -> Answered {
    let definition = checked(call, Surface::Modal)?;
    let (trigger_id, user) = usable_trigger(state, call)?;
    let below = state.world.screens.get(&user).and_then(|screen| screen.views.last()).cloned();
    let below = below.ok_or("not_found")?;
    let view = made(&mut state.world, &call.team_id, &user, definition, Some(&below));
    let answer = put_on_top(state, view)?;
    trigger::use_up(state, &trigger_id);
    Ok(answer)
}

pub fn update(state: &mut State, call: &mut Call<'_>) -> Answered {
    let definition = check_kind(call)?;
    let id = match call.args.text("view_id") {
        Some(id) => id,
        None => by_external_id(&state.world, &call.args.required("external_id")?)?,
    };
    let view = state.world.view(&id).filter(|view| view.app_team == call.team_id);
    let view = view.ok_or("not_found")?;
    if call.args.text("hash").is_some_and(|hash| hash != view.hash) {
        return Err("hash_conflict".into());
    }
    let user = view.user.clone();
    replace(&mut state.world, &id, definition);
    state.touch_screen(&user);
    let view = state.world.view(&id).ok_or("not_found")?;
    Ok(json!({ "view": shapes::view(&state.world, view) }))
}

pub fn publish(state: &mut State, call: &mut Call<'_>) -> Answered {
    let user = call.args.required("user_id")?;
    let definition = checked(call, Surface::Home)?;
    if state.world.person(&user).is_none_or(|person| person.deactivated) {
        return Err("user_not_found".into());
    }
    let old = state.world.screens.get(&user).and_then(|screen| screen.home.clone());
    let stale = |old: &View| call.args.text("hash").is_some_and(|hash| hash != old.hash);
    if old.as_ref().is_some_and(stale) {
        return Err("hash_conflict".into());
    }
    let mut view = made(&mut state.world, &call.team_id, &user, definition, None);
    if let Some(old) = old.filter(|old| old.app_team == call.team_id) {
        view.id = old.id.clone();
        view.root_view_id = old.id;
        view.values = form::values(view.blocks(), Some(&old.values));
    }
    let answer = json!({ "view": shapes::view(&state.world, &view) });
    state.world.screen_mut(&user).home = Some(view);
    state.touch_screen(&user);
    Ok(answer)
}

/// The view of a call, checked and with every block named.
fn checked(call: &Call<'_>, surface: Surface) -> Result<Value, Refused> {
    ready(call.args.json("view"), surface)
}

/// A view as an answer to a call or an acknowledgement brings it, checked and named.
pub fn ready(view: &Value, surface: Surface) -> Result<Value, Refused> {
    check::view(view, surface)?;
    let mut view = view.clone();
    if let Some(blocks) = view.get_mut("blocks") {
        check::name_blocks(blocks);
    }
    Ok(view)
}

fn check_kind(call: &Call<'_>) -> Result<Value, Refused> {
    let home = call.args.json("view")["type"] == json!("home");
    checked(call, if home { Surface::Home } else { Surface::Modal })
}

/// The trigger of a call and the person it was made for. `views.*` takes `interactivity_pointer`
/// as another name for it.
fn usable_trigger(state: &State, call: &Call<'_>) -> Result<(String, String), Refused> {
    let id = match call.args.text("interactivity_pointer") {
        Some(id) => id,
        None => call.args.required("trigger_id")?,
    };
    let trigger = trigger::valid(state, &id, &call.team_id, Instant::now())?;
    Ok((id, trigger.user))
}

/// A view that is nowhere yet.
pub fn made(
    world: &mut World,
    app_team: &str,
    user: &str,
    definition: Value,
    below: Option<&View>,
) -> View {
    let id = world.next_id("V");
    let mut view = View {
        root_view_id: below.map_or_else(|| id.clone(), |below| below.root_view_id.clone()),
        previous_view_id: below.map(|below| below.id.clone()),
        id,
        user: user.to_owned(),
        app_team: app_team.to_owned(),
        hash: new_hash(),
        definition,
        values: Default::default(),
        errors: Default::default(),
    };
    view.values = form::values(view.blocks(), None);
    view
}

/// Puts a modal over what the person has open.
pub fn put_on_top(state: &mut State, view: View) -> Answered {
    let user = view.user.clone();
    let answer = json!({ "view": shapes::view(&state.world, &view) });
    let screen = state.world.screen_mut(&user);
    if screen.views.len() == STACK_MAX {
        return Err("push_limit_reached".into());
    }
    screen.views.push(view);
    state.touch_screen(&user);
    Ok(answer)
}

/// Redraws a view. What was typed stays where block and element keep their ids; errors go.
pub fn replace(world: &mut World, id: &str, definition: Value) {
    if let Some(view) = world.view_mut(id) {
        view.definition = definition;
        view.values = form::values(view.blocks(), Some(&view.values));
        view.errors.clear();
        view.hash = new_hash();
    }
}

fn by_external_id(world: &World, external_id: &str) -> Result<String, Refused> {
    world
        .screens
        .values()
        .flat_map(|screen| &screen.views)
        .find(|view| view.text("external_id") == external_id)
        .map(|view| view.id.clone())
        .ok_or_else(|| "not_found".into())
}

/// Changes with every drawing, so that a call made for an older one is noticed.
fn new_hash() -> String {
    let us = crate::clock::Clock::real().now().timestamp();
    format!("{us}.{}", &random_hex()[..8])
}
