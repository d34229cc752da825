//! `Get-Acl`.

use iovsh_derive::Cmdlet;

use super::acl::AclValue;
use super::files;
use crate::management::provider::path_not_found;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::os_text;
use iovsh_shell::value::Value;

/// Gets who may do what with files: owner, group and mode.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content a.txt 'x'; $acl = Get-Acl a.txt; $acl.Mode = '640'; Set-Acl a.txt $acl
/// PS> (Get-Acl a.txt).Mode
/// 0640
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Acl",
    module = "Microsoft.PowerShell.Security",
    default_set = "ByPath",
    output = "System.Security.AccessControl.FileSecurity",
    output = "System.Security.AccessControl.DirectorySecurity"
)]
pub struct GetAcl {
    /// The files and folders. Wildcards are allowed.
    #[param(set = "ByPath", position = 0, from_pipeline, by_property_name)]
    path: Vec<String>,
    /// The files and folders, by names that are taken as they are.
    #[param(set = "ByLiteralPath", by_property_name, alias = "PSPath")]
    literal_path: Vec<String>,
    #[param(no_effect = "files of Linux have no audit rules; auditd watches them.")]
    audit: bool,
}

impl Cmdlet for GetAcl {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let here = vec![".".to_owned()];
        let path = if self.path.is_empty() && self.literal_path.is_empty() {
            &here
        } else {
            &self.path
        };
        for path in files::readable(cx, path, &self.literal_path)? {
            let text = os_text::text_of(&path);
            match AclValue::of(&path, &text) {
                Ok(acl) => cx.emit(Value::native(acl))?,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    cx.error(path_not_found(&text))?;
                }
                Err(error) => cx.error(
                    ShellError::new(
                        "GetAcl_OperationFailed",
                        ErrorCategory::ReadError,
                        format!("'{text}' cannot be looked at."),
                    )
                    .target(text.as_str())
                    .cause(error.to_string()),
                )?,
            }
        }
        Ok(())
    }
}
