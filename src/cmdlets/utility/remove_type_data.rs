//! `Remove-TypeData`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::types::extension;
use iovsh_shell::value::Value;
use iovsh_shell::value::convert::to_text;

/// Takes away what this session added to a type with Update-TypeData.
///
/// # Examples
/// ```iovsh
/// PS> Update-TypeData -TypeName Lab.Host -MemberType NoteProperty -MemberName Site -Value 'north'
/// PS> Remove-TypeData -TypeName Lab.Host; @(Get-TypeData Lab.*).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "TypeData",
    module = "Microsoft.PowerShell.Utility",
    default_set = "RemoveTypeDataSet",
    impact = Medium
)]
pub struct RemoveTypeData {
    /// What Get-TypeData gave.
    #[param(set = "RemoveTypeDataSet", mandatory, from_pipeline, not_null)]
    type_data: Option<Value>,
    /// The name of the type.
    #[param(
        set = "RemoveTypeSet",
        mandatory,
        from_pipeline,
        by_property_name,
        position = 0,
        not_null_or_empty
    )]
    type_name: Option<String>,
    /// A file of types: none is ever read.
    #[param(set = "RemoveFileSet", mandatory, not_null_or_empty)]
    path: Vec<String>,
}

impl Cmdlet for RemoveTypeData {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if !self.path.is_empty() {
            return cx.error(super::update_type_data::no_files(
                "types",
                &self.path,
                "There is nothing to be removed: Get-TypeData lists what this session added.",
            ));
        }
        let name = match (&self.type_name, &self.type_data) {
            (Some(name), _) => name.clone(),
            (None, Some(Value::Object(object))) => object
                .get("TypeName")
                .map_or_else(String::new, |name| to_text(&name).to_string()),
            (None, other) => other
                .as_ref()
                .map_or_else(String::new, |name| to_text(name).to_string()),
        };
        let name = iovsh_shell::types::resolve(&name)
            .map_or_else(|| name.as_str().into(), |ty| ty.full_name());
        if !cx.should_process(&name, "Remove TypeData")? {
            return Ok(());
        }
        if extension::remove(&name) {
            return Ok(());
        }
        cx.error(
            ShellError::new(
                "TypesDynamicRemoveException",
                ErrorCategory::InvalidOperation,
                format!("Error in TypeData \"{name}\": Nothing was added to this type."),
            )
            .exception("System.Management.Automation.RuntimeException")
            .target(&*name)
            .help("Get-TypeData lists the types that something was added to."),
        )
    }
}
