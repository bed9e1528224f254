// Tries the judge without leaving the page: starting a model takes some seconds.
const form = document.getElementById("try");
const trials = document.getElementById("trials");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  trials.replaceChildren(line("soft", "", "Trying ..."));
  try {
    const reply = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams() });
    const found = await reply.json();
    trials.replaceChildren(
      ...(reply.ok
        ? found.map((one) => line(one.ok ? "note" : "notice", `${one.ok ? "Works" : "Does not work"}: ${one.name}. `, one.said))
        : [line("notice", "", `${found.message} ${found.hint}`)]),
    );
  } catch {
    trials.replaceChildren(line("notice", "", "The studio does not answer."));
  }
  button.disabled = false;
});

function line(kind, strong, text) {
  const made = document.createElement("p");
  made.className = kind;
  made.dir = "auto";
  const first = document.createElement("strong");
  first.textContent = strong;
  made.append(first, text);
  return made;
}
