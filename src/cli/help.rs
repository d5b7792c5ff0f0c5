//! The command line in the user's language.
//!
//! clap keeps its texts in English; here each command and option gets its words from `locales/`: `cli-<command>` for what
//! a command does, `cli-<command>-<option>` for an option of it, `cli-<option>` for an option of all. What clap says of a
//! wrong command line is said in our words too.

use std::any::TypeId;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches, ValueEnum};

use super::args::{Args, BadValue, Format};
use super::config::{Config, Surroundings};
use super::context::texts;
use super::fail::{Code, Fail};
use super::out;
use crate::domain::text::clean_line;
use crate::i18n::{Lang, Message, Texts};
use crate::say;

/// Reads the command line; `None` when it asked for help or the version, which has been printed.
pub(super) fn parse(args: &[OsString], surroundings: &Surroundings) -> Result<Option<Args>, Fail> {
    parse_at(args, surroundings, None)
}

/// The same for a command that was started in another folder, by another process: files are looked for from there.
pub(super) fn parse_at(
    args: &[OsString],
    surroundings: &Surroundings,
    folder: Option<&Path>,
) -> Result<Option<Args>, Fail> {
    let lang = lang_of(args)
        .or(surroundings.named_lang)
        .or_else(|| Config::read(&surroundings.config).0.lang)
        .or(surroundings.lang)
        .unwrap_or_default();
    let (texts, format) = (texts(&surroundings.config, lang), format_of(args));
    let command = command(&texts);
    let command = match folder {
        Some(folder) => from_folder(command, folder),
        None => command,
    };
    match command.try_get_matches_from(args) {
        Ok(matches) => match Args::from_arg_matches(&matches) {
            Ok(parsed) => Ok(Some(parsed)),
            Err(error) => Err(explain(&error, &texts).in_format(format)),
        },
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            out::print(&texts, &error.render().to_string())?;
            Ok(None)
        }
        Err(error)
            if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
                && !matches!(format, Some(Format::Json | Format::Ndjson)) =>
        {
            out::remark(error.render().to_string().trim_end());
            Err(Fail::silent(Code::Usage))
        }
        Err(error) => Err(explain(&error, &texts).in_format(format)),
    }
}

/// The format the command line asks for, found before the line is read: even its errors are said in it.
fn format_of(args: &[OsString]) -> Option<Format> {
    Format::from_str(value_of(args, "--format")?, true).ok()
}

/// The value of a global option.
fn value_of<'a>(args: &'a [OsString], option: &str) -> Option<&'a str> {
    let words: Vec<&str> = args.iter().filter_map(|arg| arg.to_str()).collect();
    words.iter().enumerate().find_map(|(place, word)| match word.strip_prefix(option) {
        Some("") => words.get(place + 1).copied(),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    })
}

/// The language the command line asks for, found before the line is read: even its errors are said in it.
fn lang_of(args: &[OsString]) -> Option<Lang> {
    match value_of(args, "--lang")? {
        "ru" => Some(Lang::Ru),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// The whole command line with its words.
pub(super) fn command(texts: &Texts) -> clap::Command {
    let mut command = Args::command();
    command.build();
    worded(command, "cli", texts)
        .subcommand_help_heading(texts.get("cli-heading-commands"))
        .subcommand_value_name(texts.get("cli-value-command"))
}

/// Gives a command, its options and the commands under it their words.
fn worded(command: clap::Command, key: &str, texts: &Texts) -> clap::Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let ids: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    let mut command = command
        .about(texts.get(key))
        .help_template(template(texts, !names.is_empty()))
        .override_usage_of(texts);
    for (place, id) in ids.into_iter().enumerate() {
        let name = id.replace('_', "-");
        let own = format!("{key}-{name}");
        // A command below may be called as an option of all commands is: `history user` and `--as`.
        let help = if texts.has(&own) && !names.contains(&name) {
            texts.get(&own)
        } else {
            texts.get(&format!("cli-{name}"))
        };
        command = command.mut_arg(id, |arg| {
            let heading = if arg.is_positional() { "cli-heading-arguments" } else { "cli-heading-options" };
            // What belongs to the command stands before what belongs to all of them.
            let for_all = arg.is_global_set() || matches!(arg.get_id().as_str(), "help" | "version");
            let order = place + if for_all { 1000 } else { 0 };
            arg.help(help)
                .display_order(order)
                .help_heading(texts.get(heading))
                .hide_possible_values(true)
                .hide_default_value(true)
        });
    }
    for name in names {
        let below = format!("{key}-{name}");
        command = command.mut_subcommand(name, |sub| {
            worded(sub, &below, texts)
                .subcommand_help_heading(texts.get("cli-heading-commands"))
                .subcommand_value_name(texts.get("cli-value-command"))
        });
    }
    command
}

/// Lets every argument that is a file be looked for from a folder.
fn from_folder(command: clap::Command, folder: &Path) -> clap::Command {
    let ids: Vec<clap::Id> = command.get_arguments().map(|arg| arg.get_id().clone()).collect();
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let mut command = command;
    for id in ids {
        command = command.mut_arg(id, |arg| {
            if arg.get_value_parser().type_id() != TypeId::of::<PathBuf>() {
                return arg;
            }
            let folder = folder.to_owned();
            arg.value_parser(PathBufValueParser::new().try_map(move |path| from(&folder, path)))
        });
    }
    for name in names {
        command = command.mut_subcommand(name, |sub| from_folder(sub, folder));
    }
    command
}

/// A file as it is found from a folder. What only the process that was started could read is refused: a pipe of its own, say,
/// would be another one here, or wait for ever.
fn from(folder: &Path, path: PathBuf) -> Result<PathBuf, BadValue> {
    // The input or output stream, and nothing at all: whoever reads the argument knows.
    if path.as_os_str() == "-" || path.as_os_str().is_empty() {
        return Ok(path);
    }
    let path = folder.join(path);
    let is_own = path.starts_with("/dev") || path.starts_with("/proc");
    let is_other = std::fs::metadata(&path).is_ok_and(|found| !found.is_file() && !found.is_dir());
    if is_own || is_other { Err(BadValue::NoFile) } else { Ok(path) }
}

/// The keys in `locales/` that the help is made of, for every command and option. An option is looked for under each of its
/// keys in turn: its own in this command, then the one it has in all commands.
pub fn help_keys() -> Vec<Vec<String>> {
    fn walk(command: &clap::Command, key: &str, out: &mut Vec<Vec<String>>) {
        out.push(vec![key.to_owned()]);
        for arg in command.get_arguments() {
            let name = arg.get_id().as_str().replace('_', "-");
            out.push(vec![format!("{key}-{name}"), format!("cli-{name}")]);
        }
        for sub in command.get_subcommands() {
            walk(sub, &format!("{key}-{}", sub.get_name()), out);
        }
    }
    let mut command = Args::command();
    command.build();
    let mut out = Vec::new();
    walk(&command, "cli", &mut out);
    out
}

fn template(texts: &Texts, has_commands: bool) -> String {
    let usage = texts.get("cli-heading-usage");
    let _ = has_commands;
    format!("{{about}}\n\n{usage}: {{usage}}\n\n{{all-args}}\n")
}

trait Usage {
    fn override_usage_of(self, texts: &Texts) -> Self;
}

impl Usage for clap::Command {
    /// clap writes `[OPTIONS]` and `[COMMAND]` into the usage in English.
    fn override_usage_of(mut self, texts: &Texts) -> Self {
        let usage = self.render_usage().to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        let usage = usage
            .replace("[OPTIONS]", &format!("[{}]", texts.get("cli-value-options")))
            .replace("[COMMAND]", &format!("[{}]", texts.get("cli-value-command")))
            .replace("<COMMAND>", &format!("<{}>", texts.get("cli-value-command")));
        self.override_usage(usage)
    }
}

/// Says in our words what is wrong with a command line.
fn explain(error: &clap::Error, texts: &Texts) -> Fail {
    let context = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    // `--limit <N>`: the option alone is what was typed.
    let option = |text: String| match text.split_once(' ') {
        Some((option, _)) if option.starts_with('-') => option.to_owned(),
        // `<TIME COMMAND>...` for one or more: the sentence ends behind it.
        _ => text.trim_end_matches("...").to_owned(),
    };
    let arg = option(context(ContextKind::InvalidArg));
    let bad = std::error::Error::source(error).and_then(|source| source.downcast_ref::<BadValue>());
    let value = context(ContextKind::InvalidValue);
    let valid = context(ContextKind::ValidValue);
    let what: Message = match error.kind() {
        ErrorKind::UnknownArgument if !arg.starts_with('-') => {
            say!("usage-extra-word", word = clean_line(&arg))
        }
        ErrorKind::UnknownArgument => say!("usage-unknown-option", option = arg),
        ErrorKind::InvalidSubcommand => {
            say!("usage-unknown-command", command = context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => say!("usage-missing", option = arg),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            say!("usage-missing-command")
        }
        ErrorKind::InvalidValue if value.is_empty() => say!("usage-no-value", option = arg),
        ErrorKind::InvalidValue if !valid.is_empty() => {
            say!("usage-wrong-choice", option = arg, value = value, choices = valid)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => match bad {
            Some(BadValue::NoFile) => {
                let hint = say!("hint-attach-no-file");
                return Fail::new(
                    Code::Usage,
                    texts,
                    &say!("attach-no-file", file = clean_line(&value)),
                    Some(&hint),
                );
            }
            Some(BadValue::Blank) => say!("usage-no-value", option = arg),
            Some(BadValue::Range { min, max }) => {
                say!("usage-out-of-range", option = arg, value = value, min = *min, max = *max)
            }
            None => say!("usage-wrong-value", option = arg, value = value),
        },
        ErrorKind::ArgumentConflict => {
            let other = option(context(ContextKind::PriorArg));
            if other == arg {
                say!("usage-repeated", option = arg)
            } else {
                say!("usage-conflict", option = arg, other = other)
            }
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            say!("usage-wrong-value", option = arg, value = value)
        }
        ErrorKind::NoEquals => say!("usage-no-value", option = arg),
        ErrorKind::InvalidUtf8 => say!("usage-not-text"),
        _ => say!("usage-wrong"),
    };
    let suggested =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .into_iter()
            .map(context)
            .find(|text| !text.is_empty());
    let hint = match suggested {
        Some(word) => say!("hint-usage-suggested", word = word),
        None => say!("hint-usage"),
    };
    Fail::new(Code::Usage, texts, &what, Some(&hint))
}
