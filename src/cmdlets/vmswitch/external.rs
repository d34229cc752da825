//! What to type for an external switch where no network adapter was named.

use crate::Services;
use iovsh_backend::Scope;
use iovsh_backend::policy;
use iovsh_shell::error::ShellError;
use iovsh_shell::eval::Session;
use iovsh_shell::syntax::quote::quote_argument;
use iovsh_shell::value::Value;

/// Says in an error of `New-VMSwitch` that its network adapter is what makes a switch external, and which there is; of one with NAT, that it
/// is an internal one.
pub fn say_how(session: &Session, error: &mut ShellError) {
    let mut properties = error.properties.iter();
    let Some((_, Value::Str(parameters))) = properties.find(|(name, _)| *name == "ParameterName")
    else {
        return;
    };
    let is_about = |name| parameters.split(' ').any(|parameter| parameter == name);
    let is_nat = &*error.id == "CannotConvertArgumentNoMessage"
        && error.message.to_ascii_lowercase().contains("value \"nat\"");
    if is_nat && is_about("SwitchType") {
        error.help = Some(
            "A switch with NAT is an internal one with an address of the host: New-VMSwitch NAME -SwitchType Internal; New-NetIPAddress \
             -InterfaceAlias 'vEthernet (NAME)' -IPAddress 192.168.100.1 -PrefixLength 24; New-NetNat NAME \
             -InternalIPInterfaceAddressPrefix 192.168.100.0/24"
                .to_owned(),
        );
        return;
    }
    let is_refused = &*error.id == "ParameterArgumentValidationError" && is_about("SwitchType");
    let is_missing = &*error.id == "MissingMandatoryParameter" && is_about("NetAdapterName");
    if !is_refused && !is_missing {
        return;
    }
    let state = Services::from_any(&session.services())
        .map(|services| services.glimpse(&Scope::LINKS))
        .unwrap_or_default();
    let nic = policy::free_nics(&state).next();
    let nic = nic.map_or_else(
        || "NAME (Get-NetAdapter lists them)".to_owned(),
        |link| quote_argument(link.name.as_str()).into_owned(),
    );
    error.help = Some(format!(
        "For an external switch use -NetAdapterName {nic}; -SwitchType is for one of this host alone, Internal or Private."
    ));
}
