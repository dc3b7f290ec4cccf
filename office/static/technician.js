// The technician's page: cards as they come, pictures of screens that do not flicker, and wishes with their outcome.
"use strict";

(() => {
  const root = document.getElementById("technician");
  const words = root.dataset;
  const told = document.getElementById("told");
  const sure = document.getElementById("sure");
  const pictures = new Map(); // appliance -> { version, image }
  let yes = () => {};

  function say(text, kind) {
    told.textContent = text;
    told.className = `told ${kind}`;
    told.hidden = text === "";
  }

  function put() {
    root.querySelectorAll("[data-screen]").forEach((place) => {
      const known = pictures.get(place.dataset.screen);
      if (known?.image && place.firstElementChild !== known.image) place.replaceChildren(known.image);
    });
  }

  function onView(view) {
    Object.entries(view.pictures).forEach(([name, version]) => {
      if (pictures.get(name)?.version === version) return;
      const before = pictures.get(name)?.image;
      pictures.set(name, { version, image: before });
      const next = new Image();
      const place = root.querySelector(`[data-screen="${CSS.escape(name)}"]`);
      next.alt = words.picture.replace("{name}", place?.dataset.name ?? name);
      // The new picture takes the old one's place only when it is whole.
      next.onload = () => {
        if (pictures.get(name).version !== version) return;
        pictures.set(name, { version, image: next });
        put();
      };
      next.src = `/picture/${encodeURIComponent(name)}?v=${version}`;
    });
    put();
  }

  async function wish(button) {
    const { what, appliance } = button.dataset;
    say(words.sending, "busy");
    try {
      const response = await fetch(words.do, {
        method: "POST",
        headers: { "content-type": "application/json", "x-cherha": "press" },
        body: JSON.stringify({ id: newId(), appliance, what }),
        signal: AbortSignal.timeout(25000),
      });
      if (response.status === 401 || response.redirected) return location.reload();
      const reply = await response.json();
      say(`${button.dataset.name}: ${reply.message}`, reply.status === "done" ? "good" : "bad");
    } catch {
      say(words.unsent, "bad");
    }
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-what]");
    if (!button || event.detail > 1 || Live.isLost()) return;
    if (!button.dataset.tells) return wish(button);
    const title = words.sure.replace("{label}", button.textContent.trim()).replace("{name}", button.dataset.name);
    document.getElementById("sure-title").textContent = title;
    document.getElementById("sure-tells").textContent = button.dataset.tells;
    yes = () => wish(button);
    sure.showModal();
  });
  document.getElementById("sure-yes").addEventListener("click", () => {
    sure.close();
    yes();
  });
  document.getElementById("sure-no").addEventListener("click", () => sure.close());

  Live.listen(root, onView);
})();
