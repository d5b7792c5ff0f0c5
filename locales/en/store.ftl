# The store: backups, restoring, repair.

error-no-engine = The working state has failed and does not open so far.
hint-no-engine = All that was saved is whole, the journal has it. Dozvon opens it again by itself; if that does not help, close it and start again.
health-no-engine = The working state has failed: Dozvon opens it again by itself. What was saved is whole; if it does not help, close it and start again.

error-read-only-backup = This is a backup: it can be looked at but not changed.
hint-read-only-backup = To work with it, make a base of it: dozvon --data DIR restore BACKUP.
health-backup = This is a backup: it can be looked at but not changed.
error-backup-ahead = The backup in { $path } is newer than the base: it has entries of the journal up to { $backup }, the base up to { $base }.
hint-backup-ahead = If the base has lost entries, bring them back: dozvon restore { $path }. If you have taken it back to an earlier state yourself, name another, empty folder for the backup.
error-restoring = Another Dozvon is restoring a base to { $path } right now.
hint-restoring = Wait for it, or name another folder: --data DIR.

restore-missing = Some history is missing in the restored base: changes { $seqs } can't be read. The data itself is whole.
restore-cut = The end of the backup is damaged and was left out ({ $bytes ->
    [one] { $bytes } byte
   *[other] { $bytes } bytes
}): there may have been later changes in it than were restored.
hint-restore-damaged-near = The nearest that can be had: { $near }. To have all that can be read, copy { $folder } to a new folder NEW, run dozvon --data NEW repair, then dozvon restore NEW.
hint-restore-damaged = Take another backup. To have all that can be read, copy { $folder } to a new folder NEW, run dozvon --data NEW repair, then dozvon restore NEW.

verify-journal-one = The journal { $file } is damaged from byte { $offset } on: its entry { $seq } can't be read.
verify-unrepaired = Somebody has decided to go on with the damage of the journal, and no snapshot stands for what can't be read: the repair was not brought to its end, or snapshots were removed since. So far the base opens for reading only.
verify-apart = The snapshot { $file } is not of this journal: their changes of the same numbers differ.
verify-engine-apart = The working state is not of this journal: their changes of the same numbers differ, and it goes on behind the journal's end.
cure-sort = Files of two bases, or of two copies of one, stand together. Put those back into the folder journal that were in it, or take a backup: dozvon restore BACKUP. If the journal is the right one, take a new snapshot: dozvon snapshot, the other one will be put aside.
repair-lacks-none = All entries of the journal are whole, and so is the data: the file will be written anew from them, the former one stays beside it.
repair-lost-end = Lost entries of the journal, by number: { $list }. They are nowhere any more. Their numbers won't be given again: the next one will be { $next }.
repair-lost-end-one = Entry { $list } of the journal is lost: it is nowhere any more. Its number won't be given again: the next one will be { $next }.
repair-done-lost-unknown = Done: the base is open for writing again. What was in the lost entries nobody knows: check the last things you did.
repair-engine-apart = The working state goes on behind the journal's end, but has not come from it: one of the two is not of this base. What is shown is what the journal has.
cure-repair-again = Run the repair once more: dozvon repair. If snapshots were removed by mistake, put them back into the folder journal first.
verify-no-engine = This is a backup, or a base that nobody has opened yet: it has no working state, the journal and the snapshots were checked.
doctor-backup = This is a backup: what is shown is what can be seen in its files.

at-in-at = The command at makes no sense within at: there can be one time only.
hint-at-in-at = Name one time: dozvon at "2026-11-20 15:00" show 42.
history-gone-with-others = This record is gone, it was deleted together with others. To look at it: dozvon at --seq { $before } and a command. To bring back all that was deleted: dozvon undo { $seq } --whole; this part alone: dozvon undo { $seq } --part.

verify-journal-vanished = The journal { $file } is missing, though a repair has begun it: nobody knows how many entries it had.
verify-journal-forgotten = Of the journal the file { $file } is missing, or a part of it: without it snapshots of this base can't be told from others where the journal has a gap.
repair-open-end = There may have been entries behind { $last }: nothing tells, neither the journal nor the working state.
repair-state-open-end = All up to it is whole. What stood behind it is lost unless there is a backup.
repair-lost-unknown = Nobody knows how many entries are lost. So that no number is given twice, the next one will be { $next }.
repair-no-word = The file in-doubt can't be read: it said how far the base had come before.
verify-journal-apart = The journal is not of this base: behind entry { $last } it has other entries than the working state and the snapshots know, which agree with each other.
repair-journal-apart = The journal is not of this base: behind entry { $last } it has other entries than the working state and the snapshots know. What is shown is what the working state has. The repair will put the journal aside as ….damaged-N; nothing is removed. If the right journal is found, put it back.
error-nothing-left = Of the base only the file FORMAT is left: neither journal nor snapshots nor working state are there.
hint-nothing-left = Bring a backup back: dozvon restore BACKUP. If there was no base here, remove FORMAT.
error-not-a-file = { $file } in the journal of the base is no file but a link, a folder or something else.
hint-not-a-file = Nothing was changed. Put the file itself there.
advice-strange-file = The file { $file } in the journal's folder does not have a name as Dozvon gives: it is not read. If it is of this base, give it its former name back.
export-own-file = { $file } is a file of the base: no export is written in its place.
hint-export-own-file = Name a file outside of the data folder.
error-backup-has-lost = The backup in { $path } has entries of the journal from { $from } on that a repair of the base has gone on without: it was left as it was.
hint-backup-has-lost = To see them: dozvon restore { $path } with a new folder in --data. For backups of this base name another, empty folder.
hint-restore-apart = From what the journal has, without this snapshot: dozvon restore { $folder } { $near }. If the snapshot is right, put the journal back into { $folder } that it was made from.
verify-journal-returned = The journal { $file } holds entries from { $from } on that a repair has gone on without: it has come back. They are not mixed with what was written since.
verify-against = The working state and the snapshot { $file } know different entries under the same numbers behind the end of the journal: one of the two is not of this base.
verify-dangling-lost = { $count ->
    [one] { $count } record names another one
   *[other] { $count } records name others
} that went with the lost entries: somebody has decided to go on without them.
repair-returned = A file has come back that a repair has gone on without. What is shown is the base as it went on since. The repair puts that file aside as ….damaged-N and keeps what belongs here; nothing of it is removed. To have its entries and not those written since: dozvon restore of a backup that has them.
repair-against = The snapshot { $file } knows other entries under the same numbers than the working state. What the working state has is kept; the repair puts the snapshot aside as ….damaged-N.

# How far the journal goes; put into what is said of a backup, a restore and a snapshot.
journal-empty = nothing is in the journal yet
journal-up-to = the last entry of the journal is { $last }, of { $at }
journal-up-to-undated = the last entry of the journal is { $last }, nobody knows of when
rebuild-before = { $before } before
rebuild-before-none = there was none before, or none that could be opened
remark-lost-end = Besides, the journal has lost its end: it ends with entry { $last }, and entries up to { $reached } were made. What is there is shown.
remark-lost-end-held = Besides, the journal has lost its end: it ends with entry { $last }, and entries up to { $reached } were made. The data comes from a snapshot and is whole up to that; whether there were changes behind it, dozvon verify will tell once the folder can be written.
remark-returned = Besides, a file of the journal has come back that a repair has gone on without: what is shown is the base as it went on since.
backup-missing = The history of the base lacks changes { $seqs }, and somebody has decided to go on so: the backup lacks them, too.
backup-missing-one = The history of the base lacks change { $seqs }, and somebody has decided to go on so: the backup lacks it, too.
restore-in-itself = { $folder } is inside { $from }, which the base is taken from.
hint-restore-in-itself = Name a folder outside it for the base: --data FOLDER.
