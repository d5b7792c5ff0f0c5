# The check of a base (dozvon verify) and what is known of it (dozvon doctor).

records-client = clients
records-person = people
records-legal-entity = legal entities
records-interaction = interactions
records-note = notes
records-deal = deals
records-process = processes
records-script = scripts
records-outcome = results of calls
records-call-list = call lists
records-queue-entry = queue
records-stop = stop list
records-heard = clients' words for scripts
records-user = users
records-consent = consents
records-calendar = production calendar

index-phone = phones
index-email = e-mail
index-inn = INN
index-of-client = what belongs to a client
index-queue-by-due = queue by due time
index-queue-by-taker = taken contacts by operator
index-queue-taken = taken contacts
index-queue-by-list = queue of a call list
index-stop-by-phone = stops of a number
index-user-by-name = users by name
index-call-list-by-name = call lists by name
index-talk-by-owner = talks of a user
index-heard-by-script = words for the author of a script
index-run-by-script = calls of a script

verify-record = { $table } { $id }
verify-index-entry = index entry { $key }
verify-journal = The journal { $file } is damaged from byte { $offset } on: its entries { $from } to { $to } can't be read.
verify-journal-junk = The journal { $file } is damaged at byte { $offset }, but its entries are whole.
verify-journal-end = The journal { $file } is damaged from byte { $offset } on: its entries from { $from } on can't be read.
verify-journal-behind = The journal has lost its end: it ends with entry { $journal }, and entries up to { $reached } were made.
verify-journal-record = In journal entry { $seq }, { $record }: { $fault }.
verify-snapshot = The snapshot { $file } is damaged from byte { $offset } on.
verify-snapshot-record = In the snapshot { $file }, { $record }: { $fault }.
verify-no-path = There is nothing to restore the whole base from: the journal leads to its present state neither from the beginning nor from a snapshot.
verify-engine = The working state can't be read.
verify-bookkeeping = The working state does not know how far into the journal it has come.
verify-engine-behind = The working state is behind: it has come to entry { $engine }, the journal ends at { $journal }.
verify-bad-record = The record “{ $record }” is bad: { $fault }.
verify-same-id = There are two records “{ $table }” with the number { $id }.
verify-no-entry = The record “{ $record }” can't be found through the index “{ $index }”.
verify-stray-entry = The index “{ $index }” leads to where nothing is: { $key }.
verify-stray-key = The working state holds something that is not ours: { $key }.
verify-dangling = The record “{ $record }” names one that is not there: { $other }.
verify-dangling-of = The record “{ $record }” ({ $client }) names one that is not there: { $other }.
verify-counter = A new record “{ $table }” would get the number { $next }, and numbers up to { $highest } are in use.
verify-lacking = The working state lacks what the journal has: { $place }.
verify-surplus = The working state has what the journal does not: { $place }.
verify-different = The working state differs from the journal: { $place }.

fault-unreadable = it can't be read
fault-unknown-table = this release does not know such a table
fault-wrong-key = it stands in the wrong place
fault-wrong-id = it stands under the number of another one
fault-revision = it was changed by journal entry { $revision }, and the last one is { $last }

cure-repair-or-restore = Copy the data folder first, then choose: dozvon repair goes on with what can be read, dozvon restore BACKUP goes back to a backup.
cure-backup = Take another snapshot while the working state is whole: dozvon snapshot.
cure-backup-again = Back the base up to this folder again: dozvon backup FOLDER puts the base's whole snapshot in the place of the damaged one. If it says that it can't, begin another backup in an empty folder.
cure-rebuild = Make the working state anew from the journal: dozvon rebuild.
cure-rebuild-then-tell = Make the working state anew: dozvon rebuild. If the same is found afterwards, it was written so: tell the developers.
cure-tell = No disk does this, the program has written it so: tell the developers.

verify-known-damage = The damage of the journal { $file } at byte { $offset } is known: somebody has decided to go on with it.
verify-torn = The last entry of the journal is being written or was not finished ({ $bytes ->
    [one] { $bytes } byte
   *[other] { $bytes } bytes
}): that is no damage.
verify-busy = Another Dozvon holds the base, so the working state was not checked: only the journal and the snapshots were. Close it and try again.
verify-scratch = The working state was not checked: what can be shown was made from the journal without it.
verify-not-compared = The working state can't be compared with the journal: the journal does not lead to it.
verify-no-room-to-compare = There is no room for the comparison: { $free } are free, and the working state made again from the journal may take { $wanted }. Free that much on the disk of the data folder and run dozvon verify --deep again.
verify-no-room-to-look = The working state was not checked: { $free } are free, and there is no room to open it. Free { $wanted } on the disk of the data folder and try again.
verify-no-files = The working state was not checked to the end: the disk takes { $free ->
    [0] no more files
    [one] { $free } more file
   *[other] { $free } more files
}, and { $wanted } are needed, whatever room is left. Remove files nobody needs and try again.
verify-file-limit = The working state was not checked to the end: the system lets no file grow as large as that needs. Raise the bound on the size of files (ulimit -f) and try again.
verify-not-replayed = The working state was not compared with the journal: the one made again for it can't be written or read. Check the disk and try again.
verify-rebuilt = The working state is of no use: the next opening makes it anew from the journal. What was checked is one made in the same way for the check.
verify-unopened = The base could not be opened, so only the journal and the snapshots were checked. { $error }

verify-doubt-whole = The present state of the base is whole; only a part of its history can't be read.
verify-doubt-lost = Some changes are lost: the base is open without them, and for reading only.
verify-doubt-open = Whether there were changes behind entry { $last } nobody knows: nothing tells. All up to it is whole; the base is open for reading only.
verify-doubt-hidden = Journal entries that can't be read: { $list }.
verify-doubt-hidden-one = Journal entry { $list } can't be read.
verify-doubt-open-end = { $from } and later
verify-doubt-records = { $count ->
    [one] { $count } record is in doubt
   *[other] { $count } records are in doubt
}
doubt-records-whole = { $count ->
    [one] Of { $count } record it can't be read who changed it last and when; it is whole itself
   *[other] Of { $count } records it can't be read who changed them last and when; they are whole themselves
}
verify-doubt-more = { $count ->
    [one] and { $count } more record
   *[other] and { $count } more records
}
verify-clean = Everything is whole.
verify-clean-uncompared = The journal, the snapshots and the records are whole, as far as they were checked; the working state was not compared with the journal.
verify-clean-files = The journal and the snapshots are whole.
verify-found = { $count ->
    [one] { $count } fault was found.
   *[other] { $count } faults were found.
}
verify-more = { $shown } of them are shown.
verify-seen-files = Checked: journal entries { $commits } (files { $segments }), snapshots { $snapshots }.
verify-seen-engine = Records in the base { $records }, index entries { $entries }.
verify-compared = The working state was compared with the journal.
verify-todo = What to do:
verify-no-base = There is no base in { $folder }.
hint-verify-no-base = Name the data folder: --data FOLDER.
verify-stage-journal = journal
verify-stage-snapshots = snapshots
verify-stage-records = records
verify-stage-indexes = indexes
verify-stage-naming = what is wrong with the indexes
verify-stage-replay = replaying the journal
verify-stage-compare = comparing with the journal

size-bytes = { $amount } bytes
size-kilobytes = { $amount } KB
size-megabytes = { $amount } MB
size-gigabytes = { $amount } GB

doctor-folder = Data folder: { $folder }, format { $format }
doctor-opened = Opens in { $seconds } s
doctor-engine = Engine: { $engine }, { $size }
doctor-no-engine = Engine: there is no working state yet
doctor-journal = Journal: { $size }, files { $segments }
doctor-history = History: from { $from } to { $to }
doctor-snapshots = Snapshots: { $count }, { $size }; the last one of { $at }
doctor-snapshots-undated = Snapshots: { $count }, { $size }; when the last entry in them was made is not known
doctor-no-snapshots = There are no snapshots
doctor-room = Free on the disk: { $free }, of which { $reserve } stay free
doctor-records = Records:
doctor-records-then = Records by the snapshot of { $at }:
doctor-per-client = For each client: records { $records }, on the disk { $bytes }
doctor-busy = Another Dozvon holds the base: this is what can be seen from outside.
doctor-fine = There is nothing to do; whether the journal is whole, dozvon verify says.

advice-verify = The journal is damaged and the base is open for reading only: dozvon verify says what is lost and what can be done.
advice-no-room = { $free } are free and { $reserve } must stay free: nothing is written. Free some room.
advice-no-room-to-open = { $free } are free: too little to open the base for writing, it can only be read. Free room until { $wanted } are free, and start again.
advice-no-files = { $free ->
    [0] No new file
    [one] Only { $free } new file
   *[other] Only { $free } new files
} can be made on the disk, and { $wanted } are needed: nothing is written. Remove files that are not needed.
advice-little-room = { $free } are free, and { $wanted } may be needed for a new working state and a snapshot. Free some room in time.
advice-outgrown = { $clients ->
    [one] The base has outgrown sled: { $clients } client
   *[other] The base has outgrown sled: { $clients } clients
}, working state { $engine }. With LMDB cards open several times faster and less memory is needed: dozvon rebuild --engine lmdb.
advice-bloated = The working state takes { $engine }, its records only { $records }: the rest is garbage. dozvon rebuild removes it.
advice-snapshot-due = The journal has grown by { $behind } since the last snapshot, and there is no new one: take a backup (dozvon backup FOLDER) and see whether there is room enough.
advice-way-back = The folder { $folder } keeps a former base ({ $bytes }). If you won't go back to it, it can be removed.
advice-stranger = The folder { $folder } has a name like one of the store's and holds something else: it is left alone. Is it yours? Then better keep it elsewhere.
