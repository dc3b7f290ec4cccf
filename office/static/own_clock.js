// The clock of the queue-master's machine beside this device's: what differs, and what it is to be set to, as it ticks.
"use strict";

(() => {
  const PATIENCE = 45000; // ms: the desk, and then a program that sets the clock
  const MINUTE = 60000;
  const DAY = 1440 * MINUTE;
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
  const hands = new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "medium", timeZone: zone }); // as a field of a form has them
  let queue = { day: "", people: 0 };
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

  const asTyped = (moment) => hands.format(moment).replace(" ", "T");

  // What follows of setting it to `wanted`, which is `leap` ms from where it stands.
  function warn(wanted, leap) {
    const much = Math.abs(leap) >= 2000; // no number: nothing is typed
    put("leap", much ? words[leap > 0 ? "forward" : "back"].replace("{span}", lasting(Math.abs(leap))) : "");
    $("leap").className = Math.abs(leap) >= DAY ? "wrong" : "hint";
    $("leap").hidden = !much;
    const ends = queue.people > 0 && wanted.slice(0, 10) > queue.day;
    put("another-day", ends ? words.day.replace("{n}", queue.people) : "");
    $("another-day").hidden = !ends;
  }

  function show(device) {
    const typed = fields.whose.value === "typed";
    typing = typed ? Date.parse(`${fields.typed.value}Z`) : NaN;
    $("typing").hidden = !typed;
    fields.typed.required = typed;
    put("wanted", typed ? (Number.isNaN(typing) ? "–" : typedOne.format(typing)) : inHall.format(device));
    put("zone", words.zone.replace("{zone}", zone).replace("{offset}", offset(typed && !Number.isNaN(typing) ? typing : device)));
    if (typed) warn(fields.typed.value, typing - Date.parse(`${asTyped(Live.now())}Z`));
    else warn(asTyped(device), device - Live.now());
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
    fields.typed.value = asTyped(Date.now());
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
  Live.listen(root, (view) => {
    queue = view.queue;
    tick();
  });
  tick();
  setInterval(tick, 200);
})();
