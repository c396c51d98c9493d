//! Text from an input made safe to show: control and bidirectional characters become visible escapes.

use std::borrow::Cow;
use std::fmt::Write;

/// Longest piece of input shown in a finding, characters.
const SHOWN_CHARACTERS: usize = 80;

/// Whether a character could move the cursor, reorder the line or hide itself.
#[must_use]
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// The text with control, bidirectional and invisible characters written as escapes such as `\u{202e}`.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_hidden(c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// A piece of input as a finding shows it: in backticks, escaped, cut after 80 characters.
#[must_use]
pub fn shown(text: &str) -> String {
    let mut head: String = text.chars().take(SHOWN_CHARACTERS).collect();
    if head.len() < text.len() {
        head.push('…');
    }
    format!("`{}`", escape(&head))
}

#[cfg(test)]
mod tests {
    use super::{escape, shown};

    #[test]
    fn control_and_bidirectional_characters_are_visible() {
        assert_eq!(escape("a\u{202e}b\u{1b}[31m\n"), "a\\u{202e}b\\u{1b}[31m\\n");
        assert_eq!(escape("Montréal"), "Montréal");
    }

    #[test]
    fn escaping_twice_changes_nothing() {
        let once = escape("x\u{200f}\t").into_owned();
        assert_eq!(escape(&once), once);
    }

    #[test]
    fn long_input_is_cut() {
        assert_eq!(shown(&"x".repeat(500)).chars().count(), 83);
    }
}
