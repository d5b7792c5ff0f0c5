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
hint-no-consent = Write down a consent with its proof: dozvon consent add. If the client himself asks for a call, record it as the result “Call back”.
hint-job-days = A supervisor changes the days of the job: dozvon job set --from … --to ….
hint-never-open = Change the hours of the client (dozvon client hours) or of the list (dozvon call-list set).
hint-not-lifted = Write down a new consent first: dozvon consent add CLIENT --given DATE --proof FILE, then lift the stop.
error-future = That moment has not come yet: only what has been can be written down.
error-too-long = The text is too long: { $count }, at most { $most } characters are kept.
error-stop-over = This stop is over already.
error-stop-no-consent = The client has not agreed to anything after this stop: it can’t be lifted.
error-stop-no-proof = There is a new consent, but nothing to prove it by: the stop can’t be lifted.
error-unanswered = The result wants an answer: { $ask }
error-past = That time has passed.
error-outside-hours = The client is not called at that hour.
hint-nearest-open = The nearest time that will do: { $when }. Name it or another.
error-empty = It is empty: there is nothing to save.
error-taken = The name «{ $name }» is taken.

error-store-busy = The base is in use: another Dozvon holds the folder { $path }.
hint-store-busy = Close it, or name another folder: --data FOLDER. Looking at the base and backing it up work meanwhile: dozvon at, dozvon backup.
error-store-io = { $path }: { $error }.
hint-store-io = Check the free space and the rights of the folder, then start again: what was recorded is safe.
error-store-too-new = The data was written by a newer release (format { $found }, this one knows { $known }).
hint-store-too-new = Install the newer release of Dozvon.
error-not-a-store = { $path } is not a Dozvon data folder.
hint-restoring-taken = A restore puts the base together in a folder of this name: rename what is there and try again.
hint-mount-point = If a disk is mounted here, the folder can't be replaced as a whole: name a folder inside it with --data.
hint-not-a-store = Name a data folder or a backup of Dozvon, or an empty folder.
error-no-format = It can't be told what base is in { $path }: the file FORMAT is damaged, and the journal does not begin as this release writes it.
hint-no-format = If the base is newer than this release, install the newer one; if it is damaged, bring back a backup: dozvon restore BACKUP, with a new folder in --data.
hint-in-the-way = Something else should stand in this place: rename what is there, or name another folder.
error-journal-damaged = The journal { $file } is damaged from byte { $offset } on.
error-journal-behind = The journal has lost its end: it ends with entry { $journal }, and entries up to { $engine } were made.
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
io-is-a-folder = this is no file but a folder or something else
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
phone-service = 8-800 and service lines are nobody's own number.
error-no-room = Only { $free } MB are left on the disk and { $reserve } MB must stay free: nothing is written for now.
error-no-room-for = { $free } are free on the disk; { $bytes } are needed, and { $reserve } more must stay free as the reserve.
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
error-no-way-there = The state after journal entry { $wanted } can't be made: not all of the journal before it can be read.
hint-no-way-there = The nearest that can be had: { $near }.
hint-no-way-there-yet = The nearest that can be had: { $near }. What to do about the damage, dozvon verify says.
error-too-old = History is not kept that far back: the oldest entry is { $oldest }.
hint-too-old = Take a later time or an older backup.
error-other-base = The backup in { $path } differs from this base (file { $file }): it is of another base, or the base was taken back to an earlier state.
error-backup-passed = The backup in { $path } ends before entry { $first }, and the base keeps nothing older: nothing shows that they are of one base.
hint-other-base = Name another, empty folder for the backup; this one is as it was.
error-backup-damaged = The backup in { $path } is damaged: file { $file }, byte { $offset }.
error-in-itself = { $path } is the data folder itself, or a folder in it.
hint-in-itself = Name a folder outside of the data folder, best on another disk.
error-no-such-commit = There is no such entry of the journal: the last one is { $last }.
error-before-first = There was no base then: the first entry was made on { $first } (Moscow time).
hint-engine = Run the command again: the working state is made anew from the journal. If that does not help: dozvon rebuild.
error-read-only-full = The disk is full or takes no more files, so the base is open for reading only.
hint-read-only-full = Free some room and start again. Everything written so far is safe.

# The configuration: the program puts the full path of the file here.
config-file = config.toml
