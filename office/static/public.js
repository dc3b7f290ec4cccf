// The state of the hall: fetched anew every 15 s; when that fails, the page says of when it is.
"use strict";

setInterval(async () => {
  if (document.hidden) return;
  const now = document.getElementById("now");
  try {
    const response = await fetch(now.dataset.path, { signal: AbortSignal.timeout(10000) });
    if (!response.ok) throw new Error(response.status);
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("now");
    // Only what differs is touched, so that a reader's place in the page stays.
    if (fresh.children.length !== now.children.length) now.replaceChildren(...fresh.children);
    else [...fresh.children].forEach((part, at) => part.isEqualNode(now.children[at]) || now.children[at].replaceWith(part));
    now.dataset.at = fresh.dataset.at;
  } catch {
    const at = new Intl.DateTimeFormat("uk", { hour: "2-digit", minute: "2-digit", timeZone: now.dataset.zone }).format(Date.parse(now.dataset.at));
    const lost = document.getElementById("lost");
    lost.textContent = now.dataset.lost.replace("{time}", at);
    lost.hidden = false;
  }
}, 15000);
