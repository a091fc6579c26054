//! Raw deflate (RFC 1951), with or without a dictionary that both sides know.

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress_to_output, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

/// Bytes that a payload may grow to.
pub(super) const INFLATED_BYTES_MAX: usize = 64 * 1024;

/// The best that deflate does, for bytes without a header.
const LEVEL: i32 = 10;
const WINDOW_BITS_RAW: i32 = -15;
/// Strategies of zlib: chosen freely, and with the fixed codes alone, which need no table.
const STRATEGIES: [i32; 2] = [0, 4];

/// Why bytes were not inflated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InflateError {
    /// They are no deflate stream that ends where they end.
    Malformed,
    /// They grow beyond [`INFLATED_BYTES_MAX`].
    TooLarge,
}

/// The shortest deflate stream that is found for these bytes, as if the dictionary had come before them.
pub(super) fn deflate(bytes: &[u8], dictionary: &[u8]) -> Option<Vec<u8>> {
    let streams = STRATEGIES.into_iter().filter_map(|strategy| stream(bytes, dictionary, strategy));
    streams.min_by_key(Vec::len)
}

/// The dictionary is compressed first and flushed to a whole byte; what comes behind stands by itself for a
/// reader who has the dictionary.
fn stream(bytes: &[u8], dictionary: &[u8], strategy: i32) -> Option<Vec<u8>> {
    let flags = create_comp_flags_from_zip_params(LEVEL, WINDOW_BITS_RAW, strategy);
    let mut compressor = CompressorOxide::new(flags);
    let mut out = Vec::new();
    let mut feed = |input: &[u8], flush, wanted| {
        let (status, taken) = compress_to_output(&mut compressor, input, flush, |piece| {
            out.extend_from_slice(piece);
            true
        });
        (status == wanted && taken == input.len()).then_some(out.len())
    };
    let start = match dictionary {
        [] => 0,
        _ => feed(dictionary, TDEFLFlush::Sync, TDEFLStatus::Okay)?,
    };
    feed(bytes, TDEFLFlush::Finish, TDEFLStatus::Done)?;
    Some(out.split_off(start))
}

/// The bytes behind a deflate stream; all of it must be used.
pub(super) fn inflate(stream: &[u8], dictionary: &[u8]) -> Result<Vec<u8>, InflateError> {
    let start = dictionary.len();
    let mut out = vec![0; start + INFLATED_BYTES_MAX];
    out[..start].copy_from_slice(dictionary);
    let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut inflater = Box::<DecompressorOxide>::default();
    let (status, taken, written) = decompress(&mut inflater, stream, &mut out, start, flags);
    match status {
        TINFLStatus::Done if taken == stream.len() => Ok(out[start..start + written].to_vec()),
        TINFLStatus::HasMoreOutput => Err(InflateError::TooLarge),
        _ => Err(InflateError::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_deflated_comes_back() {
        let dictionary = b"the visibility timeout of a message in the queue";
        let text = "the queue holds the message while its visibility timeout runs".repeat(3);
        for bytes in [&b""[..], b"q", text.as_bytes(), &[0; 60_000]] {
            for dictionary in [&b""[..], dictionary] {
                let stream = deflate(bytes, dictionary).expect("memory takes it");
                assert_eq!(inflate(&stream, dictionary).as_deref(), Ok(bytes));
            }
        }
        let text = &text.as_bytes()[..40];
        let plain = deflate(text, b"").expect("memory takes it");
        let with = deflate(text, dictionary).expect("memory takes it");
        assert!(with.len() * 3 < plain.len() * 2, "{} and {}", with.len(), plain.len());
    }

    #[test]
    fn bombs_remains_and_rubbish_are_refused() {
        let bomb = deflate(&vec![0; INFLATED_BYTES_MAX + 1], b"").expect("memory takes it");
        assert_eq!(inflate(&bomb, b""), Err(InflateError::TooLarge));
        let full = deflate(&vec![0; INFLATED_BYTES_MAX], b"").expect("memory takes it");
        assert_eq!(inflate(&full, b"").map(|bytes| bytes.len()), Ok(INFLATED_BYTES_MAX));
        let mut stream = deflate(b"orders", b"").expect("memory takes it");
        assert!(inflate(&stream[..stream.len() - 1], b"").is_err());
        stream.push(0);
        assert_eq!(inflate(&stream, b""), Err(InflateError::Malformed));
        assert_eq!(inflate(b"", b""), Err(InflateError::Malformed));
        // A distance beyond the beginning.
        let with = deflate(b"the visibility timeout", b"the visibility timeout").expect("memory takes it");
        assert!(inflate(&with, b"").is_err());
    }
}
