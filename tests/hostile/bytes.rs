//! Bytes at the edges of the process: what comes in, what goes out, and what is in between.

use std::os::unix::ffi::OsStringExt;
use std::process::Stdio;

use super::program::Place;

fn run(place: &Place, line: &str, input: &[u8]) -> (Vec<u8>, Option<i32>) {
    let output = place.run(&["--host", "sim", "-Command", line], input);
    (output.stdout, output.status.code())
}

#[test]
fn objects_reach_a_program_as_the_screen_would_show_them() {
    let place = Place::new();
    let table = run(&place, "Get-VM | Out-String -Stream", b"").0;
    assert_eq!(run(&place, "Get-VM | cat", b"").0, table);
    assert_eq!(run(&place, "Get-VM | grep -c Off", b"").0, b"3\n");
    assert_eq!(run(&place, "'b', 'a' | sort", b"").1, Some(0));
    assert_eq!(
        run(&place, "\"a`r`nb\", 'c' | od -An -c | % Trim", b"").0,
        b"a  \\r  \\n   b  \\n   c  \\n\n"
    );
    assert_eq!(
        run(&place, "[byte[]](0, 65, 255) | od -An -tx1", b"").0,
        b" 00 41 ff\n"
    );
    // A program that has enough ends what feeds it.
    assert_eq!(run(&place, "1..2147483647 | head -2", b"").0, b"1\n2\n");
}

#[test]
fn bytes_stay_bytes_between_programs() {
    let place = Place::new();
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    std::fs::write(place.path("in"), &bytes).expect("a file");
    for line in [
        "cat in | cat | cat > out",
        "cat in > out",
        "sh -c 'cat in >&2' 2>&1 | cat > out",
    ] {
        let _ = std::fs::remove_file(place.path("out"));
        assert_eq!(run(&place, line, b"").1, Some(0), "{line}");
        assert!(
            std::fs::read(place.path("out")).expect("a file") == bytes,
            "{line}"
        );
    }
}

#[test]
fn standard_input_is_input() {
    let place = Place::new();
    assert_eq!(
        run(&place, "$input | % { [int]$_ * 2 }", b"1\n2\n3").0,
        b"2\n4\n6\n"
    );
    assert_eq!(run(&place, "@($input).Count", b"").0, b"0\n");
    assert_eq!(
        run(&place, "foreach ($x in $input) { \"<$x>\" }", b"a\r\nb\n").0,
        b"<a>\n<b>\n"
    );
    assert_eq!(
        run(&place, "function f { \"[$input]\" }; f; $input", b"a\n").0,
        b"[]\na\n"
    );
    assert_eq!(
        run(&place, "$input | select -First 1; cat", b"a\n").0,
        b"a\n"
    );
    assert_eq!(run(&place, "cat", b"a\xff\n").0, b"a\xff\n");
    assert_eq!(
        run(
            &place,
            "[Console]::In.ReadLine(); [Console]::In.ReadToEnd()",
            b"a\nb\nc"
        )
        .0,
        b"a\nb\nc\n"
    );
    assert_eq!(run(&place, "$input", b"\xef\xbb\xbfa\n").0, b"a\n");
    assert_eq!(run(&place, "$input", b"\xff\xfea\0\n\0b\0").0, b"a\nb\n");
    assert_eq!(run(&place, "$input", b"a\xe4b\n").0, b"a\xe4b\n");
    std::fs::write(place.path("s.ps1"), "param($n) $input | % { \"$n$_\" }").expect("a script");
    let output = place.run(&["--host", "sim", "s.ps1", "x"], b"1\n2\n");
    assert_eq!(output.stdout, b"x1\nx2\n");
    // A script on standard input is read as the same file is.
    let script = b"\"a\xe4b\"\n";
    std::fs::write(place.path("l.ps1"), script).expect("a script");
    let file = place.run(&["--host", "sim", "l.ps1"], b"");
    let stdin = place.run(&["--host", "sim", "-"], script);
    assert_eq!(
        (file.stdout, file.status.code()),
        (stdin.stdout, stdin.status.code())
    );
}

#[test]
fn a_cmdlet_that_is_nothing_without_input_takes_the_lines() {
    let place = Place::new();
    let json = place
        .run(&["--host", "sim", "Get-VM", "--json"], b"")
        .stdout;
    let output = place.run(&["--host", "sim", "ConvertFrom-Json"], &json);
    assert!(String::from_utf8_lossy(&output.stdout).contains("web1"));
    let output = place.run(&["--host", "sim", "Select-String", "b"], b"a\nb\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "b");
    let output = place.run(&["--host", "sim", "Sort-Object"], b"b\na\n");
    assert_eq!(output.stdout, b"a\nb\n");
    let output = place.run(&["--host", "sim", "Start-VM", "-Passthru"], b"web1\nweb2\n");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout)
            .matches("Running")
            .count(),
        2
    );
    // Of nothing in a pipe nothing is made, and what has all that it needs reads nothing.
    let output = place.run(&["--host", "sim", "ConvertFrom-Json"], b"");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty() && output.stderr.is_empty());
    let output = place.run(&["--host", "sim", "Get-VM"], b"nosuch\n");
    assert_eq!(output.status.code(), Some(0));
    let endless = place
        .command(&["--host", "sim", "Get-VM"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a process");
    // Its standard input stays open for as long as it runs.
    let mut endless = endless;
    let held = endless.stdin.take();
    assert!(endless.wait().expect("its end").success());
    drop(held);
}

#[test]
fn names_that_are_no_utf8_are_names() {
    let place = Place::new();
    let name = std::ffi::OsString::from_vec(b"f\xff.txt".to_vec());
    let folder = place.path("names");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join(&name), "1").expect("a file");
    std::fs::write(folder.join("good.txt"), "2").expect("a file");
    assert_eq!(
        run(&place, "Get-ChildItem names/*.txt | % Name", b"").0,
        b"f\xff.txt\ngood.txt\n"
    );
    assert_eq!(
        run(&place, "Get-ChildItem names | Get-Content", b"").0,
        b"1\n2\n"
    );
    let table = run(&place, "Get-ChildItem names", b"").0;
    assert!(String::from_utf8_lossy(&table).contains("f\\xff.txt"));
    for line in [
        "Get-ChildItem names/f* | Get-Item | % Name",
        "cd names; ls f* ",
        "Get-ChildItem names/f* | % { cat $_.FullName }",
    ] {
        assert_eq!(run(&place, line, b"").1, Some(0), "{line}");
    }
    run(
        &place,
        "Get-ChildItem names/f* | Copy-Item -Destination copy",
        b"",
    );
    assert_eq!(std::fs::read(place.path("copy")).expect("a copy"), b"1");
    run(
        &place,
        "Get-ChildItem names/f* | Rename-Item -NewName back",
        b"",
    );
    assert!(folder.join("back").exists());
    std::fs::write(folder.join(&name), "1").expect("a file");
    run(&place, "Get-ChildItem names/f* | Remove-Item", b"");
    assert!(!folder.join(&name).exists() && folder.join("good.txt").exists());
}

#[test]
fn output_that_cannot_be_written_is_an_error() {
    let place = Place::new();
    for arguments in [
        &["--host", "sim", "Get-VM", "--json"][..],
        &["--host", "sim", "Get-VM"],
        &["--host", "sim", "-Command", "'a'"],
        &["--help"],
    ] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("a device");
        let output = place
            .command(arguments)
            .stdin(Stdio::null())
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .expect("a process");
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        if arguments.len() > 1 {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(said.contains("No space left"), "{arguments:?}: {said}");
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let place = Place::new();
    let mut child = place
        .command(&["--host", "sim", "-Command", "1..200000"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process");
    let mut reader = child.stdout.take().expect("a pipe");
    let mut first = [0; 2];
    std::io::Read::read_exact(&mut reader, &mut first).expect("a line");
    drop(reader);
    let output = child.wait_with_output().expect("its end");
    assert_eq!(output.status.code(), Some(141));
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn devices_are_written_and_not_read() {
    let place = Place::new();
    assert_eq!(
        run(
            &place,
            "[pscustomobject]@{a=1} | Export-Csv /dev/stdout",
            b""
        )
        .0,
        b"\"a\"\n\"1\"\n"
    );
    for line in [
        "[pscustomobject]@{a=1} | Export-Csv /dev/zero",
        "[pscustomobject]@{a=1} | Export-Csv /dev/null -Append",
        "'x' | Set-Content /dev/null",
        "'x' | Add-Content /dev/null",
        "'x' | Out-File /dev/null",
        "'x' | Tee-Object /dev/null",
        "1 | Export-Clixml /dev/null",
    ] {
        assert_eq!(run(&place, line, b"").1, Some(0), "{line}");
    }
    for line in [
        "[pscustomobject]@{a=1} | Export-Csv /dev/full",
        "'x' | Set-Content /dev/full",
        "'x' | Out-File /dev/full",
    ] {
        let (_, code) = run(
            &place,
            &format!("$ErrorActionPreference='Stop'; {line}"),
            b"",
        );
        assert_eq!(code, Some(1), "{line}");
    }
}
