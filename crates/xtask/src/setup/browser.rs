//! A Chrome or Chromium for the browser tests.

use std::{path::PathBuf, process::Command};

use anyhow::{Result, bail};

use crate::{process, step::step};

/// The names that Linux distributions and Google give it.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The path of a Chrome or Chromium: `CHROMIUM` if it is set, else one that is installed, else Debian's package.
pub fn chromium() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROMIUM").map(PathBuf::from) {
        if path.is_file() {
            return Ok(path);
        }
        bail!("CHROMIUM is {}, which is not a file", path.display());
    }
    if let Some(path) = installed() {
        return Ok(path);
    }
    let got_it = step("install Chromium", || Ok(super::apt_install(&["chromium"])))?;
    match installed() {
        Some(path) if got_it => Ok(path),
        _ => bail!(
            "no Chrome or Chromium found: install one (on Debian `apt-get install chromium`), or set CHROMIUM to \
             its path"
        ),
    }
}

fn installed() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let mut places: Vec<PathBuf> =
        std::env::split_paths(&path).flat_map(|folder| NAMES.map(|name| folder.join(name))).collect();
    places.push("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome".into());
    // A snap's stub may be on the path and yet not start, so a browser is asked for its version.
    places
        .into_iter()
        .find(|place| place.is_file() && process::succeeds(Command::new(place).arg("--version")))
}
