/** Made from src/segue/domain/words/states.yaml by tools/words.mjs: do not edit. */
import type { FirstWords } from "./types.gen.ts";

export default {
 "eta": {
  "now": "gleich",
  "under_1": "weniger als eine Minute",
  "range": "etwa {from}–{to} Min.",
  "minutes": "etwa {n} Min.",
  "up_to": "bis zu {n} Min.",
  "over": "mehr als {n} Min.",
  "unknown": "sobald jemand frei ist"
 },
 "speakers": {
  "assistant": "Automatisch",
  "person": "Ein Mensch",
  "assistant_inline": "automatisch",
  "person_inline": "ein Mensch",
  "self": "Sie"
 },
 "actions": {
  "email": "Antwort per E-Mail",
  "callback": "Rückruf bitte",
  "leave": "Nicht mehr warten",
  "keep": "Weiter den Assistenten fragen",
  "connect": "Ja, bitte verbinden",
  "retry": "Erneut versuchen"
 },
 "says": {
  "greeting": "Guten Tag, hier ist der automatische Assistent von {brand}. Fragen Sie gern, oder sprechen Sie jederzeit mit einem Menschen."
 },
 "panel": {
  "launcher": "Fragen Sie uns",
  "dialog": "Chat mit {brand}",
  "close": "Chat schließen",
  "menu": "Weitere Optionen",
  "log": "Nachrichten",
  "send": "Senden",
  "back": "Zurück",
  "loading": "Das Gespräch wird geladen",
  "home_title": "Guten Tag. Wie können wir helfen?",
  "home_open": "Der Assistent antwortet sofort. Auch Menschen sind da.",
  "home_closed": "Der Assistent antwortet sofort. Menschen sind ab {opens_at} da.",
  "home_alone": "Der Assistent antwortet sofort.",
  "privacy": "Was Sie schreiben, bleibt gespeichert, damit niemand zweimal fragen muss.",
  "read": "Gelesen",
  "typing": "schreibt …",
  "newest": "Neueste Nachrichten",
  "options": "Optionen",
  "away_soon": "Wir antworten, sobald wieder jemand da ist.",
  "away_for": "Geschlossen: {day}",
  "away_now": "Gerade ist niemand da",
  "saved_plain": "Ihre Nachricht ist beim Team",
  "case": "Vorgang {case}",
  "copy": "Kopie erhalten",
  "day": "Tag",
  "today": "Heute",
  "clock": "Uhrzeit",
  "zone": "Ihre Zeit, {zone}",
  "reconnecting": "Verbindung wird wiederhergestellt …",
  "kept": "Was Sie schreiben, bleibt erhalten.",
  "safe": "Ihr Gespräch ist sicher.",
  "safe_help": "Wir versuchen es von selbst wieder. Einen Menschen erreichen Sie inzwischen hier:",
  "safe_plain": "Wir versuchen es von selbst wieder.",
  "length": "Zeichen: {n} von {max}",
  "unread": "Neue Nachrichten: {n}"
 },
 "states": {
  "assistant": {
   "header": [
    "Assistent von {brand}",
    "Automatisch · Menschen erreichbar"
   ],
   "ph": "Nachricht schreiben",
   "person": "Mit einem Menschen sprechen · {eta}",
   "sr": null
  },
  "assistant_closed": {
   "header": [
    "Assistent von {brand}",
    "Automatisch · Menschen ab {opens_at}"
   ],
   "ph": "Nachricht schreiben",
   "person": "Nachricht an einen Menschen · ab {opens_at}",
   "sr": null
  },
  "offline": {
   "header": [
    "Sie sind offline",
    "Wir senden, sobald Sie zurück sind"
   ],
   "ph": "Schreiben Sie ruhig weiter",
   "person": "Mit einem Menschen sprechen · sobald Sie zurück sind",
   "sr": "Sie sind offline. Geschriebenes wird gesendet, sobald Sie zurück sind."
  },
  "back_online": {
   "header": [
    "Wieder online",
    "Alles ist da"
   ],
   "ph": "Nachricht schreiben",
   "person": "Mit einem Menschen sprechen · {eta}",
   "sr": "Sie sind wieder online. Nichts ging verloren."
  },
  "send_failed": {
   "header": [
    "Nicht gesendet",
    "Erneut versuchen"
   ],
   "ph": "Nachricht schreiben",
   "person": "Mit einem Menschen sprechen · {eta}",
   "sr": "Ihre Nachricht wurde nicht gesendet. Erneut versuchen."
  },
  "error": {
   "header": [
    "Der Chat ist gerade gestört",
    "Es liegt an uns, nicht an Ihnen"
   ],
   "ph": "Gerade nicht möglich",
   "person": null,
   "sr": "Der Chat ist gerade gestört. Ihr Gespräch ist sicher. Sie erreichen uns per E-Mail oder Telefon."
  }
 }
} as FirstWords;
