# Call jobs: setting up, loading, starting, progress.

job-draft = in preparation
job-ready = ready
job-running = running
job-paused = paused
job-finished = finished

recycle-results = as the results say
recycle-sales = sales
recycle-survey = survey
recycle-debt = debts
shift-any = at any hour
shift-other-hour = at another hour
shift-other-half = in the other half of the day
shift-other-day = on another day

row-unused = unused
row-in-work = in work
row-done = done
row-exhausted = exhausted
row-blocked = blocked

load-new = new
load-row-new = new
load-known = in the base before
load-in-file = twice in the file
load-in-job = in the job already
load-stopped = stop list
load-no-consent = no consent
load-bad-number = bad number
load-zone = no hours in the zone
load-own = own numbers

load-part = { $what } { $count }
load-line-all = Rows in all: { $count }
load-line-taken = Into the job: { $count } ({ $parts })
load-line-doubles = Doubles: { $count } ({ $parts })
load-line-forbidden = Must not be called: { $count } ({ $parts })
load-line-unusable = Can't be called: { $count } ({ $parts })
load-from-file = file { $name }
load-from-base = base: { $words }
load-from-base-all = the whole base
load-row = line { $line } { $client } { $name } — { $reason }
load-same-as-line = the same client as in line { $line }
load-more-rows = … and { $count } more; all rows with --format json
load-dry-run = A trial: nothing was written.
load-moved = Without consent, sent to the other job: { $count }
load-cards = Cards with something new: { $count }
load-number = Code of the load { $load }. To take all of it back: dozvon job unload "{ $job }" { $load }
load-cut-reason = the load was cut short
load-interrupted = The load was stopped.
load-nothing-written = Nothing was written.
load-taken-back = The load was taken back, rows: { $count }.
load-partly-there = A part of the load with code { $load } has stayed in the base.

missing-operators = no operators: name them
missing-script = no script: choose one
missing-script-gone = there is no such script in the base: load it or choose another
missing-script-broken = { $count ->
    [one] the script has { $count } mistake
   *[other] the script has { $count } mistakes
}: mend them
missing-rows = no rows: load a list
missing-consent = all rows were left out ({ $count }) for want of consent to advertising: add a column "Consent" to the list or change the purpose of the job
missing-open = all rows are finished: load new ones
missing-label = no caller's label, and the calls are advertising: give one
missing-dates = no dates: name the first and the last day
missing-over = the last day { $day } is over: name new dates
missing-window = the hours of the job and those that are allowed have nothing in common: change them

job-missing = To start, this is missing:
job-not-started = The job "{ $job }" can't be started:{ $missing }
job-state-now = Job "{ $job }": { $state }.
error-job-not-ready = The job is not ready: { $missing }.
hint-job-not-ready = Add what is missing and start again; everything about the job: dozvon job show.
error-job-runs = The job is running, and it could not be started so: { $missing }.
hint-job-runs = Give something else, or pause the job first.
error-days-backwards = The last day, { $to }, comes before the first one, { $from }.
hint-days-backwards = Name the first day first, then the last one.
error-job-state = Not possible: the job is { $state }.
hint-job-state = dozvon job show tells the state of a job.
error-job-not-service = The job "{ $name }" is advertising: clients without consent can't be sent there.
hint-job-not-service = Name a job for service calls or for a survey.
error-not-your-job = You are not among the operators of this job.
hint-not-your-job = Take the next one of your queue, or ask a supervisor to add you.
error-not-as-tried = Row { $line } ended otherwise than in the trial: the base was changed meanwhile.
hint-not-as-tried = Load once more.
hint-load-number = dozvon job show tells the codes of loads.
error-not-a-preset = "{ $text }": there are no such rules of repeating.
hint-preset = There are: { $known }.
error-not-a-rule = "{ $text }" is no rule of repeating: { $why }.
rule-incomplete = it takes a result, a delay and a count
rule-word = "{ $word }" means nothing here
rule-twice = "{ $word }" says it for the second time
hint-rule = A rule is written so: "no-answer 3h other-half other-number 5" — the result, the delay (m, h, d), another hour or day, another number, how many attempts; "no-answer off" takes it away.
error-not-a-verdict = "{ $text }": there is no such reason.
hint-verdict = There are: { $known }, all.
error-own-number = Own numbers, { $file }, line { $place }: "{ $text }" is no number. { $problem }
hint-own-number = Write one number a line; a remark stands behind #.

no-jobs = There are no jobs yet. To make one: dozvon job new "Name".
job-title = { $job } — { $state }
job-purpose = Purpose: { $purpose }. Led by: { $owner }
job-script-none = none
job-script = Script: { $script }
script-good = { $script } — checked
script-checked = { $script } — mistakes { $mistakes }, remarks { $remarks }
script-gone = { $script } — it is not in the base
job-hours = Hours: { $hours }, by the client's clock. Attempts at a client: { $attempts }
job-label = Caller's label: { $label }
job-operators = Operators: { $operators }
operators-all = everybody
operators-none = nobody
job-dates = Dates: { $from } – { $to }
job-order = Priority: { $priority } (1 comes first)
job-every-new = Order: every row No. { $every } is a new one
job-share = Share in the work: { $share } %
job-recycle = Repeating: { $preset }
rule-line = { "  " }{ $outcome }: after { $delay } { $shift }{ $number }, at most { $most } times
rule-other-number = , on another number
job-cap = At most { $count ->
    [one] { $count } call
   *[other] { $count } calls
} to one client in 30 days from all jobs
job-rows = Rows of the job: { $count }
job-penetration = Penetration { $penetration } % ({ $attempted } of { $all }), saturation { $saturation } % ({ $attempts ->
    [one] { $attempts } attempt
   *[other] { $attempts } attempts
})
strip-open = till { $at } may be called: { $count }
strip-closed = from { $at } on: { $count }
strip-later = later: { $count }, the first { $first }
strip-abroad = abroad: { $count }
job-load = Load { $at }, { $source } · code { $load }
job-heat-none = There were no calls from this job yet.
job-heat-title = "{ $job }": share of calls answered by clients' clocks (calls { $count })
job-heat-few = In brackets: fewer than 30 calls, too few to judge by.
job-heat-nowhere = Unknown zone, not counted: { $count }
job-heat-best = Best hours: { $hours }
job-next-none = There is nobody to take now.
job-unloaded = Load with code { $load }: rows taken out: { $count }.
job-unloaded-cards-stay = Cards and prohibitions of the file have stayed: something stands on them. To lift prohibitions too, give a --reason.
job-unloaded-touched = These rows were worked on and have stayed ({ $count }):
job-unloaded-row = { $client } { $name }, attempts: { $attempts }

gate-capped = no: all call lists together have called him { $most ->
    [one] once
   *[other] { $most } times
} in 30 days, as often as this one allows; again { $opens }
gate-often-day = no: the law on debts, at most { $most } call a day; possible { $opens } (230-FZ art. 7 part 3)
gate-often-week = no: the law on debts, at most { $most } calls in 7 days; possible { $opens } (230-FZ art. 7 part 3)
gate-often-month = no: the law on debts, at most { $most } calls in 31 days; possible { $opens } (230-FZ art. 7 part 3)

what-load = load
record-load = load of a job
records-load = loads of jobs
index-job-row = rows of a job
index-load-by-list = loads of a job
index-talk-by-list = calls of a job

table-state = STATE
table-rows = ROWS
table-open = OPEN
table-penetration = PENETRATION
table-priority = PRIORITY
table-verdict = WHAT BECAME
table-place = NO.
table-list = JOB
table-light = MAY CALL
table-weekday = DAY
table-hour = HOUR

cli-job = Call jobs: make, load, start, watch.
cli-job-job = Name of the job.
cli-job-list = All jobs.
cli-job-new = Make a job.
cli-job-new-name = A name that is not taken.
cli-job-new-purpose = What the calls are for: advertising, service, survey or debt.
cli-job-set = Set a job up; what is not named stays.
cli-job-set-job = { cli-job-job }
cli-job-new-script = Code of the script; empty takes it away.
cli-job-set-script = { cli-job-new-script }
cli-job-new-process = Code of the process for new deals; empty takes it away.
cli-job-set-process = { cli-job-new-process }
cli-job-new-hours = When to call, by the client's clock: "9-20", "10-18 weekdays"; none for the usual hours.
cli-job-set-hours = { cli-job-new-hours }
cli-job-new-label = The caller's label, up to 32 characters.
cli-job-set-label = { cli-job-new-label }
cli-job-new-attempts = Attempts at a client.
cli-job-set-attempts = { cli-job-new-attempts }
cli-job-new-operators = Who calls: names with commas; all for everybody.
cli-job-set-operators = { cli-job-new-operators }
cli-job-new-from = The first day: 23.11.2026.
cli-job-set-from = { cli-job-new-from }
cli-job-new-to = The last day: 30.11.2026.
cli-job-set-to = { cli-job-new-to }
cli-job-new-priority = Priority: 1 comes first, 9 last.
cli-job-set-priority = { cli-job-new-priority }
cli-job-new-every-new = Every row No. N is a new one, even while repeated calls wait; 0 for no such rule.
cli-job-set-every-new = { cli-job-new-every-new }
cli-job-new-share = The share in the operators' work, in percent; 0 for none.
cli-job-set-share = { cli-job-new-share }
cli-job-new-recycle = Rules of repeating: results, sales, survey or debt.
cli-job-set-recycle = { cli-job-new-recycle }
cli-job-new-rule = A rule of its own: "no-answer 3h other-half other-number 5".
cli-job-set-rule = { cli-job-new-rule }
cli-job-new-cap = Calls to one client in 30 days from all jobs; 0 for any number.
cli-job-set-cap = { cli-job-new-cap }
cli-job-load = Load rows from a file or from the base.
cli-job-load-job = { cli-job-job }
cli-job-load-file = The list: .csv or .xlsx.
cli-job-load-dry-run = Only show what would happen.
cli-job-load-rows = Show the rows with a reason: no-consent, stop-list, bad-number, …; all for every row.
cli-job-load-no-consent-to = Send those without consent to this service job.
cli-job-load-own = A file of our own numbers, one a line.
cli-job-load-map = What each column is, as in import clients.
cli-job-load-encoding = Encoding of the file.
cli-job-load-delimiter = Delimiter of the columns.
cli-job-load-sheet = Sheet of the workbook.
cli-job-load-timezone = Zone of those of whom nothing tells it.
cli-job-load-base = Take clients of the base that meet the conditions.
cli-job-load-city = Only from this city.
cli-job-load-zone = Only from this zone: "Omsk", "MSK+3".
cli-job-load-manager = Only clients of this manager.
cli-job-load-tag = Only with this tag.
cli-job-load-deal = Only with an open deal (yes) or without one (no).
cli-job-load-silent-days = Only those nobody has been in touch with for so many days.
cli-job-unload = Take a load back; rows that were worked on stay and are named.
cli-job-unload-job = { cli-job-job }
cli-job-unload-load = Code of the load.
cli-job-unload-reason = Why: wanted when the file has forbidden calls.
cli-job-ready = Say that a job is prepared.
cli-job-ready-job = { cli-job-job }
cli-job-start = Start a job, or go on after a pause.
cli-job-start-job = { cli-job-job }
cli-job-pause = Keep the rows of a job back.
cli-job-pause-job = { cli-job-job }
cli-job-finish = Finish a job for good.
cli-job-finish-job = { cli-job-job }
cli-job-show = Everything about a job: what is missing, progress, loads.
cli-job-show-job = { cli-job-job }
cli-job-show-load = The rows of this load.
cli-job-show-rows = Only those with this reason.
cli-job-heat = The best hours to call.
cli-job-heat-job = { cli-job-job }
cli-job-next = Who comes next, in order.
cli-job-next-job = Only from this job.
cli-job-next-count = How many rows to show.

jobs-title = Call jobs
jobs-none = There are no jobs yet. A supervisor makes them: dozvon job new "Name".
jobs-reading = Reading…
jobs-start = Start the job
jobs-go-on = Go on with the job
jobs-start-sure = Enter once more to start: its rows go to the operators
jobs-pause = Pause the job
jobs-pause-sure = Enter once more to pause
jobs-over = Finished
jobs-led-by = A supervisor starts and sets up the job.
jobs-cannot-start = It can't be started, this is missing:
jobs-set = Set up: operators, script, label, dates, hours
jobs-heat = Best hours
jobs-load-rows = Load { $at }: { $what }
jobs-rows-none = There are no such rows.
jobset-title = Job "{ $job }": set up
jobset-script = Script
jobset-operators = Operators
jobset-label = Label
jobset-from = From
jobset-to = To
jobset-hours = Hours
jobset-operators-good = calling: { $names }
jobset-operators-bad = "{ $name }": there is nobody of that name; names with commas, or "all"
jobset-label-long = the label is longer than { $most } characters
jobset-days-good = { $from } – { $to }
jobset-days-bad = the days are not understood: "23.11.2026", "23.11", "today", "tomorrow"
jobset-hint = Left and right choose. Ctrl+S saves at once.
jobset-saved = The job "{ $job }" is set up.
job-attempts-kept = { $rows ->
    [one] { $rows } row is loaded already and keeps its attempts
   *[other] { $rows } rows are loaded already and keep their attempts
} (it was { $before }); { $now } holds for new loads.
