//! What every page of this program has around it.
//!
//! Invariant: a page loads nothing, and its policy forbids the browser to; only a page that asks for it runs scripts of its own.

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// A page around its body.
pub(crate) struct Document<'a> {
    /// What the browser shows as its name.
    pub(crate) title: &'a str,
    /// Its style sheet.
    pub(crate) style: &'a str,
    /// Its script; none for a page that runs nothing.
    pub(crate) script: Option<&'a str>,
}

impl Document<'_> {
    /// The page.
    pub(crate) fn around(&self, body: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(self.policy());
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) }
                    style { (PreEscaped(self.style)) }
                }
                body {
                    (body)
                    @if let Some(script) = self.script { script { (PreEscaped(script)) } }
                }
            }
        }
    }

    /// The browser may style what is in the page, run its own script if it has one, and fetch nothing.
    const fn policy(&self) -> &'static str {
        match self.script {
            Some(_) => {
                "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
            }
            None => "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
        }
    }
}
