//! Where the site lies on its host.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, Url, Window};

/// The attribute of `<html>` that leads to the site's root.
const ROOT: &str = "data-root";

/// The window; there is none outside of a browser.
pub fn window() -> Window {
    web_sys::window().expect("the page runs in a window")
}

/// The document.
pub fn document() -> Document {
    window().document().expect("a window of a page has a document")
}

/// The root as the file says it is relative to the page's first address, so it is made absolute before the
/// address changes.
pub fn settle_root() {
    let Some(html) = document().document_element() else { return };
    let relative = html.get_attribute(ROOT).unwrap_or_else(|| "/".to_owned());
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    let absolute = Url::new_with_base(&relative, &base).map(|url| url.pathname()).unwrap_or(relative);
    // A refusal leaves the relative root, which is right for the first page.
    let _ = html.set_attribute(ROOT, &absolute);
    settle_links(&base);
}

/// Browsers look for the icon anew, at the address as it is then, whenever the address changes.
fn settle_links(base: &str) {
    let Ok(links) = document().query_selector_all("link[rel=icon], link[rel=manifest]") else { return };
    for number in 0..links.length() {
        let Some(link) = links.get(number).and_then(|node| node.dyn_into::<Element>().ok()) else { continue };
        let absolute = link.get_attribute("href").and_then(|href| Url::new_with_base(&href, base).ok());
        if let Some(url) = absolute {
            // As above.
            let _ = link.set_attribute("href", &url.href());
        }
    }
}

/// Path of the site's root, with a slash at its end: `/` or `/some/where/`.
pub fn root() -> String {
    document().document_element().and_then(|html| html.get_attribute(ROOT)).unwrap_or_else(|| "/".to_owned())
}

/// `https://host:port`.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The address's query string, with its `?` if there is one.
pub fn query() -> String {
    window().location().search().unwrap_or_default()
}

/// The address's fragment without its `#`.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}

/// Shows another address without loading anything; one too many in too short a time is refused by some
/// browsers.
pub fn show_address(address: &str) {
    let Ok(history) = window().history() else { return };
    let state = history.state().unwrap_or_default();
    // The next address will be shown; this one is lost.
    let _ = history.replace_state_with_url(&state, "", Some(address));
}

/// Loads the page anew, at the address as it is.
pub fn reload() {
    // A browser that refuses leaves the page as it is.
    let _ = window().location().reload();
}

/// What the window's title says.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Moves the focus by script; the address stays.
pub fn focus(selector: &str) {
    if let Some(element) = find(selector) {
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus();
        element.scroll_into_view();
    }
}

/// Scrolls a box that scrolls by itself, and nothing around it, so that a part of it can be seen; not while
/// the reader uses the box.
pub fn keep_in_sight(container: &str, part: &str) {
    let (Some(container), Some(part)) = (find(container), find(part)) else { return };
    let used = document().active_element().is_some_and(|active| container.contains(Some(&active)));
    if used || container.scroll_height() <= container.client_height() {
        return;
    }
    let (outer, inner) = (container.get_bounding_client_rect(), part.get_bounding_client_rect());
    let hidden = inner.top() < outer.top() || inner.bottom() > outer.bottom();
    if hidden {
        let third = (outer.height() / 3.0) as i32;
        container.set_scroll_top(container.scroll_top() + (inner.top() - outer.top()) as i32 - third);
    }
}

fn find(selector: &str) -> Option<HtmlElement> {
    let found: Option<Element> = document().query_selector(selector).ok().flatten();
    found.and_then(|element| element.dyn_into().ok())
}
