//! `MSFT_NetAdapter`: a network adapter of the host.

use iovsh_derive::PsObject;

use iovsh_backend::model::{self, LinkKind, NicIdentity};
use iovsh_shell::value::Value;

/// A network adapter of the host.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapter")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapter {
    #[property(name = "Name", alias = "ifAlias")]
    pub name: String,
    pub status: String,
    #[property(name = "DeviceID")]
    pub device_id: String,
    pub system_name: String,
    #[then("MaxSpeed" = Value::Null, "RequestedSpeed" = Value::Null)]
    pub speed: Option<u64>,
    pub permanent_address: String,
    pub network_addresses: Vec<String>,
    pub full_duplex: Option<bool>,
    pub active_maximum_transmission_unit: u64,
    #[property(alias = "ifDesc")]
    pub interface_description: String,
    #[property(alias = "ifName")]
    pub interface_name: String,
    pub interface_guid: String,
    #[property(alias = "ifIndex")]
    pub interface_index: u32,
    pub device_name: String,
    pub r#virtual: bool,
    #[then("InterfaceType" = 6_u32)]
    pub hidden: bool,
    pub hardware_interface: bool,
    #[then("NdisMedium" = 0_u32)]
    pub state: u32,
    pub ndis_physical_medium: u32,
    pub interface_operational_status: u32,
    pub interface_admin_status: u32,
    pub media_connect_state: u32,
    #[then("VlanID" = Value::Null)]
    pub mtu_size: u32,
    pub transmit_link_speed: Option<u64>,
    pub receive_link_speed: Option<u64>,
    pub promiscuous_mode: Option<bool>,
    pub connector_present: bool,
    #[then("DriverDate" = Value::Null)]
    pub media_duplex_state: u32,
    #[property(alias = "DriverVersion")]
    pub driver_version_string: Option<String>,
    #[property(alias = "DriverFileName")]
    pub driver_name: Option<String>,
    pub driver_description: Option<String>,
    #[property(name = "PnPDeviceID")]
    #[then("DriverProvider" = Value::Null)]
    pub pnp_device_id: Option<String>,
    pub lower_layer_interface_indices: Vec<u32>,
    #[then("AdminLocked" = false)]
    pub higher_layer_interface_indices: Vec<u32>,
    pub interface_alias: String,
    #[property(alias = "LinkLayerAddress")]
    pub mac_address: String,
    #[then(
        "MediaType" = "802.3",
        "PhysicalMediaType" = this.physical_media_type(),
        "NdisVersion" = Value::Null
    )]
    pub link_speed: String,
    pub admin_status: String,
    pub media_connection_state: String,
    pub driver_information: String,
    #[property(name = "ifOperStatus")]
    pub operational_status: String,
    /// Linux only: the bridge or bond that it is a port of.
    pub master: Option<String>,
    /// Linux only: who else manages it.
    pub managed_by: Vec<String>,
    /// Linux only: it carries a default route.
    pub default_route: bool,
    #[property(skip)]
    pub identity: NicIdentity,
}

/// `10 Gbps`, as NetAdapter shows a speed given in Mbit/s. A NIC without a link has a speed of 0; where a link works and nobody
/// knows how fast (a bridge, virtio) there is none.
fn link_speed(megabits: Option<u32>, down: bool) -> String {
    match megabits {
        None | Some(0) if down => "0 bps".to_owned(),
        None | Some(0) => String::new(),
        Some(n) if n % 1000 == 0 => format!("{} Gbps", n / 1000),
        Some(n) if n > 1000 => format!("{}.{} Gbps", n / 1000, (n % 1000) / 100),
        Some(n) => format!("{n} Mbps"),
    }
}

impl NetAdapter {
    /// As NetAdapter has it of NDIS' number.
    fn physical_media_type(&self) -> &'static str {
        if self.ndis_physical_medium == 14 {
            "802.3"
        } else {
            "Unspecified"
        }
    }

    /// The object for an interface; `all` are the interfaces of the host, which tell what it stands on and what stands on it.
    pub fn new(link: &model::NetAdapter, all: &[model::NetAdapter], computer: &str) -> Self {
        let ports = all.iter().filter(|l| l.master.as_ref() == Some(&link.name));
        let master = all.iter().filter(|l| Some(&l.name) == link.master.as_ref());
        let status = match (link.up, link.carrier) {
            (false, _) => "Disabled",
            (true, false) => "Disconnected",
            (true, true) => "Up",
        };
        let bits = link.speed.map(|n| u64::from(n) * 1_000_000);
        let hardware = link.kind == LinkKind::Physical;
        let yes_no = |flag: bool| if flag { 1 } else { 2 };
        Self {
            name: link.shown().to_owned(),
            status: status.to_owned(),
            device_id: link.identity.pci_path.clone(),
            system_name: computer.to_owned(),
            speed: bits,
            permanent_address: link.identity.permanent_mac.plain(),
            network_addresses: vec![link.mac.plain()],
            full_duplex: link.full_duplex,
            active_maximum_transmission_unit: u64::from(link.mtu),
            interface_description: link.description.clone(),
            interface_name: link.name.to_string(),
            interface_guid: format!("{{{}}}", link.id()).to_uppercase(),
            interface_index: link.index,
            device_name: format!("/sys/class/net/{}", link.name),
            r#virtual: !hardware,
            hidden: !link.is_listed(),
            // Of CIM: 2 started, 3 disabled.
            state: if link.up { 2 } else { 3 },
            // Of NDIS: 14 is Ethernet on a wire, 0 is none.
            ndis_physical_medium: if hardware { 14 } else { 0 },
            hardware_interface: hardware,
            interface_operational_status: yes_no(link.up && link.carrier),
            interface_admin_status: yes_no(link.up),
            media_connect_state: yes_no(link.carrier),
            mtu_size: link.mtu,
            transmit_link_speed: bits,
            receive_link_speed: bits,
            promiscuous_mode: link.promiscuous,
            connector_present: hardware,
            media_duplex_state: match link.full_duplex {
                None => 0,
                Some(false) => 1,
                Some(true) => 2,
            },
            driver_version_string: link.driver_version.clone(),
            driver_name: link.driver.clone(),
            driver_description: link.driver.as_ref().map(|_| link.description.clone()),
            lower_layer_interface_indices: ports.map(|port| port.index).collect(),
            higher_layer_interface_indices: master.map(|master| master.index).collect(),
            pnp_device_id: link.pci.map(|address| address.to_string()),
            interface_alias: link.shown().to_owned(),
            mac_address: link.mac.hyphenated(),
            link_speed: link_speed(link.speed, hardware && !link.carrier),
            admin_status: if link.up { "Up" } else { "Down" }.to_owned(),
            media_connection_state: if link.carrier {
                "Connected"
            } else {
                "Disconnected"
            }
            .to_owned(),
            driver_information: link
                .driver
                .as_ref()
                .map_or_else(String::new, |driver| format!("Driver {driver}")),
            operational_status: if link.up && link.carrier {
                "Up"
            } else {
                "Down"
            }
            .to_owned(),
            master: link.master.as_ref().map(ToString::to_string),
            managed_by: link.managed_by.clone(),
            default_route: link.default_route,
            identity: link.identity.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::link_speed;

    #[test]
    fn speeds_are_shown_as_windows_does() {
        assert_eq!(link_speed(Some(10_000), false), "10 Gbps");
        assert_eq!(link_speed(Some(2_500), false), "2.5 Gbps");
        assert_eq!(link_speed(Some(100), false), "100 Mbps");
        assert_eq!(link_speed(None, true), "0 bps");
        assert_eq!(link_speed(None, false), "");
    }
}
