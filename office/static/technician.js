// The technician's page: cards as they come, pictures of screens that do not flicker, and wishes with their outcome.
"use strict";

(() => {
  const root = document.getElementById("technician");
  const words = root.dataset;
  const pictures = new Map(); // appliance -> { version, image }

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
    Told.say(words.sending, "busy");
    try {
      const response = await fetch(words.do, {
        method: "POST",
        headers: { "content-type": "application/json", "x-cherha": "press" },
        body: JSON.stringify({ id: newId(), appliance, what }),
        signal: AbortSignal.timeout(40000),
      });
      if (response.status === 401 || response.redirected) return location.reload();
      const reply = await response.json();
      Told.say(`${button.dataset.name}: ${reply.message}`, reply.status === "done" ? "good" : "bad");
    } catch {
      Told.say(words.unsent, "bad");
    }
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-what]");
    if (!button || event.detail > 1 || Live.isLost()) return;
    if (!button.dataset.tells) return wish(button);
    const title = words.sure.replace("{label}", button.textContent.trim()).replace("{name}", button.dataset.name);
    Told.ask(title, button.dataset.tells, () => wish(button));
  });

  Live.listen(root, onView);
})();
