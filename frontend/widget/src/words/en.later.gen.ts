/** Made from src/segue/domain/words/states.yaml by tools/words.mjs: do not edit. */
import type { LaterWords } from "./types.gen.ts";

export default {
 "message_sr": "{who}, {kind}, {time}: {words}",
 "actions": {
  "cancel": "Cancel",
  "transcript": "E-mail me the conversation",
  "reopen": "It isn’t solved, reopen"
 },
 "panel": {
  "sending": "Sending",
  "held": "Waiting to send",
  "not_sent": "Not sent",
  "typing_name": "{name} is typing",
  "typing_assistant": "The assistant is typing",
  "preparing": "An answer is being prepared",
  "sources": "Sources",
  "opens_new": "opens a new window",
  "finding_title": "Finding someone in {team}",
  "finding_plain": "Finding someone for you",
  "finding_help": "This takes a few seconds. They’ll have the whole conversation.",
  "place_title": "Your place in line",
  "updated_now": "updated just now",
  "updated_min": "updated {n} min ago",
  "ahead": "Ahead of you in line: {n}",
  "meanwhile": "Asking this didn’t change your place",
  "nothing_to_repeat": "Nothing to repeat: they’ll see it all.",
  "keep_place": "You keep your place, whatever you do here.",
  "now_eta": "Now {eta}",
  "first_said": "We first said {eta}",
  "surge_now": "Many people are waiting just now",
  "rather": "Rather not wait?",
  "save": "Save",
  "field_help": "Helps, but optional. Skipping keeps your place.",
  "offer_title": "Shall I bring in a person from {team}?",
  "offer_plain": "Shall I bring in a person?",
  "offer_help": "They’ll see it all.",
  "next_team": "{team} is next",
  "passed_on": "{name} has passed everything on.",
  "takes_over": "Someone else takes over",
  "takes_over_help": "You keep your place. Nothing to repeat.",
  "away_title": "Leave it with us",
  "away_by": "We’ll answer by {by}.",
  "passed": "Everything you wrote is passed on.",
  "email_label": "E-mail for our answer",
  "email_bad": "Please check the e-mail address, for example name@example.com",
  "note_label": "Anything to add?",
  "optional": "optional",
  "send_team": "Send to the team",
  "gives_up": "Your place in line is given up when you send this.",
  "saved_title": "Your message is with {team}",
  "saved_email": "The answer comes to {email}, and here.",
  "saved_here": "The answer comes here. This chat stays open.",
  "add_detail": "Add a detail",
  "because_urgent": "Somebody with an urgent matter goes first.",
  "because_lost": "Somebody who lost their connection to us goes first.",
  "because_priority": "Somebody else goes first.",
  "because_back": "Somebody who waited before you came back.",
  "because_team": "Another team helps you now.",
  "booked_title": "We’ll call you by {time}",
  "booked_slot": "We’ll call you between {time} and {until}",
  "booked_help": "If we miss you, we try again.",
  "soonest": "As soon as possible",
  "tomorrow": "Tomorrow",
  "phone_label": "Your number",
  "phone_bad": "Please check the number, with the country code if you can.",
  "call_at": "Call me at {time}",
  "call_soon": "Call me back",
  "call_help": "You keep your place in line until then. If we miss you, we try again.",
  "rate_title": "Did {name} sort it out?",
  "rate_plain": "Did we sort it out?",
  "rate_1": "No",
  "rate_2": "Hardly",
  "rate_3": "Partly",
  "rate_4": "Mostly",
  "rate_5": "Yes",
  "rate_more": "Tell us more",
  "rate_send": "Send rating",
  "anything_else": "Anything else? Just write.",
  "copy_label": "E-mail for the copy",
  "copy_send": "Send the copy",
  "copy_help": "With the case number, without anything internal.",
  "copy_sent": "On its way to {email}",
  "larger": "Larger text",
  "smaller": "Normal text",
  "pick_one": "Answers to choose from",
  "act_yes": "Yes, please do",
  "act_no": "No, leave it",
  "act_checking": "A colleague looks at this first. Nothing to do for you.",
  "act_running": "It’s being done",
  "act_done": "Done",
  "act_failed": "Didn’t work",
  "act_unsure": "Being checked",
  "act_undone": "Taken back",
  "id_title": "First, show that it’s you",
  "id_help": "We mail you a code. It is good for ten minutes.",
  "id_email": "Your e-mail address with us",
  "id_send": "Send me a code",
  "id_sent": "A code is on its way to {email}. It may take a minute.",
  "id_code": "Code from the mail",
  "id_check": "Check the code",
  "id_again": "Send another code",
  "id_not": "Not now",
  "solved_leave": "It’s solved, leave the line"
 },
 "states": {
  "offer": {
   "header": [
    "{brand} assistant",
    "Automated · people online"
   ],
   "ph": "Write a message",
   "person": "Talk to a person · {eta}",
   "sr": "The assistant offers to bring in a person."
  },
  "finding": {
   "header": [
    "Finding the right person…",
    "{team}"
   ],
   "ph": "Add details",
   "person": "Cancel",
   "sr": "Connecting you to {team}."
  },
  "in_line": {
   "header": [
    "You’re in line",
    "{team}"
   ],
   "ph": "Ask while you wait",
   "person": "Number {place} in line · {eta}",
   "sr": "You are number {place} in line, {eta}."
  },
  "in_line_next": {
   "header": [
    "You’re next",
    "{team}"
   ],
   "ph": "Ask while you wait",
   "person": "You’re next · {eta}",
   "sr": "You are next, {eta}."
  },
  "in_line_longer": {
   "header": [
    "Sorry, it’s taking longer",
    "{team}"
   ],
   "ph": "Ask while you wait",
   "person": "Number {place} in line · {eta}",
   "sr": "Sorry, it’s taking longer: {eta}. You can choose an e-mail or a call instead."
  },
  "left_line": {
   "header": [
    "{brand} assistant",
    "Your place is kept for 5 min"
   ],
   "ph": "Write a message",
   "person": "Take my place back",
   "sr": "You left the line. Your place is kept for 5 minutes."
  },
  "joined": {
   "header": [
    "{name} · {team}",
    "A person"
   ],
   "ph": "Write to {name}",
   "person": null,
   "sr": "{name}, a person, is here now. The assistant is silent."
  },
  "transferring": {
   "header": [
    "{name} is bringing in {team}",
    "You keep your place"
   ],
   "ph": "Add details for {team}",
   "person": "Moving to {team} · {eta}",
   "sr": "You are being moved to {team}, {eta}. You keep your place."
  },
  "person_lost": {
   "header": [
    "{name} lost the connection",
    "You’re first in line"
   ],
   "ph": "Keep writing",
   "person": "You’re first in line · {eta}",
   "sr": "{name} lost the connection. Someone else from {team} takes over, {eta}."
  },
  "handed_back": {
   "header": [
    "{brand} assistant",
    "Automated · {name} has left"
   ],
   "ph": "Write a message",
   "person": "Talk to a person · {eta}",
   "sr": "{name} has left. The automated assistant answers from now on."
  },
  "away": {
   "header": [
    "People are back at {opens_at}",
    "Your time"
   ],
   "ph": "Keep asking the assistant",
   "person": "Leave a message · answer by {by}",
   "sr": "People are away until {opens_at}. You can leave a message."
  },
  "saved": {
   "header": [
    "We’ll answer by {by}",
    "Case {case}"
   ],
   "ph": "Add to case {case}",
   "person": "Talk to a person · {eta}",
   "sr": "Message saved. Case {case}. We’ll answer by {by}."
  },
  "callback_pick": {
   "header": [
    "When shall we call?",
    "Your time"
   ],
   "ph": "Ask the assistant",
   "person": "Back to my place in line",
   "sr": "Choose a time for our call. You keep your place until you confirm."
  },
  "callback_booked": {
   "header": [
    "We’ll call by {time}",
    "Case {case}"
   ],
   "ph": "Add to case {case}",
   "person": "Change the time",
   "sr": "We’ll call by {time}. Case {case}."
  },
  "rating": {
   "header": [
    "{name} · {team}",
    "Conversation closed"
   ],
   "ph": "Write to start again",
   "person": "It isn’t solved, reopen",
   "sr": "The conversation is closed. You can rate it."
  },
  "ended": {
   "header": [
    "Thank you",
    "Case {case}"
   ],
   "ph": "Write to start again",
   "person": "Talk to a person · {eta}",
   "sr": "Thank you. Write at any time to continue."
  }
 }
} as LaterWords;
