# Результаты, перезвоны, входящие звонки, новые клиенты.

# Отмена последнего действия
action-undo = Отменить последнее действие (10 секунд)
    .bar = отменить
undo-countdown = отменить { $seconds } с
why-not-nothing-done = Отменять пока нечего.
undo-late = Десять секунд прошли. Отменить ещё можно командой dozvon undo { $seq }; чужое и вчерашнее отменяет супервизор.
undo-in-a-call = Сначала закончите этот разговор: отмена вернула бы вас в прошлый.
undo-taken-back = Отменено: { $what }. Всё как было.
undo-reason-title = Запрет звонков записан. Почему его отменить?
undo-reason-keys = Enter — отменить запрет, причина останется в истории · Esc — оставить
undo-reason-wanted = Запрет звонков без причины не отменяется: напишите её.

# Результаты
action-call-turn = Это звонит клиент / это звоним мы
    .bar = кто звонит
why-not-turn-taken = Этого клиента вы взяли из очереди: звоните вы.
ask-source = откуда узнал?
what-memo = извещения
record-memo = извещение
records-memo = извещения
index-memo-by-reader = извещения по адресату
source-label = Источник
source-own = Такого нет в списке: Enter запишет ваши слова
source-wanted = Нужен источник: выберите его или напишите.
ask-settles-promise = обещание ({ $due }) закрыто? Д/Н
ask-settles-planned = запланированный звонок ({ $due }) закрыт? Д/Н
settles-yes = Да, закрыто
settles-no = Нет, звонок остаётся

# Перезвоны
when-closed = не время звонить: { $when }
when-off-shift = вне вашей смены: { $when }
when-choose = Так не выйдет: выберите цифрой или напишите другое время.
when-until = до { $time }
when-until-theirs = до { $time } у клиента
when-nobody = В ближайшие две недели такого времени нет: напишите другое или дайте перезвонить любому (Tab).
when-offer-own = вы: { $when }
when-offer-other = общий, { $name }: { $when }
when-offer-none = другое время
when-personal = Перезвоните вы · Tab — любой оператор
when-common = Перезвонит любой оператор · Tab — вы сами

# «Не звоните мне больше»
recorded-stopped-list = Записано { $time }. По этому обзвону больше не звоним. Скажите: «Больше не побеспокоим»
recorded-stopped = Записано { $time }. Скажите: «Удалили, извините». { $rows ->
    [0] В очереди его больше нет
    [one] Снято: { $rows } строка очереди
    [few] Снято: { $rows } строки очереди
   *[many] Снято: { $rows } строк очереди
}.
recorded-stopped-callbacks = Записано { $time }. Скажите: «Удалили, извините». Снято: { $rows ->
    [0] {""}
    [one] { $rows } строка очереди,{" "}
    [few] { $rows } строки очереди,{" "}
   *[many] { $rows } строк очереди,{" "}
}обещанное другими: { $names } (им написано).

# Входящий звонок
action-call-next-number = Набрать следующий номер клиента
    .bar = другой номер
action-client-new = Завести нового клиента
    .bar = новый
next-number-none = Других номеров, по которым можно звонить, у клиента нет.
ring-incoming = ВХОД
ring-answer = ответить
ring-unknown = { $phone } · номера нет в базе
ring-manager = свой менеджер { $name }
ring-own-manager = ваш клиент
ring-several = { $phone } · { $count ->
    [one] { $count } клиент
    [few] { $count } клиента
   *[many] { $count } клиентов
} с этим номером
ring-missed = Звонок { $phone } остался без ответа.
ring-resumed = Вы вернулись к тому, на чём остановились.
ring-no-port = О звонках узнать не удастся: сокет в папке данных не открылся. Остальное работает.
ring-no-phone = «{ $number }» — не номер. { $why }
ring-nobody = Никто не слушает: рабочее место на этой папке данных не открыто.
hint-ring-nobody = Откройте его командой dozvon, с той же --data.
ring-refused = Рабочее место не приняло звонок.
ring-unsupported = На этой системе нет сокетов Unix: сообщить о звонке нельзя.
ring-in-the-way = На месте сокета лежит что-то другое: { $path }
ring-failed = Не удалось сообщить о звонке: { $error }
ring-shown = Звонок показан на рабочем месте.
ring-missed-written = Звонок { $phone } записан: клиенту перезвонят.
ring-missed-nobody = На { $phone } перезвонить нельзя: звонок не записан.
ring-ended = Рабочее место знает, что звонок кончился.
callers-title = { $phone }: кто звонит?
why-not-parked = Звонок прервал вашу работу: сначала вернитесь к ней (Esc) и закончите.
result-without-call = Без звонка — только «Не звонить»: { $why }.
memo-callback-gone = { $client } запретил звонки: ваш звонок на { $due } снят.{ $more ->
    [0] {""}
    [one] {" "}И ещё { $more } такой же.
    [few] {" "}И ещё { $more } таких же.
   *[many] {" "}И ещё { $more } таких же.
}

# Новый клиент
newclient-title = Новый клиент
newclient-phone = Тел., почта
newclient-name = Название
newclient-inn = ИНН
newclient-city = Город
newclient-person = Кто звонит
newclient-note = Заметка
newclient-keys = Tab дальше · ↓ похожие · Ctrl+S сохранить · Esc в черновик
newclient-region = по номеру: { $region }, { $zone } ({ $sure })
newclient-zone = по номеру: { $zone } ({ $sure })
newclient-no-region = по номеру место не узнать
newclient-inn-bad = контрольная цифра не сходится
newclient-role = Добавить { $phone } к «{ $client }» как:
newclient-who = Имя ({ $role }); можно пусто
newclient-because = Почему это не «{ $client }»? Причину увидит эксперт по данным
newclient-because-wanted = Совпадение сильное: без причины второго такого клиента не завести.
newclient-phone-wanted = Чтобы добавить номер к клиенту, нужен номер.
newclient-kept = Черновик сохранён: номер и что успели. Ctrl+N вернёт к нему.
newclient-kept-call = Черновик сохранён вместе со звонком. Ctrl+N вернёт к нему: звонок запишется с клиентом.
newclient-drops-call = Без клиента звонок не запишется. Впишите номер или заметку; Esc ещё раз — так и оставить.
newclient-created = Новый клиент записан.
newclient-number-added = Номер { $phone } добавлен.
duplicate-by-inn = ИНН совпал
duplicate-by-phone = номер совпал
duplicate-by-email = почта совпала
duplicate-by-name-and-city = похоже, тот же город
duplicate-by-name = похоже
candidate-deal-open = в работе «{ $deal }»
candidate-deal-won = «{ $deal }» выиграна { $day }
candidate-deal-lost = «{ $deal }» проиграна { $day }
error-twin = Такой клиент уже есть: «{ $name }».
hint-twin = Добавьте номер к нему или объясните, почему это другой.
cli-ring = Сообщить рабочему месту о звонке
cli-ring-number = Кто звонит: номер в любом виде
cli-ring-answered = На звонок ответил кто-то другой: он не пропущен
cli-ring-missed = Записать, что звонили и никто не ответил; рабочее место может быть закрыто
cli-ring-ended = Звонок кончился без ответа
newclient-no-inn = «{ $inn }» — не ИНН: в нём 10 или 12 цифр.
newclient-inn-doubtful = У ИНН { $inn } не сходится контрольная цифра: он записан с пометкой, проверьте его.
newclient-made = Заведён клиент { $code }.
newclient-not-his = 8-800 и короткие номера — не клиентские: впишите его номер, этот — в заметку.
hint-not-his = Укажите номер самого клиента, а этот запишите в заметку: --note.
note-beside = У номера написано: { $words }
note-aside = Назван и номер { $number }: он не клиентский.
cli-client-new = Завести клиента: хватит названия, номера или почты.
cli-client-new-name = Название.
cli-client-new-phone = Номер в любом виде.
cli-client-new-email = Адрес электронной почты: по нему ищут совпадения.
cli-client-new-inn = ИНН: по нему ищут совпадения.
cli-client-new-city = Город: по нему узнают часовой пояс.
cli-client-new-person = Кто говорил.
cli-client-new-note = Что сказано.
cli-client-new-because = Почему он новый, хотя ИНН, номер или почта совпали.

# Эксперт по данным
cli-steward = Что поправить в базе: похожие клиенты, номера, которые надо найти.
cli-steward-list = Показать, что ждёт.
cli-steward-done = Отметить сделанное.
cli-steward-done-ids = Номера строк.
table-what = ЧТО
steward-find-number = найти номер: { $phone } не годится
steward-duplicate = возможно, тот же, что «{ $client }» ({ $code })
steward-done = { $count ->
    [one] Отмечена { $count } строка.
    [few] Отмечены { $count } строки.
   *[many] Отмечено { $count } строк.
}
steward-done-before = Это уже сделано.

history-attempt = попытка { $attempt }
history-tried-at = сначала набран { $phone } в { $time } — не ответили
history-tried = сначала набран { $phone } — не ответили
