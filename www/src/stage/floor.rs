//! How a bay's floor is divided: the oldest message stands at the right, next to the workers.

use super::spot::{Point, Rect};

/// Free border of a floor, in CSS pixels.
const INSET: f64 = 6.0;
/// Room above a pile for what a block stands for, in CSS pixels.
const CAPTION_LINE: f64 = 12.0;
/// A pile of this width has its caption in one line.
const CAPTION_WIDTH: f64 = 150.0;
/// Cells with labels from roomy to tight: what surrounds the token, the least width, the height.
const LABELLED: [(f64, f64, f64); 2] = [(15.0, 42.0, 40.0), (11.0, 36.0, 33.0)];
/// Sides of cells without labels, from roomy to tight.
const PLAIN: [f64; 2] = [23.0, 16.0];
/// Side of a counted block with its gap.
pub const BLOCK: f64 = 9.0;
/// How many messages a block can stand for.
const UNITS: [u64; 14] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 100_000];

/// A grid of equal cells, filled in columns from the right, each from the top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    right: f64,
    top: f64,
    cell_w: f64,
    cell_h: f64,
    rows: u32,
    columns: u32,
    /// Do labels fit?
    pub labelled: bool,
}

impl Grid {
    /// The roomiest grid on which so many tokens fit; none if they do not fit at all. `label_len` is the
    /// length of the longest label, if labels are wanted.
    pub fn fitting(floor: Rect, count: usize, label_len: Option<usize>) -> Option<Self> {
        let labelled = label_len.into_iter().flat_map(|len| {
            let token = token_width(len);
            LABELLED.map(|(around, least, h)| Self::of(floor, ((token + around).max(least), h, true)))
        });
        let plain = PLAIN.iter().map(|side| Self::of(floor, (*side, *side, false)));
        labelled.chain(plain).find(|grid| grid.capacity() >= count)
    }

    /// The grid of the oldest few, beside the counted blocks.
    pub fn plain(floor: Rect) -> Self {
        Self::of(floor, (PLAIN[0], PLAIN[0], false))
    }

    fn of(floor: Rect, (cell_w, cell_h, labelled): (f64, f64, bool)) -> Self {
        let rows = ((floor.h - INSET) / cell_h).floor().max(1.0);
        let columns = ((floor.w - 2.0 * INSET) / cell_w).floor().max(0.0);
        let top = floor.y + (floor.h - rows * cell_h) / 2.0;
        Self {
            right: floor.x + floor.w - INSET,
            top,
            cell_w,
            cell_h,
            rows: rows as u32,
            columns: columns as u32,
            labelled,
        }
    }

    fn capacity(&self) -> usize {
        (self.rows * self.columns) as usize
    }

    /// How many cells leave so much of the floor's width free.
    pub fn count_beside(&self, free_w: f64) -> usize {
        let columns = f64::from(self.columns) - (free_w / self.cell_w).ceil();
        self.rows as usize * columns.max(1.0) as usize
    }

    /// The middle of the n-th cell.
    pub fn place(&self, n: usize) -> Point {
        let (column, row) = (n as u32 / self.rows, n as u32 % self.rows);
        Point {
            x: self.right - (f64::from(column) + 0.5) * self.cell_w,
            y: self.top + (f64::from(row) + 0.5) * self.cell_h,
        }
    }

    /// Width of so many cells.
    pub fn width_of(&self, count: usize) -> f64 {
        f64::from((count as u32).div_ceil(self.rows)) * self.cell_w + INSET
    }
}

/// Width of a token with a label of so many characters, in CSS pixels.
pub fn token_width(label_len: usize) -> f64 {
    (label_len as f64 * 6.8 + 7.0).max(22.0)
}

/// A pile of counted blocks on a floor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pile {
    /// The floor.
    pub floor: Rect,
    /// Messages that a block stands for.
    pub unit: u64,
    /// Blocks.
    pub blocks: u64,
    /// Blocks in a row.
    pub columns: u32,
    /// The caption above stands in two lines.
    pub two_lines: bool,
}

impl Pile {
    /// A pile needs at least this width, for its caption.
    pub const WIDTH_MIN: f64 = 108.0;
    /// Distance between the lines of a caption.
    pub const LINE: f64 = CAPTION_LINE;

    /// The smallest unit with which the pile fits.
    pub fn fitting(floor: Rect, count: u64) -> Self {
        let two_lines = floor.w < CAPTION_WIDTH;
        let caption = if two_lines { 2.0 * CAPTION_LINE } else { CAPTION_LINE };
        let floor = Rect {
            x: floor.x + INSET,
            y: floor.y + INSET + caption,
            w: (floor.w - 2.0 * INSET).max(BLOCK),
            h: (floor.h - 2.0 * INSET - caption).max(BLOCK),
        };
        let columns = (floor.w / BLOCK).floor().max(1.0) as u32;
        let rows = (floor.h / BLOCK).floor().max(1.0) as u32;
        let capacity = u64::from(columns) * u64::from(rows);
        let fits = |unit: &&u64| count.div_ceil(**unit) <= capacity;
        let unit = UNITS.iter().find(fits).copied().unwrap_or_else(|| count.div_ceil(capacity));
        Self { floor, unit, blocks: count.div_ceil(unit), columns, two_lines }
    }

    /// Upper left corner of the n-th block; piles grow from the right end of the bottom row.
    pub fn place(&self, n: u64) -> Point {
        let (row, column) = (n / u64::from(self.columns), n % u64::from(self.columns));
        Point {
            x: self.floor.x + self.floor.w - (column + 1) as f64 * BLOCK,
            y: self.floor.y + self.floor.h - (row + 1) as f64 * BLOCK,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOOR: Rect = Rect { x: 100.0, y: 50.0, w: 212.0, h: 106.0 };

    #[test]
    fn tokens_get_smaller_until_they_fit_no_more() {
        let labelled = |count| Grid::fitting(FLOOR, count, Some(2)).map(|grid| grid.labelled);
        assert_eq!(labelled(10), Some(true));
        assert_eq!(labelled(40), Some(false));
        assert_eq!(labelled(300), None);
        assert_eq!(Grid::fitting(FLOOR, 1, None).map(|grid| grid.labelled), Some(false));
    }

    #[test]
    fn longer_labels_get_wider_cells() {
        let labelled = |len| Grid::fitting(FLOOR, 12, Some(len)).map(|grid| grid.labelled);
        assert_eq!((labelled(2), labelled(6)), (Some(true), Some(false)));
    }

    #[test]
    fn the_oldest_leave_room_for_the_caption_of_the_rest() {
        let grid = Grid::plain(FLOOR);
        let beside = FLOOR.w - grid.width_of(grid.count_beside(Pile::WIDTH_MIN));
        assert!(beside >= Pile::WIDTH_MIN - 2.0 * INSET, "{beside}");
    }

    #[test]
    fn the_oldest_stands_at_the_upper_right_and_all_stand_on_the_floor() {
        let grid = Grid::fitting(FLOOR, 72, Some(2)).expect("72 small tokens fit");
        assert!(grid.place(0).x > grid.place(71).x);
        for n in 0..72 {
            let at = grid.place(n);
            assert!(at.x > FLOOR.x && at.x < FLOOR.x + FLOOR.w, "{at:?}");
            assert!(at.y > FLOOR.y && at.y < FLOOR.y + FLOOR.h, "{at:?}");
        }
    }

    #[test]
    fn a_pile_counts_in_the_smallest_unit_that_fits() {
        let unit = |count| Pile::fitting(FLOOR, count).unit;
        assert_eq!((unit(0), unit(190), unit(4_500)), (1, 1, 50));
        let huge = Pile::fitting(FLOOR, 90_000_000);
        assert!(huge.place(huge.blocks - 1).y >= FLOOR.y);
    }
}
