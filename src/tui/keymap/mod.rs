//! Keymaps: which action a key means, and where.
//!
//! A keymap is a TOML file. Each table is a context (a pane, a dialog, or `global`), each line in it a key and the name
//! of an action, or `false` to take an inherited key away:
//!
//! ```toml
//! name = "mine"
//! inherits = "vim"
//!
//! [queue]
//! "Space" = "queue.take"
//! "s" = false
//! ```
//!
//! The presets are such files too, compiled in. A user's file overlays the keymap it inherits key by key; without
//! `inherits` that is the preset of the same name, or `default`. Keys are told by their place, so `"к"` and `"r"` are
//! one key. Which contexts and actions there are is told by the caller, see [`Known`]. Reading of files from disk is
//! the caller's too: nothing here touches one.

mod explain;
mod file;
mod problem;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use super::layered::{Place, Source};
pub use problem::{Problem, ProblemKind, Problems};

use self::file::{File, Line};
use super::key::Key;
use super::layered::{Broken, Shelf};

/// The keymap everyone starts with, and falls back to.
pub const DEFAULT: &str = "default";

/// The context that every pane stands in.
pub const GLOBAL: &str = "global";

/// The keymaps that are compiled in.
pub const PRESETS: [Source<'static>; 2] = [
    Source {
        name: DEFAULT,
        file: "keymaps/default.toml",
        text: include_str!("../../../keymaps/default.toml"),
    },
    Source { name: "vim", file: "keymaps/vim.toml", text: include_str!("../../../keymaps/vim.toml") },
];

/// The contexts and actions that exist; a file that names others is wrong.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Names of contexts.
    pub contexts: &'a [&'a str],
    /// Names of actions.
    pub actions: &'a [&'a str],
}

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit<'a> {
    /// The action.
    pub action: &'a str,
    /// The context that binds it.
    pub context: &'a str,
}

/// One line of a keymap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where the key means this.
    pub context: String,
    /// The key as the file spells it: `д` stays `д`, though it is the key of `l`.
    pub key: Key,
    /// What it means.
    pub action: String,
    /// The file that says so.
    pub file: Arc<str>,
    /// The line in it, from 1.
    pub line: usize,
    /// How far down the chain of inheritance the file is; the chosen keymap is 0.
    depth: usize,
}

/// A keymap ready for use.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    name: String,
    title: String,
    /// Context → place of the key → binding.
    layers: BTreeMap<String, BTreeMap<Key, Binding>>,
}

impl Keymap {
    /// The keymap of this name, out of the user's files and the presets.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with its file and the files it inherits, at once.
    pub fn load(name: &str, user: &[Source<'_>], known: &Known<'_>) -> Result<Self, Problems> {
        let (keymap, problems) = Self::build(name, user, known);
        if problems.is_empty() { Ok(keymap) } else { Err(Problems::of(problems)) }
    }

    /// The keymap of this name or, when anything is wrong with it, the default one and what is wrong.
    pub fn load_or_default(name: &str, user: &[Source<'_>], known: &Known<'_>) -> (Self, Option<Problems>) {
        match Self::load(name, user, known) {
            Ok(keymap) => (keymap, None),
            // The presets are checked by tests; were one wrong all the same, its good lines still serve.
            Err(problems) => (Self::build(DEFAULT, &[], known).0, Some(problems)),
        }
    }

    /// What can be made of a keymap, and what is wrong with the rest.
    fn build(name: &str, user: &[Source<'_>], known: &Known<'_>) -> (Self, Vec<Problem>) {
        let (mut chain, broken) = chain(name, user, known);
        let mut problems = Vec::new();
        for file in &mut chain {
            problems.append(&mut file.problems);
        }
        problems.extend(broken);
        let files: Vec<_> = chain.iter().map(|file| file.path.to_string()).collect();
        Problems::sort(&mut problems, &files);
        let mut keymap = Self { name: name.to_owned(), ..Self::default() };
        for (depth, file) in chain.into_iter().enumerate().rev() {
            keymap.overlay(file, depth);
        }
        if keymap.title.is_empty() {
            name.clone_into(&mut keymap.title);
        }
        (keymap, problems)
    }

    fn overlay(&mut self, file: File, depth: usize) {
        self.title = file.title.unwrap_or_default();
        for line in file.lines {
            let layer = self.layers.entry(line.context.clone()).or_default();
            let place = line.key.canonical();
            match line.action {
                Some(action) => {
                    let path = Arc::clone(&file.path);
                    let Line { context, key, line, .. } = line;
                    layer.insert(place, Binding { context, key, action, file: path, line, depth });
                }
                None => {
                    layer.remove(&place);
                }
            }
        }
    }

    /// The name it was chosen by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it calls itself, or its name.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What a key means in these contexts, the topmost first; a context that is not in the list is not asked, `global`
    /// included. In all of them the key itself is looked for first, then its twin in the other keyboard layout.
    pub fn lookup<'a>(&'a self, contexts: &[&str], key: Key) -> Option<Hit<'a>> {
        self.find(contexts, key.canonical()).or_else(|| self.find(contexts, key.twin()?))
    }

    fn find(&self, contexts: &[&str], place: Key) -> Option<Hit<'_>> {
        contexts.iter().find_map(|context| {
            let binding = self.layers.get(*context)?.get(&place)?;
            Some(Hit { action: &binding.action, context: &binding.context })
        })
    }

    /// The keys that mean this action in these contexts, the topmost first; a key that a higher context takes for
    /// something else is left out. Within a context the user's own keys come first, then those higher in the file.
    pub fn keys_of(&self, action: &str, contexts: &[&str]) -> Vec<Key> {
        let mut keys = Vec::new();
        for (depth, context) in contexts.iter().enumerate() {
            let layer = self.layers.get(*context).into_iter().flatten();
            let mut found: Vec<_> = layer
                .filter(|(place, binding)| {
                    let above = contexts.iter().take(depth);
                    binding.action == action
                        && above.filter_map(|c| self.layers.get(*c)).all(|layer| !layer.contains_key(place))
                })
                .map(|(_, binding)| binding)
                .collect();
            found.sort_by_key(|binding| binding.rank());
            keys.extend(found.into_iter().map(|binding| binding.key));
        }
        keys
    }

    /// Every binding: `global` first, then the other contexts by name, each in the order of [`keys_of`](Self::keys_of).
    pub fn all(&self) -> Vec<&Binding> {
        let mut all: Vec<_> = self.layers.values().flat_map(BTreeMap::values).collect();
        all.sort_by_key(|binding| (binding.context != GLOBAL, &binding.context, binding.rank()));
        all
    }
}

impl Binding {
    fn rank(&self) -> (usize, usize) {
        (self.depth, self.line)
    }
}

/// The file of this name and those it inherits, the chosen one first, and what is wrong with the chain itself.
fn chain(name: &str, user: &[Source<'_>], known: &Known<'_>) -> (Vec<File>, Option<Problem>) {
    let shelf = Shelf { user, presets: &PRESETS, ground: Some(DEFAULT) };
    let (files, broken) = shelf.chain(name, |source| file::read(source, known));
    let problem = broken.map(|(place, broken)| {
        let kind = match broken {
            Broken::Unknown(name) => ProblemKind::unknown_keymap(name, user),
            Broken::Circle(chain) => ProblemKind::InheritsCycle { chain },
        };
        Problem { place, kind }
    });
    (files, problem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KNOWN: Known<'_> = Known {
        contexts: &["global", "queue", "card", "list"],
        actions: &["a", "b", "c", "help", "search", "open"],
    };

    fn keymap(text: &str) -> Keymap {
        let source = Source { name: "mine", file: "mine.toml", text };
        Keymap::build("mine", &[source], &KNOWN).0
    }

    fn key(name: &str) -> Key {
        name.parse().unwrap()
    }

    fn action<'a>(keymap: &'a Keymap, contexts: &[&str], name: &str) -> Option<&'a str> {
        keymap.lookup(contexts, key(name)).map(|hit| hit.action)
    }

    #[test]
    fn the_topmost_context_that_binds_a_key_decides() {
        let keymap = keymap("[global]\n'x'='a'\n'y'='a'\n[queue]\n'x'='b'\n[card]\n'x'='c'\n");
        assert_eq!(action(&keymap, &["queue", "global"], "x"), Some("b"));
        assert_eq!(action(&keymap, &["card", "queue", "global"], "x"), Some("c"));
        assert_eq!(action(&keymap, &["list", "global"], "x"), Some("a"));
        assert_eq!(action(&keymap, &["queue", "global"], "y"), Some("a"));
        assert_eq!(action(&keymap, &["queue"], "y"), None);
        assert_eq!(action(&keymap, &["no such context"], "y"), None);
        let hit = keymap.lookup(&["queue", "global"], key("y"));
        assert_eq!(hit, Some(Hit { action: "a", context: "global" }));
    }

    #[test]
    fn letters_work_in_both_layouts_and_both_spellings() {
        let keymap = keymap("[queue]\n'k'='a'\n'щ'='b'\n'х'='c'\n'Ctrl+Л'='search'\n");
        for (name, expected) in [
            ("k", Some("a")),
            ("л", Some("a")),
            ("щ", Some("b")),
            ("o", Some("b")),
            ("[", Some("c")),
            ("х", Some("c")),
            ("Ctrl+K", Some("search")),
            ("Ctrl+л", Some("search")),
            ("K", None),
            ("Л", None),
            ("Alt+k", None),
        ] {
            assert_eq!(action(&keymap, &["queue"], name), expected, "{name}");
        }
    }

    #[test]
    fn a_mark_is_itself_before_it_is_its_twin() {
        let only_slash = keymap("[queue]\n'/'='search'\n");
        assert_eq!(action(&only_slash, &["queue", "global"], "."), Some("search"));
        let both = keymap("[queue]\n'/'='search'\n[card]\n'.'='a'\n");
        assert_eq!(action(&both, &["queue", "card"], "."), Some("a"));
        assert_eq!(action(&both, &["queue", "card"], "/"), Some("search"));
    }

    #[test]
    fn keys_of_an_action_are_those_that_reach_it() {
        let keymap = keymap("[global]\n'y'='a'\n'x'='a'\n'л'='a'\n[queue]\n'x'='b'\n'F9'='a'\n");
        let names = |contexts: &[&str]| -> Vec<_> {
            keymap.keys_of("a", contexts).iter().map(Key::to_string).collect()
        };
        assert_eq!(names(&["queue", "global"]), ["F9", "y", "л"]);
        assert_eq!(names(&["global"]), ["y", "x", "л"]);
        assert_eq!(names(&["queue"]), ["F9"]);
        assert_eq!(names(&[]), [""; 0]);
        assert_eq!(keymap.keys_of("no such action", &["global"]), []);
    }

    #[test]
    fn the_users_own_keys_come_before_inherited_ones() {
        let keymap = keymap("[global]\n'F12'='help'\n'F1'=false\n");
        let names: Vec<_> = keymap.keys_of("help", &["global"]).iter().map(Key::to_string).collect();
        assert_eq!(names, ["F12", "Alt+1"]);
        let own = keymap.all().into_iter().find(|binding| binding.key == key("F12")).unwrap();
        assert_eq!((&*own.file, own.line), ("mine.toml", 2));
    }

    #[test]
    fn a_users_file_called_like_a_preset_overlays_it() {
        let users = [
            Source { name: "default", file: "default.toml", text: "[global]\n'F12'='help'" },
            Source { name: "vim", file: "vim.toml", text: "[global]\n'F11'='help'" },
            Source { name: "mine", file: "mine.toml", text: "" },
        ];
        let help = |name| -> Vec<_> {
            let (keymap, problems) = Keymap::build(name, &users, &KNOWN);
            assert!(problems.iter().all(|problem| problem.place.as_ref().unwrap().file.contains('/')));
            keymap.keys_of("help", &["global"]).iter().map(Key::to_string).collect()
        };
        assert_eq!(help("default"), ["F12", "F1", "Alt+1"]);
        assert_eq!(help("vim"), ["F11", "F1", "Alt+1"]);
        assert_eq!(help("mine"), ["F12", "F1", "Alt+1"]);
    }

    #[test]
    fn a_wrong_keymap_is_replaced_by_the_default_one() {
        let wrong =
            [Source { name: "mine", file: "mine.toml", text: "[global]\n'F12'='help'\n'F11'='hlep'" }];
        let (keymap, problems) = Keymap::load_or_default("mine", &wrong, &KNOWN);
        assert_eq!(keymap.name(), DEFAULT);
        assert_eq!(action(&keymap, &["global"], "F1"), Some("help"));
        assert_eq!(action(&keymap, &["global"], "F12"), None);
        assert!(problems.unwrap().to_string().starts_with("mine.toml:3:7: there is no action \"hlep\"."));
        for (name, said) in [
            ("vmi", "there is no keymap \"vmi\". Did you mean \"vim\"?"),
            ("emacs", "there is no keymap \"emacs\". There are: default, vim, mine."),
        ] {
            let (keymap, problems) = Keymap::load_or_default(name, &wrong, &KNOWN);
            assert_eq!((keymap.name(), problems.unwrap().to_string().as_str()), (DEFAULT, said));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            keymap(&text);
        }

        #[test]
        fn anything_like_a_keymap_is_read_or_refused(
            lines in prop::collection::vec("(\\[(global|queue|x)\\]|\"?(k|л|F1|Ctrl\\+I|й)?\"? ?=? ?\"?(a|b|zz)?\"?|[\\[\\]'\"=. a]{0,6})", 0..12)
        ) {
            let text = lines.join("\n");
            let source = Source { name: "mine", file: "mine.toml", text: &text };
            let (_, problems) = Keymap::build("mine", &[source], &KNOWN);
            let count = lines.len();
            for place in problems.iter().filter_map(|problem| problem.place.as_ref()) {
                prop_assert!(place.line <= count.max(1) || place.file != "mine.toml", "{:?} {}", place, text);
            }
        }
    }
}
