/* Chunks of sound that the program has not yet acknowledged, kept where a reload and a crash do not reach. */
const opened = new Promise((resolve) => {
  const request = indexedDB.open("interviewer", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("chunks", { keyPath: ["run", "take", "number"] });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => resolve(null); /* without a store, memory alone keeps them */
});

const within = async (mode, work) => {
  const store = await opened;
  if (!store) return null;
  return new Promise((resolve) => {
    const transaction = store.transaction("chunks", mode, { durability: "relaxed" });
    let found = null;
    const request = work(transaction.objectStore("chunks"));
    if (request) request.onsuccess = () => { found = request.result; };
    transaction.oncomplete = () => resolve(found);
    transaction.onerror = transaction.onabort = () => resolve(null);
  });
};

const take = (run, number, from, to) => IDBKeyRange.bound([run, number, from], [run, number, to], false, true);

export const keep = (chunk) => within("readwrite", (store) => { store.put(chunk); });
export const kept = async (run, number, from) =>
  (await within("readonly", (store) => store.getAll(take(run, number, from, Infinity)))) ?? [];
export const forget = (run, number, before) =>
  within("readwrite", (store) => { store.delete(take(run, number, 0, before)); });

/* Everything of other interviews: they are over, or their recording has been recovered from the disk. */
export const forgetOthers = (run) =>
  within("readwrite", (store) => {
    store.delete(IDBKeyRange.upperBound([run], true));
    store.delete(IDBKeyRange.lowerBound([run, Infinity], true));
  });
