//! The one door for output: everything that reaches the terminal passes here.
//!
//! Objects and `Write-Host` go to standard output; errors, warnings, verbose and debug text and progress go to standard
//! error, so that pipes stay clean. A reader that went away (`| head`) is not an error: output is dropped from then on.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};

/// Where text goes.
pub struct Printer {
    out: BufWriter<Box<dyn Write>>,
    err: Box<dyn Write>,
    /// Whether standard output is a terminal that wants colours.
    pub out_colours: bool,
    /// Whether standard error is.
    pub err_colours: bool,
    /// Whether the last thing on standard error is a progress line that the next text must replace.
    progress_shown: bool,
    closed: bool,
    /// Where a copy of everything goes, when it is wanted.
    transcript: Option<BufWriter<File>>,
}

impl Printer {
    /// The printer of the process. `NO_COLOR` and `TERM=dumb` are honoured.
    pub fn of_process() -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let (out, err) = (io::stdout(), io::stderr());
        Self {
            out_colours: !plain && out.is_terminal(),
            err_colours: !plain && err.is_terminal(),
            out: BufWriter::with_capacity(64 * 1024, Box::new(out)),
            err: Box::new(err),
            progress_shown: false,
            closed: false,
            transcript: None,
        }
    }

    /// A printer that writes elsewhere: for tests.
    pub fn to(out: Box<dyn Write>, err: Box<dyn Write>) -> Self {
        Self {
            out: BufWriter::new(out),
            err,
            out_colours: false,
            err_colours: false,
            progress_shown: false,
            closed: false,
            transcript: None,
        }
    }

    /// Whether the reader of standard output has gone.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Copies everything that is shown from now on into a file as well, without colours; `None` ends that.
    pub fn transcribe(&mut self, file: Option<File>) {
        self.transcript = file.map(BufWriter::new);
    }

    fn copy(&mut self, text: &str) {
        if let Some(transcript) = &mut self.transcript {
            // A full disk must not end the work that is being recorded.
            let _ = transcript.write_all(without_colours(text).as_bytes());
        }
    }

    /// Writes text to standard output as it is.
    pub fn text(&mut self, text: &str) {
        self.copy(text);
        self.clear_progress();
        if !self.closed && self.out.write_all(text.as_bytes()).is_err() {
            self.closed = true;
        }
    }

    /// Writes a line to standard output.
    pub fn line(&mut self, line: &str) {
        self.text(line);
        self.text("\n");
    }

    /// Writes a line to standard error. What was written to standard output before appears before it.
    pub fn error_line(&mut self, line: &str) {
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
        let _ = write!(self.err, "{text}");
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
            let _ = write!(self.err, "\r{line}");
            let _ = self.err.flush();
            self.progress_shown = true;
        }
    }

    /// Hands everything to the kernel.
    pub fn flush(&mut self) {
        if !self.closed && self.out.flush().is_err() {
            self.closed = true;
        }
    }

    /// Empties the screen and what has scrolled away, and puts the cursor at the top.
    pub fn clear_screen(&mut self) {
        self.clear_progress();
        let _ = self.out.write_all(b"\x1b[2J\x1b[3J\x1b[H");
        self.flush();
    }

    fn clear_progress(&mut self) {
        if std::mem::take(&mut self.progress_shown) {
            let _ = write!(self.err, "\r\x1b[2K");
        }
    }
}

/// Text without the escape sequences that set colours.
fn without_colours(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '\x1b' && rest.next_if_eq(&'[').is_some() {
            while rest.next_if(|c| !c.is_ascii_alphabetic()).is_some() {}
            rest.next();
        } else {
            out.push(c);
        }
    }
    out
}

impl Drop for Printer {
    fn drop(&mut self) {
        self.flush();
    }
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
