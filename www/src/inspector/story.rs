//! A message's life story, each line with its moment.

use scenario::text;
use sim::StoryLine;
use yew::prelude::*;

use crate::session::{Session, Shown};

/// Lines that are shown; of longer stories the newest.
const LINES_MAX: usize = 100;

/// The story, oldest first.
pub fn story(session: &Session, lines: &[StoryLine], shown: &Shown) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    let skipped = lines.len().saturating_sub(LINES_MAX);
    html! {
        <>
            <h3>{ "Its story so far" }</h3>
            if skipped > 0 {
                <p class="muted">{ format!("{skipped} earlier lines are left out.") }</p>
            }
            <ol class="story-lines">
                { for lines.iter().enumerate().skip(skipped).map(|(n, line)| row(session, n, line, shown)) }
            </ol>
        </>
    }
}

fn row(session: &Session, n: usize, line: &StoryLine, shown: &Shown) -> Html {
    let time = text::clock(line.position.at_us);
    let (words, why) = session.read(|timeline| {
        let why = line.why.as_ref().map(|why| text::explanation(why, timeline));
        (text::story_line(line, timeline), why)
    });
    let onclick = {
        let (session, position) = (session.clone(), line.position);
        Callback::from(move |_: MouseEvent| session.seek(position))
    };
    let here = (line.position == shown.position).then_some("step");
    html! {
        <li key={n} class="story-line" aria-current={here}>
            <button type="button" class="time-button" {onclick} aria-label={format!("Go to {time}, line {} of the story", n + 1)}>
                { time.clone() }
            </button>
            <div>
                <p>{ words }</p>
                if line.receive_count > 0 {
                    <p class="muted">
                        { text::received_times(line.receive_count) }
                        if let Some(until_us) = line.visible_until_us {
                            { format!(", hidden until {}", text::clock(until_us)) }
                        }
                    </p>
                }
                if let Some(why) = why {
                    <p class="story-line__why"><strong>{ "Why? " }</strong>{ why }</p>
                }
            </div>
        </li>
    }
}
