/* Sends the bytes of a file to a route that reads it: what was found in it, or the sentences that say why nothing was. */
export const send = async (to, file) => {
  try {
    const reply = await fetch(`${to}?name=${encodeURIComponent(file.name)}`, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/octet-stream" },
      body: file,
    });
    const found = await reply.json();
    return reply.ok ? { found } : { trouble: `${found.message}. ${found.hint}`.replace("..", ".") };
  } catch {
    return { trouble: "The file could not be sent." };
  }
};
