//! The mark of what runs in a scenario, without its words.

use crc::{Crc, NoTable};
use serde_json::Value;

use super::v1;

const MARK: Crc<u32, NoTable> = Crc::<u32, NoTable>::new(&crc::CRC_32_ISO_HDLC);

/// CRC-32 (ISO-HDLC) of the canonical JSON of what runs: queues, actors, faults, seed, duration. Words are not
/// in it, and neither are spaces, the order of fields, ways to write a duration, or defaults that are spelled out.
pub(super) fn hash(file: &Value) -> u32 {
    let mut text = String::new();
    write_sorted(&v1::model(file), &mut text);
    MARK.checksum(text.as_bytes())
}

/// JSON without spaces, fields in the order of their names, whatever order serde_json keeps.
fn write_sorted(value: &Value, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(key, _)| *key);
            separated(fields, ['{', '}'], out, |(key, value), out| {
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write_sorted(value, out);
            });
        }
        Value::Array(items) => separated(items, ['[', ']'], out, write_sorted),
        plain => out.push_str(&plain.to_string()),
    }
}

fn separated<T>(
    items: impl IntoIterator<Item = T>,
    [open, close]: [char; 2],
    out: &mut String,
    mut write: impl FnMut(T, &mut String),
) {
    out.push(open);
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        write(item, out);
    }
    out.push(close);
}
