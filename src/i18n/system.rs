//! What the operating system says of files, in words.

use std::io::{self, ErrorKind};

use super::Texts;
use crate::domain::text::clean_line;

impl Texts {
    /// What the system said, as a part of a sentence, in small letters and without a full stop. Kinds nobody meets in
    /// everyday work keep the words of the system.
    pub fn io_error(&self, error: &io::Error) -> String {
        match key(error) {
            Some(key) => self.get(key),
            None => clean_line(&error.to_string()),
        }
    }
}

fn key(error: &io::Error) -> Option<&'static str> {
    Some(match error.kind() {
        _ if is_no_space(error) => "io-no-space",
        _ if lacks_files(error) => "io-no-files",
        ErrorKind::NotFound => "io-not-found",
        ErrorKind::PermissionDenied => "io-no-permission",
        ErrorKind::AlreadyExists => "io-exists",
        ErrorKind::IsADirectory => "io-is-a-folder",
        ErrorKind::NotADirectory => "io-not-a-folder",
        ErrorKind::ReadOnlyFilesystem => "io-read-only",
        ErrorKind::InvalidFilename => "io-bad-name",
        ErrorKind::InvalidData => "io-bad-data",
        ErrorKind::UnexpectedEof => "io-cut-off",
        ErrorKind::BrokenPipe => "io-closed",
        ErrorKind::TimedOut => "io-timed-out",
        ErrorKind::ResourceBusy => "io-busy",
        ErrorKind::FileTooLarge => "io-too-large",
        ErrorKind::OutOfMemory => "io-no-memory",
        ErrorKind::WouldBlock => "io-short",
        _ => return None,
    })
}

/// Whether there was no room left on the disk.
fn is_no_space(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
        || error.to_string().contains("No space left")
}

/// Whether the program, or the whole system, may open no further file. The kinds of the standard library do not tell it.
pub(super) fn lacks_files(error: &io::Error) -> bool {
    cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::DeskError;
    use crate::i18n::Lang;
    use crate::store::StoreError;

    #[test]
    fn everyday_errors_of_the_system_have_words() {
        let (ru, en) = (Texts::new(Lang::Ru), Texts::new(Lang::En));
        for (code, russian, english) in [
            (2, "такого файла или папки нет", "there is no such file or folder"),
            (13, "нет прав", "permission is denied"),
            (24, "больше файлов открыть нельзя", "no further file may be opened"),
            (21, "это не файл, а папка или что-то ещё", "this is no file but a folder or something else"),
            (28, "на диске нет места", "there is no space on the disk"),
        ] {
            let error = io::Error::from_raw_os_error(code);
            if cfg!(target_os = "linux") {
                assert_eq!(ru.io_error(&error), russian);
                assert_eq!(en.io_error(&error), english);
            }
        }
        assert_eq!(ru.io_error(&io::Error::other("tls:\u{7} x")), "tls: x");
    }

    #[test]
    fn a_full_disk_frightens_nobody() {
        let texts = Texts::new(Lang::Ru);
        let engine = "IO error: Os { code: 28, kind: StorageFull, message: \"No space left on device\" }";
        for error in [
            StoreError::Engine(engine.to_owned()),
            StoreError::Stopped("No space left on device (os error 28)".to_owned()),
            StoreError::io("data")(ErrorKind::StorageFull.into()),
        ] {
            let said = texts.explain(&DeskError::Store(error));
            assert_eq!(said, "На диске нет места. Освободите его и запустите снова: записанное цело.");
        }
        let engine = "IO error: Os { code: 27, kind: FileTooLarge, message: \"File too large\" }";
        for error in [
            StoreError::Engine(engine.to_owned()),
            StoreError::io("data")(ErrorKind::FileTooLarge.into()),
            StoreError::Unwritable { path: "data".into(), source: ErrorKind::FileTooLarge.into() },
        ] {
            let said = texts.explain(&error);
            assert!(said.contains("ulimit -f") && said.contains("записанное цело"), "{said}");
        }
        for error in [
            StoreError::no_thread(&ErrorKind::WouldBlock.into()),
            StoreError::io("data")(ErrorKind::OutOfMemory.into()),
        ] {
            let said = texts.explain(&error);
            assert!(said.contains("ulimit") && said.contains("записанное цело"), "{said}");
        }
        let said = texts.explain(&StoreError::Engine("checksum".to_owned()));
        assert!(said.contains("не читается") && said.contains("dozvon rebuild"), "{said}");
    }
}
