//! "Take it along as …": the running scenario with its edits, in the forms that other tools take.

use js_sys::encode_uri_component;
use scenario::Scenario;
use scenario::export::Export;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlAnchorElement;
use yew::prelude::*;

use crate::clipboard;
use crate::parts::{self, Exported};
use crate::session::{Session, use_session};
use crate::site;

/// What is said where the clipboard is denied.
const DENIED: &str = "The browser did not let us copy. The text is marked: copy it with the keyboard.";

/// Lines of the text that are seen at once.
const LINES: &str = "12";

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Scenario,
    Of(Export),
}

const FORMS: [Form; 4] =
    [Form::Scenario, Form::Of(Export::CloudFormation), Form::Of(Export::Commands), Form::Of(Export::Python)];

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::Scenario => "Scenario file",
            Self::Of(Export::CloudFormation) => "CloudFormation template",
            Self::Of(Export::Commands) => "AWS CLI commands",
            Self::Of(Export::Python) => "Python with boto3",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Scenario => "json",
            Self::Of(form) => form.extension(),
        }
    }

    async fn written(self, session: &Session) -> Content {
        let (json, scenario) = (session.json(), session.scenario());
        match self {
            Self::Scenario => {
                let text = if scenario.edits.is_empty() {
                    Some(json.to_owned())
                } else {
                    Scenario::edited_json(json, &scenario.edits).ok()
                };
                Content::Is(Exported { text, left_out: Vec::new() })
            }
            Self::Of(form) => match parts::export(form, json, scenario).await {
                Ok(exported) => Content::Is(exported),
                Err(parts::Unreachable) => Content::Missing,
            },
        }
    }
}

/// What a form holds.
#[derive(Clone, PartialEq)]
enum Content {
    /// The part that writes it is on its way.
    Awaited,
    Is(Exported),
    /// That part did not come.
    Missing,
}

/// The choice of a form, and what is written in it.
#[component]
pub fn ExportAs() -> Html {
    let chosen = use_state_eq(|| None::<Form>);
    let choice = |form: Form| {
        let setter = chosen.setter();
        let onchange = Callback::from(move |_: Event| setter.set(Some(form)));
        html! {
            <label key={form.name()} class="check">
                <input type="radio" name="export" checked={*chosen == Some(form)} {onchange} />
                { form.name() }
            </label>
        }
    };
    html! {
        <section class="export" aria-labelledby="export-title">
            <h3 id="export-title">{ "Take it along" }</h3>
            <fieldset class="export__forms">
                <legend>{ "Export as" }</legend>
                { for FORMS.into_iter().map(choice) }
            </fieldset>
            if let Some(form) = *chosen {
                <Written key={form.name()} {form} />
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct WrittenProps {
    form: Form,
}

/// The text, what to do with it, what it has not.
#[component]
fn Written(props: &WrittenProps) -> Html {
    let session = use_session();
    let field = use_node_ref();
    let status = use_state_eq(|| "");
    let form = props.form;
    let written = use_state_eq(|| Content::Awaited);
    use_effect_with(session.clone(), {
        let setter = written.setter();
        move |session| {
            let session = session.clone();
            spawn_local(async move { setter.set(form.written(&session).await) });
        }
    });
    let (text, left_out) = match &*written {
        Content::Is(Exported { text: Some(text), left_out }) => (text, left_out),
        Content::Is(Exported { text: None, .. }) => {
            return html! { <p class="notice error">{ "This form cannot be written: a change does not fit the file." }</p> };
        }
        Content::Awaited => return html! { <p class="muted" role="status">{ "Loading the writer …" }</p> },
        Content::Missing => {
            return html! {
                <p class="notice error" role="alert">
                    { "The part of the page that writes this form did not come. Choose another form and then this one again when the network is back." }
                </p>
            };
        }
    };
    let file = format!("{}.{}", session.scenario().id, form.extension());
    let copy = {
        let (text, field, setter) = (text.clone(), field.clone(), status.setter());
        Callback::from(move |_: MouseEvent| {
            clipboard::copy_from(field.clone(), text.clone(), DENIED, setter.clone());
        })
    };
    let download = {
        let (text, file, setter) = (text.clone(), file.clone(), status.setter());
        Callback::from(move |_: MouseEvent| {
            setter.set(if save(&text, &file) { "Saved." } else { "The browser did not let us save a file." });
        })
    };
    html! {
        <>
            <label class="stacked-field">
                <span>{ &file }</span>
                <textarea ref={field} class="export__text" rows={LINES} readonly=true spellcheck="false" wrap="off"
                    value={text.clone()} />
            </label>
            <div class="row">
                <button type="button" onclick={copy}>{ "Copy text" }</button>
                <button type="button" onclick={download}>{ "Download" }</button>
                <span class="muted" aria-live="polite">{ *status }</span>
            </div>
            if !left_out.is_empty() {
                <div class="export__left-out">
                    <h4>{ "Not in it" }</h4>
                    <ul>{ for left_out.iter().map(|it| html! { <li key={it.clone()}>{ it }</li> }) }</ul>
                </div>
            }
        </>
    }
}

fn save(text: &str, file: &str) -> bool {
    let made =
        site::document().create_element("a").ok().and_then(|it| it.dyn_into::<HtmlAnchorElement>().ok());
    let (Some(link), Some(content)) = (made, encode_uri_component(text).as_string()) else { return false };
    link.set_href(&format!("data:text/plain;charset=utf-8,{content}"));
    link.set_download(file);
    link.click();
    true
}
