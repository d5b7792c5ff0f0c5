//! Which engine stands under a store.

/// Which engine stands under a store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EngineKind {
    /// sled, in a folder beside the journal.
    #[default]
    Sled,
    /// LMDB, in a folder beside the journal: for bases that have outgrown sled.
    Lmdb,
    /// A map in memory beside a journal on disk: everything is replayed at opening.
    Memory,
}

impl EngineKind {
    /// All kinds that live on disk.
    pub const ON_DISK: [Self; 2] = [Self::Sled, Self::Lmdb];

    /// The word for it: in files, on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sled => "sled",
            Self::Lmdb => "lmdb",
            Self::Memory => "memory",
        }
    }

    /// The kind on disk with a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ON_DISK.into_iter().find(|kind| kind.name() == name)
    }
}
