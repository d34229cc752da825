//! `Start-Job`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, block_text};
use iovsh_shell::job::parcel::Parcel;
use iovsh_shell::value::{ScriptBlock, Value};

/// Runs script in the background, in a session of its own.
///
/// The job sees nothing of this session but its arguments, its input, and the variables that it reads with `$using:`.
///
/// # Examples
/// ```iovsh
/// PS> $job = Start-Job { param($first) $first + $using:second } -ArgumentList 20
/// PS> Start-Job -Name sum { 1..100 | Measure-Object -Sum | ForEach-Object Sum } | Wait-Job | Receive-Job
/// 5050
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Start",
    noun = "Job",
    module = "Microsoft.PowerShell.Core",
    default_set = "ComputerName",
    alias("sajb"),
    output = "System.Management.Automation.PSRemotingJob"
)]
pub struct StartJob {
    /// What runs.
    #[param(set = "ComputerName", position = 0, mandatory, alias = "Command")]
    script_block: Option<Rc<ScriptBlock>>,
    /// A script file that runs.
    #[param(set = "FilePathComputerName", position = 0, mandatory)]
    file_path: Option<String>,
    /// A script file whose name has no wildcards.
    #[param(set = "LiteralFilePathComputerName", mandatory, alias("PSPath", "LP"))]
    literal_path: Option<String>,
    /// The name of the job; JobN without one.
    name: Option<String>,
    /// What runs before it.
    #[param(position = 1)]
    initialization_script: Option<Rc<ScriptBlock>>,
    /// Where it starts; here without it.
    working_directory: Option<String>,
    /// Objects for the block, as $input.
    #[param(from_pipeline)]
    input_object: Value,
    /// Values for the parameters of the block.
    #[param(alias = "Args")]
    argument_list: Vec<Value>,
    #[state]
    input: Vec<Value>,
}

impl StartJob {
    /// The text that runs, and the file that it came from.
    fn script(&self, cx: &mut Context) -> Flow<(String, Option<String>)> {
        if let Some(block) = &self.script_block {
            return Ok((block_text(block), None));
        }
        let name = self.file_path.as_ref().or(self.literal_path.as_ref());
        let name = name.map_or("", String::as_str);
        let path = cx.session().locations.native(name);
        let text = iovsh_shell::file_read::text(&path).map_err(|error| {
            ShellError::new(
                "PathNotFound",
                ErrorCategory::ObjectNotFound,
                format!(
                    "Cannot find path '{}' because it does not exist.",
                    path.display()
                ),
            )
            .exception("System.Management.Automation.ItemNotFoundException")
            .target(name)
            .cause(error.to_string())
        })?;
        Ok((text, Some(path.display().to_string())))
    }
}

impl Cmdlet for StartJob {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if cx.is_bound("InputObject") {
            self.input.push(self.input_object.clone());
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let (script, file) = self.script(cx)?;
        let mut work = cx.session().work(script);
        if let Some(folder) = &self.working_directory {
            work.location = cx.session().locations.native(folder);
        }
        work.file = file;
        work.name.clone_from(&self.name);
        work.initialization = self.initialization_script.as_deref().map(block_text);
        cx.with_interpreter(|interpreter| {
            work.using = interpreter.using_variables(&work.script, false);
            work.arguments = pack(&self.argument_list, interpreter);
            work.input = (!self.input.is_empty()).then(|| pack(&self.input, interpreter));
        });
        let job = cx.start_job(work)?;
        cx.emit(job)
    }
}

fn pack(values: &[Value], interpreter: &mut iovsh_shell::eval::Interpreter<'_>) -> Vec<Parcel> {
    values
        .iter()
        .map(|value| Parcel::pack(value, interpreter))
        .collect()
}
