//! What a real engine answers, by area: the text, what it puts out (one value a line), and the ids of its errors.

use super::evaluator::{run, shown};

/// Runs every line of a table and compares.
fn check(facts: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (text, expected) in facts {
        let outcome = run(text);
        let mut lines = shown(&outcome.output);
        for error in &outcome.errors {
            if !lines.is_empty() {
                lines.push('\n');
            }
            lines.push_str("! ");
            lines.push_str(&error.id);
        }
        if lines != *expected {
            wrong.push(format!(
                "{text}\n    expected {expected:?}\n    got      {lines:?}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn numbers_promote_overflow_and_round() {
    check(&[
        ("1 / 3", "0.333333333333333"),
        ("10 / 4; 10 / 5", "2.5\n2"),
        ("2147483647 + 1", "2147483648"),
        ("9223372036854775807 + 1", "9.22337203685478E+18"),
        ("7 % 3; -7 % 3; 7.5 % 2", "1\n-1\n1.5"),
        ("5 / 0", "! RuntimeException"),
        ("5.0 / 0; -5.0 / 0", "∞\n-∞"),
        ("1d / 3", "0.3333333333333333333333333333"),
        ("[int]2.5; [int]3.5; [int]-2.5", "2\n4\n-2"),
        (
            "0.1 + 0.2; (0.1 + 0.2).ToString()",
            "0.3\n0.30000000000000004",
        ),
        (
            "1e15; 1e14; 123456789012345.0",
            "1E+15\n100000000000000\n123456789012345",
        ),
        ("0.0001; 0.00001; 1.5e-7", "0.0001\n1E-05\n1.5E-07"),
        ("[single]1.1; [single]16777217", "1.1\n1.677722E+07"),
        ("'5' * 3; 3 * '5'; 'ab' * 2", "555\n15\nabab"),
        ("1 + '1KB'; 1 + ' 2 '", "1025\n3"),
        ("1 + 'a'", "! InvalidCastFromStringToInteger"),
        ("1 + @(1)", "! MethodNotFound"),
        ("$true + $true; 5 * $null; $null + 5", "2\n0\n5"),
        ("-'5'; +'12'; -$null", "-5\n12\n0"),
        ("5 -band 3; 5 -bor 3; 5 -bxor 3; -bnot 5", "1\n7\n6\n-6"),
        (
            "1 -shl 31; 1 -shl 32; -16 -shr 2; 1L -shl 40",
            "-2147483648\n1\n-4\n1099511627776",
        ),
        (
            "[uint32]4294967295 + 1; ([uint32]1 + 1).GetType().Name",
            "4294967296\nUInt32",
        ),
        ("([byte]200 + [byte]100).GetType().Name", "Int32"),
        ("$i = 5; $i++; $i; $i--; --$i; $i", "6\n4"),
        ("$s = 'a'; $s++", "! OperatorRequiresNumber"),
        ("'ab' * -1", "! System.ArgumentOutOfRangeException"),
    ]);
}

#[test]
fn casts_convert_or_say_why_not() {
    check(&[
        (
            "[int]'0x1F'; [int]' 12 '; [int]''; [int]'1e3'",
            "31\n12\n0\n1000",
        ),
        ("[int]'abc'", "! InvalidCastFromStringToInteger"),
        ("[int]3000000000", "! InvalidCastIConvertible"),
        ("[int]@(5)", "! ConvertToFinalInvalidCastException"),
        ("[byte]'300'", "! InvalidCastFromStringToInteger"),
        ("[double]'abc'", "! InvalidCastFromStringToDoubleOrSingle"),
        ("[decimal]'abc'", "! InvalidCastFromStringToDecimal"),
        ("[char]'ab'", "! InvalidCastParseTargetInvocation"),
        ("[char]65; [char]'a'; [int][char]'A'", "A\na\n65"),
        (
            "[bool]'false'; [bool]0; [bool]''; [bool]@(0); [bool]@(0, 0)",
            "True\nFalse\nFalse\nFalse\nTrue",
        ),
        (
            "[datetime]'2024-02-30'",
            "! InvalidCastParseTargetInvocationWithFormatProvider",
        ),
        ("[version]'1'", "! InvalidCastParseTargetInvocation"),
        (
            "[version]'1.2.3'; ([version]'1.2.3').Build; ([version]'1.2').Build",
            "1.2.3\n3\n-1",
        ),
        (
            "[guid]'nope'",
            "! InvalidCastParseTargetInvocationWithFormatProvider",
        ),
        (
            "[guid]'{11111111-2222-3333-4444-555555555555}'",
            "11111111-2222-3333-4444-555555555555",
        ),
        ("[regex]'('", "! InvalidCastFromStringToRegex"),
        ("[xml]'plain'", "! InvalidCastToXmlDocument"),
        ("[hashtable]'abc'", "! ConvertToFinalInvalidCastException"),
        ("[nosuchtype]5", "! TypeNotFound"),
        ("[datetime]$null", "! nullToObjectInvalidCast"),
        (
            "[System.DayOfWeek]'fri'; [System.DayOfWeek]2",
            "Friday\nTuesday",
        ),
        (
            "[string[]](1, 2); ([int[]]'5').GetType().Name; [int[]]('1', '2')",
            "1\n2\nInt32[]\n1\n2",
        ),
        ("[int[]]('1', 'x')", "! InvalidCastFromStringToInteger"),
        ("[char[]]'abc'", "a\nb\nc"),
        (
            "[string](1, 2, 3); [string]$null -eq ''; [string]@{ a = 1 }",
            "1 2 3\nTrue\nSystem.Collections.Hashtable",
        ),
        (
            "$o = [pscustomobject]@{ a = 1; b = $null }; \"$o\"",
            "@{a=1; b=}",
        ),
        ("[int]$null; [string]1.10d; [decimal]'2.50'", "0\n1.10\n2.5"),
        (
            "[ipaddress]'10.0.0.1'; ([ipaddress]'fe80::1').AddressFamily",
            "10.0.0.1\nInterNetworkV6",
        ),
        (
            "[timespan]'1.02:03:04'; [timespan]'1:30'; [timespan]'5'",
            "1.02:03:04\n01:30:00\n5.00:00:00",
        ),
        ("5 -as [string]; 'x' -as [int]; '3' -as [int]", "5\n\n3"),
        (
            "[nullable[int]]5; $null -eq [nullable[int]]$null",
            "5\nTrue",
        ),
        (
            "[bool]::Parse('True'); [int]::Parse('42'); [int]::Parse('x')",
            "True\n42\n! FormatException",
        ),
        (
            "[int]::TryParse('7', [ref]$null); [int]::TryParse('x', [ref]$null)",
            "True\nFalse",
        ),
        (
            "[datetime]::ParseExact('20240506', 'yyyyMMdd', $null).ToString('s')",
            "2024-05-06T00:00:00",
        ),
    ]);
}

#[test]
fn comparison_follows_the_left_operand() {
    check(&[
        (
            "'ABC' -eq 'abc'; 'ABC' -ceq 'abc'; 5 -eq '5'; '5.0' -eq 5; 5 -eq '5.0'",
            "True\nFalse\nTrue\nFalse\nTrue",
        ),
        (
            "$null -eq ''; '' -eq $null; $null -eq 0; $null -lt 1; $null -lt -1",
            "False\nFalse\nFalse\nTrue\nFalse",
        ),
        (
            "2 -eq $true; $true -eq 2; $true -eq 'False'; 'False' -eq $false",
            "False\nTrue\nTrue\nTrue",
        ),
        ("1, 2, 3, 2 -eq 2; 1..5 -gt 3", "2\n2\n4\n5"),
        (
            "'a' -lt 'B'; 'a' -clt 'A'; '10' -lt '9'; 10 -lt '9'",
            "True\nTrue\nTrue\nFalse",
        ),
        ("[version]'1.10' -gt '1.9'; '1.10' -gt '1.9'", "True\nFalse"),
        ("[datetime]'2024-01-02' -gt '2024-01-01'", "True"),
        ("@{} -lt 1", "! NotIcomparable"),
        ("1 -lt 'a'", "! ComparisonFailure"),
        (
            "'server01' -like 'server[0-3]1'; 'a*' -like 'a`*'; 'abc' -like '[abc'",
            "True\nTrue\n! RuntimeException",
        ),
        (
            "'VLAN 100' -match '(\\w+) (?<id>\\d+)'; $Matches[1]; $Matches.id; $Matches.Count",
            "True\nVLAN\n100\n3",
        ),
        (
            "'a' -match '('",
            "! System.Text.RegularExpressions.RegexParseException",
        ),
        (
            "'x1y2' -replace '\\d', { [int]$_.Value * 2 }; 'ab' -replace '(a)(b)', '$2$1'",
            "x2y4\nba",
        ),
        ("'a' -replace 'a', 'b', 'c'", "! BadReplaceArgument"),
        (
            "'vm01' -replace '(?<n>\\d+)', '[${n}]'; 'a.b' -replace '\\.', '$$'",
            "vm[01]\na$b",
        ),
        (
            "1, 2 -contains '1'; 'a' -in 'A', 'b'; 'abc' -contains 'b'",
            "True\nTrue\nFalse",
        ),
        (
            "5 -is [int]; 5 -is [long]; 'a' -is [string]; 1, 2 -is [array]; @{} -is [hashtable]",
            "True\nFalse\nTrue\nTrue\nTrue",
        ),
        (
            "5 -is [System.IComparable]; 5 -is [System.ValueType]; 'a' -is [object]",
            "True\nTrue\nTrue",
        ),
        (
            "[ordered]@{} -is [System.Collections.IDictionary]; [ordered]@{} -is [hashtable]",
            "True\nFalse",
        ),
        (
            "'line' -match '^line$'; \"line`n\" -match 'line$'; 'a]b' -match '[\\]]'",
            "True\nTrue\nTrue",
        ),
        (
            "'C:\\dir' -match '^[a-z]:\\\\'; 'a-b' -match '[\\w-]+'; $Matches[0]",
            "True\nTrue\na-b",
        ),
        (
            "'abab' -replace '(?<=a)b', 'x'; 'aXbX' -creplace 'x', '-'",
            "axax\naXbX",
        ),
    ]);
}

#[test]
fn text_is_split_joined_and_formatted() {
    check(&[
        (
            "'a,b,c' -split ','; 'a b c d' -split ' ', -2",
            "a\nb\nc\na b c\nd",
        ),
        (
            "'a1b2c' -split '(\\d)'; 'a.b' -split '.', 0, 'simplematch'",
            "a\n1\nb\n2\nc\na\nb",
        ),
        (
            "-split '  one two '; 'a-b_c' -split { $_ -eq '-' -or $_ -eq '_' }",
            "one\ntwo\na\nb\nc",
        ),
        (
            "1, 2, 3 -join ','; -join ('a', 'b'); (1, $null, 2) -join ','",
            "1,2,3\nab\n1,,2",
        ),
        ("'{0:D3}|{1:X}|{2:N1}' -f 7, 255, 1234.56", "007|FF|1,234.6"),
        (
            "'{0,5}|{0,-5}|' -f 'ab'; '{{0}} {0}' -f 'x'",
            "   ab|ab   |\n{0} x",
        ),
        (
            "'{0:yyyy-MM-dd HH:mm}' -f [datetime]'2024-05-06 07:08:09'",
            "2024-05-06 07:08",
        ),
        (
            "'{0:P0} {1:E2} {2:F3}' -f 0.5, 12345.678, 2",
            "50% 1.23E+004 2.000",
        ),
        (
            "'{0:000.00}' -f 3.14159; '{0:#,##0}' -f 1234567; '{0:0.##}' -f 2.5",
            "003.14\n1,234,567\n2.5",
        ),
        (
            "'{0:c}' -f 12.5; '{0:g}' -f 0.00001; '{0:n0}' -f 2.5",
            "$12.50\n1e-05\n3",
        ),
        (
            "'{0:#.##%}' -f 0.1234; '{0:0,0}' -f 1234567; '{0:0.0;(0.0);zero}' -f -1.5",
            "12.34%\n1,234,567\n(1.5)",
        ),
        ("'{0} {1}' -f 'only'", "! FormatError"),
        (
            "'{0:hh\\:mm\\:ss}' -f [timespan]'01:02:03'; '{0:d\\.hh}' -f [timespan]'1.02:00:00'",
            "01:02:03\n1.02",
        ),
        (
            "[string]::Format('{0}-{1}', 1, 'b'); [string]::Concat('a', 1, 'c')",
            "1-b\na1c",
        ),
        (
            "(1234.5).ToString('N2'); (255).ToString('x4'); (0.5).ToString('P')",
            "1,234.50\n00ff\n50.000%",
        ),
        ("$OFS = '-'; $a = 1, 2, 3; \"$a\"", "1-2-3"),
        (
            "\"$(1.5) $(1e20) $(10/3) $true $([datetime]'2024-03-04 05:06:07')\"",
            "1.5 1E+20 3.33333333333333 True 03/04/2024 05:06:07",
        ),
    ]);
}

#[test]
fn strings_have_their_methods() {
    check(&[
        (
            "'a,b,c'.Split(','); 'a,b;c'.Split(',;').Count; 'a,b;c'.Split(',', ';').Count",
            "a\nb\nc\n1\n3",
        ),
        (
            "'a b  c'.Split(' ', 'RemoveEmptyEntries') -join '|'; 'key=a=b'.Split('=', 2)[1]",
            "a|b|c\na=b",
        ),
        (
            "'The quick fox'.Split().Count; 'a::b'.Split('::').Count; 'a,b'.Split([char[]]',').Count",
            "3\n2\n2",
        ),
        (
            "'hello'.Substring(1, 3); 'hello'.IndexOf('l'); 'hello'.LastIndexOf('l'); 'hello'.IndexOf('z')",
            "ell\n2\n3\n-1",
        ),
        ("'hello'.Substring(10)", "! ArgumentOutOfRangeException"),
        (
            "'abc'.Substring('x')",
            "! MethodArgumentConversionInvalidCastArgument",
        ),
        ("'abc'.Substring()", "! MethodCountCouldNotFindBest"),
        ("'abc'.NoSuch()", "! MethodNotFound"),
        ("$null.Trim()", "! InvokeMethodOnNull"),
        (
            "'xxaxx'.Trim('x'); 'abc'.PadLeft(5, '*'); 'abc'.PadRight(5) + '|'",
            "a\n**abc\nabc  |",
        ),
        (
            "'abc'.StartsWith('A', 'OrdinalIgnoreCase'); 'abc'.Contains('B'); 'aXa'.Replace('a', '')",
            "True\nFalse\nX",
        ),
        (
            "'abc'.ToCharArray()[0].GetType().Name; 'abc'[-1]; 'abc'[0, 2] -join ''",
            "Char\nc\nac",
        ),
        (
            "'abc'.Insert(1, 'X'); 'abcdef'.Remove(2, 2); 'abc'.Length; \"`u{1F600}\".Length",
            "aXbc\nabef\n3\n2",
        ),
        (
            "[string]::IsNullOrWhiteSpace(\" `t\"); [string]::Join('-', 'a', 'b'); [string]::Join(',', @(1, 2))",
            "True\na-b\n1,2",
        ),
        (
            "'a'.CompareTo('b'); 'b'.CompareTo('a'); 'x'.Equals('X')",
            "-1\n1\nFalse",
        ),
        (
            "('a', 'b').ToUpper(); 'b', 'a' | & { }",
            "A\nB\n! OutsideOfTheWalker",
        ),
        ("[char]::IsDigit('5'); [char]::ToUpper('a')", "True\nA"),
    ]);
}

#[test]
fn dates_and_spans_have_their_members() {
    check(&[
        (
            "$d = [datetime]'2024-02-29 17:08:09'; $d.Year; $d.DayOfWeek; $d.DayOfYear; $d.Date.ToString('s')",
            "2024\nThursday\n60\n2024-02-29T00:00:00",
        ),
        (
            "([datetime]'2024-01-31').AddMonths(1).ToString('yyyy-MM-dd'); ([datetime]'2024-01-01').AddDays(1.5).ToString('s')",
            "2024-02-29\n2024-01-02T12:00:00",
        ),
        (
            "([datetime]'2024-03-01' - [datetime]'2024-02-01').Days; [datetime]'2024-01-01' + [timespan]'1:00'",
            "29\n1/1/2024 1:00:00 AM",
        ),
        (
            "[datetime]::DaysInMonth(2024, 2); [datetime]::IsLeapYear(2023); [datetime]::new(2024, 1, 15).ToString('o')",
            "29\nFalse\n2024-01-15T00:00:00.0000000",
        ),
        (
            "[datetime]'6 May 2024'; [datetime]'May 6, 2024 5pm'; [datetime]'5/6/24'",
            "5/6/2024 12:00:00 AM\n5/6/2024 5:00:00 PM\n5/6/2024 12:00:00 AM",
        ),
        (
            "([datetime]'2024-05-06').ToString('ddd d MMM yyyy'); ([datetime]'2024-05-06 17:08').ToString('hh:mm tt')",
            "Mon 6 May 2024\n05:08 PM",
        ),
        (
            "[timespan]::FromMinutes(90); ([timespan]'1.02:03:04').TotalHours; [timespan]::new(1, 2, 3)",
            "01:30:00\n26.0511111111111\n01:02:03",
        ),
        (
            "[timespan]'02:00' + [timespan]'00:30'; ([timespan]'00:10:00').Ticks; [timespan]'1:00' -lt [timespan]'2:00'",
            "02:30:00\n6000000000\nTrue",
        ),
        (
            "[datetime]::new(2024, 13, 1)",
            "! ArgumentOutOfRangeException",
        ),
        (
            "([datetime]'2024-05-06').ToShortDateString(); ([datetime]'2024-05-06 00:05').ToString()",
            "5/6/2024\n5/6/2024 12:05:00 AM",
        ),
    ]);
}

#[test]
fn collections_behave_as_in_dot_net() {
    check(&[
        (
            "$h = @{ a = 1 }; $h.A; $h['a']; $h.x = 2; $h.Count; $h.ContainsKey('X'); $h.Remove('a'); $h.Keys",
            "1\n1\n2\nTrue\nx",
        ),
        ("$h = @{ a = 1 }; $h.Add('A', 2)", "! ArgumentException"),
        ("@{ x = 1 } + 5", "! AddHashTableToNonHashTable"),
        (
            "(@{ a = 1 } + @{ b = 2 }).Count; @{ 1 = 'one' }.1; $null -eq @{ 1 = 'one' }['1']",
            "2\none\nTrue",
        ),
        (
            "$h = [ordered]@{ z = 1; a = 2 }; $h.Keys -join ','; $h[0]; $h[-1]; $h.Insert(0, 'f', 0); $h.Keys -join ','",
            "z,a\n1\n2\nf,z,a",
        ),
        (
            "$a = 1, 2, 3; $a[-1]; $a[0, 2] -join ','; $a[9]; $a.Contains(2); $a.IndexOf(3); $a.Count",
            "3\n1,3\n\nTrue\n2\n3",
        ),
        ("$a = 1, 2; $a[5] = 1", "! System.IndexOutOfRangeException"),
        ("(1, 2, 3).Add(4)", "! NotSupportedException"),
        ("$null[0]", "! NullArray"),
        (
            "$l = [System.Collections.ArrayList]@(1, 2); $l.Add('x'); $l.Remove(1); $l -join ','; $l.Insert(0, 'z'); $l[0]",
            "2\n2,x\nz",
        ),
        (
            "$l = [System.Collections.Generic.List[int]]::new(); $l.Add('5'); $l.Add(3); $l.Sort(); \"$l\"; $l.Remove(3); $l.Count",
            "3 5\nTrue\n1",
        ),
        (
            "$l = [System.Collections.Generic.List[int]]::new(); $l.Add('x')",
            "! MethodArgumentConversionInvalidCastArgument",
        ),
        (
            "$q = [System.Collections.Queue]::new(); $q.Enqueue(1); $q.Enqueue(2); $q.Dequeue(); $q.Count",
            "1\n1",
        ),
        (
            "$s = [System.Collections.Generic.HashSet[string]]::new(); $s.Add('a'); $s.Add('a'); $s.Count",
            "True\nFalse\n1",
        ),
        (
            "$d = [System.Collections.Generic.Dictionary[string,int]]::new(); $d['a'] = '5'; $d.a + 1; $d.ContainsKey('A')",
            "6\nFalse",
        ),
        (
            "(1..5).Where({ $_ -gt 3 }); (1..3).ForEach({ $_ * 2 }) -join ','; (1..5).Where({ $_ -gt 1 }, 'First', 2) -join ','",
            "4\n5\n2,4,6\n2,3",
        ),
        (
            "$m = [int[,]]::new(2, 3); $m[1, 2] = 7; $m[1, 2]; $m.Rank; $m.Length",
            "7\n2\n6",
        ),
        (
            "$o = [pscustomobject]@{ a = 1; b = 2 }; $o.PSObject.Properties.Name -join ','; $o.PSObject.Properties['b'].Value; $o.PSObject.Properties.Remove('a'); $o.PSObject.Properties.Name",
            "a,b\n2\nb",
        ),
        (
            "$o = [pscustomobject]@{ a = 1 }; $o.B = 2",
            "! ExceptionWhenSetting",
        ),
        (
            "$a = [pscustomobject]@{ n = 1 }, [pscustomobject]@{ n = 2 }; $a.n -join ','; $a.Count; $null -eq $a.zz",
            "1,2\n2\nFalse",
        ),
        ("'abc'.Length = 5", "! PropertyAssignmentException"),
        (
            "(5).Count; $null.Count; 'abc'.Count; @().Count",
            "1\n0\n1\n0",
        ),
    ]);
}

#[test]
fn xml_is_read_and_changed() {
    check(&[
        (
            "$x = [xml]'<vm name=\"a\"><nic id=\"1\"/><nic id=\"2\"/></vm>'; $x.vm.name; $x.vm.nic.Count; $x.vm.nic[1].id",
            "a\n2\n2",
        ),
        (
            "$x = [xml]'<r><i>1</i><i>2</i></r>'; $x.r.i; $x.SelectNodes('//i').Count; $x.SelectSingleNode('//i[2]').InnerText",
            "1\n2\n2\n2",
        ),
        (
            "$x = [xml]'<r><a x=\"1\"/><a x=\"2\"><b>t</b></a></r>'; $x.SelectSingleNode(\"/r/a[@x='2']/b\").InnerText; $x.SelectNodes('//a[b]').Count",
            "t\n1",
        ),
        (
            "$x = [xml]'<r><k>v</k></r>'; $x.r.k = 'w'; $x.r.OuterXml; $x.r.SetAttribute('n', '1'); $x.r.n",
            "<r><k>w</k></r>\n1",
        ),
        (
            "$x = [xml]'<r/>'; $e = $x.CreateElement('k'); $e.InnerText = 'a<b'; $e = $x.DocumentElement.AppendChild($e); $x.OuterXml; $x.r.RemoveChild($e).Name; $x.OuterXml",
            "<r><k>a&lt;b</k></r>\nk\n<r />",
        ),
        (
            "([xml]'<?xml version=\"1.0\"?><!-- c --><r a=\"1\"><![CDATA[x<y]]></r>').r.InnerText",
            "x<y",
        ),
        ("[xml]'<a><b></a>'", "! InvalidCastToXmlDocument"),
    ]);
}

#[test]
fn static_members_are_there() {
    check(&[
        (
            "[math]::Round(2.345, 2); [math]::Max(1, 2.5); [math]::Floor(-2.5); [math]::Pow(2, 10); [math]::Abs(-7)",
            "2.35\n2\n-3\n1024\n7",
        ),
        (
            "[math]::Round(2.5); [math]::Round(2.5, 'AwayFromZero'); [math]::Sign(-3); [math]::PI",
            "2\n3\n-1\n3.14159265358979",
        ),
        (
            "[int]::MaxValue; [byte]::MinValue; [double]::NaN -eq [double]::NaN; [long]::MaxValue",
            "2147483647\n0\nFalse\n9223372036854775807",
        ),
        (
            "[convert]::ToInt32('ff', 16); [convert]::ToString(10, 2).PadLeft(8, '0'); [convert]::ToBase64String([byte[]](1, 2, 3))",
            "255\n00001010\nAQID",
        ),
        ("[convert]::ToInt32('zz', 16)", "! FormatException"),
        (
            "[regex]::IsMatch('abc', 'B'); [regex]::Replace('a1b2', '\\d', { param($m) [int]$m.Value + 1 }); [regex]::Escape('a.b')",
            "False\na2b3\na\\.b",
        ),
        (
            "[regex]::Matches('a1b22', '\\d+').Value -join ','; [regex]::Match('port=80', '=(\\d+)').Groups[1].Value",
            "1,22\n80",
        ),
        (
            "[System.DayOfWeek]::Friday; [int][System.DayOfWeek]::Friday; [enum]::GetNames([System.DayOfWeek]).Count",
            "Friday\n5\n7",
        ),
        ("[int]::NoSuch()", "! MethodNotFound"),
        ("$null -eq [int]::NoSuchProperty", "True"),
        (
            "[IO.Path]::Combine('/a', 'b', 'c.txt'); [io.path]::GetExtension('x.tar.gz'); [io.path]::GetFileNameWithoutExtension('/d/x.txt')",
            "/a/b/c.txt\n.gz\nx",
        ),
        (
            "[guid]::Empty; [guid]::NewGuid().ToString().Length; [ipaddress]::Loopback",
            "00000000-0000-0000-0000-000000000000\n36\n127.0.0.1",
        ),
        (
            "[System.Text.Encoding]::UTF8.GetBytes('aé') -join ','; [System.Text.Encoding]::UTF8.GetString([byte[]](104, 105))",
            "97,195,169\nhi",
        ),
        (
            "$b = [System.Text.StringBuilder]::new(); [void]$b.Append('a').AppendLine('b'); $b.ToString().Length",
            "3",
        ),
        (
            "[System.Exception]::new('x').Message; [System.ArgumentNullException]::new('p').Message",
            "x\nValue cannot be null. (Parameter 'p')",
        ),
        (
            "[int].Name; [string[]].FullName; [System.Collections.Generic.List[string]].Name; (5).GetType().BaseType.Name",
            "Int32\nSystem.String[]\nList`1\nValueType",
        ),
        (
            "[array]::Reverse($null); $a = 3, 1, 2; [array]::Sort($a); $a -join ','; [array]::IndexOf($a, 2)",
            "1,2,3\n1",
        ),
        (
            "$x = 0; [int]::TryParse('42', [ref]$x); $x.Value",
            "True\n42",
        ),
    ]);
}
