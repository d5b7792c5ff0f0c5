# Очередь: очки, аренда, пропуски, почему пусто, веса.

# Очки: «87 = 40 обещан 11:00 + 25 этап «Презентация» + 22 просрочен 14 мин»
score-line = { $total } = { $terms }
term-promise = обещан { $due }
term-missed = звонил { $at }, не ответили
term-hot = интерес
term-planned = запланирован { $due }
term-retry = повторный звонок
term-new = новая запись
term-overdue-day = день прошёл
term-overdue = просрочен { $span }
term-waits = ждёт { $span }
term-stage = этап «{ $stage }»
term-stage-early = сделка в начале
term-stage-middle = сделка в середине
term-stage-late = сделка у цели
term-own = свой клиент
term-attempts = { $count } { $count ->
    [one] попытка
    [few] попытки
   *[many] попыток
}
term-list-high = важный обзвон
term-list-low = неспешный обзвон
row-held = у { $name } до { $until }
row-held-unknown = у другого оператора до { $until }

# Почему пусто
empty-title = Что держит очередь
empty-count = { $count }
empty-title-list = Что держит обзвон «{ $list }»
empty-title-no-list = Что держит контакты вне обзвонов
empty-counting = Считаю…
empty-total = Всего { $count }.
empty-next = Следующий — { $when }.
empty-no-next = Само по себе ничего не освободится.
empty-first = с { $when }
empty-no-list = вне обзвонов
rule-ready = можно взять сейчас
rule-unchecked = свободны, но закон ещё не проверен
rule-mine = в работе у вас
rule-held = в работе у других операторов
rule-theirs = только для других операторов
rule-resting = в обзвонах, которые стоят
rule-begins = обзвон ещё не начался
rule-over = обзвон кончился по плану
rule-hours = вне часов клиента
rule-skipped = пропущено операторами
rule-promised = обещано на потом
rule-planned = запланировано на потом
rule-recycle = в рецикле
rule-put-off = отложено
rule-often = звонили уже столько, сколько можно
rule-stop = в стоп-листе
rule-consent = без согласия
rule-number = без рабочего номера
rule-never-open = без общих часов у клиента и обзвона
rule-blocked = снято с очереди
rule-exhausted = попытки исчерпаны
rule-done = завершено

# Пропуск
skip-title = Пропустить: почему?
skip-not-ready = надо подготовиться
skip-colleague = лучше позвонит другой
skip-bad-time = сейчас клиенту неудобно
skip-bad-data = данные противоречат друг другу
skip-other = другое
skip-rests = на { $span }
skip-keys = Цифра — пропустить · Esc — вернуться. Попытка не тратится.
skipped = Пропущен до { $until }: { $reason }. Попытка не потрачена.
skipped-raised = Пропущен до { $until }: { $reason }. Это { $count }-й пропуск клиента: он в списке супервизора.
skips-title = Часто пропускают
skips-none = Никого не пропускали трижды.
skips-row = { $count ->
    [one] { $count } пропуск
    [few] { $count } пропуска
   *[many] { $count } пропусков
}
skips-last = { $name }, { $when }: { $reason }
skips-keys = Enter — клиент · Del — снято с контроля · Esc — закрыть
skips-settled = Пропуски клиента разобраны, он снова в очереди.

# Аренда
lease-lost = Клиент больше не ваш: пока вы молчали, его взял { $name }. Разговор запишется без очереди.
lease-lost-unseen = Клиент больше не ваш: бронь кончилась, и его взял { $name }. Пробел возьмёт следующего.
lease-over-unseen = Контакт уже закрыт другим. Пробел возьмёт следующего.
lease-lost-aside = Клиента, с которым вы не закончили, взял { $name }: тот разговор запишется без очереди.
lease-over-aside = Контакт, с которым вы не закончили, уже закрыт: тот разговор запишется без очереди.
lease-over = Контакт уже закрыт. Разговор запишется без очереди.

# Веса
weights-shipped = Веса не загружены: действуют те, что идут с программой.
weights-version = Версия { $version } от { $when }.
weights-unknown-list = Обзвона «{ $list }» нет: его вес сработает, когда он появится.
weights-one-file = Веса — это один файл, а дано { $count }.
hint-weights-one-file = Загрузите один файл: dozvon queue weights ФАЙЛ.
error-skip-reason = Нет причины «{ $text }».
hint-skip-reason = Причины: 1 not-ready, 2 colleague, 3 bad-time, 4 bad-data, 5 other.
error-no-list = Обзвона «{ $list }» нет.
hint-no-list = Обзвоны показывает команда dozvon call-list list.
why-score = { $line }
why-skipped = Пропущен до { $until }: { $reason }.

fault-overtakes-promise = Контакт рода «{ $key }» может набрать { $most } и обогнать обещание, чьё время пришло: у того бывает { $least }.
hint-overtakes-promise = Уменьшите его очки или разрешите обгон: "may_overtake_promise = true" в начале файла.
fault-class-order = «{ $key }» даёт не меньше, чем «{ $above }», а должно стоять после.
hint-class-order = Если так задумано, оставьте; иначе поменяйте очки местами.

record-setting = настройка
records-setting = настройки
index-queue-by-keeper = очередь своих клиентов
index-queue-skipped = часто пропускаемые

action-queue-skip = Пропустить контакт с причиной
    .bar = пропустить
action-queue-empty = Почему очередь пуста: что держит контакты
    .bar = что держит
action-queue-skipped = Кого часто пропускают
    .bar = пропуски
action-settle = Разобрано
    .bar = разобрано
why-not-skip-called = Вы уже звонили: запишите результат.
why-not-supervisor = Этот список — для супервизора.
why-not-skip-nothing = Пропускать нечего: выберите строку очереди.

cli-queue-next = Показать, кого возьмут следующими, с очками.
cli-queue-next-limit = Сколько строк показать; обычно 20.
cli-queue-empty = Показать, что держит очередь, по правилам.
cli-queue-empty-list = Только этот обзвон.
cli-queue-skip = Пропустить контакт с причиной; попытка не тратится.
cli-queue-skip-id = Номер контакта из списка очереди.
cli-queue-skip-reason = Причина: 1 not-ready, 2 colleague, 3 bad-time, 4 bad-data, 5 other.
cli-queue-skipped = Кого пропустили трижды и больше: кто, когда, почему.
cli-queue-skipped-limit = Сколько строк показать; обычно 20.
cli-queue-skipped-settle = Снять с контроля пропуски этого клиента.
cli-queue-weights = Показать веса очереди или загрузить файл с ними.
cli-queue-weights-file = Файл весов.
cli-queue-weights-refresh = Заодно пересчитать признаки всех контактов.
cli-queue-weights-check = Проверить файлы весов.
cli-queue-weights-check-files = Файлы.
cli-queue-weights-check-strict = Предупреждения считать ошибками.
table-score = ОЧКИ
table-terms = ИЗ ЧЕГО
table-rule = ЧТО ДЕРЖИТ
table-call-list = ОБЗВОН
table-first = ПЕРВЫЙ
table-skips = ПРОПУСКИ
table-who = КТО
table-why = ПОЧЕМУ
error-skipped-already = Этот контакт уже пропущен: до { $until } его никому не предлагают.
