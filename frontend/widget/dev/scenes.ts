/** One scene for every state of the panel: what the server has said, and what the customer has done. For the gallery. */
import type { CustomerEvent, CustomerView, ServerFrame } from "@segue/core/frames";
import type { Chat } from "../src/chat.ts";
import type { Language } from "../src/words.ts";

type Tale = Record<string, string>;

const TALES: Record<Language, Tale> = {
  en: {
    act: "Change the delivery address", act_ask: "Shall order 4711 go to 5 Fern Lane, Leeds?", act_said: "Please send order 4711 to 5 Fern Lane, Leeds", act_done: "Order 4711 now goes to 5 Fern Lane, Leeds.", order_l: "Order", to_l: "New address", to: "5 Fern Lane, Leeds", track: "Follow the parcel", which: "Which one do you mean?",
    brand: "Fernhill", team: "Billing", returns: "Returns", name: "Sara", initials: "SK",
    refund: "Where is my refund for order 1234?",
    refund_answer: "Refunds arrive 5–7 business days after we get your parcel back. Yours reached us on the 3rd.",
    refund_source: "Refund policy", late: "It’s been 12 days. That can’t be right",
    agree: "You’re right, that’s longer than it should take, and I can’t see why from here.",
    person: "Get me a person please", ship: "While I wait, do you ship to Portugal?",
    ship_answer: "Yes, in 3–5 days, free over €60.", ship_source: "Shipping", field: "Last 4 digits of the card?",
    joined: "Sara joined. The assistant is silent now", hi: "Hi Wren, this is Sara. Your €84 refund failed on our side. I’ve just re-run it, so it will arrive by Thursday.",
    thanks: "Oh great, thank you!", transfer: "I’ve sorted the refund. For the broken zip I’ll bring in Returns, who can post a new one today.",
    photo: "Could you send me a photo of the zip?", here: "Here it is: https://example.com/zip.jpg", closed: "Sara closed this conversation",
    lost: "Sara lost the connection, sorry. Someone else from Billing takes over.", back: "Sara has left. The automated assistant answers from now on.",
    s1: "Where’s my order?", s2: "Send something back", s3: "Help me choose a tent",
  },
  de: {
    act: "Lieferadresse ändern", act_ask: "Soll Bestellung 4711 an Farnweg 5, Köln gehen?", act_said: "Bitte Bestellung 4711 an Farnweg 5, Köln schicken", act_done: "Bestellung 4711 geht jetzt an Farnweg 5, Köln.", order_l: "Bestellung", to_l: "Neue Adresse", to: "Farnweg 5, Köln", track: "Paket verfolgen", which: "Was davon meinen Sie?",
    brand: "Fernhill", team: "Abrechnung", returns: "Rücksendungen", name: "Sara", initials: "SK",
    refund: "Wo bleibt die Rückerstattung für Bestellung 1234?",
    refund_answer: "Rückerstattungen brauchen 5–7 Werktage, nachdem das Paket bei uns ist. Ihres kam am 3. an.",
    refund_source: "Rückgabebedingungen und Erstattungsfristen", late: "Das sind jetzt zwölf Tage. Das kann nicht stimmen",
    agree: "Das dauert tatsächlich zu lange, und ich sehe von hier aus nicht, woran es liegt.",
    person: "Bitte einen Menschen", ship: "Liefern Sie eigentlich nach Portugal?", ship_answer: "Ja, in 3–5 Tagen, ab 60 € kostenlos.",
    ship_source: "Versand", field: "Die letzten 4 Ziffern der Karte?", joined: "Sara ist da. Der Assistent schweigt jetzt",
    hi: "Guten Tag, hier ist Sara. Die Erstattung über 84 € ist bei uns hängen geblieben. Sie ist jetzt neu angestoßen und kommt bis Donnerstag.",
    thanks: "Prima, vielen Dank", transfer: "Die Erstattung ist geklärt. Für den Reißverschluss hole ich die Rücksendungen dazu.",
    photo: "Könnten Sie mir ein Foto des Reißverschlusses schicken?", here: "Hier ist es: https://example.com/zip.jpg", closed: "Sara hat das Gespräch beendet",
    lost: "Die Verbindung zu Sara ist leider unterbrochen. Jemand aus Abrechnung übernimmt.", back: "Sara ist gegangen. Ab jetzt antwortet der automatische Assistent.",
    s1: "Wo ist meine Bestellung?", s2: "Etwas zurücksenden", s3: "Welches Zelt passt zu mir?",
  },
  es: {
    act: "Cambiar la dirección de entrega", act_ask: "¿Enviamos el pedido 4711 a Calle Helecho 5, Sevilla?", act_said: "Envía el pedido 4711 a Calle Helecho 5, Sevilla", act_done: "El pedido 4711 va ahora a Calle Helecho 5, Sevilla.", order_l: "Pedido", to_l: "Nueva dirección", to: "Calle Helecho 5, Sevilla", track: "Seguir el paquete", which: "¿A cuál te refieres?",
    brand: "Fernhill", team: "Facturación", returns: "Devoluciones", name: "Sara", initials: "SK",
    refund: "¿Dónde está mi reembolso del pedido 1234?", refund_answer: "Los reembolsos llegan de 5 a 7 días laborables después de recibir el paquete. El tuyo llegó el día 3.",
    refund_source: "Política de reembolsos", late: "Han pasado 12 días. No puede ser", agree: "Tienes razón, es más de lo normal, y desde aquí no veo el motivo.",
    person: "Quiero hablar con una persona", ship: "Mientras espero, ¿envían a Portugal?", ship_answer: "Sí, en 3–5 días, gratis desde 60 €.", ship_source: "Envíos",
    field: "¿Los últimos 4 números de la tarjeta?", joined: "Sara está aquí. El asistente ya no responde",
    hi: "Hola, soy Sara. Tu reembolso de 84 € falló de nuestro lado. Lo acabo de repetir y llegará antes del jueves.", thanks: "Genial, gracias",
    transfer: "El reembolso está arreglado. Para la cremallera aviso a Devoluciones.", photo: "¿Puedes enviarme una foto de la cremallera?", here: "Aquí está: https://example.com/zip.jpg",
    closed: "Sara terminó la conversación", lost: "Perdón, se cortó la conexión de Sara. Sigue otra persona de Facturación.", back: "Sara ya no está. Ahora responde el asistente automático.",
    s1: "¿Dónde está mi pedido?", s2: "Devolver algo", s3: "Ayúdame a elegir una tienda",
  },
  ar: {
    act: "تغيير عنوان التوصيل", act_ask: "هل يُرسل الطلب 4711 إلى شارع السرخس 5، عمّان؟", act_said: "يُرجى إرسال الطلب 4711 إلى شارع السرخس 5، عمّان", act_done: "يُرسل الطلب 4711 الآن إلى شارع السرخس 5، عمّان.", order_l: "الطلب", to_l: "العنوان الجديد", to: "شارع السرخس 5، عمّان", track: "تتبع الطرد", which: "أيهما المقصود؟",
    brand: "فرنهيل", team: "قسم الفواتير", returns: "قسم الإرجاع", name: "سارة", initials: "سا",
    refund: "أين مبلغ الطلب 1234؟", refund_answer: "يصل المبلغ خلال 5–7 أيام عمل من وصول الطرد إلينا.", refund_source: "سياسة الاسترداد",
    late: "مرّ 12 يومًا، هذا غير معقول", agree: "معك حق، هذه مدة أطول مما ينبغي، ولا أرى السبب من هنا.", person: "أريد التحدث إلى شخص", ship: "هل تشحنون إلى البرتغال؟",
    ship_answer: "نعم، خلال 3–5 أيام، مجانًا فوق €60.", ship_source: "الشحن", field: "آخر 4 أرقام من البطاقة؟", joined: "سارة معك الآن. المساعد صامت",
    hi: "مرحبًا، معك سارة. تعذّر استرداد مبلغ €84 من جهتنا. أعدت تنفيذه الآن وسيصل قبل الخميس.", thanks: "رائع، شكرًا! And the zip?",
    transfer: "تم حل مسألة المبلغ. سأشرك قسم الإرجاع في موضوع السحّاب.", photo: "هل يمكن إرسال صورة للسحّاب؟", here: "تفضلي: https://example.com/zip.jpg", closed: "أنهى المحادثة: سارة",
    lost: "نعتذر، انقطع اتصال سارة. يتابع شخص آخر من قسم الفواتير.", back: "انتهى دور سارة. يجيب المساعد الآلي من الآن.",
    s1: "أين طلبي؟", s2: "إرجاع منتج", s3: "المساعدة في اختيار خيمة",
  },
};

/** Every scene plays at ten past two in the afternoon. */
export const NOW = new Date(2026, 4, 20, 14, 10).getTime();
const today = (hour: number, minute = 0) => new Date(2026, 4, 20, hour, minute).toISOString();

export interface Scene {
  id: string;
  title: string;
  frames: ServerFrame[];
  /** What the customer does after the frames. */
  then?: (chat: Chat) => void;
  /** The socket's fate after the frames. */
  link?: "offline" | "never" | "drop";
}

export function branding(language: Language) {
  const tale = TALES[language];
  return {
    brand: tale["brand"] ?? "",
    accent: "#1F4D3A",
    email: "help@fernhill.example",
    phone: "0800 000 123",
    suggestions: [tale["s1"] ?? "", tale["s2"] ?? "", tale["s3"] ?? ""],
    greeting: "",
  };
}

const BASE: CustomerView = {
  key: "assistant", epoch: 1, owner: "bot", speaks: "assistant", name: null, initials: null, team: null, place: null,
  eta_low_s: 45, eta_high_s: 60, eta_at: null, first_eta_low_s: null, first_eta_high_s: null, case: null, answer_by: null,
  opens_at: null, closed_for: "", people_online: true, email: null, choices: [], survey: false, can_ask_person: true, companion: true, preparing: false, fields: [],
  may_leave_solved: false, grew: 0, surge: false, slot: null, calls: 0, action: null, identity: { verified: false, asked: false, sent: false },
};

class Script {
  readonly frames: ServerFrame[] = [];
  #seq = 0;

  constructor(view: Partial<CustomerView>) {
    this.frames.push({ type: "hello", conversation: "c_gallery", seq: 99, state: { ...BASE, ...view } });
  }

  event(event: CustomerEvent, minute = 3): this {
    this.#seq += 1;
    this.frames.push({ type: "event", seq: this.#seq, at: today(14, minute), event });
    return this;
  }

  self(text = "", minute = 2): this {
    return this.event({ kind: "message", author: "customer", delivery: "sent", text }, minute);
  }

  bot(text = "", source?: string): this {
    const sources = source ? [{ id: source, title: source, url: "https://example.com/help" }] : [];
    return this.event({ kind: "message", author: "bot", delivery: "sent", text, sources });
  }

  person(name = "", text = "", minute = 3): this {
    return this.event({ kind: "message", author: "agent", delivery: "sent", name, text }, minute);
  }

  and(frame: ServerFrame): this {
    this.frames.push(frame);
    return this;
  }
}

const WAYS: CustomerView["choices"] = ["email", "callback", "leave_line", "keep_asking"];

export function scenes(language: Language): Scene[] {
  const s = TALES[language] as Record<keyof (typeof TALES)["en"], string>;
  const inLine: Partial<CustomerView> = { key: "in_line", owner: "line", team: s.team ?? null, place: 2, eta_low_s: 60, eta_high_s: 120, choices: WAYS };
  const joined: Partial<CustomerView> = { key: "joined", owner: "person", speaks: "person", name: s.name ?? null, initials: s.initials ?? null, team: s.team ?? null, can_ask_person: false };
  const rows = [{ label: s.order_l ?? "", value: "4711" }, { label: s.to_l ?? "", value: s.to ?? "" }];
  const run = (state: NonNullable<CustomerView["action"]>["state"]): CustomerView["action"] => ({
    n: 1, action: "change_address", title: s.act ?? "", shown: rows, state, ask: s.act_ask ?? "", until: null, by: "assistant",
  });
  const made: (Scene | false)[] = [
    { id: "home", title: "Opened, before the first message", frames: new Script({}).frames },
    { id: "bot", title: "The assistant answers", frames: new Script({}).self(s.refund).bot(s.refund_answer, s.refund_source).frames },
    {
      id: "pick", title: "Which one is meant?",
      frames: new Script({}).self(s.s1).event({ kind: "message", author: "bot", delivery: "sent", text: s.which ?? "", asked: true, choices: [s.refund_source ?? "", s.ship_source ?? ""] }).frames,
    },
    { id: "confirm", title: "May it be done?", frames: new Script({ action: run("confirm") }).self(s.act_said).frames },
    { id: "prove", title: "Who is it?", frames: new Script({ action: run("identity"), email: "wren@example.com", identity: { verified: false, asked: true, sent: false } }).self(s.act_said).frames },
    { id: "code", title: "The code from the mail", frames: new Script({ action: run("identity"), email: "wren@example.com", identity: { verified: false, asked: true, sent: true } }).self(s.act_said).frames },
    { id: "checking", title: "A colleague looks at it first", frames: new Script({ action: run("approval") }).self(s.act_said).frames },
    {
      id: "done", title: "It was done",
      frames: new Script({}).self(s.act_said).event({ kind: "action_done", n: 1, title: s.act ?? "", outcome: "done", rows: rows, url: "https://example.com/track", url_label: s.track ?? "" }).event({ kind: "message", author: "bot", delivery: "sent", text: s.act_done ?? "", run: 1 }).frames,
    },
    { id: "solved", title: "Solved while in line", frames: new Script({ ...inLine, may_leave_solved: true }).self(s.ship).bot(s.ship_answer, s.ship_source).frames, then: (chat) => { if (!chat.now.details) chat.toggleDetails(); } },
    { id: "offer", title: "A person is offered", frames: new Script({ key: "offer", team: s.team ?? null }).bot(s.refund_answer, s.refund_source).self(s.late).bot(s.agree).frames },
    { id: "finding", title: "Finding the right person", frames: new Script({ ...inLine, key: "finding", place: 1, choices: ["leave_line"] }).self(s.person).frames },
    { id: "line", title: "In line", frames: new Script({ ...inLine, fields: [{ field: "card", label: s.field ?? "", kind: "text", choices: [], purpose: "", asked: false }] }).self(s.person).frames },
    {
      id: "meanwhile", title: "In line, the assistant helps meanwhile",
      frames: new Script({ ...inLine, key: "in_line_next", place: 1, eta_low_s: 20, eta_high_s: 50 }).self(s.ship).bot(s.ship_answer, s.ship_source).frames,
      then: (chat) => { if (chat.now.details) chat.toggleDetails(); },
    },
    { id: "longer", title: "The wait grew", frames: new Script({ ...inLine, key: "in_line_longer", eta_low_s: 300, eta_high_s: 480, first_eta_low_s: 60, first_eta_high_s: 120 }).self(s.person).frames },
    {
      id: "joined", title: "A person has joined",
      frames: new Script(joined).self(s.person).event({ kind: "agent_joined", name: s.name ?? "", initials: s.initials ?? "", team: s.team ?? "", text: s.joined ?? "" }).person(s.name, s.hi).self(s.thanks, 4)
        .and({ type: "seen", who: "agent", seq: 4 }).and({ type: "typing", who: "agent", name: s.name ?? null }).frames,
    },
    { id: "transfer", title: "Moving to another person", frames: new Script({ ...joined, key: "transferring", team: s.returns ?? null, eta_low_s: 45, eta_high_s: 60, choices: ["email", "callback"] }).person(s.name, s.transfer, 6).frames },
    { id: "lost", title: "A person’s connection is lost", frames: new Script({ ...inLine, key: "person_lost", name: s.name ?? null, place: 1, eta_low_s: 45, eta_high_s: 60 }).person(s.name, s.hi).event({ kind: "agent_left", name: s.name ?? "", why: "lost", text: s.lost ?? "" }).frames },
    { id: "handed", title: "Handed back to the assistant", frames: new Script({ key: "handed_back", name: s.name ?? null }).person(s.name, s.hi).self(s.thanks).event({ kind: "bot_returned", name: s.name ?? "", text: s.back ?? "" }).frames },
    { id: "left", title: "Left the line", frames: new Script({ key: "left_line", team: s.team ?? null }).self(s.person).frames },
    { id: "closed", title: "The assistant, nobody on shift", frames: new Script({ people_online: false, opens_at: new Date(2026, 4, 21, 6).toISOString() }).self(s.refund).bot(s.refund_answer, s.refund_source).frames },
    { id: "away", title: "Out of hours", frames: new Script({ key: "away", owner: "line", speaks: "nobody", team: s.team ?? null, opens_at: today(20, 50), answer_by: today(21, 50), people_online: false, email: "wren@example.com", choices: ["leave_message", "keep_asking"] }).self(s.person).frames },
    { id: "saved", title: "Message saved", frames: new Script({ key: "saved", owner: "later", speaks: "nobody", team: s.team ?? null, case: "4812", answer_by: today(22), email: "wren@example.com" }).self(s.person).frames, },
    { id: "callback", title: "Choosing a call-back time", frames: new Script(inLine).self(s.person).frames, then: (chat) => chat.show("callback") },
    { id: "booked", title: "Call-back booked", frames: new Script({ key: "callback_booked", owner: "later", speaks: "assistant", team: s.team ?? null, case: "4812", answer_by: today(15, 30), choices: ["callback"] }).self(s.person).frames },
    { id: "rating", title: "Rating and transcript", frames: new Script({ ...joined, key: "rating", owner: "nobody", speaks: "nobody", survey: true, can_ask_person: true, case: "4812" }).event({ kind: "closed", outcome: "solved", text: s.closed ?? "" }, 12).frames },
    { id: "ended", title: "Ended", frames: new Script({ ...joined, key: "ended", owner: "nobody", speaks: "nobody", can_ask_person: true, case: "4812" }).person(s.name, s.hi).event({ kind: "closed", outcome: "solved", text: s.closed ?? "" }, 12).frames },
    { id: "copy", title: "A copy by e-mail", frames: new Script({ ...joined, email: "wren@example.com" }).person(s.name, s.hi).frames, then: (chat) => chat.show("copy") },
    { id: "offline", title: "Offline, reconnecting", frames: new Script(joined).person(s.name, s.photo, 7).frames, link: "offline", then: (chat) => chat.say(s.here ?? "") },
    { id: "failed", title: "Not sent", frames: new Script(joined).person(s.name, s.photo, 7).frames, then: (chat) => refuse(chat, s.here ?? "") },
    { id: "error", title: "Something is wrong", frames: [], link: "never" },
    { id: "long", title: "Long names and long words", frames: new Script({ ...joined, name: "Maximiliane-Alexandra", team: "Wholesale, Repairs and International Warranty Returns" }).person("Maximiliane-Alexandra", "https://example.com/a/very/long/address/that/does/not/end/and/has/no/place/to/break?query=1234567890").self("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft").frames },
    { id: "loading", title: "Loading", frames: [] },
  ];
  return made.filter((scene) => scene !== false);
}

function refuse(chat: Chat, text: string): void {
  chat.say(text);
}
