//! Triggers: the right to open one view, within three real seconds of what the person did.
//! Source: Slack, "Opening modals"; the error names are those of `views.open`.

use std::time::{Duration, Instant};

use super::Refused;
use super::args::Args;
use crate::sandbox::hub::{State, Trigger};

/// In real time: Slack's own limit, which no turning of the world's clock stretches.
const LIFE: Duration = Duration::from_secs(3);

/// Finds a trigger that may be used by an installation; using it is the caller's next step.
pub fn valid(state: &State, id: &str, team_id: &str, now: Instant) -> Result<Trigger, Refused> {
    let trigger = state.triggers.get(id).ok_or("invalid_trigger_id")?;
    if trigger.team_id != team_id {
        return Err("invalid_trigger_id".into());
    }
    if trigger.used {
        return Err("exchanged_trigger_id".into());
    }
    if now.duration_since(trigger.made) > LIFE {
        return Err("expired_trigger_id".into());
    }
    Ok(trigger.clone())
}

/// Uses a trigger up.
pub fn use_up(state: &mut State, id: &str) {
    if let Some(trigger) = state.triggers.get_mut(id) {
        trigger.used = true;
        trigger.answered = true;
    }
}

/// Notes that a call with a trigger was answered, though not well.
pub fn answered(state: &mut State, args: &Args) {
    let id = args.text("trigger_id").or_else(|| args.text("interactivity_pointer"));
    let trigger = id.and_then(|id| state.triggers.get_mut(&id));
    if let Some(trigger) = trigger {
        trigger.answered = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trigger_works_once_for_its_installation_and_three_seconds_long() {
        let mut state = State::default();
        let id = state.new_trigger("T1", "U1");
        let made = state.triggers[&id].made;
        let error = |state: &State, id: &str, team: &str, after_ms: u64| {
            let now = made + Duration::from_millis(after_ms);
            valid(state, id, team, now).err().map(|refused| refused.error)
        };
        assert_eq!(error(&state, &id, "T1", 3000), None);
        assert_eq!(error(&state, &id, "T1", 3001).as_deref(), Some("expired_trigger_id"));
        assert_eq!(error(&state, &id, "T2", 0).as_deref(), Some("invalid_trigger_id"));
        assert_eq!(error(&state, "other", "T1", 0).as_deref(), Some("invalid_trigger_id"));
        use_up(&mut state, &id);
        assert_eq!(error(&state, &id, "T1", 0).as_deref(), Some("exchanged_trigger_id"));
    }
}
