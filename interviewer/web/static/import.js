// Sends the bytes of a file; the form for it is shown only where this runs.
import { send } from "./sending.js";

const form = document.getElementById("upload");
const said = document.getElementById("said");
form.hidden = false;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [file] = document.getElementById("file").files;
  const button = form.querySelector("button");
  button.disabled = true;
  said.textContent = `Reading ${file.name} ...`;
  const { found, trouble } = await send("/banks/-/import", file);
  if (found) location.assign(found.to);
  else said.textContent = trouble;
  button.disabled = false;
});
