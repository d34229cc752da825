//! `Remove-NetNatStaticMapping`.

use std::sync::Arc;

use super::{LOOK, absent, named};
use crate::host_access::HostAccess;
use crate::invalid::parameter;
use crate::netip::Common;
use crate::types::NetNatStaticMapping;
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::nat::NatAct;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Leads ports of the host to machines no more.
///
/// # Examples
/// ```iovsh
/// PS> New-NetNat lab -InternalIPInterfaceAddressPrefix 192.168.100.0/24 -WarningAction SilentlyContinue | Out-Null
/// PS> Add-NetNatStaticMapping lab -Protocol UDP -ExternalIPAddress 0.0.0.0 -ExternalPort 53 -InternalIPAddress 192.168.100.5 | Out-Null
/// PS> Remove-NetNatStaticMapping -StaticMappingID 1 -Confirm:$false
/// PS> @(Get-NetNatStaticMapping).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "NetNatStaticMapping", module = "NetNat", default_set = "ByName", impact = High)]
pub struct RemoveNetNatStaticMapping {
    /// Mappings that Get-NetNatStaticMapping gave.
    #[param(set = "InputObject (cdxml)", mandatory, from_pipeline, not_null)]
    input_object: Vec<Arc<NetNatStaticMapping>>,
    /// Names of networks: all of their mappings. Wildcards are allowed.
    #[param(set = "ByName", by_property_name, not_null)]
    nat_name: Given<Vec<String>>,
    /// Numbers of mappings.
    #[param(
        set = "ByName",
        name = "StaticMappingID",
        position = 0,
        by_property_name,
        not_null
    )]
    static_mapping_id: Given<Vec<u32>>,
    #[flatten]
    common: Common,
}

impl Cmdlet for RemoveNetNatStaticMapping {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let given = self
            .input_object
            .iter()
            .map(|object| object.static_mapping_id);
        let mut numbers: Vec<u32> = given.collect();
        if numbers.is_empty() {
            let chosen = self.static_mapping_id.as_deref();
            if chosen.is_none() && self.nat_name.as_deref().is_none() {
                let step =
                    "Give -StaticMappingID or -NatName; 'Get-NetNatStaticMapping' lists them.";
                return Err(parameter("It is not said which mappings are meant.", step).into());
            }
            let state = cx.snapshot(&LOOK)?;
            let nats = named(cx, &state, self.nat_name.as_deref())?;
            let known: Vec<u32> = nats
                .iter()
                .flat_map(|nat| nat.mappings.iter().map(|mapping| mapping.number))
                .collect();
            for number in chosen.into_iter().flatten() {
                if !known.contains(number) {
                    cx.error(absent(
                        "StaticMappingID",
                        &number.to_string(),
                        "Get-NetNatStaticMapping",
                    ))?;
                }
            }
            numbers = known;
            numbers.retain(|number| chosen.is_none_or(|chosen| chosen.contains(number)));
        }
        let intents = numbers
            .into_iter()
            .map(|number| Intent::EditNat(NatAct::Unmap { number }));
        cx.change_all(
            &Scope::PLAN,
            false,
            intents.collect(),
            Box::new(|_, _| Ok(())),
        )
    }
}
