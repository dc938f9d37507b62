// What pages do besides: every one of them works without this.
"use strict";

// A deed is done without leaving the place where one reads.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = event.submitter;
  if (!form.matches(".deeds") || !button) return;
  event.preventDefault();
  button.disabled = true;
  try {
    const answer = await fetch(button.formAction || form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      redirect: "follow",
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const post = form.closest(".post");
    const fresh = answer.ok && post && page.getElementById(post.id);
    if (!fresh) throw new Error(answer.statusText);
    const place = button.formAction.replace(/un(?=[a-z]+$)/, "");
    post.replaceWith(fresh);
    for (const other of fresh.querySelectorAll("button.deed")) {
      if (other.formAction.replace(/un(?=[a-z]+$)/, "") === place) other.focus();
    }
  } catch {
    button.disabled = false;
    // The browser does it in its own way, and shows what is wrong.
    form.action = button.formAction;
    HTMLFormElement.prototype.submit.call(form);
  }
});

// How much is left to write.
for (const text of document.querySelectorAll("textarea[maxlength]")) {
  const left = document.createElement("p");
  left.className = "figures";
  left.setAttribute("role", "status");
  text.parentElement.append(left);
  const tell = () => {
    const rest = text.maxLength - text.value.length;
    left.textContent = rest < 200 ? String(rest) : "";
  };
  text.addEventListener("input", tell);
  tell();
}
