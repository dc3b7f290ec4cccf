// A ULID (https://github.com/ulid/spec): made by the page, so that a press keeps its id when it is sent again.
"use strict";

function newId() {
  const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  let time = Date.now();
  let id = "";
  for (let i = 0; i < 10; i++) {
    id = letters[time % 32] + id;
    time = Math.floor(time / 32);
  }
  crypto.getRandomValues(new Uint8Array(16)).forEach((byte) => (id += letters[byte % 32]));
  return id;
}
