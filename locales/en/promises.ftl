# The book of promises, the reminder, what a call is for, figures of the status line.

action-promises = Book of promises: what is promised, and when
    .bar = promises
action-promises-give-up = Give up a promise, with a reason
    .bar = give up

promises-title = My promises
promises-title-all = Promises: mine and common ones
promises-title-everybody = Everybody's promises
promises-keys = Enter — client · W — move · Del — give up · Tab — common ones too
promises-keys-lead = Enter — client · W — move · Del — give up · Tab — everybody's
promises-keys-mine = Enter — client · W — move · Del — give up · Tab — only mine
promises-none = Nothing is promised. A promise comes here when you record "call back" (2) or plan a call for yourself (W).
promises-common = anybody
promises-more = { $count } are shown, there are more: --limit.
due-overdue = Overdue
due-today = Today
due-tomorrow = Tomorrow
due-later = Later

give-up-title = { $name }: why is the call not made?
give-up-keys = The reason stays in the client's history · Enter — give up · Esc — keep
give-up-wanted = A promise is not given up without a reason: write it.
contact-given-up = The promise is given up, the reason is in the client's history.
contact-given-up-of = { $name }: the promise is given up, the reason is in the history.
history-missed = promise not kept in time
history-given-up = call not made
use-case-contact-give-up = a promise given up

promise-near = A call is promised in { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}: { $name }, { $when }.
promise-near-what = A call is promised in { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}: { $name }, { $when }. What for: { $what }.

when-purpose = ↓ — to say it
memory-promised = { $date } call promised: { $what }

status-calls = { $count ->
    [one] { $count } call
   *[other] { $count } calls
}
status-calls-short = cl. { $count }
status-results = { $count ->
    [one] { $count } result
   *[other] { $count } results
}
status-results-short = res. { $count }
status-sales = { $count ->
    [one] { $count } sale
   *[other] { $count } sales
}
status-sales-short = sales { $count }

bar-answers-short = answer
bar-results-short = result
bar-hang-up-short = end
bar-objection-short = object.
bar-step-back-short = back

cli-queue-promises = Book of promises: overdue, today, tomorrow, later.
cli-queue-promises-all = Your own and common ones; to a supervisor everybody's.
cli-queue-promises-of = Those of this user; somebody else's only to a supervisor.
cli-queue-promises-limit = How many rows to show; usually 20.
cli-queue-give-up = Give up a promise: the call is not made, the reason stays in the client's history.
cli-queue-give-up-id = Number of the contact from dozvon queue promises.
cli-queue-give-up-reason = Why.
table-heading = WHEN
table-client-due = AT THE CLIENT
table-whose = WHOSE
