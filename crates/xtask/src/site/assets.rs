//! Assets: files whose name carries a hash of their content.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::files;
use crate::{split::LOADER, wasm::App};

/// The folder of assets inside the site.
pub const FOLDER: &str = "assets";

/// The folder of the app's parts inside the folder of assets: they come when they are wanted first.
pub const PARTS: &str = "parts";

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
        files::write(&path, bytes)?;
        Ok(format!("{FOLDER}/{hashed}"))
    }

    /// Writes the app's scripts and its parts; the answer is the paths of the script that runs it and of the loader.
    pub fn add_app(&mut self, app: &App) -> Result<(String, String)> {
        let mut loader = app.loader.clone();
        for part in &app.parts {
            let path = self.add(&format!("{PARTS}/{}", part.name), &part.wasm)?;
            let address = path.strip_prefix(FOLDER).context("a part is an asset")?;
            loader = loader.replace(&format!("./{}", part.name), &format!(".{address}"));
        }
        let script = self.add_snippets(&app.directory, &app.script)?;
        // The two import each other, so neither's name can follow from all of its content.
        let hash = hash_of(format!("{script}{loader}").as_bytes());
        let (script_name, loader_name) = (format!("app-{hash}.js"), format!("parts-{hash}.js"));
        // The module's imports go by the loader's plain name, the statements by its address.
        let script = script.replace(&import_of(LOADER), &import_of(&format!("./{loader_name}")));
        let loader = loader.replace(&import_of(App::SCRIPT), &import_of(&format!("./{script_name}")));
        files::write(&self.directory.join(&loader_name), loader.as_bytes())?;
        files::write(&self.directory.join(&script_name), script.as_bytes())?;
        Ok((format!("{FOLDER}/{script_name}"), format!("{FOLDER}/{loader_name}")))
    }

    /// Copies the scripts that crates bring along, and returns the app's script with their new addresses.
    fn add_snippets(&mut self, directory: &Path, script: &str) -> Result<String> {
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

/// How a script's statement names another one.
fn import_of(address: &str) -> String {
    format!("from \"{address}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::Part;

    #[test]
    fn scripts_find_each_other_and_the_parts() {
        let site = std::env::temp_dir().join(format!("sqscope-assets-{}", std::process::id()));
        let app = App {
            directory: site.join("none"),
            script: format!("import * as a from \"{LOADER}\";\nreturn {{ \"{LOADER}\": a }};"),
            wasm: Vec::new(),
            loader: format!("import {{ initSync }} from \"{}\";\nfetch(\"./one.wasm\")", App::SCRIPT),
            parts: vec![Part { name: "one.wasm".to_owned(), wasm: b"abc".to_vec() }],
        };
        let (script, loader) = Assets::new(&site).unwrap().add_app(&app).unwrap();
        let read = |path: &str| fs::read_to_string(site.join(path)).unwrap();
        let hash = script.strip_prefix("assets/app-").and_then(|it| it.strip_suffix(".js")).unwrap();
        assert_eq!(loader, format!("assets/parts-{hash}.js"));
        let (text, loader) = (read(&script), read(&loader));
        files::remove_if_there(&site).unwrap();
        assert_eq!(text, format!("import * as a from \"./parts-{hash}.js\";\nreturn {{ \"{LOADER}\": a }};"));
        let from = format!("import {{ initSync }} from \"./app-{hash}.js\";\n");
        assert_eq!(loader, format!("{from}fetch(\"./parts/one-ba7816bf8f01.wasm\")"));
    }

    #[test]
    fn the_name_follows_the_content() {
        assert_eq!(hash_of(b"abc"), "ba7816bf8f01");
        assert_ne!(hash_of(b"abd"), hash_of(b"abc"));
    }
}
