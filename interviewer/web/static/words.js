/* Words are chosen like in the report: one tab stop, arrow keys, Enter; with Shift a few in a row. */
const pick = document.getElementById("pick");
const sound = document.getElementById("sound");
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

let until = Infinity;
const hear = (from, to) => {
  if (!sound) return;
  until = to;
  sound.currentTime = Math.max(0, from - 0.3);
  sound.play().catch(() => {});
};
sound?.addEventListener("timeupdate", () => {
  if (sound.currentTime > until) {
    sound.pause();
    until = Infinity;
  }
});

if (pick) {
  const words = [...pick.querySelectorAll("[data-n]")];
  let at = 0;
  let first = -1;
  let last = -1;
  for (const word of words) {
    word.setAttribute("role", "button");
    word.setAttribute("aria-pressed", "false");
    word.tabIndex = -1;
  }
  words[0].tabIndex = 0;

  const go = (to) => {
    words[at].tabIndex = -1;
    at = Math.min(words.length - 1, Math.max(0, to));
    words[at].tabIndex = 0;
    words[at].focus();
  };
  const choose = (place, wider) => {
    [first, last] = wider && first >= 0 ? [Math.min(first, place), Math.max(last, place)] : [place, place];
    words.forEach((word, n) => word.setAttribute("aria-pressed", String(n >= first && n <= last)));
    const text = words.slice(first, last + 1).map((word) => word.textContent).join(" ");
    document.getElementById("first").value = first;
    document.getElementById("last").value = last;
    document.getElementById("near").value = words[first].dataset.t;
    document.getElementById("heard").value = text;
    hear(Number(words[first].dataset.t), Number(words[last].dataset.e) + 0.3);
  };
  /* Whoever types other words than those chosen means what is typed. */
  document.getElementById("heard").addEventListener("input", () => {
    for (const id of ["first", "last", "near"]) document.getElementById(id).value = "";
  });
  pick.addEventListener("click", (event) => {
    const word = event.target.closest("[data-n]");
    if (!word) return;
    go(words.indexOf(word));
    choose(at, event.shiftKey);
  });
  pick.addEventListener("keydown", (event) => {
    if (!event.target.closest("[data-n]") || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = {
      ArrowRight: () => go(at + 1),
      ArrowDown: () => go(at + 10),
      ArrowLeft: () => go(at - 1),
      ArrowUp: () => go(at - 10),
      Home: () => go(0),
      End: () => go(words.length - 1),
      Enter: () => choose(at, event.shiftKey),
      " ": () => choose(at, event.shiftKey),
    }[event.key];
    if (to) {
      event.preventDefault();
      to();
    }
  });
}

for (const link of document.querySelectorAll("[data-play]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    hear(Number(link.dataset.play), Infinity);
  });
}

const here = document.getElementById("here");
if (here && sound) {
  here.hidden = false;
  here.addEventListener("click", () => {
    document.getElementById("at").value = clock(sound.currentTime);
  });
}

const waiting = document.querySelector("[data-waiting]");
if (waiting) {
  const ask = async () => {
    const answer = await fetch(waiting.dataset.waiting, { headers: { accept: "application/json" } }).catch(() => null);
    const state = answer?.ok ? (await answer.json()).state : "working";
    if (state === "working") setTimeout(ask, 1500);
    else location.reload();
  };
  setTimeout(ask, 1500);
}
