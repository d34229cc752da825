//! `Out-Host`.

use iovsh_derive::Cmdlet;

use crate::help::pager;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::format::Output;
use iovsh_shell::value::Value;

/// Shows objects on the screen, past redirection.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Out",
    noun = "Host",
    module = "Microsoft.PowerShell.Core",
    alias("oh")
)]
pub struct OutHost {
    /// The objects.
    #[param(from_pipeline)]
    input_object: Value,
    /// Shows a screen at a time, with the pager that `$env:PAGER` names, else `less`.
    paging: bool,
    #[state]
    output: Option<Output>,
    #[state]
    page: Vec<String>,
}

impl OutHost {
    fn show(&mut self, cx: &mut Context) -> Flow {
        let lines = self
            .output
            .as_mut()
            .map(Output::take_lines)
            .unwrap_or_default();
        if self.paging {
            self.page.extend(lines);
            return Ok(());
        }
        for line in lines {
            cx.host_data(&format!("{line}\n"))?;
        }
        Ok(())
    }
}

impl Cmdlet for OutHost {
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
        self.show(cx)?;
        if self.paging {
            return pager::show(cx, &self.page);
        }
        Ok(())
    }
}
