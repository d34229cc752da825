//! `Get-NetAdapterBinding`.

use super::binding;
use super::change::LOOK;
use crate::host_access::{HostAccess, computer_name};
use crate::netadapter::Query;
use crate::types::NetAdapterBinding;
use iovsh_backend::Scope;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets what is bound to network adapters: IPv4, IPv6, a switch or a team.
///
/// Windows has more components than that; these have a counterpart. An adapter that a switch or a team has takes no part in IP itself.
///
/// # Examples
/// ```iovsh
/// PS> Get-NetAdapterBinding enp1s0f1
/// Name     DisplayName                                    ComponentID Enabled
/// ----     -----------                                    ----------- -------
/// enp1s0f1 Hyper-V Extensible Virtual Switch              vms_pp      False
/// enp1s0f1 Microsoft Network Adapter Multiplexor Protocol ms_implat   False
/// enp1s0f1 Internet Protocol Version 4 (TCP/IPv4)         ms_tcpip    True
/// enp1s0f1 Internet Protocol Version 6 (TCP/IPv6)         ms_tcpip6   True
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterBinding", module = "NetAdapter", default_set = "ByName", output = NetAdapterBinding)]
pub struct GetNetAdapterBinding {
    /// All of them.
    #[param(no_effect = "all of them are shown.")]
    all_bindings: bool,
    /// Only these components (`ms_tcpip6`). Wildcards are allowed.
    #[param(not_null_or_empty, name = "ComponentID")]
    component_id: Given<Vec<String>>,
    /// Only these names. Wildcards are allowed.
    #[param(not_null_or_empty)]
    display_name: Given<Vec<String>>,
    #[flatten]
    query: Query,
}

const SCOPE: Scope = Scope {
    bridges: true,
    ..LOOK
};

impl Cmdlet for GetNetAdapterBinding {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        let (components, names) = (self.component_id.as_deref(), self.display_name.as_deref());
        for link in self.query.links(cx, &state)? {
            for found in NetAdapterBinding::all(&state, link, &computer) {
                if binding::is_meant(&found.component_id, &found.display_name, components, names) {
                    cx.emit(found.into_value())?;
                }
            }
        }
        Ok(())
    }
}
