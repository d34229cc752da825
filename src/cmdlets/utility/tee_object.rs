//! `Tee-Object`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

use super::text_file::TextFile;

/// Hands objects on, and keeps them in a variable or shows them in a file.
///
/// # Examples
/// ```iovsh
/// PS> 1..3 | Tee-Object -Variable kept | Out-Null; $kept
/// 1
/// 2
/// 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Tee",
    noun = "Object",
    module = "Microsoft.PowerShell.Utility",
    alias("tee"),
    default_set = "File"
)]
pub struct TeeObject {
    /// The objects.
    #[param(from_pipeline)]
    input_object: Value,
    /// The file. Wildcards are allowed.
    #[param(set = "File", mandatory, position = 0, alias("Path"))]
    file_path: String,
    /// The file, as it is written.
    #[param(set = "LiteralFile", mandatory, alias("PSPath", "LP"))]
    literal_path: String,
    /// Adds to the file.
    #[param(set = "File")]
    append: bool,
    /// How the file is encoded.
    #[param(set("File", "LiteralFile"))]
    encoding: Value,
    /// The variable.
    #[param(set = "Variable", mandatory)]
    variable: String,
    #[state]
    kept: Vec<Value>,
    #[state]
    file: Option<TextFile>,
}

impl Cmdlet for TeeObject {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        let path = if self.file_path.is_empty() {
            &self.literal_path
        } else {
            &self.file_path
        };
        if !path.is_empty() {
            self.file = Some(TextFile::open(cx, path, self.append, false, false)?);
        }
        Ok(())
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        let value = self.input_object.clone();
        match &mut self.file {
            Some(file) => file.object(cx, &value)?,
            None => self.kept.push(value.clone()),
        }
        cx.emit(value)
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        if let Some(file) = &mut self.file {
            return file.end(cx);
        }
        let mut kept = std::mem::take(&mut self.kept);
        let value = match kept.len() {
            0 => Value::Null,
            1 => kept.pop().unwrap_or_default(),
            _ => Value::array(kept),
        };
        cx.session().set_variable(&self.variable, value);
        Ok(())
    }
}
