//! `MSFT_NetAdapterAdvancedPropertySettingData`: a setting of a NIC by the keyword that scripts know.

use std::sync::Arc;

use super::setting_data::SettingData;
use iovsh_derive::PsObject;
use iovsh_shell::argument::mismatch;
use iovsh_shell::cmdlet::{Argument, ParameterType};
use iovsh_shell::error::ShellError;
use iovsh_shell::value::Value;

/// A setting of a network adapter.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterAdvancedPropertySettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterAdvancedProperty {
    #[flatten]
    pub of: SettingData,
    pub display_name: String,
    pub display_value: String,
    #[then("DisplayParameterType" = Value::Null)]
    pub default_display_value: String,
    pub optional: bool,
    pub valid_registry_values: Vec<String>,
    #[then("NumericParameterBaseValue" = Value::Null)]
    pub valid_display_values: Vec<String>,
    pub numeric_parameter_min_value: Option<String>,
    #[then("NumericParameterStepValue" = Value::Null)]
    pub numeric_parameter_max_value: Option<String>,
    #[then("RegistryDataType" = 1_u32)]
    pub registry_keyword: String,
    pub registry_value: Vec<String>,
    pub default_registry_value: String,
}

/// What `-InputObject` of the cmdlets of advanced properties takes.
#[derive(Clone, Debug)]
pub struct AdvancedObject(pub Arc<NetAdapterAdvancedProperty>);

impl Argument for AdvancedObject {
    const TYPE: ParameterType =
        ParameterType::Of("Microsoft.Management.Infrastructure.CimInstance");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        Arc::<NetAdapterAdvancedProperty>::from_value(value)
            .map(Self)
            .map_err(|_| mismatch(value, "advanced property"))
    }
}
