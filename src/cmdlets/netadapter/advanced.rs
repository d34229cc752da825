//! The settings of a NIC by the keywords that scripts know: which there are, what they are now, and how one is changed.

use super::advanced_driver::{Choices, DriverKeyword, TABLE};
use crate::invalid;
use crate::types::{NetAdapterAdvancedProperty, SettingData};
use iovsh_backend::model::{InterfaceName, LinkKind, NetAdapter};
use iovsh_backend::policy::{self, Intent, link};
use iovsh_backend::{Scope, State};
use iovsh_shell::error::ShellError;
use iovsh_shell::wildcard::WildcardPattern;

/// What is looked at to show settings: libvirt knows nothing of them.
pub const LOOK: Scope = Scope {
    nics: true,
    ..Scope::SRIOV
};

/// What is looked at to change settings.
pub const SCOPE: Scope = Scope::REPAIR;

/// A frame's head, which the value of `*JumboPacket` counts and an MTU does not.
const FRAME_HEAD: u32 = 14;
/// `*JumboPacket` of an adapter without jumbo frames.
const PLAIN_FRAME: u32 = 1_514;

/// The keywords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyword {
    /// SR-IOV may be used.
    Sriov,
    /// How many virtual functions there may be.
    NumVfs,
    /// The largest frame.
    JumboPacket,
    /// An address in place of the one burnt in.
    NetworkAddress,
    /// A setting of the driver: its place in the table of those.
    Driver(usize),
}

impl Keyword {
    const OWN: [Self; 4] = [
        Self::JumboPacket,
        Self::NetworkAddress,
        Self::NumVfs,
        Self::Sriov,
    ];

    /// All of them, in the order of their names for people.
    fn all() -> Vec<Self> {
        let drivers = (0..TABLE.len()).map(Self::Driver);
        let mut all: Vec<Self> = Self::OWN.into_iter().chain(drivers).collect();
        all.sort_by_key(|keyword| keyword.display_name().to_lowercase());
        all
    }

    fn driver(self) -> Option<&'static DriverKeyword> {
        match self {
            Self::Driver(at) => TABLE.get(at),
            Self::Sriov | Self::NumVfs | Self::JumboPacket | Self::NetworkAddress => None,
        }
    }

    /// As the registry of Windows has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sriov => "*SRIOV",
            Self::NumVfs => "*NumVFs",
            Self::JumboPacket => "*JumboPacket",
            Self::NetworkAddress => "NetworkAddress",
            Self::Driver(_) => self.driver().map_or("", |driver| driver.keyword),
        }
    }

    /// As people read it.
    pub fn display_name(self) -> &'static str {
        match self {
            Self::Sriov => "SR-IOV",
            Self::NumVfs => "Number of Virtual Functions",
            Self::JumboPacket => "Jumbo Packet",
            Self::NetworkAddress => "Locally Administered Address",
            Self::Driver(_) => self.driver().map_or("", |driver| driver.display_name),
        }
    }

    /// The one that is called so.
    pub fn of(name: &str) -> Option<Self> {
        let mut all = Self::all().into_iter();
        all.find(|keyword| keyword.name().eq_ignore_ascii_case(name))
    }
}

/// Which settings are meant.
#[derive(Clone, Copy, Default)]
pub struct Which<'a> {
    /// By these keywords.
    pub keywords: Option<&'a [String]>,
    /// By these names for people.
    pub display_names: Option<&'a [String]>,
}

impl Which<'_> {
    /// Whether a setting is meant. A keyword begins with a star of its own, which is no pattern where the rest is one to the letter.
    pub fn has(&self, keyword: Keyword) -> bool {
        let fits = |names: Option<&[String]>, own: &str| {
            names.is_none_or(|names| {
                let mut names = names.iter();
                names.any(|name| {
                    let to_the_letter = name.starts_with('*') && own.starts_with('*');
                    name.eq_ignore_ascii_case(own)
                        || !to_the_letter && WildcardPattern::new(name).is_match(own)
                        || name == "*"
                })
            })
        };
        fits(self.keywords, keyword.name()) && fits(self.display_names, keyword.display_name())
    }
}

/// The settings that any adapter of the host has: the name for people and the keyword of each.
pub fn setting_words(state: &State) -> Vec<(String, String)> {
    let all = state.links.iter().flat_map(|link| {
        let all = properties(state, link, Which::default(), "");
        all.into_iter()
            .map(|property| (property.display_name, property.registry_keyword))
    });
    let mut all: Vec<_> = all.collect();
    all.sort();
    all.dedup();
    all
}

/// The settings of an adapter that are meant.
pub fn properties(
    state: &State,
    link: &NetAdapter,
    which: Which,
    computer: &str,
) -> Vec<NetAdapterAdvancedProperty> {
    let meant = Keyword::all()
        .into_iter()
        .filter(|keyword| which.has(*keyword));
    meant
        .filter_map(|keyword| property(state, link, keyword, computer))
        .collect()
}

fn property(
    state: &State,
    link: &NetAdapter,
    keyword: Keyword,
    computer: &str,
) -> Option<NetAdapterAdvancedProperty> {
    let of_host = state.desired.host_adapter_at(&link.name).is_some();
    if link.kind != LinkKind::Physical && !(of_host && keyword == Keyword::JumboPacket) {
        return None;
    }
    let function = state.function_of(&link.name);
    let mut property = NetAdapterAdvancedProperty {
        of: SettingData {
            instance_id: format!("{}::{}", link.id(), keyword.name()),
            ..SettingData::of(link, computer)
        },
        display_name: keyword.display_name().to_owned(),
        display_value: String::new(),
        default_display_value: String::new(),
        optional: keyword == Keyword::NetworkAddress,
        valid_registry_values: Vec::new(),
        valid_display_values: Vec::new(),
        numeric_parameter_min_value: None,
        numeric_parameter_max_value: None,
        registry_keyword: keyword.name().to_owned(),
        registry_value: Vec::new(),
        default_registry_value: String::new(),
    };
    match keyword {
        Keyword::Sriov => {
            let enabled = policy::nic_sriov(state, function?)?.enabled;
            property.set(switch(enabled), switch(true));
            property.valid_registry_values = vec!["0".to_owned(), "1".to_owned()];
            property.valid_display_values = vec!["Disabled".to_owned(), "Enabled".to_owned()];
        }
        Keyword::NumVfs => {
            let known = policy::nic_sriov(state, function?)?;
            property.set(number(known.num_vfs), number(known.total_vfs));
            property.range(0, Some(known.total_vfs));
        }
        Keyword::JumboPacket => {
            property.set(
                frame(link.mtu.saturating_add(FRAME_HEAD)),
                frame(PLAIN_FRAME),
            );
            let most = state.nic(&link.name).and_then(|nic| nic.max_mtu);
            property.range(
                68 + FRAME_HEAD,
                most.map(|most| most.saturating_add(FRAME_HEAD)),
            );
        }
        Keyword::NetworkAddress => {
            let own = link.mac == link.identity.permanent_mac;
            let value = if own { String::new() } else { link.mac.plain() };
            let shown = if own { "--".to_owned() } else { value.clone() };
            property.set((value, shown), (String::new(), "--".to_owned()));
        }
        Keyword::Driver(_) => {
            let driver = keyword.driver()?;
            let details = state.nic(&link.name)?;
            let choices = driver.choices(details)?;
            let now = driver.now(details)?;
            // What it was before anybody asked for something else.
            let mut before = details.clone();
            let record = state.desired.settings_of(&link.identity);
            for found in record.iter().flat_map(|record| &record.found) {
                before.put(found);
            }
            let default = driver.now(&before).unwrap_or_else(|| now.clone());
            let shown = |value: &str| match &choices {
                Choices::Of(all) => {
                    let known = all.iter().find(|(written, _)| written == value);
                    known.map_or_else(|| value.to_owned(), |(_, shown)| shown.clone())
                }
                Choices::UpTo(_) => value.to_owned(),
            };
            let texts = [&now, &default].map(|value| shown(value));
            let [now_shown, default_shown] = texts;
            property.set((now, now_shown), (default, default_shown));
            match choices {
                Choices::Of(all) => {
                    (
                        property.valid_registry_values,
                        property.valid_display_values,
                    ) = all.into_iter().unzip();
                }
                Choices::UpTo(most) => property.range(1, Some(most)),
            }
        }
    }
    Some(property)
}

impl NetAdapterAdvancedProperty {
    /// The value now and the one without a setting, each as it is written and as it is shown.
    fn set(&mut self, now: (String, String), default: (String, String)) {
        (self.registry_value, self.display_value) = (vec![now.0], now.1);
        (self.default_registry_value, self.default_display_value) = default;
    }

    fn range(&mut self, least: u32, most: Option<u32>) {
        self.numeric_parameter_min_value = Some(least.to_string());
        self.numeric_parameter_max_value = most.map(|most| most.to_string());
    }
}

fn switch(on: bool) -> (String, String) {
    let (value, shown) = if on {
        ("1", "Enabled")
    } else {
        ("0", "Disabled")
    };
    (value.to_owned(), shown.to_owned())
}

fn number(value: u32) -> (String, String) {
    (value.to_string(), value.to_string())
}

fn frame(bytes: u32) -> (String, String) {
    let shown = if bytes == PLAIN_FRAME {
        "Disabled".to_owned()
    } else {
        format!("{bytes} Bytes")
    };
    (bytes.to_string(), shown)
}

/// What changes a setting of an adapter to a value, as it is written or as it is shown.
pub fn change(
    state: &State,
    property: &NetAdapterAdvancedProperty,
    value: &str,
    restart: bool,
    force: bool,
) -> Result<Option<Intent>, ShellError> {
    let nic = || property.of.name.clone();
    let Some(keyword) = Keyword::of(&property.registry_keyword) else {
        return Ok(None);
    };
    let wrong = |allowed: &str| {
        invalid::parameter(
            format!("'{value}' is no value of {}.", property.registry_keyword),
            &format!("Give {allowed}."),
        )
    };
    let mut changes = link::Changes {
        restart,
        ..link::Changes::default()
    };
    Ok(Some(match keyword {
        Keyword::Sriov => match value.to_ascii_lowercase().as_str() {
            "1" | "enabled" => Intent::EnableSriov { nic: nic(), force },
            "0" | "disabled" => Intent::DisableSriov { nic: nic(), force },
            _ => return Err(wrong("1 or 0, or Enabled or Disabled")),
        },
        Keyword::NumVfs => Intent::SetVfCount {
            nic: nic(),
            count: value.parse().map_err(|_| wrong("a number"))?,
            force,
        },
        Keyword::JumboPacket => {
            let digits = value.split_whitespace().next().unwrap_or_default();
            let bytes = match value.to_ascii_lowercase().as_str() {
                "disabled" => PLAIN_FRAME,
                _ => digits
                    .parse()
                    .map_err(|_| wrong("the bytes of a frame, for example 9014"))?,
            };
            changes.mtu = Some(bytes.saturating_sub(FRAME_HEAD));
            Intent::SetNic {
                nic: nic(),
                changes,
                force,
            }
        }
        Keyword::Driver(_) => {
            let named = property.of.name.parse::<InterfaceName>().ok();
            let details = named.and_then(|name| state.nic(&name));
            let written = written(property, value);
            let settings = keyword
                .driver()
                .zip(details)
                .and_then(|(driver, details)| driver.settings(details, &written));
            let allowed = match property.valid_display_values.as_slice() {
                [] => format!(
                    "a number from 1 to {}",
                    property
                        .numeric_parameter_max_value
                        .as_deref()
                        .unwrap_or("its most")
                ),
                shown => {
                    let values = property.valid_registry_values.iter().zip(shown);
                    let values = values.map(|(value, shown)| format!("{value} ({shown})"));
                    values.collect::<Vec<_>>().join(", ")
                }
            };
            Intent::SetNicSettings {
                nic: nic(),
                settings: settings.ok_or_else(|| wrong(&allowed))?,
                force,
            }
        }
        Keyword::NetworkAddress => {
            let own = state
                .links
                .iter()
                .find(|link| link.name.as_str() == property.of.name);
            changes.mac = match value {
                "" | "--" => own.map(|link| link.identity.permanent_mac),
                text => Some(invalid::mac(text)?),
            };
            Intent::SetNic {
                nic: nic(),
                changes,
                force,
            }
        }
    }))
}

/// A value as it is written, of one that is written or shown.
fn written(property: &NetAdapterAdvancedProperty, value: &str) -> String {
    let shown = property.valid_display_values.iter();
    let mut both = shown.zip(&property.valid_registry_values);
    let known = both.find(|(shown, _)| shown.eq_ignore_ascii_case(value));
    known.map_or_else(|| value.to_owned(), |(_, written)| written.clone())
}

/// What puts a setting of a driver back as it was found; none for one that is no setting of a driver, or that nobody changed.
pub fn reset(state: &State, property: &NetAdapterAdvancedProperty, force: bool) -> Option<Intent> {
    let driver = Keyword::of(&property.registry_keyword)?.driver()?;
    let name = property.of.name.parse::<InterfaceName>().ok()?;
    let details = state.nic(&name)?;
    let now = driver.now(details)?;
    let settings = driver.settings(details, &now)?;
    Some(Intent::ResetNicSettings {
        nic: property.of.name.clone(),
        keys: settings.iter().map(|one| one.key().to_owned()).collect(),
        force,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_of_a_keyword_is_no_pattern() {
        let has = |text: &str, keyword| {
            let names = [text.to_owned()];
            let which = Which {
                keywords: Some(&names),
                display_names: None,
            };
            which.has(keyword)
        };
        assert!(has("*SRIOV", Keyword::Sriov) && has("*sriov", Keyword::Sriov));
        assert!(!has("*NumVFs", Keyword::Sriov));
        assert!(has("*", Keyword::Sriov) && has("Network*", Keyword::NetworkAddress));
    }
}
