# An operator's day: signing in, the shift, states, pauses, messages, closing.

operator-offline = Offline
operator-ready = Ready
operator-preview = Looks at a card
operator-ringing = Ringing
operator-talking = Talking
operator-after-call = After-call work
operator-after-call-late = After-call work overdue
operator-paused = Paused
operator-training = Training
operator-login = Signing in
operator-lag = Outage

yes = yes
no = no

# The start of a shift
morning-day-before = The shift before was not closed: open since { $since }. It will end with your last work: { $ends }.
morning-open-day = The shift was not closed: open since { $since }, last state “{ $state }” since { $last }.
morning-shift = Shift { $from }–{ $to } { $zone }.
morning-overdue = { $count ->
    [one] { $count } promise is overdue
   *[other] { $count } promises are overdue
}: { $named }.
morning-promises = { $count ->
    [one] { $count } promise for today
   *[other] { $count } promises for today
}, the first at { $first }.
morning-promises-day = { $count ->
    [one] { $count } promise for today
   *[other] { $count } promises for today
}, no hour was named.
morning-rows = { $more ->
    [0] { $count ->
        [one] { $count } row
       *[other] { $count } rows
    }
   *[other] more than { $count } { $count ->
        [one] row
       *[other] rows
    }
}
morning-asleep = { $more ->
    [0] { $count ->
        [one] { $count } waits for its hour
       *[other] { $count } wait for their hour
    }
   *[other] more than { $count } wait for their hour
}, the first { $opens }
morning-campaign = Call list “{ $name }”: { $rows }, { $now } may be called now.
morning-campaign-asleep = Call list “{ $name }”: { $rows }, { $now } may be called now ({ $asleep }).
morning-missed = { $count ->
    [one] { $count } missed call
   *[other] { $count } missed calls
}, the first { $first }.
morning-notices = { $count ->
    [one] { $count } message from the supervisor
   *[other] { $count } messages from the supervisor
}.
morning-nothing = Nothing is planned for today.

# Closing the shift
end-rings = { $phone } is calling: not answered, not written down.
end-call = A call without a result: { $client }.
end-entering = A new client is not finished: { $typed }.
end-note = A note is not finished: { $client }.
end-client = { $name } ({ $code })
end-taken = Client { $client } was taken and not given back to the queue.
end-overdue = A promise to client { $client } is overdue: { $due }.
end-unkept = Nobody can keep the promise to client { $client } for { $due }: you have no shift then.
end-pause = You are on a pause.
day-no-ends = There are no loose ends: the shift can be closed.
day-opened = The shift is open. Once you are ready: dozvon day ready.
day-turned = State: { $state }.
notice-sent = The message is sent.
effort = { $keys ->
    [one] { $keys } key
   *[other] { $keys } keys
} { $seconds } s
report-closed = Shift { $from }–{ $to }, { $length } in all.
report-unopened = The shift was not opened, first work { $from }, { $length } so far.
report-open = The shift goes on since { $from }, { $length } so far.
report-calls = Calls { $calls }, talks { $talks }, sales { $sales }.
report-promises = Promises kept in time: { $kept } of { $all }.
report-work = Talking { $talking }, after calls { $after }, { $late } of it over the limit.
report-wait = Signing in { $login }, waiting { $ready }, looking at cards { $preview }.
report-pauses = Pauses { $paused }, training { $training }, offline { $offline }, outage { $lag }.
report-effort = { $count ->
    [one] { $count } result
   *[other] { $count } results
}, median { $median }.
report-no-effort = No result was recorded after a call.
report-sum = Sum of states { $sum } = shift { $length }.
report-keys = Most keys after a call: { $screens } ({ $all } in all). More: dozvon day keys.
day-keys-title = Shift of { $from }: { $results ->
    [one] { $results } result
   *[other] { $results } results
}, { $keys ->
    [one] { $keys } key
   *[other] { $keys } keys
}, { $seconds } s.
day-keys-none = Nothing was counted in this shift: keys are counted from the end of a call to its recorded result.
day-keys-screen = { $keys } keys · { $seconds } s · { $results ->
    [one] in { $results } result
   *[other] in { $results } results
}
day-keys-own = Nobody but you sees these figures.
screen-queue = queue
screen-card = card
screen-map = deal map
screen-script = script
screen-history = history
screen-result = questions of the result
screen-question = questions of the script
screen-note = note
screen-mark = marks
screen-deal = deal
screen-plan = moves and plans
screen-wishes = wishes of the client
screen-search = search
screen-client = new client
screen-palette = palette
screen-promises = book of promises
screen-jobs = call jobs
screen-reading = what is read
screen-other = the rest

# Signing in
pin-ask = PIN ({ $name }):
pin-new = New PIN ({ $name }), 4 to 12 digits:
user-added = User { $name } is added.
user-pin-set = { $name }: the PIN is set.
user-pin-removed = The PIN is removed: { $name } signs in by name.
user-unlocked = { $name } may sign in again.
user-not-locked = { $name } was not locked.
user-shift-set = Working hours are set: { $name }.
error-pin-wanted = User { $name } signs in with a PIN.
hint-pin-wanted = Type the PIN on the screen of Dozvon, or hand it over in DOZVON_PIN.
error-pin-wrong = The PIN is wrong. { $left ->
    [one] { $left } try is left.
   *[other] { $left } tries are left.
}
error-locked = Too many wrong PINs: nobody signs in until { $time }.
hint-locked = Wait. A supervisor lets you in sooner: dozvon user unlock NAME.
error-pin-digits = A PIN has { $least } to { $most } digits.
error-pin-digest = The PIN could not be encrypted: there was not enough memory.
error-pin-none = No PIN was typed.
error-no-day = The shift is not open.
hint-no-day = Open it: dozvon day open, or Enter on the screen at the start of the shift.
error-loose-ends = The shift can't be closed: { $count ->
    [one] { $count } loose end is left.
   *[other] { $count } loose ends are left.
}
hint-loose-ends = Settle them: dozvon day ends lists them.
error-no-such-day = There was no shift on that day.
error-no-pause = There is no such pause: { $code }.
hint-no-pause = There are: { $codes }.
error-shift-hours = “{ $text }” are no hours of a shift.
hint-shift-hours = Write it like this: dozvon user shift NAME 09:00-18:00 --days mon-fri.
hint-user = dozvon user list shows whom Dozvon knows.
pauses-loaded = Pauses loaded: { $added } new, { $changed } changed, { $retired } retired.
snippets-loaded = Canned notes loaded: { $added } new, { $changed } changed, { $retired } retired.
what-work-day = shift
what-pause = pause
what-notice = message

# Tables
table-zone = ZONE
table-pin = PIN
table-locked = LOCKED TILL
table-shift = HOURS
table-paid = PAID
table-minutes = MINUTES
table-day-minutes = MINUTES A DAY
table-short = LETTERS
table-user = WHOSE
table-text = TEXT

# Errors of files
fault-no-pauses = The file has no pauses.
hint-no-pauses = Add a section `[[pause]]` with `key`, `code` and `name`.
fault-bad-pause-key = `{ $key }` is no digit.
hint-bad-pause-key = A pause is chosen by one digit: `key = "1"`.
fault-pause-beyond-day = One pause of { $most } min does not fit into { $day } min a day.
hint-pause-beyond-day = Lower `most_minutes` or raise `day_minutes`.
fault-no-snippets = The file has no canned notes.
hint-no-snippets = Add a section `[[snippet]]` with `short` and `text`.
fault-bad-short = `{ $short }` is no word of letters and digits, { $limit } at most.
hint-bad-short = It is typed behind `;` as one word: `short = "qt"`.
fault-long-snippet = The text has { $length } characters, { $limit } are allowed.
hint-long-snippet = Shorten the text, or make two notes of it.

# History
use-case-user-check-pin = wrong PIN, or signing in after one
use-case-user-add = new user
use-case-user-pin = PIN set
use-case-user-unlock = sign-in unlocked
use-case-user-shift = working hours
use-case-day-open = shift opened
use-case-day-state = state of an operator
use-case-day-close = shift closed
use-case-notice-send = message to an operator
use-case-notice-read = message read
use-case-pauses-save = pauses loaded
use-case-snippets-save = canned notes loaded
record-work-day = shift
record-state-span = state of an operator
record-notice = message to an operator
record-pause-code = pause
record-snippet = canned note
records-work-day = shifts
records-state-span = states of operators
records-notice = messages to operators
records-pause-code = pauses
records-snippet = canned notes
index-day-by-user = shifts of an operator
index-day-open = open shift of an operator
index-span-by-day = states of a shift
index-notice-by-user = unread messages

# Commands
cli-day = An operator's day: open and close the shift, pause, report.
cli-day-open = Open the shift, or come back to it.
cli-day-pause = Pause.
cli-day-pause-code = Digit, code or name of the pause: see dozvon pauses list.
cli-day-ready = Come back from a pause.
cli-day-close = Close the shift. Loose ends are listed, and the shift stays open, if there are any.
cli-day-show = A shift in eight lines: your own, or (for a supervisor) anybody's.
cli-day-show-user = Whose shift; your own without a name.
cli-day-show-date = The day, YYYY-MM-DD; without it the shift that goes on, or the last one.
cli-day-ends = What is left to do before the shift can be closed.
cli-day-keys = On which screens the keys after a call are pressed. Your own only: nobody sees those of others.
cli-day-keys-date = Day, YYYY-MM-DD; without it the shift that lasts, or the last one.
cli-day-message = A message to an operator: seen at the start of the shift and in the status line.
cli-day-message-user = To whom.
cli-day-message-text = One line of text.
cli-user = Users: add, set PIN and hours, unlock, list.
cli-user-add = Add a user.
cli-user-add-name = The name as it will stand in the history.
cli-user-add-role = The role: operator, senior, supervisor, admin, auditor.
cli-user-add-zone = The time zone of the workplace: Europe/Moscow.
cli-user-pin = Set a PIN. It is typed unseen, or comes as one line of input.
cli-user-pin-name = Whose.
cli-user-pin-remove = Take the PIN away: the name is enough.
cli-user-unlock = Let somebody in again who got the PIN wrong five times.
cli-user-unlock-name = Whom.
cli-user-shift = Set working hours.
cli-user-shift-name = Whose.
cli-user-shift-hours = The hours: 09:00-18:00.
cli-user-shift-days = Days of the week: mon-fri, or mon,wed.
cli-user-shift-holidays = Works on holidays too.
cli-user-shift-remove = The hours are not known.
cli-user-list = List users.
cli-pauses = Pauses of operators: check, load, list.
cli-pauses-check = Check a file of pauses. No data is needed.
cli-pauses-load = Load pauses in place of those before.
cli-pauses-load-file = The file of pauses.
cli-pauses-list = List the pauses.
cli-snippets = Canned notes: check, load, list.
cli-snippets-check = Check a file of canned notes. No data is needed.
cli-snippets-load = Load canned notes in place of those before: everybody's, or one user's.
cli-snippets-load-file = The file of canned notes.
cli-snippets-load-user = Whose they are; everybody's without a name.
cli-snippets-list = List the canned notes.

# Fields of records
field-of-pin = PIN set
field-of-wrong-pins = wrong PINs in a row
field-of-locked = locked till
field-of-shift = working hours
field-of-user = who
field-of-planned-from = planned from
field-of-planned-to = planned to
field-of-pause = pause
field-of-day = shift
field-of-from = from
field-of-keys = keys
field-of-milliseconds = milliseconds
field-of-to-user = to
field-of-read = read
field-of-paid = paid
field-of-training = training
field-of-most = at most
field-of-day-most = at most a day
field-of-short = letters

# The screen
state-no-shift = No shift is open
status-promises-short = { $more ->
    [0] pr. { $count }
   *[other] pr. over { $count }
}
status-notices = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
status-kept = in time { $kept } of { $all }
status-effort = result: { $last } · median { $seconds } s
status-pause-left = { $time } left
status-pause-over = { $time } over the limit
shift-open = The shift is open, you are ready.
shift-here = The shift is here now: go on where you were.
shift-open-paused = The shift goes on, and you are on a pause: no clients come until it ends.
shift-not-closed = The shift can't be closed, loose ends { $count }. { $named }{ $more ->
    [0] {""}
   *[other] {" "}And { $more } more.
}
pause-title = Pause: a digit for the reason
pause-begun = Pause: { $name }. F12 to come back.
pause-over = The pause is over, you are ready.
pause-none-left = no time left
pause-no-limit = no limit
pause-paid = paid
pause-unpaid = unpaid
unclosed-form = You were entering whoever is on the line: all that was typed is here. Finish that call first, then begin the shift.
unclosed-call = This call was left without a result. Record it first, then begin the shift.
morning-title = Start of the shift
morning-keys = Enter begins · Space begins and takes the first client · Esc looks
morning-keys-again = Enter takes the shift over and goes on · Space and takes the next client · Esc only looks
morning-keys-read = Enter marks as read · Esc closes
morning-no-pin = You have no PIN: anybody can sign in. Set one: Ctrl+K, “PIN”.
notice-line = { $at }, { $from }: { $text }
day-end-title = The shift is closed
day-end-keys = Enter leaves · Esc stays and looks
pin-title = New PIN, 4 to 12 digits
pin-field-old = Present
pin-field-new = New
pin-field-again = Again
pin-not-same = The second PIN is another one. Type them again.
pin-set = The PIN is set: you will need it when you sign in next.
door-pin = PIN
door-keys = Enter signs in · Esc clears, or leaves
door-open-again = You may sign in again: type the PIN.
big-title = Large, and by letters
bar-begin = begin
bar-begin-shift = start the shift
bar-begin-take = begin and take
bar-go-on = go on
bar-look = look
snippet-unknown = There is no canned note “{ $letters }”: dozvon snippets list shows them.
memory-talks = { $count ->
    [one] { $count } talk
   *[other] { $count } talks
}
memory-talks-more = { $count ->
    [one] More than { $count } talk
   *[other] More than { $count } talks
}
memory-broken = { $date } promised, not kept!
memory-broken-what = { $date } promised: { $what }, not kept!
memory-from-hour = answers after { $hour }:00

why-not-take-paused = You are on a pause. Come back: F12.
why-not-take-no-shift = The shift is not open. Begin it: F8, then Enter.
why-not-no-shift = The shift is not open. Begin it: F8, then Enter.
why-not-pause-result-first = First the result of the call, then the pause.
why-not-pause-taken = A client is taken: give him back to the queue (S), then pause.
why-not-no-pauses = There are no pauses. Load some: dozvon pauses load FILE.

action-shift-pause = Pause, or come back from it
    .bar = pause
action-shift-day = Start of the shift: what waits today, messages
action-shift-close = Close the shift
action-number-big = The number in large figures, names by letters
action-user-pin = Set your own PIN

# The status line in short; an Enter too many
status-kept-short = kept { $kept }/{ $all }
status-effort-short = { $median }
enter-again-dials = The client is yours. Enter dials.
