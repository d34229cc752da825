//! A screen at a time: the user's pager, where there is a terminal and more lines than it has.

use std::io::Write;
use std::process::{Command, Stdio};

use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::format::Output;
use iovsh_shell::options::Source;
use iovsh_shell::value::Value;

/// What pages when `$env:PAGER` says nothing.
const PAGERS: &[&str] = &["less", "more"];

/// Shows `lines` a screen at a time; all at once where no terminal is or where they fit.
pub fn show(cx: &mut Context, lines: &[String]) -> Flow {
    let fits = cx.output().rows().is_none_or(|rows| lines.len() < rows);
    if fits || !page(cx, lines) {
        for line in lines {
            cx.host_line(line)?;
        }
    }
    Ok(())
}

/// Hands the lines to a pager; whether one has shown them.
fn page(cx: &mut Context, lines: &[String]) -> bool {
    cx.settle();
    let environment = &cx.session_ref().environment;
    let own = environment.get("PAGER").map(str::to_owned);
    // The environment of the session, else the configuration.
    let own = own.or_else(|| {
        let options = crate::options::of(cx.session_ref());
        let mut settings = options.all().iter();
        let pager = settings.find(|setting| setting.known.name == "Pager");
        let set = pager.filter(|setting| setting.source != Source::Default);
        set.map(|setting| setting.value.clone())
    });
    let variables: Vec<(String, String)> = environment
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let start = |program: &str| {
        let mut command = Command::new("sh");
        command
            .args(["-c", program])
            .env_clear()
            .envs(variables.iter().map(|(name, value)| (name, value)));
        if !variables.iter().any(|(name, _)| name == "LESS") {
            // As git does: colours as they are, and nothing is cleared at the end.
            command.env("LESS", "RX");
        }
        command.stdin(Stdio::piped()).spawn().ok()
    };
    let child = match own {
        Some(own) => start(&own),
        None => PAGERS
            .iter()
            .find(|program| is_there(program))
            .and_then(|program| start(program)),
    };
    let Some(mut child) = child else {
        return false;
    };
    if let Some(mut input) = child.stdin.take() {
        for line in lines {
            // A pager that was left has seen enough.
            if writeln!(input, "{line}").is_err() {
                break;
            }
        }
    }
    // 127: the shell did not find the pager, so nobody has seen anything.
    child.wait().is_ok_and(|status| status.code() != Some(127))
}

fn is_there(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    })
}

/// Shows objects a screen at a time, each with the view of its type.
pub fn objects(cx: &mut Context, objects: &[Value]) -> Flow {
    let limit = crate::utility::enumeration_limit(cx);
    let width = cx.output().width();
    let mut output = Output::whole(width, crate::views(), limit);
    for object in objects {
        output.push(object, cx)?;
    }
    output.finish()?;
    let lines = output.take_lines();
    show(cx, &lines)
}
