# День оператора: вход, смена, состояния, паузы, сообщения, закрытие.

operator-offline = Не на месте
operator-ready = Готов
operator-preview = Смотрит карточку
operator-ringing = Звонят
operator-talking = Разговор
operator-after-call = Постобработка
operator-after-call-late = Постобработка просрочена
operator-paused = Пауза
operator-training = Обучение
operator-login = Вход
operator-lag = Сбой

yes = да
no = нет

# Начало смены
morning-day-before = Прошлая смена не закрыта: открыта { $since }. Её концом станет ваша последняя работа: { $ends }.
morning-open-day = Смена не закрыта: открыта { $since }, последнее состояние «{ $state }» с { $last }.
morning-shift = Смена { $from }–{ $to } { $zone }.
morning-overdue = { $count ->
    [one] Просрочено { $count } обещание
    [few] Просрочено { $count } обещания
   *[many] Просрочено { $count } обещаний
}: { $named }.
morning-promises = { $count ->
    [one] На сегодня { $count } обещание
    [few] На сегодня { $count } обещания
   *[many] На сегодня { $count } обещаний
}, первое { $first }.
morning-promises-day = { $count ->
    [one] На сегодня { $count } обещание
    [few] На сегодня { $count } обещания
   *[many] На сегодня { $count } обещаний
}, час не назван.
morning-rows = { $more ->
    [0] { $count ->
        [one] { $count } строка
        [few] { $count } строки
       *[many] { $count } строк
    }
   *[other] больше { $count } { $count ->
        [one] строки
       *[other] строк
    }
}
morning-asleep = { $more ->
    [0] { $count ->
        [one] { $count } ждёт
       *[other] { $count } ждут
    }
   *[other] больше { $count } ждут
} своего часа, первый { $opens }
morning-campaign = Обзвон «{ $name }»: { $rows }, можно сейчас { $now }.
morning-campaign-asleep = Обзвон «{ $name }»: { $rows }, можно сейчас { $now } ({ $asleep }).
morning-missed = { $count ->
    [one] Пропущен { $count } звонок
    [few] Пропущено { $count } звонка
   *[many] Пропущено { $count } звонков
}, первый { $first }.
morning-notices = { $count ->
    [one] { $count } сообщение от супервизора
    [few] { $count } сообщения от супервизора
   *[many] { $count } сообщений от супервизора
}.
morning-nothing = На сегодня ничего не запланировано.

# Закрытие смены
end-rings = Звонит { $phone }: не отвечено и не записано.
end-call = Звонок без результата: { $client }.
end-entering = Новый клиент не дописан: { $typed }.
end-note = Заметка не дописана: { $client }.
end-client = { $name } ({ $code })
end-taken = Клиент { $client } взят и не возвращён в очередь.
end-overdue = Просрочено обещание клиенту { $client }: { $due }.
end-unkept = Обещание клиенту { $client } на { $due } некому выполнить: у вас тогда нет смены.
end-pause = Вы на паузе.
day-no-ends = Хвостов нет: смену можно закрыть.
day-opened = Смена открыта. Когда будете готовы: dozvon day ready.
day-turned = Состояние: { $state }.
notice-sent = Сообщение отправлено.
effort = { $keys } кл. { $seconds } с
report-closed = Смена { $from }–{ $to }, всего { $length }.
report-unopened = Смена не открыта, первая работа { $from }, прошло { $length }.
report-open = Смена идёт с { $from }, прошло { $length }.
report-calls = Звонков { $calls }, разговоров { $talks }, продаж { $sales }.
report-promises = Обещаний выполнено вовремя { $kept } из { $all }.
report-work = В разговоре { $talking }, после звонка { $after }, из них сверх лимита { $late }.
report-wait = Вход { $login }, ожидание { $ready }, просмотр карточек { $preview }.
report-pauses = Паузы { $paused }, обучение { $training }, не на месте { $offline }, сбой { $lag }.
report-effort = { $count ->
    [one] { $count } результат
    [few] { $count } результата
   *[many] { $count } результатов
}, медиана { $median }.
report-no-effort = Результатов после звонка не записано.
report-sum = Сумма состояний { $sum } = смена { $length }.
report-keys = Больше всего клавиш после разговора: { $screens } (всего { $all }). Подробно: dozvon day keys.
day-keys-title = Смена { $from }: { $results ->
    [one] { $results } результат
    [few] { $results } результата
   *[many] { $results } результатов
}, { $keys ->
    [one] { $keys } клавиша
    [few] { $keys } клавиши
   *[many] { $keys } клавиш
}, { $seconds } с.
day-keys-none = За эту смену ничего не посчитано: клавиши считаются от конца разговора до записанного результата.
day-keys-screen = { $keys } кл. · { $seconds } с · { $results ->
    [one] в { $results } результате
   *[other] в { $results } результатах
}
day-keys-own = Эти цифры видите только вы.
screen-queue = очередь
screen-card = карточка
screen-map = карта сделки
screen-script = сценарий
screen-history = история
screen-result = вопросы результата
screen-question = вопросы сценария
screen-note = заметка
screen-mark = метки
screen-deal = сделка
screen-plan = перенос и план
screen-wishes = пожелания клиента
screen-search = поиск
screen-client = новый клиент
screen-palette = все действия
screen-promises = книга обещаний
screen-jobs = обзвоны
screen-reading = справки
screen-other = остальное

# Вход
pin-ask = ПИН ({ $name }):
pin-new = Новый ПИН ({ $name }), от 4 до 12 цифр:
user-added = Пользователь { $name } добавлен.
user-pin-set = { $name }: ПИН записан.
user-pin-removed = ПИН убран: { $name } входит по имени.
user-unlocked = { $name }: вход разблокирован.
user-not-locked = { $name }: вход и не был заблокирован.
user-shift-set = { $name } — часы работы записаны.
error-pin-wanted = Пользователь { $name } входит с ПИН.
hint-pin-wanted = Введите ПИН на экране Дозвона или передайте его в переменной DOZVON_PIN.
error-pin-wrong = ПИН неверен. { $left ->
    [one] Осталась { $left } попытка.
    [few] Осталось { $left } попытки.
   *[many] Осталось { $left } попыток.
}
error-locked = Слишком много неверных ПИН: вход закрыт до { $time }.
hint-locked = Подождите. Раньше пустит супервизор: dozvon user unlock ИМЯ.
error-pin-digits = ПИН — это от { $least } до { $most } цифр.
error-pin-digest = ПИН не удалось зашифровать: не хватило памяти.
error-pin-none = ПИН не введён.
error-no-day = Смена не открыта.
hint-no-day = Откройте смену: dozvon day open или Enter на экране начала смены.
error-loose-ends = Смену закрыть нельзя: { $count ->
    [one] остался { $count } хвост.
    [few] осталось { $count } хвоста.
   *[many] осталось { $count } хвостов.
}
hint-loose-ends = Доведите их до конца: dozvon day ends перечислит.
error-no-such-day = В этот день смены не было.
error-no-pause = Такой паузы нет: { $code }.
hint-no-pause = Есть такие: { $codes }.
error-shift-hours = «{ $text }» — не часы смены.
hint-shift-hours = Напишите так: dozvon user shift ИМЯ 09:00-18:00 --days mon-fri.
hint-user = Кого Дозвон знает, покажет dozvon user list.
pauses-loaded = Паузы загружены: новых { $added }, изменено { $changed }, убрано { $retired }.
snippets-loaded = Заготовки загружены: новых { $added }, изменено { $changed }, убрано { $retired }.
what-work-day = смены
what-pause = паузы
what-notice = сообщения

# Таблицы
table-zone = ПОЯС
table-pin = ПИН
table-locked = ЗАКРЫТ ДО
table-shift = ЧАСЫ
table-paid = ОПЛАЧИВАЕТСЯ
table-minutes = МИНУТ
table-day-minutes = МИНУТ В ДЕНЬ
table-short = БУКВЫ
table-user = ЧЬЯ
table-text = ТЕКСТ

# Ошибки файлов
fault-no-pauses = В файле нет ни одной паузы.
hint-no-pauses = Добавьте раздел: `[[pause]]`, в нём `key = "1"`, `code = "lunch"`, `name = "Обед"`.
fault-bad-pause-key = «{ $key }» — не цифра.
hint-bad-pause-key = Пауза выбирается одной цифрой: `key = "1"`.
fault-pause-beyond-day = Одна пауза в { $most } мин не помещается в { $day } мин за день.
hint-pause-beyond-day = Одна пауза не длиннее всех за день: `most_minutes = 15`, `day_minutes = 45`.
fault-no-snippets = В файле нет ни одной заготовки.
hint-no-snippets = Добавьте раздел: `[[snippet]]`, в нём `short = "кп"` и `text = "Просит КП"`.
fault-bad-short = «{ $short }» — не слово из букв и цифр не длиннее { $limit }.
hint-bad-short = Сокращение пишут после «;» одним словом: `short = "кп"`.
fault-long-snippet = В тексте { $length } знаков, можно { $limit }.
hint-long-snippet = Сократите текст или разделите его на две заготовки.

# История
use-case-user-check-pin = неверный ПИН или вход после него
use-case-user-add = новый пользователь
use-case-user-pin = смена ПИН
use-case-user-unlock = разблокирован вход
use-case-user-shift = часы работы
use-case-day-open = открыта смена
use-case-day-state = состояние оператора
use-case-day-close = закрыта смена
use-case-notice-send = сообщение оператору
use-case-notice-read = сообщение прочитано
use-case-pauses-save = загружены паузы
use-case-snippets-save = загружены заготовки
record-work-day = смена
record-state-span = состояние оператора
record-notice = сообщение оператору
record-pause-code = пауза
record-snippet = заготовка
records-work-day = смены
records-state-span = состояния операторов
records-notice = сообщения операторам
records-pause-code = паузы
records-snippet = заготовки
index-day-by-user = смены оператора
index-day-open = открытая смена оператора
index-span-by-day = состояния смены
index-notice-by-user = непрочитанные сообщения

# Команды
cli-day = День оператора: открыть и закрыть смену, пауза, отчёт.
cli-day-open = Открыть смену или вернуться в неё.
cli-day-pause = Уйти на паузу.
cli-day-pause-code = Цифра, код или название паузы: см. dozvon pauses list.
cli-day-ready = Вернуться с паузы.
cli-day-close = Закрыть смену. Если остались хвосты, они перечисляются и смена остаётся открытой.
cli-day-show = Смена в восьми строках: своя или (супервизору) чужая.
cli-day-show-user = Чья смена; без имени — своя.
cli-day-show-date = День, ГГГГ-ММ-ДД; без него — идущая или последняя смена.
cli-day-ends = Что осталось доделать, чтобы закрыть смену.
cli-day-keys = На каких экранах уходят клавиши после разговора. Только свои: чужих не увидит никто.
cli-day-keys-date = День, ГГГГ-ММ-ДД; без него — идущая или последняя смена.
cli-day-message = Сообщение оператору: он увидит его в начале смены и в строке состояния.
cli-day-message-user = Кому.
cli-day-message-text = Текст в одну строку.
cli-user = Пользователи: добавить, задать ПИН и часы, разблокировать, перечислить.
cli-user-add = Добавить пользователя.
cli-user-add-name = Имя, как оно будет стоять в истории.
cli-user-add-role = Роль: operator, senior, supervisor, admin, auditor.
cli-user-add-zone = Часовой пояс рабочего места: Europe/Moscow.
cli-user-pin = Задать ПИН. Он вводится скрыто или одной строкой на вход.
cli-user-pin-name = Кому.
cli-user-pin-remove = Убрать ПИН: вход по имени.
cli-user-unlock = Снова пустить того, кто ошибся в ПИН пять раз.
cli-user-unlock-name = Кого.
cli-user-shift = Задать часы работы.
cli-user-shift-name = Кому.
cli-user-shift-hours = Часы: 09:00-18:00.
cli-user-shift-days = Дни недели: mon-fri или mon,wed.
cli-user-shift-holidays = Работает и по праздникам.
cli-user-shift-remove = Часы неизвестны.
cli-user-list = Перечислить пользователей.
cli-pauses = Паузы операторов: проверить, загрузить, показать.
cli-pauses-check = Проверить файл пауз. Данные не нужны.
cli-pauses-load = Загрузить паузы вместо прежних.
cli-pauses-load-file = Файл пауз.
cli-pauses-list = Перечислить паузы.
cli-snippets = Заготовки заметок: проверить, загрузить, показать.
cli-snippets-check = Проверить файл заготовок. Данные не нужны.
cli-snippets-load = Загрузить заготовки вместо прежних: общие или одного пользователя.
cli-snippets-load-file = Файл заготовок.
cli-snippets-load-user = Чьи это заготовки; без имени — общие.
cli-snippets-list = Перечислить заготовки.

# Поля записей
field-of-pin = ПИН задан
field-of-wrong-pins = неверных ПИН подряд
field-of-locked = вход закрыт до
field-of-shift = часы работы
field-of-user = кто
field-of-planned-from = смена по плану с
field-of-planned-to = смена по плану до
field-of-pause = пауза
field-of-day = смена
field-of-from = с
field-of-keys = нажатий
field-of-milliseconds = миллисекунд
field-of-to-user = кому
field-of-read = прочитано
field-of-paid = оплачивается
field-of-training = обучение
field-of-most = не дольше
field-of-day-most = за день не дольше
field-of-short = буквы

# Экран
state-no-shift = Смена не открыта
status-promises-short = { $more ->
    [0] об. { $count }
   *[other] об. больше { $count }
}
status-notices = { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
}
status-kept = вовремя { $kept } из { $all }
status-effort = итог: { $last } · медиана { $seconds } с
status-pause-left = осталось { $time }
status-pause-over = сверх лимита { $time }
shift-open = Смена открыта, вы готовы к работе.
shift-here = Смена теперь здесь: продолжайте с того же места.
shift-open-paused = Смена идёт, вы на паузе: клиентов не дают, пока она не кончится.
shift-not-closed = Смену закрыть нельзя, хвостов { $count }. { $named }{ $more ->
    [0] {""}
   *[other] {" "}И ещё { $more }.
}
pause-title = Пауза: цифра — причина
pause-begun = Пауза: { $name }. F12 — вернуться.
pause-over = Пауза окончена, вы готовы.
pause-none-left = лимит исчерпан
pause-no-limit = без лимита
pause-paid = оплачивается
pause-unpaid = не оплачивается
unclosed-form = Вы вносили того, кто на линии: всё набранное на месте. Сначала он и результат звонка, потом смена.
unclosed-call = Этот звонок остался без результата с прошлого раза. Сначала его результат, потом смена.
morning-title = Начало смены
morning-keys = Enter — начать · Space — начать и взять первого · Esc — посмотреть
morning-keys-again = Enter — забрать смену себе и продолжить · Space — и взять следующего · Esc — посмотреть
morning-keys-read = Enter — прочитано · Esc — закрыть
morning-no-pin = ПИН не задан: войти может любой. Задать: Ctrl+K, «ПИН».
notice-line = { $at }, { $from }: { $text }
day-end-title = Смена закрыта
day-end-keys = Enter — выйти · Esc — остаться и посмотреть
pin-title = Новый ПИН, от 4 до 12 цифр
pin-field-old = Нынешний
pin-field-new = Новый
pin-field-again = Ещё раз
pin-not-same = Второй раз набран другой ПИН. Наберите снова.
pin-set = ПИН записан: со следующего входа он понадобится.
door-pin = ПИН
door-keys = Enter — войти · Esc — стереть или выйти
door-open-again = Вход снова открыт: введите ПИН.
big-title = Крупно и по буквам
bar-begin = начать
bar-begin-shift = начать смену
bar-begin-take = начать и взять
bar-go-on = продолжить
bar-look = посмотреть
snippet-unknown = Заготовки «{ $letters }» нет: их список — dozvon snippets list.
memory-talks = Говорили { $count ->
    [one] { $count } раз
    [few] { $count } раза
   *[many] { $count } раз
}
memory-talks-more = Говорили больше { $count ->
    [one] { $count } раза
    [few] { $count } раз
   *[many] { $count } раз
}
memory-broken = { $date } обещали, не выполнено!
memory-broken-what = { $date } обещали: { $what }, не выполнено!
memory-from-hour = отвечает после { $hour }:00

why-not-take-paused = Вы на паузе. Вернуться: F12.
why-not-take-no-shift = Смена не открыта. Начать её: F8, потом Enter.
why-not-no-shift = Смена не открыта. Начать её: F8, потом Enter.
why-not-pause-result-first = Сначала результат звонка, потом пауза.
why-not-pause-taken = Клиент взят: верните его в очередь (S), потом пауза.
why-not-no-pauses = Пауз не задано. Загрузите их: dozvon pauses load ФАЙЛ.

action-shift-pause = Пауза или возвращение с неё
    .bar = пауза
action-shift-day = Начало смены: что сегодня ждёт, сообщения
action-shift-close = Закрыть смену
action-number-big = Номер крупно, имя по буквам
action-user-pin = Задать свой ПИН

# Строка состояния, коротко; лишний Enter
status-kept-short = в срок { $kept }/{ $all }
status-effort-short = { $median }
enter-again-dials = Клиент взят. Enter — позвонить.
