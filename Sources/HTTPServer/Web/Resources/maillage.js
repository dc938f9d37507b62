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

// How much is new, while the page is looked at; nothing moves before one asks for it.
const posts = document.querySelector("[data-watch]");
const fresh = document.querySelector(".fresh");
const title = document.title;
let stream = null;

const showNew = async (button) => {
  button.disabled = true;
  try {
    const answer = await fetch(location.pathname + location.search);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const list = page.querySelector("[data-watch]");
    const all = [...(list ? list.querySelectorAll(":scope > .post") : [])];
    const old = all.findIndex((post) => document.getElementById(post.id));
    // Where more is new than one page holds, or nothing was there, the whole page is.
    if (!answer.ok || old < 0) return location.reload();
    posts.prepend(...all.slice(0, old));
    posts.dataset.watch = list.dataset.watch;
    button.remove();
    listen();
    const first = posts.querySelector(":scope > .post a");
    if (first) first.focus();
  } catch {
    location.reload();
  }
};

const tellPosts = (event) => {
  const told = JSON.parse(event.data);
  let button = fresh.querySelector("button");
  if (!told.count) return button && button.remove();
  if (!button) {
    button = document.createElement("button");
    button.className = "button small";
    button.addEventListener("click", () => showNew(button));
    fresh.append(button);
  }
  button.textContent = told.words;
};

const tellNotices = (event) => {
  const told = JSON.parse(event.data);
  const link = document.querySelector('.menu a[href="/notifications"]');
  if (!link) return;
  let count = link.querySelector(".count");
  if (!count) {
    count = document.createElement("span");
    count.className = "count";
    link.append(" ", count);
  }
  count.hidden = !told.count;
  count.textContent = told.count;
  count.title = told.words;
  document.title = told.count ? `(${told.count}) ${title}` : title;
};

// Browsers have few connections for each site, so a page that nobody looks at gives its own back.
const listen = () => {
  if (stream) stream.close();
  stream = null;
  const place = document.body.dataset.live;
  if (!place || document.hidden || !window.EventSource) return;
  stream = new EventSource(posts ? `${place}?${posts.dataset.watch}` : place);
  if (fresh) stream.addEventListener("posts", tellPosts);
  stream.addEventListener("notices", tellNotices);
};
document.addEventListener("visibilitychange", listen);
window.addEventListener("pagehide", () => stream && stream.close());
window.addEventListener("pageshow", listen);

// What is being written stays until it is sent, in this tab only: the page that follows names the post.
const kept = (text) => `draft ${location.pathname} ${text.dataset.draft}`;
const sending = sessionStorage.getItem("sending");
sessionStorage.removeItem("sending");
if (sending && location.hash.startsWith("#post-")) sessionStorage.removeItem(sending);
for (const text of document.querySelectorAll("textarea[data-draft]")) {
  const draft = sessionStorage.getItem(kept(text));
  if (draft && (text.value === "" || draft.startsWith(text.value))) {
    text.value = draft;
    text.dispatchEvent(new Event("input"));
  }
  text.addEventListener("input", () => {
    if (text.value === text.defaultValue) sessionStorage.removeItem(kept(text));
    else sessionStorage.setItem(kept(text), text.value);
  });
  text.form.addEventListener("submit", () => sessionStorage.setItem("sending", kept(text)));
}
document.addEventListener("submit", (event) => {
  // What was written is nobody's who signs in next.
  if (event.target.getAttribute("action") === "/sign-out") sessionStorage.clear();
});

// Ctrl and Enter send what one writes.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  if (event.target.matches(".composer textarea")) event.target.form.requestSubmit();
});

// Pictures are pasted and dropped into the field for files.
const addFiles = (form, files) => {
  const field = form.querySelector("input[type=file]");
  const all = new DataTransfer();
  for (const file of [...field.files, ...files].slice(0, 4)) all.items.add(file);
  field.files = all.files;
  field.closest("details").open = true;
};
for (const form of document.querySelectorAll(".composer")) {
  form.addEventListener("paste", (event) => {
    const files = event.clipboardData.files;
    if (!files.length) return;
    event.preventDefault();
    addFiles(form, files);
  });
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("dropping");
  });
  form.addEventListener("dragleave", () => form.classList.remove("dropping"));
  form.addEventListener("drop", (event) => {
    form.classList.remove("dropping");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    addFiles(form, event.dataTransfer.files);
  });
}

// Names and hashtags are completed while one writes (ARIA Authoring Practices, combobox).
for (const text of document.querySelectorAll("textarea[data-complete]")) {
  const list = document.createElement("ul");
  list.className = "names";
  list.id = `${text.id}-names`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", text.labels[0].textContent);
  text.parentElement.classList.add("completing");
  text.after(list);
  text.setAttribute("aria-autocomplete", "list");
  text.setAttribute("aria-controls", list.id);
  let wait = 0;
  let asked = "";

  const word = () => {
    const before = text.value.slice(0, text.selectionStart);
    const found = /(?:^|\s)([@#][^\s@#]+(?:@[^\s@#]*)?)$/u.exec(before);
    return found ? found[1] : "";
  };
  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    text.removeAttribute("aria-activedescendant");
  };
  const point = (item) => {
    for (const other of list.children) other.setAttribute("aria-selected", String(other === item));
    text.setAttribute("aria-activedescendant", item.id);
  };
  const take = (item) => {
    const end = text.selectionStart;
    text.setRangeText(`${item.dataset.text} `, end - word().length, end, "end");
    close();
    text.dispatchEvent(new Event("input"));
  };
  const show = async () => {
    const typed = word();
    asked = typed;
    if (typed.length < 3) return close();
    const answer = await fetch(`${text.dataset.complete}?${new URLSearchParams({ q: typed })}`);
    const isPlain = (answer.headers.get("content-type") || "").startsWith("application/json");
    if (!answer.ok || !isPlain || asked !== word()) return close();
    close();
    for (const [number, found] of (await answer.json()).entries()) {
      const item = document.createElement("li");
      item.id = `${list.id}-${number}`;
      item.dataset.text = found.text;
      item.textContent = found.name ? `${found.name} ${found.text}` : found.text;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(item);
      });
      list.append(item);
    }
    list.hidden = !list.children.length;
  };
  text.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => show().catch(close), 200);
  });
  text.addEventListener("blur", close);
  text.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const items = [...list.children];
    const current = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") point(items[(current + 1) % items.length]);
    else if (event.key === "ArrowUp") point(items[(Math.max(current, 0) + items.length - 1) % items.length]);
    else if (event.key === "Escape") close();
    else if ((event.key === "Enter" || event.key === "Tab") && current >= 0) take(items[current]);
    else return;
    event.preventDefault();
  });
}

// What one points at in a picture says what it is, and shows what it hangs together with.
for (const figure of document.querySelectorAll(".drawn")) {
  const hint = document.createElement("p");
  hint.className = "hint";
  hint.hidden = true;
  hint.setAttribute("aria-hidden", "true");
  figure.append(hint);
  const parts = () => figure.querySelectorAll("[data-point], [data-ends]");
  const show = (event) => {
    const titled = event.target.closest("svg *:has(> title)") || event.target.querySelector(":has(> title)");
    hint.hidden = !titled;
    if (titled) hint.textContent = titled.querySelector(":scope > title").textContent;
    const part = event.target.closest("[data-point], [data-ends]");
    for (const other of parts()) other.classList.toggle("dimmed", !!part && !belongs(part, other, figure));
  };
  const hide = () => {
    hint.hidden = true;
    for (const other of parts()) other.classList.remove("dimmed");
  };
  for (const kind of ["pointerover", "focusin"]) figure.addEventListener(kind, show);
  for (const kind of ["pointerleave", "focusout"]) figure.addEventListener(kind, hide);
  // By keys one goes from point to point, so the picture is no single one any more.
  for (const point of figure.querySelectorAll("[data-point]")) {
    point.closest("svg").setAttribute("role", "group");
    point.setAttribute("role", "img");
    point.setAttribute("aria-label", point.querySelector("title").textContent);
    point.setAttribute("tabindex", "0");
  }
}

function belongs(part, other, figure) {
  const ends = (line) => line.dataset.ends.split(" ");
  if (part === other) return true;
  if (part.dataset.ends) return ends(part).includes(other.dataset.point);
  const point = part.dataset.point;
  if (other.dataset.ends) return ends(other).includes(point);
  return [...figure.querySelectorAll("[data-ends]")].some((line) => {
    return ends(line).includes(point) && ends(line).includes(other.dataset.point);
  });
}
