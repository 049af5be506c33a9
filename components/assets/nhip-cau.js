// Tells the browser, and so screen readers, which language and which page it now shows.
let ncPath = null;

function ncSpeak(language, path) {
  document.documentElement.lang = language;
  ncPath = "/" + path;
  ncMenu();
  ncTranslate(document.body);
}

// Streamlit draws the menu when it likes, marks nothing in it for screen readers, and links home
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
  const named = key === "aria-label" && text.match(/^(Remove) (.+)$/);
  if (named && words[named[1] + " {name}"]) {
    return words[named[1] + " {name}"].replace("{name}", function () { return named[2]; });
  }
  const number = (text.match(/\d+/) || [""])[0];
  const found = words[text.replace(/\d+/, "{n}")];
  return found ? found.replace("{n}", number) : null;
}

function ncReplace(holder, key, text, write) {
  const kept = ncEnglish.get(holder) || {};
  const english = kept[key] && kept[key].shown === text ? kept[key].english : text.trim();
  const ours = ncWord(english, key);
  if (!ours) return;
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
  if (root.nodeType !== Node.ELEMENT_NODE || root.closest(".stHtml, .js-plotly-plot")) return;
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
  ncMenu();
}).observe(document.documentElement, {
  childList: true, subtree: true, characterData: true, attributes: true,
  attributeFilter: ncAttributes,
});
