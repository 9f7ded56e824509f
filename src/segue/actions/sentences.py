"""What a customer reads when the company's own words do not say it, in the product's languages.

A run that failed did nothing; one that is unsure may have done it, and the sentence says just that.
"""

from __future__ import annotations

from typing import Final

from segue.actions.described import Words

DONE: Final[Words] = (
    ("en", "Done: {title}."),
    ("de", "Erledigt: {title}."),
    ("es", "Hecho: {title}."),
    ("ar", "تم: {title}."),
)
FAILED: Final[Words] = (
    ("en", "That did not work just now: {title}. Nothing was changed."),
    ("de", "Das hat gerade nicht geklappt: {title}. Es wurde nichts geändert."),
    ("es", "No ha funcionado en este momento: {title}. No se ha cambiado nada."),
    ("ar", "تعذّر ذلك الآن: {title}. لم يتغيّر شيء."),
)
NOT_READ: Final[Words] = (
    ("en", "I can’t look that up just now: {title}. The other system does not answer well."),
    ("de", ("Das lässt sich gerade nicht nachsehen: {title}. Das andere System antwortet nicht"
           " richtig.")),
    ("es", "Ahora mismo no puedo consultarlo: {title}. El otro sistema no responde como debería."),
    ("ar", "لا يمكن الاطّلاع على ذلك الآن: {title}. النظام الآخر لا يجيب كما ينبغي."),
)  # fmt: skip
UNSURE: Final[Words] = (
    ("en", ("I can’t tell whether that went through: {title}. A person has to look at it before it"
           " is tried again.")),
    ("de", ("Ob das geklappt hat, ist nicht sicher: {title}. Vor einem neuen Versuch muss jemand"
           " nachsehen.")),
    ("es", ("No puedo saber si se ha hecho: {title}. Una persona tiene que comprobarlo antes de"
           " volver a intentarlo.")),
    ("ar", "ليس مؤكّدًا أن ذلك قد تمّ: {title}. يجب أن يتحقّق شخص قبل المحاولة مجددًا."),
)  # fmt: skip
REFUSED: Final[Words] = (
    ("en", "That is not possible here: {title}. Nothing was changed."),
    ("de", "Das ist hier nicht möglich: {title}. Es wurde nichts geändert."),
    ("es", "Aquí no es posible: {title}. No se ha cambiado nada."),
    ("ar", "هذا غير ممكن هنا: {title}. لم يتغيّر شيء."),
)
NOT_FOUND: Final[Words] = (
    ("en", "I can’t find that for you. Is the number right?"),
    ("de", "Das ist für Sie nicht zu finden. Stimmt die Nummer?"),
    ("es", "No lo encuentro para ti. ¿Es correcto el número?"),
    ("ar", "لا يمكن العثور على ذلك لك. هل الرقم صحيح؟"),
)
WHO_ARE_YOU: Final[Words] = (
    ("en", "For this it has to be certain who you are."),
    ("de", "Dafür muss sicher sein, wer Sie sind."),
    ("es", "Para esto hay que saber con certeza quién eres."),
    ("ar", "لهذا يجب التأكّد من هويتك."),
)
CONFIRM: Final[Words] = (
    ("en", "{title}: shall I do it?"),
    ("de", "{title}: Soll das so gemacht werden?"),
    ("es", "{title}: ¿lo hago?"),
    ("ar", "{title}: هل يتم ذلك؟"),
)
MISSING_INPUT: Final[Words] = (
    ("en", "“{label}” is needed for this."),
    ("de", "Dafür wird „{label}“ gebraucht."),
    ("es", "Para esto hace falta «{label}»."),
    ("ar", "يلزم لهذا: «{label}»."),
)
BAD_INPUT: Final[Words] = (
    ("en", "“{label}” does not look right."),
    ("de", "„{label}“ sieht nicht richtig aus."),
    ("es", "«{label}» no parece correcto."),
    ("ar", "«{label}» لا يبدو صحيحًا."),
)
YES: Final[Words] = (("en", "yes"), ("de", "ja"), ("es", "sí"), ("ar", "نعم"))
NO: Final[Words] = (("en", "no"), ("de", "nein"), ("es", "no"), ("ar", "لا"))
WOULD_SEND: Final = "Would be sent"

WEEKDAYS: Final = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
}
MONTHS: Final = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
           "Oktober", "November", "Dezember"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
           "octubre", "noviembre", "diciembre"),
    "ar": ("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر",
           "أكتوبر", "نوفمبر", "ديسمبر"),
}  # fmt: skip
