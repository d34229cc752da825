//! `Set-NetAdapterQos`.

use super::types::NetAdapterQos;
use crate::nicsettings::SettingNics;
use iovsh_backend::model::{NetAdapter, NicDetails};
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Lets network adapters keep the host's rules of quality of service, or frees them from these.
///
/// # Examples
/// ```iovsh
/// PS> Set-NetAdapterQos enp1s0f0 -Enabled $false
/// PS> @(Get-NetAdapterQos).Count
/// 0
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Set-NetAdapterQos enp1s0f0 -Enabled $true -WhatIf
/// WARNING: 'enp1s0f0' has no data center bridging (driver igb): it cannot keep rules of quality of service.
/// ```
/// On each adapter that has data center bridging:
/// ```iovsh
/// PS> Get-NetAdapterQos | Set-NetAdapterQos -Enabled $true
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetAdapterQos", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterQos)]
pub struct SetNetAdapterQos {
    /// Whether they keep the rules.
    #[param(by_property_name)]
    enabled: Option<bool>,
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for SetNetAdapterQos {
    fn process(&mut self, cx: &mut Context) -> Flow {
        keep(&self.nics, cx, self.enabled)
    }
}

/// Lets each of the adapters keep the rules, or no longer, or leaves them as they are. One that cannot is told, where it is to.
pub fn keep(nics: &SettingNics, cx: &mut Context, on: Option<bool>) -> Flow {
    let make = |cx: &mut Context, link: &NetAdapter, details: &NicDetails, force: bool| {
        let Some(on) = on else {
            return Ok(None);
        };
        if details.settings.dcb.is_none() {
            if on {
                let driver = link.driver.as_deref();
                let driver =
                    driver.map_or_else(String::new, |driver| format!(" (driver {driver})"));
                cx.warning(format!(
                    "'{}' has no data center bridging{driver}: it cannot keep rules of quality of service.",
                    link.name
                ))?;
            }
            return Ok(None);
        }
        Ok(Some(Intent::SetNicQos {
            nic: link.name.to_string(),
            on,
            force,
        }))
    };
    nics.carry_out(cx, &make, |state, link, computer| {
        let found = NetAdapterQos::new(state, link, computer);
        found.into_iter().map(Emit::into_value).collect()
    })
}
