//! JSON inside a page: nothing in it may end the script element or start markup.

use maud::{Markup, PreEscaped};
use serde_json::Value;

/// The value as a `script` element of type `application/json`, which the browser parses but never runs.
pub(super) fn json_script(id: &'static str, value: &Value) -> Markup {
    let text = harmless(&value.to_string());
    PreEscaped(format!("<script type=\"application/json\" id=\"{id}\">{text}</script>"))
}

/// JSON text with every character that means something to the HTML parser written as a JSON escape. These characters
/// occur in JSON only inside strings, where the escapes mean the same.
fn harmless(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            other => out.push(other),
        }
    }
    out
}

/// A number with about four digits, as short as JSON allows.
#[allow(clippy::cast_possible_truncation, reason = "checked to be whole and below 2^53")]
pub(super) fn rounded(value: f64) -> Value {
    if value == 0.0 || !value.is_finite() {
        return Value::from(0);
    }
    let digits = 3 - value.abs().log10().floor() as i32;
    let short = if digits >= 0 {
        let factor = 10f64.powi(digits.min(300));
        (value * factor).round() / factor
    } else {
        let factor = 10f64.powi(-digits);
        (value / factor).round() * factor
    };
    if short.fract() == 0.0 && short.abs() < 9e15 {
        Value::from(short as i64)
    } else {
        Value::from(short)
    }
}

/// A coordinate of the drawing, to a tenth of a unit.
pub(super) fn tenth(value: f64) -> Value {
    let short = (value * 10.0).round() / 10.0;
    if short.fract() == 0.0 {
        rounded_whole(short)
    } else {
        Value::from(short)
    }
}

#[allow(clippy::cast_possible_truncation, reason = "drawing coordinates are small")]
fn rounded_whole(value: f64) -> Value {
    Value::from(value as i64)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn hostile_text_stays_inside_the_script_and_keeps_its_meaning() {
        let hostile = json!({"</script><img src=x onerror=alert(1)>": "<!-- & \u{2028} ]]>"});
        let page = json_script("d", &hostile).into_string();
        let inner = page
            .strip_prefix("<script type=\"application/json\" id=\"d\">")
            .unwrap();
        let inner = inner.strip_suffix("</script>").unwrap();
        assert!(!inner.contains(['<', '>', '&', '\u{2028}']), "{inner}");
        assert_eq!(serde_json::from_str::<Value>(inner).unwrap(), hostile);
    }

    #[test]
    fn numbers_are_shortened() {
        let shown = [0.0, 1.234_567, 123_456.0, 0.000_123_456, -98_765_432.0, f64::NAN].map(|v| rounded(v).to_string());
        assert_eq!(shown, ["0", "1.235", "123500", "0.0001235", "-98770000", "0"]);
        assert_eq!([12.34, 5.0].map(|v| tenth(v).to_string()), ["12.3", "5"]);
    }
}
