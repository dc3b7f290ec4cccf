// What both pages share: hearing the office, showing its parts, telling the time, and saying when it is gone.
"use strict";

const SILENCE = 3500; // ms without a beat (the office sends one a second) after which its page must not look alive

const REST_AFTER = 20000; // ms in the background

const Live = (() => {
  let offset = 0; // ms that the hall's clock is ahead of this machine's
  let heard = Date.now();
  let lost = false;
  let rests = false; // nobody looks
  const banner = document.getElementById("warning");
  const notice = document.getElementById("notice");
  const link = document.getElementById("link");
  const clock = document.getElementById("clock");
  const drawn = new Map(); // the HTML of each part, as it was last put
  let words = {};
  let latest = { warning: banner.textContent.trim(), notice: notice.textContent.trim(), trust: document.documentElement.dataset.trust };

  function say(element, text) {
    if (element.textContent !== text) element.textContent = text;
    element.hidden = text === "";
  }

  function showTrust() {
    const trust = lost ? "office-lost" : latest.trust;
    const warning = lost ? words.lost : latest.warning;
    document.documentElement.dataset.trust = trust;
    say(banner, warning);
    say(notice, latest.notice);
    link.title = warning || words.ok;
    link.querySelector(".link-words").textContent = warning || words.ok;
  }

  // New HTML takes the place of old without losing the focus or folding up what was unfolded.
  function put(name, html) {
    const part = document.getElementById(`part-${name}`);
    if (!part || drawn.get(name) === html) return;
    const unfolded = [...part.querySelectorAll("details[open]")].map((d) => d.id);
    const focus = part.contains(document.activeElement) ? keyOf(document.activeElement) : null;
    part.innerHTML = html;
    drawn.set(name, html);
    unfolded.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    if (focus) [...part.querySelectorAll("a,button,summary")].find((e) => keyOf(e) === focus)?.focus();
  }

  function keyOf(element) {
    const { key, type = "", ticket } = element.dataset;
    if (key) return key;
    return `${element.tagName}:${type}:${ticket ?? element.getAttribute("href") ?? ""}`;
  }

  function lasting(seconds, coarse) {
    const whole = Math.max(0, Math.floor(seconds));
    const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60), whole % 60];
    if (h) return words.h.replace("{h}", h).replace("{m}", m % 60);
    if (!m) return words.s.replace("{s}", s);
    return (coarse ? words.mm : words.m).replace("{m}", m).replace("{s}", s);
  }

  function tick() {
    const now = Date.now() + offset;
    document.querySelectorAll("time.lasting").forEach((element) => {
      const text = lasting((now - Date.parse(element.dataset.since)) / 1000, element.classList.contains("coarse"));
      if (element.textContent !== text) element.textContent = text;
    });
    document.querySelectorAll("time.until").forEach((element) => {
      element.textContent = lasting((Date.parse(element.dataset.until) - now) / 1000, false);
    });
    clock.textContent = new Intl.DateTimeFormat("uk", { hour: "2-digit", minute: "2-digit", timeZone: document.body.dataset.zone }).format(now);
    if (!lost && !rests && Date.now() - heard > SILENCE) lose();
  }

  let onTrust = () => {};

  function lose() {
    lost = true;
    showTrust();
    onTrust();
  }

  function hear(data) {
    offset = Date.parse(data.now) - Date.now();
    heard = Date.now();
    if (lost) {
      lost = false;
      showTrust();
      onTrust();
    }
  }

  function listen(root, onView, whenTrustChanges = () => {}) {
    words = { ...root.dataset };
    onTrust = whenTrustChanges;
    offset = Date.parse(document.body.dataset.now) - Date.now();
    let source;
    const connect = () => {
      source?.close();
      source = new EventSource(root.dataset.events);
      source.addEventListener("beat", (event) => hear(JSON.parse(event.data)));
      source.addEventListener("view", (event) => {
        const view = JSON.parse(event.data);
        latest = view;
        hear(view);
        showTrust();
        Object.entries(view.parts).forEach(([name, html]) => put(name, html));
        if (document.title !== view.title) document.title = view.title;
        onView(view);
        tick();
      });
      source.addEventListener("door", (event) => {
        heard = Date.now(); // locked is not lost
        if (typeof Door !== "undefined") Door.heard(JSON.parse(event.data).state);
      });
      source.onerror = () => {
        lose();
        // A closed source (the office answered with an error) would never try again by itself. It may be the door.
        if (source.readyState === EventSource.CLOSED) setTimeout(() => (typeof Door === "undefined" ? connect() : Door.ask().then(connect)), 1000);
      };
    };
    if (typeof Door !== "undefined") Door.back(connect); // what was shown before the lock may be old
    // A page that nobody looks at hears nothing: a browser allows six streams to one host, and pictures cost work.
    // A console is not such a page: somebody may be called there while its operator looks elsewhere.
    let resting;
    document.addEventListener("visibilitychange", () => {
      clearTimeout(resting);
      if (document.hidden && !("neverRests" in root.dataset)) {
        resting = setTimeout(() => {
          source.close();
          rests = true;
        }, REST_AFTER);
      } else if (!document.hidden && rests) {
        rests = false;
        heard = Date.now();
        connect();
      }
      if (!document.hidden) tick(); // a browser slows the clocks of what is hidden
    });
    // A machine that slept comes back with a connection that only looks open.
    addEventListener("pageshow", (event) => event.persisted && connect());
    connect();
    tick();
    setInterval(tick, 500);
  }

  return { listen, isLost: () => lost, now: () => Date.now() + offset };
})();
