//! `Get-NetNatStaticMapping`.

use super::{LOOK, absent, named};
use crate::host_access::{HostAccess, computer_name};
use crate::netip::Common;
use crate::types::NetNatStaticMapping;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the ports of the host behind which machines are.
///
/// # Examples
/// ```iovsh
/// PS> New-NetNat lab -InternalIPInterfaceAddressPrefix 192.168.100.0/24 -WarningAction SilentlyContinue | Out-Null
/// PS> Add-NetNatStaticMapping lab -Protocol TCP -ExternalIPAddress 0.0.0.0 -ExternalPort 8080 -InternalIPAddress 192.168.100.5 -InternalPort 80 | Out-Null
/// PS> Get-NetNatStaticMapping | Format-Table StaticMappingID, NatName, ExternalPort, InternalIPAddress
/// StaticMappingID NatName ExternalPort InternalIPAddress
/// --------------- ------- ------------ -----------------
///               1 lab             8080 192.168.100.5
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetNatStaticMapping", module = "NetNat", default_set = "ByName", output = NetNatStaticMapping)]
pub struct GetNetNatStaticMapping {
    /// Names of networks. Wildcards are allowed.
    #[param(by_property_name, not_null)]
    nat_name: Given<Vec<String>>,
    /// Numbers of mappings.
    #[param(name = "StaticMappingID", position = 0, by_property_name, not_null)]
    static_mapping_id: Given<Vec<u32>>,
    #[flatten]
    common: Common,
}

impl Cmdlet for GetNetNatStaticMapping {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&LOOK)?;
        let computer = computer_name(cx)?;
        let numbers = self.static_mapping_id.as_deref();
        let nats = named(cx, &state, self.nat_name.as_deref())?;
        let all = || {
            nats.iter()
                .flat_map(|nat| nat.mappings.iter().map(move |mapping| (*nat, mapping)))
        };
        for number in numbers.into_iter().flatten() {
            if !all().any(|(_, mapping)| mapping.number == *number) {
                cx.error(absent(
                    "StaticMappingID",
                    &number.to_string(),
                    "Get-NetNatStaticMapping",
                ))?;
            }
        }
        for (nat, mapping) in all() {
            if numbers.is_none_or(|numbers| numbers.contains(&mapping.number)) {
                let found = NetNatStaticMapping::new(&state, nat, mapping, &computer);
                cx.emit(found.into_value())?;
            }
        }
        Ok(())
    }
}
