//! A command that was handed over, at the process that has the base open.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::far::Far;
use super::holder::{Bounds, Holder, Run};
use super::host::{Host, welcome};
use super::way::{Way, way};
use super::wire::Request;
use crate::cli::context::{Context, Held};
use crate::cli::dispatch;
use crate::cli::fail::{Code, Fail};
use crate::cli::help;
use crate::domain::ids::SessionId;
use crate::session::socket::SocketError;
use crate::store::StoreError;
use crate::store::local::LocalStore;

/// Does the commands of other processes from now on, on a store that is open, and gives the place before its screen to another
/// terminal of its user, until what is returned is dropped.
///
/// # Errors
/// When nobody can listen in the folder.
pub(in crate::cli) fn listen(
    folder: &Path,
    store: &Arc<LocalStore>,
    host: Host,
) -> Result<Holder, SocketError> {
    let (desk, store, there, sits) =
        (Arc::clone(&host.desk), Arc::clone(store), folder.to_owned(), host.sits);
    // The terminal of this process is session 1.
    let sessions = Arc::new(AtomicU64::new(2));
    let welcome = welcome(host, Bounds::USUAL, Arc::clone(&sessions));
    let run: Run = Arc::new(move |request: &Request, far: &Far| {
        let session = SessionId(sessions.fetch_add(1, Ordering::Relaxed));
        let held = Held { desk: Arc::clone(&desk), store: Arc::clone(&store), sits: Some(sits), session };
        match run(request, far, held, &there) {
            Ok(()) => Code::Done,
            Err(fail) => fail.report(),
        }
    });
    Holder::open(folder, Bounds::USUAL, run, welcome)
}

fn run(request: &Request, far: &Far, held: Held, folder: &Path) -> Result<(), Fail> {
    let surroundings = request.surroundings();
    let parsed = help::parse_at(&request.arguments, &surroundings, Some(Path::new(&request.folder)));
    let Some(args) = parsed? else { return Ok(()) };
    let mut context = Context::new(args.global.clone(), surroundings)?;
    // Whoever has handed the command over has read the same configuration, and said what is wrong with it.
    far.speak_up();
    let busy = |context: &Context| {
        let error = StoreError::Busy { path: context.data() };
        Fail::of_store(&error, &context.texts).in_format(context.global.format)
    };
    let command = args.chosen().filter(|command| way(command) == Way::Handed);
    // Nobody hands over what is not to be, or the work on another folder, unless he is no program of ours.
    let Some(command) = command.filter(|_| is_same(&context.data(), folder)) else {
        return Err(busy(&context));
    };
    context.held = Some(held);
    let (work, texts, format) = (context.work.clone(), Arc::clone(&context.texts), context.global.format);
    dispatch(context, command).map_err(|fail| work.judge(fail, &texts, format))
}

/// Whether two names are of one folder.
fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
