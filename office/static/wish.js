// A wish of a form, as one press: the same words are sent with the same id until an answer to them has come.
"use strict";

const Wish = (() => {
  const PATIENCE = 20000; // ms: a PIN takes a while, a list of them longer

  function sender() {
    let attempt = null; // { press, body }
    return {
      forget() {
        attempt = null;
      },
      // The reply; null when the session is over and somebody has to come in again. Throws where no answer came.
      async send(address, wish) {
        const body = address + JSON.stringify(wish);
        if (attempt?.body !== body) attempt = { press: newId(), body };
        const response = await fetch(address, {
          method: "POST",
          headers: { "content-type": "application/json", "x-cherha": "press" },
          body: JSON.stringify({ press: attempt.press, ...wish }),
          signal: AbortSignal.timeout(PATIENCE),
        });
        if (response.status === 401 || response.status === 423 || response.redirected) {
          if (await Door.ask()) location.reload();
          return null;
        }
        const reply = await response.json();
        attempt = null;
        return reply;
      },
    };
  }

  return { sender };
})();
