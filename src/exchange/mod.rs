//! Lists of clients in files: reading them as rows of raw cells, telling which column holds what, and writing tables.
//!
//! Nothing here decides about clients. A file becomes rows that know their place in it ([`Source`]); headings become
//! fields ([`ColumnMap`]); what a row means, whether it is a duplicate and what is done with it is for the use-cases.
//! What can't be used is said in types: [`FileError`] of a file, [`Problem`] of a row, [`MapError`] of the columns.
//!
//! ```no_run
//! use dozvon::exchange::{ColumnMap, Field, Options, Source};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut source = Source::open("list.csv".as_ref(), &Options::default())?;
//! let map = ColumnMap::guess(source.headings());
//! map.check(&source.sample(100)?)?;
//! for row in source.rows()? {
//!     let row = row?;
//!     for (column, phone) in map.values(&row, Field::Phone) {
//!         println!("line {}, column {}: {phone}", row.line, column + 1);
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Memory is bounded whatever the file. Text takes under 8 MiB; XLSX and XLSB a row and the texts their sheets share, at
//! most 1 GiB unpacked; XLS (128 MiB of file) and ODS (256 MiB unpacked) stand in memory as a whole. What is bigger is
//! refused.
//!
//! | module | what lives there |
//! |---|---|
//! | `sniff`, `charset`, `likeness`, `delimiter`, `layout` | what a file is: container, encoding, delimiter, row of headings |
//! | `split`, `delimited` | text: records, cells, rows |
//! | `workbook`, `cell` | workbooks: sheets, cells as text |
//! | `compound`, `biff` | old workbooks: what must be checked before they are read |
//! | `words`, `headings`, `content`, `people`, `map`, `overrides` | which column holds what |
//! | [`clients`] | rows of cells as rows of clients |
//! | [`companies`] | rows of cells as companies of the state register |
//! | [`feed`] | rows read in a thread of their own, and put into a call job |
//! | `write`, `rejects`, [`escape`] | tables out, and the list of rejected rows |

mod biff;
mod cell;
mod charset;
pub mod clients;
pub mod companies;
mod compound;
mod consent;
mod content;
mod delimited;
mod delimiter;
mod error;
pub mod escape;
pub mod feed;
mod field;
mod headings;
mod layout;
mod likeness;
mod map;
mod overrides;
mod people;
mod rejects;
mod sniff;
mod source;
mod split;
mod table;
mod words;
mod workbook;
mod write;

pub use content::{Offer, offers};
pub use error::{FileError, FileKind};
pub use field::Field;
pub use headings::{is_reason, reason_heading};
pub use map::{ColumnMap, ColumnTarget};
pub use overrides::{ColumnRef, MapError, Override, Target, parse_map};
pub use people::PersonColumns;
pub use rejects::Rejects;
pub use source::{Format, Options, Rows, Source};
pub use table::{Heading, Problem, Progress, Row};
pub use write::{TableFormat, TableWriter, WriteError, Written};

/// Most columns a list may have. Further cells of a row are not read.
pub const COLUMNS_MAX: usize = 1_000;
