//! `Start-Job`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, block_text};
use iovsh_shell::value::detached::Detached;
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

impl Cmdlet for StartJob {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if cx.is_bound("InputObject") {
            self.input.push(self.input_object.clone());
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let file = self.file_path.as_ref().or(self.literal_path.as_ref());
        let job = begin(
            cx,
            &Wish {
                block: self.script_block.as_ref(),
                file: file.map_or("", String::as_str),
                name: self.name.as_ref(),
                initialization: self.initialization_script.as_ref(),
                folder: self.working_directory.as_ref(),
                arguments: &self.argument_list,
                input: &self.input,
            },
        )?;
        cx.emit(job)
    }
}

/// What a job is to run, and how.
pub(super) struct Wish<'a> {
    pub(super) block: Option<&'a Rc<ScriptBlock>>,
    pub(super) file: &'a str,
    pub(super) name: Option<&'a String>,
    pub(super) initialization: Option<&'a Rc<ScriptBlock>>,
    pub(super) folder: Option<&'a String>,
    pub(super) arguments: &'a [Value],
    pub(super) input: &'a [Value],
}

/// The text that runs, and the file that it came from.
fn script(cx: &mut Context, wish: &Wish<'_>) -> Flow<(String, Option<String>)> {
    if let Some(block) = wish.block {
        return Ok((block_text(block), None));
    }
    let path = cx.session().locations.native(wish.file);
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
        .target(wish.file)
        .cause(error.to_string())
    })?;
    Ok((text, Some(path.display().to_string())))
}

/// Starts a job, and gives the object that stands for it.
pub(super) fn begin(cx: &mut Context, wish: &Wish<'_>) -> Flow<Value> {
    let (script, file) = script(cx, wish)?;
    let mut work = cx.session().work(script);
    if let Some(folder) = wish.folder {
        work.location = cx.session().locations.native(folder);
    }
    work.file = file;
    work.name = wish.name.cloned();
    work.initialization = wish.initialization.map(|block| block_text(block));
    cx.with_interpreter(|interpreter| {
        work.using = interpreter.using_variables(&work.script, false);
        work.arguments = pack(wish.arguments, interpreter);
        work.input = (!wish.input.is_empty()).then(|| pack(wish.input, interpreter));
    });
    cx.start_job(work)
}

fn pack(values: &[Value], interpreter: &mut iovsh_shell::eval::Interpreter<'_>) -> Vec<Detached> {
    values
        .iter()
        .map(|value| Detached::pack(value, interpreter))
        .collect()
}
