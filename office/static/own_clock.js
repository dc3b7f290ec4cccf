// The clock of the queue-master's machine beside this device's: what differs, and what it is to be set to, as it ticks.
"use strict";

(() => {
  const PATIENCE = 45000; // ms: the desk, and then a program that sets the clock
  const MINUTE = 60000;
  const root = document.getElementById("own-clock");
  const words = root.dataset;
  const $ = (id) => document.getElementById(id);
  const dialog = $("sure");
  const { elements: fields } = $("form");
  const zone = document.body.dataset.zone;
  const full = { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" };
  const language = { en: "en-GB" }[document.documentElement.lang] ?? document.documentElement.lang; // the day first, as here
  const inHall = new Intl.DateTimeFormat(language, { ...full, hourCycle: "h23", timeZone: zone });
  const typedOne = new Intl.DateTimeFormat(language, { ...full, hourCycle: "h23", timeZone: "UTC" });
  let busy = false;
  let typing; // the dialog's typed time, as milliseconds of no zone

  function put(id, text) {
    if ($(id) && $(id).textContent !== text) $(id).textContent = text;
  }

  function lasting(ms) {
    const s = Math.round(ms / 1000);
    const [d, h, m] = [Math.floor(s / 86400), Math.floor(s / 3600), Math.floor(s / 60)];
    if (d) return words.days.replace("{d}", d).replace("{h}", h % 24);
    if (h) return words.h.replace("{h}", h).replace("{m}", m % 60);
    return m ? words.m.replace("{m}", m).replace("{s}", s % 60) : words.s.replace("{s}", s);
  }

  function offset(moment) {
    const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(moment);
    return parts.find((part) => part.type === "timeZoneName").value.replace("GMT", "UTC");
  }

  function tick() {
    const device = Date.now();
    const ahead = Live.now() - device;
    put("hands", inHall.format(Live.now()));
    put("device", inHall.format(device));
    const much = Math.abs(ahead) >= 2000;
    put("difference", much ? words[ahead > 0 ? "ahead" : "behind"].replace("{span}", lasting(Math.abs(ahead))) : words.same);
    const far = Math.abs(ahead) > MINUTE;
    $("difference").className = far ? "bad" : "";
    const differs = $("differs"); // drawn anew with its part
    if (differs) {
      differs.textContent = differs.dataset.what;
      differs.hidden = !far;
    }
    $("set")?.classList.toggle("main", far || $("set").dataset.unkept === "yes");
    if (dialog.open) show(device);
  }

  function show(device) {
    const typed = fields.whose.value === "typed";
    typing = typed ? Date.parse(`${fields.typed.value}Z`) : NaN;
    $("typing").hidden = !typed;
    fields.typed.required = typed;
    put("wanted", typed ? (Number.isNaN(typing) ? "–" : typedOne.format(typing)) : inHall.format(device));
    put("zone", words.zone.replace("{zone}", zone).replace("{offset}", offset(typed && !Number.isNaN(typing) ? typing : device)));
  }

  function wrong(text) {
    $("wrong").textContent = text;
    $("wrong").hidden = text === "";
    if (text) $("wrong").scrollIntoView({ block: "nearest" });
  }

  function say(text, kind) {
    $("told").textContent = text;
    $("told").className = `told ${kind}`;
    $("told").hidden = text === "";
  }

  function open() {
    $("form").reset();
    const now = new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "medium", timeZone: zone }).format(Date.now());
    fields.typed.value = now.replace(" ", "T");
    wrong("");
    say("", "");
    dialog.showModal();
    tick();
  }

  async function send() {
    if (busy) return;
    const wish = fields.whose.value === "typed" ? { typed: new Date(typing).toISOString().slice(0, 19) } : { moment: new Date().toISOString() };
    busy = true;
    $("yes").disabled = true;
    wrong("");
    say(words.sending, "busy");
    try {
      const response = await fetch(words.set, {
        method: "POST",
        headers: { "content-type": "application/json", "x-cherha": "press" },
        body: JSON.stringify({ id: newId(), ...wish }),
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (response.status === 401 || response.status === 423 || response.redirected) {
        say("", "");
        await Door.ask();
        return;
      }
      const reply = await response.json();
      if (reply.status === "done") {
        dialog.close();
        say(reply.message, "good");
      } else {
        say("", "");
        wrong(reply.message);
      }
    } catch {
      say("", "");
      wrong(words.unsent);
    } finally {
      busy = false;
      $("yes").disabled = false;
    }
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("#set");
    if (button && event.detail <= 1 && !Live.isLost()) open();
  });
  $("form").addEventListener("input", tick);
  $("form").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  $("no").addEventListener("click", () => dialog.close());
  Live.listen(root, tick);
  tick();
  setInterval(tick, 200);
})();
