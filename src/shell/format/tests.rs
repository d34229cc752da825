//! Layouts as PowerShell draws them, on plain objects.

use std::rc::Rc;

use super::*;
use crate::value::PsObject;

fn adapter(vm: &str, weight: i32, switch: Option<&str>, mac: &str, status: &str) -> Value {
    Value::object(
        PsObject::custom()
            .with("VMName", vm)
            .with("Name", "net0")
            .with("IovWeight", weight)
            .with("SwitchName", switch.map(Value::from))
            .with("MacAddress", mac)
            .with("Status", status),
    )
}

fn adapters() -> Vec<Value> {
    vec![
        adapter("web1", 100, Some("lan"), "00155D010203", "Ok"),
        adapter("db1", 50, Some("san"), "00155D010205", "Degraded"),
        adapter("DB2", 7, None, "00155D0A0B0C", "Ok"),
    ]
}

fn shown(values: &[Value], request: Request, width: usize) -> Vec<String> {
    let mut formatter = Formatter::new(request, Rc::new(Views::builtin()));
    let mut printer = Printer::patient(width);
    let mut sink = |record: Record| {
        printer.push(&record);
        Ok(())
    };
    for value in values {
        formatter.push(value, &mut Plain, &mut sink).expect("push");
    }
    formatter.finish(&mut sink).expect("finish");
    printer.close();
    printer.take_lines()
}

fn request(shape: Option<Shape>, properties: &[&str]) -> Request {
    Request {
        shape,
        properties: properties
            .iter()
            .map(|name| PropertyArgument::named(*name))
            .collect(),
        enumeration_limit: 4,
        ..Request::default()
    }
}

fn table() -> Option<Shape> {
    Some(Shape::Table(TableRequest::default()))
}

#[test]
fn a_table_is_as_wide_as_its_values() {
    assert_eq!(
        shown(&adapters(), request(table(), &[]), 120),
        [
            "",
            "VMName Name IovWeight SwitchName MacAddress   Status",
            "------ ---- --------- ---------- ----------   ------",
            "web1   net0       100 lan        00155D010203 Ok",
            "db1    net0        50 san        00155D010205 Degraded",
            "DB2    net0         7            00155D0A0B0C Ok",
            "",
        ]
    );
}

#[test]
fn what_does_not_fit_is_cut_or_dropped() {
    assert_eq!(
        shown(&adapters(), request(table(), &[]), 40),
        [
            "",
            "VMName Name IovWeight SwitchName MacAddr",
            "                                 ess",
            "------ ---- --------- ---------- -------",
            "web1   net0       100 lan        00155D…",
            "db1    net0        50 san        00155D…",
            "DB2    net0         7            00155D…",
            "",
        ]
    );
}

#[test]
fn five_properties_make_a_list() {
    let lines = shown(&adapters(), request(None, &[]), 120);
    assert_eq!(lines[1], "VMName     : web1");
    assert_eq!(lines[6], "Status     : Ok");
    assert_eq!(lines[7], "");
    assert_eq!(lines[8], "VMName     : db1");
    assert_eq!(lines[lines.len() - 2..], ["", ""]);
}

#[test]
fn groups_have_headings_and_widths_of_their_own() {
    let mut asked = request(table(), &["vmname", "NoSuch"]);
    asked.group_by = Some(PropertyArgument::named("SwitchName"));
    assert_eq!(
        shown(&adapters(), asked, 80),
        [
            "",
            "   SwitchName: lan",
            "",
            "VMName NoSuch",
            "------ ------",
            "web1   ",
            "",
            "   SwitchName: san",
            "",
            "VMName NoSuch",
            "------ ------",
            "db1    ",
            "",
            "   SwitchName: ",
            "",
            "VMName NoSuch",
            "------ ------",
            "DB2    ",
            "",
        ]
    );
}

#[test]
fn text_interrupts_a_table_without_ending_it() {
    let one = |value: i32| Value::object(PsObject::custom().with("A", value));
    assert_eq!(
        shown(
            &[Value::Int(5), one(1), Value::from("str"), one(22)],
            request(None, &[]),
            80
        ),
        ["5", "", " A", " -", " 1", "str", "22", ""]
    );
}

#[test]
fn wide_output_fills_columns() {
    let lines = shown(&adapters(), request(Some(Shape::Wide(2)), &["VMName"]), 30);
    assert_eq!(lines, ["", "web1            db1", "DB2             ", ""]);
}

#[test]
fn a_view_keeps_what_must_not_be_cut() {
    static VIEWS: &[View] = &[View {
        name: "Nic",
        types: &["Test.Nic"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("Name").never_cut(),
            Column::of("Description"),
            Column::of("MacAddress").never_cut(),
        ])),
    }];
    let nic = PsObject::of(&["Test.Nic"])
        .with("Name", "Ethernet 2")
        .with(
            "Description",
            "Intel(R) Ethernet Controller X710 for 10GbE SFP+",
        )
        .with("MacAddress", "A0-36-9F-11-22-33");
    let mut views = Views::builtin();
    views.register(VIEWS);
    let lines = render(&[Value::object(nic)], 50, Rc::new(views), 4, &mut Plain).expect("render");
    assert_eq!(
        lines[3],
        "Ethernet 2 Intel(R) Ethernet Co… A0-36-9F-11-22-33"
    );
}

#[test]
fn no_width_and_no_text_makes_it_panic() {
    for width in 0..12 {
        for shape in [
            table(),
            Some(Shape::List),
            Some(Shape::Wide(0)),
            Some(Shape::Custom(3)),
        ] {
            shown(&adapters(), request(shape, &[]), width);
        }
    }
    let odd = Value::object(PsObject::custom().with("日本\u{1b}[3", "a\u{301}\r\n\u{1b}[31m日本"));
    for width in 0..9 {
        shown(std::slice::from_ref(&odd), request(table(), &[]), width);
    }
}
