//! Folders of files: listed, copied, compressed.

use std::{
    fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};

/// Smaller files are not worth a compressed twin.
const COMPRESSED_BYTES_MIN: usize = 1024;

/// What gains from compression.
const COMPRESSED_EXTENSIONS: [&str; 9] =
    ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest", "xml"];

/// Every file under a folder, in the order of paths; nothing if there is no such folder.
pub fn all(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![directory.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| folder.display().to_string()),
        };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Writes a file, with the folders above it.
pub fn write(path: &Path, content: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    fs::write(path, content).with_context(|| path.display().to_string())
}

/// Copies a folder's files, with the folders below it.
pub fn copy_all(from: &Path, to: &Path) -> Result<()> {
    for file in all(from)? {
        let content = fs::read(&file).with_context(|| file.display().to_string())?;
        write(&to.join(file.strip_prefix(from)?), &content)?;
    }
    Ok(())
}

/// Removes a folder if it exists.
pub fn remove_if_there(directory: &Path) -> Result<()> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", directory.display()))
        }
        _ => Ok(()),
    }
}

/// Puts a `.gz` beside every file that gains from it; servers that know the habit send it instead.
pub fn compress_all(directory: &Path) -> Result<()> {
    for file in all(directory)? {
        let gains =
            file.extension().and_then(|it| it.to_str()).is_some_and(|it| COMPRESSED_EXTENSIONS.contains(&it));
        let content = fs::read(&file)?;
        if gains && content.len() >= COMPRESSED_BYTES_MIN {
            let mut twin = file.into_os_string();
            twin.push(".gz");
            write(Path::new(&twin), &gzip(&content)?)?;
        }
    }
    Ok(())
}

/// Some bytes, gzipped as small as gzip can.
pub fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
