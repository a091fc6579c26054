//! The theme's colours for canvases, read from the style sheet when the theme changes.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Hues of groups and tenants.
pub const HUES: usize = 8;

/// Colours as a canvas takes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Palette {
    pub text: String,
    pub muted: String,
    pub surface: String,
    pub surface_3: String,
    pub line: String,
    pub line_strong: String,
    pub accent: String,
    pub good: String,
    pub warn: String,
    pub bad: String,
    pub focus: String,
    pub focus_gap: String,
    pub hues: [String; HUES],
}

impl Palette {
    fn read(probe: &HtmlElement) -> Option<Self> {
        let window = web_sys::window()?;
        let computed = window.get_computed_style(probe).ok()??;
        let colour = |name: &str| {
            // A colour that the style sheet does not know leaves the probe as it is: still a colour.
            let _ = probe.style().set_property("color", &format!("var(--{name})"));
            computed.get_property_value("color").unwrap_or_default()
        };
        Some(Self {
            text: colour("text"),
            muted: colour("text-muted"),
            surface: colour("surface"),
            surface_3: colour("surface-3"),
            line: colour("line"),
            line_strong: colour("line-strong"),
            accent: colour("accent"),
            good: colour("good"),
            warn: colour("warn"),
            bad: colour("bad"),
            focus: colour("focus"),
            focus_gap: colour("focus-gap"),
            hues: std::array::from_fn(|hue| colour(&format!("hue-{hue}"))),
        })
    }

    /// The hue of a group; messages without one have the first.
    pub fn hue(&self, group: Option<u32>) -> &str {
        &self.hues[group.unwrap_or(0) as usize % HUES]
    }
}

/// Properties of [`PaletteProbe`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Called at first and whenever the theme's colours have changed.
    pub on_change: Callback<Palette>,
}

/// An invisible element whose colour follows the theme: its transition tells when the theme changes, whoever
/// changed it.
#[component]
pub fn PaletteProbe(props: &Props) -> Html {
    let probe = use_node_ref();
    let tell = {
        let probe = probe.clone();
        let on_change = props.on_change.clone();
        move || {
            let inner = probe.get().and_then(|node| node.dyn_into::<HtmlElement>().ok());
            if let Some(palette) = inner.and_then(|inner| Palette::read(&inner)) {
                on_change.emit(palette);
            }
        }
    };
    use_effect_with((), {
        let tell = tell.clone();
        move |()| tell()
    });
    let ontransitionend = Callback::from(move |_: TransitionEvent| tell());
    html! {
        <span class="palette-probe" aria-hidden="true" {ontransitionend}><span ref={probe}></span></span>
    }
}
