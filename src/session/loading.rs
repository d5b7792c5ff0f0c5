//! Lists into call jobs, and back out of them.

use std::collections::BTreeMap;

use super::work::failure;
use crate::desk::jobs::{FileLoad, LoadOptions};
use crate::desk::{Desk, Who};
use crate::domain::ids::RecordId;
use crate::domain::job::load::Verdict;
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::exchange::clients::ClientReader;
use crate::exchange::feed::{Cut, load_all};
use crate::exchange::{ColumnMap, FileError, MapError, Options, Source, parse_map};
use crate::i18n::{SAMPLE_ROWS, Texts};
use crate::say;
use crate::tui::loading::{LoadAnswer, LoadOrder, LoadRequest, Progress, ROWS, RowTried, Tried};
use crate::tui::msg::Failure;

/// Rows that are looked at to tell whether there are phones.
const SAMPLE: usize = 100;

/// What a list is done with.
struct Loader<'a> {
    desk: &'a Desk,
    who: &'a Who,
    now: Moment,
    texts: &'a Texts,
}

/// Does what is wanted with a list.
pub(super) fn carry_out(
    desk: &Desk,
    who: &Who,
    now: Moment,
    request: LoadRequest,
    texts: &Texts,
) -> Result<LoadAnswer, Failure> {
    let loader = Loader { desk, who, now, texts };
    match request {
        LoadRequest::Try(order, progress) => loader.try_it(order, &progress),
        LoadRequest::Load(order, verdicts, progress) => loader.load(&order, verdicts.to_vec(), &progress),
        LoadRequest::Unload { list, load, reason } => {
            let done = desk.unload(who, now, list, load, &reason, &mut |_, _| {});
            done.map(|done| LoadAnswer::Unloaded(load, done)).map_err(|error| failure(&error, texts))
        }
    }
}

impl Loader<'_> {
    fn try_it(&self, order: LoadOrder, progress: &Progress) -> Result<LoadAnswer, Failure> {
        let (mut source, map) = self.open(&order)?;
        // One that breaks further down is refused before anything is tried.
        let whole = source.check(&mut |read| progress.tell(read.done, read.total.saturating_mul(4), 0));
        if !whole.map_err(|error| self.bad_file(&order, &error))? {
            return Err(self.stopped());
        }
        let head = self.head(&order, &mut source, &map)?;
        let mut load = self.begin(&order, true)?;
        let (mut rows, mut counts) = (Vec::new(), BTreeMap::<Verdict, usize>::new());
        let cut = self.walk(&order, &mut source, &map, &mut load, progress, &mut |row| {
            let count = counts.entry(row.told.verdict).or_default();
            *count += 1;
            if *count <= ROWS {
                rows.push(row);
            }
        });
        if let Some(cut) = cut {
            return Err(self.cut_short(&order, cut));
        }
        let (sums, _, verdicts) = load.finish().map_err(|error| failure(&error, self.texts))?;
        Ok(LoadAnswer::Tried(Box::new(Tried { order, head, sums, rows, verdicts: verdicts.into() })))
    }

    fn load(
        &self,
        order: &LoadOrder,
        verdicts: Vec<Verdict>,
        progress: &Progress,
    ) -> Result<LoadAnswer, Failure> {
        let (mut source, map) = self.open(order)?;
        let mut load = self.begin(order, false)?.as_tried(verdicts);
        let cut = self.walk(order, &mut source, &map, &mut load, progress, &mut |_| {});
        if let Some(cut) = cut {
            // What was predicted is what is done, or nothing is.
            let begun = load.abandon();
            let reason = self.texts.get("load-cut-reason");
            let back = begun.map(|begun| {
                (begun, self.desk.unload(self.who, self.now, order.list, begun, &reason, &mut |_, _| {}))
            });
            let mut failure = self.cut_short(order, cut);
            failure.hint = Some(match back {
                None => say!("load-nothing-written"),
                Some((_, Ok(undone))) if undone.touched.is_empty() => {
                    say!("load-taken-back", count = undone.rows)
                }
                Some((load, _)) => say!("load-partly-there", load = load.as_u64().to_string()),
            });
            return Err(failure);
        }
        let (sums, load, _) = load.finish().map_err(|error| failure(&error, self.texts))?;
        Ok(LoadAnswer::Loaded(order.list, load, Box::new(sums)))
    }

    fn open(&self, order: &LoadOrder) -> Result<(Source, ColumnMap), Failure> {
        let bad_map = |error: MapError| Failure {
            text: self.texts.map_error(&error),
            hint: Some(self.texts.map_hint(&error)),
        };
        let told = Some(order.columns.as_str()).filter(|columns| !columns.is_empty());
        let overrides = told.map(parse_map).transpose().map_err(bad_map)?.unwrap_or_default();
        let sheet = Some(order.sheet.clone()).filter(|sheet| !sheet.is_empty());
        let options = Options { sheet, map: overrides.clone(), ..Options::default() };
        let mut source = Source::open(&order.path, &options).map_err(|error| self.bad_file(order, &error))?;
        let map = ColumnMap::guess(source.headings()).with_overrides(&overrides).map_err(bad_map)?;
        let sample = source.sample(SAMPLE).map_err(|error| self.bad_file(order, &error))?;
        map.check(&sample).map_err(bad_map)?;
        Ok((source, map))
    }

    /// What was recognised, in a few lines: the file, its columns side by side, its first rows.
    fn head(&self, order: &LoadOrder, source: &mut Source, map: &ColumnMap) -> Result<Vec<String>, Failure> {
        let columns = self.texts.list_columns(map).into_iter();
        let columns: Vec<String> =
            columns.map(|(name, sign, meaning)| format!("{name} {sign} {meaning}")).collect();
        let rows = source.sample(SAMPLE_ROWS).map_err(|error| self.bad_file(order, &error))?;
        let mut head = vec![self.texts.list_format(&name_of(order), &source.format()), columns.join(" · ")];
        head.extend(self.texts.list_rows(&rows));
        Ok(head)
    }

    fn begin(&self, order: &LoadOrder, dry_run: bool) -> Result<FileLoad<'_>, Failure> {
        let options = LoadOptions {
            list: order.list,
            dry_run,
            no_consent_to: order.no_consent_to,
            own: order.own.clone(),
            file: name_of(order),
        };
        FileLoad::new(self.desk, self.who, self.now, options).map_err(|error| failure(&error, self.texts))
    }

    fn walk(
        &self,
        order: &LoadOrder,
        source: &mut Source,
        map: &ColumnMap,
        load: &mut FileLoad<'_>,
        progress: &Progress,
        row: &mut dyn FnMut(RowTried),
    ) -> Option<Cut> {
        let catalog = match self.desk.catalog() {
            Ok(catalog) => catalog,
            Err(error) => return Some(Cut::Desk(error)),
        };
        let file = name_of(order);
        let reader = ClientReader { map, catalog: &catalog, zone: None, file: &file };
        let mut told = |item: &crate::exchange::feed::Item, told: &crate::desk::jobs::Told| {
            let name = clean_line(&item.client.name);
            row(RowTried { line: item.client.line, name, told: told.clone() });
        };
        let mut go_on = |read: crate::exchange::Progress, load: &FileLoad<'_>| {
            progress.tell(read.done, read.total, load.sums().all())
        };
        load_all(source, &reader, load, &mut told, &mut go_on)
    }

    fn cut_short(&self, order: &LoadOrder, cut: Cut) -> Failure {
        match cut {
            Cut::Asked => self.stopped(),
            Cut::File(error) => self.bad_file(order, &error),
            Cut::Desk(error) => failure(&error, self.texts),
        }
    }

    fn stopped(&self) -> Failure {
        Failure { text: say!("load-interrupted"), hint: Some(say!("load-nothing-written")) }
    }

    fn bad_file(&self, order: &LoadOrder, error: &FileError) -> Failure {
        let problem = self.texts.file_error(error);
        let text = say!("import-file-broken", file = name_of(order), problem = problem);
        Failure { text, hint: Some(self.texts.file_hint(error)) }
    }
}

fn name_of(order: &LoadOrder) -> String {
    clean_line(&order.path.file_name().unwrap_or_default().to_string_lossy())
}
