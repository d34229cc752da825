# Runs the SR-IOV suite of the harness on two machines: a state machine for each, tests as jobs, commands in the guests by a
# program that stands in for ssh, a report as XML and HTML, the number of bad tests as exit code.
#
# args: -LogFolder $TEMP/logs
# expect-exit: 2
# expect: SR-IOV suite on 2 machines, 5 tests
# expect: VerifyVf               web1     Passed
# expect: ToggleVf               web1     Passed
# expect: GuestName              web1     Passed
# expect: GuestFails             web1     Failed: 'false' ended with 3
# expect: Broken                 web1     Aborted: nobody caught this
# expect: VerifyVf               web2     Passed
# expect: Nowhere                web2     Skipped: no such test
# expect: web1 went SystemDown>ApplyCheckpoint>StartSystem>SystemStarting>SystemUp>RunTest>CollectLogs
# expect: machines Finished, Finished; off: True
# expect: in the XML: 2 suites, 7 cases, failures 2 and 0
# expect: message of the first: 'false' ended with 3
# expect: skipped: Nowhere
# expect: in the page: 7 rows, SR-IOV suite
# expect: logs: web1_Broken.log, web1_GuestFails.log, web1_GuestName.log, web1_ToggleVf.log, web1_VerifyVf.log, web2_VerifyVf.log
# expect: log lines with errors: 2
# expect-not: MethodNotFound
# expect-not: CommandNotFound
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $LogFolder,
    [string] $Switch = 'suite'
)

Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Harness.psm1') -Force

$configuration = @'
<?xml version="1.0" encoding="utf-8"?>
<config>
  <global><title>SR-IOV suite</title><switch>suite</switch></global>
  <testCases>
    <test>
      <testName>VerifyVf</testName><testScript>Verify-Vf.ps1</testScript><timeout>60</timeout>
      <testParams><param>LIMIT=20</param></testParams><needs>VirtualFunction</needs>
    </test>
    <test>
      <testName>ToggleVf</testName><testScript>Toggle-Vf.ps1</testScript><timeout>120</timeout>
      <testParams><param>ROUNDS=2</param></testParams><needs>Switch, VirtualFunction</needs>
    </test>
    <test>
      <testName>GuestName</testName><testScript>Guest-Name.ps1</testScript>
      <testParams><param>COMMAND=hostname</param><param>PATTERN=^guest-198</param></testParams><needs>Guest</needs>
    </test>
    <test>
      <testName>GuestFails</testName><testScript>Guest-Name.ps1</testScript>
      <testParams><param>COMMAND=false</param><param>PATTERN=.</param></testParams><onError>Continue</onError>
    </test>
    <test>
      <testName>Broken</testName><testScript>Broken.ps1</testScript><onError>Abort</onError>
    </test>
  </testCases>
  <VMs>
    <vm><vmName>web1</vmName><role>SUT</role><suite>VerifyVf, ToggleVf, GuestName, GuestFails, Broken</suite></vm>
    <vm><vmName>web2</vmName><suite>VerifyVf,Nowhere</suite></vm>
  </VMs>
</config>
'@
$file = New-TemporaryFile
Set-Content -Path $file -Value $configuration

# The program that stands in for ssh: it says who was asked, and plays the guest.
$ssh = Join-Path ([System.IO.Path]::GetTempPath()) ('ssh-{0}.sh' -f [guid]::NewGuid())
[System.IO.File]::WriteAllText($ssh, @'
#!/bin/sh
host=${1#root@}
case "$2" in
    hostname) echo "guest-$host" ;;
    false) exit 3 ;;
    *) echo "sh: $2: not found" >&2; exit 127 ;;
esac
'@)

$exit = 0
try {
    New-VMSwitch -Name $Switch -NetAdapterName enp1s0f0 -EnableIov $true -AllowManagementOS $true | Out-Null
    $harness = New-Harness -Configuration $file.FullName -LogFolder $LogFolder -ScriptFolder (Join-Path $PSScriptRoot 'cases') -SshProgram $ssh
    '{0} on {1} machines, {2} tests' -f $harness.Title, $harness.Machines.Count, $harness.Tests.Count
    $harness.Run()
    $harness.Log.Close()
    $harness.Outcomes | Sort-Object Machine, { $harness.Outcomes.IndexOf($_) } | Where-Object Verdict -ne Skipped | ForEach-Object { "$_" }
    $harness.Outcomes | Where-Object Verdict -eq Skipped | ForEach-Object { "$_" }
    '{0} went {1}' -f $harness.Machines[0].Name, (@('SystemDown') + @($harness.Machines[0].History) -join '>')
    'machines {0}; off: {1}' -f ($harness.Machines.State -join ', '), (-not (Get-VM web1, web2 | Where-Object State -ne Off))

    $report = Join-Path $LogFolder 'report.xml'
    $page = Join-Path $LogFolder 'report.html'
    $harness | Export-JUnitReport -Path $report
    Export-HtmlReport -Harness $harness -Path $page
    [xml] $xml = Get-Content $report
    'in the XML: {0} suites, {1} cases, failures {2}' -f $xml.testsuites.testsuite.Count, @($xml.SelectNodes('//testcase')).Count, ($xml.testsuites.testsuite.failures -join ' and ')
    "message of the first: $($xml.SelectSingleNode('//failure/@message').Value)"
    "skipped: $((Select-Xml -Path $report -XPath '//testcase[skipped]').Node.name)"
    'in the page: {0} rows, {1}' -f @(Select-String -Path $page -Pattern '<tr><td>').Count, ([regex]::Match((Get-Content $page -Raw), '<title>(.*?)</title>').Groups[1].Value)
    "logs: $((Get-ChildItem $LogFolder -Filter 'web*.log' | Sort-Object Name).Name -join ', ')"
    "log lines with errors: $(@(Get-Content (Join-Path $LogFolder 'harness.log') | Where-Object { $_ -cmatch '\bERROR\b' }).Count)"
    $exit = $harness.ExitCode()
} finally {
    Remove-Item $ssh, $file -ErrorAction SilentlyContinue
    Get-VM web1, web2 | Where-Object State -ne Off | Stop-VM -TurnOff -Force
    Get-VMNetworkAdapter -VMName web1, web2 | Disconnect-VMNetworkAdapter
    Remove-VMSwitch $Switch -Force -ErrorAction SilentlyContinue
}
exit $exit
