//! The objects of an adapter's port ACLs and of its isolation.

use iovsh_derive::PsObject;

use super::{
    AclAction, AclDirection, AclType, AnyAdapter, DisableOnFailoverFeature, ExtendedAclAction,
    ExtendedAclDirection, IsolationMode, OnOffState,
};
use iovsh_backend::model::{self, AclAddress, AclSide, AdapterSettings, AdapterVlan, IpFamily};
use iovsh_shell::value::Value;

/// A port ACL.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMNetworkAdapterAclSetting",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmNetworkAdapterAclSetting {
    /// What it was made of.
    #[property(skip)]
    pub acl: model::PortAcl,
    pub action: AclAction,
    pub direction: AclDirection,
    pub local_address: Option<String>,
    pub local_address_type: Option<AclType>,
    pub metered_megabytes: Option<String>,
    pub remote_address: Option<String>,
    pub remote_address_type: Option<AclType>,
    #[then("IsTemplate" = false, "CimSession" = Value::Null)]
    pub parent_adapter: Option<AnyAdapter>,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
}

impl VmNetworkAdapterAclSetting {
    /// The object of an ACL. `bytes` is what a metering one has counted; `parent` is left out inside of the adapter itself.
    pub fn new(
        acl: &model::PortAcl,
        bytes: u64,
        parent: Option<AnyAdapter>,
        computer: &str,
    ) -> Self {
        let (address, kind) = described(acl.address);
        let (mut local, mut remote) = ((None, None), (None, None));
        let side = match acl.side {
            AclSide::Local => &mut local,
            AclSide::Remote => &mut remote,
        };
        *side = (Some(address), Some(kind));
        let metered = acl.action == model::AclAction::Meter;
        Self {
            acl: *acl,
            action: acl.action.into(),
            direction: match acl.direction {
                model::AclDirection::Inbound => AclDirection::Inbound,
                model::AclDirection::Outbound => AclDirection::Outbound,
            },
            local_address: local.0,
            local_address_type: local.1,
            metered_megabytes: metered.then(|| (bytes >> 20).to_string()),
            remote_address: remote.0,
            remote_address_type: remote.1,
            parent_adapter: parent,
            computer_name: computer.to_owned(),
        }
    }
}

fn described(address: AclAddress) -> (String, AclType) {
    match address {
        AclAddress::Mac(mac) => (mac.plain(), AclType::Mac),
        AclAddress::AnyMac => ("ANY".to_owned(), AclType::WildcardMac),
        AclAddress::AnyIp => ("ANY".to_owned(), AclType::WildcardBoth),
        AclAddress::Ip(prefix) => {
            let kind = match (prefix.family(), prefix.length()) {
                (IpFamily::V4, 0) => AclType::WildcardIPv4,
                (IpFamily::V4, _) => AclType::IPv4,
                (IpFamily::V6, 0) => AclType::WildcardIPv6,
                (IpFamily::V6, _) => AclType::IPv6,
            };
            (prefix.to_string(), kind)
        }
    }
}

/// An extended port ACL. What it does not look at is `ANY`.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMNetworkAdapterExtendedAclSetting",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmNetworkAdapterExtendedAclSetting {
    pub direction: ExtendedAclDirection,
    pub action: ExtendedAclAction,
    #[property(name = "LocalIPAddress")]
    pub local_ip_address: String,
    #[property(name = "RemoteIPAddress")]
    pub remote_ip_address: String,
    pub local_port: String,
    pub remote_port: String,
    pub protocol: String,
    #[then("Stateful" = false, "IdleSessionTimeout" = 0_i32, "IsolationID" = 0_i32)]
    pub weight: i32,
    #[then("IsTemplate" = false, "CimSession" = Value::Null)]
    pub parent_adapter: Option<AnyAdapter>,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
}

impl VmNetworkAdapterExtendedAclSetting {
    /// The object of an ACL; `parent` is left out inside of the adapter itself.
    pub fn new(acl: &model::ExtendedAcl, parent: Option<AnyAdapter>, computer: &str) -> Self {
        fn text<T: ToString>(value: Option<T>) -> String {
            value.map_or_else(|| "ANY".to_owned(), |value| value.to_string())
        }
        Self {
            direction: acl.direction.into(),
            action: match acl.action {
                model::AclAction::Deny => ExtendedAclAction::Deny,
                model::AclAction::Allow | model::AclAction::Meter => ExtendedAclAction::Allow,
            },
            local_ip_address: text(acl.local),
            remote_ip_address: text(acl.remote),
            local_port: text(acl.local_port),
            remote_port: text(acl.remote_port),
            protocol: match acl.protocol {
                Some(6) => "TCP".to_owned(),
                Some(17) => "UDP".to_owned(),
                other => text(other),
            },
            weight: i32::from(acl.weight),
            parent_adapter: parent,
            computer_name: computer.to_owned(),
        }
    }
}

/// The member of a team that an adapter is kept to.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMNetworkAdapterTeamMappingSetting",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmNetworkAdapterTeamMappingSetting {
    pub net_adapter_name: String,
    #[then("DisableOnFailover" = DisableOnFailoverFeature::None)]
    pub net_adapter_device_id: String,
    #[then("IsTemplate" = false, "CimSession" = Value::Null)]
    pub parent_adapter: Option<AnyAdapter>,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
    /// Linux only: the adapter is kept to the member now, which is one and works.
    pub is_in_force: bool,
}

/// The isolation of an adapter. On Linux it is a VLAN, or none.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMNetworkAdapterIsolationSetting",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmNetworkAdapterIsolationSetting {
    pub isolation_mode: IsolationMode,
    pub allow_untagged_traffic: bool,
    #[property(name = "DefaultIsolationID")]
    #[then("MultiTenantStack" = OnOffState::Off)]
    pub default_isolation_id: i32,
    #[then("IsTemplate" = false, "CimSession" = Value::Null)]
    pub parent_adapter: Option<AnyAdapter>,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
}

impl VmNetworkAdapterIsolationSetting {
    /// The object for these settings; `parent` is left out inside of the adapter itself.
    pub fn new(settings: &AdapterSettings, parent: Option<AnyAdapter>, computer: &str) -> Self {
        let vlan = match settings.vlan {
            AdapterVlan::Access(id) => Some(id.get()),
            AdapterVlan::Untagged | AdapterVlan::Trunk { .. } => None,
        };
        Self {
            isolation_mode: vlan.map_or(IsolationMode::None, |_| IsolationMode::Vlan),
            allow_untagged_traffic: vlan.is_some(),
            default_isolation_id: i32::from(vlan.unwrap_or(0)),
            parent_adapter: parent,
            computer_name: computer.to_owned(),
        }
    }
}
