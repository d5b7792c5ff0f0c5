# Рабочее место: панели, диалоги, сообщения.

app-name = Дозвон
loading = Читаю…
too-small = Окно { $now_width }×{ $now_height } слишком мало: Дозвону нужно хотя бы { $width }×{ $height }. Увеличьте окно или уменьшите шрифт.

state-ready = Готов
state-preview = Смотрю
state-talking = Разговор
state-ended = Нужен результат
status-promises = { $more ->
    [0] { $count ->
        [one] { $count } обещание
        [few] { $count } обещания
       *[many] { $count } обещаний
    }
   *[other] больше { $count } { $count ->
        [one] обещания
       *[other] обещаний
    }
}

tab-queue = Очередь
tab-card = Карточка
tab-map = Карта
tab-script = Сценарий
tab-history = История

# Очередь
counted = { $more ->
    [0] { $count }
   *[other] больше { $count }
}
counted-headed = { $more ->
    [0] { $what } { $count }
   *[other] { $what }: больше { $count }
}
queue-empty = В очереди пусто. Загрузите список: dozvon import clients ФАЙЛ --call-list ИМЯ. Или найдите клиента сами: F3.
queue-empty-base = Клиентов ещё нет. Загрузите список: dozvon import clients ФАЙЛ --call-list ИМЯ.
queue-overdue = { $more ->
    [0] { $count ->
        [one] просрочено { $count } обещание
        [few] просрочено { $count } обещания
       *[many] просрочено { $count } обещаний
    }
   *[other] просрочено больше { $count } { $count ->
        [one] обещания
       *[other] обещаний
    }
}
queue-closed = { $asleep } своего часа, первый { $when }
queue-asleep = { $more ->
    [0] { $count ->
        [one] { $count } ждёт
       *[other] { $count } ждут
    }
   *[other] больше { $count } ждут
}
queue-nothing = Брать некого: в очереди пусто.
queue-nothing-free = Брать пока некого. Что держит контакты, скажет dozvon queue empty.
queue-nothing-due = Брать пока некого: ближайший контакт { $when }.
queue-nothing-open = Брать пока некого: { $more ->
    [0] { $count ->
        [one] { $count } контакт ждёт
        [few] { $count } контакта ждут
       *[many] { $count } контактов ждут
    }
   *[other] больше { $count } { $count ->
        [one] контакта
       *[other] контактов
    } ждут
} своего часа, первому можно звонить { $when }.
row-overdue-day = просрочено: обещали { $day }
row-overdue = просрочено { $span }
row-missed = звонил { $span } назад
row-retry = попытка { $attempt } из { $allowed }
released = Контакт вернулся в очередь, попытка не потрачена.
summary-queue = Далее

# Карточка
card-title = Карточка клиента
card-empty = Здесь будет клиент: возьмите следующего из очереди пробелом или найдите по F3.
card-class = класс { $class }
card-manager = ведёт { $name }
card-local-time = у клиента { $time } ({ $zone }, { $source })
card-call-until = до { $hour }
card-own-hours = просит звонить { $hours }
card-zone-unknown = ▲ часовой пояс неизвестен: звонить можно, когда день по всей стране
card-attempt = попытка { $attempt } из { $allowed }
card-person-left = { $name }, больше не работает
inn = ИНН { $inn }
kpp = КПП { $kpp }
inn-wrong = контрольная цифра неверна
inn-zero = восстановлен ноль
phone-with-extension = { $phone } доб. { $ext }

# История
history-title = История
history-empty = Ещё не говорили.
history-no-client = Здесь будет история клиента.
note = заметка

# Карта этапов
map-title = Карта этапов
map-title-deal = Сделка: { $deal }
map-title-of = Сделка { $place } из { $count }: { $deal }
map-no-client = Здесь будет карта сделки клиента.
map-no-deal = Сделки нет. Её откроет клавиша D или результат «Продажа».
map-no-stages = Сделка ведётся без этапов.
map-process-gone = Процесс этой сделки удалён.
map-won = ✓ выиграна { $when }
map-lost = ✗ проиграна { $when }: { $reason }
days = { $days } дн
summary-deal = Сделка
summary-no-deal = нет
summary-won = ✓ выиграна
summary-lost = ✗ проиграна

# Сценарий
script-title = Сценарий
script-title-step = Сценарий: { $script } · шаг { $number } · { $step }
script-title-ahead = Сценарий: { $script }
script-ahead = Позвоните вы — начнётся так:
script-none = Сценария у этого контакта нет. Любой можно открыть по имени: Ctrl+K.
script-no-work = Здесь будут слова разговора: возьмите клиента из очереди.
script-other-client = Вы смотрите другого клиента. Esc вернёт того, с кем вы работаете, и его сценарий.
script-answers = Что ответил клиент:
script-results = Чем кончился звонок:
script-results-preview = Ctrl+G — позвонить. Не ответили — результат сразу:
script-added = { $count ->
    [one] Ответ { $numbers } добавлен
   *[other] Ответы { $numbers } добавлены
} с ваших слов.
heard-title = Нет нужного ответа: что сказал клиент?
heard-keys = Enter передать автору сценария · Esc отменить
heard-written = Передано автору. Ждут ответа: { $count ->
    [one] { $count } раз
    [few] { $count } раза
   *[many] { $count } раз
}.
heat-title = { $script }: звонков { $calls }
heat-ended = конец { $ended }
heat-lost = потери { $lost }
heat-counts = конец { $ended } · потери { $lost }
script-answer-key = ответить
script-settle-key = к разговору
question-label = Ответ
question-number = Число
question-number-from = Число от { $min }
question-number-to = Число до { $max }
question-number-range = Число от { $min } до { $max }
question-unit = { $wish }, { $unit }
question-scale = От { $low } до { $high }
question-date = День: 25.12, «в пятницу», «завтра»
question-text = Словами клиента
question-several = Цифры отмечают, Enter — дальше
question-most = Цифры отмечают (не больше { $most }), Enter — дальше
question-keys = Enter записать · Ctrl+N не ответил · Esc к сценарию
question-keys-required = Enter записать · Esc к сценарию · без ответа дальше нельзя
declined-where-to = Записано: не ответил. Цифра скажет, куда идти дальше.
hang-up-half = Ответ не записан, но сохранён. { $why } Enter — исправить.
reply-required = Без этого ответа сценарий дальше не идёт.
reply-not-a-number = Это не число. Напишите, например, 15 или 120к.
reply-not-a-date = Не понимаю день. Напишите, например, 25.12 или «в пятницу».
reply-out-of-range = Нужно число от { $min } до { $max }.
reply-too-many = Отметьте не больше { $most }.
reply-too-long = Слишком длинно: остальное запишите заметкой.
script-broken = Этот ответ никуда не ведёт. Скажите автору сценария; пока выберите другой.
objections-title = Возражения: начните набирать

# Поиск
search-title = Найти клиента
search-hint = телефон, его конец, ИНН, почта, код или имя — в любой раскладке
search-by-phone = По телефону
search-by-suffix = По последним цифрам
search-by-inn = По ИНН
search-by-email = По почте
search-by-code = По коду
search-by-name = По имени
search-nothing = { $kind }: никого
search-some = { $kind }: { $count }
search-many = { $kind }: { $count } и больше, уточните
search-loading = имена ещё читаются: { $count }
search-person-left = { $name }, ушёл

# Заметка
key-unbound = Клавиша { $key } здесь ничего не делает. { $help } — что работает.
key-caps-lock = Включён Caps Lock? { $key } здесь ничего не делает, { $plain } — { $action }.
note-title = Заметка: { $client }
note-keys = Enter — сохранить · Alt+Enter — новая строка · Ctrl+S — сохранить
note-restored = Недописанная заметка прошлого раза. Enter — сохранить; чтобы выбросить, сотрите её.
note-saved = Заметка сохранена.
note-not-saved = Заметка не сохранена. Enter сохранит; чтобы выбросить, сотрите её.
busy-saving = Ещё сохраняю, секунду.

# Когда
when-label = Когда
when-hint = завтра 11 · через 2 часа · пт утром · 25.11 15:00
when-both = { $theirs } у клиента · { $mine } у вас
when-outside = не время звонить; ближайшее: { $when }
when-outside-taken = В это время клиенту не звонят. Поставлено ближайшее: Enter — согласиться.
when-empty = Напишите, когда звонить.
when-not-understood = Не понимаю, когда это. Например: завтра 11, через 2 часа, 25.11 15:00.
when-past = Это время уже прошло.
when-no-such-date = Такого дня нет.
when-too-far = Это больше чем через два года.
plan-title = Запланировать звонок
plan-reason = Зачем
contact-planned = Звонок запланирован.

# Результат звонка
ask-when = когда перезвонить?
ask-reason = почему?
ask-deal = какая сделка?
ask-stop-scope = что запрещает?
stop-asker = просит: { $who }
stop-asker-key = {" "}· Tab — другой
stop-asker-nobody = никто из них — только этот номер
stop-asker-number = кто — неизвестно, только этот номер
stop-asker-company = вся компания
ask-contact = кто решает?
reason-label = Причина
reason-wanted = Нужна причина: выберите её или напишите.
contact-name = Имя
contact-phone = Телефон
deal-label = Сделка
stage-label = Этап
amount-label = Сумма
amount-hint = 120к · 120 000 · 0,12 млн; можно пусто
amount-wanted = Впишите сумму, или Enter ещё раз: сделка останется без суммы.
amount-not-read = Не понимаю сумму. Например: 120 000, 120к, 0,12 млн.
deal-new = новая: { $process }
deal-none = Ни одного процесса нет: загрузите его командой dozvon process load.
recorded-finished = { $result }: записано, контакт закончен.
recorded-task = Сделка: { $deal } · { $task } до { $due }
recorded-exhausted = { $result }: записано, попытки кончились.
recorded-promise = { $result }: обещано { $when }.
recorded-own = ваш
recorded-common = общий
recorded-reminder = напоминание { $time } у вас
recorded-hot = { $result }: следующий звонок { $when }.
recorded-retry = { $result }: повтор { $when }.
recorded-retry-number = { $result }: повтор { $when } по другому номеру { $phone }.

# Сделка
deal-title = Новая сделка
deal-name = О чём
deal-opened = Сделка открыта.
deal-moved = «{ $deal }» теперь на этапе «{ $stage }».
deal-won = «{ $deal }» выиграна.
deal-lost = «{ $deal }» проиграна: { $reason }.
move-title = Сделка «{ $deal }»
move-stages = { $from } → { $to }
move-win = Закрыть как выигранную: «{ $deal }»?
move-lose = Почему проиграна «{ $deal }»?
confirm-keys = Enter — да · Esc — нет

# Звонок
dial-number = Наберите { $phone }: номер в буфере обмена. Можно: { $ground }.
gate-no-number = нельзя: нет рабочего номера
gate-hours = сейчас не время звонить; ближайшее: { $opens } ({ $why })
gate-closed-custom = звоним { $hours }
gate-closed-debt = часы по 230-ФЗ ст. 7
gate-closed-list = часы обзвона
gate-closed-client = клиент просил в эти часы
gate-hours-moscow = Сейчас не время звонить клиенту; ближайшее: { $opens } по Москве.
gate-both-moscow = { $theirs } у клиента · { $moscow } по Москве
gate-allowed = можно: { $ground }
gate-ground-consent = согласие { $date } ({ $how })
gate-ground-asked = просил позвонить, { $date }
gate-ground-deal = по открытой сделке
gate-ground-purpose = { $purpose }, согласие не нужно
gate-their-time = { $time } у клиента
gate-stopped = нельзя: стоп-лист с { $since }, { $scope }
gate-stopped-call = нельзя: стоп-лист с { $since } (звонок { $call }), { $scope }
gate-stopped-until = нельзя: стоп-лист с { $since } до { $until }, { $scope }
gate-no-consent = нельзя: нет согласия на рекламу (38-ФЗ ст. 18)
gate-consent-unproven = нельзя: согласие { $date } без доказательства (38-ФЗ ст. 18)
gate-consent-withdrawn = нельзя: согласие отозвано { $date } (38-ФЗ ст. 18)
gate-consent-expired = нельзя: согласие истекло { $date } (38-ФЗ ст. 18)
gate-number-dead = нельзя: номер не обслуживается
gate-number-not-theirs = нельзя: номер чужой
gate-job-begins = нельзя: обзвон начнётся { $date }
gate-job-over = нельзя: обзвон кончился { $date }
gate-never-open = нельзя: часы клиента, обзвона и закона не пересекаются
window-working = { $hours }, кроме выходных
window-off = только по выходным { $hours }
window-both = будни { $working }, выходные { $off }

# Почему
why-title = Почему этот контакт здесь
why-nobody-title = Почему клиента нет в очереди
why-nobody = { $client }: ничего не обещано, не запланировано и не назначено обзвоном.
why-promise-now = Звонок обещан на эту минуту: раньше всего остального.
why-missed = Клиент звонил, и ему не ответили: раньше него только обещанное на эту минуту.
why-promise-overdue = Обещание просрочено: раньше него только обещанное на эту минуту.
why-hot = Клиент проявил интерес: сразу после обещаний.
why-planned = Звонок запланирован: после обещаний и интереса.
why-retry = Повторный звонок: после обещаний, интереса и запланированных.
why-new = Этому клиенту ещё не звонили: после всех, у кого подошёл срок.
why-not-yet = Срок ещё не наступил: в конце очереди, по времени.
why-promise-day = Звонок обещан на сегодня, час не назван: после обещанного на минуту, раньше остальных.
why-day = Срок — { $due }, в любой час этого дня.
why-day-late = Срок был { $due }, час не назван.
why-day-later = Срок { $due }, час не назван.
why-due-now = Срок — сейчас: { $due }.
why-late = Срок был { $due }, прошло { $span }.
why-later = Срок { $due }, осталось { $span }.
why-before = { $count ->
    [0] Впереди никого: его и возьмёт пробел.
    [one] Впереди { $count } контакт.
    [few] Впереди { $count } контакта.
   *[many] Впереди { $count } контактов.
}
why-list = Обзвон: { $list }.
why-no-list = Вне обзвонов: запланирован вручную или после разговора.
why-attempts = Попыток сделано { $made } из { $allowed }.
why-reason = Зачем: { $reason }.
why-held = Взял в работу: { $name }
why-light = { $sign } { $light }

# Под строкой состояния, пока писать нельзя: две строки по 76 знаков, не больше.
health-no-room = Мало места на диске: свободно { $free } МБ, нужно не меньше { $reserve } МБ. Запись остановлена; освободите место — продолжится сама.
health-no-files = На диске кончаются места для новых файлов. Запись остановлена; удалите лишние файлы — продолжится сама.
health-unwritable = Диск не принимает запись: { $error }. Дозвон пробует снова сам; проверьте диск и права на папку данных.
health-stopped = Запись на диск сорвалась. Закройте Дозвон и запустите снова: записанное цело, новое до этого не сохранится.
health-damaged = Журнал повреждён, базу можно только смотреть. { $records ->
    [0] Часть изменений потеряна
    [one] Под вопросом { $records } запись
    [few] Под вопросом { $records } записи
   *[many] Под вопросом { $records } записей
}. Что делать, скажет dozvon verify.
health-damaged-history = Журнал повреждён ({ $places ->
    [one] { $places } место
    [few] { $places } места
   *[many] { $places } мест
}): данные целы, но базу можно только смотреть. Что делать, скажет dozvon verify.
health-folder = Папка данных закрыта для записи: базу можно только смотреть. Дайте себе право писать в неё и запустите Дозвон снова.
health-full = На диске нет места: базу можно только смотреть. Освободите место и запустите Дозвон снова.
health-past = Это прошлое: его можно смотреть, но не менять.
health-writable-again = Запись снова идёт.
