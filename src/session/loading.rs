//! Lists into call jobs, and back out of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::work::failure;
use crate::desk::jobs::{BaseCut, BaseRow, FileLoad, Hears, LoadBase, LoadOf, LoadOptions, Unloaded};
use crate::desk::{Desk, Who};
use crate::domain::filter::Filter;
use crate::domain::ids::{LoadId, RecordId};
use crate::domain::job::load::Verdict;
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::exchange::clients::ClientReader;
use crate::exchange::feed::{Cut, load_all};
use crate::exchange::{ColumnMap, FileError, MapError, Options, Source, parse_map};
use crate::i18n::{SAMPLE_ROWS, Texts};
use crate::say;
use crate::tui::loading::{LoadAnswer, LoadFrom, LoadOrder, LoadRequest, Progress, ROWS, RowTried, Tried};
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
        LoadRequest::Try(order, progress) => match order.from.clone() {
            LoadFrom::Base { filter, .. } => loader.try_base(order, filter, &progress),
            LoadFrom::File { .. } => loader.try_it(order, &progress),
        },
        LoadRequest::Load(order, verdicts, progress) => match order.from.clone() {
            LoadFrom::Base { filter, .. } => loader.load_base(&order, filter, verdicts, &progress),
            LoadFrom::File { .. } => loader.load(&order, verdicts.to_vec(), &progress),
        },
        LoadRequest::Unload { list, load, reason } => {
            let done = desk.unload(who, now, list, load, &reason, &mut |_, _| {});
            Ok(done.map_or_else(
                |error| LoadAnswer::Stays(failure(&error, texts)),
                |done| LoadAnswer::Unloaded(load, done),
            ))
        }
        LoadRequest::Late(list, load) => {
            let there = desk.query(who, now, &LoadOf { list, load, verdict: None, limit: 0 });
            Ok(there.map_or_else(
                |error| LoadAnswer::Stays(failure(&error, texts)),
                |_| LoadAnswer::Late(list, load),
            ))
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
            let count = counts.entry(row.verdict).or_default();
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
            return Err(taken_back(self.cut_short(order, cut), back));
        }
        let (sums, load, _) = load.finish().map_err(|error| failure(&error, self.texts))?;
        Ok(LoadAnswer::Loaded(order.list, load, Box::new(sums)))
    }

    fn try_base(&self, order: LoadOrder, filter: Filter, progress: &Progress) -> Result<LoadAnswer, Failure> {
        let (mut rows, mut counts) = (Vec::new(), BTreeMap::<Verdict, usize>::new());
        let load = LoadBase { list: order.list, filter, own: order.own.clone(), dry_run: true, tried: None };
        let mut row = |found: &BaseRow<'_>| {
            let count = counts.entry(found.verdict).or_default();
            *count += 1;
            if *count <= ROWS {
                let name = clean_line(&found.client.name);
                rows.push(RowTried { line: found.line, name, verdict: found.verdict, told: None });
            }
        };
        // How many cards there are nobody knows beforehand.
        let mut go_on = |seen, _| progress.tell(0, 1, seen);
        let hears = &mut Hears { row: &mut row, go_on: &mut go_on };
        let done = self.desk.load_base(self.who, self.now, &load, hears);
        let done = done.map_err(|cut| self.base_cut(*cut))?;
        let verdicts = done.verdicts.into();
        Ok(LoadAnswer::Tried(Box::new(Tried { order, head: Vec::new(), sums: done.sums, rows, verdicts })))
    }

    fn load_base(
        &self,
        order: &LoadOrder,
        filter: Filter,
        verdicts: Arc<Vec<Verdict>>,
        progress: &Progress,
    ) -> Result<LoadAnswer, Failure> {
        let total = u64::try_from(verdicts.len()).unwrap_or(u64::MAX);
        let own = order.own.clone();
        let load = LoadBase { list: order.list, filter, own, dry_run: false, tried: Some(verdicts) };
        let mut go_on = |_, found| progress.tell(found, total, found);
        let hears = &mut Hears { row: &mut |_| {}, go_on: &mut go_on };
        let done = self.desk.load_base(self.who, self.now, &load, hears);
        let done = done.map_err(|cut| self.base_cut(*cut))?;
        Ok(LoadAnswer::Loaded(order.list, done.load, Box::new(done.sums)))
    }

    fn base_cut(&self, cut: BaseCut) -> Failure {
        match cut {
            BaseCut { error: Some(error), back: None } => failure(&error, self.texts),
            BaseCut { error: Some(error), back } => taken_back(failure(&error, self.texts), back),
            BaseCut { error: None, back } => taken_back(self.stopped(), back),
        }
    }

    fn open(&self, order: &LoadOrder) -> Result<(Source, ColumnMap), Failure> {
        let LoadFrom::File { path, sheet, columns } = &order.from else { return Err(self.stopped()) };
        let bad_map = |error: MapError| Failure {
            text: self.texts.map_error(&error),
            hint: Some(self.texts.map_hint(&error)),
        };
        let told = Some(columns.as_str()).filter(|columns| !columns.is_empty());
        let overrides = told.map(parse_map).transpose().map_err(bad_map)?.unwrap_or_default();
        let sheet = Some(sheet.clone()).filter(|sheet| !sheet.is_empty());
        let options = Options { sheet, map: overrides.clone(), ..Options::default() };
        let mut source = Source::open(path, &options).map_err(|error| self.bad_file(order, &error))?;
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
            row(RowTried { line: item.client.line, name, verdict: told.verdict, told: Some(told.clone()) });
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
    order.from.name()
}

/// A failure, with what was done about the rows that had been written.
fn taken_back(failure: Failure, back: Option<(LoadId, crate::desk::Result<Unloaded>)>) -> Failure {
    let hint = match back {
        None => say!("load-nothing-written"),
        Some((_, Ok(undone))) if undone.touched.is_empty() => say!("load-taken-back", count = undone.rows),
        Some((load, _)) => say!("load-partly-there", load = load.as_u64().to_string()),
    };
    Failure { hint: Some(hint), ..failure }
}
