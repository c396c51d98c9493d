//! How an answer is called.
//!
//! Invariant: a path is that of the API below `api/v1/`, encoded as a browser encodes it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What JavaScript's `encodeURIComponent` replaces.
const REPLACED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// The path of an answer from its parts.
pub(crate) fn path(parts: &[&str]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| component(part)).collect();
    parts.join("/")
}

/// One part of a path or one value of a parameter.
pub(crate) fn component(text: &str) -> String {
    utf8_percent_encode(text, REPLACED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_encoded_as_browsers_do() {
        assert_eq!(
            path(&["plans", "a b", "nodes", "x/y", "ü'()!~*"]),
            "plans/a%20b/nodes/x%2Fy/%C3%BC'()!~*"
        );
    }
}
