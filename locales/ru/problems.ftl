# Что не так в файлах, которые правят люди: fault- — одно предложение, что не так; hint- — одно предложение, что делать.

severity-error = ошибка
severity-warning = предупреждение
quoted = «{ $text }»
hint-suggested = Может быть, «{ $word }»?
hint-there-are = Есть { $known }.
hint-keep-one = Оставьте одно из двух.

# Виды значений: «стоит …»
value-text = текст
value-number = целое число
value-fraction = дробное число
value-flag = true или false
value-date = дата
value-list = список
value-table = таблица
value-name = имя
value-style = стиль

# Запись файла
fault-not-utf8 = Файл записан не в кодировке UTF-8.
hint-not-utf8 = Сохраните его в UTF-8.
fault-not-quoted = Текст стоит без кавычек.
hint-not-quoted = Возьмите его в прямые кавычки: "…".
fault-text-not-closed = У текста, который начинается здесь, нет закрывающих кавычек.
hint-text-not-closed = Поставьте кавычки там, где текст кончается.
fault-bad-escape = Обратная косая черта стоит здесь сама по себе.
hint-bad-escape = Напишите её дважды: \\.
fault-not-closed = Выше этого места не закрыта скобка.
hint-not-closed = Закройте её: ] или {"}"}.
fault-comma-missing = Здесь не хватает запятой.
hint-comma-missing = Поставьте запятую между соседними значениями.
fault-equals-missing = После ключа нет знака «=».
hint-equals-missing = Поставьте его: ключ = значение.
fault-value-missing = После знака «=» нет значения.
hint-value-missing = Впишите значение или уберите строку.
fault-repeated-key = Этот ключ стоит здесь второй раз.
fault-bad-name = В ключе есть знак, которого там быть не может.
hint-bad-name = Пишите ключи латинскими буквами, цифрами и знаками «-» и «_».
fault-left-over = После значения на строке осталось лишнее.
hint-left-over = Уберите его; кавычки внутри текста пишутся так: \".
fault-not-toml = Так в TOML не пишут.
hint-not-toml = Сравните строку с соседними: ключ = значение.

# Ключи и значения
fault-unknown-key = Ключа «{ $key }» здесь не бывает.
hint-unknown-key = Поправьте его или уберите строку.
fault-misplaced-key = Ключ «{ $key }» относится ко всему файлу.
hint-misplaced-key = Поставьте его в начало файла, выше первого [[…]].
fault-missing-key = Не хватает ключа «{ $key }».
hint-missing-key = Добавьте его: { $key } = …
fault-wrong-type = У ключа «{ $key }» не то значение: стоит { $found }.
hint-wanted-text = Нужен текст в прямых кавычках: "…".
hint-wanted-number = Нужно целое число, без кавычек.
hint-wanted-fraction = Нужно число, без кавычек.
hint-wanted-flag = Напишите true или false, без кавычек.
hint-wanted-date = Нужна дата.
hint-wanted-list = Нужен список: [ … ].
hint-wanted-table = Нужна таблица: {"{"} … {"}"}.
hint-wanted-tables = Нужны таблицы: [[{ $key }]] перед каждой или [ {"{"} … {"}"}, … ].
hint-wanted-name = Нужен текст или {"{"} ru = "…", en = "…" {"}"}.
fault-unknown-word = У ключа «{ $key }» не бывает значения «{ $word }».
hint-one-of = Можно { $known }.
fault-empty = У ключа «{ $key }» пустое значение.
hint-empty = Впишите текст.
fault-out-of-range = Число у ключа «{ $key }» слишком мало или слишком велико.
hint-out-of-range = Можно от { $min } до { $max }.
fault-bad-code = «{ $code }» не годится в коды.
hint-bad-code = Пишите коды строчными латинскими буквами, цифрами и знаком «-».
fault-duplicate-code = Код «{ $code }» уже дан в строке { $line }.
hint-duplicate-code = Дайте одному из двух другой код.
fault-repeated = «{ $text }» стоит у ключа «{ $key }» дважды.
fault-too-wide = У ключа «{ $key }» текст шириной { $width ->
    [one] { $width } клетка
    [few] { $width } клетки
   *[many] { $width } клеток
}, а помещается { $limit }.
hint-too-wide = Сократите: лишнее на экране обрежется.

# Сценарии
fault-no-steps = В сценарии нет шагов.
hint-no-steps = Добавьте хотя бы один: [[step]].
fault-unknown-step = Шага «{ $code }» нет.
hint-unknown-step = Поправьте код или добавьте такой шаг.
fault-unreachable = На шаг «{ $step }» не ведёт ни один ответ.
hint-unreachable = Добавьте ответ, который ведёт сюда, или уберите шаг.
fault-no-exit = С шага «{ $step }» до конца сценария не дойти: разговор ходит по кругу { $round }.
hint-no-exit = Добавьте в круг ответ, который ведёт к концу.
fault-too-many-answers = У шага { $count ->
    [one] { $count } ответ
    [few] { $count } ответа
   *[many] { $count } ответов
}, а клавиш для ответов девять.
hint-too-many-answers = Оставьте самые частые или разделите шаг на два.
fault-long-say = В шаге { $length ->
    [one] { $length } знак
    [few] { $length } знака
   *[many] { $length } знаков
}: больше { $limit } никто не дослушает.
hint-long-say = Разделите его на два.
fault-outcome-before-end = Шаг «{ $step }» — не конец сценария: результат с него не предложат.
hint-outcome-before-end = Уберите outcome или ответы.
fault-end-without-outcome = Сценарий кончается на шаге «{ $step }» и не предлагает результата.
hint-end-without-outcome = Добавьте outcome.
fault-unknown-outcome = Результата «{ $code }» нет.
hint-unknown-outcome = Поправьте код или добавьте такой результат.
fault-unknown-variable = Переменной «{ $name }» нет.
hint-unknown-variable = Поправьте имя; своё поле клиента пишется {"{"}поле:Название{"}"}.
fault-unclosed-brace = Фигурная скобка не закрыта на своей строке.
hint-unclosed-brace = Закройте её; скобка, которую читают вслух, пишется дважды: {"{{"}.
fault-stray-brace = Фигурная скобка ничего не закрывает.
hint-stray-brace = Уберите её; скобка, которую читают вслух, пишется дважды: {"}}"}.
fault-variable-out-of-place = У ключа «{ $key }» переменные не подставляются: на экране будут скобки.
hint-variable-out-of-place = Уберите переменную: они работают в say и hint.
fault-not-said = По дороге к шагу «{ $end }» клиент не услышит «{ $variable }»: звонящий говорит, кто он и зачем звонит.
hint-not-said = Добавьте эту переменную в шаг, который слышат все.
fault-long-line = Строка в «{ $key }» занимает { $width ->
    [one] { $width } клетку
    [few] { $width } клетки
   *[many] { $width } клеток
}, а на экране в 80 колонок помещается { $limit }.
hint-long-line = Перенесите её там, где переводят дыхание.
fault-never-said = Ни один шаг не говорит «{ $variable }»: клиент должен услышать, зачем ему звонят.
hint-never-said = Напишите цель вверху файла (ключ "purpose") и вставьте переменную в шаг.
fault-no-purpose = Подставлять в «{ $variable }» нечего: вверху файла нет цели звонка.
hint-no-purpose = Добавьте ключ "purpose" выше первого [[step]].
fault-case-without-default = Для «{ $name }» может не быть падежа в таблице: оператор увидит пробел.
hint-case-without-default = Добавьте запасные слова через черту: «{ $name }|…».
fault-wrong-forms = У слова «{ $word }» { $count ->
    [one] { $count } форма
    [few] { $count } формы
   *[many] { $count } форм
}, а нужно пять.
hint-wrong-forms = Напишите родительный, дательный, винительный, творительный и предложный.
fault-condition = В условии непонятно «{ $found }».
fault-condition-end = Условие оборвано.
hint-condition = Пишите так: «shops > 3 и не mail», текст с пробелами — в кавычках.
fault-unknown-question = Вопроса «{ $code }» в сценарии нет.
hint-unknown-question = Поправьте код или добавьте шаг с таким вопросом.
fault-unknown-choice = У вопроса «{ $question }» нет ответа «{ $choice }».
hint-unknown-choice = Напишите код ответа или его текст в кавычках.
fault-comparison = Ответ на вопрос «{ $question }» нельзя так сравнить с «{ $value }».
hint-comparison = Числа и даты сравнивают с числом и датой, варианты — только на равенство.
fault-never-true = Это условие никогда не выполнится.
hint-never-true = Проверьте границы и порядок: вопрос должен прозвучать раньше, чем условие.
fault-jump-never-taken = До этого перехода дело не дойдёт: предыдущий срабатывает всегда.
hint-jump-never-taken = Переставьте переход без условия в конец или уберите лишний.
fault-jump-circle = Переходы ведут с шага «{ $step }» по кругу: { $round }.
hint-jump-circle = Уберите один из переходов.
fault-nothing-to-choose = Если ни одно условие шага «{ $step }» не выполнится, ответить будет нечем.
hint-nothing-to-choose = Добавьте ответ без условия.
fault-never-read = Шаг «{ $step }» никто не прочтёт: последний переход срабатывает всегда.
hint-never-read = Уберите слова и ответы или дайте переходу условие.
fault-no-choices = У вопроса «{ $question }» не из чего выбирать.
hint-no-choices = Добавьте шагу ответы.
fault-key-of-other-kind = Ключ «{ $key }» здесь ничего не значит.
hint-key-of-other-kind = Уберите ключ или проверьте вид вопроса или действия.
fault-empty-range = Наименьшее значение не меньше наибольшего: ответить нельзя.
hint-empty-range = Поменяйте числа местами.
fault-useless-to = Этот переход никуда не ведёт: у шага нет вопроса, а у ответов есть свои переходы.
hint-useless-to = Уберите ключ или добавьте вопрос.
fault-callback-words = Когда перезвонить, непонятно: «{ $words }».
hint-callback-words = Напишите, например, «через 3 дня» или «завтра в 11».
fault-deal-amount = «{ $text }» — не сумма.
hint-deal-amount = Напишите, например, «120 000» или «120к».

# Процессы
fault-no-stages = В процессе нет этапов.
hint-no-stages = Добавьте [[stage]] или напишите control = "none".
fault-stages-without-control = Этапы есть, а control = "none" говорит, что их нет.
hint-stages-without-control = Уберите этапы или control.
fault-probability-falls = Вероятность этапа «{ $stage }» — { $probability } %, а этапом раньше — { $before } %.
hint-probability-falls = Проверьте: к концу процесса она растёт.
fault-bad-term = Срок «{ $words }» в ключе «{ $key }» непонятен.
hint-bad-term = Напишите словами от этого дня: «завтра в 12», «через 2 дня», «в пятницу».
fault-no-loss-reasons = Не из чего выбрать, почему сделка проиграна.
hint-no-loss-reasons = Добавьте loss_reasons.

# Результаты звонка
fault-no-years = В файле нет ни одного года.
hint-no-years = Добавьте раздел: `[[year]]`, в нём `year = 2026` и `off = ["01-01..01-09"]`.
fault-bad-day = «{ $text }» — не день этого года.
hint-bad-day = Пишите месяц и день: "05-09", или промежуток: "01-01..01-08".
fault-worked-workday = { $day } и так рабочий день.
hint-worked-workday = В `worked` пишут только рабочие субботы и воскресенья.
fault-too-many-days-off = В году { $count ->
    [one] { $count } нерабочий день
    [few] { $count } нерабочих дня
   *[many] { $count } нерабочих дней
}: так не бывает.
hint-too-many-days-off = Проверьте промежутки: субботы и воскресенья перечислять не нужно.

fault-no-outcomes = В файле нет результатов.
hint-no-outcomes = Добавьте хотя бы один: [[outcome]].
fault-bad-key = «{ $key }» — не клавиша результата.
hint-bad-key = Возьмите цифру или знак «-».
fault-duplicate-key = Клавиша «{ $key }» уже занята в строке { $line }.
hint-duplicate-key = Дайте одному из двух другую клавишу.
fault-no-reasons = Результат спрашивает причину, а выбирать не из чего.
hint-no-reasons = Добавьте reasons.
fault-reasons-not-asked = Причины есть, но их не спросят.
hint-reasons-not-asked = Добавьте "reason" в asks.
fault-callback-without-time = Результат обещает перезвонить, но не спросит, когда.
hint-callback-without-time = Добавьте "when" в asks.
fault-time-without-callback = Время спросят, но звонка на него не будет.
hint-time-without-callback = Напишите next = "callback" или уберите "when" из asks.
fault-stop-without-scope = Клиент запрещает звонки, но какие — не спросят.
hint-stop-without-scope = Добавьте "stop-scope" в asks.
fault-scope-without-stop = Спросят, что клиент запрещает, но ничего не запретят.
hint-scope-without-stop = Добавьте "stop" в flags или уберите "stop-scope" из asks.
fault-stop-plans-call = Клиент запрещает звонки, а результат назначает ещё один.
hint-stop-plans-call = Напишите next = "close".
fault-flag-without-human = Метка «{ $flag }» бывает только у разговора с человеком.
hint-flag-without-human = Добавьте "human" в flags.
fault-one-key-wanted = В таблице «{ $key }» нужен ровно один ключ.
hint-one-key-wanted = Оставьте один из них: { $keys }.
fault-no-stop-outcome = Нет результата, который запрещает звонки: отказ клиента некуда записать.
hint-no-stop-outcome = Добавьте результат с меткой "stop" в flags.

# Раскладки клавиш
hint-keymap-line = Клавиши и действия стоят в кавычках: "Ctrl+K" = "palette".
fault-unknown-context = Раздела [{ $context }] не бывает.
fault-unknown-action = Действия «{ $action }» нет.
hint-list-keys = Разделы и действия перечисляет команда dozvon keys.
fault-key-empty = У клавиши нет имени.
hint-key-name = Напишите знак, например "n" или "[", или имя: "F3", "Space", "PageDown".
fault-key-modifier = Клавишу «{ $found }» вместе с другой не нажимают: есть Ctrl, Alt и Shift.
hint-key-modifier = Напишите, например, Ctrl+K, Alt+1 или Shift+Tab.
fault-key-unknown = Клавиши «{ $found }» нет.
fault-key-shifted = Клавишу «Shift+{ $mark }» называют по знаку, который она печатает.
hint-key-shifted = Напишите сам знак, например "?" или "!".
fault-key-ctrl-shift = Терминал передаёт «Ctrl+Shift+{ $letter }» как «Ctrl+{ $letter }».
hint-key-ctrl-shift = Напишите «Ctrl+{ $letter }» или возьмите Alt.
fault-key-same = Терминал передаёт «{ $key }» как «{ $other }».
hint-key-same = Назначьте «{ $other }» или возьмите другую клавишу.
fault-key-not-sent = Терминалы не передают «{ $key }».
fault-key-starts-sequence = Клавиша «{ $key }» похожа на начало стрелки или функциональной клавиши.
hint-another-key = Возьмите другую клавишу.
fault-key-conflict = В разделе [{ $context }] клавиша «{ $second }» значит { $meaning }, а в строке { $line } она же, «{ $first }», значит { $first_meaning }.
key-means-nothing = «ничего» (false)
hint-key-conflict = Оставьте одну из двух строк.
fault-context-twice = Раздел [{ $context }] уже есть в строке { $line }.
hint-context-twice = Соберите строки обоих вместе.
fault-not-an-action = Вместо действия стоит { $found }.
hint-not-an-action = Напишите имя действия в кавычках или false, чтобы освободить клавишу.
hint-keymap-name = Напишите { $setting } = "default".
fault-outside-context = «{ $found }» стоит вне разделов.
hint-key-outside-context = Поставьте строку под раздел: в [global] клавиши, которые работают везде.
hint-outside-context = До первого раздела стоят только name и inherits.
fault-unknown-keymap = Раскладки клавиш «{ $name }» нет.
fault-keymap-cycle = Раскладка наследует сама себе: «{ $chain }».
hint-keymap-cycle = Пусть одна из них наследует "default".

# Темы
hint-theme-line = Строка темы выглядит так: muted = "#8b95a1".
fault-theme-setting = У темы нет настройки «{ $setting }».
hint-theme-setting = Есть name, inherits, contrast и разделы [palette] и [styles].
fault-theme-role = Роли «{ $role }» нет.
hint-theme-role = Роли перечисляет команда dozvon themes.
fault-theme-property = У стиля нет свойства «{ $property }».
hint-theme-property = Есть fg, bg, ansi, ansi_bg, bold, dim, italic, underline и reverse.
fault-theme-color = Цвета «{ $color }» нет.
hint-theme-color = Добавьте его в [palette] или напишите "#rrggbb", "ansi256:208", "light-red", "default" или "none".
hint-theme-palette = Напишите его так: "#1a2b3c", "ansi256:208" или "light-red".
fault-theme-hex = «{ $color }» — не цвет: после «#» стоят шесть шестнадцатеричных цифр.
hint-theme-hex = Напишите его так: "#1a2b3c".
fault-theme-index = «{ $color }» — не цвет: после «ansi256:» стоит число от 0 до 255.
hint-theme-index = Напишите его так: "ansi256:208".
fault-theme-ansi = «{ $color }» — не из шестнадцати цветов.
hint-theme-ansi = Вот они: black, red, green, yellow, blue, magenta, cyan, gray, dark-gray, от light-red до light-cyan, white.
fault-theme-reserved = Цвет палитры нельзя назвать «{ $name }».
hint-theme-reserved = Назовите его иначе.
fault-theme-contrast = Контраста «{ $word }» не бывает.
hint-theme-contrast = Напишите "normal" или "high".
hint-theme-inherits = Напишите inherits = "dark".
hint-wanted-style = Напишите "coral" или {"{"} fg = "coral", bold = true {"}"}.
hint-wanted-section = Напишите [{ $key }] отдельной строкой, а ниже — его строки.
hint-wanted-color = Напишите цвет в кавычках, например "light-red".
fault-unknown-theme = Темы «{ $name }» нет.
fault-theme-cycle = Тема наследует сама себе: «{ $chain }».
hint-theme-cycle = Пусть одна из них наследует "dark".

# Что в теме плохо видно
fault-theme-few-colours = { $colors } цветов: { $what }
fault-theme-without-colours = Без цветов: { $what }
fault-theme-low-contrast = «{ $role }» на фоне «{ $ground }»: контраст { $ratio }, меньше { $wanted }.
fault-theme-own-contrast = «{ $role }» на своём фоне: контраст { $ratio }, меньше { $wanted }.
hint-theme-ansi-colours = Выберите другие цвета в ansi и ansi_bg.
hint-theme-lighter = Сделайте одно из двух светлее или темнее.
fault-theme-alike = «{ $role }» не отличить от «{ $other }».
hint-theme-modifier = Сделайте одно из двух жирным, подчёркнутым или обращённым.
hint-theme-ansi-colour = Выберите для одного из двух другой цвет в ansi.
hint-theme-another-colour = Дайте одному из двух другой цвет, жирность или подчёркивание.
fault-theme-colour-blind = «{ $role }» и «{ $other }» одинаковы для дальтоника.
hint-theme-bluer = Сделайте одно из двух синее, желтее, светлее или темнее.
fault-theme-open = { $roles }: текст или фон оставлен терминалу.
fault-theme-open-more = { $roles } и ещё { $count }: текст или фон оставлен терминалу.
hint-theme-open = Задайте для text и fg, и bg — или ни одного цвета.
