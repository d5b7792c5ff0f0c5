//! Long texts in lines.

/// A name or a note longer than this many lines is cut; JSON has all of it.
pub(super) const LINES: usize = 12;

/// A text in lines of this width, cut between words where there are any; at most [`LINES`] of them.
pub(in crate::cli) fn wrapped(text: &str, width: usize) -> Vec<String> {
    use unicode_segmentation::UnicodeSegmentation;
    use unicode_width::UnicodeWidthStr;
    let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0);
    for word in text.split_inclusive(' ') {
        let word_width = word.trim_end().width();
        if used > 0 && used + word_width > width {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0;
        }
        for grapheme in word.graphemes(true) {
            let wide = grapheme.width();
            if used + wide > width && grapheme != " " {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push_str(grapheme);
            used += wide;
        }
        if lines.len() > LINES {
            break;
        }
    }
    if !line.trim().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        lines.push("…".to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn long_texts_are_cut_between_words() {
        assert_eq!(wrapped("", 10), [""]);
        assert_eq!(wrapped("Видео маркет", 12), ["Видео маркет"]);
        assert_eq!(wrapped("Видео маркет Восток", 12), ["Видео маркет", "Восток"]);
        assert_eq!(wrapped("дыр-бул-щыл-убеш", 6), ["дыр-бу", "л-щыл-", "убеш"]);
        let long = wrapped(&"日本 ".repeat(2000), 21);
        assert_eq!((long.len(), long.last().map(String::as_str)), (LINES + 1, Some("…")));
        assert!(long.iter().all(|line| line.width() <= 21));
    }
}
