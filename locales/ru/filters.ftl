# Фильтры: строка, которая говорит, о каких клиентах речь; «этап:презентация сумма>500т молчит>7д».

filter-fault = Знак { $column } фильтра: { $what }
filter-too-long = строка длиннее { $most } знаков.
filter-no-word-end = после минуса или «не» должно стоять слово, например город:Омск.
filter-no-word = ожидалось слово, например город:, а стоит «{ $sign }».
filter-unknown-key = слова «{ $word }» в фильтрах нет.
filter-loose-word = «{ $word }» стоит само по себе.
filter-no-sign = после «{ $word }» ожидался знак: двоеточие, =, > или <.
filter-no-order = после «{ $word }» ставят только двоеточие: больше и меньше тут не бывает.
filter-semicolon = несколько значений разделяют запятой, а не точкой с запятой.
filter-open-quote = кавычка не закрыта.
filter-no-value = ожидалось: { $wants }.
filter-bad-value = «{ $found }» не подходит, ожидалось: { $wants }.
filter-backwards = диапазон начинается с большего.
filter-unknown-name = { $word }: «{ $name }» здесь нет.
filter-ambiguous = «{ $name }» подходит к нескольким: { $several }.
filter-wants-name = название
filter-wants-sum = сумма, например 500т или 1,5млн
filter-wants-length = срок, например 7д, 2нед или 3мес
filter-wants-date = дата, например 01.10.2026
filter-wants-number = число
filter-wants-zone = часовой пояс, например МСК+3 или Омск
filter-wants-region = регион, например Омская область
filter-wants-class = класс, например A или BX
hint-filter-words = Слова: город, зона, менеджер, метка, этап, сделка, сумма, молчит, итог, обзвон… Все — в docs/filters.md.
hint-filter-quotes = Если это одно название, возьмите его в кавычки: город:"Нижний Новгород".
hint-filter-semicolon = Напишите так: город:Омск,Томск. Если знак стоит в самом названии, возьмите название в кавычки.
hint-filter-ambiguous = Напишите точнее.
what-filter = фильтра
record-filter = фильтр
records-filter = фильтры
use-case-filter-save = сохранён фильтр
use-case-filter-rename = переименован фильтр
use-case-filter-drop = убран фильтр

filter-saved = Фильтр «{ $name }» сохранён: { $line }
filter-renamed = Теперь фильтр называется «{ $name }».
filter-dropped = Фильтр «{ $name }» убран.
filter-none = Сохранённых фильтров ещё нет: dozvon filter save ИМЯ СТРОКА.
filter-count = { $count ->
    [0] Таких клиентов нет
    [one] Найден { $count } клиент
    [few] Найдено { $count } клиента
   *[many] Найдено { $count } клиентов
}
filter-count-shown = Найдено клиентов: { $count }, показано { $shown }. Больше: --limit; все в файл: dozvon export clients --filter
table-client-deal = СДЕЛКА
table-sum = СУММА
table-spoken = ОБЩАЛИСЬ

cli-find = Найти клиентов по фильтру: «этап:презентация сумма>500т молчит>7д».
cli-find-limit = Показать не больше стольких.
cli-find-count = Только посчитать.
cli-filter = Фильтры: сохранить по имени, показать, проверить. Слова — в docs/filters.md.
cli-filter-list = Перечислить сохранённые фильтры.
cli-filter-save = Сохранить фильтр под именем.
cli-filter-save-name = Имя.
cli-filter-save-line = Строка фильтра.
cli-filter-save-shared = Для всех; иначе только для себя.
cli-filter-show = Показать фильтр и сколько клиентов он находит.
cli-filter-show-name = Имя фильтра.
cli-filter-rename = Назвать фильтр иначе.
cli-filter-rename-name = Имя фильтра.
cli-filter-rename-new = Новое имя.
cli-filter-drop = Убрать фильтр.
cli-filter-drop-name = Имя фильтра.
cli-filter-check = Проверить строку: показать её краткий вид и сколько клиентов она находит.
cli-filter-check-line = Строка или имя фильтра.
cli-find-filter = Имя фильтра или строка.
cli-export-clients-filter = Только клиенты этого фильтра: имя или строка.
cli-job-load-filter = Только клиенты этого фильтра: имя или строка.

action-filters = Клиенты по фильтру
    .bar = фильтр
filter-title = Клиенты по фильтру
filter-hint = Например: этап:презентация сумма>500т молчит>7д · город:Омск,Томск -метка:опт · согласие:есть стоп:нет
filter-choose = Наберите строку или выберите сохранённый фильтр:
filter-counting = считаю…
filter-count-first = Найдено { $count }, показаны первые { $shown }
filter-keys = Enter — карточка · Ctrl+S — сохранить под именем · Esc — назад
filter-keys-saved = Enter — выбрать · Delete — убрать · Esc — назад
filter-mine = свой
filter-everybody = для всех
filter-line-wanted = Сначала наберите строку.
error-filter-like-line = «{ $name }» читается как строка фильтра, а не как имя.
hint-filter-like-line = Назовите словами, без знаков : < > =, например «Томск оптом».
filter-empty = Строка фильтра пуста: она означала бы всех клиентов.
hint-filter-empty = Впишите строку или имя фильтра; если нужны все, уберите --filter.
filter-name-wanted = Назовите фильтр.
filter-save-title = Сохранить фильтр
filter-name = Имя
filter-whose = Чей
filter-save-hint = Если такое имя уже есть, строка под ним заменится.
jobs-load-base = Загрузить клиентов из базы
jobs-next = Кто следующий
jobs-next-title = «{ $job }»: кого возьмут следующим
jobs-next-none = Вам сейчас брать из этого обзвона некого.
jobs-next-hint = Порядок — для вас и на эту минуту.
load-title-base = Клиенты из базы в обзвон
load-filter = Фильтр
load-filter-wanted = Наберите строку фильтра или имя сохранённого.
load-hint-base = Строка или имя сохранённого: город:Омск молчит>30д согласие:есть
load-total-hint-base = Enter на строке — что в ней и почему. Esc — другой фильтр.
