//! `$Host`, `$Host.UI` and `$Host.UI.RawUI`: the screen and the keyboard, as scripts reach them.
//!
//! Members are those of `PSHost`, `PSHostUserInterface` and `PSHostRawUserInterface`, as far as a terminal has what they are of.

use std::any::Any;

use unicode_width::UnicodeWidthStr;

use super::interpreter::Interpreter;
use super::output::{InformationRecord, Prompt, Question, TextRecord, TextStream};
use super::psobjects::{Answer, text_at};
use crate::declaration::Argument;
use crate::error::{Flow, Interrupt, ShellError};
use crate::host_message::{Colour, HostMessage};
use crate::printer::{script_title, terminal_rows, terminal_width};
use crate::types::enums::{CONSOLE_COLOR, READ_KEY_OPTIONS};
use crate::types::keys::host_key_info;
use crate::types::{CredentialValue, CultureValue, SecureStringValue, TypeRef, decorate};
use crate::value::convert::{self, raise};
use crate::value::{Engine, Name, Native, PsObject, Value};

/// `$Host`.
#[derive(Debug)]
pub(super) struct HostValue;

impl Native for HostValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.Internal.Host.InternalHost",
            "System.Management.Automation.Host.PSHost",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Management.Automation.Internal.Host.InternalHost".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => Value::from("iovsh"),
            "version" => crate::types::resolve("version")
                .and_then(|ty| convert::try_cast(&Value::from(super::VERSION), &ty))
                .unwrap_or_default(),
            "ui" => Value::native(HostUi),
            "currentculture" | "currentuiculture" => Value::native(CultureValue::new("en-US")),
            "instanceid" | "privatedata" | "runspace" => Value::Null,
            "debuggerenabled" | "isrunspacepushed" => Value::Bool(false),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "Name",
            "Version",
            "InstanceId",
            "UI",
            "CurrentCulture",
            "CurrentUICulture",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `$Host.UI`.
#[derive(Debug)]
pub(super) struct HostUi;

impl Native for HostUi {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.Internal.Host.InternalHostUserInterface",
            "System.Management.Automation.Host.PSHostUserInterface",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Management.Automation.Internal.Host.InternalHostUserInterface".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "rawui" => Value::native(RawUi),
            "supportsvirtualterminal" => Value::Bool(true),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        vec!["RawUI".into(), "SupportsVirtualTerminal".into()]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `$Host.UI.RawUI`.
#[derive(Debug)]
pub(super) struct RawUi;

impl Native for RawUi {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.Internal.Host.InternalHostRawUserInterface",
            "System.Management.Automation.Host.PSHostRawUserInterface",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Management.Automation.Internal.Host.InternalHostRawUserInterface".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "windowtitle" => Value::from(script_title().unwrap_or_else(|| "iovsh".to_owned())),
            "windowsize" | "buffersize" | "maxwindowsize" | "maxphysicalwindowsize" => {
                let size = |cells| i32::try_from(cells).unwrap_or(i32::MAX);
                Value::object(
                    PsObject::of(&[
                        "System.Management.Automation.Host.Size",
                        "System.ValueType",
                        "System.Object",
                    ])
                    .with("Width", size(terminal_width()))
                    .with("Height", size(terminal_rows().unwrap_or(50))),
                )
            }
            "keyavailable" => Value::Bool(crate::terminal::is_key_waiting()),
            // A terminal does not tell these.
            "foregroundcolor" | "backgroundcolor" | "cursorposition" | "cursorsize"
            | "windowposition" => Value::Null,
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "ForegroundColor",
            "BackgroundColor",
            "CursorPosition",
            "WindowPosition",
            "CursorSize",
            "BufferSize",
            "WindowSize",
            "MaxWindowSize",
            "MaxPhysicalWindowSize",
            "KeyAvailable",
            "WindowTitle",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn set_property_in(
        &self,
        name: &str,
        value: &Value,
        engine: &mut dyn Engine,
    ) -> Result<bool, ShellError> {
        // `Title` is what `[Console]` calls it.
        if self.property(name).is_none() {
            return Ok(false);
        }
        decorate(name, value, engine)
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn refused(message: &str, help: &str) -> Interrupt {
    raise("System.NotSupportedException", message)
        .help(help.to_owned())
        .into()
}

/// Methods of `$Host`.
pub(super) fn method(name: &str, arguments: &[Value]) -> Flow<Answer> {
    match name.to_ascii_lowercase().as_str() {
        "setshouldexit" => {
            let code = arguments.first().map_or(Ok(0), convert::to_int)?;
            Err(Interrupt::Exit(code))
        }
        // They say that a program of the screen begins and ends; the title and the modes are kept for every program here.
        "notifybeginapplication" | "notifyendapplication" => Ok(Some(None)),
        "enternestedprompt" | "exitnestedprompt" => Err(refused(
            "There is no prompt within a prompt here.",
            "Ask with Read-Host, or start a shell of its own: iovsh.",
        )),
        _ => Ok(None),
    }
}

/// Methods of `$Host.UI`.
pub(super) fn ui_method(
    inner: &mut Interpreter<'_>,
    name: &str,
    arguments: &[Value],
) -> Flow<Answer> {
    let name = name.to_ascii_lowercase();
    let text = |stream, inner: &mut Interpreter<'_>| {
        inner.out.output().text(&TextRecord {
            stream,
            message: text_at(arguments, 0).into(),
        });
        Ok(Some(None))
    };
    match name.as_str() {
        "write" | "writeline" => {
            let Some(record) = written(arguments, name == "write")? else {
                return Ok(None);
            };
            inner.out.output().information(&record);
            Ok(Some(None))
        }
        "writewarningline" => text(TextStream::Warning, inner),
        "writeverboseline" => text(TextStream::Verbose, inner),
        "writedebugline" => text(TextStream::Debug, inner),
        "writeerrorline" => {
            let line = format!("{}\n", text_at(arguments, 0));
            inner.out.output().error_data(&line);
            Ok(Some(None))
        }
        "readline" => {
            let line = inner.out.output().read_line(&Prompt::default())?;
            Ok(Some(Some(line.map_or(Value::Null, Value::from))))
        }
        "readlineassecurestring" => {
            let line = ask(inner, String::new(), true)?;
            Ok(Some(Some(Value::native(SecureStringValue::new(&line)))))
        }
        "promptforcredential" if arguments.len() >= 4 => credential(inner, arguments),
        "promptforchoice" if arguments.len() == 4 => choice(inner, arguments),
        _ => Ok(None),
    }
}

/// What `Write` and `WriteLine` are given: text, or two colours and text.
fn written(arguments: &[Value], no_new_line: bool) -> Flow<Option<InformationRecord>> {
    let colour = |value: &Value| -> Flow<Colour> {
        let value = convert::cast(value, &TypeRef::Enum(&CONSOLE_COLOR))?;
        Ok(Colour::from_value(&value)?)
    };
    let (foreground, background, text) = match arguments {
        [] if !no_new_line => (Colour::default(), Colour::default(), String::new()),
        [_] => (Colour::default(), Colour::default(), text_at(arguments, 0)),
        [foreground, background, _] => {
            let colours = (colour(foreground)?, colour(background)?);
            (colours.0, colours.1, text_at(arguments, 2))
        }
        _ => return Ok(None),
    };
    let message = HostMessage {
        message: text.as_str().into(),
        no_new_line,
        foreground,
        background,
    };
    Ok(Some(InformationRecord {
        data: Value::native(message),
        text: text.into(),
        tags: vec!["PSHOST".into()],
        source: "".into(),
    }))
}

fn ask(inner: &mut Interpreter<'_>, text: String, secret: bool) -> Flow<String> {
    let line = inner.out.output().read_line(&Prompt { text, secret })?;
    line.ok_or(Interrupt::Cancelled)
}

/// `PromptForCredential(caption, message, userName, targetName)`.
fn credential(inner: &mut Interpreter<'_>, arguments: &[Value]) -> Flow<Answer> {
    let mut before = String::new();
    for line in [text_at(arguments, 0), text_at(arguments, 1)] {
        if !line.is_empty() {
            before.push_str(&line);
            before.push('\n');
        }
    }
    let mut user = text_at(arguments, 2);
    if user.is_empty() {
        user = ask(
            inner,
            format!("{}User: ", std::mem::take(&mut before)),
            false,
        )?;
    }
    let password = ask(inner, format!("{before}Password for user {user}: "), true)?;
    Ok(Some(Some(Value::native(CredentialValue {
        user: user.into(),
        password: SecureStringValue::new(&password),
    }))))
}

/// `PromptForChoice(caption, message, choices, defaultChoice)`.
fn choice(inner: &mut Interpreter<'_>, arguments: &[Value]) -> Flow<Answer> {
    let choices = arguments
        .get(2)
        .and_then(super::enumerate)
        .unwrap_or_default()
        .iter()
        .map(|choice| match choice {
            Value::Object(object) => {
                let text = |name: &str| {
                    let value = object.get(name).unwrap_or_default();
                    convert::to_text(&value).to_string()
                };
                (text("Label"), text("HelpMessage"))
            }
            other => (convert::to_text(other).to_string(), String::new()),
        })
        .collect();
    let default = arguments.get(3).map_or(Ok(0), convert::to_int)?;
    let question = Question {
        caption: text_at(arguments, 0),
        message: text_at(arguments, 1),
        choices,
        default: usize::try_from(default).unwrap_or(usize::MAX),
    };
    let chosen = inner.out.output().choose(&question)?;
    Ok(Some(Some(Value::Int(
        i32::try_from(chosen).unwrap_or(i32::MAX),
    ))))
}

/// `IncludeKeyDown` or `IncludeKeyUp`, `NoEcho` and `AllowCtrlC` of `ReadKeyOptions`.
const KEY_DOWN_OR_UP: i64 = 4 | 8;
const NO_ECHO: i64 = 2;
const ALLOW_CTRL_C: i64 = 1;

/// Methods of `$Host.UI.RawUI`.
pub(super) fn raw_method(
    inner: &mut Interpreter<'_>,
    name: &str,
    arguments: &[Value],
) -> Flow<Answer> {
    match name.to_ascii_lowercase().as_str() {
        "readkey" => {
            let options = match arguments.first() {
                None => KEY_DOWN_OR_UP,
                Some(given) => match convert::cast(given, &TypeRef::Enum(&READ_KEY_OPTIONS))? {
                    Value::Enum(options) => options.number,
                    _ => 0,
                },
            };
            if options & KEY_DOWN_OR_UP == 0 {
                return Err(raise(
                    "System.ArgumentException",
                    "Cannot read key options. To read options, set one or both of the following: IncludeKeyDown, IncludeKeyUp.",
                )
                .into());
            }
            if options & ALLOW_CTRL_C != 0 {
                inner.warning("Ctrl+C ends what runs, and is read as no key (AllowCtrlC).")?;
            }
            let stroke = inner.read_key(options & NO_ECHO == 0)?;
            Ok(Some(Some(host_key_info(stroke))))
        }
        "flushinputbuffer" => {
            inner.forget_keys();
            Ok(Some(None))
        }
        "lengthinbuffercells" if arguments.len() == 1 => {
            let cells = text_at(arguments, 0).width();
            Ok(Some(Some(Value::Int(
                i32::try_from(cells).unwrap_or(i32::MAX),
            ))))
        }
        "getbuffercontents" | "setbuffercontents" | "scrollbuffercontents" => Err(refused(
            "A terminal does not give what it shows, and has no buffer to write to.",
            "Clear-Host empties the screen; Write-Host writes to it.",
        )),
        _ => Ok(None),
    }
}
