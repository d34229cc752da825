//! What is typed at the prompt is what is run: the menu of candidates, bursts of pasted lines, narrow terminals, and questions for
//! what is missing.

use crate::terminal::{INTERRUPT, Terminal};

const TAB: &str = "\t";
const BACK_TAB: &str = "\x1b[Z";
const ESCAPE: &str = "\x1b";
const F1: &str = "\x1bOP";

/// Types keys, each when the editor has dealt with the one before, and gives what the line then says that is run: a string that
/// `Write-Output` writes.
fn typed(terminal: &Terminal, keys: &[&str], wanted: &str) {
    // A key that comes before the editor reads is typed ahead, and one that is no text is dropped then.
    terminal.rests();
    terminal.forget();
    for key in keys {
        // Alone, Escape is known only when nothing comes right before or behind it.
        if *key == ESCAPE {
            terminal.rests();
        }
        terminal.keys(key);
        if *key == ESCAPE {
            terminal.rests();
        }
    }
    terminal.keys("\r");
    terminal.asks_again_after(&format!("<{wanted}>"));
}

#[test]
fn a_chosen_candidate_stays_when_typing_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(folder.path());
    terminal.runs_to_the_prompt(
        "function Say { param($Alpha, $Alpine, $Beta, $Rest) \"<$Alpha $Alpine $Beta $Rest>\" }",
        "",
    );
    for (keys, wanted) in [
        // The first stands in the line as soon as the menu is open: `-Alpha`.
        (&["Say -Al", TAB, " 1"][..], "1   "),
        (&["Say -Al", TAB, TAB, " 1"], " 1  "),
        // Round and back.
        (&["Say -Al", TAB, TAB, TAB, " 1"], "1   "),
        (&["Say -Al", TAB, BACK_TAB, " 1"], " 1  "),
        (&["Say -Al", TAB, "\x1b[B", " 1"], " 1  "),
        (&["Say -Al", TAB, "\x1b[B", "\x1b[A", " 1"], "1   "),
        // Letters that go on with what was typed narrow the menu; after a move they do not.
        (&["Say -Al", TAB, "i", " 1"], " 1  "),
        (&["Say -Al", TAB, "in", " 1"], " 1  "),
        (&["Say -Al", TAB, "x", "\x7f", " 1"], "1   "),
        // Enter takes it and does not run the line, as before; Right and End do the same without a blank.
        (&["Say -Al", TAB, TAB, "\r", "1"], " 1  "),
        (&["Say -Al", TAB, TAB, "\x1b[C", " 1"], " 1  "),
        (&["Say -Al", TAB, TAB, "\x1b[F", " 1"], " 1  "),
        // One alone is taken at once.
        (&["Say -B", TAB, "1"], "  1 "),
        // A dash begins the next parameter.
        (&["Say -Al", TAB, " 1 -Al", TAB, "2"], "1 2  "),
    ] {
        typed(&terminal, keys, wanted);
    }
}

/// In the middle of a word the whole word is replaced, and a blank that stands behind it is enough.
#[test]
fn tab_in_the_middle_of_a_line_leaves_nothing_of_the_word_and_adds_no_blank() {
    const LEFT: &str = "\x1b[D";
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(folder.path());
    terminal.runs_to_the_prompt(
        "function Line { param($Beta, $Rest) \"<$($MyInvocation.Line)>\" }",
        "",
    );
    for (line, back) in [("Line -Bet 7", 2), ("Line -Betwi 7", 4)] {
        let mut keys = vec![line];
        keys.extend([LEFT].repeat(back));
        keys.push(TAB);
        typed(&terminal, &keys, "Line -Beta 7");
    }
}

#[test]
fn escape_puts_back_what_was_typed() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(folder.path());
    terminal.runs_to_the_prompt(
        "function Say-Alpha { '<a>' }; function Say-Alpine { '<i>' }; function Say-A { '<x>' }",
        "",
    );
    for before in [&[TAB][..], &[TAB, TAB], &[TAB, BACK_TAB, BACK_TAB]] {
        terminal.forget();
        terminal.keys("Say-A");
        for key in before {
            terminal.keys(key);
        }
        // The terminal answers where the cursor is; an Escape before that would be read as a part of it.
        terminal.rests();
        terminal.keys(ESCAPE);
        // Alone, Escape is known only when nothing follows it at once.
        terminal.rests();
        terminal.keys("lpine\r");
        terminal.asks_again_after("<i>");
    }
}

/// Lines without the brackets that tell a paste from keys, in one burst that no buffer of the terminal holds.
#[test]
fn a_burst_of_lines_arrives_whole_and_nothing_else_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(folder.path());
    const LINES: usize = 60;
    let mut burst = String::from("$sum = 0; $lines = 0\r");
    for number in 1..=LINES {
        burst.push_str(&format!(
            "$sum += {number}; $lines += 1 # a line of its own\r"
        ));
    }
    burst.push_str("function Long {\r");
    for number in 1..=LINES {
        burst.push_str(&format!(
            "    'a line in a block, number {number}' | Out-Null\r"
        ));
    }
    burst.push_str("'ends' }\r\"<$sum in $lines, \" + (Long) + \", $($Error.Count)>\"\r");
    terminal.forget();
    terminal.keys(&burst);
    // Nothing more is typed: what came last is seen without another key.
    let sum = LINES * (LINES + 1) / 2;
    terminal.sees(&format!("<{sum} in {LINES}, ends, 0>"));
    terminal.is_at_the_prompt();
}

/// Keys that come while a line runs, when the terminal ends lines its own way.
#[test]
fn lines_typed_while_a_line_runs_are_run_in_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let go = folder.path().join("go");
    let terminal = Terminal::prompt(folder.path());
    let waits = format!(
        "'wai' + 'ting'; while (-not (Test-Path '{}')) {{ Start-Sleep -Milliseconds 20 }}\r",
        go.display()
    );
    // Typed at once with the line that waits, or when that runs.
    for before in ["", "$a += 'early'\r"] {
        for what in [
            "$a += '1'\r$a += '2'\r\r$a += '3'\r\"<$a>\"\r",
            "$a += '1'\rforeach ($i in 2..3) {\r  $a += $i\r}\r\"<$a>\"\r",
            "$a += '1'\r$a += '2'\r$a += '34\x7f'\r\"<$a>\"",
        ] {
            let _ = std::fs::remove_file(&go);
            terminal.runs_to_the_prompt("$a = ''", "");
            terminal.forget();
            terminal.keys(&format!("{waits}{before}"));
            terminal.sees("waiting\r\n");
            terminal.keys(what);
            terminal.rests();
            std::fs::write(&go, "").unwrap();
            if !what.ends_with('\r') {
                terminal.rests();
                terminal.keys("\r");
            }
            let early = if before.is_empty() { "" } else { "early" };
            terminal.sees(&format!("<{early}123>"));
            terminal.is_at_the_prompt();
        }
    }
}

/// Programs that type lines may end them by LF, or by both.
#[test]
fn lines_that_end_by_line_feed_are_run_one_after_another() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(folder.path());
    for end in ["\n", "\r", "\r\n"] {
        terminal.runs_to_the_prompt("$a = ''", "");
        terminal.forget();
        let lines = [
            "$a += '1'",
            "$a += '2'",
            "if ($true) {",
            "  $a += '3'",
            "}",
            "\"<$a>\"",
        ];
        terminal.keys(&lines.map(|line| format!("{line}{end}")).concat());
        terminal.asks_again_after("<123>");
    }
}

#[test]
fn a_key_that_is_no_text_drops_what_follows_it_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let go = folder.path().join("go");
    let terminal = Terminal::prompt(folder.path());
    terminal.line(&format!(
        "'wai' + 'ting'; while (-not (Test-Path '{}')) {{ Start-Sleep -Milliseconds 20 }}",
        go.display()
    ));
    terminal.sees("waiting\r\n");
    terminal.keys("$a = 'first'\rRemove-VM\x1b[A -Force\r$a = 'later'\r");
    terminal.rests();
    std::fs::write(&go, "").unwrap();
    terminal.sees("A key that is no text was pressed");
    terminal.rests();
    terminal.runs("\"<$a, $($Error.Count)>\"", "<first, 0>");
}

/// However it arrives: in the editor's hands, or before it reads again.
#[test]
fn what_is_typed_right_behind_ctrl_c_is_run() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(folder.path());
    for round in 0..20 {
        terminal.forget();
        terminal.keys(&format!(
            "'ne' + 'ver'{INTERRUPT}{INTERRUPT}\"<$({round} + 100)>\"\r"
        ));
        terminal.asks_again_after(&format!("<{}>", round + 100));
        assert!(!terminal.seen().contains("never"), "{}", terminal.seen());
    }
}

#[test]
fn terminals_of_any_size_work() {
    for (columns, rows) in [(20, 5), (10, 3), (4, 2), (1, 1)] {
        let folder = tempfile::tempdir().unwrap();
        let terminal = Terminal::prompt(folder.path());
        terminal.resizes(columns, rows);
        terminal.line(
            "$env:PAGER = 'cat'; Get-VM | Out-Host; Get-VM | Format-List | Out-Host; Get-Help Get-VM; Get-VM nosuch",
        );
        // Where there is no room for it the prompt is not seen.
        terminal.sees("'web2'");
        terminal.rests();
        terminal.forget();
        terminal.keys(&format!("Get-VM{TAB}"));
        terminal.rests();
        terminal.keys(&format!("{TAB}{TAB}{BACK_TAB}"));
        terminal.rests();
        // Where there is no room for a box there is none.
        assert!(!terminal.seen().contains('╭'), "{:?}", terminal.seen());
        terminal.keys(ESCAPE);
        terminal.rests();
        terminal.keys(INTERRUPT);
        terminal.rests();
        terminal.line("Remove-VM web1");
        terminal.rests();
        terminal.keys("n\r");
        terminal.resizes(120, 40);
        terminal.is_at_the_prompt();
        assert!(!terminal.seen().contains("panicked"));
        terminal.runs("\"<$((Get-VM).Count)>\"", "<3>");
    }
}

/// A page that is longer than the screen, and a list of what was found, go through the pager; what fits does not.
#[test]
fn help_that_is_longer_than_the_screen_is_paged() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(folder.path());
    terminal.resizes(100, 20);
    terminal.runs_to_the_prompt("$env:PAGER = 'sed s/^/paged:/'", "");
    terminal.runs("Get-Help about_Limits", "paged:");
    terminal.rests();
    terminal.line("Get-Help Get-VM -Parameter Name; 'en' + 'ds'");
    terminal.sees("ends");
    assert!(!terminal.seen().contains("paged:"), "{}", terminal.seen());
}

#[test]
fn what_is_missing_is_asked_for_as_powershell_does() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(folder.path());
    terminal.line("1 | Select-Object -First 0; Connect-VMNetworkAdapter web1 fast");
    terminal.sees("cmdlet Connect-VMNetworkAdapter at command pipeline position 1\r\n");
    terminal.sees("Supply values for the following parameters:\r\n");
    terminal.sees("SwitchName: ");
    terminal.keys(INTERRUPT);
    terminal.is_at_the_prompt();
}

/// What about_Prompt says of keys: a dropped line says that it was, a found line is run when it was taken.
#[test]
fn the_keys_of_the_documentation_do_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(folder.path());
    terminal.runs_to_the_prompt("\"<$(20 + 1)>\"", "<21>");

    terminal.forget();
    terminal.keys("$dropped = 1");
    terminal.keys(INTERRUPT);
    terminal.asks_again_after("^C");
    terminal.runs_to_the_prompt("\"<$($null -eq $dropped)>\"", "<True>");

    // Escape drops the line, and Ctrl+Z or Ctrl+_ bring it back; in a search it only ends the search.
    for undo in ["\x1a", "\x1f"] {
        typed(&terminal, &["\"<$(30 - 6)>\"", ESCAPE, undo], "24");
    }
    typed(&terminal, &["'<no>'", ESCAPE, "'<y'+'es>'"], "yes");
    typed(
        &terminal,
        &["'<k'+", "\x12", "20", ESCAPE, "'ept>'"],
        "kept",
    );

    // F1 shows the help of the word at the cursor, and the line stands there again.
    terminal.forget();
    terminal.keys("'<af'+'ter>' # ");
    terminal.keys("\x01");
    terminal.keys("Stop-VM -Force");
    terminal.keys(F1);
    terminal.sees("Accept pipeline input?");
    terminal.rests();
    // What is left of it is run.
    for _ in 0..14 {
        terminal.keys("\x7f");
    }
    typed(&terminal, &[""], "after");

    // Ctrl+R: Enter takes the line, where it can be changed, and Enter again runs it.
    typed(&terminal, &["\x12", "20 +", "\r", "\x01", "$n = 5; "], "21");
    terminal.runs_to_the_prompt("\"<n$n>\"", "<n5>");
}

/// The prompt of another host: lines run there, and exit, Ctrl+C and Ctrl+D mean what they mean there.
#[test]
fn the_prompt_of_another_host_comes_and_goes() {
    let folder = tempfile::tempdir().unwrap();
    let words = [env!("CARGO_BIN_EXE_iovsh"), "--host", "sim:fleet"];
    let terminal = Terminal::with(folder.path(), &words);
    terminal.sees("PS sim:fleet /> ");
    for leaves in ["exit;\r", "Exit-PSSession\r", "\x04"] {
        terminal.line("Enter-PSSession hv2");
        terminal.sees("[hv2]: PS> ");
        terminal.line("$x = 5; \"<$((Get-VM).Name) $x>\"");
        terminal.sees("<build1 5>");
        // Help is the page and not the name of an object.
        terminal.line("Get-Help Stop-VM -Parameter Force");
        terminal.sees("Accept pipeline input?");
        terminal.sees("[hv2]: PS> ");
        // Where it is says the prompt, and no column of a table.
        terminal.line("Get-VM build1");
        terminal.sees("Operating normally 10.0");
        assert!(!terminal.seen().contains("PSComputerName"));
        // What was set stays; what is wrong is said and does not leave.
        terminal.line("\"<$x>\"; Get-VM nowhere");
        terminal.sees("<5>");
        terminal.sees("InvalidParameter");
        terminal.sees("[hv2]: PS> ");
        terminal.line("'be' + 'gun'; Start-Sleep 600");
        terminal.sees("begun");
        terminal.forget();
        terminal.keys(INTERRUPT);
        terminal.sees("[hv2]: PS> ");
        terminal.line("\"<$x>\"");
        terminal.sees("<5>");
        terminal.sees("[hv2]: PS> ");
        terminal.forget();
        terminal.keys(leaves);
        terminal.sees("PS sim:fleet /> ");
        terminal.line("\"<$((Get-VM).Name) $x>\"");
        terminal.sees("<app1 app2 >");
        terminal.sees("PS sim:fleet /> ");
    }
    // An exit of the line that enters leaves what it has entered, not iovsh.
    terminal.line("Enter-PSSession hv2; exit");
    terminal.sees("PS sim:fleet /> ");
    terminal.line("\"<$((Get-VM).Name)>\"");
    terminal.sees("<app1 app2>");
}

/// What is asked at another host is asked here, behind its name, and what is answered goes there; Ctrl+C calls it off.
#[test]
fn another_host_asks_the_person_at_this_one() {
    let folder = tempfile::tempdir().unwrap();
    let words = [env!("CARGO_BIN_EXE_iovsh"), "--host", "sim:fleet"];
    let terminal = Terminal::with(folder.path(), &words);
    terminal.sees("PS sim:fleet /> ");
    let asks = "$a = Read-Host 'Who'; \"<$a>\"";
    for (enters, prompt, line, leaves) in [
        (
            "Enter-PSSession hv2",
            "[hv2]: PS> ",
            asks.to_owned(),
            "exit",
        ),
        (
            "$null",
            "PS sim:fleet /> ",
            format!("Invoke-Command -ComputerName hv2 {{ {asks} }}"),
            "$null",
        ),
    ] {
        terminal.line(enters);
        terminal.sees(prompt);
        terminal.line(&line);
        terminal.sees("[hv2]: Who: ");
        terminal.line("me");
        terminal.sees("<me>");
        terminal.sees(prompt);
        // Called off: nothing that stands behind it is done.
        terminal.line(&line);
        terminal.sees("[hv2]: Who: ");
        terminal.forget();
        terminal.keys(INTERRUPT);
        terminal.sees(prompt);
        assert!(!terminal.seen().contains("<"), "{}", terminal.seen());
        terminal.line(leaves);
        terminal.sees("PS sim:fleet /> ");
    }
    // What a command there wants to have confirmed.
    for (answer, left) in [("n", "<build1>"), ("y", "<>")] {
        terminal.line("Enter-PSSession hv2");
        terminal.sees("[hv2]: PS> ");
        terminal.line("Remove-VM build1");
        terminal.sees("[hv2]: Confirm");
        terminal.sees("[?] Help");
        terminal.line(answer);
        terminal.sees("[hv2]: PS> ");
        terminal.line("\"<$((Get-VM).Name)>\"");
        terminal.sees(left);
        terminal.sees("[hv2]: PS> ");
        terminal.line("exit");
        terminal.sees("PS sim:fleet /> ");
    }
    // A program there, or in a job, has not this terminal: it finds the end of its input at once.
    for line in [
        "Invoke-Command -ComputerName hv2 { \"<$(cat | Measure-Object | % Count)>\" }",
        "Start-Job { \"<$(cat | Measure-Object | % Count)>\" } | Receive-Job -Wait",
    ] {
        terminal.line(line);
        terminal.sees("<0>");
        terminal.sees("PS sim:fleet /> ");
    }
    // A job has nobody whom it could ask.
    terminal
        .line("Invoke-Command -ComputerName hv2 { Read-Host 'Who' } -AsJob | Receive-Job -Wait");
    terminal.sees("The session is not interactive");
}

/// Letters, Escape and commands in one burst, as a fast hand, a slow line or a program sends them: each burst is dealt with at once.
#[test]
fn commands_of_vi_right_behind_text_do_what_they_do_alone() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::prompt(folder.path());
    terminal.runs_to_the_prompt("Set-PSReadLineOption -EditMode Vi", "");
    for (bursts, wanted) in [
        (&["'<a' + 'b>'\x1b", "\r"][..], "ab"),
        (&["'<a' + 'b>'\x1b", "hhix", "\r"], "axb"),
        (&["'<a' + 'b>'\x1bhh", "ix\r"], "axb"),
        (&["'<a' + 'b>'\x1bhhx", "ix\r"], "ax"),
        (&["'<a' + 'b>'\x1bhhiq\x1bx", "ix\r"], "axb"),
        (&["'<a' + 'q>'\x1bhhv", "cx\r"], "ax"),
        (&["'<a' + 'b>'\x1bhhi1\x1bax\r"], "a1xb"),
        (&["'<ab' + 'c>' + 'z'\x1bF+D\r"], "abc"),
        (&["+ 'b>'\x1bI'<a' \x1bA\r"], "ab"),
    ] {
        terminal.rests();
        terminal.forget();
        for burst in bursts {
            terminal.rests();
            terminal.keys(burst);
        }
        terminal.asks_again_after(&format!("<{wanted}>"));
    }
}
