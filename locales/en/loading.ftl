# Loading a list into a call job from the screen.

action-jobs-load = Import a list into a call job from a file
    .bar = load
why-not-quit-loading = A list is still being loaded: wait for its end, or stop it.
jobs-load = Load a list from a file
load-title = A list into a call job
load-path = File
load-sheet = Sheet
load-columns = Columns
load-into = Job
load-elsewhere = No consent
load-leave-out = leave out
load-hint = Sheet and columns (Tel=phone,2=name) where they are not found.
load-path-wanted = Name the file.
load-no-job = There is no job to load into: make one (dozvon job new).
load-trying = Trial
load-writing = Loading
load-what = { $file } → { $job }
load-rows-so-far = rows: { $count }
load-running-hint = Delete: stop and take it back · Esc: go on working, it goes on by itself
load-total-title = { $job }: what will be
load-total-hint = Enter on a line shows its rows and why. Esc: another file.
load-go = Load: { $count }
load-rows-title = { $job }: { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
load-rows-cut = the first { $shown } of { $count } are shown; all: dozvon job load JOB FILE --dry-run --rows all --format json
load-first-rows = First rows:
load-tried = The trial is done: of { $rows } rows { $taken } would go into the job. Open the import to load them.
load-done = { $job }: { $taken } of { $rows } loaded.
load-back-partly = The load is taken back, rows: { $count }; those somebody has worked on stay: { $stay }. Cards changed since stay as they are.
load-undo-late = Ten seconds are over. To take it all back: dozvon job unload { $job } { $load }
