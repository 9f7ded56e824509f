/** Made from src/segue/domain/words/states.yaml by tools/words.mjs: do not edit. */
import type { FirstWords } from "./types.gen.ts";

export default {
 "eta": {
  "now": "en un momento",
  "under_1": "menos de un minuto",
  "range": "unos {from}–{to} min",
  "minutes": "unos {n} min",
  "up_to": "hasta {n} min",
  "over": "más de {n} min",
  "unknown": "en cuanto alguien quede libre"
 },
 "speakers": {
  "assistant": "Automático",
  "person": "Una persona",
  "assistant_inline": "automático",
  "person_inline": "una persona",
  "self": "Tú"
 },
 "actions": {
  "email": "Respóndanme por correo",
  "callback": "Llámenme",
  "leave": "Dejar de esperar",
  "keep": "Seguir preguntando al asistente",
  "connect": "Sí, por favor",
  "retry": "Intentar de nuevo"
 },
 "says": {
  "greeting": "Hola, soy el asistente automático de {brand}. Pregunta lo que quieras, o habla con una persona cuando quieras."
 },
 "panel": {
  "launcher": "Pregúntanos",
  "dialog": "Chat con {brand}",
  "close": "Cerrar el chat",
  "menu": "Más opciones",
  "log": "Mensajes",
  "send": "Enviar",
  "back": "Volver",
  "loading": "Cargando la conversación",
  "home_title": "Hola. ¿En qué te ayudamos?",
  "home_open": "El asistente responde enseguida. También hay personas.",
  "home_closed": "El asistente responde enseguida. Las personas vuelven a las {opens_at}.",
  "home_alone": "El asistente responde enseguida.",
  "privacy": "Guardamos lo que escribes para que nadie tenga que preguntar dos veces.",
  "read": "Leído",
  "typing": "escribiendo…",
  "newest": "Mensajes más recientes",
  "options": "Opciones",
  "away_soon": "Respondemos en cuanto vuelva alguien.",
  "away_for": "Cerrado: {day}",
  "away_now": "Ahora no hay nadie",
  "saved_plain": "Tu mensaje está con el equipo",
  "case": "Caso {case}",
  "copy": "Recibir una copia",
  "day": "Día",
  "today": "Hoy",
  "clock": "Hora",
  "zone": "Tu hora, {zone}",
  "reconnecting": "Reconectando…",
  "kept": "Lo que escribas se conserva.",
  "safe": "Tu conversación está a salvo.",
  "safe_help": "Lo volvemos a intentar solos. Mientras tanto, aquí hay personas:",
  "safe_plain": "Lo volvemos a intentar solos.",
  "length": "Caracteres: {n} de {max}",
  "unread": "Mensajes nuevos: {n}"
 },
 "states": {
  "assistant": {
   "header": [
    "Asistente de {brand}",
    "Automático · hay personas"
   ],
   "ph": "Escribe un mensaje",
   "person": "Hablar con una persona · {eta}",
   "sr": null
  },
  "assistant_closed": {
   "header": [
    "Asistente de {brand}",
    "Automático · personas desde las {opens_at}"
   ],
   "ph": "Escribe un mensaje",
   "person": "Dejar un mensaje a una persona · desde las {opens_at}",
   "sr": null
  },
  "offline": {
   "header": [
    "Sin conexión",
    "Lo enviaremos cuando vuelva"
   ],
   "ph": "Sigue escribiendo",
   "person": "Hablar con una persona · cuando vuelva la conexión",
   "sr": "Sin conexión. Lo que escribas se enviará cuando vuelva."
  },
  "back_online": {
   "header": [
    "Ya hay conexión",
    "Está todo aquí"
   ],
   "ph": "Escribe un mensaje",
   "person": "Hablar con una persona · {eta}",
   "sr": "Ya hay conexión. No se perdió nada."
  },
  "send_failed": {
   "header": [
    "No se envió",
    "Intentar de nuevo"
   ],
   "ph": "Escribe un mensaje",
   "person": "Hablar con una persona · {eta}",
   "sr": "Tu mensaje no se envió. Inténtalo de nuevo."
  },
  "error": {
   "header": [
    "El chat no funciona ahora",
    "El problema es nuestro, no tuyo"
   ],
   "ph": "No disponible ahora",
   "person": null,
   "sr": "El chat no funciona ahora. Tu conversación está a salvo. Puedes escribirnos o llamarnos."
  }
 }
} as FirstWords;
