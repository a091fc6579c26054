//! A bar on the standard error while something takes long; nothing if nobody watches.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Drawn at most so often a second.
const DRAWS_A_SECOND: u8 = 8;
/// A task that is over by then is not worth a bar.
const SHOWN_AFTER: Duration = Duration::from_millis(400);

/// A bar of so many steps, each called `unit`.
pub fn bar(steps: u64, unit: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(steps), ProgressDrawTarget::stderr_with_hz(DRAWS_A_SECOND));
    let style = format!("{{wide_bar}} {{human_pos}}/{{human_len}} {unit} {{msg}} {{eta}} left");
    if let Ok(style) = ProgressStyle::with_template(&style) {
        bar.set_style(style);
    }
    bar
}

/// Is it worth showing yet?
pub fn is_long(bar: &ProgressBar) -> bool {
    bar.elapsed() >= SHOWN_AFTER
}
