//! `dozvon repair`: going on with a base whose journal is damaged, by somebody's decision.

use std::collections::BTreeSet;
use std::io::IsTerminal;

use super::args::Format;
use super::backup::failed;
use super::commits::ranges;
use super::context::Context;
use super::fail::{Code, Fail};
use super::out;
use super::progress::Bar;
use super::table::print_one;
use crate::domain::ids::code;
use crate::say;
use crate::store::Table;
use crate::store::key::Parts;
use crate::store::local::verify::Damage;
use crate::store::local::{Doubt, LocalStore, Options};

/// So many clients are named.
const NAMED: usize = 50;

/// Options of a repair.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct RepairArgs {
    #[arg(long)]
    yes: bool,
    #[arg(long)]
    accept_loss: bool,
}

/// Runs the command.
pub(super) fn run(context: &Context, args: RepairArgs) -> Result<(), Fail> {
    context.need_base()?;
    if LocalStore::is_backup(&context.data()) {
        // It stays a backup where there is nothing to repair.
        let found = LocalStore::verify_files(&context.data(), &mut |_| {});
        if found.map_err(|error| failed(context, &error))?.is_clean() {
            return nothing(context);
        }
    }
    let store = open(context)?;
    let is_doubted = store.doubt().is_some();
    let doubt = match store.doubt() {
        Some(doubt) => doubt.clone(),
        None => store.hidden_damage().map_err(|error| failed(context, &error))?,
    };
    if !is_doubted && doubt.damages.is_empty() {
        return nothing(context);
    }
    if context.format() != Format::Table {
        // Everything that is known, whatever is decided; the refusal says the rest.
        if let Err(undecided) = decide(context, args, &doubt) {
            print_one(context, String::new, &fields(&doubt, false))?;
            return Err(undecided);
        }
    } else {
        out::remark(&explain(context, &doubt));
        decide(context, args, &doubt)?;
    }
    if is_doubted {
        store.accept_doubt().map_err(|error| failed(context, &error))?;
        let again = open(context)?;
        if let Some(doubt) = again.doubt() {
            return Err(context.fail(
                Code::Damaged,
                &say!("repair-failed", last = doubt.last.to_string()),
                None,
            ));
        }
    } else {
        store.accept_hidden(&doubt).map_err(|error| failed(context, &error))?;
    }
    context.work.done();
    let words = || {
        let key = match doubt.lost {
            true if clients(&doubt).is_empty() => say!("repair-done-lost-unknown"),
            true => say!("repair-done-lost"),
            false => say!("repair-done"),
        };
        format!("{}\n", context.say(&key))
    };
    print_one(context, words, &fields(&doubt, true))
}

fn nothing(context: &Context) -> Result<(), Fail> {
    let words = || format!("{}\n", context.texts.get("repair-nothing"));
    print_one(context, words, &fields(&Doubt::default(), false))
}

fn open(context: &Context) -> Result<LocalStore, Fail> {
    let mut bar = Bar::new(&context.texts);
    // A damaged copy of a backup is opened by this command only: then it is a base.
    let options = Options { adopt: true, ..context.config.store.clone() };
    let opened = LocalStore::open_existing(&context.data(), options, &mut |progress| {
        bar.opening(progress);
    });
    bar.end();
    opened.map_err(|error| failed(context, &error))
}

fn fields(doubt: &Doubt, repaired: bool) -> [(&'static str, serde_json::Value); 7] {
    let damages: Vec<_> = doubt
        .damages
        .iter()
        .map(|damage| serde_json::json!({ "file": damage.segment, "byte": damage.offset, "after": damage.after, "before": damage.before }))
        .collect();
    [
        ("repaired", repaired.into()),
        ("lost", doubt.lost.into()),
        ("lost_end", doubt.lost_end().map(|(from, to)| serde_json::json!({ "from": from, "to": to })).into()),
        ("open_end", doubt.open_end.into()),
        ("damages", damages.into()),
        ("records", doubt.count.into()),
        ("clients", clients(doubt).into()),
    ]
}

/// Codes of the clients whose records are in doubt.
fn clients(doubt: &Doubt) -> Vec<String> {
    // The keys of these begin with the client.
    let of_client = |table: Table| matches!(table, Table::Client | Table::Interaction | Table::Note);
    let keys = doubt.records.iter().filter(|(table, _)| of_client(*table));
    let ids: BTreeSet<u64> = keys.filter_map(|(_, key)| Parts::of(key.as_bytes()).number()).collect();
    ids.into_iter().map(code).collect()
}

/// What is damaged, and what that means.
fn explain(context: &Context, doubt: &Doubt) -> String {
    let mut lines = Vec::new();
    for damage in &doubt.damages {
        let line = context.say(&context.texts.damage(damage));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    if doubt.stranger {
        lines.push(context.say(&say!("repair-journal-apart", last = doubt.last.to_string())));
    } else if doubt.unnumbered {
        lines.push(context.texts.get("repair-no-word"));
    } else if doubt.damages.is_empty() {
        lines.push(context.say(&say!("repair-journal-short", last = doubt.last.to_string())));
    }
    if doubt.strange {
        lines.push(context.texts.get("repair-engine-apart"));
    }
    for file in &doubt.against {
        lines.push(context.say(&say!("repair-against", file = file)));
    }
    let behind_the_unknown = doubt.next_behind_the_unknown();
    if let Some((from, to)) = doubt.lost_end() {
        let (list, next) = (ranges(&[(from, to)]), behind_the_unknown.unwrap_or(to + 1).to_string());
        lines.push(context.say(&if from == to {
            say!("repair-lost-end-one", list = list, next = next)
        } else {
            say!("repair-lost-end", list = list, next = next)
        }));
    }
    if doubt.open_end {
        lines.push(context.say(&say!("repair-open-end", last = doubt.reached.to_string())));
    }
    if let Some(next) = behind_the_unknown {
        lines.push(context.say(&say!("repair-lost-unknown", next = next.to_string())));
    }
    let lacks_none = !doubt.damages.is_empty() && doubt.damages.iter().all(Damage::hides_none);
    lines.push(context.texts.get(match doubt.lost {
        true if doubt.whole_until().is_some() => "repair-state-open-end",
        true => "repair-state-lost",
        false if lacks_none => "repair-lacks-none",
        false => "repair-state-whole",
    }));
    if doubt.count > 0 {
        lines.push(if doubt.lost {
            context.say(&say!("repair-records", count = doubt.count))
        } else {
            format!("{}.", context.say(&say!("doubt-records-whole", count = doubt.count)))
        });
    }
    let clients = clients(doubt);
    if !clients.is_empty() {
        let more = if clients.len() > NAMED { "…" } else { "" };
        let named: Vec<_> = clients.into_iter().take(NAMED).collect();
        let list = format!("{}{more}", named.join(", "));
        lines.push(context.say(&say!("repair-clients", clients = list)));
    }
    if doubt.returned().next().is_some() {
        lines.push(context.texts.get("repair-returned"));
    }
    lines.push(context.texts.get("repair-choices"));
    lines.join("\n")
}

/// Whether it is to be done: the options say so, or somebody at the terminal does.
fn decide(context: &Context, args: RepairArgs, doubt: &Doubt) -> Result<(), Fail> {
    let settled = if doubt.lost { args.accept_loss } else { args.yes || args.accept_loss };
    if settled {
        return Ok(());
    }
    let hint = if doubt.lost { say!("hint-repair-loss") } else { say!("hint-repair-yes") };
    let refused = || context.fail(Code::Refused, &say!("repair-undecided"), Some(&hint));
    let can_ask =
        std::io::stdin().is_terminal() && out::is_watched() && context.format() == Format::Table && !args.yes;
    if !can_ask {
        return Err(refused());
    }
    let question = if doubt.lost { "ask-repair-loss" } else { "ask-repair" };
    if out::confirmed(&context.texts, &context.texts.get(question)) { Ok(()) } else { Err(refused()) }
}
