//! What Enable-, Disable- and Set-NetAdapterRdma have in common: an RDMA device is there as soon as its driver is, and nothing
//! else switches it on.

use super::change::{LOOK, Named};
use crate::complete;
use crate::host_access::{HostAccess, computer_name};
use crate::invalid::parameter;
use crate::netadapter::links;
use crate::types::{CimSession, NetAdapterRdma, NicObject};
use iovsh_backend::model::NetAdapter;
use iovsh_derive::Parameters;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// The adapters whose RDMA is asked for, and how the command runs.
#[derive(Parameters)]
pub struct RdmaNics {
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// Also adapters that are hidden.
    #[param(
        set = "ByName",
        set = "ByInstanceID",
        no_effect = "a hidden adapter is the host's end of an adapter of a virtual machine, and has no such setting."
    )]
    include_hidden: bool,
    /// Adapters that Get-NetAdapter gave, or settings of them.
    #[param(set = "InputObject", mandatory, from_pipeline, not_null)]
    input_object: Vec<NicObject>,
    /// Product names of the adapters. Wildcards are allowed.
    #[param(
        set = "ByInstanceID",
        mandatory,
        by_property_name,
        alias = "ifDesc",
        alias = "InstanceID",
        not_null
    )]
    interface_description: Given<Vec<String>>,
    /// Interface names. Wildcards are allowed.
    #[param(
        set = "ByName",
        position = 0,
        by_property_name,
        alias = "ifAlias",
        alias = "InterfaceAlias",
        not_null,
        complete = complete::nics
    )]
    name: Given<Vec<String>>,
    #[param(no_effect = "the setting is changed at once; the adapter is not restarted for it.")]
    no_restart: bool,
    /// Hands on the settings that were changed.
    pass_thru: bool,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    #[param(not_null, range = 0..=2147483647)]
    throttle_limit: Option<i32>,
}

impl RdmaNics {
    fn named(&self) -> Named {
        if let Some(descriptions) = self.interface_description.as_ref() {
            return Named::Described(descriptions.clone());
        }
        if !self.input_object.is_empty() {
            let names = self.input_object.iter().map(|object| object.name.clone());
            return Named::Interfaces(names.collect());
        }
        let names = self.name.as_ref();
        names.map_or(Named::All, |names| Named::Interfaces(names.clone()))
    }

    /// Refuses names that name nothing.
    pub fn check(&self) -> Flow {
        let given = [&self.name, &self.interface_description];
        let mut given = given.iter().filter_map(|names| names.as_ref());
        if given.any(|names| names.is_empty() || names.iter().any(String::is_empty)) {
            let step = "Get-NetAdapter lists the names; without any all adapters are meant.";
            return Err(parameter("No network adapter is named.", step).into());
        }
        Ok(())
    }

    /// Says of each of the adapters whether it is as asked for, and what makes it so where it is not.
    pub fn want(&self, cx: &mut Context, on: bool) -> Flow {
        self.check()?;
        let state = cx.snapshot(&LOOK)?;
        let computer = computer_name(cx)?;
        let named = self.named();
        for link in links(cx, &state, named.chosen(), false)? {
            let found = NetAdapterRdma::new(&state, link, &computer);
            match (&found, on) {
                (Some(_), true) | (None, false) => {}
                (None, true) if matches!(named, Named::All) => continue,
                (None, true) => cx.warning(none(link))?,
                (Some(found), false) => {
                    cx.error(stays(link, &found.rdma_device))?;
                    continue;
                }
            }
            if let Some(found) = found.filter(|_| self.pass_thru) {
                cx.emit(found.into_value())?;
            }
        }
        Ok(())
    }
}

/// Drivers whose NICs can do RDMA, with the module that does it.
const ABLE: &[(&str, &str)] = &[
    ("mlx5_core", "mlx5_ib"),
    ("mlx4_core", "mlx4_ib"),
    ("ice", "irdma"),
    ("i40e", "irdma"),
    ("bnxt_en", "bnxt_re"),
    ("cxgb4", "iw_cxgb4"),
    ("qede", "qedr"),
    ("hns3", "hns_roce_hw_v2"),
];

fn none(link: &NetAdapter) -> String {
    let driver = link.driver.as_deref();
    let able = ABLE.iter().find(|(able, _)| driver == Some(*able));
    match (able, driver) {
        (Some((_, module)), _) => format!(
            "'{}' has no RDMA device: its driver for that is not loaded, or RDMA is switched off in the adapter. 'modprobe {module}' loads it; 'devlink dev param show' lists enable_roce.",
            link.shown()
        ),
        (None, Some(driver)) => format!(
            "'{}' stays without RDMA: adapters of the driver {driver} have none. Whatever uses it goes by TCP.",
            link.shown()
        ),
        (None, None) => format!(
            "'{}' stays without RDMA: it is no hardware. The adapters below it have RDMA of their own (Get-NetAdapterRdma).",
            link.shown()
        ),
    }
}

fn stays(link: &NetAdapter, device: &str) -> ShellError {
    let place = link
        .pci
        .map_or_else(|| "0000:01:00.0".to_owned(), |pci| pci.to_string());
    ShellError::new(
        "NetAdapter.RdmaStays",
        ErrorCategory::NotImplemented,
        format!(
            "The RDMA device '{device}' of '{}' cannot be switched off without loading the driver anew, which takes the adapter and its virtual functions away.",
            link.shown()
        ),
    )
    .target(link.shown())
    .help(format!(
        "When nothing uses the adapter: devlink dev param set pci/{place} name enable_roce value false cmode driverinit && devlink dev reload pci/{place}"
    ))
}
