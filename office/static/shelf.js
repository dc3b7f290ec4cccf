// The list of files: who is on trial, and the way to one that is not there yet.
"use strict";

(() => {
  const root = document.getElementById("shelf");
  const other = document.getElementById("other");
  Live.listen(root, () => {});
  function open() {
    const name = other.value.trim().toLowerCase();
    if (/^[a-z0-9-]{1,40}$/.test(name)) location.assign(`/admin/files/${name}`);
    else other.focus();
  }
  document.getElementById("open")?.addEventListener("click", open);
  other?.addEventListener("keydown", (event) => {
    if (event.key === "Enter") open();
  });
})();
