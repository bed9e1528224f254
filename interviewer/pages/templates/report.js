"use strict";
(() => {
  const player = document.getElementById("player");
  const audio = document.getElementById("audio");
  const playing = document.getElementById("playing");
  const speed = document.getElementById("speed");
  const next = document.getElementById("next");
  const urls = new Map();
  let path = "";
  let tracks = [];
  let strips = [];
  let moments = [];

  /* Sound lies in the page as text; it becomes a blob when it is first asked for. */
  const url = (wanted) => {
    if (!urls.has(wanted)) {
      const holders = document.querySelectorAll('script[type="application/ogg"]');
      const holder = [...holders].find((each) => each.dataset.path === wanted);
      const bytes = Uint8Array.from(atob(holder.textContent), (letter) => letter.charCodeAt(0));
      urls.set(wanted, URL.createObjectURL(new Blob([bytes], { type: "audio/ogg" })));
    }
    return urls.get(wanted);
  };

  const of = (wanted, selector) =>
    [...document.querySelectorAll(selector)].filter((each) => each.dataset.sound === wanted);

  /* What on the page belongs to the sound that is being played. */
  const turnTo = (wanted) => {
    for (const each of strips) each.classList.remove("playing");
    for (const each of tracks) if (each.lit) each.lit.classList.remove("lit");
    path = wanted;
    strips = of(wanted, ".scrub");
    for (const each of strips) each.classList.add("playing");
    tracks = of(wanted, ".transcript").map((each) => ({ words: [...each.querySelectorAll("[data-t]")], lit: null }));
    moments = of(wanted, ".moments button").map((each) => Number(each.dataset.at));
    moments = [...new Set(moments)].sort((one, other) => one - other);
    next.disabled = moments.length === 0;
  };

  const play = (wanted, seconds, label) => {
    const begin = () => {
      audio.currentTime = seconds;
      audio.play().catch(() => { playing.textContent = "This browser cannot play the sound."; });
    };
    player.hidden = false;
    document.body.classList.add("with-player");
    playing.textContent = label;
    if (path === wanted && audio.readyState > 0) {
      begin();
      return;
    }
    turnTo(wanted);
    audio.src = url(wanted);
    audio.playbackRate = Number(speed.value);
    audio.addEventListener("loadedmetadata", begin, { once: true });
    audio.load();
  };

  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  /* The word that is being spoken: the last one that has begun. */
  const spoken = (words) => {
    let low = 0;
    let high = words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(words[middle].dataset.t) <= audio.currentTime + 0.05) low = middle + 1;
      else high = middle;
    }
    return low > 0 ? words[low - 1] : null;
  };
  const light = () => {
    for (const track of tracks) {
      const word = spoken(track.words);
      if (word === track.lit) continue;
      if (track.lit) track.lit.classList.remove("lit");
      if (word) word.classList.add("lit");
      track.lit = word;
    }
    for (const strip of strips) {
      const whole = Number(strip.dataset.seconds);
      const head = strip.querySelector(".head");
      const place = `${Math.min(100, (audio.currentTime / whole) * 100)}%`;
      head.setAttribute("x1", place);
      head.setAttribute("x2", place);
      const now = String(Math.min(Math.floor(audio.currentTime), Math.floor(whole)));
      if (strip.getAttribute("aria-valuenow") === now) continue;
      strip.setAttribute("aria-valuenow", now);
      strip.setAttribute("aria-valuetext", `${clock(audio.currentTime)} of ${clock(whole)}`);
    }
  };
  const follow = () => {
    light();
    if (!audio.paused) requestAnimationFrame(follow);
  };
  audio.addEventListener("play", () => { audio.playbackRate = Number(speed.value); follow(); });
  audio.addEventListener("seeked", light);
  speed.addEventListener("change", () => { audio.playbackRate = Number(speed.value); });
  const jump = (seconds) => { audio.currentTime = Math.min(audio.duration || 0, Math.max(0, seconds)); };
  document.getElementById("back").addEventListener("click", () => jump(audio.currentTime - 5));
  document.getElementById("ahead").addEventListener("click", () => jump(audio.currentTime + 5));
  next.addEventListener("click", () => {
    const later = moments.find((each) => each > audio.currentTime + 0.5);
    if (later !== undefined) play(path, later, playing.textContent);
  });

  /* The picture is a slider: a click or a key goes to a place of the answer. */
  for (const strip of document.querySelectorAll(".scrub")) {
    const whole = Number(strip.dataset.seconds);
    const go = (seconds) => {
      const place = Math.min(Math.max(0, whole - 0.1), Math.max(0, seconds));
      if (path === strip.dataset.sound && audio.readyState > 0 && audio.paused) jump(place);
      else play(strip.dataset.sound, place, strip.dataset.label);
    };
    strip.addEventListener("click", (event) => {
      const box = strip.getBoundingClientRect();
      play(strip.dataset.sound, Math.max(0, ((event.clientX - box.left) / box.width) * whole), strip.dataset.label);
    });
    strip.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const mine = path === strip.dataset.sound;
      const now = mine ? audio.currentTime : 0;
      const start = () => play(strip.dataset.sound, now >= whole - 0.2 ? 0 : now, strip.dataset.label);
      const toggle = () => (mine && !audio.paused ? audio.pause() : start());
      const to = {
        ArrowRight: () => go(now + 5),
        ArrowUp: () => go(now + 5),
        ArrowLeft: () => go(now - 5),
        ArrowDown: () => go(now - 5),
        PageUp: () => go(now + 10),
        PageDown: () => go(now - 10),
        Home: () => go(0),
        End: () => go(whole),
        Enter: toggle,
        " ": toggle,
      }[event.key];
      if (to) {
        event.preventDefault();
        to();
      }
    });
  }

  const playWord = (word) => {
    const holder = word.closest(".transcript");
    play(holder.dataset.sound, Math.max(0, Number(word.dataset.t) - 0.05), holder.dataset.label);
  };

  /* One tab stop for a transcript: the chosen word. Arrow keys move it, Enter plays from it. */
  const choose = (word, old) => {
    if (old) {
      old.removeAttribute("tabindex");
      old.removeAttribute("role");
    }
    word.tabIndex = 0;
    word.setAttribute("role", "button");
  };
  for (const holder of document.querySelectorAll(".transcript.audible")) {
    const all = [...holder.querySelectorAll("[data-t]")];
    if (all.length === 0) continue;
    const starts = [...holder.querySelectorAll(".words")].map((each) => all.indexOf(each.querySelector("[data-t]")));
    let place = 0;
    choose(all[0], null);
    const move = (to) => {
      const next = Math.min(all.length - 1, Math.max(0, to));
      choose(all[next], all[place] === all[next] ? null : all[place]);
      place = next;
      all[place].focus();
    };
    const sentence = () => starts.filter((start) => start >= 0 && start <= place).length - 1;
    holder.addEventListener("click", (event) => {
      const word = event.target.closest("[data-t]");
      if (!word || String(window.getSelection())) return;
      move(all.indexOf(word));
      playWord(word);
    });
    holder.addEventListener("keydown", (event) => {
      if (!event.target.closest("[data-t]") || event.altKey || event.ctrlKey || event.metaKey) return;
      const known = starts.filter((start) => start >= 0);
      const to = {
        ArrowRight: () => move(place + 1),
        ArrowLeft: () => move(place - 1),
        ArrowDown: () => move(known[Math.min(known.length - 1, sentence() + 1)]),
        ArrowUp: () => move(place > known[sentence()] ? known[sentence()] : known[Math.max(0, sentence() - 1)]),
        Home: () => move(0),
        End: () => move(all.length - 1),
        Enter: () => playWord(all[place]),
        " ": () => playWord(all[place]),
      }[event.key];
      if (to) {
        event.preventDefault();
        to();
      }
    });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-sound]");
    if (button) play(button.dataset.sound, Number(button.dataset.at), button.dataset.label);
  });

  /* On paper everything is open. */
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const each of opened) each.open = true;
  });
  window.addEventListener("afterprint", () => { for (const each of opened) each.open = false; });
})();
