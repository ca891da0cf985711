"use strict";
// Adds a button to what one may want to copy. Without it, the text can be selected as ever.
if (navigator.clipboard) {
  for (const text of document.querySelectorAll(".copy")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copier";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy " + (text.closest("dd")?.previousElementSibling?.textContent ?? "the text"));
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
    });
    text.after(button);
  }
}
