//! The program as a command: run in a folder of its own, with what it said and how it ended.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use super::base::MORNING;

/// A folder with data, and files beside it.
pub struct Home {
    folder: tempfile::TempDir,
    lang: &'static str,
}

/// What a command said.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Home {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), lang: "ru" }
    }

    /// The same folder, where our firm has a name: without one no job is started whose script says it.
    #[must_use]
    pub fn with_firm(self) -> Self {
        std::fs::create_dir_all(self.path("config")).unwrap();
        self.write("config/config.toml", "firm = \"ТехОпт\"\n");
        self
    }

    /// The same folder in another language.
    #[must_use]
    pub fn lang(self, lang: &'static str) -> Self {
        Self { lang, ..self }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where the data is.
    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program, about to be run in this folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.command_in(self.lang, arguments)
    }

    /// The same in another language.
    pub fn command_in(&self, lang: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dozvon"));
        command.args(["--data", self.data().to_str().unwrap(), "--lang", lang, "--now", MORNING]);
        command.args(arguments);
        command.env("DOZVON_CONFIG", self.path("config")).env_remove("NO_COLOR");
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    /// Runs the program.
    pub fn run(&self, arguments: &[&str]) -> Said {
        Said::of(self.command(arguments).output().unwrap())
    }

    /// Runs it; it must succeed.
    #[track_caller]
    pub fn ok(&self, arguments: &[&str]) -> Said {
        let said = self.run(arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {said:#?}");
        said
    }

    /// Runs it with `--format json`; it must succeed.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        self.ok(&[&["--format", "json"], arguments].concat()).json()
    }
}

impl Said {
    pub fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// The objects of `--format ndjson`.
    #[track_caller]
    pub fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// Names of files in a folder.
pub fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
