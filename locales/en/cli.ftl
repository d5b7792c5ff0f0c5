# The command line.

cli = Dozvon: a CRM for call-centre operators in a terminal.
cli-desk = The operator's desk (the same as dozvon without a command).
cli-desk-theme = Theme: dark, light, mono, contrast or your own.
cli-desk-keymap = Keys: default, vim or your own.
cli-desk-no-mouse = Leave the mouse to the terminal.
cli-theme = { cli-desk-theme }
cli-keymap = { cli-desk-keymap }
cli-no-mouse = { cli-desk-no-mouse }
cli-demo = Show Dozvon on a sample base: several hundred invented clients, scripts, a call list.
cli-demo-seed = Seed of chance: the same one gives the same base on every machine (1 unless said otherwise).
cli-demo-fresh = Make the sample base anew.
cli-demo-theme = { cli-desk-theme }
cli-demo-keymap = { cli-desk-keymap }
cli-demo-no-mouse = { cli-desk-no-mouse }
cli-generate = Fill the base with invented clients, for measurements.
cli-generate-clients = How many clients.
cli-generate-interactions = How many interactions each of them has (5 unless said otherwise).
cli-generate-seed = Seed of chance (1 unless said otherwise).
cli-generate-add = Add to the clients that are there already.
cli-bench = Measure how fast it is, beside SQLite doing the same work.
cli-bench-store = Measure the store: loading, writing, reading, room on disk and in memory.
cli-bench-store-clients = How many clients the base has (100,000 unless said otherwise).
cli-bench-store-engine = The engine under the store (sled unless said otherwise).
cli-bench-store-keep = An empty folder in which bases and lists stay. Without it all is made in a temporary folder and removed afterwards.
cli-bench-store-part = One part of a measurement: the command itself starts it.
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
usage-extra-word = There is a word too many: { $word }.
usage-unknown-command = There is no such command: { $command }.
usage-missing = Missing: { $option }.
usage-missing-command = It is not said what to do.
usage-no-value = The option { $option } wants a value.
usage-wrong-choice = { $option }: «{ $value }» does not fit; it may be { $choices }.
usage-wrong-value = { $option }: «{ $value }» does not fit.
usage-out-of-range = { $option }: «{ $value }» does not fit; it may be from { $min } to { $max }.
usage-repeated = { $option } is given twice.
usage-desk-only = Only the desk has a theme, keys and a mouse.
usage-conflict = { $option } and { $other } do not go together.
usage-not-text = The command line is not text.
usage-wrong = The command line is wrong.
hint-usage-suggested = Did you mean { $word }?
hint-usage = See dozvon --help.

error-output = The output could not be written: { $error }.
error-no-terminal = The desk needs a terminal: start it in a terminal window; for scripts there are the commands of dozvon --help.
error-terminal = The terminal does not answer: { $error }.
opening-rebuild = The working state is being made anew from the journal, this takes a moment…
opening-tail-cut = At the end of the journal stood a record that was not written to its end ({ $bytes ->
    [one] { $bytes } byte
   *[other] { $bytes } bytes
}): it was cut off. That happens when the machine goes down while writing; if it did not, check what was done last.
opening-replay = Records of the journal read: { $count }
user-nameless = Operator
own-text-broken = There is an error in the file { $file }: { $problem }. The rest is used.
config-broken = { $file }: { $problem } The usual settings are used.
config-unreadable = { $file }: the file can't be read: { $error }. The usual settings are used.
config-setting-broken = { $file }: { $problem } The other settings are used.
config-zone-unknown = { $file }: there is no time zone «{ $zone }»; it may be, say, Europe/Moscow. The other settings are used.
theme-broken = The theme has an error, the usual one is used. { $problem }
theme-refused = The theme has an error, the present one stays. { $problem }
keymap-broken = The keymap has an error, the usual one is used. { $problem }
keymap-refused = The keymap has an error, the present one stays. { $problem }
demo-no-terminal = The demo needs a terminal: start dozvon demo in a terminal window.
demo-building = The sample base is being made, this takes a few seconds…
demo-other-seed = This sample base was made from seed { $seed }, not { $wanted }.
hint-demo-other-seed = --fresh makes it anew; with --data another one stands beside it.
demo-not-ours = There is a base in { $folder } already, and it is no sample.
hint-demo-not-ours = Name another folder with --data, or leave --data out.
demo-not-written = The sample base could not be written: { $error }.
bench-not-empty = There is something in { $folder } already. An empty folder is needed.
bench-failed = The measurement has stopped: { $why }.
generate-not-empty = There are clients in { $folder } already.
hint-generate-not-empty = --add adds to them; with --data the base stands in another folder.
generate-done = { $clients ->
    [one] Done: { $clients } client
   *[other] Done: { $clients } clients
 }. People { $people }, interactions { $interactions }, deals { $deals }, planned { $planned }.
    Records { $records } in { $seconds } s; clients per second { $rate }.
