# The command line.

cli = Dozvon: a CRM for call-centre operators in a terminal.
cli-desk = The operator's desk (the same as dozvon without a command).
cli-desk-theme = Theme: dark, light, mono, contrast or your own.
cli-desk-keymap = Keys: default, vim or your own.
cli-desk-no-mouse = Leave the mouse to the terminal.
cli-data = Data folder (or the variable DOZVON_DATA).
cli-lang = Language: ru or en.
cli-format = Form of output: table, json, ndjson or csv.
cli-now = Take this for the present time (RFC 3339): for repeatable runs.
cli-user = On whose behalf to work.
cli-verbose = Tell what is going on; -vv tells more.
cli-help = Show this help.
cli-version = Show the version.

cli-heading-commands = Commands
cli-heading-arguments = Arguments
cli-heading-options = Options
cli-heading-usage = Usage
cli-value-command = COMMAND
cli-value-options = OPTIONS

usage-unknown-option = There is no such option: { $option }.
usage-unknown-command = There is no such command: { $command }.
usage-missing = Missing: { $option }.
usage-missing-command = It is not said what to do.
usage-no-value = The option { $option } wants a value.
usage-wrong-choice = The option { $option } is never «{ $value }»: it may be { $choices }.
usage-wrong-value = The option { $option } does not understand «{ $value }».
usage-conflict = { $option } and { $other } do not go together.
usage-not-text = The command line is not text.
usage-wrong = The command line is wrong.
hint-usage-suggested = Did you mean { $word }?
hint-usage = See dozvon --help.

error-output = The output could not be written: { $error }.
error-no-terminal = The desk needs a terminal.
hint-no-terminal = Start it in a terminal window, or take a command made for scripts: dozvon --help.
error-terminal = The terminal does not answer: { $error }.
opening-rebuild = The working state is being made anew from the journal, this takes a moment…
opening-replay = Records of the journal read: { $count }
user-nameless = Operator
own-text-broken = There is an error in the file { $file }: { $problem }. The rest is used.
config-broken = { $file }: { $problem } The usual settings are used.
theme-broken = The theme has an error, the usual one is used. { $problem }
theme-refused = The theme has an error, the present one stays. { $problem }
keymap-broken = The keymap has an error, the usual one is used. { $problem }
keymap-refused = The keymap has an error, the present one stays. { $problem }
