//! From the folder to the first frame.

use std::path::Path;
use std::time::{Duration, Instant};

use super::{Report, screen};
use crate::bench::base::Base;
use crate::bench::error::{BenchError, Result};
use crate::bench::plan::Plan;
use crate::bench::times::Times;

/// How often the base is opened.
const TIMES: usize = 5;

pub(super) fn measure(plan: &Plan, folder: &Path, report: &mut Report<'_>) -> Result<()> {
    let (mut first, mut full, mut names) = (Times::default(), Times::default(), Times::default());
    for _ in 0..TIMES {
        let begun = Instant::now();
        let base = Base::open(folder, plan.engine)?;
        let mut session = screen::session(&base, (120, 36))?;
        let frame = session.frame();
        first.push(begun.elapsed());
        session.work_off();
        let filled = session.frame();
        full.push(begun.elapsed());
        if frame.is_empty() || filled.is_empty() {
            return Err(BenchError::wrong("the screen has stayed empty"));
        }
        names.take_whole(|| base.desk.load_names(&mut |_| true))?;
    }
    report.times("folder → first frame", &first, Some(Duration::from_millis(300)), None);
    report.times("folder → queue and first card", &full, None, None);
    report.times("names for the search, meanwhile", &names, None, None);
    Ok(())
}
