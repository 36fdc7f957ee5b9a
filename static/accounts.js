/* Says on the page that a passkey did not answer. */
(() => {
  "use strict";
  document.addEventListener("allauth.error", (event) => {
    const said = document.getElementById("passkey_error");
    if (!said) return;
    event.preventDefault();
    said.hidden = false;
  });
})();
