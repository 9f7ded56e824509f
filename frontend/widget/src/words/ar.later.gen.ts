/** Made from src/segue/domain/words/states.yaml by tools/words.mjs: do not edit. */
import type { LaterWords } from "./types.gen.ts";

export default {
 "message_sr": "{who}، {kind}، {time}: {words}",
 "actions": {
  "cancel": "إلغاء",
  "reopen": "لم تُحل، إعادة الفتح"
 },
 "panel": {
  "sending": "جارٍ الإرسال",
  "held": "بانتظار الإرسال",
  "not_sent": "لم تُرسل",
  "typing_name": "{name}: جارٍ الكتابة",
  "typing_assistant": "المساعد: جارٍ الكتابة",
  "preparing": "يجري إعداد إجابة",
  "sources": "المصادر",
  "opens_new": "يفتح نافذة جديدة",
  "finding_title": "نبحث عن شخص في {team}",
  "finding_plain": "نبحث عن شخص لك",
  "finding_help": "يستغرق هذا ثواني. المحادثة كلها ستكون أمامه.",
  "place_title": "رقم دورك",
  "updated_now": "حُدّث الآن",
  "updated_min": "حُدّث قبل {n} د",
  "ahead": "قبلك في الدور: {n}",
  "meanwhile": "لا يتغير دورك بهذا السؤال",
  "nothing_to_repeat": "لا حاجة إلى إعادة أي شيء.",
  "keep_place": "دورك محفوظ مهما فعلت هنا.",
  "now_eta": "الآن {eta}",
  "first_said": "قلنا أولًا {eta}",
  "rather": "هل تفضل عدم الانتظار؟",
  "save": "حفظ",
  "field_help": "اختياري. يبقى دورك محفوظًا.",
  "offer_title": "هل نوصلك بشخص من {team}؟",
  "offer_plain": "هل نوصلك بشخص؟",
  "offer_help": "المحادثة كلها ستكون أمامه.",
  "next_team": "التالي: {team}",
  "passed_on": "{name}: نُقلت كل التفاصيل.",
  "takes_over": "يتابع شخص آخر",
  "takes_over_help": "دورك محفوظ. لا حاجة إلى إعادة أي شيء.",
  "away_title": "الأمر في عهدتنا",
  "away_by": "نجيب قبل الساعة {by}.",
  "passed": "نمرر كل ما كُتب هنا.",
  "email_label": "البريد الإلكتروني للرد",
  "email_bad": "يُرجى التحقق من البريد، مثل name@example.com",
  "note_label": "هل من إضافة؟",
  "optional": "اختياري",
  "send_team": "إرسال إلى الفريق",
  "gives_up": "يُلغى دورك عند الإرسال.",
  "saved_title": "رسالتك لدى {team}",
  "saved_email": "يصل الرد إلى {email} وهنا.",
  "saved_here": "يصل الرد هنا. تبقى المحادثة مفتوحة.",
  "add_detail": "إضافة تفصيل",
  "booked_title": "نتصل بك الساعة {time}",
  "booked_help": "ومرة أخرى بعد 10 دقائق إن لم ترد.",
  "soonest": "في أقرب وقت",
  "tomorrow": "غدًا",
  "phone_label": "رقم هاتفك",
  "phone_bad": "يُرجى التحقق من الرقم، مع رمز البلد إن أمكن.",
  "call_at": "الاتصال بي الساعة {time}",
  "call_soon": "معاودة الاتصال بي",
  "call_help": "نتصل مرة ثم مرة أخرى بعد 10 دقائق. يُلغى دورك عند التأكيد.",
  "rate_title": "هل حُلّت المسألة مع {name}؟",
  "rate_plain": "هل حُلّت المسألة؟",
  "rate_1": "لا",
  "rate_2": "قليلًا",
  "rate_3": "جزئيًا",
  "rate_4": "غالبًا",
  "rate_5": "نعم",
  "rate_more": "المزيد من التفاصيل",
  "rate_send": "إرسال التقييم",
  "anything_else": "هل من شيء آخر؟ تكفي رسالة هنا.",
  "copy_label": "البريد الإلكتروني للنسخة",
  "copy_send": "إرسال النسخة",
  "copy_help": "مع رقم الحالة، دون أي شيء داخلي.",
  "copy_sent": "في الطريق إلى {email}",
  "larger": "نص أكبر",
  "smaller": "نص عادي"
 },
 "states": {
  "offer": {
   "header": [
    "مساعد {brand}",
    "رد آلي · يوجد من يساعدك"
   ],
   "ph": "كتابة رسالة",
   "person": "التحدث إلى شخص · {eta}",
   "sr": "يعرض المساعد إشراك شخص."
  },
  "finding": {
   "header": [
    "نبحث عن الشخص المناسب…",
    "{team}"
   ],
   "ph": "إضافة تفاصيل",
   "person": "إلغاء",
   "sr": "جارٍ وصلك بـ {team}."
  },
  "in_line": {
   "header": [
    "أنت في الدور",
    "{team}"
   ],
   "ph": "سؤال أثناء الانتظار",
   "person": "الدور {place} · {eta}",
   "sr": "دورك رقم {place}، {eta}."
  },
  "in_line_next": {
   "header": [
    "دورك هو التالي",
    "{team}"
   ],
   "ph": "سؤال أثناء الانتظار",
   "person": "دورك التالي · {eta}",
   "sr": "دورك التالي، {eta}."
  },
  "in_line_longer": {
   "header": [
    "نعتذر، الانتظار أطول من المتوقع",
    "{team}"
   ],
   "ph": "سؤال أثناء الانتظار",
   "person": "الدور {place} · الآن {eta}",
   "sr": "نعتذر، الانتظار الآن {eta}. يمكن اختيار البريد أو الاتصال."
  },
  "left_line": {
   "header": [
    "مساعد {brand}",
    "دورك محفوظ 5 دقائق"
   ],
   "ph": "كتابة رسالة",
   "person": "استعادة دوري",
   "sr": "تمت مغادرة الدور. دورك محفوظ 5 دقائق."
  },
  "joined": {
   "header": [
    "{name} · {team}",
    "شخص"
   ],
   "ph": "رسالة إلى {name}",
   "person": null,
   "sr": "{name} معك الآن، وهو شخص حقيقي. المساعد صامت."
  },
  "transferring": {
   "header": [
    "{name}: جارٍ إشراك {team}",
    "دورك محفوظ"
   ],
   "ph": "تفاصيل لـ {team}",
   "person": "الانتقال إلى {team} · {eta}",
   "sr": "الانتقال إلى {team}، {eta}. دورك محفوظ."
  },
  "person_lost": {
   "header": [
    "انقطع اتصال {name}",
    "دورك هو التالي"
   ],
   "ph": "متابعة الكتابة",
   "person": "دورك التالي · {eta}",
   "sr": "انقطع اتصال {name}. يتابع شخص آخر من {team}، {eta}."
  },
  "handed_back": {
   "header": [
    "مساعد {brand}",
    "رد آلي · انتهى دور {name}"
   ],
   "ph": "كتابة رسالة",
   "person": "التحدث إلى شخص · {eta}",
   "sr": "انتهى دور {name}. يجيب المساعد الآلي من الآن."
  },
  "away": {
   "header": [
    "نعود الساعة {opens_at}",
    "بتوقيتك"
   ],
   "ph": "سؤال للمساعد",
   "person": "ترك رسالة · الرد قبل {by}",
   "sr": "لا يوجد أحد حتى الساعة {opens_at}. يمكن ترك رسالة."
  },
  "saved": {
   "header": [
    "نرد قبل الساعة {by}",
    "الحالة {case}"
   ],
   "ph": "إضافة إلى الحالة {case}",
   "person": "التحدث إلى شخص · {eta}",
   "sr": "حُفظت الرسالة. الحالة {case}. نرد قبل {by}."
  },
  "callback_pick": {
   "header": [
    "متى نتصل؟",
    "بتوقيتك"
   ],
   "ph": "سؤال للمساعد",
   "person": "العودة إلى دوري",
   "sr": "اختيار وقت الاتصال. دورك محفوظ حتى التأكيد."
  },
  "callback_booked": {
   "header": [
    "نتصل الساعة {time}",
    "الحالة {case}"
   ],
   "ph": "إضافة إلى الحالة {case}",
   "person": "تغيير الوقت",
   "sr": "حُدد الاتصال الساعة {time}. الحالة {case}."
  },
  "rating": {
   "header": [
    "{name} · {team}",
    "انتهت المحادثة"
   ],
   "ph": "رسالة جديدة",
   "person": "لم تُحل، إعادة الفتح",
   "sr": "انتهت المحادثة. يمكن تقييمها."
  },
  "ended": {
   "header": [
    "شكرًا",
    "الحالة {case}"
   ],
   "ph": "رسالة جديدة",
   "person": "التحدث إلى شخص · {eta}",
   "sr": "شكرًا. يمكن المتابعة في أي وقت."
  }
 }
} as LaterWords;
