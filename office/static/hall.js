// The hall page: parts as they come, and the live pictures of screens.
"use strict";

(() => {
  const root = document.getElementById("hall");
  const pictures = document.getElementById("pictures");

  function show(screens) {
    document.getElementById("no-pictures").hidden = screens.length > 0;
    const names = new Set(screens.map(([name]) => name));
    [...pictures.children].forEach((figure) => names.has(figure.dataset.name) || figure.remove());
    screens.forEach(([name, version, words]) => {
      let figure = [...pictures.children].find((known) => known.dataset.name === name);
      if (!figure) {
        figure = document.createElement("figure");
        figure.dataset.name = name;
        const caption = document.createElement("figcaption");
        caption.textContent = words;
        const wait = document.createElement("p");
        wait.className = "hint";
        wait.textContent = root.dataset.wait;
        figure.append(wait, caption);
        pictures.append(figure);
      }
      if (!version || figure.dataset.version === String(version)) return;
      figure.dataset.version = version;
      // The new picture takes the old one's place only when it is whole, so that nothing flickers.
      const next = new Image();
      next.alt = root.dataset.picture.replace("{appliance}", words);
      next.onload = () => figure.replaceChildren(next, figure.querySelector("figcaption"));
      next.src = `/picture/${encodeURIComponent(name)}?v=${version}`;
    });
  }

  // One press is one command, however often it travels: its id is made here and kept.
  document.getElementById("part-help").addEventListener("click", async (event) => {
    const button = event.target.closest("[data-help]");
    if (!button || button.disabled) return;
    button.disabled = true;
    try {
      await fetch(`/help/${encodeURIComponent(button.dataset.help)}/${button.dataset.press}`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-cherha": "press" },
        body: JSON.stringify({ id: `${button.dataset.press}-${button.dataset.help}`.slice(0, 64) }),
      });
    } finally {
      button.disabled = false;
    }
  });

  Live.listen(root, (view) => show(view.screens));
})();
