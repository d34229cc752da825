//! Long lines, long formats: an error on a line of any length is an error, and text of any length is text.

use super::program::Place;

#[test]
fn an_error_on_a_long_line_is_shown_in_the_width_of_the_screen() {
    let place = Place::new();
    let long = "A".repeat(70_000);
    let script = place.path("long.ps1");
    for text in [
        format!("$x='{long}'; NoSuch-Command"),
        format!("$x='{long}'; throw 'x'"),
        format!("$x='{long}'; Get-VM nosuch"),
        format!("NoSuch-Command; $x='{long}'"),
        format!("NoSuch-Command '{long}'"),
        format!("<# {long} #> NoSuch-Command"),
        format!("$x='{long}'; if ("),
        format!("{}NoSuch-Command", " ".repeat(70_000)),
        format!("$x='{}'; NoSuch-Command", "漢".repeat(35_000)),
    ] {
        std::fs::write(&script, &text).expect("a script");
        let file = script.to_str().expect("a path");
        let output = place.run(&["--host", "sim", file], b"");
        let shown = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            matches!(output.status.code(), Some(0..=2)) && !shown.is_empty(),
            "{:?} {shown}",
            output.status
        );
        assert!(shown.len() < 4000, "{} bytes of error", shown.len());
        let output = place.run(&["--host", "sim", "-"], text.as_bytes());
        assert!(matches!(output.status.code(), Some(0..=2)), "from stdin");
    }
    let output = place.run(&["--host", "sim", "Get-VM", "-Name", &long, "-Nope"], b"");
    assert!(matches!(output.status.code(), Some(1 | 2)));
}

#[test]
fn widths_of_any_size_are_no_fault() {
    let place = Place::new();
    for line in [
        "Get-Date -Format ('y'*65536)",
        "(Get-Date).ToString('d'*65536)",
        "[timespan]::FromDays(3).ToString('d'*65536).Length",
        "[timespan]::FromDays(3).ToString('hh'*40000).Length",
        "(1.5).ToString('0E+'+'0'*65536).Length",
        "(15).ToString('0'*70000).Length",
        "('{0,70000}' -f 1).Length",
        "('{0,-70000}' -f 1).Length",
        "('{0:D900}' -f 1).Length",
        "('{0:X900}' -f 255).Length",
        "('{0:F900}' -f 1.5).Length",
        "'a'.PadLeft(70000).Length",
        "'a'.PadRight(70000).Length",
        "'a' | Out-String -Width 70000",
        "1..3 | Format-Wide -Column 70000",
        "[pscustomobject]@{a='x'*70000} | Format-Table @{n='a';e={$_.a};width=70000;alignment='right'} | Out-String -Width 2147483647 | % Length",
        "[pscustomobject]@{('n'*70000)=1} | Format-List",
        "Write-Progress ('a'*70000) ('b'*70000)",
        "Write-Error ('e'*70000)",
        "throw ('e '*40000)",
        "& ('c'*70000)",
        "[int]('9'*70000)",
        "Get-VM ('v'*70000)",
        "iex (('('*70000)+'1')",
    ] {
        let output = place.run(&["--host", "sim", "-Command", line], b"");
        assert!(
            matches!(output.status.code(), Some(0..=2)),
            "{line}: {:?} {}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
