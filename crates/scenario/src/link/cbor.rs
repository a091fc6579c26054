//! CBOR (RFC 8949) as links use it: integers, texts, lists, maps, tags, true, false and null; definite lengths,
//! keys in order, nothing behind the end.

use minicbor::data::{Tag, Type};
use minicbor::{Decoder, Encoder, decode};

/// Lists, maps and tags inside each other.
const NESTING_MAX: usize = 32;
/// Items of one list, entries of one map.
const ITEMS_MAX: u64 = 4_096;

/// One item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cbor {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<Self>),
    /// Numbers in ascending order, then names in ascending order.
    Map(Vec<(Key, Self)>),
    Tagged(u64, Box<Self>),
}

/// A key of a map.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Number(u64),
    Name(String),
}

/// Not one whole item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

impl From<decode::Error> for Malformed {
    fn from(_: decode::Error) -> Self {
        Self
    }
}

impl Cbor {
    /// A number that any link may carry, such as a count or a time in milliseconds.
    pub(crate) fn uint(number: u64) -> Self {
        // No number of a link is near the bound.
        Self::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// The text, if it is one.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one that fits.
    pub(crate) fn as_number<T: TryFrom<i64>>(&self) -> Option<T> {
        match self {
            Self::Int(number) => T::try_from(*number).ok(),
            _ => None,
        }
    }

    /// The items, if it is a list.
    pub(crate) fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// Reads exactly one item.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut decoder = Decoder::new(bytes);
        let item = item(&mut decoder, 0)?;
        if decoder.position() == bytes.len() { Ok(item) } else { Err(Malformed) }
    }

    /// Its bytes.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut encoder = Encoder::new(Vec::new());
        // Writing to memory cannot fail.
        let _infallible = put(self, &mut encoder);
        encoder.into_writer()
    }
}

fn item(decoder: &mut Decoder<'_>, depth: usize) -> Result<Cbor, Malformed> {
    if depth > NESTING_MAX {
        return Err(Malformed);
    }
    Ok(match decoder.datatype()? {
        Type::U8 | Type::U16 | Type::U32 | Type::U64 | Type::I8 | Type::I16 | Type::I32 | Type::I64 => {
            Cbor::Int(decoder.i64()?)
        }
        Type::Null => {
            decoder.null()?;
            Cbor::Null
        }
        Type::Bool => Cbor::Bool(decoder.bool()?),
        Type::String => Cbor::Text(decoder.str()?.to_owned()),
        Type::Array => {
            let count = bounded(decoder.array()?)?;
            Cbor::List((0..count).map(|_| item(decoder, depth + 1)).collect::<Result<_, _>>()?)
        }
        Type::Map => Cbor::Map(entries(decoder, depth)?),
        Type::Tag => {
            let tag = decoder.tag()?.as_u64();
            Cbor::Tagged(tag, Box::new(item(decoder, depth + 1)?))
        }
        _ => return Err(Malformed),
    })
}

fn entries(decoder: &mut Decoder<'_>, depth: usize) -> Result<Vec<(Key, Cbor)>, Malformed> {
    let count = bounded(decoder.map()?)?;
    let mut entries: Vec<(Key, Cbor)> = Vec::new();
    for _ in 0..count {
        let key = match decoder.datatype()? {
            Type::String => Key::Name(decoder.str()?.to_owned()),
            _ => Key::Number(decoder.u64()?),
        };
        if entries.last().is_some_and(|(before, _)| *before >= key) {
            return Err(Malformed);
        }
        entries.push((key, item(decoder, depth + 1)?));
    }
    Ok(entries)
}

/// A length that was told and is not too long.
fn bounded(length: Option<u64>) -> Result<u64, Malformed> {
    length.filter(|length| *length <= ITEMS_MAX).ok_or(Malformed)
}

type Put = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

fn put(item: &Cbor, encoder: &mut Encoder<Vec<u8>>) -> Put {
    match item {
        Cbor::Null => encoder.null()?.ok(),
        Cbor::Bool(value) => encoder.bool(*value)?.ok(),
        Cbor::Int(number) => encoder.i64(*number)?.ok(),
        Cbor::Text(text) => encoder.str(text)?.ok(),
        Cbor::List(items) => {
            encoder.array(items.len() as u64)?;
            items.iter().try_for_each(|item| put(item, encoder))
        }
        Cbor::Map(entries) => {
            encoder.map(entries.len() as u64)?;
            entries.iter().try_for_each(|(key, item)| {
                match key {
                    Key::Number(number) => encoder.u64(*number)?,
                    Key::Name(name) => encoder.str(name)?,
                };
                put(item, encoder)
            })
        }
        Cbor::Tagged(tag, item) => {
            encoder.tag(Tag::new(*tag))?;
            put(item, encoder)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let item = Cbor::Map(vec![
            (
                Key::Number(0),
                Cbor::List(vec![Cbor::Null, Cbor::Bool(true), Cbor::Int(-1), Cbor::Int(i64::MAX)]),
            ),
            (Key::Number(7), Cbor::Tagged(6, Box::new(Cbor::Text("ø".to_owned())))),
            (Key::Name("a".to_owned()), Cbor::Map(Vec::new())),
        ]);
        assert_eq!(Cbor::read(&item.write()), Ok(item));
    }

    #[test]
    fn hostile_bytes_are_refused() {
        let deep = [vec![0x81; 33], vec![0x00]].concat();
        let deep_tags = [vec![0xc6; 60_000], vec![0x00]].concat();
        for bytes in [
            &[][..],
            &[0x00, 0x00],
            &[0x9f, 0xff],
            &[0xbf, 0xff],
            &[0x7f, 0xff],
            &[0x41, 0x00],
            &[0xf9, 0x00, 0x00],
            &[0xf7],
            &[0x62, 0xff, 0xff],
            &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            // Keys twice, out of order, or of another kind.
            &[0xa2, 0x00, 0x00, 0x00, 0x00],
            &[0xa2, 0x01, 0x00, 0x00, 0x00],
            &[0xa1, 0x20, 0x00],
            &deep,
            &deep_tags,
        ] {
            assert_eq!(Cbor::read(bytes), Err(Malformed), "{:02x?}", &bytes[..bytes.len().min(12)]);
        }
        assert!(Cbor::read(&[vec![0x81; 32], vec![0x00]].concat()).is_ok());
    }
}
