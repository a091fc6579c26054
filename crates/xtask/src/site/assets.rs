//! Assets: files whose name carries a hash of their content.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::files;

/// The folder of assets inside the site.
pub const FOLDER: &str = "assets";

/// How many hex digits of the hash a name carries.
const HASH_DIGITS: usize = 12;

/// The first digits of the SHA-256 of some bytes, in lower-case hex.
pub fn hash_of(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let mut hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    hex.truncate(HASH_DIGITS);
    hex
}

/// The assets of a site that is being written.
pub struct Assets {
    directory: PathBuf,
}

impl Assets {
    /// No assets yet, in an empty folder.
    pub fn new(site: &Path) -> Result<Self> {
        let directory = site.join(FOLDER);
        fs::create_dir_all(&directory).with_context(|| directory.display().to_string())?;
        Ok(Self { directory })
    }

    /// Writes `app.js` as `app-<hash>.js`; the answer is its path from the site's root.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<String> {
        let (stem, extension) = name.rsplit_once('.').context("an asset's name has no extension")?;
        let hashed = format!("{stem}-{}.{extension}", hash_of(bytes));
        let path = self.directory.join(&hashed);
        fs::write(&path, bytes).with_context(|| path.display().to_string())?;
        Ok(format!("{FOLDER}/{hashed}"))
    }

    /// Copies the scripts that crates bring along, and returns the app's script with their new addresses.
    pub fn add_snippets(&mut self, directory: &Path, script: &str) -> Result<String> {
        let snippets = directory.join("snippets");
        if !snippets.is_dir() {
            return Ok(script.to_owned());
        }
        let mut content = Vec::new();
        for file in files::all(&snippets)? {
            content.extend(fs::read(&file).with_context(|| file.display().to_string())?);
        }
        let folder = format!("snippets-{}", hash_of(&content));
        files::copy_all(&snippets, &self.directory.join(&folder))?;
        Ok(script.replace("./snippets/", &format!("./{folder}/")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_follows_the_content() {
        assert_eq!(hash_of(b"abc"), "ba7816bf8f01");
        assert_ne!(hash_of(b"abd"), hash_of(b"abc"));
    }
}
