//! What the alias cmdlets share.

use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Alias, Context, ItemOptions};

/// There is no such alias.
pub fn not_found(name: &str) -> ShellError {
    ShellError::new(
        "ItemNotFoundException",
        ErrorCategory::ObjectNotFound,
        format!("This command cannot find a matching alias because an alias with the name '{name}' does not exist."),
    )
    .exception("System.Management.Automation.ItemNotFoundException")
    .target(name)
}

/// Makes or changes an alias.
///
/// # Errors
/// `AliasNotWritable` when it is read-only or constant.
pub fn write(cx: &mut Context, alias: Alias, scope: Option<&str>, force: bool) -> Flow {
    super::variables::check_scope(cx, scope)?;
    if let Some(old) = cx.session().find_alias(&alias.name)
        && (old.options.has(ItemOptions::CONSTANT)
            || (old.options.has(ItemOptions::READ_ONLY) && !force))
    {
        return cx.error(
            ShellError::new(
                "AliasNotWritable",
                ErrorCategory::WriteError,
                format!(
                    "The alias {} cannot be changed because it is read-only or constant.",
                    alias.name
                ),
            )
            .exception("System.Management.Automation.SessionStateUnauthorizedAccessException")
            .target(&*alias.name),
        );
    }
    cx.session().set_alias(alias, scope);
    Ok(())
}
