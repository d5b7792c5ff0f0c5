# Results, callbacks, incoming calls, new clients.

# Taking back what was done last
action-undo = Take back what was done last (10 seconds)
    .bar = take back
undo-countdown = take back { $seconds } s
why-not-nothing-done = There is nothing to take back yet.
undo-late = The ten seconds are over. It can still be taken back with dozvon undo { $seq }; what others did, or what was done before today, a supervisor takes back.
undo-in-a-call = End this call first: taking back would bring you to the one before.
undo-taken-back = Taken back: { $what }. Everything is as it was.
undo-reason-title = The prohibition is written down. Why take it back?
undo-reason-keys = Enter: take it back, the reason stays in the history · Esc: leave it
undo-reason-wanted = A prohibition of calls is not taken back without a reason: write it.

# Results
action-call-turn = The client calls / we call
    .bar = who calls
why-not-turn-taken = This client was taken from the queue: it is you who call.
ask-source = what brought him?
what-memo = memo
record-memo = memo
records-memo = memos
index-memo-by-reader = memos by reader
source-label = Source
source-own = Not in the list: Enter writes down your words
source-wanted = A source is wanted: choose one or write it.
ask-settles-promise = is the promise ({ $due }) kept by this? Y/N
ask-settles-planned = is the planned call ({ $due }) settled by this? Y/N
settles-yes = Yes, it is settled
settles-no = No, the call stays planned

# Callbacks
when-closed = not an hour to call: { $when }
when-off-shift = outside your shift: { $when }
when-choose = That does not suit: choose by digit, or write another time.
when-until = till { $time }
when-until-theirs = till { $time } their time
when-nobody = There is no such time within two weeks: write another one, or let anybody call (Tab).
when-offer-own = you: { $when }
when-offer-other = anybody, { $name }: { $when }
when-offer-none = another time
when-personal = You call yourself · Tab: any operator
when-common = Any operator calls · Tab: you yourself

# "Do not call me again"
recorded-stopped-list = Recorded { $time }. No more calls from this list. Say: “We will not disturb you again”
recorded-stopped = Written down { $time }. Say: "Deleted, sorry". { $rows ->
    [0] Nothing of the client is in the queue
    [one] Taken out: { $rows } row of the queue
   *[other] Taken out: { $rows } rows of the queue
}.
recorded-stopped-callbacks = Written down { $time }. Say: "Deleted, sorry". Taken out: { $rows ->
    [0] {""}
    [one] { $rows } row of the queue, and{" "}
   *[other] { $rows } rows of the queue, and{" "}
}what others had promised: { $names } (they are told).

# An incoming call
action-call-next-number = Dial the client's next number
    .bar = other number
action-client-new = Enter a new client
    .bar = new
next-number-none = The client has no other number that may be called.
ring-incoming = INCOMING
ring-answer = answer
ring-unknown = { $phone } · not in the base
ring-manager = manager { $name }
ring-own-manager = your client
ring-several = { $phone } · { $count ->
    [one] { $count } client
   *[other] { $count } clients
} with this number
ring-missed = The call of { $phone } was not answered.
ring-resumed = You are back where you were.
ring-no-port = Calls can't be told: the socket in the data folder could not be opened. The rest works.
ring-no-phone = "{ $number }" is no number. { $why }
ring-nobody = Nobody listens: no desk is open on this data folder.
hint-ring-nobody = Open one with dozvon, with the same --data.
ring-refused = The desk did not take the call.
ring-unsupported = This system has no Unix sockets: a call can't be told.
ring-in-the-way = Something else stands where the socket is to be: { $path }
ring-failed = The call could not be told: { $error }
ring-shown = The call is shown on the desk.
ring-missed-written = The call of { $phone } is noted: the client will be called back.
ring-missed-nobody = { $phone } can not be called back: the call is not noted.
ring-ended = The desk knows that the call is over.
callers-title = { $phone }: who calls?
why-not-parked = A call has interrupted your work: go back to it first (Esc) and finish it.
result-without-call = Without a call there is only “Do not call”: { $why }.
memo-callback-gone = { $client } has forbidden calls: your call of { $due } is off.{ $more ->
    [0] {""}
    [one] {" "}And { $more } more.
   *[other] {" "}And { $more } more.
}

# A new client
newclient-title = New client
newclient-phone = Phone, mail
newclient-name = Name
newclient-inn = INN
newclient-city = City
newclient-person = Who calls
newclient-note = Note
newclient-keys = Tab next · ↓ candidates · Ctrl+S save · Esc keep as a draft
newclient-region = by number: { $region }, { $zone } ({ $sure })
newclient-zone = by number: { $zone } ({ $sure })
newclient-no-region = the number tells no place
newclient-inn-bad = the check digit is wrong
newclient-role = Add { $phone } to "{ $client }" as:
newclient-who = Name ({ $role }); may be empty
newclient-because = Why is this not "{ $client }"? The data steward will see the reason
newclient-because-wanted = The match is strong: a second client like this wants a reason.
newclient-phone-wanted = To add a number to a client, a number is wanted.
newclient-kept = Kept as a draft: the number and what was typed. Ctrl+N leads back.
newclient-kept-call = Kept as a draft, with the call. Ctrl+N leads back: the call is recorded with the client.
newclient-drops-call = Without a client the call is not recorded. Enter a number or a note; Esc once more leaves it so.
newclient-created = The new client is saved.
newclient-number-added = The number { $phone } is added.
duplicate-by-inn = same INN
duplicate-by-phone = same number
duplicate-by-email = same e-mail
duplicate-by-name-and-city = alike, same city
duplicate-by-name = alike
candidate-deal-open = open "{ $deal }"
candidate-deal-won = "{ $deal }" won { $day }
candidate-deal-lost = "{ $deal }" lost { $day }
error-twin = There is such a client already: "{ $name }".
hint-twin = Add the number to him, or explain why this is another one.
cli-ring = Tell the desk of a call
cli-ring-number = Who calls: a number in any form
cli-ring-answered = Somebody else has answered: it is no missed call
cli-ring-missed = Note that somebody has called and nobody answered; the desk may be closed
cli-ring-ended = The call is over and was not answered
newclient-no-inn = "{ $inn }" is no INN: it has 10 or 12 digits.
newclient-inn-doubtful = The check digit of INN { $inn } does not fit: it is kept with a mark, look it up.
newclient-made = Made client { $code }.
newclient-not-his = 8-800 and short numbers are no client's own: type his, and put this one in the note.
hint-not-his = Give the client's own number, and write this one into the note: --note.
note-beside = Written beside the number: { $words }
note-aside = Also named { $number }: no number of the client.
cli-client-new = Make a client: a name, a number or an e-mail is enough.
cli-client-new-name = The name.
cli-client-new-phone = A number in any form.
cli-client-new-email = The e-mail address: matches are looked for by it.
cli-client-new-inn = INN: matches are looked for by it.
cli-client-new-city = The city: it tells the time zone.
cli-client-new-person = Who spoke.
cli-client-new-note = What was said.
cli-client-new-because = Why he is new although INN, number or e-mail are known.

# The data steward
cli-steward = What is to be mended in the base: likely duplicates, numbers to be found.
cli-steward-list = Show what waits.
cli-steward-done = Note what is done.
cli-steward-done-ids = Numbers of the rows.
table-what = WHAT
steward-find-number = find a number: { $phone } is no good
steward-duplicate = may be the same as "{ $client }" ({ $code })
steward-done = { $count ->
    [one] { $count } row is done.
   *[other] { $count } rows are done.
}
steward-done-before = It was done before.

history-attempt = attempt { $attempt }
history-tried-at = first dialled { $phone } at { $time }: no answer
history-tried = first dialled { $phone }: no answer
