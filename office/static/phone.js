// A visitor's page: hears the own ticket, rings when it is called, and says so when it hears nothing.
"use strict";

(() => {
  const root = document.getElementById("ticket");
  if (!root || root.dataset.state === "unknown" && root.dataset.path === "/t/-") return;
  const words = root.dataset;
  const $ = (id) => document.getElementById(id);
  if (!$("actions")) {
    setTimeout(() => location.reload(), 5000); // the office is still loading the day
    return;
  }
  const SILENCE = 16000; // ms without a beat (the office sends one every 5 s) after which the page must not look alive
  const POLL = 10000; // ms between questions where streams do not come through, more or less: phones must not ask together
  const POLL_LATE = 40000; // ms between questions at most, after several that nobody answered
  const GIVE_UP = 60000; // ms after which a press is not sent any more
  const query = `?lang=${words.language}`;
  const answer = $("answer");

  let heard = Date.now(); // when the office was last heard
  let age = 0; // ms that the office's own knowledge was old then
  let lost = false;
  let over = words.over === "yes";
  let rung = words.call;
  let pending = null; // { kind, id, until }
  let source = null;
  let failures = 0;
  let polling = null; // the next question
  let asking = false;
  let unanswered = 0;
  let serverWarning = $("warning").textContent;

  function put(element, text) {
    if (element.textContent !== text) element.textContent = text;
    element.hidden = text === "";
  }

  function show(face) {
    root.dataset.state = face.state;
    root.querySelectorAll("[data-text]").forEach((element) => put(element, face[element.dataset.text]));
    $("facts").hidden = face.ahead === "";
    serverWarning = face.warning;
    $("leave").hidden = !face.leave;
    $("why").hidden = face.ahead === "";
    if (face.ahead === "") put($("why-said"), "");
    const survey = $("survey");
    survey.hidden = face.survey === "";
    if (face.survey) survey.querySelector("a").href = face.survey;
    if ($("spoken").textContent !== face.spoken) $("spoken").textContent = face.spoken;
    document.title = face.title;
    if (face.call && face.call !== rung) ring(face);
    rung = face.call;
    over = face.over;
    if (over) {
      source?.close();
      $("actions").hidden = true;
      document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
      clearTimeout(polling);
    }
    if (!face.leave && $("sure-leave").open) $("sure-leave").close();
    if (!face.give_way && $("sure-give-way").open) $("sure-give-way").close();
    tick();
  }

  function ring(face) {
    navigator.vibrate?.([400, 200, 400, 200, 800]);
    try {
      if (window.Notification?.permission === "granted") new Notification(face.heading, { body: face.title, tag: "call", renotify: true, requireInteraction: true });
    } catch { /* some phones notify through workers alone; they have vibrated */ }
  }

  function lasting(ms) {
    const seconds = Math.round(ms / 1000);
    return seconds < 60 ? words.s.replace("{s}", seconds) : words.m.replace("{m}", Math.round(seconds / 60));
  }

  function tick() {
    if (over) return put($("age"), "");
    const old = Date.now() - heard + age;
    lost = navigator.onLine === false || Date.now() - heard > SILENCE || (lost && source?.readyState !== EventSource.OPEN && !polling);
    root.classList.toggle("lost", lost);
    const at = new Intl.DateTimeFormat("uk", { hour: "2-digit", minute: "2-digit", timeZone: document.body.dataset.zone }).format(Date.now() - old);
    put($("warning"), lost ? words.lost.replace("{time}", at) : serverWarning);
    put($("age"), old < 7000 ? words.fresh : words.age.replace("{age}", lasting(old)));
    send();
  }

  function hear(beat) {
    heard = Date.now();
    age = beat.age * 1000;
    failures = 0;
    lost = false;
    tick();
  }

  function listen() {
    source?.close();
    if (over) return;
    if (!window.EventSource || failures > 3) return poll();
    source = new EventSource(`${words.path}/events${query}`);
    source.onopen = () => {
      clearTimeout(polling);
      polling = null;
    };
    source.addEventListener("face", (event) => show(JSON.parse(event.data)));
    source.addEventListener("beat", (event) => hear(JSON.parse(event.data)));
    source.onerror = () => {
      failures += 1;
      lost = true;
      tick();
      // A source that was answered with an error never tries again by itself.
      if (source.readyState === EventSource.CLOSED || failures > 3) setTimeout(listen, Math.min(1000 * 2 ** failures, 15000) * (0.5 + Math.random()));
    };
  }

  async function ask() {
    try {
      const response = await fetch(`${words.path}/state.json${query}`, { cache: "no-store", signal: AbortSignal.timeout(8000) });
      if (!response.ok) throw new Error(response.status);
      const state = await response.json();
      unanswered = 0;
      show(state.face);
      hear(state);
    } catch {
      unanswered += 1;
      lost = true;
      tick();
    }
  }

  async function poll() {
    if (asking) return;
    clearTimeout(polling);
    asking = true;
    await ask();
    asking = false;
    if (!over && source?.readyState !== 1) polling = setTimeout(poll, Math.min(POLL * 2 ** unanswered, POLL_LATE) * (0.8 + 0.4 * Math.random()));
  }

  // A press is one command, however often it is sent: its id is made here and kept over a cut connection.

  const KEPT = `pending ${words.path}`;

  function keep(press) {
    pending = press;
    if (press) sessionStorage.setItem(KEPT, JSON.stringify(press));
    else sessionStorage.removeItem(KEPT);
    ["give-way", "leave", "why"].forEach((id) => $(id).setAttribute("aria-disabled", String(press !== null)));
  }

  function say(text, bad = false) {
    put(answer, text);
    answer.classList.toggle("bad", bad);
  }

  function press(kind) {
    if (pending) return;
    keep({ kind, id: newId(), until: Date.now() + GIVE_UP });
    say(words.sending);
    send();
  }

  let sending = false;
  let nextTry = 0;

  async function send() {
    if (!pending || sending || Date.now() < nextTry) return;
    const { kind, id, until } = pending;
    if (Date.now() > until) {
      keep(null);
      return say(words.givenUp, true);
    }
    sending = true;
    try {
      const response = await fetch(`${words.path}/${kind}${query}`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-cherha": "press" },
        body: JSON.stringify({ id }),
        signal: AbortSignal.timeout(9000),
      });
      const reply = await response.json();
      if (reply.status === "no-answer") {
        say(reply.message);
        nextTry = Date.now() + 1500;
      } else {
        keep(null);
        if (kind === "why" && reply.status === "done") {
          say("");
          put($("why-said"), reply.message);
        } else say(reply.message, reply.status !== "done");
      }
    } catch {
      say(words.pending);
      nextTry = Date.now() + 1500;
    } finally {
      sending = false;
    }
  }

  ["leave", "give-way"].forEach((kind) => {
    const sure = $(`sure-${kind}`);
    $(kind).addEventListener("click", () => pending || sure.showModal());
    sure.querySelector("[data-no]").addEventListener("click", () => sure.close());
    sure.querySelector("[data-yes]").addEventListener("click", () => {
      sure.close();
      press(kind);
    });
  });
  $("why").addEventListener("click", () => press("why"));

  // To be told: a notification where the phone allows it, vibration, and a screen that stays on.
  async function stayAwake() {
    try {
      await navigator.wakeLock?.request("screen");
    } catch { /* a low battery says no */ }
  }
  const may = "Notification" in window || "vibrate" in navigator;
  $("notify").hidden = !may || over;
  $("notify").addEventListener("click", async () => {
    const allowed = "Notification" in window ? (await Notification.requestPermission()) === "granted" : true;
    navigator.vibrate?.(100);
    stayAwake();
    put($("notify-said"), allowed || "vibrate" in navigator ? words.notifyOn : words.notifyOff);
    $("notify").hidden = true;
  });

  document.addEventListener("visibilitychange", () => {
    if (document.hidden || over) return;
    if (!$("notify-said").hidden) stayAwake();
    if (Date.now() - heard > SILENCE / 2) listen();
  });
  addEventListener("online", listen);
  addEventListener("offline", () => {
    lost = true;
    tick();
  });
  addEventListener("pageshow", (event) => event.persisted && listen());

  $("actions").hidden = over;
  const kept = sessionStorage.getItem(KEPT);
  if (kept) keep(JSON.parse(kept));
  listen();
  tick();
  setInterval(tick, 1000);
})();
