//! `--watch`: build again when a source changes.

use std::{
    path::Path,
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use anyhow::{Context, Result};
use notify::{Event, EventKind, RecursiveMode, Watcher};

use crate::{site, workspace::Workspace};

/// What the page is made of, from the root.
const SOURCES: [&str; 4] = ["crates", "www", "Cargo.toml", "package-lock.json"];

/// An editor saves in several steps; this long without another change ends them.
const QUIET: Duration = Duration::from_millis(300);

/// Watches the sources from a thread of its own, and calls `built` after each build that succeeds.
pub fn start(workspace: Workspace, built: impl Fn() + Send + 'static) -> Result<()> {
    let (sender, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
            // The receiver lives as long as the program; without it there is nobody to tell.
            let _ = sender.send(());
        }
    })
    .context("cannot watch files on this machine; leave out --watch")?;
    for source in SOURCES {
        let path = workspace.root.join(source);
        watch(&mut watcher, &path)?;
    }
    thread::spawn(move || {
        // Dropping the watcher would end it.
        let _watcher = watcher;
        while changed(&changes) {
            match site::build(&workspace) {
                Ok(()) => built(),
                Err(error) => eprintln!("error: {error:#}\nthe last good build is still served"),
            }
        }
    });
    Ok(())
}

fn watch(watcher: &mut impl Watcher, path: &Path) -> Result<()> {
    watcher.watch(path, RecursiveMode::Recursive).with_context(|| format!("cannot watch {}", path.display()))
}

/// Waits for a change and then for quiet; false when no change can come any more.
fn changed(changes: &Receiver<()>) -> bool {
    if changes.recv().is_err() {
        return false;
    }
    while changes.recv_timeout(QUIET).is_ok() {}
    true
}
