//! The end of a pipeline: objects, and records of `Format-` commands, become lines.

use std::rc::Rc;

use super::formatter::{Formatter, Request, Shape, TableRequest};
use super::printer::Printer;
use super::view::Views;
use super::{Access, Record, TableStyle};
use crate::error::Flow;
use crate::value::Value;

/// Formats whatever comes by PowerShell's default rules.
#[derive(Debug)]
pub struct Output {
    formatter: Formatter,
    printer: Printer,
}

impl Output {
    /// An output that hands out lines early: for a screen that somebody watches.
    pub fn streaming(width: usize, views: Rc<Views>, enumeration_limit: i32) -> Self {
        Self::of(Printer::new(width), views, enumeration_limit)
    }

    /// An output whose tables are sized from all their rows: for text.
    pub fn whole(width: usize, views: Rc<Views>, enumeration_limit: i32) -> Self {
        Self::of(Printer::patient(width), views, enumeration_limit)
    }

    /// An output that writes objects as tables of Markdown; what a `Format-` command made stays as that says.
    pub fn markdown(width: usize, views: Rc<Views>, enumeration_limit: i32) -> Self {
        let table = TableRequest {
            style: TableStyle::Markdown,
            ..TableRequest::default()
        };
        let printer = Printer::patient(width);
        Self::shaped(printer, Shape::Table(table), views, enumeration_limit)
    }

    /// An output that writes all objects as tables.
    pub fn tables(width: usize, views: Rc<Views>, enumeration_limit: i32) -> Self {
        let shape = Shape::Table(TableRequest::default());
        Self::shaped(Printer::new(width), shape, views, enumeration_limit)
    }

    /// An output that writes all objects as lists.
    pub fn lists(width: usize, views: Rc<Views>, enumeration_limit: i32) -> Self {
        Self::shaped(Printer::new(width), Shape::List, views, enumeration_limit)
    }

    fn shaped(printer: Printer, shape: Shape, views: Rc<Views>, enumeration_limit: i32) -> Self {
        let request = Request {
            shape: Some(shape),
            enumeration_limit,
            ..Request::default()
        };
        Self {
            formatter: Formatter::new(request, views),
            printer,
        }
    }

    fn of(printer: Printer, views: Rc<Views>, enumeration_limit: i32) -> Self {
        let request = Request {
            enumeration_limit,
            ..Request::default()
        };
        Self {
            formatter: Formatter::new(request, views),
            printer,
        }
    }

    /// Takes an object.
    pub fn push(&mut self, value: &Value, access: &mut dyn Access) -> Flow {
        let Self { formatter, printer } = self;
        let mut sink = |record: Record| {
            printer.push(&record);
            Ok(())
        };
        formatter.push(value, access, &mut sink)
    }

    /// Ends what is open: a table whose rows were held back comes out now.
    pub fn finish(&mut self) -> Flow {
        let Self { formatter, printer } = self;
        let mut sink = |record: Record| {
            printer.push(&record);
            Ok(())
        };
        formatter.finish(&mut sink)?;
        printer.close();
        Ok(())
    }

    /// Lets out what has been held back for long enough: a wait goes on.
    pub fn release(&mut self) {
        self.printer.release();
    }

    /// Lets out what is held back; rows that come later go on below it.
    pub fn settle(&mut self) {
        self.printer.settle();
    }

    /// The same, and a table with lines around it ends: what is shown next comes below it.
    pub fn break_off(&mut self) {
        self.printer.break_off();
    }

    /// The columns that somebody named and that had no room, since they were last taken.
    pub fn take_left_out(&mut self) -> Vec<String> {
        self.printer.take_left_out()
    }

    /// The lines that are ready, without line ends.
    pub fn take_lines(&mut self) -> Vec<String> {
        self.printer.take_lines()
    }
}

/// All lines for some objects on a screen of `width` cells.
pub fn render(
    values: &[Value],
    width: usize,
    views: Rc<Views>,
    enumeration_limit: i32,
    access: &mut dyn Access,
) -> Flow<Vec<String>> {
    let mut output = Output::whole(width, views, enumeration_limit);
    for value in values {
        output.push(value, access)?;
    }
    output.finish()?;
    Ok(output.take_lines())
}
