# Consents, the stop list, hours, the calendar.

cli-gate = Ask whether a call may be made, and why; exit code 4 when it may not.
cli-gate-whom = Code of the client, his phone or INN.
cli-gate-list = A call of this call list.
cli-gate-purpose = What a call outside the lists is for; usually advertising.
cli-gate-at = At which time: “2026-11-20 15:00”; usually now.
cli-consent = Consents of clients: write down, withdraw, prove.
cli-consent-add = Write a consent down.
cli-consent-add-client = Code of the client, his phone or INN.
cli-consent-add-given = When it was given: “12.03.2026”, “2026-03-12 15:40”.
cli-consent-add-person = Which of the client’s people agreed (a part of the name); without it the client as a whole.
cli-consent-add-kind = To what: advertising, personal-data or recording.
cli-consent-add-how = How it was given: web-form, paper, voice, email, messenger or other.
cli-consent-add-text = Version of the text that was agreed to.
cli-consent-add-until = Until which day it holds.
cli-consent-add-proof = What proves it: a file (its checksum is kept too), an address, the number of a call.
cli-consent-withdraw = Write down that a consent was withdrawn.
cli-consent-withdraw-client = { cli-consent-add-client }
cli-consent-withdraw-person = Withdraw only what this person agreed to (a part of the name).
cli-consent-withdraw-kind = { cli-consent-add-kind }
cli-consent-withdraw-at = When it was withdrawn; usually now.
cli-consent-withdraw-reason = What the client said.
cli-consent-withdraw-how = How the client withdrew: web-form, paper, voice, email, messenger or other.
cli-consent-withdraw-proof = What proves the withdrawal: a file (its checksum is kept too), an address, the number of a call.
cli-consent-list = All consents of a client.
cli-consent-list-client = { cli-consent-add-client }
cli-consent-proof = The sheet for the authority: consents, stops, calls, and what held at a date.
cli-consent-proof-whom = Code of the client or a phone: with a phone, the calls to that number.
cli-consent-proof-at = At which moment; usually now.
cli-stop = The stop list: forbid calls, lift a stop, look through, load.
cli-stop-add = Forbid calls; usually advertising.
cli-stop-add-whom = A client’s code forbids calls to the client as a whole, a phone those to the number.
cli-stop-add-person = Only to this person (a part of the name).
cli-stop-add-everything = Forbid every call.
cli-stop-add-list = Forbid the calls of one list.
cli-stop-add-until = Until which day; usually for good.
cli-stop-add-reason = Why.
cli-stop-add-proof = Where the demand can be seen: a file, an address.
cli-stop-lift = Lift a stop: wants the right, and a new consent with its proof.
cli-stop-lift-id = Number of the stop, from dozvon stop list.
cli-stop-list = Show stops, newest first.
cli-stop-list-whom = Only those that concern this client.
cli-stop-list-all = Those that are over, too.
cli-stop-list-limit = How many to show; usually 50.
cli-stop-load = Load a file of numbers that must not be called.
cli-stop-load-file = A CSV or XLSX file; one column of numbers is enough.
cli-stop-load-dry-run = Only show what would happen.
cli-stop-load-everything = Forbid every call, not only advertising.
cli-stop-load-proof = Where the list comes from; usually the name of the file.
cli-client = What a client says of himself: hours and time zone.
cli-client-hours = When the client wants to be called.
cli-client-hours-client = { cli-consent-add-client }
cli-client-hours-hours = “10–18”, “10–18 except weekends”, “weekdays 10–19, weekends 11–16”; none takes them away.
cli-client-zone = The time zone as the client says.
cli-client-zone-client = { cli-consent-add-client }
cli-client-zone-zone = “MSK+3”, “UTC+6”, Asia/Omsk.
cli-holidays = The production calendar: days off and days worked.
cli-holidays-check = Check files of a calendar.
cli-holidays-check-files = The files.
cli-holidays-check-strict = Take warnings for errors.
cli-holidays-load = Load years from files.
cli-holidays-load-files = The files.
cli-holidays-load-strict = Take warnings for errors.
cli-holidays-list = Which years are known.
cli-holidays-export = Show the calendar as a file.
cli-call-list-set = Give a call list hours and a caller’s label.
cli-call-list-set-name = Name of the call list.
cli-call-list-set-hours = “10–18 except weekends”; none takes them away.
cli-call-list-set-label = How the caller is shown on the client’s phone, up to 32 characters.

table-given = GIVEN
table-how = HOW
table-proof = PROOF
table-until = UNTIL
table-withdrawn = WITHDRAWN
table-whom = WHOM
table-scope = WHAT IS FORBIDDEN
table-since = SINCE
table-call = CALL
table-lifted = LIFTED
table-client-code = CLIENT
table-hours = HOURS
table-label = LABEL
table-year = YEAR
table-days-off = HOLIDAYS
table-days-worked = WEEKENDS WORKED
table-working-days = WORKING DAYS

consent-added = Consent { $id } is written down. { $count ->
    [0] No contact came back into the queue.
    [one] { $count } contact came back into the queue.
   *[other] { $count } contacts came back into the queue.
}
consent-unproven = There is no proof: a consent is worth more with one. Add --proof.
consent-withdrawn = { $count ->
    [one] { $count } consent withdrawn
   *[other] { $count } consents withdrawn
}, { $blocked ->
    [one] { $blocked } contact left the queue
   *[other] { $blocked } contacts left the queue
}.
consent-none = There are no consents.
stop-added = Stop { $id } is written down. { $count ->
    [0] Nothing left the queue.
    [one] { $count } contact left the queue.
   *[other] { $count } contacts left the queue.
}
stop-known = There is such a stop already: { $id }.
stop-lifted = Stop { $id } is lifted by consent { $consent }. { $count ->
    [0] No contact came back into the queue.
    [one] { $count } contact came back into the queue.
   *[other] { $count } contacts came back into the queue.
}
stop-none = There are no stops.
stop-more = The first { $count } are shown; the others with --limit.
stop-of-person = person { $id }
stop-load-dry = A trial: nothing was written.
stop-load-rows = Rows in the file: { $count }.
stop-load-added = New stops: { $count }, of these for numbers of the base: { $ours }.
stop-load-known = In the stop list already: { $count }, twice in the file: { $twice }.
stop-load-blocked = Contacts that left the queue: { $count }.
stop-load-unread = Rows without a number that can be read: { $count }.
client-set = { $client }: zone { $zone }, to be called { $hours }.
call-list-set = Call list “{ $list }”: to be called { $hours }, label: { $label }.
hours-usual = in the usual hours
label-none = none
zone-none = unknown
holidays-loaded = The calendar is written; years known: { $years }.
holidays-same = The calendar is there already; years known: { $years }.
holidays-none = There is no calendar: only Saturdays and Sundays are days off. Load one: dozvon holidays load FILE.
gate-service = { $number } is the short number of a service: it is nobody’s.
hint-gate-service = If it is the code of a client, type it whole, for example 00-00000112.
gate-till = number { $phone }, to be called till { $till } by the client’s clock
gate-till-unknown = number { $phone }, to be called till { $till } ({ $zone }): nobody knows where the client is

proof-title = Consents and stops: { $client } ({ $code })
proof-phone = Number: { $phone } ({ $whose })
proof-client = the client
proof-made = Made { $at } ({ $zone }); all times are by that clock.
proof-at = At { $at }:
proof-holds = there is a consent, { $id } of { $since }
proof-withdrawn = consent { $id } was withdrawn { $at }
proof-expired = consent { $id } had run out { $at }
proof-never = there is no consent
proof-not-stopped = there was no prohibition of calls
proof-stopped = stop { $id } was in force: { $scope }
proof-consents = Consents
proof-consent = { $id } · { $kind } · { $whose } · given { $given }, { $how }
proof-hash = SHA-256 checksum
proof-stops = Stops
proof-stop = { $id } · { $whom } · { $scope } · since { $since }, written by { $by }
proof-call = call
proof-lifted = { $at }, { $by }, by consent { $consent }
proof-calls = Our calls, newest first
proof-called = { $id } · { $at } · { $phone } · { $by } · advertising: { $standing }
proof-called-tried = { $id } · { $at } · { $phone } · { $by } · no answer, then { $next } · advertising: { $standing }
proof-no-calls = There were no calls.
proof-more-calls = The latest { $count } are shown.

hint-day = Write “20.11.2026”, “2026-11-20 15:00” or RFC 3339.
hint-hours = Write hours: “10–18”, “10–18 except weekends”, “weekdays 10–19, weekends 11–16”, or none.
hint-call-list = dozvon call-list list shows the call lists.
hint-stop-number = dozvon stop list shows the numbers of stops.
hint-several-people = Say more of the name.
error-not-hours = “{ $text }” are no hours to call.
error-several-people = Several people have that name: { $names }.
error-proof-file = The file of the proof, { $file }, can’t be read: { $error }.
