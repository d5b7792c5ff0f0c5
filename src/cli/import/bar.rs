//! The progress bar, for whoever watches the error stream.

use std::cell::OnceCell;
use std::sync::Arc;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::console;
use crate::exchange::Progress;
use crate::i18n::Texts;
use crate::say;

/// Redrawn so many times a second at most.
const HERTZ: u8 = 10;

/// How far an import has come.
pub(in crate::cli) struct Bar {
    bar: ProgressBar,
    texts: Arc<Texts>,
    /// When the first row was decided on.
    began: OnceCell<Instant>,
    dry_run: bool,
}

impl Bar {
    /// A bar; where nobody watches it shows nothing.
    pub(in crate::cli) fn new(texts: &Arc<Texts>, dry_run: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(1), console::bar(HERTZ));
        // The bar is short: in 80 columns a million rows and the time that is left stand beside it.
        let style = ProgressStyle::with_template("{bar:10} {percent:>3} % {wide_msg}");
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("━━─"));
        }
        Self { bar, texts: Arc::clone(texts), began: OnceCell::new(), dry_run }
    }

    /// So much of the file is looked through, before the first row is taken.
    pub(in crate::cli) fn check(&self, progress: Progress) {
        if !self.bar.is_hidden() {
            self.show(progress, self.texts.get("import-checking"));
        }
    }

    /// Makes room, until there is something to show again.
    pub(in crate::cli) fn clear(&self) {
        if !self.bar.is_hidden() {
            self.bar.reset();
        }
    }

    /// So much of the file is read, so many rows of it are decided on and so many of those written.
    pub(in crate::cli) fn update(&self, progress: Progress, rows: u64, written: u64) {
        if self.bar.is_hidden() {
            return;
        }
        let began = self.began.get_or_init(Instant::now);
        let seconds = began.elapsed().as_secs_f64().max(0.001);
        let share = progress.done as f64 / progress.total.max(1) as f64;
        let left = if share > 0.0 { seconds / share - seconds } else { 0.0 };
        // Numbers for the eye: what is lost by the cast nobody can see.
        let rate = (rows as f64 / seconds) as u64;
        let left = Texts::stopwatch(left.ceil() as i64);
        let said = if self.dry_run {
            say!("import-progress-dry", rows = rows, rate = rate, left = left)
        } else {
            say!("import-progress", rows = rows, written = written, rate = rate, left = left)
        };
        self.show(progress, self.texts.say(&said));
    }

    fn show(&self, progress: Progress, said: String) {
        self.bar.set_length(progress.total.max(1));
        self.bar.set_position(progress.done);
        self.bar.set_message(said);
    }

    /// Takes the bar away while something else is on the screen.
    pub(in crate::cli) fn aside<T>(&self, work: impl FnOnce() -> T) -> T {
        self.bar.suspend(work)
    }

    /// Takes the bar away for good.
    pub(in crate::cli) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
