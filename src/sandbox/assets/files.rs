//! The page's files, built into the program: name, kind, content. A new file is added here and, when
//! it is a script, to the preloads of `index.html`.

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

#[rustfmt::skip]
pub const ALL: [(&str, &str, &str); 29] = [
    ("index.html", "text/html; charset=utf-8", include_str!("index.html")),
    ("icon.svg", "image/svg+xml", include_str!("icon.svg")),
    ("page.css", CSS, include_str!("page.css")),
    ("parts.css", CSS, include_str!("parts.css")),
    ("acts.js", JS, include_str!("acts.js")),
    ("api.js", JS, include_str!("api.js")),
    ("beside.js", JS, include_str!("beside.js")),
    ("blocks.js", JS, include_str!("blocks.js")),
    ("clock.js", JS, include_str!("clock.js")),
    ("composer.js", JS, include_str!("composer.js")),
    ("dom.js", JS, include_str!("dom.js")),
    ("elements.js", JS, include_str!("elements.js")),
    ("inputs.js", JS, include_str!("inputs.js")),
    ("jump.js", JS, include_str!("jump.js")),
    ("keys.js", JS, include_str!("keys.js")),
    ("layers.js", JS, include_str!("layers.js")),
    ("log.js", JS, include_str!("log.js")),
    ("markdown.js", JS, include_str!("markdown.js")),
    ("messages.js", JS, include_str!("messages.js")),
    ("modal.js", JS, include_str!("modal.js")),
    ("notices.js", JS, include_str!("notices.js")),
    ("page.js", JS, include_str!("page.js")),
    ("panes.js", JS, include_str!("panes.js")),
    ("rewrite.js", JS, include_str!("rewrite.js")),
    ("side.js", JS, include_str!("side.js")),
    ("state.js", JS, include_str!("state.js")),
    ("suggest.js", JS, include_str!("suggest.js")),
    ("text.js", JS, include_str!("text.js")),
    ("tour.js", JS, include_str!("tour.js")),
];
