// Tells the browser, and so screen readers, which language and which page it now shows.
let ncPath = null;

function ncSpeak() {
  const here = document.querySelector(".nc-told");
  const [root, lang] = [document.documentElement, here && here.dataset.lang];
  if (!here || (ncPath === here.dataset.path && root.lang === lang)) return;
  if (root.lang !== lang) root.lang = lang; // written once more, it has every part styled anew
  ncPath = here.dataset.path;
  ncTranslate(document.body);
  // Asked for anew, the page is refused: no frame of another site may hold it.
  if (window.ncApart.includes(ncPath) && ncIsHeld()) location.reload();
}

function ncIsHeld() {
  try {
    return window.top.location.origin !== location.origin;
  } catch {
    return true; // another site's page says nothing of itself
  }
}

// Streamlit may redraw the menu at any time, marks nothing in it for screen readers, and links home
// relative to the page that is open.
function ncMenu() {
  document.querySelectorAll(".st-key-nc-menu a").forEach(function (link) {
    const target = link.getAttribute("href");
    if (!target || target[0] === "?") link.setAttribute("href", "/" + target);
    const here = ncPath !== null && new URL(link.href).pathname === ncPath;
    if (here === link.hasAttribute("aria-current")) return;
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
}

// Streamlit's own few words are English only: those that a reader can meet are replaced by ours
// (window.ncWords, from the catalogues), never inside the record's own texts.
const ncAttributes = ["aria-label", "placeholder", "title"];
const ncEnglish = new WeakMap();

function ncWord(text, key) {
  const words = window.ncWords[document.documentElement.lang] || {};
  const forms = key === "text" ? /^(Add:) (.+)$/ : /^(Remove|Help for) (.+)$/;
  const named = (key === "text" || key === "aria-label") && text.match(forms);
  if (named && words[named[1] + " {name}"]) {
    return words[named[1] + " {name}"].replace("{name}", function () { return named[2]; });
  }
  const number = (text.match(/\d+/) || [""])[0];
  const known = [text, text.replace(/\d+/, "{n}")].find((one) => Object.hasOwn(words, one));
  return known ? words[known].replace("{n}", number) : null;
}

function ncReplace(holder, key, text, write) {
  const kept = ncEnglish.get(holder) || {};
  const english = kept[key] && kept[key].shown === text ? kept[key].english : text.trim();
  const word = ncWord(english, key);
  if (!word) return;
  const [before, after] = [text.match(/^\s*/)[0], text.match(/\s*$/)[0]]; // between it and the next
  const ours = before + word + after;
  kept[key] = {english: english, shown: ours};
  ncEnglish.set(holder, kept);
  if (ours !== text) write(ours);
}

function ncTranslate(root) {
  if (root.nodeType === Node.TEXT_NODE) {
    if (root.parentElement && !root.parentElement.closest(".stHtml, script, style")) {
      ncReplace(root, "text", root.data, function (ours) { root.data = ours; });
    }
    return;
  }
  if (root.nodeType !== Node.ELEMENT_NODE || root.closest(".stHtml")) return;
  ncAttributes.forEach(function (name) {
    const value = root.getAttribute(name);
    if (value) ncReplace(root, name, value, function (ours) { root.setAttribute(name, ours); });
  });
  root.childNodes.forEach(ncTranslate);
}

new MutationObserver(function (changes) {
  changes.forEach(function (change) {
    if (change.type === "childList") change.addedNodes.forEach(ncTranslate);
    else ncTranslate(change.target);
  });
  ncSpeak();
  ncMenu();
  ncGoOn();
  ncFolds();
  ncReach();
  ncColumns();
}).observe(document.documentElement, {
  childList: true, subtree: true, characterData: true, attributes: true,
  attributeFilter: ncAttributes,
});

// The columns that a reader chose for files, for the next visit (components/page/columns.py).
function ncColumns() {
  const chosen = document.querySelector(".nc-keeps");
  if (!chosen) return;
  const kept = "nhip-cau-columns=" + chosen.dataset.columns; // names of ours: nothing to escape
  if (document.cookie.split("; ").includes(kept)) return;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = kept + "; path=/; max-age=31536000; samesite=lax" + secure;
}

// Where a form goes on to another step or row, the reader goes on as well: the screen and the
// keyboard to the heading of what was opened, which is named by data-goal.
let ncGoal = null, ncGoalPart = null, ncGoalHolds = false;

function ncGoOn() {
  const goal = document.querySelector(".nc-goal");
  if (!goal) return;
  const name = goal.dataset.goal;
  const isNew = name !== ncGoal;
  // Streamlit may draw the heading anew, which takes the keyboard from it.
  if (!isNew && (goal === ncGoalPart || !ncGoalHolds)) return;
  const isFirst = ncGoal === null;
  ncGoal = name;
  ncGoalPart = goal;
  if (isFirst) return; // a page that is opened begins at its top
  if (isNew) goal.scrollIntoView({block: "start"});
  goal.focus({preventScroll: true});
  ncGoalHolds = true;
}

["focusin", "pointerdown"].forEach(function (name) {
  document.addEventListener(name, function (event) {
    if (event.target !== ncGoalPart) ncGoalHolds = false;
  });
});

// Links from one step or row to another stay in the session: quicker than a new document, and what
// was typed last is on its way before the form goes.
document.addEventListener("click", function (event) {
  const link = event.target.closest && event.target.closest(".nc-walk a[href]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  dispatchEvent(new PopStateEvent("popstate"));
});

// On a touch screen a list of several closes once one is chosen: open, it would cover the form.
document.addEventListener("click", function (event) {
  const field = document.activeElement;
  if (!event.target.closest || !event.target.closest("[role=option]")) return;
  if (!matchMedia("(pointer: coarse)").matches || !field.closest("[data-testid=stMultiSelect]")) return;
  setTimeout(function () { field.blur(); });
}, true);

// A block pasted into the grid of many rows goes to the server as it was copied. The grid itself
// would lose rows below its end, columns beyond its edge and words that are in none of its lists,
// and it asks for the clipboard, which browsers give only to pages behind TLS.
window.addEventListener("paste", function (event) {
  const grid = document.activeElement && document.activeElement.closest(".st-key-nc-rows-grid");
  const field = document.querySelector(".st-key-nc-rows-from-grid textarea");
  const text = event.clipboardData && event.clipboardData.getData("text/plain");
  if (!grid || !field || !text || document.activeElement.matches("input, textarea")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  // The grid says only a moment later which cell is chosen now.
  setTimeout(function () { ncPaste(grid, field, text); }, 400);
}, true);

function ncPaste(grid, field, text) {
  const cell = grid.querySelector("td[aria-selected=true]");
  if (!cell) return;
  const row = cell.closest("tr");
  const heads = [...grid.querySelectorAll("th")].filter(function (head) {
    return +head.ariaColIndex >= +cell.ariaColIndex;
  });
  const said = {
    line: +row.firstElementChild.textContent || +row.ariaRowIndex - 1,
    columns: heads.map(function (head) { return head.textContent; }),
    text: text,
  };
  ncSay(field, JSON.stringify(said));
}

// Types into a field of Streamlit's and leaves it.
function ncSay(field, text) {
  const write = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
  write.call(field, text);
  field.dispatchEvent(new Event("input", {bubbles: true}));
  field.dispatchEvent(new FocusEvent("focusout", {bubbles: true}));
}

// On paper, maps are laid out anew for the width of the page.
const ncPaperWidth = 702; // A4 within its margins
const ncPrinted = [];

window.addEventListener("beforeprint", function () {
  document.querySelectorAll("iframe").forEach(function (frame) {
    const map = frame.contentDocument && frame.contentDocument.ncMap;
    if (!map || !frame.offsetWidth) return;
    // A map that is zooming takes no other view: wait until it has stopped.
    const arrival = frame.contentWindow.L.DomUtil.TRANSITION_END;
    const moving = map.getContainer().querySelector(".leaflet-proxy");
    if (moving) moving.dispatchEvent(new TransitionEvent(arrival, {propertyName: "transform"}));
    const [seen, centre, zoom, width] = [map.getBounds(), map.getCenter(), map.getZoom(), frame.style.width];
    frame.style.setProperty("width", ncPaperWidth + "px", "important");
    const refit = function () { map.invalidateSize({animate: false, pan: false}); };
    refit();
    // A pixel of room: a map that takes any zoom would cut one off by rounding.
    map.fitBounds(seen, {animate: false, padding: [1, 1]});
    ncPrinted.push(function () {
      frame.style.width = width;
      refit();
      map.setView(centre, zoom, {animate: false});
    });
  });
});

window.addEventListener("afterprint", function () {
  ncPrinted.splice(0).forEach(function (restore) { restore(); });
});

// On a phone the menu, the filters and long parts of a page stand folded behind a button.
const ncOpen = new Set();

function ncUnfold(part, open) {
  if (open) ncOpen.add(part);
  else ncOpen.delete(part);
  ncFolds();
}

// Streamlit may draw a button anew at any time.
function ncFolds() {
  document.querySelectorAll("button.nc-unfold").forEach(function (button) {
    const open = String(ncOpen.has(button.dataset.nc));
    if (button.getAttribute("aria-expanded") !== open) button.setAttribute("aria-expanded", open);
  });
}

// A link to a part of a page (a meeting, an amount, a disagreement) leads to that part, unfolded.
let ncReached = "";

function ncReach() {
  for (const wanted of new URLSearchParams(location.search).values()) {
    const part = wanted && document.getElementById(wanted);
    if (!part || !part.closest(".stHtml")) continue;
    if (ncReached === location.pathname + wanted) return;
    if (getComputedStyle(part).visibility === "hidden") continue; // what stands above is still to come
    ncReached = location.pathname + wanted;
    part.classList.add("nc-reached");
    if (ncBack) return; // gone back to: it stays as it was left
    const fold = part.closest('[class*="st-key-nc-folds-"]');
    [part, fold].forEach(function (one) {
      const button = one && one.querySelector("button.nc-unfold");
      if (button) ncOpen.add(button.dataset.nc);
    });
    for (let up = part; up; up = up.parentElement) if (up.matches("details")) up.open = true;
    ncFolds();
    part.tabIndex = -1;
    part.scrollIntoView();
    part.focus({preventScroll: true});
    return;
  }
}

document.addEventListener("click", function (event) {
  const button = event.target.closest && event.target.closest("button.nc-unfold");
  if (button) ncUnfold(button.dataset.nc, !ncOpen.has(button.dataset.nc));
  else if (event.target.closest && event.target.closest(".st-key-nc-menu a")) ncUnfold("menu", false);
});

document.addEventListener("keydown", function (pressed) {
  if (pressed.key !== "Escape" || !ncOpen.has("menu")) return;
  ncUnfold("menu", false);
  document.querySelector('.nc-unfold[data-nc="menu"]').focus();
});

window.addEventListener("popstate", function () { ncUnfold("menu", false); });

// The arrow keys lead from the search through what was found, Escape leads back.
document.addEventListener("keydown", function (pressed) {
  const field = document.querySelector(".st-key-search input");
  const links = [...document.querySelectorAll(".nc-found a")].filter((one) => one.checkVisibility());
  const place = pressed.target === field ? -1 : links.indexOf(pressed.target);
  if (!links.length || (place === -1 && pressed.target !== field)) return;
  if (pressed.key === "Escape" && place >= 0) field.focus();
  else if (pressed.key === "ArrowDown" && place + 1 < links.length) links[place + 1].focus();
  else if (pressed.key === "ArrowUp" && place >= 0) (links[place - 1] || field).focus();
  else return;
  pressed.preventDefault();
});
