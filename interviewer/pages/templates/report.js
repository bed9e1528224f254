"use strict";
(() => {
  const player = document.getElementById("player");
  const audio = document.getElementById("audio");
  const playing = document.getElementById("playing");
  const urls = new Map();
  let path = "";
  let words = [];
  let lit = null;

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
    path = wanted;
    const holder = [...document.querySelectorAll(".transcript.audible")].find((each) => each.dataset.sound === wanted);
    words = holder ? [...holder.querySelectorAll("[data-t]")] : [];
    audio.src = url(wanted);
    audio.playbackRate = Number(document.getElementById("speed").value);
    audio.addEventListener("loadedmetadata", begin, { once: true });
    audio.load();
  };

  /* The word that is being spoken: the last one that has begun. */
  const light = () => {
    let low = 0;
    let high = words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(words[middle].dataset.t) <= audio.currentTime + 0.05) low = middle + 1;
      else high = middle;
    }
    const next = low > 0 ? words[low - 1] : null;
    if (next !== lit) {
      if (lit) lit.classList.remove("lit");
      if (next) next.classList.add("lit");
      lit = next;
    }
  };
  const follow = () => {
    light();
    if (!audio.paused) requestAnimationFrame(follow);
  };
  audio.addEventListener("play", () => { audio.playbackRate = Number(document.getElementById("speed").value); follow(); });
  audio.addEventListener("seeked", light);
  document.getElementById("speed").addEventListener("change", (event) => { audio.playbackRate = Number(event.target.value); });
  document.getElementById("back").addEventListener("click", () => { audio.currentTime = Math.max(0, audio.currentTime - 5); });

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
