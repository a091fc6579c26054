//! Writing to the standard output, whose reader may go away at any time.

use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};

use comfy_table::{CellAlignment, LineStyle, Table, TableStyle};

/// A line under the head, and no other.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::new('─', '─', '─', '─'));

/// Writes, and takes a reader that has gone away (`| head`) for one that has seen enough.
///
/// # Errors
/// Any other trouble with writing.
pub fn print(write: impl FnOnce(&mut BufWriter<StdoutLock<'_>>) -> io::Result<()>) -> Result<(), String> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(format!("cannot write: {error}")),
        _ => Ok(()),
    }
}

/// A table with a head; all but the first `texts` columns are numbers, to the right.
pub fn table(head: &[&str], texts: usize, rows: impl IntoIterator<Item = Vec<String>>) -> Table {
    let mut table = Table::new();
    table.load_style(STYLE);
    table.set_header(head.iter().copied());
    for row in rows {
        table.add_row(row);
    }
    for column in table.column_iter_mut().skip(texts) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// A trouble with CSV as what it is for a writer.
pub fn csv_trouble(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
