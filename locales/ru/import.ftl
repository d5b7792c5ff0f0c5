# Загрузка, поиск, карточка и выгрузка в командной строке; что не так с файлом, колонкой, значением.

# Поля клиента
field-name = название
field-public-name = полное название
field-legal-name = юридическое лицо
field-kind = вид клиента
field-relations = отношения
field-surname = фамилия клиента
field-given-name = имя клиента
field-patronymic = отчество клиента
field-phone = телефон
field-email = почта
field-inn = ИНН
field-kpp = КПП
field-inn-kpp = ИНН и КПП
field-ogrn = ОГРН
field-region = регион
field-city = город
field-address = адрес
field-timezone = часовой пояс
field-person = имя
field-person-surname = фамилия
field-person-given-name = имя
field-person-patronymic = отчество
field-person-role = должность
field-person-phone = телефон
field-person-email = почта
field-manager = ответственный
field-class = класс
field-tags = метки
field-note = заметка
field-source = источник
field-channel = канал
field-code = код
field-consent = согласие
field-consent-how = как дано согласие
field-consent-text = текст согласия
field-consent-proof = доказательство согласия
field-consent-data = согласие на обработку ПД
field-hours = когда звонить
field-do-not-call = не звонить

# Что это за файл
file-kind-pdf = документ PDF
file-kind-image = картинка
file-kind-archive = архив
file-kind-document = текстовый документ
file-kind-presentation = презентация
file-kind-web-page = веб-страница
file-kind-xml = XML
file-kind-json = JSON
file-kind-vcard = контакты телефона (vCard)
file-kind-binary = двоичный файл

# Файл не читается: одно предложение, что случилось; hint- — одно предложение, что делать.
file-not-found = такого файла нет.
hint-file-not-found = Проверьте имя и папку.
file-no-permission = файл закрыт для чтения.
hint-file-no-permission = Откройте к нему доступ или скопируйте его в свою папку.
file-folder = это папка, а не файл.
hint-file-folder = Назовите файл в ней.
file-not-a-file = это канал или устройство, а не файл.
hint-file-not-a-file = Сохраните список в файл и загрузите его.
file-io = прочитать не удалось: { $error }.
hint-file-io = Проверьте диск или сеть и скопируйте файл заново.
file-empty = файл пуст.
hint-file-empty = Выгрузите список заново.
file-not-a-list = это { $kind }, а не список клиентов.
hint-file-not-a-list = Откройте его в Excel и сохраните как книгу .xlsx или как CSV.
file-password = книга закрыта паролем.
hint-file-password = Снимите пароль в Excel и сохраните её заново.
file-truncated = книга обрезана: у файла нет конца.
hint-file-truncated = Скачайте или скопируйте файл заново.
file-damaged = книга повреждена.
hint-file-damaged = Откройте её в Excel и сохраните заново, лучше как CSV.
file-too-big = книга слишком велика: { $size } МБ, а читается до { $limit } МБ.
hint-file-too-big = Сохраните лист как CSV: для него предела нет.
file-line-too-long = строка { $line } длиннее { $limit } КБ: это не похоже на список.
hint-file-line-too-long = Сохраните список из Excel как CSV или .xlsx.
file-too-many-columns = в строке { $line } { $columns ->
    [one] { $columns } колонка
    [few] { $columns } колонки
   *[many] { $columns } колонок
}, а читается до { $limit }.
hint-file-too-many-columns = Уберите лишние колонки.
file-unknown-encoding = кодировки «{ $label }» нет.
hint-file-unknown-encoding = Бывают utf-8, windows-1251, cp866, utf-16le.
file-bad-delimiter = «{ $given }» не бывает разделителем.
hint-file-bad-delimiter = Разделитель — один знак: --delimiter ';', ',', '|' или tab.
file-undecodable = это не текст в кодировке { $encoding }: не читается { $bad } из { $lines ->
    [one] { $lines } строки
   *[other] { $lines } строк
} с буквами, первая из них { $line }.
hint-file-undecodable = Назовите кодировку (--encoding windows-1251) или сохраните файл в UTF-8.
hint-file-undecodable-named = Уберите --encoding: кодировка определится сама, у каждой строки своя.
file-broken-quotes = кавычки сбиты во многих местах, последний раз в строке { $line }: где кончаются строки, не понять.
hint-file-broken-quotes = Сохраните список из Excel заново.
file-no-such-sheet = листа «{ $name }» в книге нет.
hint-file-no-such-sheet = В ней есть { $sheets }.
file-no-heading = не видно строки с заголовками; в строке { $line } стоит { $cells }.
hint-file-no-heading = Допишите заголовки или скажите, где что: --map '1=name,2=phone'.
hint-file-no-heading-phone = Допишите заголовки или скажите, где что: в колонке { $column } телефоны, значит --map '{ $column }=phone,…'.

# Колонки
map-syntax = «{ $part }» — не КОЛОНКА=ПОЛЕ.
map-unknown-column = Колонки «{ $name }» в файле нет.
map-no-such-position = Колонки { $position } нет: { $columns ->
    [one] в файле { $columns } колонка
    [few] в файле { $columns } колонки
   *[many] в файле { $columns } колонок
}.
map-unknown-field = Поля «{ $name }» нет.
map-column-twice = Колонке «{ $column }» дано два значения.
map-field-twice = Поле { $field } отдано двум колонкам.
map-no-phone-column = не видно колонки с телефонами; есть { $headings }.
hint-map-syntax = Пишите так: --map 'Телефон=phone,Город=city,Фокс=skip'.
hint-map-suggested = Может быть, «{ $name }»?
hint-map-column = Какие колонки есть, покажет --dry-run без --map.
hint-map-field = Поля: { $fields }.
hint-map-phone-offer = На телефоны похожа колонка «{ $heading }»: --map '{ $column }=phone'.
hint-map-phone-offer-nameless = На телефоны похожа колонка { $column }: --map '{ $column }=phone'.
hint-map-phone = Назовите её: --map 'Колонка=phone'.

# Значения
cell-inn-checksum = Контрольная цифра ИНН неверна.
cell-inn-zero = У ИНН пропал первый ноль; он восстановлен.
cell-class = Это не класс: бывают A, B, C, можно с X, Y, Z.
cell-zone = Такого часового пояса нет.
cell-consent = непонятно, есть ли согласие: нужны дата, «да» или «нет»
cell-hours = непонятно, когда звонить: нужны часы, «10–18, кроме выходных»
cell-too-long = Текст слишком длинный, конец отрезан.
cell-no-contact = Нет ни телефона, ни почты, ни ИНН.
cell-extra-cells = В строке больше значений, чем колонок: разделитель внутри значения без кавычек.
cell-not-text = Это не текст ни в одной известной кодировке.
cell-other-encoding = Строка не в кодировке файла; прочитана в { $encoding }.
cell-unclosed-quote = Кавычка не закрыта.
cell-formula = Формула кончилась ошибкой.
cell-digits-lost = Таблица округлила число: последние цифры потеряны.
email-empty = Адрес пуст.
email-no-at = В адресе нет @.
email-several-ats = В адресе несколько @.
email-bad-local = До @ в адресе ошибка.
email-bad-domain = После @ в адресе ошибка.
email-mixed-alphabets = В адресе смешаны русские и латинские буквы.
email-too-long = Адрес слишком длинный.
email-several = Здесь несколько адресов.
inn-empty = ИНН пуст.
inn-not-digits = В ИНН не только цифры.
inn-length = В ИНН { $digits ->
    [one] { $digits } цифра
    [few] { $digits } цифры
   *[many] { $digits } цифр
}, а бывает 10 или 12.
inn-zeros = ИНН из одних нулей.
inn-lost-digits = Таблица округлила ИНН: последние цифры потеряны.
inn-kpp = С ИНН всё хорошо, а с КПП нет. { $error }
registry-empty = Номер пуст.
registry-bad-character = В номере посторонний знак.
registry-length = В номере { $found ->
    [one] { $found } знак
    [few] { $found } знака
   *[many] { $found } знаков
}; в КПП их 9, в ОГРН 13, в ОГРНИП 15.
registry-zeros = Номер из одних нулей.
registry-bad-checksum = Контрольная цифра неверна.
registry-lost-digits = Таблица округлила номер: последние цифры потеряны.

# Запись файла
write-io = записать не удалось: { $error }.
write-too-many-rows = на лист помещается { $limit } строк.
write-not-a-stream = книгу можно записать только в файл.
write-workbook = записать книгу не удалось: { $detail }.
hint-write = Проверьте место на диске и права на папку.
hint-write-too-many-rows = Возьмите CSV: для него предела нет.
hint-write-not-a-stream = Назовите файл с окончанием .xlsx.

# Справка
cli-import = Загрузить данные из файла.
cli-import-clients = Загрузить клиентов из списка: CSV или XLSX, в любой кодировке и с любым разделителем.
cli-import-clients-file = Файл со списком.
cli-import-clients-dry-run = Только проверить: итоги те же, ничего не записано.
cli-import-clients-map = Что в какой колонке: 'Телефон=phone,3=city,Фокс=skip'. Остальное угадывается по заголовкам.
cli-import-clients-on-duplicate = Клиент уже есть: skip — пропустить, update — дополнить, ask — спросить о каждом.
cli-import-clients-strict = Отклонять строку, если в ней не прочиталось хоть что-нибудь.
cli-import-clients-call-list = В какой обзвон поставить; нового ещё нет — будет создан.
cli-import-clients-script = Код сценария для нового обзвона.
cli-import-clients-purpose = Для чего обзвон, если он новый; обычно реклама.
cli-import-clients-encoding = Кодировка файла, если определилась неверно: windows-1251, utf-8.
cli-import-clients-delimiter = Разделитель, если определился неверно: один знак или tab.
cli-import-clients-sheet = Лист книги, если нужен не первый.
cli-import-clients-timezone = Часовой пояс тех, о ком ничего не известно: Asia/Omsk, МСК+3, Омск.
cli-import-clients-rejected = Куда записать отклонённые строки. Обычно рядом со списком: ИМЯ.rejected.csv.
cli-import-clients-report = Куда записать судьбу каждой строки: .ndjson, .csv или .xlsx.
cli-lookup = Найти клиента: телефон в любой записи, последние 4–11 цифр, ИНН, почта, код или часть имени.
cli-lookup-query = Что искать.
cli-lookup-limit = Показать не больше стольких.
cli-show = Показать карточку клиента.
cli-show-client = Код клиента: 00-00000036, №36 или 36.
cli-export = Выгрузить данные в файл.
cli-export-clients = Выгрузить клиентов; файл читается командой dozvon import clients.
cli-export-clients-file = Файл .csv, .xlsx или .ndjson; «-» или ничего — на экран.
cli-export-clients-force = Заменить файл, если он уже есть.

# Загрузка
import-file-broken = { $file }: { $problem }
import-ask-needs-terminal = Спрашивать о каждом дубле можно только в терминале.
hint-import-ask-needs-terminal = Возьмите --on-duplicate skip или update.
import-unknown-zone = Часового пояса «{ $zone }» нет.
hint-import-unknown-zone = Например: Asia/Omsk, МСК+3 или город.
import-list-other-script = Обзвон «{ $list }» уже есть и идёт по другому сценарию: { $script }.
import-list-no-script = Обзвон «{ $list }» уже есть и идёт без сценария.
hint-import-list-other-script = Уберите --script или назовите другой обзвон.
hint-import-list-other-purpose = Уберите --purpose или назовите другой обзвон.
import-same-file = { $file } — это сам список, писать в него нельзя.
hint-import-same-file = Назовите другой файл.
import-unknown-ending = Непонятно, какой это файл: { $file }.
hint-import-unknown-ending = Бывают .csv, .xlsx и .ndjson.

import-quoted = «{ $text }»
import-text-file = { $file }: { $encoding }, разделитель { $delimiter }
import-text-file-plain = { $file }: { $encoding }, одна колонка
import-sheet-file = { $file }: лист «{ $sheet }»
import-delimiter-tab = табуляция
import-columns = Колонки:
import-column-nameless = колонка { $column }
import-column-person = контакт { $person }: { $field }
import-column-custom = своё поле
import-column-custom-named = своё поле «{ $name }»
import-column-skip = не загружается

import-dry-run = Проверка: ничего не записано.
import-number = { $number }
import-total-rows = Строк в файле
import-total-rows-read = Прочитано строк
import-total-created = создано
import-total-updated = обновлено
import-total-skipped = пропущено: уже есть
import-total-rejected = отклонено
import-by = по ИНН { $inn }, по телефону { $phone }, по почте { $email }
import-warnings = { $count ->
    [one] Не прочиталось { $count } значение
    [few] Не прочиталось { $count } значения
   *[many] Не прочиталось { $count } значений
} в загруженных строках; как было в файле, сохранено в карточках.
import-recoded = { $count ->
    [one] { $count } строка записана в другой кодировке, чем остальные, и прочитана в своей.
    [few] { $count } строки записаны в другой кодировке, чем остальные, и прочитаны в своей.
   *[many] { $count } строк записано в другой кодировке, чем остальные, и прочитано в своей.
}
import-zeros = Первый ноль, потерянный таблицей, вернулся к { $count } ИНН.
import-queued = { $count ->
    [one] В обзвон «{ $list }» поставлен { $count } клиент.
    [few] В обзвон «{ $list }» поставлено { $count } клиента.
   *[many] В обзвон «{ $list }» поставлено { $count } клиентов.
}
import-left-out-consent = Не взяты в обзвон, потому что нет согласия на рекламу: { $count }.
import-left-out-stop = Не взяты в обзвон, потому что звонить запрещено: { $count }.
import-list-other-purpose = Обзвон «{ $list }» уже есть, и цель у него другая: { $purpose }.
import-queued-dry = { $count ->
    [one] В обзвон «{ $list }» встанет { $count } клиент.
    [few] В обзвон «{ $list }» встанет { $count } клиента.
   *[many] В обзвон «{ $list }» встанет { $count } клиентов.
}
import-rejected = Отклонены:
import-rejected-line = строка { $line }: { $what }
import-skipped = Пропущены, потому что уже есть:
import-skipped-line = строка { $line }: { $who }, совпало: { $by }
import-twin-in-base = { $name } { $code }
import-twin-in-file = строка { $line } этого же файла
import-cell = { $column } «{ $value }». { $reason }
import-cell-empty = { $column }. { $reason }
import-more = …и ещё { $count }
import-more-report = …и ещё { $count }: все назовёт --report ФАЙЛ
import-more-rejected = …и ещё { $count }: все назовёт --rejected ФАЙЛ
import-rejected-file = Отклонённые строки: { $file }. Поправьте их там и загрузите этот файл.
import-report-file = Судьба каждой строки: { $file }.
import-interrupted = Остановлено. { $written }
import-store-failed = Загрузка остановилась. { $error } { $written }
import-file-failed = { $file }: { $problem } { $written }
import-written = Загружено: создано { $created }, обновлено { $updated }, пропущено { $skipped }, отклонено { $rejected }.
import-written-dry = Проверено: создано бы { $created }, обновлено { $updated }, пропущено { $skipped }, отклонено { $rejected }.
import-written-nothing = Ничего не загружено.
hint-import-again = Запустите загрузку ещё раз: загруженное узнается и не удвоится.
hint-import-no-room = Освободите место и запустите загрузку ещё раз: загруженное узнается и не удвоится.
hint-import-unwritable = Проверьте диск и права на папку данных и запустите загрузку ещё раз: загруженное узнается и не удвоится.
import-all-rejected = Ни одной строки загрузить не удалось.
hint-import-all-rejected = Проверьте, верно ли угаданы колонки; их можно назвать: --map 'Телефон=phone'.
import-side-file-failed = Загрузка прошла, но файл { $file } не записан: { $error }
import-no-side-file = Файл { $file } не записан: { $error }
import-progress = { $rows } строк, загружено { $written }, { $rate }/с, осталось { $left }
import-progress-dry = { $rows } строк, { $rate }/с, осталось { $left }
import-checking = проверяю файл
import-stopping = Останавливаюсь: дописываю начатое…

# Вопрос о дубле
ask-duplicate = Строка { $line }: { $row }
ask-duplicate-twin = Уже есть: { $who }, совпало: { $by }.
ask-duplicate-nameless = без названия
ask-duplicate-keys = { $skip } — пропустить, { $update } — дополнить, { $create } — создать ещё одного, { $stop } — остановиться; заглавная — так и со всеми остальными:
ask-duplicate-unknown = Такого ответа нет. Нужна одна из букв: { $keys }.
ask-key-skip = п
ask-key-update = д
ask-key-create = с
ask-key-stop = о

# Отчёт по строкам
report-line = Строка
report-outcome = Итог
report-code = Код
report-client = Клиент
report-by = Совпало
report-twin-line = Строка дубля
report-column = Колонка
report-value = Значение
report-reason = Причина
outcome-created = создан
outcome-updated = обновлён
outcome-skipped = пропущен
outcome-rejected = отклонён

# Поиск
lookup-empty = В запросе нет ни букв, ни цифр.
hint-lookup-empty = Ищут по телефону, последним 4–11 цифрам, ИНН, почте, коду или части имени: dozvon lookup протон.
lookup-nothing = Никого не нашлось: { $query }
lookup-nothing-base = Никого не нашлось: клиентов в базе нет.
lookup-more = Показаны первые { $count }; больше покажет --limit.
lookup-by-phone = телефон { $phone }
lookup-by-suffix = номер кончается так: { $phone }
lookup-by-inn = ИНН { $inn }
lookup-by-email = почта { $email }
lookup-by-code = код
lookup-by-name = имя
lookup-by-name-of = имя: { $name }
lookup-person = Контактное лицо
lookup-role = Роль
lookup-left = уже не работает
lookup-last-contact = говорили { $when }
lookup-open-deal = сделка в работе

# Карточка
show-not-a-code = «{ $text }» — не код клиента.
hint-show-not-a-code = Код выглядит так: 00-00000036. Найти клиента по имени или телефону: dozvon lookup.
show-company = компания
show-person = частное лицо
show-field = { $title }: { $value }
show-people = Контакты
show-custom = Свои поля
show-history = История
show-planned = Запланировано
show-deals = Сделки
show-stops = Не звонить
show-consents = Согласия
show-consent-withdrawn = отозвано { $at }
show-raw = Как было в файле
show-stop = { $scope } с { $since }
show-local-time = сейчас { $time }, { $zone } ({ $source })
show-no-zone = часовой пояс неизвестен
show-more-history = …и раньше

# Выгрузка
export-exists = Файл { $file } уже есть.
hint-export-exists = Добавьте --force, чтобы заменить его, или назовите другой.
export-failed = { $file }: { $error }
export-done = { $count ->
    [one] Выгружен { $count } клиент
    [few] Выгружено { $count } клиента
   *[many] Выгружено { $count } клиентов
}: { $file }
export-cut = { $count ->
    [one] { $count } значение не поместилось
    [few] { $count } значения не поместились
   *[many] { $count } значений не поместились
} в ячейку книги и обрезаны; в CSV они целы.
export-more-legal = { $count ->
    [one] У { $count } клиента несколько юридических лиц
   *[other] У { $count } клиентов несколько юридических лиц
}: в таблице только первое, в .ndjson — все.
export-more-people = { $count ->
    [one] У { $count } клиента больше контактов
   *[other] У { $count } клиентов больше контактов
}, чем помещается в таблицу; в .ndjson — все.
export-part-stops = { $count ->
    [one] У { $count } клиента
   *[other] У { $count } клиентов
} запрещён звонок на отдельный номер, человеку или по одному обзвону: в таблице этого не видно.
export-interrupted = Остановлено, файл не записан.
export-custom-column = { $title } (поле)
export-format-file = Для файла { $file } формат назван неверно.
hint-export-format-file = Вид файла определяет его окончание: .csv, .xlsx или .ndjson.

# Заголовки выгрузки: их узнаёт загрузка.
column-name = Наименование
column-public-name = Полное наименование
column-kind = Вид клиента
column-legal-name = Юридическое лицо
column-inn = ИНН
column-kpp = КПП
column-ogrn = ОГРН
column-phone = Телефон
column-email = E-mail
column-region = Регион
column-city = Город
column-address = Адрес
column-timezone = Часовой пояс
column-class = Класс
column-tags = Метки
column-manager = Ответственный
column-channel = Канал
column-source = Источник
column-do-not-call = Не звонить
column-person = Контактное лицо { $number }
column-person-role = Должность контактного лица { $number }
column-person-phone = Телефон контактного лица { $number }
column-person-email = E-mail контактного лица { $number }
column-yes = да
column-kind-company = компания
column-kind-person = частное лицо
