# A call job on the screen: all that dozvon job can do, and the next client without a key.

jobs-new = New job
jobs-more = What can be done, lines: { $count } ↑↓
jobs-ready = Mark as ready: it waits for its day
jobs-ready-sure = Enter again to mark it; no rows go to anybody yet
jobs-finish = Finish the job
jobs-finish-sure = Enter again to finish it for good
jobs-order = Order: attempts, cap on calls, priority, share, preset of repeats
jobs-rules = Repeats by result
jobs-loads = { $count ->
    [one] { $count } load: rows, and taking it back
   *[other] { $count } loads: rows, and taking them back
}
jobs-rules-title = "{ $job }": when to call again
jobs-rules-hint = * is a rule of this job. Enter changes one.
jobs-rules-hint-look = * is a rule of this job.
jobs-loads-title = "{ $job }": loads
jobs-loads-hint-look = Enter on a line below a load tells who they are.
jobs-loads-hint = Enter on a load takes it back, on a line below it shows who that is.
jobs-load-line = { $at }, { $source } · { $by } · { $count } in the job
jobs-stayed-title = Staying, worked on already: { $count }
jobs-stayed-attempts = attempts: { $count }

jobnew-title = New job
jobnew-name = Name
jobnew-hint = The rest is set up on the card of the job. Left and right choose the purpose.
jobnew-name-wanted = Name the job.
jobnew-made = Job "{ $job }" was made: set it up and load a list.

jobset-purpose = Purpose
jobset-owner = Led by
jobset-process = Process
job-process-none = no deals

joborder-title = Job "{ $job }": order and repeats
joborder-attempts = Attempts
joborder-cap = Calls in 30 days
joborder-priority = Priority
joborder-every-new = Every … is new
joborder-share = Share, %
joborder-preset = Preset of repeats
joborder-auto-next = Next client
joborder-number-bad = a whole number from { $least } to { $most } is wanted
joborder-hint = An empty field means no cap, no share. Priority: 1 comes first, 9 last.
auto-next-off = on Space
auto-next-on = by itself, in 5 seconds
job-auto-next = The next client is taken by itself

jobrule-title = Again after "{ $outcome }"
jobrule-delay = After
jobrule-shift = When
jobrule-number = Number
jobrule-most = At most times
jobrule-same-number = the same
jobrule-other-number = another
jobrule-as-result = { $outcome }: as the result itself says
jobrule-line = { $outcome }: after { $delay }, { $shift }{ $number }, up to { $most } times
jobrule-on-other = { ", " }another number
jobrule-on-same = { "" }
jobrule-delay-bad = not understood: "15 min", "3 h", "1 d"; from a minute to 90 days
jobrule-most-bad = a whole number from 1 to { $most } is wanted; 0 takes the rule of this job away
jobrule-hint = 0 in "At most times" takes the rule of this job away. Ctrl+S saves at once.
sheet-refused = Not saved. Look at the field "{ $field }".

jobunload-title = Take back: { $at }, { $source }
jobunload-reason = Why
jobunload-count = { $count ->
    [one] { $count } row goes, and what the file has added to the base; who was worked on stays.
   *[other] { $count } rows go, and what the file has added to the base; those worked on stay.
}
jobunload-hint = A reason is wanted where the file has forbidden calls: without it those stay. Esc leaves it as it is.

bar-make = make
bar-change = change
bar-take-back = take back

missing-firm = the script says the firm, and its name is not set: put firm into { config-file }
error-job-no-leader = { $name } may not lead a job.
hint-job-no-leader = Name a supervisor or an administrator.
error-job-purpose-stays = Calls of this job were made: its purpose stays, the law counts them by it.
hint-job-purpose-stays = Make a new job with the other purpose.
script-check-no-firm = No firm is set: no job can be started with these scripts ({ $scripts }). Put firm = "…" into { config-file }.

state-next = Next client in { $seconds } s
bar-next-stop = don't take
next-stopped = The next client is not taken by itself. Take one: { $key }.

field-of-auto-next = next by itself
cli-job-set-purpose = What the calls are for, while none was made: advertising, service, survey or debt.
cli-job-new-owner = Who leads it: the name of a supervisor.
cli-job-set-owner = { cli-job-new-owner }
cli-job-new-auto-next = Take the next client by itself after a result: on or off.
cli-job-set-auto-next = { cli-job-new-auto-next }
table-command = COMMAND
