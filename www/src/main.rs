//! The page: lists the scenarios, runs one, lets people take part in it.

mod acts;
mod address;
mod app;
mod arrival;
mod bill;
mod bridge;
mod charts;
mod choose;
mod clipboard;
mod console;
mod desk;
mod dialog;
mod event_log;
mod export;
mod fragment;
mod header;
mod help;
mod home;
mod hooks;
mod inspector;
mod keyboard;
mod knobs;
mod lanes;
mod launch;
mod live_region;
mod markers;
mod not_found;
mod notices;
mod own;
mod panic_card;
mod parts;
mod player;
mod preferences;
mod problems;
mod prose;
mod question;
mod region;
mod route;
mod scenario_page;
mod session;
mod share;
mod shell;
mod site;
mod stage;
mod story;
mod summary;
mod transport;
mod visit;
mod words;

fn main() {
    panic_card::install();
    site::settle_root();
    bridge::install();
    let app =
        web_sys::window().and_then(|window| window.document()).and_then(|it| it.get_element_by_id("app"));
    match app {
        Some(element) => yew::Renderer::<app::App>::with_root(element).render(),
        None => yew::Renderer::<app::App>::new().render(),
    };
}
