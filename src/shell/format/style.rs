//! Tables that are drawn with lines, as a user chooses: `Format-Table -Style Rounded`.
//!
//! The widths, what is cut and what is left out are planned here, as for PowerShell's own tables; `tabled` draws the lines and
//! places the text.

use std::borrow::Cow;

use tabled::builder::Builder;
use tabled::grid::config::Offset;
use tabled::settings::Alignment;
use tabled::settings::formatting::AlignmentStrategy;
use tabled::settings::object::Columns;
use tabled::settings::style::{LineChar, Style};
use tabled::settings::themes::Theme;

use super::cells::{self, Align};
use super::record::{TableColumn, TableLayout};
use super::widths::{self, Wish};

/// How a table is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableStyle {
    /// As PowerShell does: no lines but the dashes below the headings.
    #[default]
    Default,
    /// Lines of `+`, `-` and `|`, between all rows.
    Ascii,
    /// The same around the table only, with rounded corners.
    AsciiRounded,
    /// Blanks alone.
    Blank,
    /// Dotted lines.
    Dots,
    /// Double lines.
    Extended,
    /// A table of GitHub's Markdown. Nothing is cut; what would be read as markup is escaped.
    Markdown,
    /// Single lines between all rows and columns.
    Modern,
    /// The same with rounded corners.
    ModernRounded,
    /// As `psql` draws them.
    Psql,
    /// A table of reStructuredText.
    ReStructuredText,
    /// Single lines around the table and below the headings, with rounded corners.
    Rounded,
    /// The same with sharp corners.
    Sharp,
}

impl TableStyle {
    fn theme(self) -> Theme {
        match self {
            Self::Default | Self::Blank => Theme::from_style(Style::blank()),
            Self::Ascii => Theme::from_style(Style::ascii()),
            Self::AsciiRounded => Theme::from_style(Style::ascii_rounded()),
            Self::Dots => Theme::from_style(Style::dots()),
            Self::Extended => Theme::from_style(Style::extended()),
            Self::Markdown => Theme::from_style(Style::markdown()),
            Self::Modern => Theme::from_style(Style::modern()),
            Self::ModernRounded => Theme::from_style(Style::modern_rounded()),
            Self::Psql => Theme::from_style(Style::psql()),
            Self::ReStructuredText => Theme::from_style(Style::re_structured_text()),
            Self::Rounded => Theme::from_style(Style::rounded()),
            Self::Sharp => Theme::from_style(Style::sharp()),
        }
    }

    /// Whether there are lines at both sides of the table.
    fn has_frame(self) -> bool {
        !matches!(
            self,
            Self::Default | Self::Blank | Self::Psql | Self::ReStructuredText
        )
    }

    /// Whether the line below the headings is the only one inside the table.
    fn separates_headings_only(self) -> bool {
        matches!(
            self,
            Self::Psql | Self::ReStructuredText | Self::Rounded | Self::Sharp
        )
    }
}

/// The blank at each side of a cell.
const PADDING: usize = 1;

/// The lines of a table on a screen of `screen` cells. Without rows there are none.
pub fn draw(layout: &TableLayout, rows: &[&[String]], screen: usize) -> Vec<String> {
    let style = layout.style;
    let markdown = style == TableStyle::Markdown;
    let columns = if markdown {
        layout.columns.iter().map(Shown::whole).collect()
    } else {
        planned(layout, rows, screen)
    };
    let shown: Vec<(usize, &Shown)> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.width > 0)
        .collect();
    if rows.is_empty() || shown.is_empty() {
        return Vec::new();
    }
    let text = |value: &str, column: &Shown, wrap: bool| -> String {
        match (markdown, wrap) {
            (true, _) => markdown_cell(value),
            (false, true) => wrapped(value, column.width),
            (false, false) => cut(value, column),
        }
    };
    let mut builder = Builder::with_capacity(rows.len() + 1, shown.len());
    let headings = shown.iter().map(|(_, column)| match layout.hide_headers {
        // Markdown has no table without headings.
        true => String::new(),
        false => text(&column.label, column, true),
    });
    if !layout.hide_headers || markdown {
        builder.push_record(headings);
    }
    for row in rows {
        builder.push_record(shown.iter().map(|(index, column)| {
            let value = row.get(*index).map_or("", String::as_str);
            text(value, column, layout.wrap)
        }));
    }
    let mut theme = style.theme();
    if layout.hide_headers && style.separates_headings_only() {
        theme.remove_horizontal_lines();
    }
    let mut table = builder.build();
    table.with(theme).with(AlignmentStrategy::PerLine);
    for (place, (_, column)) in shown.iter().enumerate() {
        let (alignment, colons): (_, &[Offset]) = match column.align {
            Align::Auto | Align::Left => continue,
            Align::Center => (Alignment::center(), &[Offset::Start(0), Offset::End(0)]),
            Align::Right => (Alignment::right(), &[Offset::End(0)]),
        };
        table.modify(Columns::one(place), alignment);
        for colon in colons.iter().filter(|_| markdown) {
            table.modify((1, place), LineChar::horizontal(':', *colon));
        }
    }
    let drawn = table.to_string();
    let lines = drawn.lines();
    if style.has_frame() {
        lines.map(str::to_owned).collect()
    } else {
        lines.map(|line| line.trim_end().to_owned()).collect()
    }
}

/// A column as it is shown.
struct Shown<'a> {
    label: Cow<'a, str>,
    /// In cells, without the padding; 0 when the column is left out.
    width: usize,
    align: Align,
}

impl<'a> Shown<'a> {
    fn whole(column: &'a TableColumn) -> Self {
        Self::new(column, usize::MAX)
    }

    fn new(column: &'a TableColumn, width: usize) -> Self {
        Self {
            label: Cow::Borrowed(&column.label),
            width,
            align: column.align,
        }
    }
}

/// The columns with the widths that they get: those of their widest values where there is room.
fn planned<'a>(layout: &'a TableLayout, rows: &[&[String]], screen: usize) -> Vec<Shown<'a>> {
    let frame = if layout.style.has_frame() { 2 } else { 0 };
    let wish = |(index, column): (usize, &TableColumn)| {
        let heading = cells::width(&column.label);
        let values = rows.iter().filter_map(|row| row.get(index));
        let widest = values.map(|value| natural(value)).max().unwrap_or(0);
        Wish {
            width: widest.max(heading).max(1) + 2 * PADDING,
            never_cut: column.never_cut,
            heading: heading + 2 * PADDING,
        }
    };
    let wishes: Vec<Wish> = layout.columns.iter().enumerate().map(wish).collect();
    // The planner's blank between two columns is the line between them.
    let widths = widths::plan_evenly(&wishes, screen.saturating_sub(frame).max(1));
    let columns = layout.columns.iter().zip(widths);
    let mut columns: Vec<Shown> = columns
        .map(|(column, width)| Shown::new(column, width.saturating_sub(2 * PADDING)))
        .collect();
    // On a screen that has no room for anything one column is still shown.
    if columns.iter().all(|column| column.width == 0)
        && let Some(first) = columns.first_mut()
    {
        first.width = 1;
    }
    columns
}

/// The cells that the widest line of a value takes.
fn natural(value: &str) -> usize {
    cells::lines(&plain(value))
        .map(cells::width)
        .max()
        .unwrap_or(0)
}

/// A value without tabulators, whose width depends on where they stand.
fn plain(value: &str) -> Cow<'_, str> {
    if value.contains('\t') {
        value.replace('\t', "    ").into()
    } else {
        value.into()
    }
}

fn cut(value: &str, column: &Shown) -> String {
    let value = plain(value);
    let first = cells::first_line(&value);
    if cells::width(&first) <= column.width {
        return first.into_owned();
    }
    let mut cut = String::new();
    cells::fit(&mut cut, &first, column.width, column.align, false);
    cut
}

fn wrapped(value: &str, width: usize) -> String {
    let lines = cells::wrap(&plain(value), width);
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n")
}

/// A value as Markdown shows it literally, on one line.
fn markdown_cell(value: &str) -> String {
    let lines: Vec<String> = cells::lines(value).map(escaped).collect();
    lines.join("<br>")
}

/// A line in which no character is markup: a backslash stands before each that could be.
fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 4);
    let mut before = ' ';
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let markup = match c {
            '\\' | '|' | '`' | '*' | '<' | '[' | ']' | '~' | '&' => true,
            // Between letters it is never markup, and names have many.
            '_' => {
                let inside = before.is_alphanumeric() || before == '_';
                !(inside && chars.peek().is_some_and(|next| next.is_alphanumeric()))
            }
            _ => false,
        };
        if markup {
            out.push('\\');
        }
        out.push(if c == '\t' { ' ' } else { c });
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Name;

    fn layout(style: TableStyle, columns: &[(&'static str, Align)]) -> TableLayout {
        TableLayout {
            columns: columns
                .iter()
                .map(|(label, align)| TableColumn {
                    label: Name::Static(label),
                    width: 0,
                    align: *align,
                    never_cut: false,
                })
                .collect(),
            auto_size: true,
            waits_for_all: false,
            named: false,
            wrap: false,
            hide_headers: false,
            style,
        }
    }

    fn drawn(layout: &TableLayout, rows: &[&[&str]], screen: usize) -> Vec<String> {
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
            .collect();
        let rows: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
        draw(layout, &rows, screen)
    }

    const STYLES: [TableStyle; 11] = [
        TableStyle::Ascii,
        TableStyle::AsciiRounded,
        TableStyle::Blank,
        TableStyle::Dots,
        TableStyle::Extended,
        TableStyle::Modern,
        TableStyle::ModernRounded,
        TableStyle::Psql,
        TableStyle::ReStructuredText,
        TableStyle::Rounded,
        TableStyle::Sharp,
    ];

    const TWO: &[(&str, Align)] = &[("Name", Align::Left), ("Weight", Align::Right)];

    #[test]
    fn wide_characters_and_numbers_stand_in_their_columns() {
        let lines = drawn(
            &layout(TableStyle::Rounded, TWO),
            &[&["日本", "5"], &["web1", "100"]],
            80,
        );
        assert_eq!(
            lines,
            [
                "╭──────┬────────╮",
                "│ Name │ Weight │",
                "├──────┼────────┤",
                "│ 日本 │      5 │",
                "│ web1 │    100 │",
                "╰──────┴────────╯",
            ]
        );
    }

    #[test]
    fn no_line_of_any_style_is_wider_than_the_screen_and_all_framed_ones_are_equal() {
        let long = "a value that is much too long for a narrow screen, 日本語";
        for style in STYLES {
            for screen in 8..70 {
                let mut layout = layout(style, TWO);
                for wrap in [false, true] {
                    layout.wrap = wrap;
                    let lines = drawn(&layout, &[&[long, "1"], &["x\ty", "2"]], screen);
                    let widths: Vec<usize> = lines.iter().map(|line| cells::width(line)).collect();
                    let widest = widths.iter().max().copied().unwrap_or(0);
                    assert!(
                        widest <= screen,
                        "{style:?} at {screen}:\n{}",
                        lines.join("\n")
                    );
                    if style.has_frame() {
                        assert!(widths.iter().all(|width| *width == widest), "{style:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_cut_or_wrapped() {
        let mut layout = layout(TableStyle::Ascii, &[("Name", Align::Left)]);
        let cut = drawn(&layout, &[&["one two three"]], 11);
        assert!(cut.contains(&"| one tw… |".to_owned()), "{cut:?}");
        layout.wrap = true;
        let wrapped = drawn(&layout, &[&["one two three"]], 11);
        for word in ["| one   |", "| two   |", "| three |"] {
            assert!(wrapped.contains(&word.to_owned()), "{wrapped:?}");
        }
    }

    #[test]
    fn markdown_says_the_alignment_and_cuts_nothing() {
        let lines = drawn(
            &layout(TableStyle::Markdown, TWO),
            &[&["a name that is wider than the screen", "1"]],
            10,
        );
        assert_eq!(
            lines,
            [
                "| Name                                 | Weight |",
                "|--------------------------------------|-------:|",
                "| a name that is wider than the screen |      1 |",
            ]
        );
    }

    #[test]
    fn markdown_takes_values_literally() {
        assert_eq!(markdown_cell("a|b"), r"a\|b");
        assert_eq!(markdown_cell("one\r\ntwo"), "one<br>two");
        assert_eq!(markdown_cell(r"\|"), r"\\\|");
        assert_eq!(markdown_cell("<b> & *x*"), r"\<b> \& \*x\*");
        assert_eq!(markdown_cell("vm_web_1 _x_"), r"vm_web_1 \_x\_");
        assert_eq!(markdown_cell(""), "");
    }

    #[test]
    fn without_headings_no_line_is_below_them() {
        let mut layout = layout(TableStyle::Psql, TWO);
        layout.hide_headers = true;
        assert_eq!(drawn(&layout, &[&["a", "1"]], 80), [" a | 1"]);
        layout.style = TableStyle::Markdown;
        let lines = drawn(&layout, &[&["a", "1"]], 80);
        assert_eq!(lines, ["|   |   |", "|---|--:|", "| a | 1 |"]);
    }

    #[test]
    fn without_rows_nothing_is_drawn() {
        for style in STYLES {
            assert!(drawn(&layout(style, TWO), &[], 80).is_empty());
        }
    }
}
