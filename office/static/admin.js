// A file of the hall: a text with line numbers and its mistakes, tried and confirmed. What was typed stays on the page.
// The hall file is one text; what is made of several files says so in files.js (`window.Paper`).
"use strict";

(() => {
  const MOST = 400000; // characters
  const root = document.getElementById("admin");
  const words = root.dataset;
  const text = document.getElementById("text");
  const numbers = document.getElementById("numbers");
  const told = document.getElementById("told");
  const found = document.getElementById("found");
  const attempt = document.getElementById("try");
  let checked = null; // the state that was found good
  let mistakes = [];
  let busy = false;
  const paper = window.Paper?.(root, text, { show, put, say }) ?? {
    state: () => text.value,
    draft: () => ({ text: text.value, base: words.base }),
    open: async (response) => put(await response.text()),
    go: () => {},
    about: (each) => words.line.replace("{line}", each.line),
    isHere: () => true,
  };
  const began = paper.state();

  function say(words_, kind) {
    told.textContent = words_;
    told.className = `told ${kind}`;
    told.hidden = words_ === "";
  }

  function number() {
    const count = text.value.split("\n").length;
    const wrong = new Set(mistakes.filter(paper.isHere).map((each) => each.line));
    const rows = document.createDocumentFragment();
    for (let line = 1; line <= count; line++) {
      const row = document.createElement("span");
      row.textContent = `${line}\n`;
      if (wrong.has(line)) row.className = "wrong";
      rows.append(row);
    }
    numbers.replaceChildren(rows);
    numbers.scrollTop = text.scrollTop;
  }

  function go({ line, file }) {
    paper.go(file);
    const start = text.value.split("\n").slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    const end = text.value.indexOf("\n", start);
    text.focus();
    text.setSelectionRange(start, end < 0 ? text.value.length : end);
    text.scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(text).lineHeight));
  }

  function ready() {
    const good = checked !== null && checked === paper.state() && !busy;
    attempt.setAttribute("aria-disabled", String(!good));
  }

  function list(title, rows, kind) {
    if (!rows.length) return;
    const head = document.createElement("h3");
    head.textContent = title;
    head.className = kind;
    const items = document.createElement("ul");
    items.className = kind;
    rows.forEach((each) => {
      const item = document.createElement("li");
      if (each.line) {
        const to = document.createElement("button");
        to.type = "button";
        to.className = "line";
        to.textContent = paper.about(each);
        to.addEventListener("click", () => go(each));
        item.append(to, " ");
      }
      item.append(each.what ?? each.words);
      if (each.note) {
        const note = document.createElement("small");
        note.textContent = each.note;
        item.append(note);
      }
      items.append(item);
    });
    found.append(head, items);
  }

  async function post(address, body) {
    busy = true;
    ready();
    try {
      const response = await fetch(`${words.at}/${address}?lang=${words.lang}`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-cherha": "press" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(60000),
      });
      if (response.status === 413) return { status: "refused", message: words.large };
      if (response.status === 401 || response.redirected) {
        location.reload();
        return null;
      }
      return await response.json();
    } catch {
      say(words.unsent, "bad");
      return null;
    } finally {
      busy = false;
      ready();
    }
  }

  async function check() {
    if (busy) return;
    say(words.checking, "busy");
    const meant = paper.state();
    const reply = await post("check", paper.draft());
    if (!reply) return;
    if (told.className === "told busy") say("", ""); // what was said meanwhile stays
    if (reply.message) return say(reply.message, "bad");
    found.replaceChildren();
    found.hidden = false;
    mistakes = reply.mistakes ?? [];
    number();
    if (reply.preview !== undefined) draw(reply.preview);
    list(words.mistakes, mistakes, "bad");
    list(words.obstacles, reply.obstacles ?? [], "bad");
    list(words.changes, reply.changes ?? [], "good");
    list(words.remarks, reply.remarks ?? [], "note");
    if (reply.status === "good" && !reply.changes.length && meant === began) found.append(words.same);
    if (reply.screens) {
      const note = document.createElement("p");
      note.className = "hint";
      note.textContent = words.screens;
      found.append(note);
    }
    checked = reply.status === "good" && !reply.obstacles.length && meant !== began ? meant : null;
    ready();
  }

  // A picture that nobody draws says so.
  function undrawn(picture) {
    const note = document.createElement("p");
    note.className = "hint";
    note.textContent = words.undrawn;
    picture.replaceWith(note);
  }

  function draw(seen) {
    const preview = document.getElementById("preview");
    if (seen !== undefined) preview.innerHTML = seen;
    preview.querySelectorAll("figure img").forEach((picture) => {
      if (picture.complete && !picture.naturalWidth) undrawn(picture);
      else picture.addEventListener("error", () => undrawn(picture));
    });
  }

  async function deed(address, body) {
    say(words.sending, "busy");
    const reply = await post(address, body);
    if (!reply) return;
    say(reply.message, reply.status === "done" ? "good" : "bad");
    // The page begins anew from the file as it is now; what is told is told there again by the trial itself.
    if (reply.status === "done") setTimeout(() => location.reload(), address === "try" ? 0 : 1500);
  }

  document.getElementById("check").addEventListener("click", check);
  attempt.addEventListener("click", () => {
    if (attempt.getAttribute("aria-disabled") === "true" || Live.isLost()) return;
    deed("try", { ...paper.draft(), why: document.getElementById("why").value });
  });
  root.addEventListener("click", async (event) => {
    const press = event.target.closest("button[data-do]");
    if (press && !busy && !Live.isLost()) return deed(press.dataset.do, {});
    const version = event.target.closest("button[data-version]");
    if (!version || busy) return;
    if (paper.state() !== began && !confirm(words.discard)) return;
    try {
      const response = await fetch(`${words.at}/version/${version.dataset.version}`);
      if (!response.ok) throw new Error(response.status);
      await paper.open(response);
      check();
    } catch {
      say(words.unsent, "bad");
    }
  });

  // Another text of the same paper.
  function show(value) {
    text.value = value;
    text.scrollTop = 0;
  }

  // Another text in the place of this one.
  function put(value) {
    show(value);
    mistakes = [];
    number();
    ready();
  }

  document.getElementById("upload").addEventListener("change", async (event) => {
    const given = [...event.target.files];
    event.target.value = "";
    if (!given.length) return;
    if (paper.take) {
      await paper.take(given);
      mistakes = [];
      number();
      return ready();
    }
    const [file] = given;
    const read = file.size <= 4 * MOST ? await file.text() : "\0";
    if (read.length > MOST || read.includes("\0")) return say(words.large, "bad");
    put(read.replace(/\r\n/g, "\n"));
    say(words.loaded.replace("{name}", file.name), "good");
  });
  text.addEventListener("input", () => {
    mistakes = [];
    number();
    ready();
  });
  text.addEventListener("scroll", () => (numbers.scrollTop = text.scrollTop));
  addEventListener("beforeunload", (event) => {
    if (paper.state() !== began && !busy && told.className !== "told good") event.preventDefault();
  });

  root.addEventListener("paper", () => {
    number(); // another file of it is shown, or one has gone
    ready();
  });
  number();
  if (document.getElementById("preview")) draw();
  let running = null;
  Live.listen(root, (view) => {
    // A trial that ended while nothing was typed here: show the file that is at work.
    if (running !== null && running !== view.running && paper.state() === began && !busy) location.reload();
    running = view.running;
  });
})();
