/** Made from src/segue/domain/words/states.yaml by tools/words.mjs: do not edit. */
import type { FirstWords } from "./types.gen.ts";

export default {
 "eta": {
  "now": "in a moment",
  "under_1": "less than a minute",
  "range": "about {from}–{to} min",
  "minutes": "about {n} min",
  "up_to": "up to {n} min",
  "over": "more than {n} min",
  "unknown": "as soon as someone is free"
 },
 "speakers": {
  "assistant": "Automated",
  "person": "A person",
  "assistant_inline": "automated",
  "person_inline": "a person",
  "self": "You"
 },
 "actions": {
  "email": "Answer me by e-mail",
  "callback": "Call me back",
  "leave": "Leave the line",
  "keep": "Keep asking the assistant",
  "connect": "Yes, connect me",
  "retry": "Try again"
 },
 "says": {
  "greeting": "Hi, I’m {brand}’s automated assistant. Ask me anything, or talk to a person whenever you like."
 },
 "panel": {
  "launcher": "Ask us",
  "dialog": "Chat with {brand}",
  "close": "Close chat",
  "menu": "More options",
  "log": "Messages",
  "send": "Send",
  "back": "Back",
  "loading": "Loading the conversation",
  "home_title": "Hello. How can we help?",
  "home_open": "The assistant answers right away. People are here too.",
  "home_closed": "The assistant answers right away. People are back at {opens_at}.",
  "home_alone": "The assistant answers right away.",
  "privacy": "What you write is kept, so that nobody has to ask twice.",
  "read": "Read",
  "typing": "typing…",
  "newest": "Newest messages",
  "options": "Options",
  "away_soon": "We’ll answer as soon as someone is back.",
  "away_for": "Closed for {day}",
  "away_now": "Nobody is here right now",
  "saved_plain": "Your message is with the team",
  "case": "Case {case}",
  "copy": "Send me a copy",
  "day": "Day",
  "today": "Today",
  "clock": "Time",
  "zone": "Your time, {zone}",
  "reconnecting": "Connecting again…",
  "kept": "What you write is kept.",
  "safe": "Your conversation is safe.",
  "safe_help": "We’re trying again by ourselves. You can reach a person here meanwhile:",
  "safe_plain": "We’re trying again by ourselves.",
  "length": "Characters: {n} of {max}",
  "unread": "New messages: {n}"
 },
 "states": {
  "assistant": {
   "header": [
    "{brand} assistant",
    "Automated · people online"
   ],
   "ph": "Write a message",
   "person": "Talk to a person · {eta}",
   "sr": null
  },
  "assistant_closed": {
   "header": [
    "{brand} assistant",
    "Automated · people back at {opens_at}"
   ],
   "ph": "Write a message",
   "person": "Leave a message for a person · back at {opens_at}",
   "sr": null
  },
  "offline": {
   "header": [
    "You’re offline",
    "We’ll send when you’re back"
   ],
   "ph": "Keep writing",
   "person": "Talk to a person · when you’re back",
   "sr": "You’re offline. What you write is sent when you’re back."
  },
  "back_online": {
   "header": [
    "You’re back",
    "Everything is here"
   ],
   "ph": "Write a message",
   "person": "Talk to a person · {eta}",
   "sr": "You’re back online. Nothing was lost."
  },
  "send_failed": {
   "header": [
    "Not sent",
    "Try again"
   ],
   "ph": "Write a message",
   "person": "Talk to a person · {eta}",
   "sr": "Your message was not sent. Try again."
  },
  "error": {
   "header": [
    "Chat isn’t working right now",
    "The problem is ours, not yours"
   ],
   "ph": "Not available right now",
   "person": null,
   "sr": "Chat isn’t working right now. Your conversation is safe. You can e-mail or call us."
  }
 }
} as FirstWords;
