# What a client asks for without a call: hours, zone, a consent taken back, another time.

action-contact-move = Move a promised call without talking
    .bar = move
action-client-wishes = When the client wants calls, and what time it is there
    .bar = hours
action-consent-withdraw = The client takes a consent back
    .bar = withdraw

why-not-no-consent = The client has no consent that holds.
why-not-move-calling = You have called already: the result of the call names the new time.
why-not-nothing-promised = Nothing is promised to the client, and nothing is planned.

wishes-title = { $client }: when to call
wishes-hours = Hours
wishes-zone = Zone
wishes-hours-bad = not understood: "10-18", "weekdays 10-19, weekends 11-16"
wishes-zone-bad = not understood: "MSK+3", "Omsk", Asia/Omsk
wishes-zone-same = the zone stays: { $zone }
wishes-zone-said = said by the client: { $zone }, it is { $time } there
wishes-hint = Empty hours: the usual ones; an empty zone: as it was. Ctrl+S saves at once.

withdraw-title = The client takes a consent back
withdraw-who = Who
withdraw-everybody = the client and all his people
withdraw-kind = What
withdraw-when = When
withdraw-how = How
withdraw-words = His words
withdraw-proof = Proof
withdraw-since = does not hold since: { $when }
withdraw-when-bad = The time is not understood: "now", "15:40", "yesterday 15:40", "12.11.2026".
withdraw-hint = An empty time is now. Left and right choose.

plan-move-title = Move without a call
plan-whose = Who
when-own = you yourself
when-anybody = any operator
when-whole-day = { $day }, any time of the day
brief-today = today
contact-moved = Moved: { $when }.
error-not-promised = This contact was neither promised nor planned for a time.
hint-not-promised = Promises, interest and planned calls have a time; a repeat is set by a result.
use-case-client-wishes = hours and zone of a client
use-case-contact-move = a promised call moved
field-of-whole-day = any time of the day

cli-queue-move = Move a promised or planned call without talking.
cli-queue-move-id = Number of the contact from dozvon queue.
cli-queue-move-when = When, in words and by the client's clock: "tomorrow 11:00", "next week".
cli-queue-move-reason = What the call is for; usually it stays as it was.
cli-queue-move-mine = You will call yourself.
cli-queue-move-anybody = Any operator will call.

contact-planned-for = Planned: { $when }.
cli-queue-plan = Plan a call to a client.
cli-queue-plan-client = { cli-consent-add-client }
cli-queue-plan-when = { cli-queue-move-when }
cli-queue-plan-reason = What the call is for.
cli-queue-plan-mine = { cli-queue-move-mine }
