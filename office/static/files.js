// What a document of several files adds to admin.js: texts to switch between, and what lies beside them.
"use strict";

window.Paper = (root, text, hands) => {
  const words = root.dataset;
  const MOST_TEXT = 400000; // characters
  const TEXTS = /\.(toml|json|xml|rss|atom|csv|txt|ics|md)$/i;
  const tabs = document.getElementById("files");
  const list = document.getElementById("beside");
  let { texts, beside } = JSON.parse(document.getElementById("opened").value);
  let file = words.main;

  function button(label, kind, deed) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `small ${kind}`;
    made.textContent = label;
    made.addEventListener("click", deed);
    return made;
  }

  function draw() {
    const names = Object.keys(texts).sort((a, b) => (b === words.main) - (a === words.main) || a.localeCompare(b));
    tabs.replaceChildren(
      ...names.map((name) => {
        const tab = button(name, "", () => go(name));
        tab.setAttribute("aria-pressed", String(name === file));
        return tab;
      }),
    );
    tabs.hidden = names.length < 2;
    const rows = [...names.filter((name) => name !== words.main).map((name) => [name, null]), ...Object.entries(beside)];
    list.replaceChildren(
      ...rows.map(([name, about]) => {
        const row = document.createElement("div");
        row.className = "beside-file";
        if (about?.picture) {
          const picture = document.createElement("img");
          picture.src = `${words.picture}${about.sha256}`;
          picture.alt = "";
          row.append(picture);
        }
        const label = document.createElement("span");
        label.textContent = about ? `${name} · ${words.kb.replace("{kb}", Math.ceil(about.size / 1024))}` : name;
        const away = button("×", "plain", () => remove(name));
        away.setAttribute("aria-label", words.remove.replace("{name}", name));
        row.append(label, away);
        return row;
      }),
    );
    list.hidden = !rows.length;
  }

  function remove(name) {
    texts[file] = text.value;
    delete texts[name];
    delete beside[name];
    if (name === file) {
      file = words.main;
      hands.show(texts[file]);
    }
    changed();
  }

  function changed() {
    draw();
    root.dispatchEvent(new Event("paper"));
  }

  function go(name) {
    if (name === undefined || name === "" || name === file || texts[name] === undefined) return;
    texts[file] = text.value;
    file = name;
    hands.show(texts[file]);
    changed();
  }

  function all({ texts: newTexts, beside: newBeside }) {
    texts = { [words.main]: "", ...newTexts };
    beside = newBeside;
    file = words.main;
    draw();
    hands.put(texts[file]);
  }

  // Where a file of this name goes: in the place of one that is called so, wherever it lies.
  function place(name) {
    const known = [...Object.keys(texts), ...Object.keys(beside)].find((each) => each.split("/").pop() === name);
    if (known) return known;
    const ending = name.slice(name.lastIndexOf(".")).toLowerCase();
    return words.single && words.main.endsWith(ending) ? words.main : name;
  }

  async function takeText(given) {
    const read = given.size <= 4 * MOST_TEXT ? await given.text() : "\0";
    if (read.length > MOST_TEXT || read.includes("\0")) return hands.say(words.large, "bad");
    const name = place(given.name);
    texts[file] = text.value;
    texts[name] = read.replace(/\r\n/g, "\n");
    file = name;
    hands.show(texts[name]);
    hands.say(words.loaded.replace("{name}", given.name), "good");
  }

  async function takeBytes(given) {
    if (given.size > Number(words.most)) return hands.say(words.large, "bad");
    hands.say(words.coming.replace("{name}", given.name), "busy");
    const name = given.name.toLowerCase().endsWith(".zip") ? given.name : place(given.name);
    try {
      const response = await fetch(`${words.put}?lang=${words.lang}&file=${encodeURIComponent(name)}`, {
        method: "POST",
        headers: { "content-type": "application/octet-stream", "x-cherha": "press" },
        body: given,
      });
      if (response.status === 413) return hands.say(words.large, "bad");
      const reply = await response.json();
      if (reply.status !== "done") return hands.say(reply.message, "bad");
      if (reply.whole) all(reply);
      else Object.assign(beside, reply.beside);
      hands.say((reply.whole ? words.loaded : words.lies).replace("{name}", given.name), "good");
    } catch {
      hands.say(words.unsent, "bad");
    }
  }

  async function take(files) {
    for (const given of files) {
      const ending = given.name.slice(given.name.lastIndexOf(".")).toLowerCase();
      if (TEXTS.test(given.name)) await takeText(given);
      else if (words.beside.split(" ").includes(ending) || (words.bundle && ending === ".zip")) await takeBytes(given);
      else hands.say(words.other.replace("{name}", given.name), "bad");
    }
    changed();
  }

  text.value = texts[file];
  draw();
  return {
    state: () => JSON.stringify([Object.entries({ ...texts, [file]: text.value }).sort(), Object.entries(beside).sort()]),
    draft: () => ({
      texts: { ...texts, [file]: text.value },
      kept: Object.fromEntries(Object.entries(beside).map(([name, about]) => [name, about.sha256])),
      base: words.base,
    }),
    open: async (response) => all(await response.json()),
    go,
    about: (each) => `${Object.keys(texts).length > 1 ? `${each.file}, ` : ""}${words.line.replace("{line}", each.line)}`,
    isHere: (each) => !each.file || each.file === file,
    take,
  };
};
