# The desk: panes, dialogs, messages.

app-name = Dozvon
loading = Reading…
too-small = The window is { $now_width }×{ $now_height }, too small: Dozvon needs { $width }×{ $height } at least. Enlarge it or choose a smaller font.

state-ready = Ready
state-preview = Preview
state-talking = Talking
state-ended = Result wanted
status-promises = { $more ->
    [0] { $count ->
        [one] { $count } promise
       *[other] { $count } promises
    }
   *[other] more than { $count } { $count ->
        [one] promise
       *[other] promises
    }
}

tab-queue = Queue
tab-card = Card
tab-map = Map
tab-script = Script
tab-history = History

# The queue
counted = { $more ->
    [0] { $count }
   *[other] more than { $count }
}
counted-headed = { $more ->
    [0] { $what } { $count }
   *[other] { $what }: more than { $count }
}
queue-empty = The queue is empty. Load a list: dozvon import clients FILE --call-list NAME. Or find a client yourself: F3.
queue-empty-base = There are no clients yet. Load a list: dozvon import clients FILE --call-list NAME.
queue-overdue = { $more ->
    [0] { $count ->
        [one] { $count } promise overdue
       *[other] { $count } promises overdue
    }
   *[other] more than { $count } { $count ->
        [one] promise
       *[other] promises
    } overdue
}
queue-closed = { $asleep } for calling hours, the first { $when }
queue-asleep = { $more ->
    [0] { $count ->
        [one] { $count } waits
       *[other] { $count } wait
    }
   *[other] more than { $count } wait
}
queue-nothing = There is nobody to take: the queue is empty.
queue-nothing-free = Nobody can be taken now. What holds contacts back: dozvon queue empty.
queue-nothing-due = There is nobody to take yet: the next contact is { $when }.
queue-nothing-open = There is nobody to take yet: { $more ->
    [0] { $count ->
        [one] { $count } contact waits
       *[other] { $count } contacts wait
    }
   *[other] more than { $count } { $count ->
        [one] contact
       *[other] contacts
    } wait
} for calling hours, the first may be called { $when }.
row-overdue-day = overdue: promised for { $day }
row-overdue = overdue { $span }
row-missed = called { $span } ago
row-retry = attempt { $attempt } of { $allowed }
released = The contact is back in the queue, no attempt is spent.
summary-queue = Next

# The card
card-title = Client card
card-empty = A client will stand here: take the next one of the queue with Space, or find one with F3.
card-class = class { $class }
card-manager = manager { $name }
card-local-time = there { $time } ({ $zone }, { $source })
card-call-until = until { $hour }
card-own-hours = wants calls { $hours }
card-zone-unknown = ▲ time zone unknown: call when it is day all over the country
card-attempt = attempt { $attempt } of { $allowed }
card-person-left = { $name }, has left
inn = INN { $inn }
kpp = KPP { $kpp }
inn-wrong = wrong check digit
inn-zero = zero put back
phone-with-extension = { $phone } ext. { $ext }

# The history
history-title = History
history-empty = No talks yet.
history-no-client = The client's history will stand here.
note = note

# The stage map
map-title = Stage map
map-title-deal = Deal: { $deal }
map-title-of = Deal { $place } of { $count }: { $deal }
map-no-client = The map of the client's deal will stand here.
map-no-deal = There is no deal. The key D opens one, and so does the result «Sale».
map-no-stages = The deal has no stages.
map-process-gone = The process of this deal was removed.
map-won = ✓ won { $when }
map-lost = ✗ lost { $when }: { $reason }
days = { $days } d
summary-deal = Deal
summary-no-deal = none
summary-won = ✓ won
summary-lost = ✗ lost

# The script
script-title = Script
script-title-step = Script: { $script } · step { $number } · { $step }
script-title-ahead = Script: { $script }
script-ahead = If you call, it begins so:
script-none = This contact has no script. Any can be opened by name: Ctrl+K.
script-no-work = The words of the call will stand here: take a client from the queue.
script-other-client = You are looking at another client. Esc brings back the one you work on, with the script.
script-answers = What the client answered:
script-results = How the call ended:
script-results-preview = Ctrl+G calls. Nobody answered: record it at once:
script-added = { $count ->
    [one] Answer { $numbers } was
   *[other] Answers { $numbers } were
} added from your words.
heard-title = No answer fits: what did the client say?
heard-keys = Enter hand it to the author · Esc cancel
heard-written = Handed to the author. Heard { $count ->
    [one] once
   *[other] { $count } times
} so far.
heat-title = { $script }: calls { $calls }
heat-ended = ended { $ended }
heat-lost = lost { $lost }
heat-counts = ended { $ended } · lost { $lost }
script-answer-key = answer
script-settle-key = go back
question-label = Answer
question-number = A number
question-number-from = A number from { $min }
question-number-to = A number up to { $max }
question-number-range = A number from { $min } to { $max }
question-unit = { $wish }, { $unit }
question-scale = From { $low } to { $high }
question-date = A day: 25.12, «on Friday», «tomorrow»
question-text = In the client's own words
question-several = Digits tick, Enter goes on
question-most = Digits tick ({ $most } at most), Enter goes on
question-keys = Enter keep · Ctrl+N no answer · Esc to the script
question-keys-required = Enter keep · Esc to the script · an answer is needed
declined-where-to = Kept: no answer. A digit says where to go on.
hang-up-half = The answer is not written down yet, but kept. { $why } Enter opens it.
reply-required = The script does not go on without this answer.
reply-not-a-number = This is no number. Type for instance 15 or 120k.
reply-not-a-date = The day is not understood. Type for instance 25.12 or «on Friday».
reply-out-of-range = A number from { $min } to { $max } is needed.
reply-too-many = Tick { $most } at most.
reply-too-long = Too long: write the rest as a note.
script-broken = This answer leads nowhere. Tell the author of the script; choose another one for now.
objections-title = Objections: begin to type

# Search
search-title = Find a client
search-hint = phone, last digits, INN, e-mail, code or name, in either keyboard layout
search-by-phone = By phone
search-by-suffix = By last digits
search-by-inn = By INN
search-by-email = By e-mail
search-by-code = By code
search-by-name = By name
search-nothing = { $kind }: nobody
search-some = { $kind }: { $count }
search-many = { $kind }: { $count } and more, be more exact
search-loading = names are still being read: { $count }
search-person-left = { $name }, has left

# Note
key-unbound = The key { $key } does nothing here. { $help } shows what works.
key-caps-lock = Is Caps Lock on? { $key } does nothing here, { $plain } — { $action }.
note-title = Note: { $client }
note-keys = Enter saves · Alt+Enter begins a line · Ctrl+S saves
note-restored = A note you began last time. Enter saves it; to throw it away, delete the text.
note-saved = The note is saved.
note-not-saved = The note is not saved. Enter saves it; to throw it away, delete the text.
busy-saving = Still saving, a second.

# When
when-label = When
when-hint = tomorrow 11 · in 2 hours · fri morning · 25.11 15:00
when-both = { $theirs } for the client · { $mine } for you
when-outside = clients are not called then; the nearest: { $when }
when-outside-taken = The client is not called then. The nearest time is put in: Enter agrees.
when-empty = Write when to call.
when-not-understood = I can't tell when that is. For example: tomorrow 11, in 2 hours, 25.11 15:00.
when-past = That time has passed.
when-no-such-date = There is no such day.
when-too-far = That is more than two years ahead.
plan-title = Plan a call
plan-reason = What for
contact-planned = The call is planned.

# Result of a call
ask-when = when to call back?
ask-reason = why?
ask-deal = which deal?
ask-stop-scope = what is forbidden?
stop-asker = asked by: { $who }
stop-asker-key = {" "}· Tab — somebody else
stop-asker-nobody = none of them — only this number
stop-asker-number = nobody knows who — only this number
stop-asker-company = the whole company
ask-contact = who decides?
reason-label = Reason
reason-wanted = A reason is wanted: choose one or write it.
contact-name = Name
contact-phone = Phone
deal-label = Deal
stage-label = Stage
amount-label = Sum
amount-hint = 120k · 120 000 · 1.2 mln; may stay empty
amount-wanted = Type the sum, or press Enter again: the deal goes without one.
amount-not-read = I can't read the sum. For example: 120 000, 120k, 1.2 mln.
deal-new = new: { $process }
deal-none = There is no process: load one with dozvon process load.
recorded-finished = { $result }: recorded, the contact is finished.
recorded-task = Deal: { $deal } · { $task } by { $due }
recorded-exhausted = { $result }: recorded, no attempts are left.
recorded-promise = { $result }: promised for { $when }.
recorded-own = yours
recorded-common = anybody’s
recorded-reminder = reminder at { $time } by your clock
recorded-hot = { $result }: the next call is { $when }.
recorded-retry = { $result }: again { $when }.
recorded-retry-number = { $result }: again { $when } on another number, { $phone }.

# Deal
deal-title = New deal
deal-name = About
deal-opened = The deal is open.
deal-moved = «{ $deal }» is at the stage «{ $stage }» now.
deal-won = «{ $deal }» is won.
deal-lost = «{ $deal }» is lost: { $reason }.
move-title = Deal «{ $deal }»
move-stages = { $from } → { $to }
move-win = Close «{ $deal }» as won?
move-lose = Why is «{ $deal }» lost?
confirm-keys = Enter — yes · Esc — no

# Call
dial-number = Dial { $phone }: the number is on the clipboard. Allowed: { $ground }.
gate-no-number = no call: there is no working number
gate-hours = not the hour to call; the next: { $opens } ({ $why })
gate-closed-custom = calls are made { $hours }
gate-closed-debt = hours of 230-FZ art. 7
gate-closed-list = hours of the list
gate-closed-client = the client asked for these hours
gate-hours-moscow = It is not the hour to call the client; the next: { $opens } Moscow time.
gate-both-moscow = { $theirs } for the client · { $moscow } in Moscow
gate-allowed = allowed: { $ground }
gate-ground-consent = consent of { $date } ({ $how })
gate-ground-asked = he asked for a call, { $date }
gate-ground-deal = about an open deal
gate-ground-purpose = { $purpose }, no consent needed
gate-their-time = { $time } at the client’s
gate-stopped = no call: stop list since { $since }, { $scope }
gate-stopped-call = no call: stop list since { $since } (call { $call }), { $scope }
gate-stopped-until = no call: stop list from { $since } till { $until }, { $scope }
gate-no-consent = no call: no consent to advertising (38-FZ art. 18)
gate-consent-unproven = no call: nothing proves the consent of { $date } (38-FZ art. 18)
gate-consent-withdrawn = no call: consent withdrawn { $date } (38-FZ art. 18)
gate-consent-expired = no call: consent ran out { $date } (38-FZ art. 18)
gate-number-dead = no call: the number is not in service
gate-number-not-theirs = no call: the number is somebody else’s
gate-job-begins = no call: the call job begins on { $date }
gate-job-over = no call: the call job ended on { $date }
gate-never-open = no call: the hours of the client, the list and the law have nothing in common
window-working = { $hours } except weekends
window-off = only weekends { $hours }
window-both = weekdays { $working }, weekends { $off }

# Why
why-title = Why this contact is here
why-nobody-title = Why the client is not in the queue
why-nobody = { $client }: nothing is promised, planned or given by a call list.
why-promise-now = A call is promised for this very minute: before everything else.
why-missed = The client has called and was not answered: only what is promised for this minute goes before it.
why-promise-overdue = A promise is overdue: only what is promised for this minute goes before it.
why-hot = The client showed interest: right after the promises.
why-planned = A call is planned: after promises and interest.
why-retry = A repeated call: after promises, interest and planned calls.
why-new = Nobody has called this client yet: after everybody whose time has come.
why-not-yet = The time has not come: at the end of the queue, by time.
why-promise-day = A call was promised for today without an hour: after those promised for a minute, before the others.
why-day = Due { $due }, at any hour of that day.
why-day-late = It was due { $due }, no hour was named.
why-day-later = Due { $due }, no hour was named.
why-due-now = It is due now: { $due }.
why-late = It was due { $due }, { $span } ago.
why-later = It is due { $due }, in { $span }.
why-before = { $count ->
    [0] Nobody stands before it: Space takes it.
    [one] { $count } contact stands before it.
   *[other] { $count } contacts stand before it.
}
why-list = Call list: { $list }.
why-no-list = In no call list: planned by hand or after a talk.
why-attempts = Attempts made: { $made } of { $allowed }.
why-reason = What for: { $reason }.
why-held = Taken by: { $name }
why-light = { $sign } { $light }

# Below the status line, as long as nothing can be written: two lines of 76 characters at most.
health-no-room = Little room on the disk: { $free } MB free, { $reserve } MB needed. Nothing is written; free some room and it goes on by itself.
health-no-files = The disk takes hardly any new files. Nothing is written now; remove files nobody needs and it goes on by itself.
health-unwritable = The disk refuses to be written: { $error }. Dozvon tries again by itself; check the disk and your rights.
health-stopped = Writing to the disk has failed: nothing more is saved. Start Dozvon again; what was recorded is safe.
health-damaged = The journal is damaged, the base can only be read. { $records ->
    [0] Some changes are lost
    [one] { $records } record is in doubt
   *[other] { $records } records are in doubt
}. dozvon verify says what can be done.
health-damaged-history = The journal is damaged ({ $places ->
    [one] { $places } place
   *[other] { $places } places
}): the data is whole but can only be read. dozvon verify says what can be done.
health-folder = The data folder can't be written: the base can only be read. Give yourself the right to write to it and start again.
health-full = The disk is full: the base can only be looked at. Free some room and start Dozvon again.
health-past = This is the past: it can be looked at but not changed.
health-writable-again = It can be written again.
