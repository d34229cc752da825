//! Column widths: what a table gets on a screen of a given width.

/// The blanks between two columns.
pub const SEPARATOR: usize = 1;

/// What the planner knows of a column.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// The width that is wanted; 0 for "share what is left".
    pub width: usize,
    /// Whether the column may be narrower than that.
    pub never_cut: bool,
    /// The width of the heading: a column that may be cut keeps it.
    pub heading: usize,
}

/// The widths of the columns on a screen of `screen` cells; 0 for a column that is left out.
///
/// Columns without a wish share what the others leave. If the sum is too wide, columns go from the right: the last one
/// that still gets a cell is narrowed. Where some columns must not be cut, the others are narrowed first, the
/// widest before the rest and none below its heading, then left out; what must not be cut is shown whole or not at all.
pub fn plan(wishes: &[Wish], screen: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = wishes.iter().map(|wish| wish.width).collect();
    share(&mut widths, screen);
    if wishes.iter().any(|wish| wish.never_cut) {
        spare(&mut widths, wishes, screen);
    } else {
        trim(&mut widths, screen);
    }
    widths
}

/// The same, with every column as wide as it asks for if that can be: the widest are narrowed before the rest, none below its
/// heading, and only then columns are left out, from the right.
pub fn plan_evenly(wishes: &[Wish], screen: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = wishes.iter().map(|wish| wish.width).collect();
    spare(&mut widths, wishes, screen);
    // Those that are left have the room of those that are not.
    for (width, wish) in widths
        .iter_mut()
        .zip(wishes)
        .filter(|(width, _)| **width > 0)
    {
        *width = wish.width;
    }
    spare(&mut widths, wishes, screen);
    widths
}

/// The cells that the shown columns take with the blanks between them.
fn total(widths: &[usize]) -> usize {
    let shown = widths.iter().filter(|width| **width > 0).count();
    widths.iter().sum::<usize>() + shown.saturating_sub(1) * SEPARATOR
}

/// Gives the columns without a width one cell each, and what is left in turns.
fn share(widths: &mut [usize], screen: usize) {
    let open: Vec<bool> = widths.iter().map(|width| *width == 0).collect();
    let count = open.iter().filter(|open| **open).count();
    if count == 0 {
        return;
    }
    for (width, open) in widths.iter_mut().zip(&open) {
        if *open {
            *width = 1;
        }
    }
    let room = screen.saturating_sub(total(widths));
    let (each, mut extra) = (room / count, room % count);
    for (width, open) in widths.iter_mut().zip(&open) {
        if *open {
            *width += each;
            if extra > 0 {
                *width += 1;
                extra -= 1;
            }
        }
    }
}

/// Narrows or leaves out columns from the right until the rest fits.
fn trim(widths: &mut [usize], screen: usize) {
    while let Some(last) = widths.iter().rposition(|width| *width > 0) {
        let excess = total(widths).saturating_sub(screen);
        if excess == 0 {
            return;
        }
        match widths.get_mut(last) {
            Some(width) => *width = width.saturating_sub(excess),
            None => return,
        }
    }
}

/// The least that a column which may be cut is narrowed to before it is left out, if its heading is not wider.
const LEAST: usize = 6;

/// As [`trim`], but columns that must not be cut keep their width as long as possible.
fn spare(widths: &mut [usize], wishes: &[Wish], screen: usize) {
    let cuttable = |index: usize| wishes.get(index).is_some_and(|wish| !wish.never_cut);
    let floor = |index: usize| {
        wishes
            .get(index)
            .map_or(LEAST, |wish| wish.heading.max(LEAST))
    };
    // The widest gives first, until it is as wide as the next one: so a description is cut and not a heading.
    loop {
        let excess = total(widths).saturating_sub(screen);
        if excess == 0 {
            return;
        }
        let room = |(index, width): (usize, &usize)| {
            (cuttable(index) && *width > floor(index)).then_some((*width, index))
        };
        let mut open: Vec<(usize, usize)> = widths.iter().enumerate().filter_map(room).collect();
        open.sort_unstable();
        let Some((widest, index)) = open.pop() else {
            break;
        };
        let next = open.last().map_or(0, |(width, _)| *width);
        let give = (widest - next.max(floor(index)).min(widest - 1)).min(excess);
        if let Some(width) = widths.get_mut(index) {
            *width -= give;
        }
    }
    for only_cuttable in [true, false] {
        for index in (0..widths.len()).rev() {
            if total(widths) <= screen {
                return;
            }
            // One column is always left, cut to the screen if it must be.
            let shown = widths.iter().filter(|width| **width > 0).count();
            if let Some(width) = widths.get_mut(index).filter(|width| **width > 0) {
                if shown == 1 {
                    *width = (*width).min(screen);
                } else if cuttable(index) || !only_cuttable {
                    *width = 0;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(wishes: &[usize], screen: usize) -> Vec<usize> {
        let wishes: Vec<Wish> = wishes
            .iter()
            .map(|&width| Wish {
                width,
                never_cut: false,
                heading: 0,
            })
            .collect();
        plan(&wishes, screen)
    }

    #[test]
    fn the_last_column_that_fits_is_narrowed() {
        assert_eq!(widths(&[6, 4, 9, 10, 12, 8], 40), [6, 4, 9, 10, 7, 0]);
        assert_eq!(widths(&[48, 1], 40), [40, 0]);
        assert_eq!(widths(&[5, 5], 40), [5, 5]);
    }

    #[test]
    fn columns_without_a_width_share_the_rest() {
        assert_eq!(widths(&[30, 0], 120), [30, 89]);
        assert_eq!(widths(&[0, 0, 0], 120), [40, 39, 39]);
        assert_eq!(widths(&[30, 0], 20), [20, 0]);
    }

    #[test]
    fn the_widest_gives_before_a_heading_is_cut() {
        let wish = |width, never_cut, heading| Wish {
            width,
            never_cut,
            heading,
        };
        let nic = [
            wish(16, true, 4),
            wish(48, false, 20),
            wish(7, false, 7),
            wish(17, true, 10),
            wish(9, false, 9),
        ];
        assert_eq!(plan(&nic, 80), [16, 27, 7, 17, 9]);
        assert_eq!(plan(&nic, 70), [16, 20, 7, 17, 0]);
    }

    #[test]
    fn the_widest_of_even_columns_give_first() {
        let wish = |width| Wish {
            width,
            never_cut: false,
            heading: 6,
        };
        assert_eq!(plan_evenly(&[wish(60), wish(8)], 30), [21, 8]);
        assert_eq!(plan_evenly(&[wish(20), wish(20)], 24), [12, 11]);
        assert_eq!(plan_evenly(&[wish(9), wish(9)], 12), [9, 0]);
        assert_eq!(plan_evenly(&[wish(9)], 4), [4]);
    }

    #[test]
    fn what_must_not_be_cut_is_whole_or_absent() {
        let wish = |width, never_cut| Wish {
            width,
            never_cut,
            heading: 6,
        };
        let nic = [wish(16, true), wish(48, false), wish(17, true)];
        assert_eq!(plan(&nic, 120), [16, 48, 17]);
        assert_eq!(plan(&nic, 60), [16, 25, 17]);
        assert_eq!(plan(&nic, 36), [16, 0, 17]);
        assert_eq!(plan(&nic, 20), [16, 0, 0]);
        assert_eq!(plan(&nic, 10), [10, 0, 0]);
    }
}
