# Answers to the questions of a script, side by side for parts of the calls.

action-script-answers = Script: how its questions were answered
    .bar = answers
answers-title = Answers to { $script }, { $calls ->
    [one] { $calls } call
   *[other] { $calls } calls
}, { $by }
answers-question = Question { $place } of { $count }: { $title }
answers-n = answered
answers-words = in their own words
answers-hint = Enter: another question · ← →: part otherwise · Tab: more columns
segment-city = by city
segment-zone = by time zone
segment-class = by class
segment-kind = companies and people
segment-tag = by tag
segment-manager = by who leads them
segment-operator = by operator
segment-job = by call job
segment-reply = by the reply to { $question }
group-all = all
group-unknown = not known
group-others = the rest
table-group = PART
cli-script-answers-by = Side by side: city, zone, class, kind, tag, manager, operator, job or question:CODE.
error-not-a-segment = "{ $text }" is nothing calls are parted by.
hint-segment = There are: { $known }, or question:CODE of a question.
