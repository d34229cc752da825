//! The picture as SVG: ports at the left, switches in the middle, adapters of machines at the right.

use std::fmt::Write as _;

use super::{
    Tone, adapter_label, adapter_tone, cut, folded_label, host_label, host_tone, port_label,
    port_tone, state_label, switch_label, vf_label,
};
use iovsh_backend::policy::topology::Topology;

const BOX_WIDTH: usize = 350;
const BOX_HEIGHT: usize = 40;
const ROW: usize = 52;
const MARGIN: usize = 20;
const COLUMNS: [usize; 3] = [MARGIN, MARGIN + 430, MARGIN + 860];
/// Characters that fit into a box.
const LETTERS: usize = 52;

/// The document.
pub fn draw(topology: &Topology) -> String {
    let mut drawing = Drawing::default();
    let mut top = MARGIN;
    for switch in &topology.switches {
        let own = switch.host.len();
        let right = own + switch.adapters.len() + usize::from(switch.folded.is_some());
        let rows = switch.ports.len().max(right).max(1);
        let middle = top + (rows - 1) * ROW / 2;
        for (at, port) in switch.ports.iter().enumerate() {
            // Beside the switch, however many adapters it has.
            let above = (rows - switch.ports.len().min(rows)) * ROW / 2;
            let y = top + above + at * ROW;
            drawing.line((COLUMNS[0], y), (COLUMNS[1], middle), Tone::Quiet, "");
            drawing.boxed(
                COLUMNS[0],
                y,
                &port_label(port),
                &port.description,
                Some(port_tone(port)),
            );
        }
        for (at, host) in switch.host.iter().enumerate() {
            let (y, tone) = (top + at * ROW, host_tone(host));
            drawing.line((COLUMNS[1], middle), (COLUMNS[2], y), tone, "");
            drawing.boxed(COLUMNS[2], y, &host_label(host), &host.device, Some(tone));
        }
        for (at, adapter) in switch.adapters.iter().enumerate() {
            let y = top + (own + at) * ROW;
            let tone = adapter_tone(adapter);
            let way = vf_label(adapter).unwrap_or_default();
            drawing.line(
                (COLUMNS[1], middle),
                (COLUMNS[2], y),
                tone,
                if way.is_empty() { "4 4" } else { "" },
            );
            let below = if way.is_empty() {
                state_label(adapter)
            } else {
                format!("{way}, {}", state_label(adapter))
            };
            drawing.boxed(COLUMNS[2], y, &adapter_label(adapter), &below, Some(tone));
        }
        if let Some(folded) = switch.folded {
            let y = top + (own + switch.adapters.len()) * ROW;
            drawing.line((COLUMNS[1], middle), (COLUMNS[2], y), Tone::Quiet, "1 4");
            drawing.boxed(COLUMNS[2], y, &folded_label(folded), "", None);
        }
        let team = switch
            .team
            .as_ref()
            .map_or_else(String::new, |team| format!(", team {team}"));
        let below = format!("bridge {}{team}", switch.bridge);
        drawing.boxed(COLUMNS[1], middle, &switch_label(switch), &below, None);
        top += rows * ROW + MARGIN;
    }
    for port in &topology.spare {
        drawing.boxed(
            COLUMNS[0],
            top,
            &port_label(port),
            &port.description,
            Some(port_tone(port)),
        );
        top += ROW;
    }
    drawing.document(COLUMNS[2] + BOX_WIDTH + MARGIN, top + MARGIN)
}

/// Lines lie behind boxes.
#[derive(Default)]
struct Drawing {
    lines: String,
    boxes: String,
}

impl Drawing {
    // Writing to a text does not fail.
    fn line(&mut self, from: (usize, usize), to: (usize, usize), tone: Tone, dashes: &str) {
        let (x1, y1) = (from.0 + BOX_WIDTH, from.1 + BOX_HEIGHT / 2);
        let (x2, y2) = (to.0, to.1 + BOX_HEIGHT / 2);
        let colour = colour(Some(tone));
        let _ = writeln!(
            self.lines,
            r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-dasharray="{dashes}"/>"#
        );
    }

    fn boxed(&mut self, x: usize, y: usize, title: &str, below: &str, tone: Option<Tone>) {
        let colour = colour(tone);
        let (text_x, title_y, below_y) = (x + 8, y + 17, y + 33);
        let _ = writeln!(
            self.boxes,
            r##"<rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="5" fill="#ffffff" stroke="{colour}" stroke-width="2"/>
<text x="{text_x}" y="{title_y}">{}</text>
<text x="{text_x}" y="{below_y}" class="below">{}</text>"##,
            escaped(&cut(title, LETTERS)),
            escaped(&cut(below, LETTERS + 6)),
        );
    }

    fn document(&self, width: usize, height: usize) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n<style>text {{ font: 12px sans-serif; fill: #212121 }} .below {{ font-size: 11px; fill: #616161 }}</style>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fafafa\"/>\n{}{}</svg>\n",
            self.lines, self.boxes
        )
    }
}

fn colour(tone: Option<Tone>) -> &'static str {
    match tone {
        Some(Tone::Good) => "#2e7d32",
        Some(Tone::Bad) => "#ef6c00",
        Some(Tone::Quiet) => "#9e9e9e",
        None => "#1565c0",
    }
}

/// A text of XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_name_is_no_markup() {
        assert_eq!(escaped("<a & \"b\">"), "&lt;a &amp; &quot;b&quot;&gt;");
    }
}
