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
cli-bench-desk = Measure the desk: frames, search, the queue, a call, writing, loading of lists.
cli-bench-desk-clients = How many clients the base has (100,000 unless said otherwise).
cli-bench-desk-engine = The engine under the store (sled unless said otherwise).
cli-bench-desk-keep = An empty folder in which bases and lists stay. Without it all is made in a temporary folder and removed afterwards.
cli-bench-store = Measure the store: loading, writing, reading, room on disk and in memory.
cli-bench-store-clients = How many clients the base has (100,000 unless said otherwise).
cli-bench-store-engine = The engine under the store (sled unless said otherwise).
cli-bench-store-keep = An empty folder in which bases and lists stay. Without it all is made in a temporary folder and removed afterwards.
cli-bench-store-part = One part of a measurement: the command itself starts it.
cli-verify = Check whether the base is whole: journal, snapshots, records, indexes, references.
cli-verify-deep = Compare the working state with a replay of the journal too; on large bases it takes long.
cli-doctor = Tell about the base: sizes, records, history, room on the disk, and what should be done.
cli-data = Data folder (or the variable DOZVON_DATA).
cli-lang = Language: ru or en.
cli-format = Form of output: table, json, ndjson or csv.
cli-now = Take this for the present time (RFC 3339): for repeatable runs.
cli-as = On whose behalf to work.
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
opening-rebuild = the working base is made anew from the journal
opening-upgrade = The base was written by an earlier version and is being brought up to date; the earlier state stays in its folder, under a name that begins with before-format-3.
opening-tail-cut = At the end of the journal stood a record that was not written to its end ({ $bytes ->
    [one] { $bytes } byte
   *[other] { $bytes } bytes
}): it was cut off. That happens when the machine goes down while writing; if it did not, check what was done last.
opening-replay = Records of the journal read: { $count }
user-nameless = Operator
own-text-broken = There is an error in the file { $file }: { $problem }. The rest is used.
own-text-too-deep = the text at line { $line } has too many braces
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
cli-backup = Make a backup of the base, or bring one up to date; work may go on meanwhile.
cli-backup-to = Folder of the backup: empty, or with a backup of this base.
cli-restore = Restore the base from a backup; the present one stays beside it, in …before-restore-1.
cli-restore-from = Folder of a backup, or any data folder.
cli-restore-until = As of which moment: 2026-11-10, "2026-11-10 15:30" or RFC 3339. Everything there is unless said.
cli-restore-seq = Up to this entry of the journal, included.
cli-snapshot = Take a snapshot of the base: it opens and is restored sooner from it.
cli-rebuild = Make the working base (the engine) anew from the journal: it gets smaller, and may be another engine.
cli-rebuild-engine = The engine to use from now on.
cli-repair = See to a damaged journal: what has suffered, and how to go on.
cli-repair-yes = Do not ask: go on with what is there, if nothing is lost.
cli-repair-accept-loss = Go on even if some entries are lost.
progress-copying = copying
progress-checking = reading the copy back
backup-done = The backup in { $folder } is complete and checked: { $journal }. Copied { $copied }, the whole backup is { $total }, in { $seconds } s.
backup-no-parent = There is no folder { $folder }: the backup has nowhere to go.
hint-backup-no-parent = If it is another disk, attach it; if it is a new folder, make it.
backup-skipped = The snapshot { $file } of the base can't be read and was not copied. The records are safe: the journal has them.
restore-done = The base is restored in { $folder }: { $journal }. Journal { $size }, in { $seconds } s.
restore-kept = The former base is in { $folder }.
restore-nowhere = There is no folder { $folder }.
hint-restore-nowhere = Name the folder of a backup, or that of a base.
restore-bad-time = This is no time: "{ $time }".
hint-restore-bad-time = Write, for example, 2026-11-10 or "2026-11-10 15:30".
rebuild-done = The engine { $engine } was made anew: { $size } ({ $before }), the last entry of the journal is { $last }, in { $seconds } s.
snapshot-done = The snapshot is taken: { $records } records, { $size }, { $journal }, in { $seconds } s.
repair-nothing = There is nothing to repair: the journal is whole.
repair-journal-short = The journal ends with entry { $last } and should be longer: its end is lost.
repair-state-whole = The data itself is whole: only the history of who changed it when has suffered.
repair-state-lost = The data was put together without these entries: what was in them is lost unless there is a backup.
repair-records = { $count ->
    [one] { $count } record is in doubt
   *[other] { $count } records are in doubt
 }.
repair-clients = Clients it is about: { $clients }.
repair-choices = If there is a backup, dozvon restore brings it back. You may also go on with what is there: the damaged files stay where they are.
repair-undecided = Nothing was changed without your decision.
hint-repair-yes = To go on with what is there: dozvon repair --yes.
hint-repair-loss = To go on without what is lost: dozvon repair --accept-loss.
ask-repair = Go on with what is there? (y/n)
ask-repair-loss = Go on without what is lost? (y/n)
ask-key-yes = y
repair-done = Done: the base can be written again, all data is there.
repair-done-lost = Done: the base can be written again. Look at the clients named: what came last may be missing.
repair-failed = It could not be repaired: the journal can be read up to entry { $last } only.
