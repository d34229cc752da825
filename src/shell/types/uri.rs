//! `System.Uri`, as far as scripts look into one.

use std::any::Any;
use std::rc::Rc;

use crate::value::{Name, Native, Value};

/// `System.Uri`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UriValue {
    text: Rc<str>,
}

struct Parts<'a> {
    scheme: &'a str,
    user: &'a str,
    host: &'a str,
    port: Option<i32>,
    path: &'a str,
    query: &'a str,
    fragment: &'a str,
}

impl UriValue {
    /// A URI, absolute or relative.
    pub fn new(text: &str) -> Self {
        Self {
            text: text.trim().into(),
        }
    }

    fn parts(&self) -> Option<Parts<'_>> {
        let (scheme, rest) = self.text.split_once(':')?;
        let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        if !valid {
            return None;
        }
        let (rest, fragment) = split_before(rest, '#');
        let (rest, query) = split_before(rest, '?');
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => split_before(rest, '/'),
            None => ("", rest),
        };
        let (user, host_port) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (host, port) = match host_port.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port.parse().ok()),
            _ => (host_port, None),
        };
        Some(Parts {
            scheme,
            user,
            host,
            port,
            path,
            query,
            fragment,
        })
    }
}

/// Splits so that the mark stays with the second part.
fn split_before(text: &str, mark: char) -> (&str, &str) {
    match text.find(mark) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    }
}

fn default_port(scheme: &str) -> i32 {
    match scheme.to_ascii_lowercase().as_str() {
        "http" => 80,
        "https" => 443,
        "ftp" => 21,
        _ => -1,
    }
}

impl Native for UriValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Uri", "System.Object"]
    }
    fn to_text(&self) -> String {
        match self.parts() {
            Some(parts) if parts.path.is_empty() && !parts.host.is_empty() => {
                format!(
                    "{}/{}{}",
                    self.text.trim_end_matches('/'),
                    parts.query,
                    parts.fragment
                )
            }
            _ => self.text.to_string(),
        }
    }
    fn property(&self, name: &str) -> Option<Value> {
        let name = name.to_ascii_lowercase();
        if name == "originalstring" {
            return Some(Value::Str(self.text.clone()));
        }
        let Some(parts) = self.parts() else {
            return match name.as_str() {
                "isabsoluteuri" => Some(Value::Bool(false)),
                _ => Some(Value::Null).filter(|_| {
                    self.property_names()
                        .iter()
                        .any(|known| known.eq_ignore_ascii_case(&name))
                }),
            };
        };
        let port = parts.port.unwrap_or_else(|| default_port(parts.scheme));
        let path = if parts.path.is_empty() {
            "/"
        } else {
            parts.path
        };
        Some(match name.as_str() {
            "isabsoluteuri" => Value::Bool(true),
            "absoluteuri" => Value::from(self.to_text()),
            "scheme" => Value::from(parts.scheme.to_ascii_lowercase()),
            "host" | "dnssafehost" => Value::from(parts.host.to_ascii_lowercase()),
            "port" => Value::Int(port),
            "isdefaultport" => Value::Bool(port == default_port(parts.scheme)),
            "authority" => Value::from(match parts.port {
                Some(port) if port != default_port(parts.scheme) => {
                    format!("{}:{port}", parts.host)
                }
                _ => parts.host.to_owned(),
            }),
            "absolutepath" | "localpath" => Value::from(path),
            "pathandquery" => Value::from(format!("{path}{}", parts.query)),
            "query" => Value::from(parts.query),
            "fragment" => Value::from(parts.fragment),
            "userinfo" => Value::from(parts.user),
            "isfile" => Value::Bool(parts.scheme.eq_ignore_ascii_case("file")),
            "segments" => {
                let mut segments = Vec::new();
                let mut rest = path;
                while !rest.is_empty() {
                    let end = rest.find('/').map_or(rest.len(), |at| at + 1);
                    let (head, tail) = rest.split_at(end);
                    segments.push(head.to_owned());
                    rest = tail;
                }
                Value::strings(segments)
            }
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "AbsolutePath",
            "AbsoluteUri",
            "LocalPath",
            "Authority",
            "IsDefaultPort",
            "IsFile",
            "PathAndQuery",
            "Segments",
            "Host",
            "Port",
            "Query",
            "Fragment",
            "Scheme",
            "OriginalString",
            "DnsSafeHost",
            "IsAbsoluteUri",
            "UserInfo",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Self>() == Some(self)
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
