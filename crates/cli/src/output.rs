//! Writing to the standard output, whose reader may go away at any time.

mod harmless;

use std::borrow::Cow;
use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};

use comfy_table::{CellAlignment, LineStyle, Table, TableStyle};

/// A line under the head, and no other.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::new('─', '─', '─', '─'));

pub use harmless::Harmless;

/// What is printed goes through here.
pub type Out<'a> = Harmless<BufWriter<StdoutLock<'a>>>;

/// Writes, with the characters that a terminal obeys written out, and takes a reader that has gone away (`| head`) for one that has seen enough.
///
/// # Errors
/// Any other trouble with writing.
pub fn print(write: impl FnOnce(&mut Out<'_>) -> io::Result<()>) -> Result<(), String> {
    let mut out = Harmless::new(BufWriter::new(io::stdout().lock()));
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(format!("cannot write: {error}")),
        _ => Ok(()),
    }
}

/// Tells a person something beside the result, on the standard error.
pub fn tell(text: &str) {
    eprintln!("sqscope: {}", harmless::text(text));
}

/// A text that stays on its line.
pub fn line(text: &str) -> Cow<'_, str> {
    if text.contains('\n') { Cow::Owned(text.replace('\n', "\\u000a")) } else { Cow::Borrowed(text) }
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
