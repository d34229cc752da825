//! Which interfaces, addresses and routes a user means.

use iovsh_backend::State;
use iovsh_backend::model::{InterfaceName, NetAdapter};
use iovsh_base::names::NameExt as _;
use iovsh_derive::Parameters;
use iovsh_shell::argument::{Given, mismatch};
use iovsh_shell::cmdlet::{Argument, ParameterType};
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

use super::parse;
use crate::complete;
pub use crate::selection::absent;
use crate::types::{AddressFamily, CimSession};

/// How a command runs.
#[derive(Parameters)]
pub struct Common {
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    #[param(not_null, range = 0..=2147483647)]
    throttle_limit: Option<i32>,
}

/// The interfaces that are meant, and a family of addresses.
#[derive(Parameters)]
pub struct Interfaces {
    /// The family of addresses.
    #[param(not_null)]
    address_family: Given<Vec<AddressFamily>>,
    #[param(no_effect = "there are no network compartments here.")]
    include_all_compartments: bool,
    /// Interface names. Wildcards are allowed.
    #[param(position = 0, by_property_name, alias = "ifAlias", complete = complete::nics, not_null)]
    interface_alias: Given<Vec<String>>,
    /// Numbers of interfaces.
    #[param(by_property_name, alias = "ifIndex", not_null)]
    interface_index: Given<Vec<u32>>,
    /// ActiveStore: what is in effect, which is all that there is here.
    policy_store: Option<String>,
}

impl Interfaces {
    /// Whether what is of this interface and family is meant.
    pub fn mean(
        &self,
        state: &State,
        name: &InterfaceName,
        index: u32,
        family: AddressFamily,
    ) -> bool {
        let named = self.interface_alias.as_deref();
        let numbered = self.interface_index.as_deref();
        let families = self.address_family.as_deref();
        named.is_none_or(|names| fits(names, name.as_str()) || fits(names, &state.shown(name)))
            && numbered.is_none_or(|numbers| numbers.contains(&index))
            && families.is_none_or(|families| families.contains(&family))
    }

    /// Refuses another store, and says which of the interfaces that were named is not there.
    pub fn check(&self, cx: &mut Context, state: &State) -> Flow {
        parse::is_active_store(self.policy_store.as_deref())?;
        let loopback = std::iter::once("lo");
        let known = || {
            state
                .links
                .iter()
                .flat_map(|link| [link.shown(), link.name.as_str()])
                .chain(loopback.clone())
        };
        for name in self.interface_alias.iter().flatten() {
            if !has_wildcards(name) && !known().any(|known| known.is_same_name(name)) {
                let offered = state.links.iter().filter(|link| !link.is_hidden());
                cx.error(crate::selection::missing(
                    "CmdletizationQuery_NotFound_InterfaceAlias",
                    "network adapter",
                    name,
                    offered.map(NetAdapter::shown).chain(loopback.clone()),
                ))?;
            }
        }
        for number in self.interface_index.iter().flatten() {
            let is_there = *number == 1 || state.links.iter().any(|link| link.index == *number);
            if !is_there {
                cx.error(absent(
                    "InterfaceIndex",
                    &number.to_string(),
                    "Get-NetAdapter",
                ))?;
            }
        }
        Ok(())
    }
}

/// The interface that an object of the pipeline is, or is of: what `-AssociatedIPInterface` takes. Of an object that stands for one family of
/// addresses (Get-NetIPInterface) only that one is meant.
#[derive(Clone, Debug)]
pub struct IpInterface {
    index: u32,
    family: Option<AddressFamily>,
}

impl Argument for IpInterface {
    const TYPE: ParameterType =
        ParameterType::Of("Microsoft.Management.Infrastructure.CimInstance");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        let Value::Object(object) = value.base() else {
            return Err(mismatch(value, "interface"));
        };
        let index = object.get("InterfaceIndex").unwrap_or_default();
        let family = object.get("AddressFamily").unwrap_or_default();
        Ok(Self {
            index: u32::from_value(&index).map_err(|_| mismatch(value, "interface"))?,
            family: AddressFamily::from_value(&family).ok(),
        })
    }
}

impl IpInterface {
    /// Whether something of the interface with this number and of this family is of it; without an object everything is.
    pub fn has(this: Option<&Self>, index: u32, family: AddressFamily) -> bool {
        this.is_none_or(|this| this.index == index && this.family.is_none_or(|own| own == family))
    }
}

/// The interface with a number, or those with these names. One that is not there is an error that is written.
pub fn by_number_or_name<'s>(
    cx: &mut Context,
    state: &'s State,
    number: Option<u32>,
    names: &[String],
) -> Flow<Vec<&'s NetAdapter>> {
    let Some(number) = number else {
        return crate::selection::nics(cx, state, names, false);
    };
    let found = state.links.iter().find(|link| link.index == number);
    if found.is_none() {
        cx.error(absent(
            "InterfaceIndex",
            &number.to_string(),
            "Get-NetAdapter",
        ))?;
    }
    Ok(found.into_iter().collect())
}

/// Whether a name fits one of some patterns.
pub fn fits(patterns: &[String], name: &str) -> bool {
    patterns
        .iter()
        .any(|pattern| pattern.is_same_name(name) || WildcardPattern::new(pattern).is_match(name))
}

/// Says which of the values that were written, and are no patterns, nothing has.
pub fn report_absent(
    cx: &mut Context,
    property: &str,
    values: Option<&[String]>,
    list: &str,
    is_there: impl Fn(&str) -> bool,
) -> Flow {
    for value in values.into_iter().flatten() {
        if !has_wildcards(value) && !is_there(value) {
            cx.error(absent(property, value, list))?;
        }
    }
    Ok(())
}
