//! How far long work on the store has come, for whoever watches the error stream; sizes and times for its reports.

use std::sync::Arc;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use super::console;
use super::out;
use crate::i18n::{Message, Texts};
use crate::say;
use crate::store::backup::Progress;
use crate::store::local::{OpenProgress, Tidying};

/// Redrawn so many times a second at most.
const HERTZ: u8 = 10;

/// A bar that shows one stage of the work after the other. Where nobody watches it shows nothing.
pub(super) struct Bar {
    bar: Option<ProgressBar>,
    texts: Arc<Texts>,
    stage: &'static str,
    begun: Instant,
}

impl Bar {
    pub(super) fn new(texts: &Arc<Texts>) -> Self {
        Self { bar: None, texts: Arc::clone(texts), stage: "", begun: Instant::now() }
    }

    /// So much of a stage is done; a total of 0 is not known yet.
    fn show(&mut self, stage: &'static str, done: u64, total: u64) {
        if !out::is_watched() {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(Some(1), console::bar(HERTZ));
            if let Ok(style) = ProgressStyle::with_template("{bar:20} {percent:>3} % {wide_msg}") {
                bar.set_style(style.progress_chars("━━─"));
            }
            bar
        });
        if self.stage != stage {
            self.stage = stage;
            bar.set_message(self.texts.get(stage));
        }
        bar.set_length(total.max(1));
        bar.set_position(done.min(total));
    }

    /// Takes the bar away and says something.
    fn remark(&mut self, message: &Message) {
        self.end();
        out::remark(&self.texts.say(message));
    }

    /// A backup or a restore goes on.
    pub(super) fn copying(&mut self, progress: Progress) {
        match progress {
            Progress::Copying { done, total } => self.show("progress-copying", done, total),
            Progress::Checking { done, total } => self.show("progress-checking", done, total),
            // What is cut from the end of a copy nobody has lost.
            Progress::Opening(OpenProgress::TailCut(_)) => {}
            Progress::Opening(opening) => self.opening(opening),
        }
    }

    /// The engine is made compact.
    pub(super) fn tidying(&mut self, Tidying { done, total }: Tidying) {
        self.show("progress-tidying", done, total);
    }

    /// An import is taken back, part by part.
    pub(super) fn undoing(&mut self, done: usize, total: usize) {
        self.show("progress-undoing", done as u64, total as u64);
    }

    /// A store is being opened.
    pub(super) fn opening(&mut self, progress: OpenProgress) {
        match progress {
            OpenProgress::TailCut(bytes) => self.remark(&say!("opening-tail-cut", bytes = bytes)),
            OpenProgress::Upgrading { .. } => self.remark(&say!("opening-upgrade")),
            OpenProgress::Rebuilding { done, total } => self.show("opening-rebuild", done, total),
            OpenProgress::Replayed(count) if count % 65_536 == 0 && out::is_watched() => {
                self.remark(&say!("opening-replay", count = count));
            }
            OpenProgress::Replayed(_) => {}
        }
    }

    /// Takes the bar away.
    pub(super) fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        self.stage = "";
    }

    /// Seconds since the work began.
    pub(super) fn seconds(&self) -> f64 {
        (self.begun.elapsed().as_secs_f64() * 1000.0).round() / 1000.0
    }

    /// The same in words: tenths of a second.
    pub(super) fn time(&self) -> String {
        self.texts.tenths(u64::try_from(self.begun.elapsed().as_millis() / 100).unwrap_or(u64::MAX))
    }
}
