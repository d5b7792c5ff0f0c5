# What the system did not give, what the program will not do, and what was left unprinted.

error-file-limit = The system lets the files of the base grow no further.
hint-file-limit = Lift the bound on the size of files (ulimit -f) and start again: what was recorded is safe.
error-read-only-file-limit = The system lets the files of the base grow no further, so the base is open for reading only.
health-file-limit = The system lets the files of the base grow no further: it can only be looked at. Lift the bound (ulimit -f) and start Dozvon again.
health-file-limit-now = The system lets the files of the base grow no further: nothing is saved. Lift the bound (ulimit -f) and start Dozvon again.
error-short-memory = The system has not enough memory to open the base.
hint-short-memory = Close other programs or lift the bound (ulimit -v), then start again: what was recorded is safe.
error-short-files = The system lets the program open no further file.
hint-short-files = Close other programs or lift the bound (ulimit -n), then start again: what was recorded is safe.
error-short-threads = The system lets no further thread start: there are too many, or there is no memory for it.
hint-short-threads = Close other programs or lift the bounds (ulimit -u, ulimit -v), then start again: what was recorded is safe.
io-no-files = no further file may be opened
io-no-memory = there is not enough memory
io-short = the system is short of threads or memory

error-is-a-base = { $path } is a base to work with and no backup: no backup is written into it.
hint-is-a-base = Name another, empty folder for the backup; this one is as it was.
error-in-a-base = { $path } stands inside of another folder of Dozvon, { $base }.
error-is-a-backup = { $path } is a backup: no base is restored in its place, the backup would be gone.
hint-is-a-backup = Name the folder of a base, or an empty one: --data DIR. The backup is as it was.

error-output-saved = { $problem } But all that was to be done is done and saved.
hint-output-saved = There is no need to run the command again.

progress-tidying = made compact (Ctrl+C leaves it for later)
tidy-done = The working state was made compact: { $before } before, { $after } now.
tidy-ended = The working state was left as it is: it is made compact when there is time. What was loaded is safe.

restore-short = The base { $folder } has lost the end of its journal: it has entries up to { $journal }, and entries up to { $reached } were made.
hint-restore-short = To bring back what was lost: dozvon --data { $folder } repair. To take only what the journal has: restore with --seq { $journal }.
restore-missing-lost = Some history is missing in the restored base (changes { $seqs }): somebody had decided to go on with that loss.
restore-missing-one = Some history is missing in the restored base: change { $seqs } can't be read. The data itself is whole.

verify-journal-stray = There is an empty file { $file } in the journal that does not belong: the journal before it ends with entry { $last }. Either it came there by chance, or entries { $from } to { $to } are lost.
verify-known-hole = Journal entries { $list } are not there, and that is known: somebody has decided to go on with it. The journal goes on in { $file }.
verify-known-hole-one = Journal entry { $list } is not there, and that is known: somebody has decided to go on with it. The journal goes on in { $file }.
