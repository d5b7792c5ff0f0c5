//! Dialogs: layers over the screen. The topmost one gets every key.
//!
//! A dialog owns what it shows and what was typed into it. It is taken from the stack while it works, so it may change the
//! model freely; what it returns says whether it goes back.

mod answers;
mod asker;
mod big;
mod callers;
mod deal;
mod deal_question;
mod empty;
mod filter_save;
mod finder;
mod form;
mod heard;
mod heat;
mod help;
mod job;
mod job_form;
mod job_new;
mod job_order;
mod job_over;
mod job_rules;
mod job_sheet;
mod job_unload;
mod job_view;
mod listen;
mod listing;
mod loading;
mod loading_view;
mod mark;
mod morning;
mod newclient;
mod newclient_view;
mod note;
mod objections;
mod palette;
mod pause;
mod picker;
mod pin;
mod plan;
mod promises;
mod question;
mod result;
mod result_question;
mod search;
mod sheet;
mod skip;
mod skips;
mod source;
mod undoreason;
mod when;
mod why;
mod wishes;
mod withdraw;

use ratatui::Frame;

pub use self::answers::CrossTable;
pub use self::big::Big;
pub use self::callers::Callers;
pub use self::deal::{MoveDeal, NewDeal};
pub use self::empty::Empty;
pub(super) use self::empty::lines as holds;
pub use self::filter_save::SaveFilterForm;
pub use self::finder::Finder;
pub use self::heard::HeardForm;
pub use self::heat::Heat;
pub use self::help::Help;
pub use self::job::Jobs;
pub use self::job_sheet::JobSheet;
pub use self::listen::Listen;
pub use self::loading::LoadForm;
pub use self::mark::MarkForm;
pub use self::morning::{DayEnd, MorningScreen};
pub use self::newclient::NewClientForm;
pub use self::note::Note;
pub use self::objections::Objections;
pub use self::palette::Palette;
pub use self::pause::PauseList;
pub(super) use self::picker::first_row;
pub use self::pin::PinForm;
pub use self::plan::PlanContact;
pub(super) use self::plan::movable;
pub use self::promises::{GiveUpForm, PromiseBook};
pub use self::question::Question;
pub use self::result::ResultForm;
pub use self::search::Search;
pub(super) use self::search::dial_of;
pub use self::skip::Skip;
pub use self::skips::Skips;
pub use self::undoreason::UndoReason;
pub use self::why::Why;
pub(super) use self::why::gate_line;
pub use self::wishes::Wishes;
pub use self::withdraw::Withdraw;
use super::action::Action;
use super::env::Env;
use super::hit::HitMap;
use super::key::Key;
use super::model::Model;
use super::msg::{Effect, Failure};
use super::update::{act as act_on_desk, caps_lock, complain, open_client};
use crate::desk::search::Found;

/// A layer over the screen.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "there are never more than a few of them")]
pub enum Dialog {
    /// Finding a client.
    Search(Search),
    /// Clients by a filter.
    Finder(Finder),
    /// The name of a filter.
    SaveFilter(SaveFilterForm),
    /// All actions by name.
    Palette(Palette),
    /// What the keys do here.
    Help(Help),
    /// Writing a note.
    Note(Note),
    /// What a result of a call wants to know.
    Result(ResultForm),
    /// Moving a deal.
    Move(MoveDeal),
    /// Opening a deal.
    Deal(NewDeal),
    /// Planning a contact.
    Plan(PlanContact),
    /// Why a contact stands where it stands.
    Why(Why),
    /// Objections of the script.
    Objections(Objections),
    /// A question of the script.
    Question(Question),
    /// Words that no answer of the script fits.
    Heard(HeardForm),
    /// Where the calls of a script go and are lost.
    Heat(Heat),
    /// Call jobs.
    Jobs(Jobs),
    /// A form over the card of a call job.
    JobSheet(JobSheet),
    /// Why a prohibition is taken back.
    UndoReason(UndoReason),
    /// Whose call it is.
    Callers(Callers),
    /// A new client.
    NewClient(NewClientForm),
    /// What holds the queue back.
    Empty(Empty),
    /// Why a contact is skipped.
    Skip(Skip),
    /// Clients who are skipped often.
    Skips(Skips),
    /// What waits before the day begins.
    Morning(MorningScreen),
    /// What a day has come to.
    DayEnd(DayEnd),
    /// Why to pause.
    Pause(PauseList),
    /// The number in large figures.
    Big(Big),
    /// Setting a PIN.
    Pin(PinForm),
    /// Answers to the questions of a script, side by side.
    Answers(CrossTable),
    /// A list on its way into a call job.
    Load(LoadForm),
    /// The hours and the zone of a client.
    Wishes(Wishes),
    /// A consent that is taken back.
    Withdraw(Withdraw),
    /// The words of a mark.
    Mark(MarkForm),
    /// Recordings and marks of the client's calls.
    Listen(Listen),
    /// The book of promises.
    Promises(PromiseBook),
    /// Why a promise is given up.
    GiveUp(GiveUpForm),
}

/// Whether a dialog stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// It stays.
    Stay,
    /// It is done.
    Close,
}

/// What a dialog works with.
pub(super) struct Cx<'a> {
    pub(super) model: &'a mut Model,
    pub(super) env: &'a Env,
    pub(super) effects: Vec<Effect>,
}

/// How a dialog behaves.
pub(super) trait Behave {
    /// Contexts its keys are looked up in, topmost first.
    fn contexts(&self) -> &'static [&'static str];
    /// A key that types something, or has no meaning in the contexts.
    fn key(&mut self, cx: &mut Cx<'_>, key: Key) -> Flow;
    /// An action of its contexts.
    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow;
    /// Key of what Enter does just now, for the bar; `None` where it does what its action is called after.
    fn enter(&self, model: &Model) -> Option<&'static str> {
        let _ = model;
        None
    }
    /// Key of what Esc does, for the bar; `None` where it goes back.
    fn esc(&self, model: &Model) -> Option<&'static str> {
        let _ = model;
        None
    }
    /// Whether Esc leaves it, or a part of it: what was typed may have to be saved or wiped out first.
    fn leaves(&self) -> bool {
        true
    }
    /// What was typed into each of its fields; empty where nothing was, or what stands there was only offered.
    fn typed(&self) -> Vec<String> {
        Vec::new()
    }
    /// Puts back what was [typed](Behave::typed) before it was left.
    fn retype(&mut self, texts: &[String]) {
        let _ = texts;
    }
    /// Text from the clipboard.
    fn paste(&mut self, cx: &mut Cx<'_>, text: &str) {
        let _ = (cx, text);
    }
    /// A click on one of its rows.
    fn click(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        let _ = (cx, row);
        Flow::Stay
    }
    /// Draws it.
    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap);
}

macro_rules! each {
    ($dialog:expr, $it:ident => $act:expr) => {
        match $dialog {
            Dialog::Search($it) => $act,
            Dialog::Finder($it) => $act,
            Dialog::SaveFilter($it) => $act,
            Dialog::Palette($it) => $act,
            Dialog::Help($it) => $act,
            Dialog::Note($it) => $act,
            Dialog::Result($it) => $act,
            Dialog::Move($it) => $act,
            Dialog::Deal($it) => $act,
            Dialog::Plan($it) => $act,
            Dialog::Why($it) => $act,
            Dialog::Objections($it) => $act,
            Dialog::Question($it) => $act,
            Dialog::Heard($it) => $act,
            Dialog::Heat($it) => $act,
            Dialog::Jobs($it) => $act,
            Dialog::JobSheet($it) => $act,
            Dialog::UndoReason($it) => $act,
            Dialog::Callers($it) => $act,
            Dialog::NewClient($it) => $act,
            Dialog::Empty($it) => $act,
            Dialog::Skip($it) => $act,
            Dialog::Skips($it) => $act,
            Dialog::Morning($it) => $act,
            Dialog::DayEnd($it) => $act,
            Dialog::Pause($it) => $act,
            Dialog::Big($it) => $act,
            Dialog::Pin($it) => $act,
            Dialog::Answers($it) => $act,
            Dialog::Load($it) => $act,
            Dialog::Wishes($it) => $act,
            Dialog::Withdraw($it) => $act,
            Dialog::Mark($it) => $act,
            Dialog::Listen($it) => $act,
            Dialog::Promises($it) => $act,
            Dialog::GiveUp($it) => $act,
        }
    };
}

impl Dialog {
    /// Whether it is only read: there is nothing to do in it but to leave.
    pub(super) fn is_read(&self) -> bool {
        matches!(self, Self::Help(_) | Self::Why(_) | Self::Heat(_) | Self::Empty(_) | Self::Big(_))
    }

    /// Whether characters are typed into it.
    pub fn takes_text(&self) -> bool {
        self.contexts().iter().any(|context| matches!(*context, "text" | "line"))
    }

    /// Contexts its keys are looked up in, topmost first.
    pub fn contexts(&self) -> &'static [&'static str] {
        each!(self, it => it.contexts())
    }

    /// Key of what Enter does just now, for the bar; `None` where it does what its action is called after.
    pub(super) fn enter(&self, model: &Model) -> Option<&'static str> {
        each!(self, it => it.enter(model))
    }

    /// Key of what Esc does, for the bar; `None` where it goes back.
    pub(super) fn esc(&self, model: &Model) -> Option<&'static str> {
        each!(self, it => it.esc(model))
    }

    /// Whether Esc leaves it, or a part of it.
    pub(super) fn leaves(&self) -> bool {
        each!(self, it => it.leaves())
    }

    /// What its words are kept by when it is left with Esc; `None` for one that is about no client, or keeps them itself.
    pub(super) fn keeps(&self) -> Option<String> {
        Some(match self {
            Self::Heard(_) => "heard".to_owned(),
            Self::Result(form) => format!("result:{}", form.outcome().code),
            Self::Move(form) => form.keeps(),
            Self::Deal(_) => "deal".to_owned(),
            Self::Plan(form) => form.keeps().to_owned(),
            Self::Wishes(_) => "wishes".to_owned(),
            Self::Withdraw(_) => "withdraw".to_owned(),
            Self::Mark(_) => "mark".to_owned(),
            Self::UndoReason(_) => "undo-reason".to_owned(),
            Self::GiveUp(form) => form.keeps(),
            _ => return None,
        })
    }

    /// What was typed into each of its fields.
    pub(super) fn typed(&self) -> Vec<String> {
        each!(self, it => Behave::typed(it))
    }

    /// Puts back what was typed before it was left.
    pub(super) fn retype(&mut self, texts: &[String]) {
        each!(self, it => Behave::retype(it, texts));
    }

    /// Draws it.
    pub(super) fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        each!(self, it => it.view(frame, model, env, hits));
    }
}

/// Opens a dialog, if it can be opened.
pub(super) fn open(model: &mut Model, make: impl FnOnce(&Model) -> Option<Dialog>) -> Vec<Effect> {
    let dialog = make(model);
    model.dialogs.extend(dialog);
    Vec::new()
}

/// Lets the topmost dialog work; it is off the stack meanwhile.
fn with_top(
    model: &mut Model,
    env: &Env,
    work: impl FnOnce(&mut Dialog, &mut Cx<'_>) -> Flow,
) -> Vec<Effect> {
    let Some(mut dialog) = model.dialogs.pop() else { return Vec::new() };
    let place = model.dialogs.len();
    let mut cx = Cx { model, env, effects: Vec::new() };
    let flow = work(&mut dialog, &mut cx);
    let effects = cx.effects;
    if flow == Flow::Stay {
        // What it has opened stands above it.
        model.dialogs.insert(place.min(model.dialogs.len()), dialog);
    }
    effects
}

/// A key for the topmost dialog. What types a character is typed; the rest is looked up first.
pub(super) fn key(model: &mut Model, env: &Env, key: Key) -> Vec<Effect> {
    with_top(model, env, |dialog, cx| {
        let contexts = dialog.contexts();
        let hit = if key.types() && dialog.takes_text() { None } else { cx.env.keymap.lookup(contexts, key) };
        match hit.and_then(|hit| Action::from_id(hit.action)) {
            // It comes over whatever is open: the client does not wait.
            Some(Action::Mark) if !matches!(dialog, Dialog::Mark(_)) => {
                mark::open_over(cx);
                Flow::Stay
            }
            // What was done in it is taken back in it.
            Some(Action::Undo) if matches!(dialog, Dialog::Promises(_) | Dialog::Jobs(_)) => {
                let effects = act_on_desk(cx.model, cx.env, Action::Undo);
                cx.effects.extend(effects);
                Flow::Stay
            }
            Some(action) => {
                cx.model.notice = None;
                does(dialog, cx, action)
            }
            None => {
                let caps = if dialog.takes_text() { None } else { caps_lock(cx.env, contexts, key) };
                if let Some(said) = caps {
                    complain(cx.model, cx.env, said);
                }
                each!(dialog, it => it.key(cx, key))
            }
        }
    })
}

/// Lets a dialog do an action. What is typed in it stays when it is left.
fn does(dialog: &mut Dialog, cx: &mut Cx<'_>, action: Action) -> Flow {
    if action == Action::Back {
        cx.model.typed.leave();
    }
    each!(dialog, it => it.act(cx, action))
}

/// An action for the topmost dialog, from the mouse.
pub(super) fn act(model: &mut Model, env: &Env, action: Action) -> Vec<Effect> {
    with_top(model, env, |dialog, cx| does(dialog, cx, action))
}

/// Text from the clipboard for the topmost dialog.
pub(super) fn pasted(model: &mut Model, env: &Env, text: &str) -> Vec<Effect> {
    with_top(model, env, |dialog, cx| {
        each!(dialog, it => it.paste(cx, text));
        Flow::Stay
    })
}

/// A click on a row of the topmost dialog.
pub(super) fn clicked(model: &mut Model, env: &Env, row: usize) -> Vec<Effect> {
    with_top(model, env, |dialog, cx| each!(dialog, it => it.click(cx, row)))
}

/// Matches have come for the search with this token.
pub(super) fn found(model: &mut Model, env: &Env, token: u64, result: Result<Found, Failure>) -> Vec<Effect> {
    if token != model.search_token {
        return Vec::new();
    }
    let Some(place) = model.dialogs.iter().position(|dialog| matches!(dialog, Dialog::Search(_))) else {
        return Vec::new();
    };
    let Some(Dialog::Search(search)) = model.dialogs.get_mut(place) else { return Vec::new() };
    match search.found(result) {
        Some((client, dial)) => {
            model.dialogs.remove(place);
            open_client(model, env, client, dial)
        }
        None => Vec::new(),
    }
}

/// More names can be searched: an open search looks again.
pub(super) fn names_came(model: &mut Model) -> Vec<Effect> {
    let token = model.search_token + 1;
    let open = model.dialogs.iter().find_map(|dialog| match dialog {
        Dialog::Search(search) => search.ask(token),
        _ => None,
    });
    if open.is_some() {
        model.search_token = token;
    }
    open.into_iter().collect()
}
