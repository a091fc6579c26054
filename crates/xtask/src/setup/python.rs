//! A virtual environment with the Python packages of a requirements file.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{process, site::hash_of, step::step};

/// Debian's package for the module that makes virtual environments.
const DEBIAN_PACKAGE: &str = "python3-venv";

/// Makes the environment in a folder, unless it holds these very packages; the answer is the folder of its programs.
pub fn packages(requirements: &Path, environment: &Path) -> Result<PathBuf> {
    let wanted = fs::read(requirements).with_context(|| requirements.display().to_string())?;
    let wanted = format!("{} {}", hash_of(&wanted), python_version()?);
    let stamp = environment.join(".sqscope-requirements");
    let programs = environment.join("bin");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(programs);
    }
    step("install the Python packages", || {
        make(environment)?;
        let mut pip = Command::new(programs.join("python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
        process::run(pip.arg(requirements))?;
        fs::write(&stamp, &wanted).context("the environment's stamp")
    })?;
    Ok(programs)
}

fn make(environment: &Path) -> Result<()> {
    let venv = || {
        let mut python = Command::new("python3");
        python.args(["-m", "venv", "--clear"]).arg(environment);
        process::run(&mut python)
    };
    if venv().is_ok() || (super::apt_install(&[DEBIAN_PACKAGE]) && venv().is_ok()) {
        return Ok(());
    }
    bail!(
        "Python cannot make a virtual environment: on Debian and Ubuntu, `apt-get install {DEBIAN_PACKAGE}`"
    )
}

fn python_version() -> Result<String> {
    let version = process::capture(Command::new("python3").arg("--version"));
    version.context(
        "Python 3.10 or newer is needed: on Debian and Ubuntu, `apt-get install python3 python3-venv`",
    )
}
