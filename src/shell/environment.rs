//! The environment variables of a session.
//!
//! A process cannot change its own environment safely while other threads read it, so a session keeps a copy: `$env:X`
//! reads and writes that, and every program that the session starts is given it.

use std::collections::BTreeMap;

use super::os_text;

/// Environment variables. Names are compared with regard to case, as Linux does.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    variables: BTreeMap<String, String>,
}

impl Environment {
    /// The variables of this process. Bytes that are no UTF-8 are kept (see [`os_text`]).
    pub fn of_process() -> Self {
        Self {
            variables: std::env::vars_os()
                .map(|(name, value)| (os_text::text_of(name), os_text::text_of(value)))
                .collect(),
        }
    }

    /// The value of a variable.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// Sets a variable. An empty value removes it, as in .NET; an empty name, or one with `=`, is ignored.
    pub fn set(&mut self, name: &str, value: &str) {
        if name.is_empty() || name.contains(['=', '\0']) || value.contains('\0') {
            return;
        }
        if value.is_empty() {
            self.variables.remove(name);
        } else {
            self.variables.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Takes a variable away; whether there was one.
    pub fn remove(&mut self, name: &str) -> bool {
        self.variables.remove(name).is_some()
    }

    /// All of them, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_value_removes() {
        let mut environment = Environment::default();
        environment.set("A", "1");
        environment.set("a", "2");
        assert_eq!(environment.get("A"), Some("1"));
        environment.set("A", "");
        assert_eq!(environment.get("A"), None);
        assert_eq!(environment.iter().count(), 1);
        environment.set("B=C", "1");
        assert!(environment.remove("a"));
        assert_eq!(environment.iter().count(), 0);
    }
}
