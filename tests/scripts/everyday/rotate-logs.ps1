# Old logs go into an archive, a lock file keeps a second run out, a log of its own is written line by line.
#
# args: -Folder $TEMP/logs -KeepDays 7
# expect-exit: 0
# expect: made 6 logs
# expect: archived 4: a.log, b.log, c.log, d.log
# expect: left: e.log, f.log
# expect: a second run: locked
# expect: in the archive: 4 files, one says old a
# expect: log: 3 lines, last 'done'
# expect: What if: Performing the operation "Remove File" on target
# expect: still there after -WhatIf: True
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [string] $Folder,
    [int] $KeepDays = 30
)

$ErrorActionPreference = 'Stop'
$null = New-Item $Folder -ItemType Directory -Force

$names = 'a', 'b', 'c', 'd', 'e', 'f'
$age = 40
foreach ($name in $names) {
    $path = Join-Path $Folder "$name.log"
    Set-Content $path "old $name"
    (Get-Item $path).LastWriteTime = (Get-Date).AddDays(-$age)
    $age -= 10
    if ($age -lt 10) { $age = 1 }
}
"made $((Get-ChildItem $Folder -Filter *.log).Count) logs"

function Invoke-Locked {
    param([string] $Path, [scriptblock] $Body)
    try {
        $lock = [System.IO.File]::Open($Path, [System.IO.FileMode]::OpenOrCreate, [System.IO.FileAccess]::ReadWrite, [System.IO.FileShare]::None)
    } catch [System.IO.IOException] {
        return 'locked'
    }
    try {
        & $Body
    } finally {
        $lock.Close()
        Remove-Item $Path -Confirm:$false
    }
}

$lockFile = Join-Path $Folder '.lock'
$result = Invoke-Locked $lockFile {
    $writer = New-Object System.IO.StreamWriter (Join-Path $Folder 'rotate.txt'), $true
    $writer.WriteLine('begin at {0:u}', [datetime]::UtcNow)
    $limit = (Get-Date).AddDays(-$KeepDays)
    $old = Get-ChildItem -Path $Folder -Filter *.log | Where-Object { $_.LastWriteTime -lt $limit } | Sort-Object Name
    $archive = Join-Path $Folder ('logs-{0:yyyyMMdd}.zip' -f (Get-Date))
    $old | Compress-Archive -DestinationPath $archive -CompressionLevel Fastest
    $old | Remove-Item
    $writer.WriteLine("archived $($old.Count)")
    $writer.WriteLine('done')
    $writer.Close()
    "archived $($old.Count): $($old.Name -join ', ')"
    $second = Invoke-Locked $lockFile { 'ran' }
    $script:archive = $archive
    "a second run: $second"
}
$result[0]
"left: $((Get-ChildItem $Folder -Filter *.log | Sort-Object Name).Name -join ', ')"
$result[1]

$unpacked = Join-Path $Folder unpacked
Expand-Archive -LiteralPath $archive -DestinationPath $unpacked
$files = Get-ChildItem $unpacked -File
"in the archive: $($files.Count) files, one says $(Get-Content (Join-Path $unpacked a.log))"

$lines = @()
$reader = [System.IO.StreamReader]::new((Join-Path $Folder rotate.txt))
while (-not $reader.EndOfStream) { $lines += $reader.ReadLine() }
$reader.Dispose()
"log: $($lines.Count) lines, last '$($lines[-1])'"

Remove-Item $archive -WhatIf
"still there after -WhatIf: $(Test-Path $archive)"
