# Errors: one sentence what happened; hint- is one sentence what to do.

error-forbidden = You have no right { $right }.
hint-forbidden = Ask the supervisor.
error-not-found = { $kind ->
   *[other] There is no such { $what }
}: { $name }.
error-busy = Somebody else is changing this record at the same time.
hint-busy = Try again.
error-held = Another operator is working on this contact.
error-finished = This contact is finished already.
hint-take-next = Take the next one.
hint-stopped = If the client himself asks for a call, record it as the result “Call back”.
error-unanswered = The result wants an answer: { $ask }
error-past = That time has passed.
error-outside-hours = The client is not called at that hour.
error-empty = It is empty: there is nothing to save.
error-taken = The name «{ $name }» is taken.

error-store-busy = The base is in use: another Dozvon holds the folder { $path }.
hint-store-busy = Close it, or name another folder: --data FOLDER. Looking at the base and backing it up work meanwhile: dozvon at, dozvon backup.
error-store-io = { $path }: { $error }.
hint-store-io = Check the free space and the rights of the folder, then start again: what was recorded is safe.
error-store-too-new = The data was written by a newer release (format { $found }, this one knows { $known }).
hint-store-too-new = Install the newer release of Dozvon.
error-not-a-store = { $path } is not a Dozvon data folder.
hint-not-a-store = Name a data folder or a backup of Dozvon, or an empty folder.
error-journal-damaged = The journal { $file } is damaged from byte { $offset } on.
error-journal-behind = The journal has lost records: it ends at { $journal }, the engine is at { $engine }.
error-record = A record of table { $table } can't be read.
error-no-space = There is no space on the disk.
hint-no-space = Free some and start again: what was recorded is safe.
error-engine = The working state can't be read.
hint-damaged = Change nothing in the data folder: dozvon verify says what is damaged and what can be done.
error-too-large = Too much data at once: { $bytes } bytes.
hint-too-large = Make the text shorter.
error-stopped = Writing to the disk has failed: { $error }.

move-error-closed = The deal is closed already.
move-error-first = This is the first stage, there is no way back.
move-error-no-stages = The deal has no stages: it can only be won or lost.
move-error-process = The deal follows another process.

# What the system says of files: a part of a sentence.
io-no-space = there is no space on the disk
io-not-found = there is no such file or folder
io-no-permission = permission is denied
io-exists = the name is taken already
io-is-a-folder = this is a folder, not a file
io-not-a-folder = a file stands on the way, not a folder
io-read-only = nothing can be written here: it is read-only
io-bad-name = no file can have such a name
io-bad-data = the data can't be read
io-cut-off = the file ends too early
io-closed = the other side has closed the output
io-timed-out = there was no answer for too long
io-busy = the file is busy
io-too-large = the file is too large

phone-empty = The number is empty.
phone-no-digits = There are no digits in the number.
phone-short = This is a short number.
phone-no-area-code = The number has no area code.
phone-incomplete = The number lacks digits.
phone-not-a-number = There is no such number.
phone-too-long = The number has too many digits.
phone-lost-digits = The spreadsheet has rounded the number: the last digits are lost.
phone-several = There are several numbers here.
phone-tail = There are digits left over behind the number.
error-no-room = Only { $free } MB are left on the disk and { $reserve } MB must stay free: nothing is written for now.
hint-no-room = Free some room and try again. Everything written so far is safe.
error-disk-files = The disk takes hardly any new files ({ $free } more, whatever room is left): nothing is written for now.
hint-disk-files = Remove files nobody needs and try again. Everything written so far is safe.
error-unwritable = { $path } can't be written: { $error }.
hint-unwritable = Check the disk and your rights to the folder and try again. Everything written so far is safe.
error-read-only-damaged = The journal is damaged, so the base is open for reading only.
hint-read-only-damaged = dozvon verify says what is damaged and what can be done.
error-read-only-past = This is the past: it can be looked at but not changed.
hint-read-only-past = dozvon restore takes the base back to that moment.
error-read-only-folder = The data folder can't be written, so the base is open for reading only.
hint-read-only-folder = Give yourself the right to write to the folder or name another one: --data FOLDER.
error-too-old = History is not kept that far back: the oldest entry is { $oldest }.
hint-too-old = Take a later time or an older backup.
error-other-base = The backup in { $path } differs from this base (file { $file }): it is of another base, or the base was taken back to an earlier state.
hint-other-base = Name another, empty folder for the backup; this one is as it was.
error-backup-damaged = The backup in { $path } is damaged: file { $file }, byte { $offset }.
error-in-itself = { $path } is the data folder itself, or a folder in it.
hint-in-itself = Name a folder outside of the data folder, best on another disk.
error-no-such-commit = There is no such entry of the journal: the last one is { $last }.
error-before-first = There was no base then: the first entry was made on { $first } (Moscow time).
hint-engine = Run the command again: the working state is made anew from the journal. If that does not help: dozvon rebuild.
error-read-only-full = The disk is full or takes no more files, so the base is open for reading only.
hint-read-only-full = Free some room and start again. Everything written so far is safe.
