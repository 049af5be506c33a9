// Back and Forward lead to the page as it was left: scrolled as far, with the same parts unfolded,
// the keyboard on the link that was followed.
// The address has filters and pages of lists; what only this browser knows is kept here, in the tab.
let ncBack = null; // how the page that the reader goes back to was left, until it is so again
let ncRuns = 0; // of a page's script in this document, that came to their end

function ncMain() {
  return document.querySelector('[data-testid="stMain"]');
}

function ncEntry() {
  const entry = window.navigation && navigation.currentEntry;
  return "nc-left:" + (entry ? entry.key : location.href);
}

function ncFoldsOf(main) {
  return [...main.querySelectorAll("details")];
}

// Written while the page is looked at: as it is left, the address may be the next one's already.
function ncNote(link) {
  const main = ncMain();
  if (!main || ncBack) return;
  const left = {
    top: main.scrollTop, open: [...ncOpen], folds: ncFoldsOf(main).map((one) => one.open),
    link: ncPlaceOf(link || document.activeElement),
  };
  try {
    sessionStorage.setItem(ncEntry(), JSON.stringify(left));
  } catch {
    // A tab that may keep nothing: Back leads to the top of the page.
  }
}

// Which of the links to one address it is.
function ncPlaceOf(link) {
  const address = link && link.matches("a[href]") && link.getAttribute("href");
  return address ? {address: address, turn: ncLinksTo(address).indexOf(link)} : null;
}

function ncLinksTo(address) {
  return [...document.querySelectorAll('[data-testid="stMain"] a[href="' + CSS.escape(address) + '"]')];
}

// At once: following it changes the address. Where the page was scrolled to is noted already.
document.addEventListener("click", function (event) {
  const link = event.target.closest && event.target.closest("a[href]");
  if (!link || ncBack) return;
  try {
    const kept = JSON.parse(sessionStorage.getItem(ncEntry()));
    if (!kept) return ncNote(link);
    sessionStorage.setItem(ncEntry(), JSON.stringify({...kept, link: ncPlaceOf(link)}));
  } catch {
    // As in ncNote.
  }
}, true);

function ncGoBack(runs) {
  let kept = null;
  try {
    kept = sessionStorage.getItem(ncEntry());
  } catch {
    return;
  }
  ncBack = kept && {...JSON.parse(kept), entry: ncEntry(), after: runs, until: Date.now() + 20000, held: 0};
  if (ncBack) ncRestore(ncBack);
}

function ncRestore(left) {
  if (ncBack !== left) return;
  // Whoever has gone on already, also by an aid that follows links without mouse or keys, is let go.
  if (Date.now() > left.until || ncEntry() !== left.entry) {
    ncBack = null;
    return;
  }
  setTimeout(ncRestore, 50, left);
  const main = ncMain();
  const isComing = document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');
  if (!main || isComing || ncRuns <= left.after) return;
  ncOpen.clear();
  left.open.forEach((part) => ncOpen.add(part));
  ncFolds();
  const folds = ncFoldsOf(main);
  if (folds.length === left.folds.length) folds.forEach((fold, place) => ncFold(fold, left.folds[place]));
  main.scrollTop = left.top;
  // Charts and maps may still grow: the place is held until it has been right for a while.
  left.held = Math.abs(main.scrollTop - left.top) < 2 ? left.held + 1 : 0;
  if (left.held <= 5) return;
  ncBack = null;
  const link = left.link && ncLinksTo(left.link.address)[left.link.turn];
  if (link) link.focus({preventScroll: true});
}

// Those of Streamlit's know of a click only.
function ncFold(fold, open) {
  if (fold.open === open) return;
  if (fold.closest('[data-testid="stExpander"]')) fold.querySelector("summary").click();
  else fold.open = open;
}

let ncNoting = 0;

["scroll", "toggle", "click", "keyup"].forEach(function (name) {
  document.addEventListener(name, function () {
    clearTimeout(ncNoting);
    ncNoting = setTimeout(() => ncNote(), 100);
  }, {capture: true, passive: true});
});
window.addEventListener("pagehide", () => ncNote());

// Whoever goes on by themselves is not held at the place.
["wheel", "touchmove", "keydown", "pointerdown"].forEach(function (name) {
  document.addEventListener(name, function (event) {
    if (event.isTrusted) ncBack = null;
  }, {capture: true, passive: true});
});

window.addEventListener("popstate", function (event) {
  clearTimeout(ncNoting);
  if (event.isTrusted) ncGoBack(ncRuns);
}, true);

new MutationObserver(function (changes) {
  changes.forEach(function (change) {
    const state = change.target.dataset.testScriptState;
    if (state === "notRunning" && change.oldValue !== state) ncRuns += 1;
  });
}).observe(document.documentElement, {
  subtree: true, attributes: true, attributeOldValue: true, attributeFilter: ["data-test-script-state"],
});

const [ncWay] = performance.getEntriesByType("navigation");
if (ncWay && ncWay.type === "back_forward") ncGoBack(0);

// The link past the band leads past it: to the name of the page, or to what was searched for.
document.addEventListener("click", function (event) {
  if (!event.target.closest || !event.target.closest('[data-testid="stSkipToContent"]')) return;
  const goal = document.querySelector(".nc-found h2, h1");
  if (!goal) return;
  event.preventDefault();
  event.stopPropagation();
  goal.tabIndex = -1;
  goal.focus();
}, true);
