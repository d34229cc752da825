//! What to type for an external switch where no network adapter was named.

use crate::Services;
use iovsh_backend::Scope;
use iovsh_backend::policy;
use iovsh_shell::error::ShellError;
use iovsh_shell::eval::Session;
use iovsh_shell::syntax::quote::quote_argument;

/// Says in an error of `New-VMSwitch` that its network adapter is what makes a switch external, and which there is.
pub fn say_how(session: &Session, error: &mut ShellError) {
    let is_refused = &*error.id == "ParameterArgumentValidationError"
        && error.message.contains("'SwitchType'")
        && error.message.to_lowercase().contains("\"external\"");
    let is_missing =
        &*error.id == "MissingMandatoryParameter" && error.message.contains("NetAdapterName");
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
    error.help = Some(match is_refused {
        true => format!(
            "Its network adapter makes a switch external: use -NetAdapterName {nic}, and leave -SwitchType out."
        ),
        false => format!(
            "For an external switch use -NetAdapterName {nic}; for one of this host alone -SwitchType Internal, or Private."
        ),
    });
}
