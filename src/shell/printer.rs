//! The one door for output: everything that reaches the terminal passes here.
//!
//! Objects and `Write-Host` go to standard output; errors, warnings, verbose and debug text and progress go to standard
//! error, so that pipes stay clean. What comes from data is made [`visible`] here, and colours are put around it after
//! that; only plain strings leave as they are, and only into a pipe or a file. Standard output that cannot be written is
//! remembered: a reader that went away (`| head`) is no error, a full disk is one.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use iovsh_base::base64::base64;
use nu_ansi_term::{Color, Style};

use super::os_text;
use super::visible::{visible, visible_but_colours, visible_line, without_colours};

/// Text that may be sent as it is: made of visible text and colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn(String);

impl Drawn {
    /// Text with a style around it, unless colours are not wanted.
    pub fn painted(text: &str, style: Style, colours: bool) -> Self {
        let text = visible(text);
        Self(if colours {
            style.paint(text.as_ref()).to_string()
        } else {
            text.into_owned()
        })
    }

    /// Text whose parts from data were made visible before colours were added.
    pub(super) fn of_visible(text: String) -> Self {
        Self(text)
    }

    /// This and then that.
    pub fn and(mut self, more: &Self) -> Self {
        self.0.push_str(&more.0);
        self
    }
}

impl std::fmt::Display for Drawn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::ops::Deref for Drawn {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

/// Where text goes.
pub struct Printer {
    out: BufWriter<Box<dyn Write>>,
    err: Box<dyn Write>,
    /// Whether standard output is a terminal: then nothing is sent raw.
    out_is_terminal: bool,
    err_is_terminal: bool,
    /// Whether standard output is a terminal that wants colours.
    pub out_colours: bool,
    /// Whether standard error is.
    pub err_colours: bool,
    /// What both were before colours were left out on request.
    wanted_colours: Option<(bool, bool)>,
    /// Whether the last thing on standard error is a progress line that the next text must replace.
    progress_shown: bool,
    /// Whether a line is being edited on the terminal, below which the next text begins.
    below_line: bool,
    /// Why standard output is no longer written.
    lost: Option<io::Error>,
    /// Where a copy of everything goes, when it is wanted.
    transcript: Option<BufWriter<File>>,
}

impl Printer {
    /// The printer of the process. `NO_COLOR` and `TERM=dumb` are honoured.
    pub fn of_process() -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let (out, err) = (io::stdout(), io::stderr());
        let out_is_terminal = out.is_terminal();
        Self {
            out_is_terminal,
            err_is_terminal: err.is_terminal(),
            out_colours: !plain && out_is_terminal,
            err_colours: !plain && err.is_terminal(),
            out: BufWriter::with_capacity(64 * 1024, Box::new(out)),
            err: Box::new(err),
            wanted_colours: None,
            progress_shown: false,
            below_line: false,
            lost: None,
            transcript: None,
        }
    }

    /// A printer that writes elsewhere, as into pipes: for tests.
    pub fn to(out: Box<dyn Write>, err: Box<dyn Write>) -> Self {
        Self {
            out: BufWriter::new(out),
            err,
            out_is_terminal: false,
            err_is_terminal: false,
            out_colours: false,
            err_colours: false,
            wanted_colours: None,
            progress_shown: false,
            below_line: false,
            lost: None,
            transcript: None,
        }
    }

    /// A printer that writes elsewhere as to a terminal with colours: for tests.
    pub fn to_terminal(out: Box<dyn Write>, err: Box<dyn Write>) -> Self {
        let mut printer = Self::to(out, err);
        printer.out_is_terminal = true;
        printer.err_is_terminal = true;
        printer.out_colours = true;
        printer.err_colours = true;
        printer
    }

    /// The columns that standard output has, where it is a terminal.
    pub fn out_columns(&self) -> Option<usize> {
        self.out_is_terminal.then(terminal_width)
    }

    /// The columns that standard error has, where it is a terminal.
    pub fn err_columns(&self) -> Option<usize> {
        self.err_is_terminal.then(terminal_width)
    }

    /// Leaves colours out from now on, or no longer.
    pub fn leave_out_colours(&mut self, plain: bool) {
        match (plain, self.wanted_colours) {
            (true, None) => {
                self.wanted_colours = Some((self.out_colours, self.err_colours));
                (self.out_colours, self.err_colours) = (false, false);
            }
            (false, Some(wanted)) => {
                (self.out_colours, self.err_colours) = wanted;
                self.wanted_colours = None;
            }
            _ => {}
        }
    }

    /// Why standard output is no longer written, once that is so. `BrokenPipe` when its reader has gone.
    pub fn lost(&self) -> Option<&io::Error> {
        self.lost.as_ref()
    }

    /// Copies everything that is shown from now on into a file as well, without colours; `None` ends that.
    pub fn transcribe(&mut self, file: Option<File>) {
        self.transcript = file.map(BufWriter::new);
    }

    /// Writes into that file alone what a person has typed.
    pub fn transcribe_typed(&mut self, prompt: &str, line: &str) {
        self.copy(&format!("{prompt}{line}\n"));
    }

    fn copy(&mut self, text: &str) {
        if let Some(transcript) = &mut self.transcript {
            let text = without_colours(text);
            // A full disk must not end the work that is being recorded.
            let _ = transcript.write_all(visible(&text).as_bytes());
        }
    }

    fn send(&mut self, bytes: &[u8]) {
        self.clear_progress();
        if self.lost.is_none() {
            self.lost = self.out.write_all(bytes).err();
        }
    }

    /// Writes a string of the user's script to standard output: into a pipe or file as it is, to a terminal with its
    /// colours and nothing else that acts.
    pub fn data(&mut self, text: &str) {
        self.copy(text);
        if !self.out_is_terminal {
            self.send(&os_text::to_bytes(text));
        } else if self.out_colours {
            self.send(visible_but_colours(text).as_bytes());
        } else {
            self.send(visible(&without_colours(text)).as_bytes());
        }
    }

    /// As [`Printer::data`], in a colour of ours where colours are wanted.
    pub fn coloured_data(&mut self, text: &str, style: Style) {
        if !self.out_colours || style.is_plain() {
            return self.data(text);
        }
        self.copy(text);
        let text = visible_but_colours(text);
        // The line break stays outside, so that a background ends with its line.
        let painted: Vec<String> = text
            .split('\n')
            .map(|line| style.paint(line).to_string())
            .collect();
        self.send(painted.join("\n").as_bytes());
    }

    /// Writes a line to standard output, in which nothing acts.
    pub fn line(&mut self, line: &str) {
        self.copy(line);
        self.copy("\n");
        self.send(visible(line).as_bytes());
        self.send(b"\n");
    }

    /// Writes text of iovsh's own to standard output: a page of help, a generated file.
    pub fn text(&mut self, text: &str) {
        self.copy(text);
        self.send(visible(text).as_bytes());
    }

    /// Writes a line to standard error. What was written to standard output before appears before it.
    pub fn error_line(&mut self, line: &str) {
        self.error_drawn(&Drawn::painted(line, Style::new(), false));
    }

    /// As [`Printer::error_line`], in a colour where colours are wanted.
    pub fn error_painted(&mut self, line: &str, colour: Color) {
        self.error_drawn(&Drawn::painted(line, colour.normal(), self.err_colours));
    }

    /// As [`Printer::error_line`], for what was drawn.
    pub fn error_drawn(&mut self, line: &Drawn) {
        self.flush();
        self.copy(line);
        self.copy("\n");
        self.clear_progress();
        // Nobody can be told that standard error is gone.
        let _ = writeln!(self.err, "{line}");
    }

    /// Writes text to standard error without ending the line: a question.
    pub fn question(&mut self, text: &str) {
        self.flush();
        self.clear_progress();
        let _ = write!(self.err, "{}", visible(text));
        let _ = self.err.flush();
    }

    /// Shows where a long activity is, on one line that the next text replaces. Nothing when nobody watches.
    pub fn progress(&mut self, line: Option<&str>) {
        if !self.err_colours {
            return;
        }
        self.flush();
        self.clear_progress();
        if let Some(line) = line {
            let _ = write!(self.err, "\r\x1b[2K{}", visible_line(line));
            let _ = self.err.flush();
            self.progress_shown = true;
        }
    }

    /// Hands everything to the kernel.
    pub fn flush(&mut self) {
        if self.lost.is_none() {
            self.lost = self.out.flush().err();
        }
    }

    /// Empties the screen and what has scrolled away, and puts the cursor at the top.
    pub fn clear_screen(&mut self) {
        self.clear_progress();
        let _ = self.out.write_all(b"\x1b[2J\x1b[3J\x1b[H");
        self.flush();
    }

    /// Sets the title of the terminal's window, where there is a terminal that has one.
    pub fn title(&mut self, text: &str) {
        if !self.out_is_terminal {
            return;
        }
        let _ = write!(self.out, "\x1b]0;{}\x07", visible_line(text));
        self.flush();
    }

    /// The same, for a script: it stays, where iovsh's own title follows the folder.
    pub fn title_of_script(&mut self, text: &str) {
        if has_titles() {
            self.title(text);
        }
        *SCRIPT_TITLE.lock().unwrap_or_else(PoisonError::into_inner) = Some(text.to_owned());
    }

    /// Asks the terminal to put a text into the clipboard (OSC 52); whether there is a terminal.
    pub fn to_clipboard(&mut self, text: &str) -> bool {
        if self.out_is_terminal {
            // The text goes as base64: nothing of it is read as a command of the terminal.
            let _ = write!(self.out, "\x1b]52;c;{}\x07", base64(text.as_bytes()));
            self.flush();
        }
        self.out_is_terminal
    }

    /// Says whether a line is being edited, below which the next text is to begin.
    pub fn begins_below(&mut self, line: bool) {
        self.below_line = line && self.out_is_terminal;
    }

    fn clear_progress(&mut self) {
        if std::mem::take(&mut self.below_line) {
            let _ = self.out.write_all(b"\r\n");
            self.flush();
        }
        if std::mem::take(&mut self.progress_shown) {
            let _ = write!(self.err, "\r\x1b[2K");
        }
    }
}

impl Drop for Printer {
    fn drop(&mut self) {
        self.flush();
    }
}

/// The title that a script has given the window. There is one window for a process.
static SCRIPT_TITLE: Mutex<Option<String>> = Mutex::new(None);

/// Whether the terminal is one whose window has a title; the console of Linux and serial lines have none.
pub fn has_titles() -> bool {
    const WITHOUT: [&str; 5] = ["dumb", "linux", "vt100", "vt102", "vt220"];
    let name = std::env::var("TERM").unwrap_or_default();
    !name.is_empty() && !WITHOUT.contains(&&*name)
}

/// The title that a script has given the window, if one has.
pub fn script_title() -> Option<String> {
    let title = SCRIPT_TITLE.lock().unwrap_or_else(PoisonError::into_inner);
    title.clone()
}

/// The rows of the terminal that standard output is; `None` when it is none.
pub fn terminal_rows() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    Some(terminal_size::terminal_size().map_or(24, |(_, rows)| usize::from(rows.0.max(4))))
}

/// The number of columns of the terminal, or 120 when there is none: what PowerShell takes for output that is redirected.
pub fn terminal_width() -> usize {
    if let Some(columns) = std::env::var("COLUMNS")
        .ok()
        .and_then(|text| text.parse().ok())
        .filter(|n| *n > 0)
    {
        return columns;
    }
    if !io::stdout().is_terminal() {
        return 120;
    }
    terminal_size::terminal_size().map_or(120, |(columns, _)| usize::from(columns.0.max(20)))
}
