//! Loading before a person: questions, the progress bar.

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::common::cli::Home;
use crate::common::messy::messy;

/// How long a test waits for something that never comes.
const NEVER: Duration = Duration::from_secs(60);

/// The program in a terminal; its output stream goes to a file.
struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    seen: String,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    fn start(home: &Home, arguments: &[&str]) -> Self {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let program = home.command(arguments);
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", "exec \"$@\" > out.txt", "sh"]);
        command.arg(program.get_program());
        command.args(program.get_args());
        command.cwd(home.path(""));
        command.env("DOZVON_CONFIG", home.path("config"));
        command.env("TERM", "xterm-256color");
        let child = pty.slave.spawn_command(command).unwrap();
        let mut reader = pty.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut piece) {
                if sender.send(piece[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keyboard = pty.master.take_writer().unwrap();
        Self { child, keyboard, output, seen: String::new(), _master: pty.master }
    }

    /// Waits until a text comes, and forgets what came before it.
    #[track_caller]
    fn see(&mut self, text: &str) -> &mut Self {
        loop {
            if let Some((_, rest)) = self.seen.split_once(text) {
                self.seen = rest.to_owned();
                return self;
            }
            let Ok(bytes) = self.output.recv_timeout(NEVER) else {
                panic!("«{text}» never came: {}", self.seen);
            };
            self.seen.push_str(&String::from_utf8_lossy(&bytes));
        }
    }

    fn answer(&mut self, line: &str) -> &mut Self {
        self.keyboard.write_all(format!("{line}\n").as_bytes()).unwrap();
        self
    }

    fn end(mut self) -> u32 {
        let code = self.child.wait().unwrap().exit_code();
        drop(self.keyboard);
        code
    }
}

const LIST: &str = "Название;Телефон;Город\n\
    Вега плюс;84950123456;Уфа\n\
    Луч два;84950123457;Омск\n\
    Заря;84950123458;Казань\n\
    Альтаир;84950123459;Самара\n\
    Сигма;84950123460;Пермь\n";

fn with_base() -> Home {
    let home = Home::new();
    home.write("base.csv", LIST.replace(";Уфа", ";").replace(" плюс", "").replace(" два", ""));
    home.write("list.csv", LIST);
    home.ok(&["import", "clients", "base.csv"]);
    home
}

#[test]
fn duplicates_are_asked_about_one_by_one() {
    let home = with_base();
    let mut terminal = Terminal::start(&home, &["import", "clients", "list.csv", "--on-duplicate", "ask"]);
    // A wrong key is asked again; the layout does not matter; a capital letter answers for all that is left.
    terminal
        .see("Строка 2: Вега плюс, +7 495 012-34-56")
        .see("Уже есть: Вега 00-00000001, совпало: телефон.");
    terminal
        .see("п — пропустить")
        .answer("ы")
        .see("одна из букв: п, д, с, о.")
        .see("Строка 2:")
        .see("остальными")
        .answer("l");
    terminal.see("Строка 3: Луч два").see("остальными").answer("с");
    terminal.see("Строка 4: Заря").see("остальными").answer("П");
    assert_eq!(terminal.end(), 0);
    let said = home.read("out.txt");
    for line in ["Строк в файле        5", "создано              1", "обновлено            1", "есть  3"]
    {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert_eq!(home.json(&["show", "1"])["city"], "Уфа");
    let names = home.json(&["lookup", "84950123457"]);
    assert_eq!(names["matches"].as_array().unwrap().len(), 2);
}

#[test]
fn an_answer_may_be_to_stop() {
    let home = with_base();
    for (answer, code) in [("о", 1), ("\u{3}", 1)] {
        let mut terminal =
            Terminal::start(&home, &["import", "clients", "list.csv", "--on-duplicate", "ask"]);
        terminal.see("остальными").answer(answer);
        terminal.see("Остановлено. Загружено: создано 0, обновлено 0, пропущено 1, отклонено 0.");
        assert_eq!(terminal.end(), code);
    }
}

#[test]
fn progress_is_shown_to_whoever_looks_and_goes_to_no_file() {
    let list = messy();
    let home = Home::new();
    home.write("list.csv", &list.bytes);
    let mut terminal = Terminal::start(&home, &["import", "clients", "list.csv"]);
    terminal.see("━").see(" % ").see("строк, загружено").see("осталось 00:");
    assert_eq!(terminal.end(), 0);
    let said = home.read("out.txt");
    assert!(said.contains("Строк в файле        10") && !said.contains(['\u{1b}', '━', '\r']), "{said}");
}
