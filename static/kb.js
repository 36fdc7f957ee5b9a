/* Everything works without this file; it saves readers some steps. */
(() => {
  "use strict";
  const law = document.querySelector("[data-chosen]");
  if (law && !location.hash) {
    document.getElementById(law.dataset.chosen)?.scrollIntoView({ behavior: "instant" });
  }

  // Filters and contents stand open where there is room for them beside the page.
  if (matchMedia("(min-width: 62rem)").matches) {
    document.querySelectorAll(".filters, .law:not(.parallel) .contents").forEach((part) => { part.open = true; });
  }

  // In long contents, bring the line of the article that is being read into sight.
  const contents = document.querySelector(".contents nav");
  const here = location.hash || (law ? "#" + law.dataset.chosen : "");
  if (contents && here) {
    const line = contents.querySelector(`a[href="${CSS.escape ? "#" + CSS.escape(here.slice(1)) : here}"]`);
    if (line) contents.scrollTop = line.offsetTop - contents.offsetTop - contents.clientHeight / 3;
  }

  // A permanent link also copies itself.
  const said = document.createElement("p");
  said.className = "away";
  said.setAttribute("role", "status");
  document.body.append(said);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".permalink");
    if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.replaceState(null, "", link.href);
    navigator.clipboard.writeText(link.href).then(() => {
      said.className = "copied";
      said.textContent = document.body.dataset.copied;
      setTimeout(() => { said.className = "away"; said.textContent = ""; }, 2000);
    }, () => { location.href = link.href; });
  });
})();
