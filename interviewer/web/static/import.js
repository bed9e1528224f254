// Sends the bytes of a file; the form for it is shown only where this runs.
const form = document.getElementById("upload");
const said = document.getElementById("said");
form.hidden = false;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [file] = document.getElementById("file").files;
  const button = form.querySelector("button");
  button.disabled = true;
  said.textContent = `Reading ${file.name} ...`;
  try {
    const reply = await fetch(`/banks/-/import?name=${encodeURIComponent(file.name)}`, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/octet-stream" },
      body: file,
    });
    const found = await reply.json();
    if (reply.ok) location.assign(found.to);
    else said.textContent = `${found.message}. ${found.hint}`.replace("..", ".");
  } catch {
    said.textContent = "The file could not be sent.";
  }
  button.disabled = false;
});
