# Команды для файлов, которые правят люди, и для очереди: справка, заголовки столбцов, сообщения.

cli-keys = Показать действия и их клавиши; проверить файлы раскладок.
cli-keys-keymap = Раскладка клавиш: default, vim или своя.
cli-keys-check = Проверить файлы или папки.
cli-themes = Показать темы и роли; проверить файлы тем.
cli-themes-check = Проверить файлы или папки.
cli-themes-show = Показать все роли одной темы её цветами.
cli-script = Сценарии: проверить, загрузить, показать.
cli-script-check = Проверить файлы сценариев. Данные не нужны.
cli-script-check-outcomes = Файл результатов, на которые сценарий может ссылаться; без него — обычные.
cli-script-load = Загрузить сценарии: каждый становится новой версией.
cli-script-list = Перечислить сценарии.
cli-script-show = Показать сценарий так, что его можно поправить и загрузить снова.
cli-script-show-code = Код сценария.
cli-script-answers = Показать, что клиенты ответили на вопросы сценария.
cli-script-answers-rows = Показать каждый ответ каждого звонка, а не итоги.
cli-script-inbox = Показать, на что у сценария нет ответа: слова клиентов и сколько раз звучали.
cli-script-inbox-code = Код сценария; без него — все сценарии.
cli-script-adopt = Добавить ответ из слов клиента: сценарий получит новую версию.
cli-script-adopt-to = Шаг, на который ведёт ответ.
cli-script-adopt-text = Как назвать ответ; без него — словами клиента.
cli-script-dismiss = Убрать слова клиента из ящика без ответа.
cli-step = Код шага.
cli-words = Слова клиента, как их показывает «inbox».
cli-script-heat = Показать, как звонки идут по сценарию и где теряются.
cli-code = Код сценария.
cli-until = Только звонки до этого времени.
cli-process = Процессы сделок: проверить, загрузить, показать.
cli-process-check = Проверить файлы процессов. Данные не нужны.
cli-process-load = Загрузить процессы: каждый становится новой версией.
cli-process-list = Перечислить процессы.
cli-outcomes = Результаты звонка: проверить, загрузить, показать, выгрузить.
cli-outcomes-check = Проверить файл результатов. Данные не нужны.
cli-outcomes-load = Загрузить результаты вместо прежних; те, которых в файле нет, больше не предлагаются.
cli-outcomes-load-file = Файл результатов.
cli-outcomes-list = Перечислить результаты.
cli-outcomes-export = Записать результаты в файл.
cli-outcomes-export-file = Куда записать; «-» — на экран.
cli-outcomes-export-force = Заменить файл, если он есть.
cli-queue = Очередь: кому звонить и почему.
cli-queue-list = Показать начало очереди.
cli-queue-list-limit = Сколько строк показать; обычно 20.
cli-queue-why = Объяснить место контакта в очереди.
cli-queue-why-id = Номер контакта из списка очереди.
cli-note = Заметки.
cli-note-add = Записать заметку о клиенте.
cli-note-add-client = Код клиента, его телефон или ИНН.
cli-note-add-text = Текст; «-» — прочитать со стандартного ввода.
cli-call-list = Обзвоны.
cli-call-list-list = Перечислить обзвоны.
cli-files = Файлы или папки с ними.
cli-strict = Считать предупреждения ошибками.

# Столбцы
table-action = ДЕЙСТВИЕ
table-answers = ОТВЕТЫ
table-asks = СПРАШИВАЕТ
table-attempts = ПОПЫТКИ
table-city = ГОРОД
table-client = КЛИЕНТ
table-client-time = У КЛИЕНТА
table-code = КОД
table-column = МЕСТО
table-context = РАЗДЕЛ
table-contrast = КОНТРАСТ
table-control = ВЕДЁТСЯ
table-directions = ЗВОНКИ
table-created = СОЗДАН
table-due = КОГДА
table-errors = ОШИБКИ
table-file = ФАЙЛ
table-finding = НАХОДКА
table-flags = МЕТКИ
table-ground = ФОН
table-hint = ЧТО ДЕЛАТЬ
table-id = №
table-ink = ТЕКСТ
table-is-new = НОВОЕ
table-key = КЛАВИША
table-keys = КЛАВИШИ
table-language = ЯЗЫК
table-line = СТРОКА
table-max-attempts = ПОПЫТОК
table-meaning = ЧТО ЗНАЧИТ
table-message = ЧТО НЕ ТАК
table-modifiers = НАЧЕРТАНИЕ
table-name = НАЗВАНИЕ
table-next = ДАЛЬШЕ
table-objection = ВОЗРАЖЕНИЕ
table-objections = ВОЗРАЖЕНИЙ
table-outcome = РЕЗУЛЬТАТ
table-owner = ОТВЕТСТВЕННЫЙ
table-phone = ТЕЛЕФОН
table-process = ПРОЦЕСС
table-purpose = ЦЕЛЬ
table-rank = МЕСТО
table-reason = ЗАЧЕМ
table-role = РОЛЬ
table-say = СЛОВА
table-script = СЦЕНАРИЙ
table-severity = СТЕПЕНЬ
table-source = ОТКУДА
table-stages = ЭТАПОВ
table-step = ШАГ
table-words = СЛОВА КЛИЕНТА
table-last = ПОСЛЕДНИЙ РАЗ
table-began = НАЧАЛО
table-operator = ОПЕРАТОР
table-question = ВОПРОС
table-answer = ОТВЕТ
table-answered = ОТВЕТИЛ
table-count = СКОЛЬКО
table-share = ДОЛЯ
table-n = ИЗ
table-calls = ЗВОНКОВ
table-reads = ПРОЧТЕНИЙ
table-ended = КОНЕЦ
table-lost = ПОТЕРЬ
table-goes-on = ДАЛЬШЕ
table-step-hint = ПОДСКАЗКА
table-steps = ШАГОВ
table-theme = ТЕМА
table-title = ЗАГОЛОВОК
table-version = ВЕРСИЯ
table-warnings = ПРЕДУПРЕЖДЕНИЯ
table-kind = О ЧЁМ
table-person = ЧЕЛОВЕК

# Проверка и загрузка файлов
check-passed = Проверено: { $files ->
    [one] { $files } файл
    [few] { $files } файла
   *[many] { $files } файлов
}, ошибок нет.
check-warned = Проверено: { $files ->
    [one] { $files } файл
    [few] { $files } файла
   *[many] { $files } файлов
}, ошибок нет, { $warnings ->
    [one] { $warnings } предупреждение
    [few] { $warnings } предупреждения
   *[many] { $warnings } предупреждений
}.
check-failed = { $errors ->
    [one] { $errors } ошибка
    [few] { $errors } ошибки
   *[many] { $errors } ошибок
}, { $warnings ->
    [one] { $warnings } предупреждение
    [few] { $warnings } предупреждения
   *[many] { $warnings } предупреждений
}.
fault-code-taken = Код «{ $code }» уже у файла { $file }.
error-nothing-loaded = В файлах есть ошибки, ничего не загружено.
hint-nothing-loaded = Исправьте их и загрузите снова.
loaded-version = { $file }: «{ $name }», версия { $version }
loaded-same = { $file }: «{ $name }», версия { $version } уже такая
error-no-file = Файла { $file } нет.
hint-no-file = Проверьте имя и папку.
error-no-files = В папке { $folder } нет файлов .toml.
hint-no-files = Укажите файл или другую папку.
error-file = Файл { $file } не открыть: { $error }.
hint-file = Проверьте права на файл и на папку.
error-file-too-large = Файл { $file } слишком велик.
hint-file-too-large = Такие файлы пишут руками: проверьте, тот ли это файл.
error-file-exists = Файл { $file } уже есть.
hint-file-exists = Назовите другой файл или добавьте --force.
error-input = Прочитать ввод не удалось: { $error }.

# Сценарии, процессы, результаты
inbox-empty = Ящик пуст: на всё, что говорят клиенты, ответы есть.
heard-adopted = Ответ добавлен в версию { $version }. Слова звучали { $count ->
    [one] { $count } раз
    [few] { $count } раза
   *[many] { $count } раз
}.
heard-dismissed = Убрано из ящика. Слова звучали { $count ->
    [one] { $count } раз
    [few] { $count } раза
   *[many] { $count } раз
}.
hint-adopt = Назовите шаг ключом --to или освободите место среди девяти ответов.
no-questions = В этом сценарии нет вопросов.
answers-of = Звонков: { $calls }. Доля ответа — от числа ответивших, «не ответил» и «разговор прервался» — от числа тех, кого спросили.
answers-declined = не ответил
answers-left = разговор прервался
answers-given = ответил
answers-mean = среднее { $mean }, медиана { $median }
flags-none = без меток
flags-changed = Метки результата «{ $name }» изменены { $at }: до этого { $before }, с тех пор { $after }.
per-cent = { $share } %
per-cent-answered = { $share } % ответивших
per-cent-asked = { $share } % спрошенных
heat-of = Звонков: { $calls }. «Дальше» и «конец» вместе дают прочтения шага.
no-scripts = Сценариев нет. Загрузите первый: dozvon script load ФАЙЛ.
script-shown = { $name }, версия { $version }
error-outcomes-file = В файле результатов { $file } ошибки.
hint-outcomes-file = Посмотрите их: dozvon outcomes check { $file }.
error-one-file = Результаты загружают из одного файла, а в папке { $folder } их несколько.
hint-one-file = Укажите файл.
outcomes-loaded = Результаты загружены: новых { $added }, изменено { $changed }, убрано { $retired }.
outcomes-same = Результаты уже такие.
outcomes-exported = Результаты записаны в { $file }: { $count }.
control-process = по этапам
control-manual = вручную
control-none = без этапов
next-close = закончить
next-retry = повтор через { $span }
next-callback = звонок в обещанное время
next-follow-up = звонок по интересу
next-rest = не звонить { $days } дн
next-other-number = другой номер

# Клавиши и темы
keys-contexts = Раскладка «{ $keymap }». Разделы: { $contexts }.
keys-preset = готовая { $name }
themes-preset = готовая
theme-shown = Тема «{ $name }»
contrast-normal = обычный
contrast-high = высокий

# Роли темы: что значит часть экрана
role-theme-text = обычный текст и фон всего экрана
role-theme-spoken = слова сценария, которые говорят вслух
role-theme-muted = что нужно реже: подписи, прошлое, подсказки
role-theme-faint = линии и рамки
role-theme-title = заголовок панели
role-theme-title-focused = заголовок панели, с которой работают
role-theme-selected = строка под курсором там, где работают
role-theme-selected-dim = строка под курсором в остальных панелях
role-theme-key = клавиша в нижней строке, в палитре и в помощи
role-theme-key-text = что делает эта клавиша
role-theme-number = цифра ответа или результата
role-theme-urgent = что делать сейчас: звонят, просрочено
role-theme-warning = что скоро станет срочным или вызывает сомнение
role-theme-good = можно, сделано, готово, выиграно
role-theme-forbidden = нельзя: стоп-лист, часы звонков, нет права
role-theme-accent = что должно находиться взглядом: текущий этап, свой клиент
role-theme-match = буквы, которые совпали с поиском
role-theme-value = данные клиента в словах сценария
role-theme-gap = данные, которых для сценария не хватает
role-theme-input = поле ввода и текст в нём
role-theme-placeholder = подсказка пустого поля
role-theme-cursor = клетка под курсором поля
role-theme-status = строка состояния
role-theme-status-strong = главное в строке состояния
role-theme-notice = строка сообщений: что сделано
role-theme-notice-error = та же строка, когда не получилось
role-theme-dialog = окно поверх экрана
role-theme-dialog-title = заголовок окна
role-theme-time = время у клиента
role-theme-money = деньги
role-theme-incoming = звонок или письмо от клиента
role-theme-outgoing = звонок или письмо клиенту

# Очередь, заметки, обзвоны
error-not-a-number = «{ $text }» — не номер контакта.
hint-queue-number = Номера показывает команда dozvon queue.
hint-client = Назовите код клиента, его телефон или ИНН.
error-several-clients = По «{ $text }» нашлось несколько клиентов: { $codes }.
hint-several-clients = Назовите код одного из них.
no-call-lists = Обзвонов нет. Загрузите список: dozvon import clients ФАЙЛ --call-list ИМЯ.
