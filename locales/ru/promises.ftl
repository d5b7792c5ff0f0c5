# Книга обещаний, напоминание, «зачем», счётчики строки состояния.

action-promises = Книга обещаний: что и когда обещано
    .bar = обещания
action-promises-give-up = Снять обещание с причиной
    .bar = снять

promises-title = Мои обещания
promises-title-all = Обещания: мои и общие
promises-title-everybody = Обещания всех
promises-keys = Enter — клиент · W — перенести · Del — снять · Tab — и общие
promises-keys-lead = Enter — клиент · W — перенести · Del — снять · Tab — всех
promises-keys-mine = Enter — клиент · W — перенести · Del — снять · Tab — только мои
promises-none = Ничего не обещано. Обещание появится здесь, когда вы запишете «перезвонить» (2) или запланируете звонок себе (W).
promises-common = любой
promises-more = Показано { $count }, есть ещё: --limit.
due-overdue = Просрочено
due-today = Сегодня
due-tomorrow = Завтра
due-later = Позже

give-up-title = { $name }: почему не позвоним?
give-up-keys = Причина останется в истории клиента · Enter — снять · Esc — оставить
give-up-wanted = Обещание без причины не снимается: напишите её.
contact-given-up = Обещание снято, причина в истории клиента.
contact-given-up-of = { $name }: обещание снято, причина в истории.
history-missed = обещание не выполнено в срок
history-given-up = не позвоним
use-case-contact-give-up = снятие обещания

promise-near = Через { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
   *[many] { $minutes } минут
} обещан звонок: { $name }, { $when }.
promise-near-what = Через { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
   *[many] { $minutes } минут
} обещан звонок: { $name }, { $when }. Зачем: { $what }.

when-purpose = ↓ — дописать
memory-promised = { $date } обещан звонок: { $what }

status-calls = { $count ->
    [one] { $count } звонок
    [few] { $count } звонка
   *[many] { $count } звонков
}
status-calls-short = зв. { $count }
status-results = { $count ->
    [one] { $count } итог
    [few] { $count } итога
   *[many] { $count } итогов
}
status-results-short = ит. { $count }
status-sales = { $count ->
    [one] { $count } продажа
    [few] { $count } продажи
   *[many] { $count } продаж
}
status-sales-short = пр. { $count }

bar-answers-short = ответ
bar-results-short = итог
bar-hang-up-short = конец
bar-objection-short = возраж.
bar-step-back-short = назад

cli-queue-promises = Книга обещаний: просроченные, на сегодня, на завтра, позже.
cli-queue-promises-all = Свои и общие; супервизору — всех.
cli-queue-promises-of = Обещания этого пользователя; чужие — только супервизору.
cli-queue-promises-limit = Сколько строк показать; обычно 20.
cli-queue-give-up = Снять обещание: звонка не будет, причина останется в истории клиента.
cli-queue-give-up-id = Номер контакта из dozvon queue promises.
cli-queue-give-up-reason = Почему.
table-heading = СРОК
table-client-due = У КЛИЕНТА
table-whose = ЧЬЁ
