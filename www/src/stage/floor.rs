//! How a bay's floor is divided: the oldest message stands at the right, next to the workers.

use super::spot::{Point, Rect};

/// Free border of a floor, in CSS pixels.
const INSET: f64 = 6.0;
/// Room above a pile for what a block stands for, in CSS pixels.
const CAPTION: f64 = 12.0;
/// Cells from roomy to tight: width, height, with a label?
const CELLS: [(f64, f64, bool); 4] =
    [(42.0, 40.0, true), (36.0, 33.0, true), (23.0, 23.0, false), (16.0, 16.0, false)];
/// The cell of a token without a label.
const PLAIN_CELL: usize = 2;
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
    /// The roomiest grid on which so many tokens fit; none if they do not fit at all.
    pub fn fitting(floor: Rect, count: usize, labels: bool) -> Option<Self> {
        let roomy = if labels { 0 } else { PLAIN_CELL };
        CELLS[roomy..].iter().map(|cell| Self::of(floor, *cell)).find(|grid| grid.capacity() >= count)
    }

    /// The grid of the oldest few, beside the counted blocks.
    pub fn plain(floor: Rect) -> Self {
        Self::of(floor, CELLS[PLAIN_CELL])
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
}

impl Pile {
    /// The smallest unit with which the pile fits.
    pub fn fitting(floor: Rect, count: u64) -> Self {
        let floor = Rect {
            x: floor.x + INSET,
            y: floor.y + INSET + CAPTION,
            w: (floor.w - 2.0 * INSET).max(BLOCK),
            h: (floor.h - 2.0 * INSET - CAPTION).max(BLOCK),
        };
        let columns = (floor.w / BLOCK).floor().max(1.0) as u32;
        let rows = (floor.h / BLOCK).floor().max(1.0) as u32;
        let capacity = u64::from(columns) * u64::from(rows);
        let fits = |unit: &&u64| count.div_ceil(**unit) <= capacity;
        let unit = UNITS.iter().find(fits).copied().unwrap_or_else(|| count.div_ceil(capacity));
        Self { floor, unit, blocks: count.div_ceil(unit), columns }
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
        let labelled = |count| Grid::fitting(FLOOR, count, true).map(|grid| grid.labelled);
        assert_eq!(labelled(10), Some(true));
        assert_eq!(labelled(40), Some(false));
        assert_eq!(labelled(300), None);
        assert_eq!(Grid::fitting(FLOOR, 1, false).map(|grid| grid.labelled), Some(false));
    }

    #[test]
    fn the_oldest_stands_at_the_upper_right_and_all_stand_on_the_floor() {
        let grid = Grid::fitting(FLOOR, 72, true).expect("72 small tokens fit");
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
