//! The formatter: any values, any shape, any width.

use std::rc::Rc;

use iovsh::shell::eval::{Door, Interpreter, Session};
use iovsh::shell::format::{self, Formatter, Printer, PropertyArgument, Request, Shape};
use iovsh::shell::value::{PsObject, Value};

use super::sandbox::Nowhere;

/// Takes the bytes apart into a width, a shape and objects, and shows them.
pub fn check(data: &[u8]) {
    let mut bytes = Bytes(data);
    let width = usize::from(bytes.byte()) + 1;
    let kind = bytes.byte();
    let limit = i32::from(bytes.byte() % 8) - 1;
    let objects: Vec<Value> = (0..bytes.byte() % 12)
        .map(|_| object(&mut bytes, 0))
        .collect();
    let mut session = Session::new(&[], Rc::new(()));
    let mut nowhere = Nowhere::default();
    let mut door = Door(&mut nowhere);
    let mut interpreter = Interpreter::new(&mut session, &mut door);
    let views = Rc::new(format::Views::builtin());
    let shape = match kind % 5 {
        0 => None,
        1 => Some(Shape::List),
        2 => Some(Shape::Wide(usize::from(limit.unsigned_abs() as u8))),
        3 => Some(Shape::Custom(3)),
        _ => Some(Shape::Table(Default::default())),
    };
    let properties = match kind / 5 % 3 {
        0 => Vec::new(),
        1 => vec![PropertyArgument::named("*")],
        _ => vec![PropertyArgument::named("a*"), PropertyArgument::named("b")],
    };
    let request = Request {
        shape,
        properties,
        enumeration_limit: limit,
        ..Request::default()
    };
    let mut formatter = Formatter::new(request, views);
    let mut printer = Printer::patient(width);
    let mut sink = |record| {
        printer.push(&record);
        Ok(())
    };
    let shown = objects
        .iter()
        .try_for_each(|value| formatter.push(value, &mut interpreter, &mut sink))
        .and_then(|()| formatter.finish(&mut sink));
    printer.close();
    let lines = printer.take_lines();
    if shown.is_ok() {
        assert!(
            lines.iter().all(|line| !line.contains('\n')),
            "a line is one line: {lines:?}"
        );
    }
}

fn object(bytes: &mut Bytes<'_>, depth: u8) -> Value {
    match bytes.byte() % 10 {
        0 => Value::Null,
        1 => Value::Bool(bytes.byte() < 128),
        2 => Value::Int(i32::from(bytes.byte()) - 128),
        3 => Value::Double(f64::from(bytes.byte()) / 7.0),
        4 => Value::str(bytes.text()),
        5 if depth < 3 => {
            let count = bytes.byte() % 6;
            Value::array((0..count).map(|_| object(bytes, depth + 1)).collect())
        }
        _ if depth < 3 => {
            let mut object_ = PsObject::custom();
            for index in 0..bytes.byte() % 7 {
                let name = match bytes.byte() % 4 {
                    // A line break in a name is written as it is, as PowerShell does.
                    0 => bytes.text().replace(['\n', '\r'], " "),
                    1 => format!("a{index}"),
                    2 => "b".to_owned(),
                    _ => format!("p{index}"),
                };
                let value = object(bytes, depth + 1);
                object_ = object_.with(name, value);
            }
            Value::object(object_)
        }
        _ => Value::str(bytes.text()),
    }
}

/// Bytes that never end: behind the last one come zeros.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    fn text(&mut self) -> String {
        let length = usize::from(self.byte() % 64).min(self.0.len());
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        String::from_utf8_lossy(text).into_owned()
    }
}
