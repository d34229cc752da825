use std::path::{Path, PathBuf};

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, decode_script, read_data_file};
use iovsh_shell::os_text;
use iovsh_shell::syntax::ast::{PipelineElement, StatementKind};
use iovsh_shell::syntax::parse_script;
use iovsh_shell::value::{Value, convert};

/// Reads the texts of a script in the user's language from a file of data (.psd1) beside it: `en-US/NAME.psd1`.
///
/// # Examples
/// ```iovsh
/// PS> [void](New-Item en-US -ItemType Directory); Set-Content en-US/texts.psd1 "ConvertFrom-StringData 'hello = Good day'"
/// PS> Import-LocalizedData -BindingVariable texts -BaseDirectory . -FileName texts; $texts.hello
/// Good day
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Import",
    noun = "LocalizedData",
    module = "Microsoft.PowerShell.Utility"
)]
pub struct ImportLocalizedData {
    /// The variable that gets the texts; without it they are written.
    #[param(position = 0, alias("Variable"))]
    binding_variable: String,
    /// The language, as in `de-DE`.
    #[param(position = 1, name = "UICulture")]
    ui_culture: String,
    /// The folder that holds those of the languages: that of the script unless one is given.
    base_directory: String,
    /// The name of the file: that of the script unless one is given.
    file_name: String,
    /// Commands that the file may call beside ConvertFrom-StringData.
    supported_command: Vec<String>,
}

impl ImportLocalizedData {
    /// The file: in the folder of the language, of the language without its country, or of English.
    fn file(&self, cx: &mut Context) -> Option<PathBuf> {
        let script = cx
            .interpreter()
            .value_of("PSCommandPath")
            .map(|path| convert::to_text(&path).to_string())
            .unwrap_or_default();
        let script = Path::new(&script);
        let folder = if self.base_directory.is_empty() {
            script.parent().map(Path::to_owned).unwrap_or_default()
        } else {
            cx.session().locations.native(&self.base_directory)
        };
        let name = if self.file_name.is_empty() {
            script.file_stem().map(os_text::text_of)?
        } else {
            let given = self.file_name.as_str();
            given.strip_suffix(".psd1").unwrap_or(given).to_owned()
        };
        let wanted = if self.ui_culture.is_empty() {
            "en-US"
        } else {
            self.ui_culture.as_str()
        };
        let language = wanted.split('-').next().unwrap_or(wanted);
        [wanted, language, "en-US", "en", ""]
            .into_iter()
            .map(|culture| folder.join(culture).join(format!("{name}.psd1")))
            .find(|file| file.is_file())
    }

    /// Whether a file does nothing but what data may: it calls only the commands that are allowed.
    fn is_data(&self, text: &str) -> bool {
        let ast = parse_script(text, None).ast;
        ast.end
            .iter()
            .flat_map(|block| &block.statements)
            .all(|statement| match &statement.kind {
                StatementKind::Pipeline(pipeline) => {
                    pipeline.elements.iter().all(|element| match element {
                        PipelineElement::Command(command) => command.name().is_some_and(|name| {
                            name.eq_ignore_ascii_case("ConvertFrom-StringData")
                                || self
                                    .supported_command
                                    .iter()
                                    .any(|known| known.eq_ignore_ascii_case(name))
                        }),
                        PipelineElement::Expression(_) => true,
                    })
                }
                _ => false,
            })
    }
}

impl Cmdlet for ImportLocalizedData {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let Some(file) = self.file(cx) else {
            return cx.error(
                ShellError::new(
                    "ImportLocalizedData",
                    ErrorCategory::ObjectNotFound,
                    "Cannot find the PowerShell data file in the folder of the language or in those of English.",
                )
                .exception("System.Management.Automation.PSInvalidOperationException")
                .help("-BaseDirectory and -FileName say where it is."),
            );
        };
        let path = os_text::text_of(&file);
        let bytes = iovsh_shell::file_read::bytes(&file).unwrap_or_default();
        let text = decode_script(&bytes);
        let value = match read_data_file(&text, &path) {
            Ok(table) => table,
            Err(error)
                if self.is_data(&text) && &*error.id != "CouldNotParseAsPowerShellDataFile" =>
            {
                let mut written = cx.interpreter().output_of(&text)?;
                match written.len() {
                    1 => written.pop().unwrap_or_default(),
                    _ => Value::array(written),
                }
            }
            Err(error) => return cx.error(error),
        };
        if self.binding_variable.is_empty() {
            return cx.emit(value);
        }
        let name = self.binding_variable.trim_start_matches('$').to_owned();
        cx.session().set_variable(&name, value);
        Ok(())
    }
}
