//! Elements: buttons, selects, inputs.

use serde_json::{Value, json};

use super::{Checker, ID_MAX, Surface};

const BUTTON_TEXT_MAX: usize = 75;
const BUTTON_VALUE_MAX: usize = 2_000;
const URL_MAX: usize = 3_000;
const ACCESSIBILITY_LABEL_MAX: usize = 75;
const OPTION_TEXT_MAX: usize = 75;
const OPTION_VALUE_MAX: usize = 150;
const OVERFLOW_OPTIONS_MAX: usize = 5;
const CHOICES_MAX: usize = 10;
const SELECT_OPTIONS_MAX: usize = 100;
const PLACEHOLDER_MAX: usize = 150;
const PLAIN_TEXT_MAX: i64 = 3_000;
const CONFIRM_TITLE_MAX: usize = 100;
const CONFIRM_TEXT_MAX: usize = 300;
const CONFIRM_BUTTON_MAX: usize = 30;

impl Checker {
    /// One element of any kind.
    pub(super) fn element(&mut self, at: &str, element: &Value) {
        self.optional_length(at, element, "action_id", ID_MAX);
        self.optional_text(at, element, "placeholder", PLACEHOLDER_MAX);
        if element["confirm"].is_object() {
            self.confirm(&format!("{at}/confirm"), &element["confirm"]);
        }
        let kind = element["type"].as_str().unwrap_or_default();
        match kind {
            "button" => self.button(at, element),
            "static_select" | "multi_static_select" => self.select(at, element),
            "external_select" | "multi_external_select" => self.external(at, element),
            "users_select"
            | "multi_users_select"
            | "conversations_select"
            | "multi_conversations_select"
            | "channels_select"
            | "multi_channels_select" => {}
            "radio_buttons" => self.choices(at, element),
            "checkboxes" => self.choices(at, element),
            "overflow" => self.options(at, element, (1, OVERFLOW_OPTIONS_MAX)),
            "datepicker" => self.date(at, element),
            "timepicker" | "datetimepicker" => {}
            "plain_text_input" => self.plain_text(at, element),
            "email_text_input" | "url_text_input" | "number_input" => self.only_in_views(at, kind),
            other => self.wrong(&format!("{at}/type"), &format!("unsupported type: {other}")),
        }
    }

    fn button(&mut self, at: &str, element: &Value) {
        self.text(&format!("{at}/text"), &element["text"], BUTTON_TEXT_MAX, true);
        self.optional_length(at, element, "value", BUTTON_VALUE_MAX);
        self.optional_length(at, element, "url", URL_MAX);
        self.optional_length(at, element, "accessibility_label", ACCESSIBILITY_LABEL_MAX);
        let style = element.get("style").filter(|style| !style.is_null());
        if style.is_some_and(|style| *style != json!("primary") && *style != json!("danger")) {
            self.wrong(&format!("{at}/style"), "must be primary or danger");
        }
    }

    fn select(&mut self, at: &str, element: &Value) {
        if element.get("option_groups").is_some() {
            let groups = self.list(at, element, "option_groups", (1, SELECT_OPTIONS_MAX));
            for (index, group) in groups.iter().enumerate() {
                let at = format!("{at}/option_groups/{index}");
                self.text(&format!("{at}/label"), &group["label"], OPTION_TEXT_MAX, true);
                self.options(&at, group, (1, SELECT_OPTIONS_MAX));
            }
        } else {
            self.options(at, element, (1, SELECT_OPTIONS_MAX));
        }
        self.initial(at, element);
    }

    fn external(&mut self, at: &str, element: &Value) {
        let least = element.get("min_query_length");
        if least.is_some_and(|least| !least.is_u64()) {
            self.wrong(&format!("{at}/min_query_length"), "must be an integer");
        }
    }

    fn choices(&mut self, at: &str, element: &Value) {
        self.options(at, element, (1, CHOICES_MAX));
        self.initial(at, element);
    }

    fn options(&mut self, at: &str, element: &Value, bounds: (usize, usize)) {
        let options = self.list(at, element, "options", bounds);
        for (index, option) in options.iter().enumerate() {
            let at = format!("{at}/options/{index}");
            // Radio buttons and checkboxes may use mrkdwn, menus may not.
            let menu = !matches!(element["type"].as_str(), Some("radio_buttons" | "checkboxes"));
            self.text(&format!("{at}/text"), &option["text"], OPTION_TEXT_MAX, menu);
            match option["value"].as_str() {
                Some(value) => self.length(&format!("{at}/value"), value, OPTION_VALUE_MAX),
                None => self.wrong(&at, "missing required field: value"),
            }
            if option.get("description").is_some() {
                let description = &option["description"];
                self.text(&format!("{at}/description"), description, OPTION_TEXT_MAX, menu);
            }
        }
    }

    /// What is preset must be one of the options, exactly.
    fn initial(&mut self, at: &str, element: &Value) {
        let options: Vec<&Value> = element["options"]
            .as_array()
            .into_iter()
            .flatten()
            .chain(
                element["option_groups"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .flat_map(|group| group["options"].as_array().into_iter().flatten()),
            )
            .collect();
        let preset = element["initial_options"].as_array().into_iter().flatten();
        let preset = preset.chain(element.get("initial_option").filter(|one| !one.is_null()));
        if preset.into_iter().any(|preset| !options.contains(&preset)) {
            self.wrong(at, "initial_option must be one of the options");
        }
    }

    fn date(&mut self, at: &str, element: &Value) {
        let Some(initial) = element.get("initial_date").filter(|date| !date.is_null()) else {
            return;
        };
        let date = initial.as_str().unwrap_or_default();
        if date.parse::<chrono::NaiveDate>().is_err() {
            self.wrong(&format!("{at}/initial_date"), "must be a date in the format YYYY-MM-DD");
        }
    }

    fn plain_text(&mut self, at: &str, element: &Value) {
        self.only_in_views(at, "plain_text_input");
        for key in ["min_length", "max_length"] {
            let Some(bound) = element.get(key) else { continue };
            let most = bound.as_i64().filter(|bound| (0..=PLAIN_TEXT_MAX).contains(bound));
            if most.is_none() {
                self.wrong(&format!("{at}/{key}"), "must be between 0 and 3000");
            }
        }
        let most = element["max_length"].as_u64().and_then(|most| usize::try_from(most).ok());
        self.optional_length(at, element, "initial_value", most.unwrap_or(3_000));
    }

    fn only_in_views(&mut self, at: &str, kind: &str) {
        if self.surface == Surface::Message {
            self.wrong(&format!("{at}/type"), &format!("unsupported type: {kind}"));
        }
    }

    fn confirm(&mut self, at: &str, confirm: &Value) {
        self.text(&format!("{at}/title"), &confirm["title"], CONFIRM_TITLE_MAX, true);
        self.text(&format!("{at}/text"), &confirm["text"], CONFIRM_TEXT_MAX, false);
        self.text(&format!("{at}/confirm"), &confirm["confirm"], CONFIRM_BUTTON_MAX, true);
        self.text(&format!("{at}/deny"), &confirm["deny"], CONFIRM_BUTTON_MAX, true);
    }
}
