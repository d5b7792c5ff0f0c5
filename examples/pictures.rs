//! Makes the pictures of the documentation: runs the program in a terminal, drives it by keys, and draws what stands on the
//! screen into `docs/img/`.
//!
//! `cargo run --release --example pictures` makes all of them; names after `--` choose some. The demo base and the time are
//! always the same, so the pictures change only when the screens do.

#![cfg(unix)]
#![allow(clippy::print_stdout, reason = "it says which files it has written")]

#[path = "pictures/program.rs"]
mod program;
#[path = "pictures/svg.rs"]
mod svg;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use program::Program;

/// A morning on which all of Russia may be called.
const NOW: &str = "2026-11-10T12:00:00+03:00";

/// Keys, and what stands on the screen when they have been answered.
type Step = (&'static str, &'static str);

/// A picture.
struct Scene {
    /// Name of its file.
    name: &'static str,
    columns: u16,
    rows: u16,
    /// Options of the program.
    options: &'static [&'static str],
    /// What is done before the picture is taken.
    steps: &'static [Step],
}

const F1: &str = "\x1bOP";
const F3: &str = "\x1bOR";
const CALL: &str = "\x07";

/// From an open desk into the middle of a conversation.
const TALK: &[Step] = &[(" ", "Смотрю"), (CALL, "Разговор"), ("1", "шаг 2"), ("", "Разговор 00:02")];

const SCENES: &[Scene] = &[
    Scene { name: "desk-dark", columns: 120, rows: 36, options: &["--theme", "dark"], steps: TALK },
    Scene { name: "desk-light", columns: 120, rows: 36, options: &["--theme", "light"], steps: TALK },
    Scene { name: "desk-small", columns: 80, rows: 24, options: &[], steps: &[(" ", "Смотрю")] },
    Scene { name: "desk-large", columns: 200, rows: 60, options: &[], steps: TALK },
    Scene {
        name: "desk-english",
        columns: 120,
        rows: 36,
        options: &["--lang", "en"],
        steps: &[(" ", "Preview")],
    },
    Scene {
        name: "search",
        columns: 120,
        rows: 36,
        options: &[],
        steps: &[(F3, "Найти клиента"), ("ghjnjy", "По имени: 1")],
    },
    Scene {
        name: "result",
        columns: 120,
        rows: 36,
        options: &[],
        steps: &[(" ", "Смотрю"), (CALL, "Разговор"), (CALL, "Нужен результат")],
    },
    Scene {
        name: "sale",
        columns: 120,
        rows: 36,
        options: &[],
        steps: &[(" ", "Смотрю"), (CALL, "Разговор"), (CALL, "Нужен результат"), ("1", "какая сделка?")],
    },
    Scene {
        name: "callback",
        columns: 120,
        rows: 36,
        options: &[],
        steps: &[
            (" ", "Смотрю"),
            (CALL, "Разговор"),
            (CALL, "Нужен результат"),
            ("2", "когда перезвонить?"),
            ("завтра 11", "завтра 11:00"),
        ],
    },
    Scene {
        name: "move",
        columns: 120,
        rows: 36,
        options: &[],
        steps: &[(" ", "Смотрю"), ("]", "Enter — да")],
    },
    Scene {
        name: "help",
        columns: 120,
        rows: 36,
        options: &[],
        steps: &[(" ", "Смотрю"), (F1, "Что здесь работает")],
    },
    Scene {
        name: "why",
        columns: 120,
        rows: 36,
        options: &[],
        steps: &[("\x1b[B", "Очередь"), ("?", "Почему этот контакт здесь")],
    },
    Scene { name: "shift", columns: 80, rows: 24, options: &[], steps: &[("", "Enter — начать")] },
    Scene {
        name: "wishes",
        columns: 80,
        rows: 24,
        options: &[],
        steps: &[(" ", "Смотрю"), ("H", "когда звонить"), ("10-18", "10-18")],
    },
    Scene {
        name: "pause",
        columns: 80,
        rows: 24,
        options: &[],
        steps: &[("\r", "Смена открыта"), ("\x1b[24~", "Пауза")],
    },
    Scene {
        name: "note",
        columns: 80,
        rows: 24,
        options: &[],
        steps: &[(" ", "Смотрю"), ("т", "Заметка:"), ("Просит прайс на", "прайс на")],
    },
];

fn main() -> Result<()> {
    let chosen: Vec<String> = std::env::args().skip(1).collect();
    for name in &chosen {
        ensure!(SCENES.iter().any(|scene| scene.name == name), "there is no picture `{name}`");
    }
    let program = program::build()?;
    let folder = tempfile::tempdir()?;
    let base = folder.path().join("base");
    let config = folder.path().join("config");
    fs::create_dir(&config)?;
    fs::write(config.join("config.toml"), "zone = \"Europe/Moscow\"\n")?;

    // One base is made, and each picture begins with a copy of it: none sees what another has done.
    let mut maker = Program::start(&program, (120, 36), &base, &config, NOW, &[])?;
    maker.see("Очередь")?;
    maker.quit()?;

    for scene in
        SCENES.iter().filter(|scene| chosen.is_empty() || chosen.iter().any(|name| name == scene.name))
    {
        let copy = folder.path().join(scene.name);
        copy_folder(&base, &copy)?;
        let picture =
            take(scene, &program, &copy, &config).with_context(|| format!("picture {}", scene.name))?;
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/img").join(scene.name).with_extension("svg");
        fs::write(&path, picture).with_context(|| path.display().to_string())?;
        println!("{}", path.display());
    }
    Ok(())
}

fn take(scene: &Scene, program: &Path, data: &Path, config: &Path) -> Result<String> {
    let size = (scene.columns, scene.rows);
    let mut running = Program::start(program, size, data, config, NOW, scene.options)?;
    running.see("F1 ")?;
    for (keys, answer) in scene.steps {
        running.press(keys)?.see(answer)?;
    }
    let picture = svg::draw(running.screen());
    running.quit()?;
    Ok(picture)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
