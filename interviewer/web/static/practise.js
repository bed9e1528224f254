/* Takes a paper from a file: the words about the place go into their box, where they can be read before they are used;
   a job description or a CV is read by the program, which keeps it until the interview begins. */
import { send } from "./sending.js";

const begin = document.getElementById("begin");
let reading = 0;

for (const place of document.querySelectorAll(".from-file")) {
  const chooser = place.querySelector("input[type=file]");
  const token = place.querySelector("input[type=hidden]");
  const leave = place.querySelector("button");
  const said = place.querySelector("[role=status]");
  place.hidden = false;

  chooser.addEventListener("change", async () => {
    const [file] = chooser.files;
    if (!file) return;
    said.textContent = `Reading ${file.name} ...`;
    /* Who begins too soon would be asked as if there were no file. */
    reading += 1;
    begin.disabled = true;
    const { found, trouble } = await send(place.dataset.to, file);
    reading -= 1;
    begin.disabled = reading > 0;
    chooser.value = "";
    if (trouble) said.textContent = [trouble, ...used()].join(" ");
    else if (token) use(found);
    else fill(file.name, found);
  });

  leave?.addEventListener("click", () => {
    forget();
    token.value = place.dataset.file = said.textContent = "";
    leave.hidden = true;
    chooser.focus();
  });

  const fill = (name, found) => {
    document.getElementById("company").value = found.text;
    said.textContent = [`This is what ${name} says.`, ...found.notices].join(" ");
  };
  const use = (found) => {
    forget();
    token.value = found.token;
    place.dataset.file = found.name;
    leave.hidden = false;
    said.textContent = [...used(), ...found.notices].join(" ");
  };
  const used = () => (place.dataset.file ? [`${place.dataset.file} is used.`] : []);
  const forget = () => {
    if (token.value) fetch(`/practise/papers/${token.value}/leave`, { method: "POST" }).catch(() => {});
  };
}
