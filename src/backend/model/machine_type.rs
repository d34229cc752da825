//! The machine types that the hypervisor has: Hyper-V's versions of configurations.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// A machine type. Filled by [`super::Scope::machine_types`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MachineType {
    /// Its name, for example `pc-q35-10.0`.
    pub name: String,
    /// What a new VM gets.
    pub is_default: bool,
}

impl MachineType {
    /// The family and the version: `pc-q35` and `10.0` of `pc-q35-10.0`; `None` of a name without a version.
    #[must_use]
    pub fn parts(name: &str) -> Option<(&str, &str)> {
        let (family, version) = name.rsplit_once('-')?;
        let is_version = version.starts_with(|first: char| first.is_ascii_digit());
        is_version.then_some((family, version))
    }

    /// Those of the family that a new VM is of, each with its version, in their order; all where that family is not known.
    pub fn of_new(known: &[Self]) -> impl Iterator<Item = (&Self, &str)> {
        let default = known.iter().find(|one| one.is_default);
        let family = default.and_then(|one| Self::parts(&one.name));
        known.iter().filter_map(move |one| {
            let (own, version) = Self::parts(&one.name)?;
            let is_meant = family.is_none_or(|(family, _)| family == own);
            is_meant.then_some((one, version))
        })
    }

    /// Which of two versions is newer.
    #[must_use]
    pub fn compare(one: &str, other: &str) -> Ordering {
        let numbers = |version: &str| -> Vec<u32> {
            let parts = version.split(['.', '_', '+', '-']);
            parts.map(|part| part.parse().unwrap_or(0)).collect()
        };
        numbers(one).cmp(&numbers(other))
    }

    /// The newest of the family that a machine type is of; `None` where it is itself that, or where nobody knows.
    #[must_use]
    pub fn newer<'a>(known: &'a [Self], than: &str) -> Option<&'a str> {
        let (family, version) = Self::parts(than)?;
        let of_family = known.iter().filter_map(|one| {
            let (own, newer) = Self::parts(&one.name)?;
            (own == family && Self::compare(newer, version) == Ordering::Greater)
                .then_some((newer, one.name.as_str()))
        });
        let newest = of_family.max_by(|(a, _), (b, _)| Self::compare(a, b));
        newest.map(|(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_of_a_family_is_found_by_numbers() {
        let known = [
            "pc-q35-9.2",
            "pc-q35-10.0",
            "pc-q35-10.1",
            "pc-i440fx-11.0",
            "q35",
        ];
        let known = known.map(|name| MachineType {
            name: name.to_owned(),
            is_default: false,
        });
        for (than, newer) in [
            ("pc-q35-9.2", Some("pc-q35-10.1")),
            ("pc-q35-10.0", Some("pc-q35-10.1")),
            ("pc-q35-10.1", None),
            ("q35", None),
            ("virt-9.0", None),
            ("pc-i440fx-2.9", Some("pc-i440fx-11.0")),
        ] {
            assert_eq!(MachineType::newer(&known, than), newer, "{than}");
        }
    }
}
