//! Frames as bytes.
//!
//! A [`Screen`] remembers what the terminal shows and writes only what a new frame changes. One frame is one run of
//! bytes inside a synchronized update, so that a terminal never shows half of it. Nothing is written to a file or a
//! terminal here: the bytes are for a [`Link`](super::link::Link). Colours are written as the frame has them; a theme
//! without colours is made elsewhere.

use std::convert::Infallible;

use crossterm::style::force_color_output;
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

use super::link::Size;

/// Begins a synchronized update: the terminal shows nothing of what follows until it ends.
const UPDATE_BEGIN: &[u8] = b"\x1b[?2026h";
const UPDATE_END: &[u8] = b"\x1b[?2026l";
/// Plain colours, then everything cleared with them.
const CLEAR: &[u8] = b"\x1b[m\x1b[2J";

/// What one terminal shows, and the way to change it.
#[derive(Debug)]
pub struct Screen {
    terminal: Terminal<Memory>,
    size: Size,
    /// What the terminal shows is not known: the next frame is written whole.
    unknown: bool,
    /// The cells that the second halves of wide characters take, row and column, in order. When such a character goes,
    /// each terminal blanks its other half in colours of its own choice, of which ratatui does not know.
    halves: Vec<(u16, u16)>,
}

impl Screen {
    /// The screen of a terminal of this size, of which nothing is known yet.
    pub fn new(size: Size) -> Self {
        // crossterm would take the colours out of every session when NO_COLOR is set for this process.
        force_color_output(true);
        Self { terminal: terminal(size), size, unknown: true, halves: Vec::new() }
    }

    /// The size frames are drawn for.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Draws the following frames for another size, the next one whole.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        self.unknown = true;
    }

    /// Writes the next frame whole, whatever the terminal shows.
    pub fn repaint(&mut self) {
        self.unknown = true;
    }

    /// Draws a frame and returns the bytes that change the terminal from the frame before to this one; none when they
    /// are the same. If `render` panics, the next frame is written whole.
    #[must_use = "the screen takes these bytes for shown: without them it is wrong from now on"]
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame<'_>)) -> &[u8] {
        if std::mem::replace(&mut self.unknown, true) {
            self.terminal = terminal(self.size);
            self.halves.clear();
            self.terminal.backend_mut().begin(CLEAR);
        } else {
            self.terminal.backend_mut().begin(&[]);
        }
        let Ok(frame) = self.terminal.draw(render);
        let halves = second_halves(frame.buffer);
        let freed = self.halves.iter().filter(|half| halves.binary_search(half).is_err());
        let freed: Vec<_> =
            freed.filter_map(|(y, x)| Some((*x, *y, frame.buffer.cell((*x, *y))?.clone()))).collect();
        self.halves = halves;
        let backend = self.terminal.backend_mut();
        let Ok(()) = backend.draw(freed.iter().map(|(x, y, cell)| (*x, *y, cell)));
        backend.finish();
        self.unknown = backend.failed;
        &backend.out
    }
}

/// Where a frame has second halves of wide characters: row and column, in order.
fn second_halves(buffer: &Buffer) -> Vec<(u16, u16)> {
    let Rect { x: left, y: top, width, .. } = buffer.area;
    let mut halves = Vec::new();
    for (y, row) in (top..).zip(buffer.content.chunks(usize::from(width.max(1)))) {
        let mut covered = 0;
        for (x, cell) in (left..).zip(row) {
            if covered > 0 {
                covered -= 1;
                halves.push((y, x));
            } else if cell.symbol().len() > 2 {
                // Nothing that takes one or two bytes is wide.
                covered = cell.cell_width().saturating_sub(1);
            }
        }
    }
    halves
}

/// A ratatui terminal that asks no tty for anything: a fixed viewport, changed only by making a new one.
fn terminal(size: Size) -> Terminal<Memory> {
    let (width, height) = (size.cols(), size.rows());
    let options = TerminalOptions { viewport: Viewport::Fixed(Rect { x: 0, y: 0, width, height }) };
    let Ok(terminal) = Terminal::with_options(Memory::new(size), options);
    terminal
}

/// The terminal as ratatui's backend: crossterm's sequences, written into memory, and only those that change something.
#[derive(Debug)]
struct Memory {
    size: Size,
    /// The bytes of the frame so far.
    out: Vec<u8>,
    /// Where the frame wants the cursor; nowhere hides it.
    cursor: Option<Position>,
    /// Where the terminal shows it; unknown before the first frame.
    shown: Option<Option<Position>>,
    /// A frame could not be written whole, which memory does not do.
    failed: bool,
}

impl Memory {
    fn new(size: Size) -> Self {
        Self { size, out: Vec::new(), cursor: None, shown: None, failed: false }
    }

    fn begin(&mut self, first: &[u8]) {
        self.out.clear();
        self.out.extend_from_slice(UPDATE_BEGIN);
        self.out.extend_from_slice(first);
    }

    fn finish(&mut self) {
        if self.shown != Some(self.cursor) {
            match self.cursor {
                Some(Position { x, y }) => {
                    self.queue(|terminal| terminal.set_cursor_position((x, y)));
                    if !matches!(self.shown, Some(Some(_))) {
                        self.queue(|terminal| terminal.show_cursor());
                    }
                }
                None => self.queue(|terminal| terminal.hide_cursor()),
            }
            self.shown = Some(self.cursor);
        }
        if self.out.len() == UPDATE_BEGIN.len() {
            self.out.clear();
        } else {
            self.out.extend_from_slice(UPDATE_END);
        }
    }

    fn queue(&mut self, write: impl FnOnce(&mut CrosstermBackend<&mut Vec<u8>>) -> std::io::Result<()>) {
        self.failed |= write(&mut CrosstermBackend::new(&mut self.out)).is_err();
    }
}

impl Backend for Memory {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        if content.peek().is_some() {
            // A terminal that knows no synchronized updates would show the cursor running over the cells.
            if self.shown != Some(None) {
                self.queue(|terminal| terminal.hide_cursor());
                self.shown = Some(None);
            }
            self.queue(|terminal| terminal.draw(content));
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.cursor = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.cursor.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.cursor = Some(position.into());
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> Result<(), Infallible> {
        self.queue(|terminal| terminal.clear_region(region));
        Ok(())
    }

    fn size(&self) -> Result<ratatui::layout::Size, Infallible> {
        Ok(ratatui::layout::Size { width: self.size.cols(), height: self.size.rows() })
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        let Ok(columns_rows) = self.size();
        Ok(WindowSize { columns_rows, pixels: ratatui::layout::Size::default() })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier, Style};
    use std::num::NonZeroU16;

    /// A terminal to read the bytes.
    fn terminal_of(size: Size) -> vt100::Parser {
        let side = |n| NonZeroU16::new(n).unwrap();
        vt100::Parser::new(side(size.rows()), side(size.cols()), 0)
    }

    /// Everything a terminal shows: characters, styles and the cursor, if it shows one.
    fn shown(terminal: &vt100::Parser) -> (Vec<String>, Option<(u16, u16)>) {
        let screen = terminal.screen();
        let (rows, cols) = screen.size();
        let cells = (0..rows.get()).flat_map(|row| (0..cols.get()).map(move |col| (row, col)));
        let cell = |(row, col)| {
            let cell = screen.cell(row, col).unwrap();
            let contents = if cell.has_contents() { cell.contents() } else { " " };
            format!("{contents} {:?} {:?} {} {}", cell.fgcolor(), cell.bgcolor(), cell.bold(), cell.inverse())
        };
        (cells.map(cell).collect(), (!screen.hide_cursor()).then(|| screen.cursor_position()))
    }

    fn text(bytes: &[u8]) -> String {
        String::from_utf8_lossy(bytes).replace('\u{1b}', "␛")
    }

    fn put(frame: &mut Frame<'_>, x: u16, y: u16, text: &str) {
        let width = usize::from(frame.area().width.saturating_sub(x));
        if frame.area().contains(Position { x, y }) {
            frame.buffer_mut().set_stringn(x, y, text, width, Style::default());
        }
    }

    #[test]
    fn a_frame_is_one_update_and_only_what_changed() {
        let mut screen = Screen::new(Size::clamped(10, 2));
        let first = text(screen.draw(|frame| put(frame, 2, 1, "Протон")));
        assert_eq!(first, "␛[?2026h␛[m␛[2J␛[?25l␛[2;3HПротон␛[39m␛[49m␛[59m␛[0m␛[?2026l");
        assert_eq!(text(screen.draw(|frame| put(frame, 2, 1, "Протон"))), "");
        let third = text(screen.draw(|frame| put(frame, 2, 1, "Протор")));
        assert_eq!(third, "␛[?2026h␛[2;8Hр␛[39m␛[49m␛[59m␛[0m␛[?2026l");
    }

    #[test]
    fn the_cursor_moves_without_a_redraw() {
        let mut screen = Screen::new(Size::clamped(10, 2));
        let mut at = |x| text(screen.draw(|frame| frame.set_cursor_position((x, 0))));
        assert_eq!(at(1), "␛[?2026h␛[m␛[2J␛[1;2H␛[?25h␛[?2026l");
        assert_eq!(at(1), "");
        assert_eq!(at(2), "␛[?2026h␛[1;3H␛[?2026l");
        assert_eq!(text(screen.draw(|_| ())), "␛[?2026h␛[?25l␛[?2026l");
        assert_eq!(text(screen.draw(|_| ())), "");
        let both = text(screen.draw(|frame| {
            put(frame, 5, 1, "x");
            frame.set_cursor_position((0, 0));
        }));
        assert_eq!(both, "␛[?2026h␛[2;6Hx␛[39m␛[49m␛[59m␛[0m␛[1;1H␛[?25h␛[?2026l");
    }

    #[test]
    fn a_repaint_writes_everything_again() {
        let mut screen = Screen::new(Size::clamped(10, 2));
        let first = screen.draw(|frame| put(frame, 0, 0, "раз")).to_vec();
        screen.repaint();
        assert_eq!(text(screen.draw(|frame| put(frame, 0, 0, "раз"))), text(&first));
        screen.resize(Size::clamped(5, 5));
        let resized = screen.draw(|frame| {
            assert_eq!(frame.area(), Rect::new(0, 0, 5, 5));
            put(frame, 0, 0, "раз");
        });
        assert_eq!(text(resized), text(&first));
    }

    #[test]
    fn a_view_that_panics_leaves_no_trace() {
        let size = Size::clamped(10, 2);
        let mut screen = Screen::new(size);
        let mut terminal = terminal_of(size);
        terminal.process(screen.draw(|frame| put(frame, 0, 0, "раз")));
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _ = screen.draw(|frame| {
                put(frame, 0, 1, "half a frame");
                std::panic::resume_unwind(Box::new(()));
            });
        }));
        assert!(panicked.is_err());
        terminal.process(screen.draw(|frame| put(frame, 0, 0, "два")));
        assert_eq!(terminal.screen().contents().trim_end(), "два");
    }

    #[test]
    fn colours_are_there_whatever_the_environment_says() {
        let mut screen = Screen::new(Size::clamped(10, 2));
        let bytes = text(screen.draw(|frame| {
            frame.buffer_mut().set_string(0, 0, "x", Style::new().fg(Color::Red).bg(Color::Rgb(1, 2, 3)));
        }));
        assert!(bytes.contains("␛[38;5;1;48;2;1;2;3mx"), "{bytes}");
    }

    #[derive(Clone, Debug)]
    struct Put {
        x: u16,
        y: u16,
        text: String,
        style: Style,
    }

    /// A frame and the cursor in it.
    type Drawn = (Vec<Put>, Option<(u16, u16)>);

    fn frames() -> impl Strategy<Value = Vec<Drawn>> {
        let style = (any::<[bool; 2]>(), 0..4_u8).prop_map(|([bold, reversed], colour)| {
            let mut style = Style::new();
            if bold {
                style = style.add_modifier(Modifier::BOLD);
            }
            if reversed {
                style = style.add_modifier(Modifier::REVERSED);
            }
            match colour {
                0 => style,
                1 => style.fg(Color::Red),
                2 => style.bg(Color::Indexed(42)),
                _ => style.fg(Color::Rgb(1, 2, 3)).bg(Color::Blue),
            }
        });
        let put = (0..20_u16, 0..5_u16, "[a-cйя日本─● ]{0,12}", style).prop_map(|(x, y, text, style)| Put {
            x,
            y,
            text,
            style,
        });
        let cursor = prop::option::of((0..20_u16, 0..5_u16));
        prop::collection::vec((prop::collection::vec(put, 0..5), cursor), 1..6)
    }

    proptest! {
        #[test]
        fn what_is_shown_is_the_last_frame(frames in frames(), resize in any::<bool>()) {
            let size = Size::clamped(20, 5);
            let mut screen = Screen::new(size);
            let mut terminal = terminal_of(size);
            for (puts, cursor) in &frames {
                let render = |frame: &mut Frame<'_>| {
                    for Put { x, y, text, style } in puts {
                        let width = usize::from(20 - x);
                        frame.buffer_mut().set_stringn(*x, *y, text, width, *style);
                    }
                    if let Some(position) = cursor {
                        frame.set_cursor_position(*position);
                    }
                };
                terminal.process(screen.draw(render));
                let mut fresh = Screen::new(size);
                let mut expected = terminal_of(size);
                expected.process(fresh.draw(render));
                prop_assert_eq!(shown(&terminal), shown(&expected));
                prop_assert!(screen.draw(render).is_empty());
                if resize {
                    screen.resize(size);
                }
            }
        }
    }
}
