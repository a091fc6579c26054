//! Notices: what went wrong or was changed, and how to go on. They stay until they are dismissed.

use std::rc::Rc;

use scenario::Problem;
use yew::prelude::*;

use crate::prose::ticked;

/// Notices kept at a time; older ones make room.
const NOTICES_MAX: usize = 6;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// Something was left out or changed.
    Warning,
    /// Something did not work.
    Error,
}

/// What a notice offers to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The button's name.
    pub name: AttrValue,
    /// What it does; the notice goes away.
    pub act: Callback<()>,
}

/// A notice.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// A newer notice about the same thing takes the place of the older.
    pub about: AttrValue,
    /// How much it matters.
    pub tone: Tone,
    /// What happened, in a sentence.
    pub text: AttrValue,
    /// How to go on, in a sentence; may be empty.
    pub hint: AttrValue,
    /// A button, if there is something to do.
    pub offer: Option<Offer>,
}

impl Notice {
    /// A notice without a button.
    pub fn new(tone: Tone, about: impl Into<AttrValue>, text: impl Into<AttrValue>, hint: &str) -> Self {
        Self { about: about.into(), tone, text: text.into(), hint: hint.to_owned().into(), offer: None }
    }

    /// What is wrong in an address or an edit.
    pub fn of(problem: &Problem) -> Self {
        let at = AttrValue::from(problem.at.clone());
        let text = if problem.at.is_empty() {
            problem.message.clone()
        } else {
            format!("{}: {}", problem.at, problem.message)
        };
        Self::new(Tone::Warning, at, text, &problem.hint)
    }

    /// With a button.
    pub fn offering(mut self, name: &'static str, act: Callback<()>) -> Self {
        self.offer = Some(Offer { name: name.into(), act });
        self
    }
}

/// What happens to notices.
pub enum NoticeAction {
    /// There is one more.
    Posted(Notice),
    /// The reader has seen it.
    Dismissed(AttrValue),
    /// The reader goes to another screen.
    Cleared,
}

/// The notices, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NoticeList(Vec<Notice>);

impl Reducible for NoticeList {
    type Action = NoticeAction;

    fn reduce(self: Rc<Self>, action: NoticeAction) -> Rc<Self> {
        let mut list = (*self).clone();
        match action {
            NoticeAction::Posted(notice) => {
                list.0.retain(|it| it.about != notice.about);
                list.0.push(notice);
                let surplus = list.0.len().saturating_sub(NOTICES_MAX);
                list.0.drain(..surplus);
            }
            NoticeAction::Cleared => list.0.clear(),
            NoticeAction::Dismissed(about) => list.0.retain(|it| it.about != about),
        }
        Rc::new(list)
    }
}

/// Where notices are posted; never differs.
#[derive(Clone, PartialEq)]
pub struct Board(UseReducerDispatcher<NoticeList>);

impl Board {
    /// Posts a notice.
    pub fn post(&self, notice: Notice) {
        self.0.dispatch(NoticeAction::Posted(notice));
    }

    /// Takes all down.
    pub fn clear(&self) {
        self.0.dispatch(NoticeAction::Cleared);
    }

    /// Takes a notice down.
    pub fn dismiss(&self, about: &str) {
        self.0.dispatch(NoticeAction::Dismissed(AttrValue::from(about.to_owned())));
    }
}

/// What is inside of the provider.
#[derive(Properties, PartialEq)]
pub struct NoticesProviderProps {
    /// The page.
    pub children: Html,
}

/// Holds the notices.
#[component]
pub fn NoticesProvider(props: &NoticesProviderProps) -> Html {
    let list = use_reducer(NoticeList::default);
    html! {
        <ContextProvider<Board> context={Board(list.dispatcher())}>
            <ContextProvider<NoticeList> context={(*list).clone()}>
                { props.children.clone() }
            </ContextProvider<NoticeList>>
        </ContextProvider<Board>>
    }
}

/// Where to post notices.
#[hook]
pub fn use_board() -> Board {
    use_context().expect("the whole page is inside of the notices' provider")
}

/// The notices as the reader sees them.
#[component]
pub fn Notices() -> Html {
    let board = use_board();
    let list: NoticeList = use_context().expect("the whole page is inside of the notices' provider");
    html! {
        <div class="notices" aria-live="polite">
            for notice in list.0.iter() {
                { card(notice, &board) }
            }
        </div>
    }
}

fn card(notice: &Notice, board: &Board) -> Html {
    let (class, word) = match notice.tone {
        Tone::Info => ("notice info", "Note"),
        Tone::Warning => ("notice warning", "Attention"),
        Tone::Error => ("notice error", "Problem"),
    };
    let role = (notice.tone == Tone::Error).then_some("alert");
    let dismiss = {
        let (board, about) = (board.clone(), notice.about.clone());
        Callback::from(move |_: MouseEvent| board.dismiss(&about))
    };
    html! {
        <div key={notice.about.to_string()} {class} {role}>
            <p><strong>{ word }{ ": " }</strong>{ ticked(&notice.text) }{ " " }{ ticked(&notice.hint) }</p>
            <div class="row">
                if let Some(offer) = &notice.offer {
                    { offer_button(offer, &notice.about, board) }
                }
                <button type="button" class="quiet" onclick={dismiss}>{ "Dismiss" }</button>
            </div>
        </div>
    }
}

fn offer_button(offer: &Offer, about: &AttrValue, board: &Board) -> Html {
    let (board, about, act) = (board.clone(), about.clone(), offer.act.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        board.dismiss(&about);
        act.emit(());
    });
    html! { <button type="button" {onclick}>{ &offer.name }</button> }
}
