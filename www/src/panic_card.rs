//! If the page breaks: a card that says so, with a link that repeats the run. Never a dead page.

use std::cell::Cell;
use std::panic::PanicHookInfo;

use wasm_bindgen::JsValue;
use web_sys::{Document, Element};

use crate::bridge;
use crate::site;

thread_local! {
    static BROKEN: Cell<bool> = const { Cell::new(false) };
}

/// From now on a panic shows the card.
pub fn install() {
    yew::set_custom_panic_hook(Box::new(|info| {
        web_sys::console::error_1(&JsValue::from(info.to_string()));
        // What still runs after a panic may panic again; the first card is the true one.
        if !BROKEN.replace(true) {
            // Without a document there is nobody to tell.
            let _ = show(info);
        }
    }));
}

fn show(info: &PanicHookInfo<'_>) -> Result<(), JsValue> {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return Ok(()) };
    let Some(page) = document.get_element_by_id("app").or_else(|| document.body().map(Into::into)) else {
        return Ok(());
    };
    let link = bridge::link_if_idle().unwrap_or_else(|| site::window().location().href().unwrap_or_default());
    let main = document.create_element("main")?;
    main.set_class_name("broken");
    let card = document.create_element("div")?;
    card.set_class_name("notice error");
    card.set_attribute("role", "alert")?;
    card.append_child(&*text(&document, "h1", "The page broke")?)?;
    let apology =
        "This is a mistake in sqscope, not in what you did. The link opens the same run at the same moment.";
    card.append_child(&*text(&document, "p", apology)?)?;
    card.append_child(&*text(&document, "pre", &info.to_string())?)?;
    let again = text(&document, "a", "Open this run again")?;
    again.set_attribute("href", &link)?;
    card.append_child(&again)?;
    main.append_child(&card)?;
    page.set_inner_html("");
    page.append_child(&main)?;
    Ok(())
}

fn text(document: &Document, tag: &str, content: &str) -> Result<Element, JsValue> {
    let element = document.create_element(tag)?;
    element.set_text_content(Some(content));
    Ok(element)
}
