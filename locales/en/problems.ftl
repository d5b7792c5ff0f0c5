# What is wrong with files people edit: fault- is one sentence what is wrong; hint- is one sentence what to do.

severity-error = error
severity-warning = warning
quoted = `{ $text }`
hint-suggested = Did you mean `{ $word }`?
hint-there-are = There are { $known }.
hint-keep-one = Keep one of the two.

# Kinds of values: "is …"
value-text = text
value-number = a whole number
value-fraction = a number with a fraction
value-flag = true or false
value-date = a date
value-list = a list
value-table = a table
value-name = a name
value-style = a style

# How a file is written
fault-not-utf8 = The file is not in UTF-8.
hint-not-utf8 = Save it in UTF-8.
fault-not-quoted = The text has no quotes around it.
hint-not-quoted = Put it in straight quotes: "…".
fault-text-not-closed = The text that begins here has no closing quotes.
hint-text-not-closed = Put them where the text ends.
fault-bad-escape = A backslash stands here for itself.
hint-bad-escape = Write it twice: \\.
fault-not-closed = A bracket is not closed before this place.
hint-not-closed = Close it: ] or {"}"}.
fault-comma-missing = A comma is missing here.
hint-comma-missing = Put a comma between the two values.
fault-equals-missing = There is no `=` after the key.
hint-equals-missing = Add it: key = value.
fault-value-missing = There is no value after `=`.
hint-value-missing = Write a value, or take the line out.
fault-repeated-key = This key stands here for the second time.
fault-bad-name = The key has a sign in it that can't be there.
hint-bad-name = Write keys in Latin letters, digits, `-` and `_`.
fault-left-over = Something is left over after the value.
hint-left-over = Take it out; quotes within a text are written \".
fault-not-toml = This is not how TOML is written.
hint-not-toml = Compare the line with its neighbours: key = value.

# Keys and values
fault-unknown-key = There is no key `{ $key }` here.
hint-unknown-key = Correct it, or take the line out.
fault-misplaced-key = The key `{ $key }` belongs to the whole file.
hint-misplaced-key = Put it at the top, above the first [[…]].
fault-missing-key = The key `{ $key }` is missing.
hint-missing-key = Add it: { $key } = …
fault-wrong-type = The value of `{ $key }` is wrong: it is { $found }.
hint-wanted-text = Write text in straight quotes: "…".
hint-wanted-number = Write a whole number, without quotes.
hint-wanted-fraction = Write a number, without quotes.
hint-wanted-flag = Write true or false, without quotes.
hint-wanted-date = Write a date.
hint-wanted-list = Write a list: [ … ].
hint-wanted-table = Write a table: {"{"} … {"}"}.
hint-wanted-tables = Write tables: [[{ $key }]] before each, or [ {"{"} … {"}"}, … ].
hint-wanted-name = Write text, or {"{"} ru = "…", en = "…" {"}"}.
fault-unknown-word = `{ $key }` is never `{ $word }`.
hint-one-of = It may be { $known }.
fault-empty = The value of `{ $key }` is empty.
hint-empty = Write a text.
fault-out-of-range = The number of `{ $key }` is too small or too large.
hint-out-of-range = It may be { $min } to { $max }.
fault-bad-code = `{ $code }` is no code.
hint-bad-code = Write codes in small Latin letters, digits and `-`.
fault-duplicate-code = The code `{ $code }` was given on line { $line } already.
hint-duplicate-code = Give one of the two another code.
fault-repeated = `{ $text }` stands in `{ $key }` twice.
fault-too-wide = The text of `{ $key }` is { $width ->
    [one] { $width } cell
   *[other] { $width } cells
} wide, and { $limit } fit.
hint-too-wide = Make it shorter: the rest will be cut on the screen.

# Scripts
fault-no-steps = The script has no steps.
hint-no-steps = Add one at least: [[step]].
fault-unknown-step = There is no step `{ $code }`.
hint-unknown-step = Correct the code, or add such a step.
fault-unreachable = No answer leads to the step `{ $step }`.
hint-unreachable = Add an answer that leads here, or take the step out.
fault-no-exit = No end of the script can be reached from the step `{ $step }`: the talk goes round in { $round }.
hint-no-exit = Add an answer to one of them that leads to an end.
fault-too-many-answers = The step has { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}, and there are nine keys for answers.
hint-too-many-answers = Keep the most frequent ones, or make two steps of it.
fault-long-say = The step is { $length ->
    [one] { $length } character
   *[other] { $length } characters
} long: nobody listens to more than { $limit }.
hint-long-say = Make two steps of it.
fault-outcome-before-end = The step `{ $step }` is no end of the script: its result will never be suggested.
hint-outcome-before-end = Take out outcome, or the answers.
fault-end-without-outcome = The script ends at the step `{ $step }` and suggests no result.
hint-end-without-outcome = Add outcome.
fault-unknown-outcome = There is no result `{ $code }`.
hint-unknown-outcome = Correct the code, or add such a result.
fault-unknown-variable = There is no variable `{ $name }`.
hint-unknown-variable = Correct the name; a client's field of your own is written {"{"}field:Name{"}"}.
fault-unclosed-brace = The brace is not closed on its line.
hint-unclosed-brace = Close it; a brace that is read out is written twice: {"{{"}.
fault-stray-brace = The brace closes nothing.
hint-stray-brace = Take it out; a brace that is read out is written twice: {"}}"}.
fault-variable-out-of-place = No variables are filled in at `{ $key }`: the braces will be seen.
hint-variable-out-of-place = Take the variable out: they work in say and hint.
fault-not-said = On the way to the step `{ $end }` the client never hears `{ $variable }`: a caller says who he is and why he calls.
hint-not-said = Add this variable to a step that everybody hears.
fault-long-line = A line of `{ $key }` is { $width } cells wide, and a terminal of 80 columns shows { $limit }.
hint-long-line = Break it where one takes a breath.
fault-never-said = No step says `{ $variable }`: the client must hear why he is called.
hint-never-said = Write `purpose` at the top of the file and put the variable into a step.
fault-no-purpose = There is nothing to fill in for `{ $variable }`: the top of the file does not say why we call.
hint-no-purpose = Add `purpose` above the first [[step]].
fault-case-without-default = The table may know no such form for `{ $name }`: the operator will see a gap.
hint-case-without-default = Add words for that case behind a bar: `{ $name }|…`.
fault-wrong-forms = The word `{ $word }` has { $count ->
    [one] { $count } form
   *[other] { $count } forms
}; five are needed.
hint-wrong-forms = Write the genitive, dative, accusative, instrumental and prepositional.
fault-condition = `{ $found }` is not understood in this condition.
fault-condition-end = The condition breaks off.
hint-condition = Write it like `shops > 3 and not mail`, with quotes around texts that have spaces.
fault-unknown-question = The script has no question `{ $code }`.
hint-unknown-question = Correct the code, or add a step with this question.
fault-unknown-choice = The question `{ $question }` has no answer `{ $choice }`.
hint-unknown-choice = Write the code of the answer, or its text in quotes.
fault-comparison = The answer to `{ $question }` can't be compared with `{ $value }` like that.
hint-comparison = Compare numbers with numbers and days with days; choices are equal or not.
fault-never-true = This condition can never hold.
hint-never-true = Check the bounds and the order: the question has to be asked before the condition.
fault-jump-never-taken = This jump is never taken: the one before it always holds.
hint-jump-never-taken = Move the jump without a condition to the end, or take one out.
fault-jump-circle = Jumps lead from the step `{ $step }` round in { $round }.
hint-jump-circle = Take one of the jumps out.
fault-nothing-to-choose = When no condition of the step `{ $step }` holds, there is no answer to choose.
hint-nothing-to-choose = Add an answer without a condition.
fault-never-read = Nobody will read the step `{ $step }`: its last jump always holds.
hint-never-read = Take out the words and answers, or give the jump a condition.
fault-no-choices = The question `{ $question }` has nothing to choose from.
hint-no-choices = Give the step answers.
fault-key-of-other-kind = `{ $key }` means nothing here.
hint-key-of-other-kind = Take the key out, or check the kind of the question or effect.
fault-empty-range = The smallest value is not below the largest: nothing could be answered.
hint-empty-range = Swap the numbers.
fault-useless-to = This `to` leads nowhere: the step has no question, and its answers lead elsewhere.
hint-useless-to = Take the key out, or add a question.
fault-callback-words = When to call back is not clear: `{ $words }`.
hint-callback-words = Write for instance `in 3 days` or `tomorrow at 11`.
fault-deal-amount = `{ $text }` is no amount.
hint-deal-amount = Write for instance `120,000` or `120k`.

# Processes
fault-no-stages = The process has no stages.
hint-no-stages = Add [[stage]], or write control = "none".
fault-stages-without-control = There are stages, and control = "none" says there are none.
hint-stages-without-control = Take out the stages, or control.
fault-probability-falls = The chance of the stage `{ $stage }` is { $probability } %, after { $before } % on the stage before.
hint-probability-falls = Check them: the chance grows towards the end.
fault-bad-term = The term “{ $words }” in `{ $key }` is not understood.
hint-bad-term = Say it in words counted from that day: “tomorrow at 12”, “in 2 days”, “on Friday”.
fault-no-loss-reasons = There are no reasons to choose from when a deal is lost.
hint-no-loss-reasons = Add loss_reasons.

# Results of a call
fault-no-years = The file names no year.
hint-no-years = Add a section: `[[year]]` with `year = 2026` and `off = ["01-01..01-09"]`.
fault-bad-day = “{ $text }” is no day of that year.
hint-bad-day = Write month and day: "05-09", or a span: "01-01..01-08".
fault-worked-workday = { $day } is a working day anyway.
hint-worked-workday = In `worked` stand only Saturdays and Sundays that are worked.
fault-too-many-days-off = { $count ->
    [one] { $count } day off
   *[other] { $count } days off
} in one year can't be right.
hint-too-many-days-off = Check the spans: Saturdays and Sundays need not be listed.

fault-no-outcomes = The file has no results.
hint-no-outcomes = Add one at least: [[outcome]].
fault-bad-key = `{ $key }` is no key of a result.
hint-bad-key = Take a digit or `-`.
fault-duplicate-key = The key `{ $key }` was given on line { $line } already.
hint-duplicate-key = Give one of the two another key.
fault-no-reasons = The result asks for a reason, and there are none to choose from.
hint-no-reasons = Add reasons.
fault-reasons-not-asked = There are reasons, and nobody asks for one.
hint-reasons-not-asked = Add "reason" to asks.
fault-callback-without-time = The result promises to call back, and nobody asks when.
hint-callback-without-time = Add "when" to asks.
fault-time-without-callback = The time is asked for, and no call is planned at it.
hint-time-without-callback = Write next = "callback", or take "when" out of asks.
fault-stop-without-scope = The client forbids calls, and nobody asks which.
hint-stop-without-scope = Add "stop-scope" to asks.
fault-scope-without-stop = It is asked what the client forbids, and nothing will be forbidden.
hint-scope-without-stop = Add "stop" to flags, or take "stop-scope" out of asks.
fault-stop-plans-call = The client forbids calls, and the result plans another one.
hint-stop-plans-call = Write next = "close".
fault-flag-without-human = Only a talk with a human can have the flag `{ $flag }`.
hint-flag-without-human = Add "human" to flags.
fault-one-key-wanted = The table `{ $key }` needs exactly one key.
hint-one-key-wanted = Keep one of these: { $keys }.
fault-no-stop-outcome = No result forbids calls: a client's refusal can't be recorded.
hint-no-stop-outcome = Add a result with "stop" in its flags.

# Keymaps
hint-keymap-line = Keys and actions stand in quotes: "Ctrl+K" = "palette".
fault-unknown-context = There is no context [{ $context }].
fault-unknown-action = There is no action `{ $action }`.
hint-list-keys = The command dozvon keys lists contexts and actions.
fault-key-empty = The key has no name.
hint-key-name = Write a character, such as "n" or "[", or a name: "F3", "Space", "PageDown".
fault-key-modifier = `{ $found }` is not held with other keys: there are Ctrl, Alt and Shift.
hint-key-modifier = Write Ctrl+K, Alt+1 or Shift+Tab, for example.
fault-key-unknown = There is no key `{ $found }`.
fault-key-shifted = The key `Shift+{ $mark }` is named by the character it types.
hint-key-shifted = Write the character itself, such as "?" or "!".
fault-key-ctrl-shift = A terminal sends `Ctrl+Shift+{ $letter }` as `Ctrl+{ $letter }`.
hint-key-ctrl-shift = Write `Ctrl+{ $letter }`, or take Alt.
fault-key-same = A terminal sends `{ $key }` as `{ $other }`.
hint-key-same = Bind `{ $other }`, or take another key.
fault-key-not-sent = Terminals do not send `{ $key }`.
fault-key-starts-sequence = The key `{ $key }` looks like the beginning of an arrow or a function key.
hint-another-key = Take another key.
fault-key-conflict = In [{ $context }] the key `{ $second }` means { $meaning }, but on line { $line } the same key, `{ $first }`, means { $first_meaning }.
key-means-nothing = nothing (false)
hint-key-conflict = Keep one of the two lines.
fault-context-twice = The context [{ $context }] is here already, on line { $line }.
hint-context-twice = Put the lines of both together.
fault-not-an-action = There is { $found } in place of an action.
hint-not-an-action = Write the name of an action in quotes, or false to take the key away.
hint-keymap-name = Write { $setting } = "default".
fault-outside-context = `{ $found }` stands outside of any context.
hint-key-outside-context = Put the line under a context: [global] holds the keys that work everywhere.
hint-outside-context = Only name and inherits stand before the first context.
fault-unknown-keymap = There is no keymap `{ $name }`.
fault-keymap-cycle = This keymap inherits itself: `{ $chain }`.
hint-keymap-cycle = Let one of them inherit "default".

# Themes
hint-theme-line = A line of a theme looks like this: muted = "#8b95a1".
fault-theme-setting = A theme has no setting `{ $setting }`.
hint-theme-setting = It has name, inherits, contrast and the tables [palette] and [styles].
fault-theme-role = There is no role `{ $role }`.
hint-theme-role = The command dozvon themes lists the roles.
fault-theme-property = A style has no property `{ $property }`.
hint-theme-property = It has fg, bg, ansi, ansi_bg, bold, dim, italic, underline and reverse.
fault-theme-color = There is no colour `{ $color }`.
hint-theme-color = Add it to [palette], or write "#rrggbb", "ansi256:208", "light-red", "default" or "none".
hint-theme-palette = Write it as "#1a2b3c", "ansi256:208" or "light-red".
fault-theme-hex = `{ $color }` is no colour: six hexadecimal digits stand behind `#`.
hint-theme-hex = Write it as "#1a2b3c".
fault-theme-index = `{ $color }` is no colour: a number from 0 to 255 stands behind `ansi256:`.
hint-theme-index = Write it as "ansi256:208".
fault-theme-ansi = `{ $color }` is none of the sixteen colours.
hint-theme-ansi = They are black, red, green, yellow, blue, magenta, cyan, gray, dark-gray, light-red to light-cyan, white.
fault-theme-reserved = A colour of the palette can't be called `{ $name }`.
hint-theme-reserved = Give it another name.
fault-theme-contrast = There is no contrast `{ $word }`.
hint-theme-contrast = Write "normal" or "high".
hint-theme-inherits = Write inherits = "dark".
hint-wanted-style = Write "coral" or {"{"} fg = "coral", bold = true {"}"}.
hint-wanted-section = Write [{ $key }] on a line of its own, and what belongs to it below.
hint-wanted-color = Write a colour in quotes, such as "light-red".
fault-unknown-theme = There is no theme `{ $name }`.
fault-theme-cycle = This theme inherits itself: `{ $chain }`.
hint-theme-cycle = Let one of them inherit "dark".

# What is hard to see in a theme
fault-theme-few-colours = In { $colors } colours: { $what }
fault-theme-without-colours = Without colours: { $what }
fault-theme-low-contrast = `{ $role }` on `{ $ground }`: a contrast of { $ratio }, less than { $wanted }.
fault-theme-own-contrast = `{ $role }` on its own ground: a contrast of { $ratio }, less than { $wanted }.
hint-theme-ansi-colours = Choose other colours with ansi and ansi_bg.
hint-theme-lighter = Make one of them lighter or darker.
fault-theme-alike = `{ $role }` looks like `{ $other }`.
hint-theme-modifier = Make one of them bold, underlined or reversed.
hint-theme-ansi-colour = Choose another colour for one of them with ansi.
hint-theme-another-colour = Give one of them another colour, or make it bold or underlined.
fault-theme-colour-blind = `{ $role }` looks like `{ $other }` to the colour-blind.
hint-theme-bluer = Make one of them bluer, yellower, lighter or darker.
fault-theme-open = { $roles }: ink or ground is left to the terminal.
fault-theme-open-more = { $roles } and { $count } more: ink or ground is left to the terminal.
hint-theme-open = Give text both fg and bg, or no colours at all.
