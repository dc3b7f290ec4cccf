// A PIN pad: touched, typed, or filled by a card reader, which types faster than anybody and ends with Enter.
"use strict";

const Pad = (() => {
  const CARD_LEAST = 6; // signs; shorter is a PIN however fast it was typed
  const CARD_GAP = 35; // ms between two signs of a reader

  function fit(root, send) {
    const pin = root.querySelector(".pad-pin");
    const told = root.querySelector(".pad-told");
    const keys = [...root.querySelectorAll(".pad-key")];
    let stamps = [];
    let busy = false;

    const clear = () => {
      pin.value = "";
      stamps = [];
    };

    const isCard = () => {
      if (pin.value.length < CARD_LEAST || stamps.length !== pin.value.length) return false;
      return (stamps[stamps.length - 1] - stamps[0]) / (stamps.length - 1) < CARD_GAP;
    };

    async function go() {
      if (busy || pin.value === "") return;
      busy = true;
      const wish = isCard() ? { card: pin.value } : { pin: pin.value };
      clear();
      told.textContent = "";
      keys.forEach((key) => key.setAttribute("aria-disabled", "true"));
      const words = await send(wish);
      keys.forEach((key) => key.setAttribute("aria-disabled", "false"));
      busy = false;
      if (words) told.textContent = words;
      pin.focus();
    }

    // `at`: when the key was pressed, not when this page had time for it.
    const put = (sign, at) => {
      if (busy || pin.value.length >= 40) return;
      pin.value += sign;
      stamps.push(at);
    };

    root.addEventListener("click", (event) => {
      const key = event.target.closest(".pad-key");
      if (!key || busy) return;
      if (key.dataset.digit) {
        pin.value += key.dataset.digit;
        stamps = []; // touched: no reader
      } else if ("back" in key.dataset) {
        pin.value = pin.value.slice(0, -1);
        stamps = [];
      } else go();
    });
    return { clear, pin, put, go, told: (words) => (told.textContent = words) };
  }

  // Signs go to the pad wherever the focus is, unless it is in another field.
  function listen(pad, active = () => true) {
    document.addEventListener("keydown", (event) => {
      if (!active() || event.ctrlKey || event.altKey || event.metaKey) return;
      const elsewhere = event.target.matches("input, textarea, select") && event.target !== pad.pin;
      if (elsewhere) return;
      if (event.key === "Enter") {
        if (event.target.matches("button, a")) return;
        event.preventDefault();
        pad.go();
      } else if (event.key === "Backspace" && event.target !== pad.pin) {
        pad.pin.value = pad.pin.value.slice(0, -1);
      } else if (/^[0-9A-Za-z]$/.test(event.key)) {
        event.preventDefault();
        pad.put(event.key, event.timeStamp);
      }
    });
  }

  async function post(address, body, offline) {
    try {
      const response = await fetch(address, {
        method: "POST",
        headers: { "content-type": "application/json", "x-cherha": "press" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(15000),
      });
      return await response.json();
    } catch {
      return { status: "no-answer", message: offline };
    }
  }

  return { fit, listen, post };
})();
