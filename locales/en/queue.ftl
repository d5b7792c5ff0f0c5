# The queue: points, leases, skips, why it is empty, weights.

# Points: «87 = 40 promised 11:00 + 25 stage “Presentation” + 22 overdue 14 min»
score-line = { $total } = { $terms }
term-promise = promised { $due }
term-missed = called { $at }, not answered
term-hot = interest
term-planned = planned { $due }
term-retry = repeated call
term-new = new record
term-overdue-day = its day is over
term-overdue = overdue { $span }
term-waits = waits { $span }
term-stage = stage “{ $stage }”
term-stage-early = deal at its beginning
term-stage-middle = deal half way
term-stage-late = deal near its end
term-own = own client
term-attempts = { $count } { $count ->
    [one] attempt
   *[other] attempts
}
term-list-high = urgent call list
term-list-low = call list that can wait
row-held = with { $name } till { $until }
row-held-unknown = with another operator till { $until }

# Why it is empty
empty-title = What holds the queue back
empty-count = { $count }
empty-title-list = What holds the call list “{ $list }” back
empty-title-no-list = What holds contacts of no call list back
empty-counting = Counting…
empty-total = { $count } in all.
empty-next = The next one: { $when }.
empty-no-next = Nothing comes free by itself.
empty-first = from { $when }
empty-no-list = in no call list
rule-ready = can be taken now
rule-unchecked = free, but not checked against the law yet
rule-mine = with you
rule-held = with other operators
rule-theirs = for other operators only
rule-resting = in call jobs that rest
rule-begins = the call job has not begun yet
rule-over = the call job is over by its plan
rule-hours = outside of the client’s hours
rule-skipped = skipped by operators
rule-promised = promised for later
rule-planned = planned for later
rule-recycle = to be tried again
rule-put-off = put off
rule-often = called as often as allowed
rule-stop = in the stop list
rule-consent = without consent
rule-number = without a working number
rule-never-open = client and list have no hours in common
rule-blocked = taken out of the queue
rule-exhausted = attempts used up
rule-done = done

# Skipping
skip-title = Skip: why?
skip-not-ready = I have to prepare
skip-colleague = a colleague should call
skip-bad-time = a bad time for the client
skip-bad-data = the data contradict each other
skip-other = something else
skip-rests = for { $span }
skip-keys = A digit skips · Esc goes back. No attempt is spent.
skipped = Skipped till { $until }: { $reason }. No attempt was spent.
skipped-raised = Skipped till { $until }: { $reason }. That is skip number { $count }: the supervisor has the client on the list.
skips-title = Skipped often
skips-none = Nobody was skipped three times.
skips-row = { $count ->
    [one] { $count } skip
   *[other] { $count } skips
}
skips-last = { $name }, { $when }: { $reason }
skips-keys = Enter shows the client · Del settles it · Esc closes
skips-settled = The skips of the client are settled; the queue offers the client again.

# Leases
lease-lost = The client is not yours any more: while you were away, { $name } took the contact. The talk will be recorded outside the queue.
lease-lost-unseen = The client is not yours any more: the lease ran out, and { $name } took the contact. Space takes the next one.
lease-over-unseen = Somebody else has closed the contact. Space takes the next one.
lease-lost-aside = { $name } has taken the client you had not finished with: that talk will be recorded outside the queue.
lease-over-aside = The contact you had not finished with is closed already: that talk will be recorded outside the queue.
lease-over = The contact is closed already. The talk will be recorded outside the queue.

# Weights
weights-shipped = No weights were loaded: those that come with the program hold.
weights-version = Version { $version } of { $when }.
weights-unknown-list = There is no call list “{ $list }”: its weight will count once there is.
weights-one-file = Weights are one file, and { $count } were given.
hint-weights-one-file = Load one file: dozvon queue weights FILE.
error-skip-reason = There is no reason “{ $text }”.
hint-skip-reason = The reasons: 1 not-ready, 2 colleague, 3 bad-time, 4 bad-data, 5 other.
error-no-list = There is no call list “{ $list }”.
hint-no-list = dozvon call-list list shows the call lists.
why-score = { $line }
why-skipped = Skipped till { $until }: { $reason }.

fault-overtakes-promise = A contact of the class “{ $key }” may come to { $most } and overtake a promise whose minute has come, which may have { $least }.
hint-overtakes-promise = Give it fewer points, or allow it: "may_overtake_promise = true" at the top of the file.
fault-class-order = “{ $key }” gives no less than “{ $above }”, which should come before it.
hint-class-order = Leave it if it is meant so; else swap the points.

record-setting = setting
records-setting = settings
index-queue-by-keeper = queue of own clients
index-queue-skipped = clients skipped often

action-queue-skip = Skip the contact, with a reason
    .bar = skip
action-queue-empty = Why the queue is empty: what holds contacts back
    .bar = what holds
action-queue-skipped = Who is skipped often
    .bar = skips
action-settle = Settled
    .bar = settled
why-not-skip-called = You have called already: record the result.
why-not-supervisor = This list is for supervisors.
why-not-skip-nothing = There is nothing to skip: choose a row of the queue.

cli-queue-next = Show who would be taken next, with the points.
cli-queue-next-limit = How many rows to show; 20 as a rule.
cli-queue-empty = Show what holds the queue back, rule by rule.
cli-queue-empty-list = This call list only.
cli-queue-skip = Skip a contact with a reason; no attempt is spent.
cli-queue-skip-id = Number of the contact, as the queue lists it.
cli-queue-skip-reason = The reason: 1 not-ready, 2 colleague, 3 bad-time, 4 bad-data, 5 other.
cli-queue-skipped = Who was skipped three times or more: by whom, when, why.
cli-queue-skipped-limit = How many rows to show; 20 as a rule.
cli-queue-skipped-settle = Settle the skips of this client.
cli-queue-weights = Show the weights of the queue, or load a file of them.
cli-queue-weights-file = File of weights.
cli-queue-weights-refresh = Set the marks of all contacts anew, too.
cli-queue-weights-check = Check files of weights.
cli-queue-weights-check-files = The files.
cli-queue-weights-check-strict = Take warnings for errors.
table-score = POINTS
table-terms = MADE OF
table-rule = WHAT HOLDS
table-call-list = CALL LIST
table-first = FIRST
table-skips = SKIPS
table-who = WHO
table-why = WHY
error-skipped-already = This contact was skipped already: nobody is offered it until { $until }.
