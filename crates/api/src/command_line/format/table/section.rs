//! A titled part of a table: its columns share their widths.

use unicode_width::UnicodeWidthChar;

/// Blanks around the widest cell of a column.
const PADDING: usize = 4;

/// Blanks before the text of a cell, if there is room.
const LEFT_PADDING: usize = 2;

/// Both edges of a line.
const BORDERS: usize = 2;

pub(super) struct Section {
    title: String,
    /// How many frames it stands in.
    indent: usize,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// The widest cell of each column, in columns of a terminal.
    cell_widths: Vec<usize>,
    column_count: Option<usize>,
}

impl Section {
    pub(super) fn new(title: &str, indent: usize) -> Self {
        Self {
            title: title.to_owned(),
            indent,
            header: Vec::new(),
            rows: Vec::new(),
            cell_widths: Vec::new(),
            column_count: None,
        }
    }

    pub(super) fn add_header(&mut self, header: Vec<String>) {
        self.measure(&header);
        self.column_count.get_or_insert(header.len());
        self.header = header;
    }

    pub(super) fn add_row(&mut self, row: Vec<String>) -> Result<(), String> {
        let expected = *self.column_count.get_or_insert(row.len());
        if row.len() != expected {
            return Err(format!("Row should have {expected} elements, instead it has {}", row.len()));
        }
        self.measure(&row);
        self.rows.push(row);
        Ok(())
    }

    fn measure(&mut self, cells: &[String]) {
        self.cell_widths.resize(self.cell_widths.len().max(cells.len()), 0);
        for (width, cell) in self.cell_widths.iter_mut().zip(cells) {
            *width = (*width).max(text_width(cell));
        }
    }

    /// A header over a single row becomes a row for each of its columns.
    pub(super) fn turn(&mut self) {
        if self.rows.len() != 1 || self.header.is_empty() {
            return;
        }
        let mut turned = Self::new(&self.title, self.indent);
        let pairs = std::mem::take(&mut self.header).into_iter().zip(std::mem::take(&mut self.rows[0]));
        for (name, value) in pairs {
            let pair = [name, value];
            turned.measure(&pair);
            turned.rows.push(pair.into());
        }
        turned.column_count = Some(2);
        *self = turned;
    }

    pub(super) fn width(&self) -> usize {
        let columns: usize = self.cell_widths.iter().map(|width| width + PADDING).sum();
        let title = text_width(&self.title);
        columns.max(title) + BORDERS + 2 * self.indent
    }

    /// Writes the section into a table of this width, frames included.
    pub(super) fn render(&self, table_width: usize, text: &mut String) {
        let width = table_width - 2 * self.indent;
        let mut lines = Vec::new();
        if !self.title.is_empty() {
            lines.push(centred(&self.title, width, "|"));
            if self.header.is_empty() && self.rows.is_empty() {
                lines.push(format!("+{}+", "-".repeat(width - BORDERS)));
            }
        }
        let widths = self.column_widths(width);
        if !self.header.is_empty() {
            lines.push(rule(&widths));
            lines.push(line(&self.header, &widths, centred));
        }
        if !self.rows.is_empty() && !widths.is_empty() {
            lines.push(rule(&widths));
            lines.extend(self.rows.iter().map(|row| line(row, &widths, aligned_left)));
            lines.push(rule(&widths));
        }
        let frame = "|".repeat(self.indent);
        for line in lines {
            text.push_str(&format!("{frame}{line}{frame}\n"));
        }
    }

    /// The columns stretched to fill a width: proportionally, then one by one until nothing is left over.
    fn column_widths(&self, width: usize) -> Vec<usize> {
        let natural: Vec<usize> = self.cell_widths.iter().map(|width| width + PADDING).collect();
        if natural.is_empty() {
            return natural;
        }
        // The CLI computes with doubles and rounds halves to even; so must its column edges be found.
        let factor = width as f64 / natural.iter().sum::<usize>() as f64;
        let mut widths: Vec<usize> =
            natural.iter().map(|&it| (factor * it as f64).round_ties_even() as usize).collect();
        let sum: usize = widths.iter().sum();
        let count = widths.len();
        for step in 0..sum.saturating_sub(width) {
            widths[step % count] = widths[step % count].saturating_sub(1);
        }
        for step in 0..width.saturating_sub(sum) {
            widths[count - 1 - step % count] += 1;
        }
        widths
    }
}

/// `+-------+---------+`
fn rule(widths: &[usize]) -> String {
    let mut text = String::new();
    for (index, &width) in widths.iter().enumerate() {
        let edges = if index == 0 { BORDERS } else { 1 };
        text.push_str(if index == 0 { "+" } else { "" });
        text.push_str(&"-".repeat(width.saturating_sub(edges)));
        text.push('+');
    }
    text
}

/// Cells side by side; the first has a left edge of its own.
fn line(cells: &[String], widths: &[usize], place: fn(&str, usize, &str) -> String) -> String {
    let cells = cells.iter().zip(widths).enumerate();
    cells.map(|(index, (cell, &width))| place(cell, width, if index == 0 { "|" } else { "" })).collect()
}

fn centred(text: &str, width: usize, left_edge: &str) -> String {
    let text_width = text_width(text);
    let before = (width / 2).saturating_sub(text_width / 2).saturating_sub(1);
    let after = width.saturating_sub(1 + left_edge.len() + before + text_width);
    format!("{left_edge}{}{text}{}|", " ".repeat(before), " ".repeat(after))
}

fn aligned_left(text: &str, width: usize, left_edge: &str) -> String {
    let text_width = text_width(text);
    let has_room = width > text_width + LEFT_PADDING + left_edge.len();
    let before = if has_room { LEFT_PADDING } else { 0 };
    let after = width.saturating_sub(1 + left_edge.len() + before + text_width);
    format!("{left_edge}{}{text}{}|", " ".repeat(before), " ".repeat(after))
}

/// Columns of a terminal. The CLI takes accented Latin letters for wide, too; no terminal does.
fn text_width(text: &str) -> usize {
    text.chars().map(|c| c.width_cjk().unwrap_or(1).max(1)).sum()
}
