//! The program's own source, as the rules look at it. What stands under `#[cfg(test)]` does not count.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// One file below `src/`.
pub struct Source {
    /// Relative to `src/`.
    pub path: PathBuf,
    pub text: String,
    pub file: syn::File,
}

/// All files, but for those that hold only tests.
pub fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "tests" {
                folders.push(path);
            } else if name.ends_with(".rs") && name != "tests.rs" && name != "testing.rs" {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push(Source::read(path.strip_prefix(&root).unwrap(), &text));
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

impl Source {
    pub fn read(path: impl AsRef<Path>, text: &str) -> Self {
        let path = path.as_ref().to_owned();
        let mut file = syn::parse_file(text)
            .unwrap_or_else(|error| panic!("{} is not Rust: {error}", path.display()));
        file.items.retain(|item| !is_test(item));
        Self { path, text: text.to_owned(), file }
    }

    /// The module of the crate that this file belongs to; none for the roots.
    pub fn module(&self) -> Option<&str> {
        let first = self.path.components().next()?.as_os_str().to_str()?;
        let name = first.strip_suffix(".rs").unwrap_or(first);
        (name != "lib" && name != "main").then_some(name)
    }

    /// How many names lead to this file's module: 1 for `config.rs`, 2 for `store/desk.rs`.
    fn depth(&self) -> usize {
        let names = self.path.components().count();
        if self.path.ends_with("mod.rs") { names - 1 } else { names }
    }

    /// The crate's modules that this file names, its own among them.
    pub fn used_modules(&self) -> BTreeSet<String> {
        let outside = |path: &String| {
            let mut names = path.split("::");
            let first = names.next()?;
            if first == "crate" || first == "$crate" {
                return names.next().map(ToOwned::to_owned);
            }
            let ups = path.split("::").take_while(|name| *name == "super").count();
            (ups > 0 && ups == self.depth())
                .then(|| path.split("::").nth(ups))?
                .map(ToOwned::to_owned)
        };
        self.said().iter().filter_map(outside).collect()
    }

    /// Every path and macro that is named, written with `::`; what macros are given counts, too.
    pub fn said(&self) -> BTreeSet<String> {
        let mut words = Words::default();
        words.visit_file(&self.file);
        words.paths
    }

    pub fn literals(&self) -> Vec<String> {
        let mut words = Words::default();
        words.visit_file(&self.file);
        words.literals
    }

    pub fn has_async(&self) -> bool {
        let mut words = Words::default();
        words.visit_file(&self.file);
        words.is_async
    }
}

fn is_test(item: &syn::Item) -> bool {
    let attributes = match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        _ => return false,
    };
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && matches!(&attribute.meta, syn::Meta::List(list) if list.tokens.to_string() == "test")
    })
}

/// An expression as one line.
pub fn text_of(expression: &syn::Expr) -> String {
    let mut names = Names(Vec::new());
    names.visit_expr(expression);
    names.0.join(".")
}

/// The names in what a function gives back.
pub fn names_in(given: &syn::ReturnType) -> Vec<String> {
    let mut names = Names(Vec::new());
    names.visit_return_type(given);
    names.0
}

struct Names(Vec<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_ident(&mut self, name: &'ast syn::Ident) {
        self.0.push(name.to_string());
    }
}

#[derive(Default)]
struct Words {
    paths: BTreeSet<String>,
    literals: Vec<String>,
    is_async: bool,
}

impl Words {
    fn add_path(&mut self, path: &syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|one| one.ident.to_string()).collect();
        self.paths.insert(names.join("::"));
    }

    fn add_use(&mut self, before: &str, tree: &syn::UseTree) {
        let join = |name: &str| {
            if before.is_empty() { name.to_owned() } else { format!("{before}::{name}") }
        };
        match tree {
            syn::UseTree::Path(path) => self.add_use(&join(&path.ident.to_string()), &path.tree),
            syn::UseTree::Name(name) => drop(self.paths.insert(join(&name.ident.to_string()))),
            syn::UseTree::Rename(name) => drop(self.paths.insert(join(&name.ident.to_string()))),
            syn::UseTree::Glob(_) => drop(self.paths.insert(before.to_owned())),
            syn::UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.add_use(before, tree));
            }
        }
    }

    /// What a macro is given is only tokens: paths are put together from their text.
    fn add_tokens(&mut self, text: &str) {
        let text = text.replace(" :: ", "::").replace("$ ", "$");
        let part = |c: char| !(c.is_alphanumeric() || c == '_' || c == ':' || c == '$');
        let paths = text.split(part).filter(|word| word.contains("::"));
        self.paths.extend(paths.map(|path| path.trim_matches(':').to_owned()));
    }
}

impl<'ast> Visit<'ast> for Words {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.add_path(path);
        syn::visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.add_use("", &item.tree);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.add_path(&called.path);
        self.add_tokens(&called.tokens.to_string());
    }

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {
        // Documentation and derives say nothing about direction.
    }

    fn visit_lit_str(&mut self, literal: &'ast syn::LitStr) {
        self.literals.push(literal.value());
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        self.is_async |= signature.asyncness.is_some();
        syn::visit::visit_signature(self, signature);
    }

    fn visit_expr_async(&mut self, block: &'ast syn::ExprAsync) {
        self.is_async = true;
        syn::visit::visit_expr_async(self, block);
    }

    fn visit_expr_await(&mut self, awaited: &'ast syn::ExprAwait) {
        self.is_async = true;
        syn::visit::visit_expr_await(self, awaited);
    }
}
