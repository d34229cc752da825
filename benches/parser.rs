//! How fast the parser reads: megabytes per second on a generated script of about 2 MB, for running (no tokens) and for
//! prompts (tokens kept), and on the same text at several sizes, which shows that the time grows with the length only.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use iovsh::shell::syntax::{parse, parse_script};

/// A function as administration scripts have them; `number` makes each one different.
fn function(number: usize) -> String {
    format!(
        r#"
<#
.SYNOPSIS
Gives the adapters of machine {number} a weight.
#>
function Set-AdapterWeight{number} {{
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory, ValueFromPipeline)]
        [ValidateNotNullOrEmpty()]
        [string[]]$VMName,
        [ValidateRange(0, 100)][int]$IovWeight = {number},
        [hashtable]$Options = @{{ Retry = 3; Delay = 250; Names = @('a', 'b') }}
    )
    begin {{
        $script:count = 0
        $limit = 4GB - 512MB * {number}   # what is left
    }}
    process {{
        foreach ($name in $VMName) {{
            $adapter = Get-VMNetworkAdapter -VMName $name | Where-Object {{ $_.IovUsage -ne 0 -and $_.Name -like 'net*' }}
            if (-not $adapter) {{
                Write-Warning "No adapter on $name ($($Options.Names -join ', ')), weight $IovWeight"
                continue
            }} elseif ($adapter.Count -gt 1 -or $limit -lt 0x{number:x}) {{
                $first, $rest = $adapter | Sort-Object -Property Name -Descending
            }}
            try {{
                Set-VMNetworkAdapter -VMNetworkAdapter $adapter[0] -IovWeight $IovWeight -ErrorAction Stop
                $script:count += [math]::Min(10, $adapter.Count)
            }} catch [System.InvalidOperationException] {{
                throw "cannot set `"$name`": $($_.Exception.Message)"
            }} finally {{
                $env:LAST_VM = $name
            }}
        }}
        switch -Regex ($VMName[-1]) {{
            '^web\d+$' {{ "web $_" }}
            default {{ $_.ToUpper().Substring(0, 3) + "-${{IovWeight}}" }}
        }}
    }}
    end {{
        [pscustomobject]@{{ Count = $script:count; Percent = '{{0:N1}} %' -f ($script:count / 7 * 100) }}
    }}
}}
"#
    )
}

fn script(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 4096);
    let mut number = 0;
    while text.len() < bytes {
        text.push_str(&function(number));
        number += 1;
    }
    text
}

/// The best of several runs: the least disturbed one. What a run gives is freed when its time has been taken.
fn best_of<T>(runs: usize, mut run: impl FnMut() -> T) -> Duration {
    (0..runs)
        .map(|_| {
            let start = Instant::now();
            let given = black_box(run());
            let time = start.elapsed();
            drop(given);
            time
        })
        .min()
        .unwrap_or_default()
}

#[allow(clippy::cast_precision_loss, reason = "a speed for people")]
fn speed(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64()
}

fn main() {
    let text = script(2_000_000);
    let errors = parse(&text).errors;
    assert!(
        errors.is_empty(),
        "the generated script must parse: {:?}",
        errors.first()
    );
    let running = best_of(7, || parse_script(black_box(&text), None));
    println!("parse to run       {:7.1} MB/s", speed(text.len(), running));
    let freed = best_of(7, || drop(black_box(parse_script(black_box(&text), None))));
    println!("and free the tree  {:7.1} MB/s", speed(text.len(), freed));
    let prompting = best_of(7, || parse(black_box(&text)));
    println!(
        "parse with tokens  {:7.1} MB/s",
        speed(text.len(), prompting)
    );
    for size in [20_000, 200_000, 2_000_000, 8_000_000] {
        let text = script(size);
        let time = best_of(3, || parse_script(black_box(&text), None));
        println!(
            "{:9} bytes     {:7.1} MB/s",
            text.len(),
            speed(text.len(), time)
        );
    }
}
