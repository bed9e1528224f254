/* Shows what is being held, and hands presses and sound back. Decides nothing: every line follows an event. */
import { Microphone } from "./microphone.js";
import { Wire } from "./wire.js";

const $ = (id) => document.getElementById(id);
const live = $("live");
const { run, kind, answers, session } = live.dataset;
const KEYS = { Enter: "finish", " ": "more", r: "repeat", s: "skip", a: "again", p: "pause", q: "quit" };
const PARTS = { ears: "Writing down", judge: "Judging", fillers: "Counting um and uh in", report: "Writing the report" };

let state = { status: "getting ready" };
let phase = "waiting";
let microphone = null;
let playing = null;
let lost = "";
let asking = false; /* whether the candidate is the one who asks: the close */
const given = new Map();
const closing = new Set(); /* the turns of the close */

const clock = (seconds) => {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};
const say = (text) => { if ($("status").textContent !== text) $("status").textContent = text; };
const show = (id, visible) => { $(id).hidden = !visible; };
const trouble = (...sentences) => {
  $("trouble").textContent = sentences.filter(Boolean).join(" ");
  show("trouble", $("trouble").textContent !== "");
};

/* Which buttons there are: by what is going on. */
const BUTTONS = {
  asking: kind === "try" ? ["finish"] : ["repeat", "skip", "again", "quit"],
  recording: kind === "try" ? ["finish", "quit"] : ["finish", "more", "repeat", "pause", "again", "skip", "quit"],
  paused: ["pause", "finish", "skip", "quit"],
  typing: ["skip", "quit"],
};
/* What is written on them, and over the field to type in: while answering, and at the close. */
const WORDS = [
  ["finish", "That's my answer", "That's my question"],
  ["skip", "Skip", "No more questions"],
  ["answer-label", "Your answer", "Your question"],
];
const enter = (next) => {
  phase = next;
  const wanted = BUTTONS[phase] ?? [];
  for (const button of $("buttons").children) button.hidden = !wanted.includes(button.dataset.key);
  document.querySelector("[data-key=pause] span").textContent = phase === "paused" ? "Go on" : "Pause";
  document.querySelector("[data-key=pause]").classList.toggle("main", phase === "paused");
  document.querySelector("[data-key=finish]").classList.toggle("main", phase !== "paused");
  for (const [id, answering, questioning] of WORDS) $(id).textContent = asking ? questioning : answering;
  show("buttons", wanted.length > 0);
  show("shortcuts", wanted.length > 0);
  show("recording", phase === "recording" || phase === "paused");
  show("typing", phase === "typing");
  live.dataset.phase = phase;
  $("closing").setAttribute("stroke-dasharray", "0 100");
};

/* Something to type in a terminal: sentences of the program have it between backticks. */
const typed = (text) => {
  const code = document.createElement("code");
  code.textContent = text;
  return code;
};

/* One line for each answer; what is known of it grows, and its grade waits behind a click until the end. */
const answer = (turn) => {
  if (!given.has(turn)) {
    const line = document.createElement("li");
    line.dataset.turn = turn;
    given.set(turn, { line, facts: {}, grade: null });
    $("given").append(line);
  }
  return given.get(turn);
};
const tell = (turn, facts) => {
  const entry = answer(turn);
  Object.assign(entry.facts, facts);
  const { length, words, judged } = entry.facts;
  const text = [`Answer ${turn}`, length, words, judged].filter(Boolean).join(" · ");
  if (!entry.grade) entry.line.replaceChildren(text);
  else {
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = text;
    const grade = document.createElement("p");
    grade.append(...entry.grade.split("`").map((part, number) => (number % 2 ? typed(part) : part)));
    details.append(summary, grade);
    details.open = entry.line.querySelector("details")?.open ?? false;
    entry.line.replaceChildren(details);
  }
  show("answers", true);
};
const note = (text) => {
  const line = document.createElement("li");
  line.className = "soft";
  line.textContent = text;
  $("given").append(line);
  show("answers", true);
};
const ended = ({ ended_by: by, seconds }) => {
  if (["enter", "said", "silence", "file"].includes(by) && seconds < 0.5) return "No answer was recorded. Press A during the next question to answer this one again.";
  if (by === "limit" && kind === "interview") return `Reached ${clock(seconds)}. The answer is saved; going on.`;
  if (by === "microphone") return `The microphone stopped at ${clock(seconds)}. What it gave is kept.`;
  if (by === "again") return `Starting again; the first ${clock(seconds)} are kept as an earlier take.`;
  if (by === "silence") return `You were quiet, so I take it that you have finished.`;
  return by === "skip" || kind === "try" ? "" : "Your answer is kept.";
};

const EVENTS = {
  "session-started": () => enter("waiting"),
  "question-asked": ({ turn, of, text, spoken, closing: isClosing, follow_up: followUp }) => {
    asking = isClosing;
    if (asking) closing.add(turn);
    const number = followUp ? `A follow-up to question ${turn}` : `Question ${turn} of ${of}`;
    const place = isClosing ? "Your questions" : number;
    $("place").textContent = place;
    $("question").textContent = text;
    document.title = `${place} · interviewer`;
    enter("asking");
    say(spoken ? "Listen to the question." : "The voice cannot speak now; please read.");
    $("captions").replaceChildren();
    show("words", false);
  },
  "question-spoken": () => {},
  farewell: ({ text }) => { $("question").textContent = text; },
  listening: () => {
    enter("recording");
    say(asking ? "Recording. Ask what you want to know, or say that you have no more questions." : "Recording. Take your time.");
  },
  "awaiting-typing": () => {
    enter("typing");
    say(asking ? "Type your question; hand in nothing when you have no more." : "Type your answer.");
    $("answer").value = "";
    $("answer").focus();
  },
  "speech-heard": () => {},
  finishing: () => say("Finishing: keep talking to continue."),
  "not-finished": () => say("Recording. Go on."),
  reopened: ({ turn }) => {
    enter("recording");
    say(`Go on; this still belongs to answer ${turn}.`);
  },
  "more-time": ({ seconds }) => say(`Take your time: I wait ${Math.round(seconds)} seconds more.`),
  "time-to-finish": () => say("Come to an end when you are ready; nothing is cut off."),
  paused: () => { enter("paused"); say("Paused. Nothing is recorded."); },
  resumed: () => { enter("recording"); say("Recording again."); },
  captioned: ({ text, start }) => {
    const line = document.createElement("p");
    const second = document.createElement("span");
    second.className = "time";
    second.textContent = clock(start);
    line.append(second, ` ${text}`);
    $("captions").append(line);
    $("captions").scrollTop = $("captions").scrollHeight;
    show("words", true);
  },
  "answer-ended": (event) => {
    enter("waiting");
    say(kind === "try" ? "Now listen to yourself." : (!asking && ended(event)) || "One moment, please.");
    const nothing = event.ended_by === "skip" || (event.ended_by === "leave" && event.seconds < 0.5);
    if (kind === "try" || asking || nothing) return;
    tell(event.turn, { length: event.seconds ? clock(event.seconds) : "", words: "", judged: "" });
  },
  "question-skipped": ({ turn, follow_up: followUp }) => {
    if (asking) return;
    if (followUp) note("Follow-up skipped.");
    else tell(turn, { length: "skipped", words: "", judged: "" });
  },
  transcribed: ({ turn, text, note: why, to_judge: toJudge }) => {
    if (closing.has(turn)) {
      if (text) note(`You asked: ${text}`);
      return;
    }
    const count = text.split(/\s+/).filter(Boolean).length;
    tell(turn, { words: why || (count === 1 ? "1 word" : `${count} words`), judged: toJudge ? "being judged" : "not judged" });
    if (phase === "waiting") say(why ? `${why[0].toUpperCase()}${why.slice(1)}.` : `Your answer is written down${toJudge ? ", and is being judged" : ""}.`);
  },
  judged: ({ turn, grade }) => {
    const isGraded = typeof grade.overall === "number";
    answer(turn).grade = isGraded ? `${grade.overall} of 5 (between ${grade.low} and ${grade.high})` : grade.reason;
    tell(turn, { judged: isGraded ? "judged" : "not judged" });
    if (phase === "waiting") say(`Answer ${turn} is ${isGraded ? "judged" : "not judged"}.`);
  },
  coached: () => {},
  stumbled: ({ problem }) => note(problem.message),
  "session-ended": () => { enter("waiting"); say("That was the last question. Your report is being written."); },
  "report-written": () => {},
};

const PASSING = {
  level: (event) => {
    if (phase !== "recording") return;
    $("clock").textContent = clock(event.seconds);
    $("of").textContent = event.time_to_answer ? `of ${clock(event.time_to_answer)}` : "";
    $("recording").classList.toggle("late", event.time_to_answer > 0 && event.seconds >= event.time_to_answer && kind === "interview");
    $("level").style.transform = `scaleX(${Math.min(1, Math.max(0, (event.dbfs + 60) / 60))})`;
    $("closing").setAttribute("stroke-dasharray", `${100 * event.finishing} 100`);
  },
  working: ({ what, turn, done }) => {
    if (phase !== "waiting") return;
    const share = done === null ? "" : `, ${Math.round(100 * done)} %`;
    say(`${PARTS[what]}${turn ? ` answer ${turn}` : ""}${share}`);
  },
};

/* -- orders of the program: what to play, what to record, when it is over */

const follow = (next, from) => {
  const before = state;
  state = next;
  $("notices").textContent = next.notices.join(" ");
  play(next.play);
  if (answers === "browser" && !microphone && !["over", "failed"].includes(next.status)) lend();
  if (microphone) {
    microphone.obey(next.record, from);
    if (from !== undefined) microphone.resend(from);
  }
  if (next.status === "running" && before.status !== "running" && phase === "waiting") {
    say(kind === "try" ? "Speak now." : "The interview begins.");
  }
  if (next.status === "over" || next.status === "failed") over(next);
};

const play = (clip) => {
  const audio = $("audio");
  if (!clip) {
    if (playing !== null) audio.pause();
    playing = null;
    show("play", false);
    return;
  }
  if (playing === clip.number) return;
  playing = clip.number;
  const mine = clip.number;
  const heard = (facts) => { if (playing === mine) wire.tell({ heard: { number: mine, seconds: audio.currentTime, ...facts } }); };
  audio.src = `/practise/sound/${mine}`;
  audio.onloadedmetadata = () => { audio.currentTime = clip.start; };
  audio.ontimeupdate = () => heard({});
  audio.onended = () => heard({ over: true });
  audio.onerror = () => heard({ failed: true });
  audio.play().then(() => show("play", false), (error) => {
    if (error.name === "NotAllowedError" && playing === mine) show("play", true);
  });
};
$("play").addEventListener("click", () => { show("play", false); $("audio").play(); });

const link = (text, to, main) => {
  const made = document.createElement("a");
  made.className = main ? "button main" : "button";
  made.href = to;
  made.textContent = text;
  return made;
};
const over = ({ status, sentence, hint, way }) => {
  enter("over");
  wire.close();
  microphone?.obey(null);
  microphone?.close();
  trouble();
  show("words", false);
  $("place").textContent = kind === "try" ? "Sound check" : "Mock interview";
  const failed = status === "failed";
  $("question").textContent = failed ? "Something is in the way" : kind === "try" ? "How did you sound?" : "That was it";
  say([sentence, hint].filter(Boolean).join(" ") || "Your report is ready.");
  const links = kind === "interview" && given.size ? [link("Read the report", `/sessions/${session}#report`, true)] : [];
  if (way) links.push(link(way[0], way[1], !links.length));
  $("end").replaceChildren(...links, link(kind === "try" ? "Choose an interview" : "Practise again", "/practise", !links.length));
  show("end", true);
  document.title = `${$("question").textContent} · interviewer`;
  for (const entry of given.values()) entry.line.querySelector("details")?.setAttribute("open", "");
  $("question").focus();
};

/* -- presses */

const press = async (key) => {
  if (key === "quit" && phase !== "over") {
    $("leaving").returnValue = "";
    $("leaving").showModal();
    return;
  }
  if (key === "pause" && phase === "paused" && lost) {
    try {
      microphone.close();
      await microphone.open();
      lost = "";
      trouble();
    } catch (error) {
      trouble("The microphone cannot be opened.", error.name);
      return;
    }
  }
  wire.tell({ key });
};
$("leaving").addEventListener("close", () => { if ($("leaving").returnValue === "quit") wire.tell({ key: "quit" }); });
$("buttons").addEventListener("click", (event) => {
  const button = event.target.closest("[data-key]");
  if (button) press(button.dataset.key);
});
/* Who speaks to the computer, or leans on the keyboard, can switch single keys off; the browser remembers it. */
const keys = $("keys");
const heed = () => live.classList.toggle("keyless", !keys.checked);
keys.checked = localStorage.getItem("keys") !== "off";
keys.addEventListener("change", () => {
  localStorage.setItem("keys", keys.checked ? "on" : "off");
  heed();
});
heed();
document.addEventListener("keydown", (event) => {
  if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat || $("leaving").open) return;
  if (event.target.closest("button, a, input, select, textarea, summary, audio")) return;
  const key = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!key || !(BUTTONS[phase] ?? []).includes(key)) return;
  event.preventDefault();
  press(key);
});
$("typing").addEventListener("submit", (event) => {
  event.preventDefault();
  wire.tell({ line: $("answer").value });
});
$("answer").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) $("typing").requestSubmit();
});

/* -- the connection */

const wire = new Wire(run, {
  event: (event) => EVENTS[event.type]?.(event),
  passing: (event) => PASSING[event.type]?.(event),
  state: follow,
  ack: (ack) => microphone?.acknowledged(ack),
  back: () => trouble(lost),
  gone: () => { location.href = "/practise"; },
  elsewhere: () => {
    microphone?.close();
    trouble("The interview goes on in another tab.");
    $("end").replaceChildren(link("Take it up here", location.href, true));
    show("end", true);
  },
  away: () => trouble(
    "The program does not answer.",
    answers === "browser" ? "What you say is kept on this page and sent when it is back." : "",
    "If it was closed, start it again: interviewer web",
  ),
});

const lend = async () => {
  if (phase === "waiting") say("The browser asks whether this page may use the microphone.");
  microphone = new Microphone(run, (bytes) => wire.send(bytes), (why) => {
    if (phase === "over") return;
    lost = why === "mute" ? "The microphone sends nothing: it was switched off." : "The microphone was unplugged.";
    trouble(lost, "Put it right, then press P to go on.");
    if (phase === "recording") wire.tell({ key: "pause" });
  });
  try {
    const name = await microphone.open();
    wire.tell({ microphone: { name: name || "the browser's microphone" } });
  } catch (error) {
    wire.tell({ microphone: { error: error.name || "unknown" } });
  }
};

enter("waiting");
wire.open();
