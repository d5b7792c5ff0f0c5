# Ответы на вопросы сценария: рядом по частям звонков.

action-script-answers = Сценарий: как отвечали на вопросы
    .bar = ответы
answers-title = Ответы «{ $script }», звонков { $calls }, { $by }
answers-question = Вопрос { $place } из { $count }: { $title }
answers-n = ответили
answers-words = своими словами
answers-hint = Enter — другой вопрос · ← → — делить иначе · Tab — ещё столбцы
segment-city = по городам
segment-zone = по поясам
segment-class = по классам
segment-kind = компании и люди
segment-tag = по меткам
segment-manager = по тем, кто ведёт
segment-operator = по операторам
segment-job = по обзвонам
segment-reply = по ответу на «{ $question }»
group-all = все
group-unknown = не указано
group-others = остальные
table-group = ЧАСТЬ
cli-script-answers-by = Рядом по частям: city, zone, class, kind, tag, manager, operator, job или question:КОД.
error-not-a-segment = «{ $text }» — не то, по чему делят звонки.
hint-segment = Можно: { $known } или question:КОД вопроса.
