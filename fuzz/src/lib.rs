//! What may come from outside, thrown at the parts that read it: nothing panics, hangs or goes unanswered.
//!
//! A [`Target`] takes bytes and asserts. `corpus/` holds bytes that are worth starting from. Two drivers use both:
//! the program of this package, which mutates them on stable Rust, and `libfuzzer/`, which looks at coverage.

mod command_line;
mod expression;
mod handle;
mod link;
pub mod mutate;
mod scenario_file;
mod template;
mod wire;

use std::path::PathBuf;

/// A part that reads what comes from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Requests over HTTP, several in a row to one endpoint.
    Wire,
    /// Lines of the command language, a session against one engine.
    CommandLine,
    /// Receipt handles and the other texts that clients bring back.
    Handle,
    /// Files of authors.
    Scenario,
    /// Expressions of claims, keys and goals.
    Expression,
    /// Links, and what stands behind their check.
    Link,
    /// CloudFormation and SAM templates.
    Template,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Wire,
        Self::CommandLine,
        Self::Handle,
        Self::Scenario,
        Self::Expression,
        Self::Link,
        Self::Template,
    ];

    /// Its name on the command line and in `corpus/`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::CommandLine => "command-line",
            Self::Handle => "handle",
            Self::Scenario => "scenario",
            Self::Expression => "expression",
            Self::Link => "link",
            Self::Template => "template",
        }
    }

    /// Reads the bytes.
    ///
    /// # Panics
    /// If something is wrong with what becomes of them.
    pub fn run(self, input: &[u8]) {
        match self {
            Self::Wire => wire::run(input),
            Self::CommandLine => command_line::run(input),
            Self::Handle => handle::run(input),
            Self::Scenario => scenario_file::run(input),
            Self::Expression => expression::run(input),
            Self::Link => link::run(input),
            Self::Template => template::run(input),
        }
    }

    /// The files of its corpus, by name, with what they hold.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn corpus(self) -> std::io::Result<Vec<(PathBuf, Vec<u8>)>> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus").join(self.name());
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
        paths.sort();
        paths.into_iter().map(|path| std::fs::read(&path).map(|bytes| (path, bytes))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_corpus_holds() {
        for target in Target::ALL {
            let corpus = target.corpus().expect("the corpus is part of the repository");
            assert!(corpus.len() >= 10, "a corpus for {}", target.name());
            for (path, input) in corpus {
                println!("{}", path.display());
                target.run(&input);
            }
        }
    }
}
