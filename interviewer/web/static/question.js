// Shows what is to be put right beside the field, while the question is being written.
const form = document.getElementById("question");
const said = document.getElementById("said");
const WAIT = 600; // milliseconds after the last change
let timer, running;

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(check, WAIT);
});
form.addEventListener("submit", () => {
  clearTimeout(timer);
  running?.abort();
});

async function check() {
  running?.abort();
  running = new AbortController();
  try {
    const reply = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams([...new FormData(form), ["do", "check"]]),
      signal: running.signal,
    });
    const found = await reply.json();
    if (reply.ok) show(found);
    else said.textContent = found.message;
  } catch (error) {
    if (error.name !== "AbortError") said.textContent = "The studio does not answer.";
  }
}

function show(complaints) {
  for (const list of document.querySelectorAll("ul.lint")) list.replaceChildren();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const one of complaints) {
    const list = document.getElementById(`lint-${place(one.field)}`) ?? document.getElementById("lint-");
    const line = document.createElement("li");
    line.className = one.severity;
    line.dir = "auto";
    line.textContent = `${one.message} `;
    const where = document.createElement("span");
    where.className = "soft";
    where.textContent = `(line ${one.line})`;
    line.append(where);
    list.append(line);
    if (one.severity === "error") {
      form.querySelector(`[aria-describedby="${list.id}"]`)?.setAttribute("aria-invalid", "true");
    }
  }
  const errors = complaints.filter((one) => one.severity === "error").length;
  said.textContent = complaints.length ? `${complaints.length} to look at, ${errors} of them to put right.` : "No complaints.";
}

// Empty rows are not sent: the third point that is written may stand in the fifth row.
function place(field) {
  const [key, number] = field.split("-");
  const list = number && form.querySelector(`[data-list="${key}"]`);
  if (!list) return field;
  const rows = [...list.querySelectorAll("input")];
  const written = rows.filter((row) => row.value.trim());
  return `${key}-${rows.indexOf(written[number])}`;
}
