//! `Get-Error`.

use std::sync::Arc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::error_record::ErrorRecord;
use iovsh_shell::error_record::record_of_value;
use iovsh_shell::eval::Context;
use iovsh_shell::format::wrap;
use iovsh_shell::value::{MemberKind, Name, Native, PsObject, Value, convert};

/// Shows all that is known of an error: its id, the words of the kernel, what to do next, where it happened.
///
/// Without a parameter it is the latest one, `$Error[0]`.
///
/// # Examples
/// What went wrong last:
/// ```iovsh
/// PS> Start-VM nosuch -ErrorAction SilentlyContinue
/// PS> Get-Error
/// Message   : Hyper-V was unable to find a virtual machine with name "nosuch".
/// Next step : There are: 'legacy1', 'web1', 'web2'.
/// Id        : ObjectNotFound,Microsoft.HyperV.PowerShell.Commands.StartVM
/// Category  : ObjectNotFound
/// Exception : Microsoft.HyperV.PowerShell.VirtualizationException
/// Target    : nosuch
/// Command   : Microsoft.HyperV.PowerShell.Commands.StartVM
/// Where     : line:1: Start-VM nosuch -ErrorAction SilentlyContinue
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Error",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Newest"
)]
pub struct GetError {
    /// The error.
    #[param(set = "Error", position = 0, from_pipeline)]
    input_object: Option<Value>,
    /// The latest errors, this many.
    #[param(set = "Newest", alias = "Last", range = 1..=2_147_483_647)]
    newest: Option<i32>,
}

/// An error with all that is known of it, as lines for a screen of this width.
fn lines(record: &ErrorRecord, width: usize) -> Vec<String> {
    let error = &record.error;
    let target = convert::to_text(&error.target).to_string();
    let place = error
        .position
        .as_ref()
        .map_or_else(String::new, |position| {
            let text = position.source.text();
            let start = usize::try_from(position.span.start)
                .unwrap_or(usize::MAX)
                .min(text.len());
            let line = text
                .get(..start)
                .map_or(1, |before| before.matches('\n').count() + 1);
            let file = position
                .source
                .name()
                .map_or_else(|| "line".to_owned(), |name| name.to_string());
            let code = position
                .source
                .slice(position.span)
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned();
            format!("{file}:{line}: {code}")
        });
    let mut out = vec![String::new()];
    for (label, text) in [
        ("Message", error.message.as_str()),
        ("Cause", error.cause.as_deref().unwrap_or_default()),
        ("Next step", error.help.as_deref().unwrap_or_default()),
        ("Id", &record.full_id),
        ("Category", error.category.name()),
        ("Exception", &error.exception),
        ("Target", &target),
        ("Command", error.command.as_deref().unwrap_or_default()),
        ("Where", &place),
    ] {
        if text.is_empty() {
            continue;
        }
        let start = format!("{label:<10}: ");
        out.extend(wrap::words(text, width, &start, &" ".repeat(start.len())));
    }
    let mut inner = error.inner.as_deref();
    while let Some(error) = inner {
        let start = "Inside    : ";
        let text = format!("{}: {}", error.exception, error.message);
        out.extend(wrap::words(&text, width, start, &" ".repeat(start.len())));
        inner = error.inner.as_deref();
    }
    out.push(String::new());
    out
}

impl GetError {
    fn show(cx: &mut Context, value: &Value) -> Flow {
        let Some(record) = record_of_value(value) else {
            return cx.error(
                ShellError::new(
                    "InvalidErrorRecord",
                    ErrorCategory::InvalidArgument,
                    "That is no error record.",
                )
                .target(value.clone())
                .help("$Error[0] is the latest one."),
            );
        };
        let width = cx.output().width();
        let shown = PsObject::of(TYPE_NAMES).with_payload(Arc::new(lines(&record, width)));
        for name in record.property_names() {
            let value = record.property(&name).unwrap_or_default();
            shown.push(name, MemberKind::Property(value));
        }
        for (name, text) in [
            ("Cause", &record.error.cause),
            ("NextStep", &record.error.help),
        ] {
            let text = text.as_deref().map_or(Value::Null, Value::from);
            shown.push(Name::Static(name), MemberKind::Note(text));
        }
        cx.emit(Value::object(shown))
    }
}

/// An error record that is shown whole.
const TYPE_NAMES: &[&str] = &[
    "System.Management.Automation.ErrorRecord#PSExtendedError",
    "System.Management.Automation.ErrorRecord",
    "System.Object",
];

impl Cmdlet for GetError {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if let Some(value) = &self.input_object {
            return Self::show(cx, value);
        }
        let most = usize::try_from(self.newest.unwrap_or(1)).unwrap_or(1);
        let errors = cx.session().errors();
        let errors: Vec<Value> = errors.items.borrow().iter().take(most).cloned().collect();
        for error in &errors {
            Self::show(cx, error)?;
        }
        Ok(())
    }
}
