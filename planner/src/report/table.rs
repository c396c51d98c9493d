//! The parts every table of the report is made of.

use maud::{Markup, html};

/// A heading; figures are set to the right and say in `note` what they are.
pub(super) struct Heading {
    pub(super) name: &'static str,
    pub(super) note: &'static str,
    pub(super) is_figure: bool,
}

/// A heading over words.
pub(super) const fn words(name: &'static str) -> Heading {
    Heading {
        name,
        note: "",
        is_figure: false,
    }
}

/// A heading over figures.
pub(super) const fn figures(name: &'static str, note: &'static str) -> Heading {
    Heading {
        name,
        note,
        is_figure: true,
    }
}

/// A table with a caption, whose columns can be sorted by their headings.
pub(super) fn table(caption: &Markup, headings: &[Heading], rows: &Markup) -> Markup {
    html! {
        div.scroll tabindex="0" {
            table {
                caption { (caption) }
                thead {
                    tr {
                        @for heading in headings {
                            th scope="col" class=[heading.is_figure.then_some("n")] title=[note(heading)] {
                                button type="button" class="sort" { (heading.name) }
                            }
                        }
                    }
                }
                tbody { (rows) }
            }
        }
    }
}

fn note(heading: &Heading) -> Option<&'static str> {
    (!heading.note.is_empty()).then_some(heading.note)
}

/// A cell with a figure; `value` is what it is sorted by.
pub(super) fn figure_cell(value: f64, shown: &str) -> Markup {
    html! { td.n data-v=(sort_key(value)) { (shown) } }
}

/// A cell with a figure and a bar of a length in proportion to `share`, 0 to 1.
pub(super) fn bar_cell(value: f64, share: f64, shown: &str) -> Markup {
    let length = format!("--b:{:.1}%", (share * 100.0).clamp(0.0, 100.0));
    html! { td.n.bar data-v=(sort_key(value)) style=(length) { span { (shown) } } }
}

fn sort_key(value: f64) -> String {
    format!("{value:.6e}")
}
