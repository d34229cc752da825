//! The prompt as people see it: keys that they have chosen, the list of earlier lines, the tour, and the configuration file.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

#[allow(dead_code, reason = "another test uses the rest")]
#[path = "hostile/terminal.rs"]
mod terminal;

use std::path::Path;
use std::process::{Command, Output};

use terminal::Terminal;

const IOVSH: &str = env!("CARGO_BIN_EXE_iovsh");

fn configure(home: &Path, text: &str) {
    let folder = home.join(".config/iovsh");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), text).unwrap();
}

#[test]
fn vi_keys_of_the_configuration_edit_the_line_and_say_when_keys_are_commands() {
    let home = tempfile::tempdir().unwrap();
    configure(home.path(), "edit_mode = 'vi'\n");
    let terminal = Terminal::prompt(home.path());
    terminal.rests();
    terminal.forget();
    terminal.keys("Write-Host one-two\x1b");
    terminal.sees("(command)");
    // Back to the beginning of the last word, which is cut to its end, and something else is typed.
    terminal.keys("bcwthree\r");
    terminal.sees("one-three\r\n");
}

#[test]
fn a_key_does_what_the_profile_says() {
    let home = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(home.path());
    terminal.runs_to_the_prompt(
        "Set-PSReadLineKeyHandler -Chord Ctrl+t -Function AcceptLine",
        "",
    );
    terminal.forget();
    terminal.keys("'pressed' + '-here'\x14");
    terminal.sees("pressed-here\r\n");
}

/// What profiles bind: a script that reads, changes and runs the line, and one that only changes it.
#[test]
fn a_key_runs_a_script_that_changes_the_line() {
    let home = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(home.path());
    terminal.runs_to_the_prompt(
        "$e = [Microsoft.PowerShell.PSConsoleReadLine]; \
         Set-PSReadLineKeyHandler Alt+q { $l = $c = $null; $e::GetBufferState([ref]$l, [ref]$c); \
         $e::Replace(0, $l.Length, \"'<$l>'\"); $e::SetCursorPosition(2) }; \
         Set-PSReadLineKeyHandler F5 { param($key) $e::RevertLine(); $e::Insert(\"'key ' + '$($key.Key)'\"); $e::AcceptLine() }",
        "",
    );
    terminal.forget();
    // The cursor stands behind the bracket then: what is typed goes there.
    terminal.keys("ab\x1bq");
    terminal.sees("ab>'");
    terminal.rests();
    terminal.keys("X\r");
    terminal.asks_again_after("<Xab>\r\n");
    terminal.forget();
    terminal.keys("dropped\x1b[15~");
    terminal.sees("key F5\r\n");
    terminal.rests();
    // What a script writes begins below the line, and the line is still there.
    terminal.runs_to_the_prompt("Set-PSReadLineKeyHandler F6 { 'said' }", "");
    terminal.forget();
    terminal.keys("'ke' + 'pt'\x1b[17~");
    terminal.sees("\r\nsaid\r\n");
    terminal.rests();
    terminal.forget();
    terminal.keys("\r");
    terminal.sees("kept\r\n");
}

/// What a screen of 80 columns and 24 rows shows of what has been seen.
fn screen(seen: &str) -> String {
    let mut parser = vt100::Parser::new(24, 80, 0);
    parser.process(seen.as_bytes());
    let rows: Vec<String> = parser.screen().rows(0, 80).collect();
    let rows: Vec<&str> = rows.iter().map(|row| row.trim_end()).collect();
    rows.join("\n").trim_end().to_owned()
}

/// A prompt at which these lines were run.
fn with_history(home: &Path, lines: &[&str]) -> Terminal {
    let state = home.join("iovsh");
    std::fs::create_dir_all(&state).unwrap();
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    std::fs::write(state.join("history"), text).unwrap();
    let terminal = Terminal::prompt(home);
    terminal.resizes(80, 24);
    terminal.forget();
    terminal
}

#[test]
fn lines_that_were_run_are_searched_while_one_types() {
    let home = tempfile::tempdir().unwrap();
    let lines = [
        "'first of all'",
        "if (1) {<\\n>    'rows'<\\n>}",
        "'second of all'",
        "6 * 7",
    ];
    for key in ["\x12", "\x1b[18~"] {
        let terminal = with_history(home.path(), &lines);
        terminal.keys(&format!("{key}OF all"));
        terminal.sees("1 of 2");
        terminal.rests();
        let shown = screen(&terminal.seen());
        assert!(
            shown.ends_with(
                "(search) OF all\n> 'second of all'\n  'first of all'\n1 of 2: Enter takes it, Escape leaves, Ctrl+R and Ctrl+S go on and back"
            ),
            "{shown}"
        );
        // On to the older one, which comes into the line, is changed there, and runs only then.
        terminal.keys(key);
        terminal.sees("2 of 2");
        terminal.keys("\r");
        terminal.rests();
        terminal.keys("\x7f\x7f\x7f\x7fmine'");
        terminal.rests();
        terminal.forget();
        terminal.keys("\r");
        terminal.sees("first of mine\r\n");
    }
}

/// F8 goes back among the lines that begin as what was typed does, each time one further, and Shift+F8 forward again.
#[test]
fn lines_that_begin_as_what_was_typed_are_gone_back_through() {
    let home = tempfile::tempdir().unwrap();
    let lines = ["'a' + 'one'", "'b'", "'a' + 'two'", "'c'"];
    for (keys, says) in [
        ("\x1b[19~", "atwo"),
        ("\x1b[19~\x1b[19~", "aone"),
        ("\x1b[19~\x1b[19~\x1b[19;2~", "atwo"),
    ] {
        let terminal = with_history(home.path(), &lines);
        terminal.rests();
        terminal.keys("'a");
        terminal.rests();
        terminal.forget();
        terminal.keys(&format!("{keys}\r"));
        terminal.sees(&format!("{says}\r\n"));
    }
}

/// A row of a block that begins is indented by Tab; behind a word Tab completes.
#[test]
fn tab_indents_where_a_row_of_a_block_begins() {
    let home = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(home.path());
    terminal.keys("if (1) {\r");
    terminal.sees(">> ");
    terminal.rests();
    terminal.forget();
    terminal.keys("\t\t'in' + 'dented'\r}\r");
    terminal.sees("indented\r\n");
    assert!(!terminal.seen().contains("in all"));
    terminal.rests();
    terminal.forget();
    terminal.keys("if (1) {\r\tGet-VMSwitchT\t");
    terminal.sees("Get-VMSwitchTeam");
}

#[test]
fn escape_leaves_the_search_with_what_stood_there() {
    for mode in ["emacs", "vi"] {
        let home = tempfile::tempdir().unwrap();
        configure(home.path(), &format!("edit_mode = '{mode}'\n"));
        let terminal = with_history(home.path(), &["'older'", "'newer'"]);
        terminal.keys("'ke");
        terminal.keys("\x12");
        terminal.sees("No line that was run has this");
        // The text may go altogether, and the list has everything then.
        terminal.keys("\x7f\x7f\x7f");
        terminal.sees("1 of 2");
        terminal.rests();
        terminal.keys("\x1b");
        terminal.rests();
        terminal.forget();
        terminal.keys("pt'\r");
        terminal.sees("kept\r\n");
    }
}

/// Nothing of what is shown acts, and what was found nowhere is not run by Enter.
#[test]
fn a_search_in_vain_runs_nothing() {
    let home = tempfile::tempdir().unwrap();
    let terminal = with_history(home.path(), &["'older'"]);
    terminal.keys("\x12'in' + 'vain'");
    terminal.sees("No line that was run has this");
    terminal.keys("\r");
    terminal.rests();
    assert!(!terminal.seen().contains("invain"));
    terminal.keys("\r");
    terminal.sees("invain\r\n");
}

#[test]
fn two_keys_in_a_row_do_what_the_profile_says() {
    let home = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(home.path());
    terminal.runs_to_the_prompt(
        "Set-PSReadLineKeyHandler 'Ctrl+x,Ctrl+t' AcceptLine; Set-PSReadLineKeyHandler 'Ctrl+x,k' { [Microsoft.PowerShell.PSConsoleReadLine]::Insert(\"'from both'\") }",
        "",
    );
    terminal.rests();
    terminal.forget();
    terminal.keys("\x18k");
    terminal.sees("from both");
    terminal.rests();
    terminal.forget();
    terminal.keys("\x18\x14");
    terminal.sees("from both\r\n");
    terminal.rests();
    terminal.runs(
        "Set-PSReadLineKeyHandler 'Ctrl+i' AcceptLine",
        "Most terminals send the same for Ctrl+i as for Tab",
    );
    terminal.rests();
    terminal.runs(
        "Set-PSReadLineKeyHandler 'a,b,c' AcceptLine",
        "at most two in a row",
    );
}

/// In vi mode a line that was run by a command of vi is followed by one that is typed, and so is what was typed meanwhile.
#[test]
fn what_is_typed_ahead_in_vi_mode_is_text_in_its_order() {
    let home = tempfile::tempdir().unwrap();
    configure(home.path(), "edit_mode = 'vi'\n");
    let terminal = Terminal::prompt(home.path());
    terminal.rests();
    terminal.forget();
    terminal.keys("'begins'; Start-Sleep 1; 'ends'");
    terminal.rests();
    terminal.keys("\x1b");
    terminal.sees("(command)");
    terminal.rests();
    terminal.keys("\r");
    terminal.sees("begins\r\n");
    terminal.keys("'first");
    terminal.asks_again_after("ends\r\n");
    terminal.forget();
    terminal.keys(" and then'\r");
    terminal.sees("first and then\r\n");
}

#[test]
fn the_tour_runs_what_stands_there_and_lines_of_ones_own_and_ends() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::with(home.path(), &[IOVSH, "--tour"]);
    terminal.sees("THE TOUR");
    terminal.sees("PS tour> ");
    terminal.keys("\r");
    terminal.sees("1. CAN THIS COMPUTER DO IT?");
    terminal.sees("PS tour> Get-VMHost");
    terminal.forget();
    terminal.keys("\r");
    terminal.sees("IovSupport        : True");
    terminal.sees("Underneath:");
    terminal.sees("PS tour> ");
    terminal.forget();
    terminal.keys("6 * 7\r");
    terminal.sees("42");
    terminal.keys("q\r");
    assert_eq!(terminal.ends().code(), Some(0));
}

fn iovsh(home: &Path, words: &[&str]) -> Output {
    Command::new(IOVSH)
        .args(words)
        .current_dir(home)
        .env("HOME", home)
        .env("IOVSH_STATE_DIR", home.join("state"))
        .env("NO_COLOR", "1")
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("IOVSH_HOST")
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_tour_shows_all_of_itself_where_nobody_is_at_a_terminal() {
    let home = tempfile::tempdir().unwrap();
    let shown = out(&iovsh(home.path(), &["--tour"]));
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tour.md"))
        .unwrap();
    let typed: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("PS> "))
        .collect();
    assert!(typed.len() > 20);
    for line in typed {
        assert!(shown.contains(&format!("PS tour> {line}\n")), "{line}");
    }
    // What the page shows is what the tour shows.
    for line in [
        "VFDataPathActive : True",
        "IovGuestDriversNeeded",
        "Driver.SriovDisabled",
    ] {
        assert!(
            page.contains(line) && shown.contains(line),
            "{line}\n{shown}"
        );
    }
}

#[test]
fn the_file_chooses_the_host_and_stronger_places_choose_another() {
    let home = tempfile::tempdir().unwrap();
    configure(home.path(), "host = 'sim:no-iommu'\n");
    let support = |words: &[&str]| out(&iovsh(home.path(), words)).trim().to_owned();
    assert_eq!(support(&["-Command", "(Get-VMHost).IovSupport"]), "False");
    assert_eq!(
        support(&["--host", "sim", "-Command", "(Get-VMHost).IovSupport"]),
        "True"
    );
    let from = "(Get-IovshOption Host).Source";
    assert_eq!(support(&["-Command", from]), "User");
    assert_eq!(support(&["--host", "sim", "-Command", from]), "CommandLine");
}

#[test]
fn what_is_wrong_in_the_file_is_shown_where_it_stands_and_work_goes_on() {
    let home = tempfile::tempdir().unwrap();
    configure(home.path(), "# mine\nhost = 'sim'\nedit_mode = \"nano\"\n");
    let run = iovsh(home.path(), &["-Command", "(Get-VMHost).Name"]);
    assert_eq!(out(&run).trim(), "SIM");
    assert_eq!(run.status.code(), Some(0));
    let said = err(&run);
    for part in [
        "config.toml:3:13",
        "edit_mode = \"nano\"",
        "──────",
        "emacs, vi, windows",
        "ConfigurationFault",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    // A file that others can write is not read.
    let file = home.path().join(".config/iovsh/config.toml");
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o666)).unwrap();
    let run = iovsh(
        home.path(),
        &[
            "--host",
            "sim",
            "-Command",
            "(Get-IovshOption EditMode).Source",
        ],
    );
    assert_eq!(out(&run).trim(), "Default");
    assert!(err(&run).contains("can write it"), "{}", err(&run));
}

/// The pattern of docs/command-line.md: whether something was changed is read from what -Verbose says of the plan.
#[test]
fn ansible_can_tell_a_change_from_none() {
    let home = tempfile::tempdir().unwrap();
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/command-line.md"))
            .unwrap();
    assert!(page.contains("nothing has to be done\\.$") && page.contains("VERBOSE: Performing"));
    let changed = || {
        let words = [
            "--host",
            "sim",
            "--non-interactive",
            "Set-VMNetworkAdapter",
            "web1",
            "-IovWeight",
            "100",
            "-Verbose",
        ];
        let said = err(&iovsh(home.path(), &words));
        let steps = said.lines().filter(|line| line.starts_with("VERBOSE: "));
        let steps = steps.filter(|line| !line.starts_with("VERBOSE: Performing"));
        steps
            .filter(|line| !line.ends_with("nothing has to be done."))
            .count()
            > 0
    };
    assert!(changed());
    assert!(!changed());
}

#[test]
fn fish_offers_cmdlets_parameters_values_and_what_is_on_the_host() {
    let path = std::env::var_os("PATH").unwrap();
    if !std::env::split_paths(&path).any(|folder| folder.join("fish").is_file()) {
        eprintln!("skipped: there is no fish here");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let folder = Path::new(IOVSH).parent().unwrap().to_owned();
    let path =
        std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(&path))).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions/iovsh.fish");
    for (line, wanted) in [
        ("iovsh Get-VMSw", "Get-VMSwitch"),
        ("iovsh --to", "--tour"),
        ("iovsh Set-VMNetworkAdapter -IovW", "-IovWeight"),
        ("iovsh New-VMSwitch lan -EnableIov ", "true"),
        ("iovsh Get-VM -Name we", "web2"),
    ] {
        let run = Command::new("fish")
            .args(["--no-config", "-c", "source $argv[1]; complete -C $argv[2]"])
            .arg(&script)
            .arg(line)
            .env("HOME", home.path())
            .env("PATH", &path)
            .env("IOVSH_HOST", "sim")
            .env("IOVSH_STATE_DIR", home.path())
            .output()
            .unwrap();
        let words: Vec<String> = out(&run)
            .lines()
            .map(|line| line.split('\t').next().unwrap_or_default().to_owned())
            .collect();
        assert!(
            words.iter().any(|word| word == wanted),
            "{line}: {words:?} {}",
            err(&run)
        );
    }
}

/// `Press any key to continue`, as scripts ask it, and a loop that ends when a key comes.
#[test]
fn a_script_reads_keys() {
    let home = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(home.path());
    let host = "$k = $Host.UI.RawUI.ReadKey('NoEcho,IncludeKeyDown'); \"got=$($k.VirtualKeyCode)=$($k.Character)=\"";
    for (pressed, read) in [
        ("y", "got=89=y="),
        ("\r", "got=13=␍="),
        ("\x1b[A", "got=38="),
        ("é", "got=0=é="),
    ] {
        terminal.line(&format!("'ask' + 'ing'; {host}"));
        terminal.sees("asking\r\n");
        terminal.keys(pressed);
        terminal.asks_again_after(read);
    }
    let net = "while (-not [Console]::KeyAvailable) { Start-Sleep -Milliseconds 20 }; 'read=' + [Console]::ReadKey($true).Key";
    terminal.line(&format!("'wait' + 'ing'; {net}"));
    terminal.sees("waiting\r\n");
    terminal.keys("q");
    terminal.asks_again_after("read=Q");
    // A key is shown where the script does not keep it away.
    terminal.line("'ask' + 'ing'; $null = [Console]::ReadKey(); '=sho' + 'wn'");
    terminal.sees("asking\r\n");
    terminal.keys("z");
    terminal.asks_again_after("z=shown");
    // Ctrl+C ends the wait, and nothing behind it runs.
    terminal.line(&format!("'ask' + 'ing'; {host}"));
    terminal.sees("asking\r\n");
    terminal.interrupts();
    assert!(!terminal.seen().contains("got="), "{}", terminal.seen());
}

#[test]
fn a_script_gives_the_window_its_title_which_stays() {
    let home = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(home.path());
    terminal.runs_to_the_prompt(
        "$Host.UI.RawUI.WindowTitle = \"lab`e]0;x`a\"; 'titled'",
        "titled\r\n",
    );
    let seen = terminal.seen();
    let begun = seen.find("\x1b]0;lab").expect("the title");
    let title = &seen[begun + 4..];
    assert!(
        !title[..title.find('\x07').unwrap()].contains('\x1b'),
        "{seen:?}"
    );
    terminal.runs_to_the_prompt("[Console]::Title.Substring(0, 3) + '!'", "lab!");
    terminal.runs_to_the_prompt("Set-Location /; 'mo' + 'ved'", "moved");
    assert!(!terminal.seen().contains("\x1b]0;iovsh"));
}
