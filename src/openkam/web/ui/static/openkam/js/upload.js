// Sends files in pieces: shows how far it is, goes on where it was cut off. Without this file the form sends them whole.
const LARGEST = 8 << 20, SMALLEST = 256 << 10, TRIES = 6;

const form = document.getElementById("send");
if (form) begin(form);

function begin(form) {
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector(".drop-zone");
  zone.classList.add("lists");
  input.addEventListener("change", () => list(form, input.files));
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.remove("over"); });
  zone.addEventListener("drop", (event) => { if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; list(form, input.files); } });
  form.addEventListener("submit", (event) => { event.preventDefault(); send(form, [...input.files]); });
}

function list(form, files) {
  form.querySelector(".chosen").replaceChildren(...[...files].map((file) => {
    const line = document.createElement("li");
    line.textContent = `${file.name} · ${size(file.size)}`;
    return line;
  }));
}

async function send(form, files) {
  const button = form.querySelector("button.primary");
  const trouble = form.querySelector(".banner");
  trouble.hidden = true; button.disabled = true;
  const leave = (event) => event.preventDefault();
  addEventListener("beforeunload", leave);
  try {
    const places = form.sent ?? (form.sent = form.dataset.resume ? await expected(form, files) : await announced(form, files));
    await pieces(form, files, places);
    removeEventListener("beforeunload", leave);
    location.assign(places.address);
  } catch (fault) {
    trouble.hidden = false;
    const [what, remedy] = trouble.querySelectorAll("p");
    what.textContent = fault.words?.what ?? form.dataset.lost;
    remedy.textContent = fault.words?.remedy ?? "";
    if (fault.words) form.sent = null;
    form.querySelector(".sending").hidden = true;
  } finally {
    removeEventListener("beforeunload", leave);
    button.disabled = false;
  }
}

async function announced(form, files) {
  const words = new FormData();
  words.set("source", form.elements.source.value);
  for (const file of files) { words.append("name", file.name); words.append("size", file.size); }
  return (await ask(form, form.action, { method: "POST", body: words })).json();
}

// The same files again, in whatever order they were chosen.
async function expected(form, files) {
  const places = [];
  for (const wanted of form.querySelectorAll("input[name=expected]")) {
    const same = files.filter((file) => file.size === Number(wanted.dataset.size));
    const file = same.find((one) => one.name === wanted.value) ?? (same.length === 1 ? same[0] : null);
    if (!file) throw { words: { what: form.dataset.missing, remedy: [...form.querySelectorAll("input[name=expected]")].map((one) => one.value).join(", ") } };
    const address = `${form.dataset.resume}files/${wanted.dataset.position}/`;
    const { received } = await (await ask(form, address, {})).json();
    places.push({ address, received, size: file.size, file });
  }
  return { address: form.dataset.resume, files: places };
}

async function pieces(form, files, places) {
  const total = places.files.reduce((sum, place) => sum + place.size, 0);
  const begun = performance.now();
  const before = places.files.reduce((sum, place) => sum + place.received, 0);
  let step = 1 << 20;
  for (const [index, place] of places.files.entries()) {
    const file = place.file ?? files[index];
    let tries = 0;
    while (place.received < place.size) {
      const sent = performance.now();
      const piece = file.slice(place.received, Math.min(place.received + step, place.size));
      try {
        place.received = await put(form, place, piece);
        tries = 0;
        step = performance.now() - sent < 1500 ? Math.min(step * 2, LARGEST) : Math.max(step / 2, SMALLEST);
      } catch (fault) {
        if (fault.words && fault.code !== "ODD_CHUNK") throw fault;
        if (++tries > TRIES) throw fault;
        say(form, form.dataset.again, null);
        await new Promise((go) => setTimeout(go, 500 * 2 ** tries));
        continue;
      }
      const done = places.files.reduce((sum, one) => sum + one.received, 0);
      const rate = (done - before) / Math.max(performance.now() - begun, 1) * 1000;
      say(form, `${form.dataset.sending} ${file.name}`, { done, total, rate });
    }
  }
}

async function put(form, place, piece) {
  const headers = { "Upload-Offset": place.received, "Content-Type": "application/octet-stream" };
  const bytes = await piece.arrayBuffer();
  if (crypto.subtle) headers["Chunk-Sha256"] = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((one) => one.toString(16).padStart(2, "0")).join("");
  const answer = await ask(form, place.address, { method: "POST", body: bytes, headers }, [409]);
  return (await answer.json()).received;
}

async function ask(form, address, wish, accepted = []) {
  const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, ...wish.headers };
  const answer = await fetch(address, { ...wish, headers });
  if (answer.ok || accepted.includes(answer.status)) return answer;
  const told = (answer.headers.get("Content-Type") ?? "").includes("json") ? await answer.json() : {};
  throw { words: told.problem, code: told.code };
}

function say(form, words, far) {
  const place = form.querySelector(".sending");
  place.hidden = false;
  place.querySelector(".progress-label").textContent = words;
  if (!far) return;
  place.querySelector("progress").value = 100 * far.done / far.total;
  const rest = far.rate > 0 ? ` · ${size(far.rate)}/s` : "";
  place.querySelector(".progress-figure").textContent = `${size(far.done)} ${form.dataset.of} ${size(far.total)}${rest}`;
}

function size(bytes) {
  return bytes >= 1 << 30 ? `${(bytes / (1 << 30)).toFixed(1)} GB` : bytes >= 1 << 20 ? `${(bytes / (1 << 20)).toFixed(1)} MB` : `${Math.ceil(bytes / 1024)} KB`;
}
