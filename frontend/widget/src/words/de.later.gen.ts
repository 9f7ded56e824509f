/** Made from src/segue/domain/words/states.yaml by tools/words.mjs: do not edit. */
import type { LaterWords } from "./types.gen.ts";

export default {
 "message_sr": "{who}, {kind}, {time}: {words}",
 "actions": {
  "cancel": "Abbrechen",
  "transcript": "Gespräch per E-Mail erhalten",
  "reopen": "Noch nicht gelöst, wieder öffnen"
 },
 "panel": {
  "sending": "Wird gesendet",
  "held": "Wartet auf Verbindung",
  "not_sent": "Nicht gesendet",
  "typing_name": "{name} schreibt",
  "typing_assistant": "Der Assistent schreibt",
  "preparing": "Eine Antwort wird vorbereitet",
  "sources": "Quellen",
  "opens_new": "öffnet ein neues Fenster",
  "finding_title": "Wir suchen jemanden in {team}",
  "finding_plain": "Wir suchen jemanden für Sie",
  "finding_help": "Das dauert ein paar Sekunden. Das ganze Gespräch ist dann schon bekannt.",
  "place_title": "Ihr Platz",
  "updated_now": "gerade aktualisiert",
  "updated_min": "vor {n} Min. aktualisiert",
  "ahead": "Vor Ihnen: {n}",
  "meanwhile": "Ihr Platz bleibt dabei unverändert",
  "nothing_to_repeat": "Nichts zu wiederholen: alles ist schon bekannt.",
  "keep_place": "Ihr Platz bleibt, was immer Sie hier tun.",
  "now_eta": "Jetzt {eta}",
  "first_said": "Zuerst sagten wir {eta}",
  "surge_now": "Gerade warten sehr viele",
  "rather": "Lieber nicht warten?",
  "save": "Speichern",
  "field_help": "Hilft, ist aber freiwillig. Ihr Platz bleibt.",
  "offer_title": "Soll ich jemanden aus {team} dazuholen?",
  "offer_plain": "Soll ich einen Menschen dazuholen?",
  "offer_help": "Alles ist dann schon bekannt.",
  "next_team": "Weiter mit {team}",
  "passed_on": "{name} hat alles weitergegeben.",
  "takes_over": "Jemand anderes übernimmt",
  "takes_over_help": "Ihr Platz bleibt. Nichts zu wiederholen.",
  "away_title": "Überlassen Sie es uns",
  "away_by": "Wir antworten bis {by}.",
  "passed": "Alles Geschriebene geben wir weiter.",
  "email_label": "E-Mail für unsere Antwort",
  "email_bad": "Bitte prüfen Sie die E-Mail-Adresse, zum Beispiel name@example.com",
  "note_label": "Möchten Sie etwas ergänzen?",
  "optional": "freiwillig",
  "send_team": "An das Team senden",
  "gives_up": "Mit dem Senden geben Sie Ihren Platz auf.",
  "saved_title": "Ihre Nachricht ist bei {team}",
  "saved_email": "Die Antwort kommt an {email} und hierher.",
  "saved_here": "Die Antwort kommt hierher. Der Chat bleibt offen.",
  "add_detail": "Etwas ergänzen",
  "because_urgent": "Jemand mit einem dringenden Anliegen geht vor.",
  "because_lost": "Jemand, dessen Verbindung zu uns abriss, geht vor.",
  "because_priority": "Jemand anderes geht vor.",
  "because_back": "Jemand, der vor Ihnen gewartet hat, ist zurück.",
  "because_team": "Jetzt hilft Ihnen ein anderes Team.",
  "booked_title": "Wir rufen Sie bis {time} an",
  "booked_slot": "Wir rufen Sie zwischen {time} und {until} an",
  "booked_help": "Falls Sie nicht da sind, versuchen wir es noch einmal.",
  "soonest": "So bald wie möglich",
  "tomorrow": "Morgen",
  "phone_label": "Ihre Nummer",
  "phone_bad": "Bitte prüfen Sie die Nummer, gern mit Ländervorwahl.",
  "call_at": "Anrufen um {time}",
  "call_soon": "Zurückrufen",
  "call_help": "Ihr Platz bleibt bis dahin. Falls Sie nicht da sind, versuchen wir es noch einmal.",
  "rate_title": "Hat {name} alles gelöst?",
  "rate_plain": "Haben wir alles gelöst?",
  "rate_1": "Nein",
  "rate_2": "Kaum",
  "rate_3": "Teils",
  "rate_4": "Meist",
  "rate_5": "Ja",
  "rate_more": "Mehr dazu",
  "rate_send": "Bewertung senden",
  "anything_else": "Noch etwas? Schreiben Sie einfach.",
  "copy_label": "E-Mail für die Kopie",
  "copy_send": "Kopie senden",
  "copy_help": "Mit Vorgangsnummer, ohne Internes.",
  "copy_sent": "Unterwegs an {email}",
  "larger": "Größere Schrift",
  "smaller": "Normale Schrift",
  "pick_one": "Antworten zur Auswahl",
  "act_yes": "Ja, bitte",
  "act_no": "Nein, lieber nicht",
  "act_checking": "Jemand aus dem Team sieht es sich zuerst an. Für Sie ist nichts zu tun.",
  "act_running": "Wird gerade erledigt",
  "act_done": "Erledigt",
  "act_failed": "Hat nicht geklappt",
  "act_unsure": "Wird geprüft",
  "act_undone": "Rückgängig gemacht",
  "id_title": "Zeigen Sie zuerst, dass Sie es sind",
  "id_help": "Wir schicken Ihnen einen Code per E-Mail. Er gilt zehn Minuten.",
  "id_email": "Ihre E-Mail-Adresse bei uns",
  "id_send": "Code schicken",
  "id_sent": "Ein Code ist unterwegs an {email}. Das kann eine Minute dauern.",
  "id_code": "Code aus der E-Mail",
  "id_check": "Code prüfen",
  "id_again": "Neuen Code schicken",
  "id_not": "Jetzt nicht",
  "solved_leave": "Gelöst, nicht mehr warten"
 },
 "states": {
  "offer": {
   "header": [
    "Assistent von {brand}",
    "Automatisch · Menschen erreichbar"
   ],
   "ph": "Nachricht schreiben",
   "person": "Mit einem Menschen sprechen · {eta}",
   "sr": "Der Assistent bietet an, einen Menschen dazuzuholen."
  },
  "finding": {
   "header": [
    "Wir suchen die richtige Person …",
    "{team}"
   ],
   "ph": "Details ergänzen",
   "person": "Abbrechen",
   "sr": "Sie werden mit {team} verbunden."
  },
  "in_line": {
   "header": [
    "Sie sind vorgemerkt",
    "{team}"
   ],
   "ph": "Fragen, während Sie warten",
   "person": "Platz {place} · {eta}",
   "sr": "Sie sind auf Platz {place}, {eta}."
  },
  "in_line_next": {
   "header": [
    "Sie sind als Nächstes dran",
    "{team}"
   ],
   "ph": "Fragen, während Sie warten",
   "person": "Gleich dran · {eta}",
   "sr": "Sie sind als Nächstes dran, {eta}."
  },
  "in_line_longer": {
   "header": [
    "Es dauert leider länger",
    "{team}"
   ],
   "ph": "Fragen, während Sie warten",
   "person": "Platz {place} · {eta}",
   "sr": "Es dauert leider länger: {eta}. Sie können auch E-Mail oder Rückruf wählen."
  },
  "left_line": {
   "header": [
    "Assistent von {brand}",
    "Ihr Platz bleibt 5 Min. frei"
   ],
   "ph": "Nachricht schreiben",
   "person": "Zurück auf meinen Platz",
   "sr": "Sie warten nicht mehr. Ihr Platz bleibt 5 Minuten frei."
  },
  "joined": {
   "header": [
    "{name} · {team}",
    "Ein Mensch"
   ],
   "ph": "Nachricht an {name}",
   "person": null,
   "sr": "{name}, ein Mensch, ist jetzt da. Der Assistent schweigt."
  },
  "transferring": {
   "header": [
    "{name} holt {team} dazu",
    "Ihr Platz bleibt"
   ],
   "ph": "Details für {team}",
   "person": "Weiter zu {team} · {eta}",
   "sr": "Es geht weiter mit {team}, {eta}. Ihr Platz bleibt."
  },
  "person_lost": {
   "header": [
    "Verbindung zu {name} unterbrochen",
    "Sie sind als Nächstes dran"
   ],
   "ph": "Schreiben Sie ruhig weiter",
   "person": "Gleich dran · {eta}",
   "sr": "Die Verbindung zu {name} ist unterbrochen. Jemand aus {team} übernimmt, {eta}."
  },
  "handed_back": {
   "header": [
    "Assistent von {brand}",
    "Automatisch · {name} ist gegangen"
   ],
   "ph": "Nachricht schreiben",
   "person": "Mit einem Menschen sprechen · {eta}",
   "sr": "{name} ist gegangen. Ab jetzt antwortet der automatische Assistent."
  },
  "away": {
   "header": [
    "Ab {opens_at} ist wieder jemand da",
    "Ihre Zeit"
   ],
   "ph": "Weiter den Assistenten fragen",
   "person": "Nachricht hinterlassen · Antwort bis {by}",
   "sr": "Bis {opens_at} ist niemand da. Sie können eine Nachricht hinterlassen."
  },
  "saved": {
   "header": [
    "Wir antworten bis {by}",
    "Vorgang {case}"
   ],
   "ph": "Zu Vorgang {case} ergänzen",
   "person": "Mit einem Menschen sprechen · {eta}",
   "sr": "Nachricht gespeichert. Vorgang {case}. Wir antworten bis {by}."
  },
  "callback_pick": {
   "header": [
    "Wann dürfen wir anrufen?",
    "Ihre Zeit"
   ],
   "ph": "Den Assistenten fragen",
   "person": "Zurück auf meinen Platz",
   "sr": "Wählen Sie eine Zeit für den Anruf. Ihr Platz bleibt, bis Sie bestätigen."
  },
  "callback_booked": {
   "header": [
    "Wir rufen bis {time} an",
    "Vorgang {case}"
   ],
   "ph": "Zu Vorgang {case} ergänzen",
   "person": "Zeit ändern",
   "sr": "Wir rufen bis {time} an. Vorgang {case}."
  },
  "rating": {
   "header": [
    "{name} · {team}",
    "Gespräch beendet"
   ],
   "ph": "Schreiben, um neu zu beginnen",
   "person": "Noch nicht gelöst, wieder öffnen",
   "sr": "Das Gespräch ist beendet. Sie können es bewerten."
  },
  "ended": {
   "header": [
    "Vielen Dank",
    "Vorgang {case}"
   ],
   "ph": "Schreiben, um neu zu beginnen",
   "person": "Mit einem Menschen sprechen · {eta}",
   "sr": "Vielen Dank. Schreiben Sie jederzeit weiter."
  }
 }
} as LaterWords;
