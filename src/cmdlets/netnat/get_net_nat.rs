//! `Get-NetNat`.

use super::{LOOK, named};
use crate::host_access::{HostAccess, computer_name};
use crate::netip::Common;
use crate::types::NetNat;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the networks whose machines reach the outside under the host's own address.
///
/// They are those that New-NetNat made; libvirt's own networks with NAT ('virsh net-list') are not among them. `Active` says that the rules are in effect.
///
/// # Examples
/// ```iovsh
/// PS> New-NetNat lab -InternalIPInterfaceAddressPrefix 192.168.100.0/24 -WarningAction SilentlyContinue | Out-Null
/// PS> Get-NetNat | Format-Table Name, InternalIPInterfaceAddressPrefix, Active
/// Name InternalIPInterfaceAddressPrefix Active
/// ---- -------------------------------- ------
/// lab  192.168.100.0/24                   True
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetNat", module = "NetNat", default_set = "ByName", output = NetNat)]
pub struct GetNetNat {
    /// Names. Wildcards are allowed.
    #[param(position = 0, by_property_name, not_null)]
    name: Given<Vec<String>>,
    #[flatten]
    common: Common,
}

impl Cmdlet for GetNetNat {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&LOOK)?;
        let computer = computer_name(cx)?;
        for nat in named(cx, &state, self.name.as_deref())? {
            cx.emit(NetNat::new(&state, nat, &computer).into_value())?;
        }
        Ok(())
    }
}
