// Bookings from a file: the file stays in this page; the office is asked what would come of it, then books it some lines
// at a time. The same line sent twice is one booking, so whatever was cut off is simply sent again.
"use strict";

(() => {
  const PATIENCE = 60000; // ms for one request
  const GIVE_UP = 90000; // ms without an answer after which the rest is left to whoever takes the file again
  const PAUSE = 2000; // ms between two tries
  const root = document.getElementById("booking-file");
  const words = root.dataset;
  const $ = (id) => document.getElementById(id);
  const file = $("file");
  let given = null; // { name, body }: the body as base64
  let rows = [];
  let told = new Map(); // line -> what came of it
  let busy = false;
  let unsaved = false;

  const fill = (text, slots) => text.replace(/\{(\w+)\}/g, (_, name) => slots[name] ?? "");

  function say(text, kind = "") {
    $("told").textContent = text;
    $("told").className = `told no-print ${kind}`;
    $("told").hidden = text === "";
  }

  async function post(address, body) {
    const response = await fetch(`/reception/bookings/${address}?lang=${words.lang}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-cherha": "press" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status === 413) return { status: "refused", message: words.large };
    if (response.status === 401 || response.status === 423 || response.redirected) {
      await Door.ask();
      throw new Error("signed out");
    }
    return response.json();
  }

  function base64(bytes) {
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    return btoa(text);
  }

  function row(cells, kind) {
    const made = document.createElement("tr");
    made.className = `s-${kind}`;
    cells.forEach((cell) => {
      const at = made.insertCell();
      if (cell instanceof Node) at.append(cell);
      else at.textContent = cell;
    });
    return made;
  }

  async function take(chosen) {
    if (busy || !chosen) return;
    ["wrong", "seen", "done"].forEach((part) => ($(part).hidden = true));
    if (chosen.size > Number(words.most)) return say(words.large, "bad");
    busy = true;
    say(words.looking);
    try {
      given = { name: chosen.name.slice(-200), body: base64(new Uint8Array(await chosen.arrayBuffer())) };
      const reply = await post("look", given);
      say("");
      if (reply.mistakes) mistakes(reply.mistakes);
      else if (reply.status !== "done" || !reply.rows.length) say(reply.message, "bad");
      else look(chosen.name, reply);
    } catch {
      say(words.unsent, "bad");
    } finally {
      busy = false;
    }
  }

  function mistakes(found) {
    $("mistakes").replaceChildren(
      ...found.map(({ line, what }) => {
        const item = document.createElement("li");
        if (line) {
          const at = document.createElement("strong");
          at.textContent = `${fill(words.line, { line })}: `;
          item.append(at);
        }
        item.append(what);
        return item;
      }),
    );
    $("wrong").hidden = false;
    $("wrong").focus();
  }

  const WANTED = new Set(["new", "unknown"]);
  const GOOD = new Set(["new", "unknown", "already", "same"]);

  function look(name, reply) {
    rows = reply.rows;
    $("seen-name").textContent = name;
    $("seen-words").textContent = reply.message;
    $("unnamed").hidden = !reply.unnamed;
    $("sift").hidden = rows.every((each) => GOOD.has(each.state));
    sift("");
    const count = rows.filter((each) => WANTED.has(each.state)).length;
    $("go").textContent = count ? fill(words.go, { count }) : words.nothingNew;
    $("go").setAttribute("aria-disabled", String(!count));
    $("take").hidden = true;
    $("seen").hidden = false;
    $("seen").focus();
  }

  function sift(which) {
    const shown = which ? rows.filter((each) => !GOOD.has(each.state)) : rows;
    $("seen-rows").replaceChildren(...shown.map((each) => row([each.line, each.when, each.service, each.uid, each.words], each.state)));
    document.querySelectorAll("[data-sift]").forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.sift === which)));
  }

  async function book() {
    if (busy || $("go").getAttribute("aria-disabled") === "true") return;
    const lines = rows.filter((each) => WANTED.has(each.state)).map((each) => each.line);
    busy = unsaved = true;
    told = new Map();
    ["take", "seen"].forEach((part) => ($(part).hidden = true));
    $("done-rows").replaceChildren();
    $("done-deeds").hidden = true;
    $("progress").hidden = false;
    $("progress").max = lines.length;
    $("done").hidden = false;
    $("done").focus();
    let answered = Date.now();
    while (told.size < lines.length && Date.now() - answered < GIVE_UP) {
      $("done-words").textContent = fill(words.running, { count: told.size, all: lines.length });
      $("progress").value = told.size;
      const next = lines.filter((line) => !told.has(line)).slice(0, Number(words.atOnce));
      try {
        const reply = await post("book", { ...given, lines: next });
        if (reply.rows?.length) {
          reply.rows.forEach(tell);
          answered = Date.now();
          say("");
          continue;
        }
        if (reply.status !== "no-answer") {
          say(reply.message ?? reply.mistakes.map((each) => each.what).join(" "), "bad"); // the hall file has changed meanwhile
          break;
        }
      } catch {
        /* cut off: the same lines are sent again */
      }
      say(words.waits, "busy");
      await new Promise((go) => setTimeout(go, PAUSE));
    }
    ended(lines.length);
  }

  function tell(each) {
    const known = rows.find((seen) => seen.line === each.line);
    told.set(each.line, { ...known, ...each });
    const code = document.createElement("span");
    code.className = "code";
    code.textContent = each.code;
    $("done-rows").append(row([each.line, known.when, known.service, each.uid, code, each.words], each.status));
  }

  function ended(all) {
    const done = [...told.values()].filter((each) => each.status !== "refused").length;
    if (told.size < all) say(fill(words.givenUp, { count: done, all }), "bad");
    else say("");
    $("done-words").textContent = fill(words.ended, { done, not: told.size - done, all });
    $("progress").hidden = true;
    $("done-deeds").hidden = false;
    busy = false;
  }

  // As `cherha bookings import` prints it; a spreadsheet must not take a name for a formula.
  function save() {
    const cell = (value) => `"${String(value).replace(/^(?=[=+\-@\t])/, "'").replaceAll('"', '""')}"`;
    const lines = [...told.values()].map((each) => [each.line, each.uid, each.status, each.code, each.booking, each.words].map(cell).join(","));
    const text = ["line,uid,status,code,booking,why", ...lines, ""].join("\r\n");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
    link.download = given.name.replace(/\.[^.]*$/, "") + "-codes.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    unsaved = false;
  }

  function anew() {
    given = null;
    rows = [];
    told = new Map();
    unsaved = false;
    ["wrong", "seen", "done"].forEach((part) => ($(part).hidden = true));
    ["seen-rows", "done-rows"].forEach((part) => $(part).replaceChildren());
    $("take").hidden = false;
    say("");
  }

  if (file) {
    const drop = $("drop");
    file.addEventListener("change", () => {
      take(file.files[0]);
      file.value = ""; // the same file may be chosen again
    });
    addEventListener("dragover", (event) => {
      event.preventDefault(); // a file that misses the place must not be opened instead of this page
      drop.classList.toggle("over", !$("take").hidden);
    });
    addEventListener("dragleave", () => drop.classList.remove("over"));
    addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      if (!$("take").hidden) take(event.dataTransfer.files[0]);
    });
  }
  $("go").addEventListener("click", book);
  $("again").addEventListener("click", anew);
  $("close").addEventListener("click", anew);
  $("save").addEventListener("click", save);
  $("print").addEventListener("click", () => {
    unsaved = false;
    print();
  });
  document.querySelectorAll("[data-sift]").forEach((each) => each.addEventListener("click", () => sift(each.dataset.sift)));
  addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
  Live.listen(root, () => {});
})();
