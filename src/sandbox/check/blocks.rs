//! Blocks.

use serde_json::{Value, json};

use super::{Checker, ID_MAX, Surface};

const SECTION_TEXT_MAX: usize = 3_000;
const FIELD_MAX: usize = 2_000;
const FIELDS_MAX: usize = 10;
const HEADER_MAX: usize = 150;
const CONTEXT_ELEMENTS_MAX: usize = 10;
const ACTIONS_ELEMENTS_MAX: usize = 25;
const INPUT_LABEL_MAX: usize = 2_000;
const ALT_TEXT_MAX: usize = 2_000;
const IMAGE_URL_MAX: usize = 3_000;
const IMAGE_TITLE_MAX: usize = 2_000;
/// Characters of `markdown_text` and of a markdown block.
pub const MARKDOWN_MAX: usize = 12_000;
const TABLE_ROWS_MAX: usize = 100;
const TABLE_CELLS_MAX: usize = 20;

impl Checker {
    /// One block of any kind.
    pub(super) fn block(&mut self, at: &str, block: &Value) {
        self.optional_length(at, block, "block_id", ID_MAX);
        match block["type"].as_str().unwrap_or_default() {
            "section" => self.section(at, block),
            "header" => self.text(&format!("{at}/text"), &block["text"], HEADER_MAX, true),
            "divider" => {}
            "image" => self.image(at, block),
            "actions" => self.actions(at, block),
            "context" => self.context(at, block),
            "input" => self.input(at, block),
            "rich_text" => self.rich_text(at, block),
            "table" if self.surface == Surface::Message => self.table(at, block),
            "markdown" if self.surface == Surface::Message => match block["text"].as_str() {
                Some(text) => self.length(&format!("{at}/text"), text, MARKDOWN_MAX),
                None => self.wrong(at, "missing required field: text"),
            },
            other => self.wrong(&format!("{at}/type"), &format!("unsupported type: {other}")),
        }
    }

    /// Rows of cells: plain words or rich text.
    fn table(&mut self, at: &str, block: &Value) {
        let rows = self.list(at, block, "rows", (1, TABLE_ROWS_MAX));
        for (index, row) in rows.iter().enumerate() {
            let at = format!("{at}/rows/{index}");
            let Some(cells) = row.as_array() else {
                self.wrong(&at, "must be an array");
                continue;
            };
            if cells.len() > TABLE_CELLS_MAX {
                let count = cells.len();
                let what = format!("no more than {TABLE_CELLS_MAX} items allowed [have {count}]");
                self.wrong(&at, &what);
            }
            for (index, cell) in cells.iter().enumerate() {
                let at = format!("{at}/{index}");
                match cell["type"].as_str().unwrap_or_default() {
                    "raw_text" if cell["text"].is_string() => {}
                    "raw_text" => self.wrong(&at, "missing required field: text"),
                    "rich_text" => self.rich_text(&at, cell),
                    other => {
                        self.wrong(&format!("{at}/type"), &format!("unsupported type: {other}"));
                    }
                }
            }
        }
    }

    fn section(&mut self, at: &str, block: &Value) {
        let has_text = block["text"].is_object();
        if has_text {
            self.text(&format!("{at}/text"), &block["text"], SECTION_TEXT_MAX, false);
        }
        if block.get("fields").is_some() {
            let fields = self.list(at, block, "fields", (1, FIELDS_MAX));
            for (index, field) in fields.iter().enumerate() {
                self.text(&format!("{at}/fields/{index}"), field, FIELD_MAX, false);
            }
        } else if !has_text {
            self.wrong(at, "missing required field: text");
        }
        if block.get("accessory").is_some() {
            let at = format!("{at}/accessory");
            match block["accessory"]["type"].as_str() {
                Some("image") => self.image(&at, &block["accessory"]),
                _ => self.element(&at, &block["accessory"]),
            }
        }
    }

    /// An image as a block, an accessory, or in a context.
    pub(super) fn image(&mut self, at: &str, block: &Value) {
        match block["alt_text"].as_str() {
            Some(text) => self.length(&format!("{at}/alt_text"), text, ALT_TEXT_MAX),
            None => self.wrong(at, "missing required field: alt_text"),
        }
        if !block["image_url"].is_string() && !block["slack_file"].is_object() {
            self.wrong(at, "missing required field: image_url");
        }
        self.optional_length(at, block, "image_url", IMAGE_URL_MAX);
        self.optional_text(at, block, "title", IMAGE_TITLE_MAX);
    }

    fn actions(&mut self, at: &str, block: &Value) {
        let elements = self.list(at, block, "elements", (1, ACTIONS_ELEMENTS_MAX));
        let mut ids = std::collections::BTreeSet::new();
        for (index, element) in elements.iter().enumerate() {
            let at = format!("{at}/elements/{index}");
            self.element(&at, element);
            if element["type"] == json!("plain_text_input") {
                self.wrong(&format!("{at}/type"), "unsupported type: plain_text_input");
            }
            if let Some(id) = element["action_id"].as_str()
                && !ids.insert(id)
            {
                self.wrong(&format!("{at}/action_id"), "must be unique");
            }
        }
    }

    fn context(&mut self, at: &str, block: &Value) {
        let elements = self.list(at, block, "elements", (1, CONTEXT_ELEMENTS_MAX));
        for (index, element) in elements.iter().enumerate() {
            let at = format!("{at}/elements/{index}");
            match element["type"].as_str() {
                Some("image") => self.image(&at, element),
                _ => self.text(&at, element, SECTION_TEXT_MAX, false),
            }
        }
    }

    fn input(&mut self, at: &str, block: &Value) {
        self.text(&format!("{at}/label"), &block["label"], INPUT_LABEL_MAX, true);
        self.optional_text(at, block, "hint", INPUT_LABEL_MAX);
        let at = format!("{at}/element");
        if !block["element"].is_object() {
            return self.wrong(&at, "missing required field: element");
        }
        if matches!(block["element"]["type"].as_str(), Some("button" | "overflow")) {
            return self.wrong(&format!("{at}/type"), "unsupported type for an input block");
        }
        self.element(&at, &block["element"]);
    }

    /// Rich text: lists, quotes and code hold sections; sections hold runs.
    fn rich_text(&mut self, at: &str, block: &Value) {
        let parts = self.list(at, block, "elements", (1, usize::MAX));
        for (index, part) in parts.iter().enumerate() {
            let at = format!("{at}/elements/{index}");
            match part["type"].as_str().unwrap_or_default() {
                "rich_text_section" | "rich_text_quote" | "rich_text_preformatted" => {
                    self.runs(&at, part);
                }
                "rich_text_list" => {
                    if !matches!(part["style"].as_str(), Some("bullet" | "ordered")) {
                        self.wrong(&format!("{at}/style"), "must be bullet or ordered");
                    }
                    let items = self.list(&at, part, "elements", (1, usize::MAX));
                    for (index, item) in items.iter().enumerate() {
                        self.runs(&format!("{at}/elements/{index}"), item);
                    }
                }
                other => self.wrong(&format!("{at}/type"), &format!("unsupported type: {other}")),
            }
        }
    }

    fn runs(&mut self, at: &str, section: &Value) {
        let runs = self.list(at, section, "elements", (0, usize::MAX));
        for (index, run) in runs.iter().enumerate() {
            let at = format!("{at}/elements/{index}");
            // The field without which a run is nothing.
            let needed = match run["type"].as_str().unwrap_or_default() {
                "text" => "text",
                "link" => "url",
                "user" => "user_id",
                "channel" => "channel_id",
                "usergroup" => "usergroup_id",
                "emoji" => "name",
                "broadcast" => "range",
                "date" => "format",
                "color" => "value",
                other => {
                    self.wrong(&format!("{at}/type"), &format!("unsupported type: {other}"));
                    continue;
                }
            };
            match run[needed].as_str() {
                None => self.wrong(&at, &format!("missing required field: {needed}")),
                Some("") => {
                    self.wrong(&format!("{at}/{needed}"), "must be more than 0 characters");
                }
                Some(_) => {}
            }
            if run["type"] == json!("date") && !run["timestamp"].is_i64() {
                self.wrong(&at, "missing required field: timestamp");
            }
            self.style(&at, run);
        }
    }

    fn style(&mut self, at: &str, run: &Value) {
        let known = ["bold", "italic", "strike", "code", "underline", "highlight"];
        let Some(style) = run.get("style") else { return };
        let Some(style) = style.as_object() else {
            return self.wrong(&format!("{at}/style"), "must be an object");
        };
        for (key, value) in style {
            if !known.contains(&key.as_str()) && key != "client_highlight" && key != "unlink" {
                self.wrong(&format!("{at}/style"), &format!("unknown style: {key}"));
            }
            if !value.is_boolean() {
                self.wrong(&format!("{at}/style/{key}"), "must be a boolean");
            }
        }
    }
}
