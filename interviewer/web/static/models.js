// Follows the work on the weights; when it ends, the page is asked for again.
const EVERY = 500; // milliseconds
const running = document.getElementById("running");
const bar = document.getElementById("bar");

if (!running.hidden) setTimeout(look, 0);

async function look() {
  try {
    const reply = await fetch("/settings/models/progress", { headers: { Accept: "application/json" } });
    const work = await reply.json();
    if (!work.running) return location.replace("/settings/models");
    document.getElementById("doing").textContent = work.doing;
    document.getElementById("amount").textContent = work.total ? `${megabytes(work.done)} of ${megabytes(work.total)}` : "";
    if (work.total) {
      bar.max = work.total;
      bar.value = work.done;
    } else bar.removeAttribute("value");
  } catch {
    document.getElementById("doing").textContent = "The studio does not answer.";
  }
  setTimeout(look, EVERY);
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`;
