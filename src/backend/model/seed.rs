//! What a cloud image is told when it boots for the first time: cloud-init's `NoCloud`, on a disc with the label `cidata`.
//!
//! <https://cloudinit.readthedocs.io/en/latest/reference/datasources/nocloud.html>

use serde::{Deserialize, Serialize};

use super::Uuid;
use super::iso9660::{DiscFile, disc};

/// What the guest is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seed {
    /// cloud-init does its work anew when this is another one.
    pub instance: Uuid,
    /// The guest's name.
    pub hostname: String,
    /// cloud-init's user data: a `#cloud-config`, a script with `#!`, or a MIME text.
    pub user_data: String,
    /// Public keys that may log in as the image's own user, a line of `authorized_keys` each.
    #[serde(default)]
    pub keys: Vec<String>,
}

/// User data that ask for nothing.
pub const NO_USER_DATA: &str = "#cloud-config\n{}\n";

impl Seed {
    /// The meta data. They are JSON, which is YAML too, so that no name can be read as anything else.
    fn meta_data(&self) -> String {
        let mut all = serde_json::json!({
            "instance-id": self.instance.to_string(),
            "local-hostname": self.hostname,
        });
        if !self.keys.is_empty() {
            all["public-keys"] = self.keys.clone().into();
        }
        format!("{all:#}\n")
    }

    /// The bytes of the disc.
    #[must_use]
    pub fn disc(&self) -> Vec<u8> {
        let meta_data = self.meta_data();
        let files = [
            DiscFile {
                short: "METADATA",
                name: "meta-data",
                content: meta_data.as_bytes(),
            },
            DiscFile {
                short: "USERDATA",
                name: "user-data",
                content: self.user_data.as_bytes(),
            },
        ];
        disc("cidata", &files)
    }
}

/// A name that a guest can have, made of that of its machine: letters, digits and hyphens (RFC 1123).
#[must_use]
pub fn hostname_of(machine: &str) -> String {
    let plain = machine.chars().map(|c| {
        let c = c.to_ascii_lowercase();
        if c.is_ascii_alphanumeric() { c } else { '-' }
    });
    let name: String = plain.collect();
    let name: String = name.trim_matches('-').chars().take(63).collect();
    match name.trim_end_matches('-') {
        "" => "vm".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guest_has_a_name_that_guests_can_have() {
        for (machine, guest) in [
            ("web1", "web1"),
            ("My VM (2)", "my-vm--2"),
            ("-", "vm"),
            ("ä", "vm"),
        ] {
            assert_eq!(hostname_of(machine), guest);
        }
        assert_eq!(hostname_of(&"a".repeat(80)).len(), 63);
    }

    #[test]
    fn keys_cannot_break_out_of_the_meta_data() {
        let seed = Seed {
            instance: Uuid::default(),
            hostname: "a".to_owned(),
            user_data: NO_USER_DATA.to_owned(),
            keys: vec!["ssh-ed25519 AAAA \"me\"\nroot: x".to_owned()],
        };
        let read: serde_json::Value = serde_json::from_str(&seed.meta_data()).unwrap();
        assert_eq!(read["public-keys"][0], seed.keys[0].as_str());
        assert_eq!(read["local-hostname"], "a");
        assert_eq!(read.as_object().unwrap().len(), 3);
    }
}
