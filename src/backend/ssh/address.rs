//! Where a far host is, as `ssh` takes it.

use std::fmt;
use std::net::Ipv6Addr;

use crate::{Category, HostError};

/// A host that `ssh` reaches: `ssh://USER@NAME:PORT`, of which user and port may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SshAddress {
    /// The name, address or alias of the user's own configuration of ssh.
    pub name: String,
    /// The user; `None`: whom ssh chooses.
    pub user: Option<String>,
    /// The port; `None`: which ssh chooses.
    pub port: Option<u16>,
}

impl SshAddress {
    /// The address that stands behind `ssh://`.
    ///
    /// # Errors
    /// `Host.BadName`: this cannot be the name of a host. A name that ssh would take for an option is refused.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        Self::read(text).ok_or_else(|| {
            HostError::new(
                "Host.BadName",
                Category::InvalidArgument,
                format!("'{text}' is not the name of a host."),
            )
            .target(text)
            .next_step("Write ssh://NAME, ssh://USER@NAME or ssh://USER@NAME:PORT.")
        })
    }

    fn read(text: &str) -> Option<Self> {
        let (user, rest) = match text.rsplit_once('@') {
            Some((user, rest)) => (Some(user.to_owned()), rest),
            None => (None, text),
        };
        let (name, port) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((name, "")) => (name, None),
            Some((name, port)) => (name, Some(port.strip_prefix(':')?)),
            // An address of IPv6 without brackets has no port.
            None if rest.parse::<Ipv6Addr>().is_ok() => (rest, None),
            None => match rest.split_once(':') {
                Some((name, port)) => (name, Some(port)),
                None => (rest, None),
            },
        };
        let port = match port {
            Some(port) => Some(port.parse().ok().filter(|port| *port > 0)?),
            None => None,
        };
        let is_word = |word: &str| {
            !word.is_empty()
                && !word.starts_with('-')
                && word.chars().all(|c| {
                    !c.is_control() && !c.is_whitespace() && !"/'\"\\`$;|&<>(){}".contains(c)
                })
        };
        let good = is_word(name) && user.as_deref().is_none_or(is_word);
        good.then(|| Self {
            name: name.to_owned(),
            user,
            port,
        })
    }

    /// The words of ssh that name it.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        if let Some(user) = &self.user {
            words.extend(["-l".to_owned(), user.clone()]);
        }
        if let Some(port) = self.port {
            words.extend(["-p".to_owned(), port.to_string()]);
        }
        words.extend(["--".to_owned(), self.name.clone()]);
        words
    }
}

impl fmt::Display for SshAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(user) = &self.user {
            write!(f, "{user}@")?;
        }
        match (self.port, self.name.contains(':')) {
            (Some(port), true) => write!(f, "[{}]:{port}", self.name),
            (Some(port), false) => write!(f, "{}:{port}", self.name),
            (None, _) => f.write_str(&self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SshAddress;

    #[test]
    fn an_address_reads_as_it_is_written() {
        for (text, words) in [
            ("hv1", "-- hv1"),
            ("root@hv1", "-l root -- hv1"),
            ("hv1:2222", "-p 2222 -- hv1"),
            ("a.b@[fe80::1]:22", "-l a.b -p 22 -- fe80::1"),
            ("fe80::1", "-- fe80::1"),
        ] {
            let address = SshAddress::parse(text).unwrap();
            assert_eq!(address.words().join(" "), words);
            assert_eq!(address.to_string(), text);
        }
    }

    #[test]
    fn nothing_becomes_an_option_or_a_command() {
        for text in [
            "",
            "-oProxyCommand=x",
            "a@-x",
            "-x@a",
            "@a",
            "a b",
            "a;b",
            "a:0",
            "a:x",
            "a:99999",
            "$(x)",
            "a\n",
            "[::1",
            "[::1]22",
        ] {
            let error = SshAddress::parse(text).err();
            assert!(
                error.is_some_and(|error| error.id == "Host.BadName"),
                "{text:?}"
            );
        }
    }
}
