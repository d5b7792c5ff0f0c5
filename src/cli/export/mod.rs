//! `dozvon export clients`: clients into a table that can be loaded again, or into objects for machines.

mod columns;

use std::cell::RefCell;
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;

use self::columns::{Columns, Shape};
use super::args::{ExportArgs, ExportClientsArgs, ExportWhat, Format};
use super::console::{self, Pipe};
use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::filter::filter_of;
use super::newfile::NewFile;
use super::out::{self, WIDTH, cell, shown, shown_path};
use super::record::ClientRecord;
use super::stop::Stop;
use crate::desk::export::{ExportFound, ExportPage, Exported};
use crate::domain::filter::Filter;
use crate::domain::ids::ClientId;
use crate::exchange::{TableFormat, TableWriter, WriteError};
use crate::say;

/// Clients read from the base at once.
const PAGE: usize = 500;

/// Exports what the command line says.
pub(super) fn run(context: &Context, args: &ExportArgs) -> Result<(), Fail> {
    match &args.what {
        ExportWhat::Clients(options) => clients(context, options),
    }
}

/// How clients are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Csv,
    Xlsx,
    /// One object a line.
    Ndjson,
    /// An array of objects.
    Json,
    /// A few columns for the eye.
    Eye,
}

fn clients(context: &Context, options: &ExportClientsArgs) -> Result<(), Fail> {
    let file = options.file.as_deref().filter(|path| *path != Path::new("-"));
    if let Some(path) = file {
        context.refuse_own_file(path)?;
    }
    let form = form(context, file)?;
    if let Some(path) = file.filter(|path| path.exists() && !options.force) {
        let what = say!("export-exists", file = shown_path(path));
        return Err(context.fail(Code::Refused, &what, Some(&say!("hint-export-exists"))));
    }
    let seat = context.sit_down_to_ask()?;
    let stop = Stop::listen().map_err(|error| {
        context.fail(Code::Failed, &say!("error-output", error = context.texts.io_error(&error)), None)
    })?;
    let filter = options.filter.as_deref().map(|text| filter_of(context, &seat, text)).transpose()?;
    let export = Export { context, seat: &seat, stop: &stop, file, filter };
    match form {
        Form::Csv => export.table(TableFormat::Csv),
        Form::Xlsx => export.table(TableFormat::Xlsx),
        Form::Ndjson => export.objects(false),
        Form::Json => export.objects(true),
        Form::Eye => export.eye(),
    }
}

/// What is written: by the ending of the file, else by `--format`, else CSV.
fn form(context: &Context, file: Option<&Path>) -> Result<Form, Fail> {
    let wanted = context.global.format.map(|format| match format {
        Format::Csv => Form::Csv,
        Format::Ndjson => Form::Ndjson,
        Format::Json => Form::Json,
        Format::Table => Form::Eye,
    });
    let Some(path) = file else { return Ok(wanted.unwrap_or(Form::Csv)) };
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let by_ending = match TableFormat::of(path) {
        Some(TableFormat::Csv) => Some(Form::Csv),
        Some(TableFormat::Xlsx) => Some(Form::Xlsx),
        Some(TableFormat::Ndjson) => Some(Form::Ndjson),
        None => is_json.then_some(Form::Json),
    };
    match (by_ending, wanted) {
        (Some(form), None) => Ok(form),
        (Some(form), Some(wanted)) if form == wanted => Ok(form),
        (Some(_), Some(_)) => {
            let what = say!("export-format-file", file = shown_path(path));
            Err(context.fail(Code::Usage, &what, Some(&say!("hint-export-format-file"))))
        }
        (None, _) => {
            let what = say!("import-unknown-ending", file = shown_path(path));
            Err(context.fail(Code::Usage, &what, Some(&say!("hint-import-unknown-ending"))))
        }
    }
}

/// An export under way.
struct Export<'a> {
    context: &'a Context,
    seat: &'a Seat,
    stop: &'a Stop,
    /// `None` is the output stream.
    file: Option<&'a Path>,
    /// Which clients; `None` for all.
    filter: Option<Filter>,
}

impl Export<'_> {
    /// Goes through the clients in the order of their codes; returns how many there were.
    fn each(&self, visit: &mut dyn FnMut(&Exported) -> Result<(), Fail>) -> Result<u64, Fail> {
        match &self.filter {
            Some(filter) => self.found(filter, visit),
            None => self.all(visit),
        }
    }

    fn found(
        &self,
        filter: &Filter,
        visit: &mut dyn FnMut(&Exported) -> Result<(), Fail>,
    ) -> Result<u64, Fail> {
        let (mut count, mut ended) = (0, Ok(()));
        let mut each = |one: &Exported| {
            ended = if self.stop.is_asked() { Err(self.interrupted()) } else { visit(one) };
            count += u64::from(ended.is_ok());
            if ended.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let found = ExportFound { filter, visit: RefCell::new(&mut each) };
        let walked = self.seat.desk.query(&self.seat.who, self.context.now(), &found);
        walked.map_err(self.context.desk_failed())?;
        ended.map(|()| count)
    }

    fn interrupted(&self) -> Fail {
        self.context.fail(Code::Failed, &say!("export-interrupted"), None)
    }

    fn all(&self, visit: &mut dyn FnMut(&Exported) -> Result<(), Fail>) -> Result<u64, Fail> {
        let (mut after, mut count): (Option<ClientId>, u64) = (None, 0);
        loop {
            let page = ExportPage { after, limit: PAGE };
            let page = self.seat.desk.query(&self.seat.who, self.context.now(), &page);
            let page = page.map_err(self.context.desk_failed())?;
            for one in &page {
                if self.stop.is_asked() {
                    return Err(self.interrupted());
                }
                visit(one)?;
                count += 1;
            }
            match page.last() {
                Some(last) if page.len() == PAGE => after = Some(last.client.id),
                _ => return Ok(count),
            }
        }
    }

    fn table(&self, format: TableFormat) -> Result<(), Fail> {
        let context = self.context;
        let catalog = self.seat.desk.catalog().map_err(context.desk_failed())?;
        // The first time through tells which columns there are.
        let mut shape = Shape::default();
        self.each(&mut |one| {
            shape.add(one);
            Ok(())
        })?;
        let columns = Columns::new(&shape, context.texts.lang(), format);
        let failed = |error: WriteError| self.failed(&error);
        let table = match self.file {
            Some(path) => TableWriter::create(path, format, columns.headings()),
            None => TableWriter::stream(BufWriter::new(console::output()), format, columns.headings()),
        };
        let mut table = table.map_err(failed)?;
        let now = context.now();
        let count = self.each(&mut |one| table.row(&columns.row(one, &catalog, now)).map_err(failed))?;
        let written = table.finish().map_err(failed)?;
        for (count, what) in [
            (written.cut_cells, say!("export-cut", count = written.cut_cells)),
            (shape.more_legal, say!("export-more-legal", count = shape.more_legal)),
            (shape.more_people, say!("export-more-people", count = shape.more_people)),
            (shape.part_stops, say!("export-part-stops", count = shape.part_stops)),
        ] {
            if count > 0 {
                out::remark(&context.say(&what));
            }
        }
        self.done(count)
    }

    fn objects(&self, as_array: bool) -> Result<(), Fail> {
        let context = self.context;
        let catalog = self.seat.desk.catalog().map_err(context.desk_failed())?;
        let failed = |error: io::Error| self.failed(&error.into());
        let mut sink = Sink::begin(self.file).map_err(failed)?;
        let (open, between, close) = if as_array { ("[", ",\n", "]\n") } else { ("", "\n", "\n") };
        sink.write_all(open.as_bytes()).map_err(failed)?;
        let mut first = true;
        let now = context.now();
        let count = self.each(&mut |one| {
            let (legal, people) = (one.legal.iter(), one.people.iter());
            let record = ClientRecord::new(&one.client, legal, people, one.do_not_call(), &catalog, now);
            let before = if std::mem::take(&mut first) { "" } else { between };
            write!(sink, "{before}{}", out::json(&record)).map_err(failed)
        })?;
        if as_array || count > 0 {
            sink.write_all(close.as_bytes()).map_err(failed)?;
        }
        sink.end().map_err(failed)?;
        self.done(count)
    }

    /// Code, name, number, city.
    fn eye(&self) -> Result<(), Fail> {
        let texts = &self.context.texts;
        let failed = |error: io::Error| self.failed(&error.into());
        let mut sink = Sink::begin(None).map_err(failed)?;
        self.each(&mut |one| {
            let client = &one.client;
            let people = one.people.iter().flat_map(|person| person.phones());
            let phone = client.phones().chain(people).next();
            let phone = phone.map(|phone| texts.phone(phone)).unwrap_or_default();
            let name = cell(&shown(&client.name, WIDTH / 2), WIDTH / 2 - 8);
            let line =
                format!("{}  {name}  {}  {}", client.code(), cell(&phone, 17), shown(&client.city, 16));
            writeln!(sink, "{}", line.trim_end()).map_err(failed)
        })?;
        sink.end().map_err(failed)
    }

    /// Says how many went where. What went to the output stream is there to be seen.
    fn done(&self, count: u64) -> Result<(), Fail> {
        let Some(path) = self.file else { return Ok(()) };
        let said = say!("export-done", count = count, file = shown_path(path));
        out::remark(&self.context.say(&said));
        Ok(())
    }

    fn failed(&self, error: &WriteError) -> Fail {
        let context = self.context;
        match (self.file, error) {
            (None, WriteError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
                Fail::silent(Code::Done)
            }
            (None, WriteError::Io(error)) => {
                let error = context.texts.io_error(error);
                context.fail(Code::Failed, &say!("error-output", error = error), None)
            }
            (None, error) => context.fail(Code::Failed, &context.texts.write_error(error), None),
            (Some(path), error) => {
                let texts = &context.texts;
                let what = say!("export-failed", file = shown_path(path), error = texts.write_error(error));
                let hint = match error {
                    WriteError::TooManyRows { .. } => say!("hint-write-too-many-rows"),
                    _ => say!("hint-write"),
                };
                context.fail(Code::Failed, &what, Some(&hint))
            }
        }
    }
}

/// Where objects go.
enum Sink {
    Stream(BufWriter<Pipe>),
    File(NewFile),
}

impl Sink {
    fn begin(file: Option<&Path>) -> io::Result<Self> {
        Ok(match file {
            Some(path) => Self::File(NewFile::create(path)?),
            None => Self::Stream(BufWriter::new(console::output())),
        })
    }

    fn end(self) -> io::Result<()> {
        match self {
            Self::Stream(mut out) => out.flush(),
            Self::File(file) => file.keep(),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stream(out) => out.write(bytes),
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stream(out) => out.flush(),
            Self::File(file) => file.flush(),
        }
    }
}
