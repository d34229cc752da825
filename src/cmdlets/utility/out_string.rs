//! `Out-String`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::format::Output;
use iovsh_shell::value::Value;

/// Gives what objects look like on the screen as text.
///
/// # Examples
/// ```iovsh
/// PS> ([pscustomobject]@{ A = 1 } | Out-String).Trim()
/// A
/// -
/// 1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Out",
    noun = "String",
    module = "Microsoft.PowerShell.Utility",
    alias("oss"),
    default_set = "NoNewLineFormatting",
    output = "System.String"
)]
pub struct OutString {
    /// Each line as a string of its own.
    #[param(set = "StreamFormatting")]
    stream: bool,
    /// The width of the lines.
    #[param(range = 2..=2147483647)]
    width: Option<i32>,
    /// Without line ends.
    #[param(name = "NoNewline", set = "NoNewLineFormatting")]
    no_new_line: bool,
    /// The objects.
    #[param(from_pipeline)]
    input_object: Value,
    #[state]
    output: Option<Output>,
    #[state]
    text: String,
}

impl OutString {
    fn collect(&mut self, cx: &mut Context) -> Flow {
        for line in self
            .output
            .as_mut()
            .map(Output::take_lines)
            .unwrap_or_default()
        {
            if self.stream {
                cx.emit(line)?;
            } else {
                self.text.push_str(&line);
                if !self.no_new_line {
                    self.text.push('\n');
                }
            }
        }
        Ok(())
    }
}

impl Cmdlet for OutString {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        let limit = super::enumeration_limit(cx);
        let width = match self.width {
            Some(width) => usize::try_from(width).unwrap_or(2),
            None => cx.output().width(),
        };
        self.output = Some(Output::whole(width, crate::views(), limit));
        Ok(())
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        if let Some(output) = &mut self.output {
            output.push(&self.input_object, cx)?;
        }
        self.collect(cx)
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        if let Some(output) = &mut self.output {
            output.finish()?;
        }
        self.collect(cx)?;
        if self.stream {
            return Ok(());
        }
        cx.emit(std::mem::take(&mut self.text))
    }
}
