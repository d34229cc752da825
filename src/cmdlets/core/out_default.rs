//! `Out-Default`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::format::Output;
use iovsh_shell::value::Value;

/// Shows objects as the end of a pipeline does: with the view of their type.
#[derive(Cmdlet)]
#[cmdlet(verb = "Out", noun = "Default", module = "Microsoft.PowerShell.Core")]
pub struct OutDefault {
    /// The objects.
    #[param(from_pipeline)]
    input_object: Value,
    /// Keeps objects for transcripts.
    transcript: bool,
    #[state]
    output: Option<Output>,
}

impl OutDefault {
    fn show(&mut self, cx: &mut Context) -> Flow {
        let lines = self
            .output
            .as_mut()
            .map(Output::take_lines)
            .unwrap_or_default();
        for line in lines {
            cx.host_data(&format!("{line}\n"))?;
        }
        Ok(())
    }
}

impl Cmdlet for OutDefault {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        let limit = crate::utility::enumeration_limit(cx);
        let width = cx.output().width();
        self.output = Some(Output::streaming(width, crate::views(), limit));
        Ok(())
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        if let Some(output) = &mut self.output {
            output.push(&self.input_object, cx)?;
        }
        self.show(cx)
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        if let Some(output) = &mut self.output {
            output.finish()?;
        }
        self.show(cx)
    }
}
