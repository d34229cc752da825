use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;

use iovsh_derive::Cmdlet;

use super::clixml::Writer;
use super::files;
use crate::management::encoding::Encoding;
use crate::management::make_writable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::file_write;
use iovsh_shell::os_text;
use iovsh_shell::value::Value;

/// How secrets stand in the file: a SecureString has an element of its own, the other types are named.
const SECRETS: [&str; 3] = [
    "<SS",
    "<T>System.Management.Automation.PSCredential</T>",
    "<T>System.Net.NetworkCredential</T>",
];

/// Keeps objects in a file, to be read back with Import-Clixml.
///
/// # Examples
/// ```iovsh
/// PS> @{ Switch = 'lan' } | Export-Clixml host.xml
/// PS> (Import-Clixml host.xml).Switch
/// lan
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Export",
    noun = "Clixml",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    impact = Medium
)]
pub struct ExportClixml {
    /// How deep properties of properties are kept.
    #[param(range = 1..=99, value = 2)]
    depth: u32,
    /// The file.
    #[param(set = "ByPath", position = 0, mandatory)]
    path: Option<String>,
    /// The file, by a name that is taken as it is.
    #[param(set = "ByLiteralPath", mandatory, alias("PSPath", "LP"))]
    literal_path: Option<String>,
    /// The objects.
    #[param(mandatory, from_pipeline, allow_null)]
    input_object: Value,
    /// Over a read-only file too.
    force: bool,
    /// Refuses to replace a file.
    #[param(alias = "NoOverwrite")]
    no_clobber: bool,
    /// How text becomes bytes.
    encoding: Option<Encoding>,
    #[state]
    objects: Vec<Value>,
}

impl Cmdlet for ExportClixml {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        self.objects.push(self.input_object.clone());
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let name = files::one_path(self.path.as_deref(), self.literal_path.as_deref())?;
        let path = files::native(cx, &name)?;
        if !cx.should_process(&os_text::text_of(&path), "Export-Clixml")? {
            return Ok(());
        }
        let text = Writer::document(&mut cx.interpreter(), &self.objects, self.depth)?;
        if self.force && !self.no_clobber {
            make_writable(&path);
        }
        let encoding = self.encoding.unwrap_or_default();
        let mut bytes = encoding.mark().to_vec();
        bytes.extend(encoding.encode(&text));
        let mut options = OpenOptions::new();
        options
            .write(true)
            .create(true)
            .create_new(self.no_clobber)
            .truncate(true);
        // A credential is no more than hidden from the eye on Linux: the file is for its owner.
        let secret = SECRETS.iter().any(|mark| text.contains(mark));
        if secret {
            options.mode(0o600);
        }
        let mut file = file_write::open(&mut options, &path)
            .map_err(|error| files::open_failure(&error, &path, self.no_clobber))?;
        if secret {
            files::for_owner_only(&file).map_err(|error| files::write_failure(&error, &path))?;
        }
        file.write_all(&bytes)
            .map_err(|error| files::write_failure(&error, &path))?;
        Ok(())
    }
}
