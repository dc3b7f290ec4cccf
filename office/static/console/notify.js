// A call that came by itself while the operator looks elsewhere: a notice of the desktop, and a sound if wanted.
"use strict";

const Notify = (() => {
  const root = document.getElementById("console");
  const notices = document.getElementById("notices");
  const sound = document.getElementById("sound");
  const can = "Notification" in window && isSecureContext;
  let before = null;
  let heard = null;

  notices.closest("label").hidden = !can;
  notices.checked = can && Notification.permission === "granted" && localStorage.getItem("notices") !== "off";
  sound.checked = localStorage.getItem("sound") === "on";

  notices.addEventListener("change", async () => {
    if (notices.checked && Notification.permission !== "granted") {
      notices.checked = (await Notification.requestPermission()) === "granted";
    }
    localStorage.setItem("notices", notices.checked ? "on" : "off");
  });
  sound.addEventListener("change", () => {
    localStorage.setItem("sound", sound.checked ? "on" : "off");
    if (sound.checked) ring();
  });

  // Two soft notes, made here: no file to fetch. A browser allows them once the page was touched.
  function ring() {
    heard ??= new AudioContext();
    heard.resume();
    [660, 880].forEach((pitch, place) => {
      const note = heard.createOscillator();
      const volume = heard.createGain();
      const begin = heard.currentTime + place * 0.18;
      note.frequency.value = pitch;
      volume.gain.setValueAtTime(0, begin);
      volume.gain.linearRampToValueAtTime(0.15, begin + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.4);
      note.connect(volume).connect(heard.destination);
      note.start(begin);
      note.stop(begin + 0.45);
    });
  }

  // `own`: this page has just pressed something, so that what came was asked for.
  function onView(view, own) {
    const called = view.state === "calling" && before !== null && before !== view.ticket;
    before = view.state === "calling" ? view.ticket : "";
    if (!called || own) return;
    if (sound.checked) ring();
    if (notices.checked && (document.hidden || !document.hasFocus())) {
      const notice = new Notification(root.dataset.calledByItself.replace("{number}", view.ticket), {
        body: view.spoken,
        tag: "called",
        renotify: true,
      });
      notice.onclick = () => {
        window.focus();
        notice.close();
      };
    }
  }

  return { onView };
})();
