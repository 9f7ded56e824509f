/** Made from src/segue/domain/words/states.yaml by tools/words.mjs: do not edit. */
import type { LaterWords } from "./types.gen.ts";

export default {
 "message_sr": "{who}, {kind}, {time}: {words}",
 "actions": {
  "cancel": "Cancelar",
  "transcript": "Recibir la conversación por correo",
  "reopen": "No está resuelto, reabrir"
 },
 "panel": {
  "sending": "Enviando",
  "held": "En espera de envío",
  "not_sent": "No se envió",
  "typing_name": "{name} está escribiendo",
  "typing_assistant": "El asistente está escribiendo",
  "preparing": "Se está preparando una respuesta",
  "sources": "Fuentes",
  "opens_new": "abre otra ventana",
  "finding_title": "Buscando a alguien en {team}",
  "finding_plain": "Buscando a alguien para ti",
  "finding_help": "Tarda unos segundos. Tendrá toda la conversación.",
  "place_title": "Tu lugar",
  "updated_now": "actualizado ahora",
  "updated_min": "actualizado hace {n} min",
  "ahead": "Antes de ti: {n}",
  "meanwhile": "Preguntar no cambia tu lugar",
  "nothing_to_repeat": "Nada que repetir: lo verá todo.",
  "keep_place": "Conservas tu lugar, hagas lo que hagas aquí.",
  "now_eta": "Ahora {eta}",
  "first_said": "Primero dijimos {eta}",
  "surge_now": "Ahora esperan muchas personas",
  "rather": "¿Prefieres no esperar?",
  "save": "Guardar",
  "field_help": "Ayuda, pero es opcional. Conservas tu lugar.",
  "offer_title": "¿Aviso a una persona de {team}?",
  "offer_plain": "¿Aviso a una persona?",
  "offer_help": "Lo verá todo.",
  "next_team": "Sigue {team}",
  "passed_on": "{name} ya lo ha explicado todo.",
  "takes_over": "Sigue otra persona",
  "takes_over_help": "Conservas tu lugar. Nada que repetir.",
  "away_title": "Déjalo en nuestras manos",
  "away_by": "Respondemos antes de las {by}.",
  "passed": "Pasamos todo lo que escribiste.",
  "email_label": "Correo para nuestra respuesta",
  "email_bad": "Revisa el correo, por ejemplo name@example.com",
  "note_label": "¿Algo que añadir?",
  "optional": "opcional",
  "send_team": "Enviar al equipo",
  "gives_up": "Al enviar dejas tu lugar.",
  "saved_title": "Tu mensaje está con {team}",
  "saved_email": "La respuesta llega a {email} y aquí.",
  "saved_here": "La respuesta llega aquí. El chat sigue abierto.",
  "add_detail": "Añadir un detalle",
  "because_urgent": "Alguien con un asunto urgente pasa antes.",
  "because_lost": "Alguien que perdió la conexión con nosotros pasa antes.",
  "because_priority": "Otra persona pasa antes.",
  "because_back": "Volvió alguien que esperaba antes que tú.",
  "because_team": "Ahora te ayuda otro equipo.",
  "booked_title": "Te llamamos antes de las {time}",
  "booked_slot": "Te llamamos entre las {time} y las {until}",
  "booked_help": "Si no contestas, lo intentamos de nuevo.",
  "soonest": "Lo antes posible",
  "tomorrow": "Mañana",
  "phone_label": "Tu número",
  "phone_bad": "Revisa el número, con el prefijo si puedes.",
  "call_at": "Llamarme a las {time}",
  "call_soon": "Llamarme",
  "call_help": "Conservas tu lugar hasta entonces. Si no contestas, lo intentamos de nuevo.",
  "rate_title": "¿Lo resolvió {name}?",
  "rate_plain": "¿Quedó resuelto?",
  "rate_1": "No",
  "rate_2": "Apenas",
  "rate_3": "En parte",
  "rate_4": "Casi",
  "rate_5": "Sí",
  "rate_more": "Cuéntanos más",
  "rate_send": "Enviar valoración",
  "anything_else": "¿Algo más? Solo escribe.",
  "copy_label": "Correo para la copia",
  "copy_send": "Enviar la copia",
  "copy_help": "Con el número de caso, sin nada interno.",
  "copy_sent": "En camino a {email}",
  "larger": "Texto más grande",
  "smaller": "Texto normal",
  "pick_one": "Respuestas para elegir",
  "act_yes": "Sí, adelante",
  "act_no": "No, déjalo",
  "act_checking": "Alguien del equipo lo mira primero. No hace falta hacer nada.",
  "act_running": "En proceso",
  "act_done": "Hecho",
  "act_failed": "No funcionó",
  "act_unsure": "En revisión",
  "act_undone": "Deshecho",
  "id_title": "Primero, confirma que eres tú",
  "id_help": "Te enviamos un código por correo. Sirve diez minutos.",
  "id_email": "El correo que usas con nosotros",
  "id_send": "Enviarme un código",
  "id_sent": "Va un código en camino a {email}. Puede tardar un minuto.",
  "id_code": "Código del correo",
  "id_check": "Comprobar el código",
  "id_again": "Enviar otro código",
  "id_not": "Ahora no",
  "solved_leave": "Resuelto, dejar de esperar"
 },
 "states": {
  "offer": {
   "header": [
    "Asistente de {brand}",
    "Automático · hay personas"
   ],
   "ph": "Escribe un mensaje",
   "person": "Hablar con una persona · {eta}",
   "sr": "El asistente ofrece avisar a una persona."
  },
  "finding": {
   "header": [
    "Buscando a la persona adecuada…",
    "{team}"
   ],
   "ph": "Añade detalles",
   "person": "Cancelar",
   "sr": "Te estamos conectando con {team}."
  },
  "in_line": {
   "header": [
    "Tienes tu lugar",
    "{team}"
   ],
   "ph": "Pregunta mientras esperas",
   "person": "Lugar {place} · {eta}",
   "sr": "Estás en el lugar {place}, {eta}."
  },
  "in_line_next": {
   "header": [
    "Sigue tu turno",
    "{team}"
   ],
   "ph": "Pregunta mientras esperas",
   "person": "Sigue tu turno · {eta}",
   "sr": "Sigue tu turno, {eta}."
  },
  "in_line_longer": {
   "header": [
    "Perdón, está tardando más",
    "{team}"
   ],
   "ph": "Pregunta mientras esperas",
   "person": "Lugar {place} · {eta}",
   "sr": "Perdón, está tardando más: {eta}. También puedes elegir correo o llamada."
  },
  "left_line": {
   "header": [
    "Asistente de {brand}",
    "Guardamos tu lugar 5 min"
   ],
   "ph": "Escribe un mensaje",
   "person": "Recuperar mi lugar",
   "sr": "Ya no estás esperando. Guardamos tu lugar 5 minutos."
  },
  "joined": {
   "header": [
    "{name} · {team}",
    "Una persona"
   ],
   "ph": "Escribe a {name}",
   "person": null,
   "sr": "{name}, una persona, ya está aquí. El asistente guarda silencio."
  },
  "transferring": {
   "header": [
    "{name} avisa a {team}",
    "Conservas tu lugar"
   ],
   "ph": "Detalles para {team}",
   "person": "Pasando a {team} · {eta}",
   "sr": "Pasas a {team}, {eta}. Conservas tu lugar."
  },
  "person_lost": {
   "header": [
    "Se cortó la conexión de {name}",
    "Sigue tu turno"
   ],
   "ph": "Sigue escribiendo",
   "person": "Sigue tu turno · {eta}",
   "sr": "Se cortó la conexión de {name}. Sigue otra persona de {team}, {eta}."
  },
  "handed_back": {
   "header": [
    "Asistente de {brand}",
    "Automático · {name} ya no está"
   ],
   "ph": "Escribe un mensaje",
   "person": "Hablar con una persona · {eta}",
   "sr": "{name} ya no está. Ahora responde el asistente automático."
  },
  "away": {
   "header": [
    "Volvemos a las {opens_at}",
    "Tu hora"
   ],
   "ph": "Sigue preguntando al asistente",
   "person": "Dejar un mensaje · respuesta antes de las {by}",
   "sr": "No hay nadie hasta las {opens_at}. Puedes dejar un mensaje."
  },
  "saved": {
   "header": [
    "Respondemos antes de las {by}",
    "Caso {case}"
   ],
   "ph": "Añade al caso {case}",
   "person": "Hablar con una persona · {eta}",
   "sr": "Mensaje guardado. Caso {case}. Respondemos antes de las {by}."
  },
  "callback_pick": {
   "header": [
    "¿Cuándo te llamamos?",
    "Tu hora"
   ],
   "ph": "Pregunta al asistente",
   "person": "Volver a mi lugar",
   "sr": "Elige una hora para la llamada. Conservas tu lugar hasta confirmar."
  },
  "callback_booked": {
   "header": [
    "Te llamamos antes de las {time}",
    "Caso {case}"
   ],
   "ph": "Añade al caso {case}",
   "person": "Cambiar la hora",
   "sr": "Te llamamos antes de las {time}. Caso {case}."
  },
  "rating": {
   "header": [
    "{name} · {team}",
    "Conversación terminada"
   ],
   "ph": "Escribe para empezar de nuevo",
   "person": "No está resuelto, reabrir",
   "sr": "La conversación ha terminado. Puedes valorarla."
  },
  "ended": {
   "header": [
    "Gracias",
    "Caso {case}"
   ],
   "ph": "Escribe para empezar de nuevo",
   "person": "Hablar con una persona · {eta}",
   "sr": "Gracias. Escribe cuando quieras para continuar."
  }
 }
} as LaterWords;
