//! What all classes of settings of network adapters (`MSFT_NetAdapter...SettingData`) begin with.

use iovsh_backend::model::NetAdapter;
use iovsh_derive::PsObject;
use iovsh_shell::value::Value;

/// `InstanceID` of the settings of an adapter.
pub(super) fn instance_id(link: &NetAdapter) -> String {
    link.pci
        .map_or_else(|| link.id().to_string(), |pci| pci.to_string())
}

/// Which adapter the settings are of.
#[derive(Clone, Debug, PsObject)]
#[psobject(part)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct SettingData {
    #[then("Description" = Value::Null, "ElementName" = Value::Null)]
    pub caption: Option<String>,
    #[property(name = "InstanceID")]
    pub instance_id: String,
    #[property(alias = "ifAlias")]
    pub name: String,
    #[property(alias = "ifDesc")]
    #[then("Source" = 2_u32)]
    pub interface_description: String,
    pub system_name: String,
}

impl SettingData {
    /// Of an adapter of this host.
    pub fn of(link: &NetAdapter, computer: &str) -> Self {
        Self {
            caption: None,
            instance_id: instance_id(link),
            name: link.shown().to_owned(),
            interface_description: link.description.clone(),
            system_name: computer.to_owned(),
        }
    }
}
