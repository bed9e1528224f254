/* Puts the words of a file about the place into the form, where they can be read before they are used. */
const words = document.getElementById("company");
const said = document.getElementById("sheet-said");

if (words) {
  document.getElementById("from-file").hidden = false;
  document.getElementById("sheet").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    said.textContent = `Reading ${file.name} ...`;
    try {
      const reply = await fetch(`/practise/sheet?name=${encodeURIComponent(file.name)}`, {
        method: "POST",
        headers: { Accept: "application/json", "Content-Type": "application/octet-stream" },
        body: file,
      });
      const found = await reply.json();
      if (reply.ok) words.value = found.text;
      const sentences = reply.ok ? [`This is what ${file.name} says.`, ...found.notices] : [`${found.message}.`, found.hint];
      said.textContent = sentences.join(" ").replace("..", ".");
    } catch {
      said.textContent = "The file could not be sent.";
    }
    target.value = "";
  });
}
