//! Other programs: run, capture, listen; a failure names the command line.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

/// What a program printed on its standard output, and whether it succeeded.
pub struct Heard {
    /// Whether it exited with 0.
    pub success: bool,
    /// Its standard output.
    pub output: String,
}

/// The cargo that started this program, in the workspace's root.
pub fn cargo(root: &Path) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root);
    command
}

/// Runs a program whose output goes to ours.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| cannot_start(command))?;
    if !status.success() {
        bail!("{status}: {}", line_of(command));
    }
    Ok(())
}

/// Runs a program silently and returns its standard output; its complaints are part of the error.
pub fn capture(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("{}: {}\n{}", output.status, line_of(command), complaint.trim_end());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a program, passes its output on line by line and keeps it; a failing program is no error here.
pub fn listen(command: &mut Command) -> Result<Heard> {
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| cannot_start(command))?;
    let stdout = child.stdout.take().context("the program's output is not connected")?;
    let mut output = String::new();
    for line in BufReader::new(stdout).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        output.push_str(&line);
        output.push('\n');
    }
    std::io::stdout().flush()?;
    let status = child.wait()?;
    if !status.success() {
        println!("{status}: {}", line_of(command));
    }
    Ok(Heard { success: status.success(), output })
}

/// Runs a program silently and keeps all that it prints, its complaints at the end; a failing program is no error here.
pub fn hear(command: &mut Command) -> Result<Heard> {
    let done = command.output().with_context(|| cannot_start(command))?;
    let mut output = String::from_utf8_lossy(&done.stdout).into_owned();
    output.push_str(&String::from_utf8_lossy(&done.stderr));
    if !done.status.success() {
        output.push_str(&format!("{}: {}\n", done.status, line_of(command)));
    }
    Ok(Heard { success: done.status.success(), output })
}

/// Whether a program exists and succeeds, silently.
pub fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// The command line as one would type it, without its environment.
pub fn line_of(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(quoted).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    if word.is_empty() || word.contains(|letter: char| letter.is_whitespace() || "'\"$*;&|".contains(letter))
    {
        format!("'{}'", word.replace('\'', r"'\''"))
    } else {
        word.into_owned()
    }
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start {}", line_of(command))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command() {
        let error = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err().to_string();
        assert_eq!(error, "exit status: 3: sh -c 'exit 3'");
        let error = format!("{:#}", run(&mut Command::new("/no/such/program")).unwrap_err());
        assert!(error.starts_with("cannot start /no/such/program"), "{error}");
    }

    #[test]
    fn what_was_heard_is_kept() {
        let heard = listen(Command::new("sh").args(["-c", "echo one; echo two; exit 1"])).unwrap();
        assert!(!heard.success);
        assert_eq!(heard.output, "one\ntwo\n");
    }
}
