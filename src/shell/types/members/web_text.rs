//! Text as HTML and URLs carry it: `[Net.WebUtility]`, `[Web.HttpUtility]`, and the static members of `[uri]`.

use super::{Call, StaticMember, static_method};
use crate::error::Flow;
use crate::value::Value;

fn html_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // .NET writes Latin-1's upper half, and what UTF-16 needs two units for, as numbers.
            '\u{A0}'..='\u{FF}' | '\u{10000}'.. => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "copy" => '\u{A9}',
        "reg" => '\u{AE}',
        "deg" => '\u{B0}',
        "auml" => '\u{E4}',
        "ouml" => '\u{F6}',
        "uuml" => '\u{FC}',
        "Auml" => '\u{C4}',
        "Ouml" => '\u{D6}',
        "Uuml" => '\u{DC}',
        "szlig" => '\u{DF}',
        "euro" => '\u{20AC}',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "hellip" => '\u{2026}',
        _ => return None,
    })
}

fn html_decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or(""));
        let tail = rest.get(at + 1..).unwrap_or("");
        let found = tail
            .find(';')
            .filter(|end| *end <= 10)
            .and_then(|end| Some((end, entity(tail.get(..end)?)?)));
        match found {
            Some((end, c)) => {
                out.push(c);
                rest = tail.get(end + 1..).unwrap_or("");
            }
            None => {
                out.push('&');
                rest = tail;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Percent signs for all bytes that `keeps` does not keep.
fn escape(text: &str, upper: bool, keeps: fn(u8) -> bool, blank_is_plus: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte == b' ' && blank_is_plus {
            out.push('+');
        } else if keeps(byte) {
            out.push(char::from(byte));
        } else if upper {
            out.push_str(&format!("%{byte:02X}"));
        } else {
            out.push_str(&format!("%{byte:02x}"));
        }
    }
    out
}

fn unescape(text: &str, plus_is_blank: bool) -> String {
    let mut out = Vec::with_capacity(text.len());
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = text
            .get(at + 1..at + 3)
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (byte, code) {
            (b'%', Some(code)) => {
                out.push(code);
                at += 2;
            }
            (b'+', _) if plus_is_blank => out.push(b' '),
            _ => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn of_urls(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.!*()".contains(&byte)
}

fn of_data(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte)
}

fn of_uris(byte: u8) -> bool {
    of_data(byte) || b":/?#[]@!$&'()*+,;=".contains(&byte)
}

fn with(call: &mut Call<'_>, f: impl FnOnce(&str) -> String) -> Flow<Value> {
    if call.arg(0).is_null() {
        return Ok(Value::Null);
    }
    let text = call.text(0)?;
    Ok(Value::from(f(&text)))
}

/// Static members of `[System.Net.WebUtility]`.
pub const WEB_STATICS: &[StaticMember] = &[
    static_method(
        "HtmlEncode",
        1,
        1,
        "string HtmlEncode(string value)",
        |call| with(call, html_encode),
    ),
    static_method(
        "HtmlDecode",
        1,
        1,
        "string HtmlDecode(string value)",
        |call| with(call, html_decode),
    ),
    static_method(
        "UrlEncode",
        1,
        1,
        "string UrlEncode(string value)",
        |call| with(call, |text| escape(text, true, of_urls, true)),
    ),
    static_method(
        "UrlDecode",
        1,
        1,
        "string UrlDecode(string value)",
        |call| with(call, |text| unescape(text, true)),
    ),
];

/// Static members of `[System.Web.HttpUtility]`, which writes hexadecimal digits small.
pub const HTTP_STATICS: &[StaticMember] = &[
    static_method("HtmlEncode", 1, 1, "string HtmlEncode(string s)", |call| {
        with(call, html_encode)
    }),
    static_method("HtmlDecode", 1, 1, "string HtmlDecode(string s)", |call| {
        with(call, html_decode)
    }),
    static_method("UrlEncode", 1, 2, "string UrlEncode(string str)", |call| {
        with(call, |text| escape(text, false, of_urls, true))
    }),
    static_method("UrlDecode", 1, 2, "string UrlDecode(string str)", |call| {
        with(call, |text| unescape(text, true))
    }),
];

/// Static members of `[uri]`.
pub const URI_STATICS: &[StaticMember] = &[
    static_method(
        "EscapeDataString",
        1,
        1,
        "string EscapeDataString(string stringToEscape)",
        |call| with(call, |text| escape(text, true, of_data, false)),
    ),
    static_method(
        "EscapeUriString",
        1,
        1,
        "string EscapeUriString(string stringToEscape)",
        |call| with(call, |text| escape(text, true, of_uris, false)),
    ),
    static_method(
        "UnescapeDataString",
        1,
        1,
        "string UnescapeDataString(string stringToUnescape)",
        |call| with(call, |text| unescape(text, false)),
    ),
    static_method(
        "IsWellFormedUriString",
        2,
        2,
        "bool IsWellFormedUriString(string uriString, System.UriKind uriKind)",
        |call| {
            let text = call.text(0)?;
            let absolute = text.split_once(':').is_some_and(|(scheme, rest)| {
                !scheme.is_empty()
                    && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                    && scheme
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
                    && !rest.is_empty()
                    && (!rest.starts_with("//") || rest.len() > 2)
            });
            let clean = text.bytes().all(|byte| of_uris(byte) || byte == b'%');
            let kind = crate::value::convert::to_text(call.arg(1)).to_lowercase();
            Ok(Value::Bool(
                clean
                    && match kind.as_str() {
                        "absolute" | "1" => absolute,
                        "relative" | "2" => !absolute,
                        _ => true,
                    },
            ))
        },
    ),
    static_method(
        "CheckHostName",
        1,
        1,
        "System.UriHostNameType CheckHostName(string name)",
        |call| {
            let text = call.text(0)?;
            let bare = text.trim_start_matches('[').trim_end_matches(']');
            Ok(Value::from(match bare.parse::<std::net::IpAddr>() {
                Ok(std::net::IpAddr::V4(_)) => "IPv4",
                Ok(std::net::IpAddr::V6(_)) => "IPv6",
                Err(_) if of_name(&text) => "Dns",
                Err(_) => "Unknown",
            }))
        },
    ),
];

fn of_name(text: &str) -> bool {
    !text.is_empty()
        && text.split('.').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        })
}

/// Static members of `[System.Security.SecurityElement]`.
pub const ELEMENT_STATICS: &[StaticMember] = &[static_method(
    "Escape",
    1,
    1,
    "string Escape(string str)",
    |call| {
        let text = call.text(0)?;
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&apos;"),
                '&' => out.push_str("&amp;"),
                other => out.push(other),
            }
        }
        Ok(Value::from(out))
    },
)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_comes_back() {
        let text = "a<b> & \"c\" 'd' ü %/+";
        assert_eq!(html_decode(&html_encode(text)), text);
        assert_eq!(unescape(&escape(text, true, of_urls, true), true), text);
        assert_eq!(unescape(&escape(text, false, of_data, false), false), text);
        assert_eq!(html_decode("&nosuch; &#x41;& &"), "&nosuch; A& &");
        assert_eq!(unescape("100% %zz", false), "100% %zz");
    }
}
