# Runs a list of tests from a file: classes and an enumeration in a module, a base class that each kind of test inherits from,
# attempts, errors of one's own, a report as XML and as HTML, and the number of bad tests as exit code.
#
# expect-exit: 3
# expect: suite SR-IOV with 5 cases of 5
# expect: Passed   vf of web1
# expect: Passed   patient (attempt 2)
# expect: Failed   impatient (Wait: not yet)
# expect: Aborted  switch (
# expect: Failed   nobody (Body: There is no body for 'nobody'.)
# expect: bad ones: impatient, switch, nobody
# expect: passed 2, failed 2, aborted 1
# expect: a case is a TestCase: True, its kind VfInUse
# expect: refused: ExceptionWhenSetting
# expect: in the report: 5 cases, 3 failures, second Passed
# expect: table rows: 5
# expect: log of impatient: attempt 1 ended with Failed

using module ./SuiteTools.psm1

$list = @'
<suite title="SR-IOV">
  <test name="vf of web1" kind="vf"><param name="VM">web1</param><param name="Weight">80</param></test>
  <test name="patient" kind="flaky" attempts="3"/>
  <test name="impatient" kind="flaky"/>
  <test name="switch" kind="wrong"/>
  <test name="nobody" kind="other"/>
</suite>
'@
Set-Content tests.xml $list

Import-Module "$PSScriptRoot/SuiteTools.psm1"
Remove-VMSwitch lan -Force -ErrorAction SilentlyContinue
New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
Connect-VMNetworkAdapter web1 -SwitchName lan

$suite = New-Suite -Path (Join-Path $PWD tests.xml)
"suite $($suite.Title) with $($suite.Cases.Count) cases of $([TestCase]::Made)"
$suite.Run()
foreach ($result in $suite.Results) {
    "$result"
}
"bad ones: $(($suite.Results | Where-Object { $_.IsBad() } | ForEach-Object Name) -join ', ')"
'passed {0}, failed {1}, aborted {2}' -f $suite.Count([Outcome]::Passed), $suite.Count('Failed'), $suite.Count(3)
"a case is a TestCase: $($suite.Cases[0] -is [TestCase]), its kind $($suite.Cases[0].GetType().Name)"
try {
    $suite.Cases[0].Attempts = 99
} catch {
    "refused: $($_.FullyQualifiedErrorId)"
}

$suite.Save("$PWD/report.xml")
$report = [xml](Get-Content report.xml -Raw)
$node = $report.testsuite
"in the report: $($node.testcase.Count) cases, $($node.failures) failures, second $($node.testcase[1].outcome)"
$suite.Results | ConvertTo-Html -Property Name, Outcome, Reason | Set-Content report.html
"table rows: $(@(Select-String -Path report.html -Pattern '<tr><td>').Count)"
"log of impatient: $($suite.Results[2].Log[0])"

exit $suite.ExitCode()
