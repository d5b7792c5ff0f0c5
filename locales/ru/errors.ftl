# Ошибки: одно предложение, что случилось; hint- — одно предложение, что делать.

error-forbidden = У вас нет права: { $right }.
hint-forbidden = Попросите супервизора.
error-not-found = Нет такого { $what }: { $name }.
error-busy = Запись в это же время меняет кто-то ещё.
hint-busy = Повторите.
error-held = С этим контактом уже работает другой оператор.
error-finished = Этот контакт уже закончен.
hint-take-next = Возьмите следующего.
hint-stopped = Если клиент сам просит позвонить, запишите это результатом звонка «Перезвонить».
error-unanswered = Результату нужен ответ: { $ask }
error-past = Это время уже прошло.
error-outside-hours = В это время клиенту не звонят.
error-empty = Пусто: нечего сохранять.
error-taken = Имя «{ $name }» уже занято.

error-store-busy = Папку данных { $path } держит другой процесс.
hint-store-busy = Закройте другой Дозвон или укажите свою папку: --data ПАПКА.
error-store-io = { $path }: { $error }.
hint-store-io = Проверьте место на диске и права на папку, потом запустите снова: записанное цело.
error-store-too-new = Данные записаны новой версией (формат { $found }, эта знает { $known }).
hint-store-too-new = Поставьте новую версию Дозвона.
error-not-a-store = { $path } — не папка данных Дозвона.
hint-not-a-store = Укажите пустую папку или папку Дозвона: --data ПАПКА.
error-journal-damaged = Журнал { $file } повреждён с байта { $offset }.
error-journal-behind = Журнал потерял записи: он кончается на { $journal }, а движок дошёл до { $engine }.
error-record = Запись таблицы { $table } не читается.
error-no-space = На диске нет места.
hint-no-space = Освободите его и запустите снова: записанное цело.
error-engine = Движок хранилища отказал: { $error }.
hint-damaged = Ничего не меняйте в папке данных, сделайте её копию и восстановите данные из резервной копии.
error-too-large = Слишком много данных за один раз: { $bytes } байт.
hint-too-large = Сократите текст.
error-stopped = Запись на диск не удалась: { $error }.

move-error-closed = Сделка уже закрыта.
move-error-first = Это первый этап, назад некуда.
move-error-no-stages = У сделки нет этапов: её можно только выиграть или проиграть.
move-error-process = Сделка ведётся по другому процессу.

# Что говорит система о файлах: часть предложения.
io-no-space = на диске нет места
io-not-found = такого файла или папки нет
io-no-permission = нет прав
io-exists = такое имя уже занято
io-is-a-folder = это папка, а не файл
io-not-a-folder = на пути стоит файл, а не папка
io-read-only = сюда нельзя писать: только чтение
io-bad-name = такого имени у файла быть не может
io-bad-data = данные не читаются
io-cut-off = файл обрывается
io-closed = другая сторона закрыла вывод
io-timed-out = ответа нет слишком долго
io-busy = файл занят
io-too-large = файл слишком велик

phone-empty = Номер пуст.
phone-no-digits = В номере нет цифр.
phone-short = Это короткий номер.
phone-no-area-code = У номера нет кода города.
phone-incomplete = В номере не хватает цифр.
phone-not-a-number = Такого номера не бывает.
phone-too-long = В номере слишком много цифр.
phone-lost-digits = Таблица округлила номер: последние цифры потеряны.
phone-several = Здесь несколько номеров.
phone-tail = За номером стоят лишние цифры.
