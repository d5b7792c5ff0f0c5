# Words: names of values, days, spans of time.

day-today = today
day-tomorrow = tomorrow
day-yesterday = yesterday
weekday-short = { $day ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}
shift-holidays = { $hours }, holidays too
span-minutes = { $minutes } min
span-hours = { $hours } h
span-hours-minutes = { $hours } h { $minutes } min
span-days = { $days } d
zone-moscow = MSK

role-decision-maker = decides
role-influencer = influences
role-purchasing = purchasing
role-accountant = accountant
role-secretary = secretary
role-other = contact

kind-call = call
kind-meeting = meeting
kind-sms = SMS
kind-email = e-mail
kind-messenger = message
direction-incoming = incoming
direction-outgoing = outgoing

rank-promise-now = promised now
rank-missed = missed call
rank-promise-overdue = promise overdue
rank-promise-day = promised for today
rank-hot = interest
rank-planned = planned
rank-retry = again
rank-new = new
rank-later = later
entry-promise = call promised
entry-hot = call on interest
entry-planned = call planned
entry-retry = again
entry-missed = missed call
entry-new = new

contact-good = works
contact-not-theirs = somebody else's
contact-dead = not in service

purpose-advertising = advertising
purpose-service = service
purpose-survey = survey
purpose-debt = debt

stop-everything = any calls
stop-advertising = advertising calls
stop-list = this call list only

consent-advertising = advertising
consent-personal-data = personal data
consent-recording = recording of calls
consent-web-form = web form
consent-paper = on paper
consent-voice = spoken, recorded
consent-email = by e-mail
consent-messenger = in a messenger
consent-other = otherwise

zone-source-mobile = prefix, a guess
zone-source-area-code = area code
zone-source-address = address
zone-source-said = he said so
confidence-low = a guess
confidence-medium = probably
confidence-high = certain

user-role-operator = operator
user-role-senior = senior operator
user-role-supervisor = supervisor
user-role-admin = administrator
user-role-auditor = auditor
right-read = to see data
right-work = to work with clients
right-load = to run call lists and the queue
right-configure = to change settings
right-export = to take data out
right-undo = to take back what others did, or what was done on another day
right-lift = to lift stops

what-client = client
what-person = contact person
what-deal = deal
what-process = process
what-stage = stage
what-script = script
what-outcome = result
what-call-list = call list
what-queue-entry = contact in the queue
what-user = user
what-commit = change
what-consent = consent
what-stop = stop entry
what-heard = client's words

duplicate-inn = INN
duplicate-phone = phone
duplicate-email = e-mail
