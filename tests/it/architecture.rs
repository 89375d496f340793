//! The direction rules, read from the source. The levels stand in `docs/architecture.md`; this test
//! reads them there, so that page and code cannot part.

#[path = "architecture/source.rs"]
pub mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use source::{Source, sources};
use syn::visit::Visit;

const DOC: &str = include_str!("../../docs/architecture.md");

/// Level by module, from the table in the document.
fn levels() -> BTreeMap<String, u32> {
    let mut levels = BTreeMap::new();
    let table = DOC.lines().skip_while(|line| !line.starts_with("| level "));
    for row in table.skip(2).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let level: u32 = cells[1].parse().expect("a level is a number");
        for module in quoted(cells[2]) {
            levels.insert(module.to_owned(), level);
        }
    }
    levels
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Modules that may use less than their level would allow.
const NARROW: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("chat", &[]),
    ("sandbox", &["clock"]),
    ("picture", &["chat"]),
    ("slack", &["chat", "config", "picture", "secret"]),
    ("discord", &["chat", "clock", "config", "picture", "secret"]),
];

#[test]
fn a_module_uses_only_lower_levels() {
    let levels = levels();
    let mut wrong = BTreeSet::new();
    for source in sources() {
        let Some(from) = source.module() else { continue };
        let own =
            *levels.get(from).unwrap_or_else(|| panic!("{from} has no level in the document"));
        for to in source.used_modules() {
            if to == from {
                continue;
            }
            let Some(level) = levels.get(&to) else {
                panic!("{} uses {to}, which has no level in the document", source.path.display())
            };
            let narrow = NARROW.iter().find(|(module, _)| *module == from);
            let allowed = narrow.is_none_or(|(_, modules)| modules.contains(&to.as_str()));
            if *level >= own || !allowed {
                wrong.insert(format!("{} uses {to}", source.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A word and the only places that may say it, as beginnings of paths below `src/`.
const HOMES: &[(&str, &[&str])] = &[
    ("sqlx", &["store/"]),
    ("slack_morphism", &["slack/"]),
    ("serenity", &["discord/"]),
    ("resvg", &["picture/"]),
    ("skrifa", &["picture/"]),
    ("reqwest", &["sandbox/", "cli/", "discord/"]),
    ("Utc::now", &["clock.rs"]),
    ("env::var", &["config"]),
    ("env::vars", &["config"]),
    ("env::var_os", &["config"]),
    ("println", &["cli/"]),
    ("eprintln", &["cli/"]),
    ("dbg", &[]),
];

#[test]
fn a_word_has_one_home() {
    let mut wrong = BTreeSet::new();
    for source in sources() {
        for said in source.said() {
            for (word, homes) in HOMES {
                let here = said == *word || said.starts_with(&format!("{word}::"));
                let ends = word.contains("::") && said.ends_with(&format!("::{word}"));
                if (here || ends) && !homes.iter().any(|home| source.path.starts_with_text(home)) {
                    wrong.insert(format!("{} says {said}", source.path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

trait StartsWithText {
    fn starts_with_text(&self, text: &str) -> bool;
}

impl StartsWithText for Path {
    fn starts_with_text(&self, text: &str) -> bool {
        self.to_string_lossy().starts_with(text)
    }
}

#[test]
fn rules_are_plain_functions_over_ordered_data() {
    let forbidden = ["f32", "f64", "HashMap", "HashSet", "tracing", "rand", "tokio", "Instant"];
    for source in sources().iter().filter(|source| source.module() == Some("domain")) {
        let at = source.path.display();
        assert!(!source.has_async(), "{at} is async");
        for said in source.said() {
            let word = said.split("::").find(|segment| forbidden.contains(segment));
            assert!(word.is_none(), "{at} says {said}");
        }
    }
}

#[test]
fn what_people_see_is_drawn_without_waiting() {
    for source in sources().iter().filter(|source| source.module() == Some("views")) {
        assert!(!source.has_async(), "{} is async", source.path.display());
    }
}

#[test]
fn flows_name_no_platform_and_adapters_name_no_flow() {
    for source in sources() {
        let (Some(module), at) = (source.module(), source.path.display()) else { continue };
        for literal in source.literals() {
            let platform =
                ["slack", "discord"].iter().any(|name| literal.to_lowercase().contains(name));
            let inner = ["domain", "flows", "views", "jobs"].contains(&module);
            assert!(!(inner && platform), "{at} says {literal:?}");
            let flow = vouch::flows::ALL.iter().any(|flow| flow.name == literal);
            let adapter = ["slack", "discord"].contains(&module);
            assert!(!(adapter && flow), "{at} says {literal:?}");
        }
    }
}

/// An event added to the domain makes the compiler list the places only where no arm takes the rest.
#[test]
fn no_match_over_events_has_an_arm_for_the_rest() {
    struct Matches(Vec<String>);
    impl<'ast> Visit<'ast> for Matches {
        fn visit_expr_match(&mut self, found: &'ast syn::ExprMatch) {
            let events = found.arms.iter().any(|arm| names_an_event(&arm.pat));
            let rest = found.arms.iter().any(|arm| matches!(arm.pat, syn::Pat::Wild(_)));
            if events && rest {
                self.0.push(source::text_of(&found.expr));
            }
            syn::visit::visit_expr_match(self, found);
        }
    }
    for source in sources() {
        let mut matches = Matches(Vec::new());
        matches.visit_file(&source.file);
        assert!(matches.0.is_empty(), "{}: match {:?}", source.path.display(), matches.0);
    }
}

/// Whether a pattern names a variant of an event or of what is recorded.
fn names_an_event(pattern: &syn::Pat) -> bool {
    struct Events(bool);
    impl<'ast> Visit<'ast> for Events {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            let event = |name: &syn::Ident| name == "Event" || name.to_string().ends_with("Event");
            let before_last = path.segments.len().saturating_sub(1);
            self.0 |= path.segments.iter().take(before_last).any(|segment| event(&segment.ident));
            syn::visit::visit_path(self, path);
        }
    }
    let mut events = Events(false);
    events.visit_pat(pattern);
    events.0
}

/// A Home on which something changed is drawn anew, because everything is appended in one place.
#[test]
fn nothing_gets_into_the_log_past_the_homes() {
    let appends = |source: &&Source| source.text.contains("desk.append(");
    let found: Vec<_> = sources().iter().filter(appends).map(|one| one.path.clone()).collect();
    assert_eq!(found, [Path::new("app/homes.rs")]);
}

/// `junk/holds/views.rs` draws everything with hostile words; whoever adds a renderer is led there.
#[test]
fn every_renderer_is_tried_with_hostile_words() {
    let tried = include_str!("junk/holds/views.rs");
    let drawn = ["Message", "Form", "Panel", "Line", "Part", "Button"];
    let (mut found, mut left_out) = (0, Vec::new());
    for source in sources().iter().filter(|source| source.module() == Some("views")) {
        let file = source.path.with_extension("");
        let module = file.file_name().unwrap().to_string_lossy().replace("mod", "views");
        for item in &source.file.items {
            let syn::Item::Fn(function) = item else { continue };
            let public = matches!(function.vis, syn::Visibility::Public(_));
            let given = source::names_in(&function.sig.output);
            if !public || !given.iter().any(|name| drawn.contains(&name.as_str())) {
                continue;
            }
            found += 1;
            let call = format!("{module}::{}(", function.sig.ident);
            if !tried.contains(&call) {
                left_out.push(call);
            }
        }
    }
    assert!(left_out.is_empty(), "{left_out:?}");
    assert!(found > 50, "{found} renderers");
}

#[test]
fn every_folder_opens_with_a_paragraph() {
    for source in sources().iter().filter(|source| source.path.ends_with("mod.rs")) {
        let opens = source.text.starts_with("//!");
        assert!(opens, "{} does not say what is here", source.path.display());
    }
}

#[test]
fn every_path_that_the_document_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["src/", "tests/", "docs/", "migrations/", "scripts/", "text/"];
    let named = quoted(DOC).filter(|word| folders.iter().any(|folder| word.starts_with(folder)));
    let missing: Vec<&str> =
        named.filter(|path| !path.contains(['*', ' ', '{']) && !root.join(path).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The readers of source find what they look for: a rule that never finds anything proves nothing.
#[test]
fn the_rules_see_what_breaks_them() {
    let text = "use crate::{app::App, store};
        fn now() { super::web::serve(); sqlx::query(\"slack\"); println!(\"{}\", crate::cli::x()); }
        #[cfg(test)] mod tests { use crate::flows; }";
    let source = Source::read("domain/example.rs", text);
    let used: Vec<String> = source.used_modules().into_iter().collect();
    assert_eq!(used, ["app", "cli", "store"]);
    assert!(source.said().contains("sqlx::query"));
    assert!(source.said().contains("println"));
    assert_eq!(source.literals(), ["slack"]);
    let top = Source::read("config.rs", "fn f() { super::web::serve() }");
    assert!(top.used_modules().contains("web"));
}
