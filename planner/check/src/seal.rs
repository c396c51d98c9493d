//! The seal of a certificate: a hash over everything that it says, whatever its layout.
//!
//! Invariant: two texts have the same seal exactly when they say the same: spaces, line ends and the order of keys are free, and a
//! number is its first twelve digits, as many as every reader and writer of JSON keeps. A seal tells an accident; against
//! someone who makes a new seal only the figures stand.

use serde_json::Value;

/// The key that the seal stands under, which it does not cover.
pub(crate) const KEY: &str = "seal";

/// BLAKE3 of what the certificate says but for the seal itself, hexadecimal.
pub(crate) fn seal_of(certificate: &Value) -> String {
    let mut hasher = blake3::Hasher::new();
    match certificate.as_object() {
        Some(object) => take_object(&mut hasher, object, |key| key != KEY),
        None => take(&mut hasher, certificate),
    }
    hasher.finalize().to_hex().to_string()
}

fn take(hasher: &mut blake3::Hasher, value: &Value) {
    match value {
        Value::Null => drop(hasher.update(b"n")),
        Value::Bool(is_true) => drop(hasher.update(if *is_true { b"t" } else { b"f" })),
        Value::Number(number) => {
            let value = number.as_f64().unwrap_or(f64::NAN) + 0.0;
            hasher.update(b"d");
            take_text(hasher, &format!("{value:.11e}"));
        }
        Value::String(text) => take_text(hasher, text),
        Value::Array(items) => {
            take_count(hasher, b"a", items.len());
            items.iter().for_each(|item| take(hasher, item));
        }
        Value::Object(object) => take_object(hasher, object, |_| true),
    }
}

fn take_object(
    hasher: &mut blake3::Hasher,
    object: &serde_json::Map<String, Value>,
    is_covered: impl Fn(&str) -> bool,
) {
    let mut entries: Vec<_> = object.iter().filter(|(key, _)| is_covered(key)).collect();
    entries.sort_by_key(|(key, _)| *key);
    take_count(hasher, b"o", entries.len());
    for (key, value) in entries {
        take_text(hasher, key);
        take(hasher, value);
    }
}

fn take_text(hasher: &mut blake3::Hasher, text: &str) {
    take_count(hasher, b"s", text.len());
    hasher.update(text.as_bytes());
}

fn take_count(hasher: &mut blake3::Hasher, kind: &[u8; 1], count: usize) {
    hasher.update(kind).update(&(count as u64).to_le_bytes());
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::seal_of;

    fn seal(text: &str) -> String {
        seal_of(&serde_json::from_str(text).unwrap())
    }

    #[test]
    fn layout_is_free_and_what_is_said_is_not() {
        let said = seal(r#"{"a": [1, 2.5, null], "b": {"c": "x", "d": true}}"#);
        assert_eq!(
            said,
            seal("{\"b\":{\"d\":true,\"c\":\"x\"},\n\"a\":[1.0,25e-1,null], \"seal\": \"any\"}")
        );
        for other in [
            r#"{"a": [2.5, 1, null], "b": {"c": "x", "d": true}}"#,
            r#"{"a": [1, 2.5], "b": {"c": "x", "d": true}}"#,
            r#"{"a": [1, 2.5, null], "b": {"c": "x", "d": "true"}}"#,
            r#"{"a": [1, 2.5, null], "b": {"c": "x", "d": true, "seal": "any"}}"#,
            r#"{"a": [1, 2.5, null], "b": {"c": "xd", "": true}}"#,
        ] {
            assert_ne!(said, seal(other), "{other}");
        }
    }
}
