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

  Live.listen(root, (view) => show(view.screens));
})();
