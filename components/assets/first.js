// The first answer holds the page as plain HTML (#nc-first). Streamlit's page takes its place once
// it is drawn: where the reader has scrolled to and what has the keyboard stay the same.
const ncFirstPatienceMs = 4000; // for what a page loads late, after its script has run
let ncDrawnAt = 0;

function ncIsDrawn() {
  const app = document.querySelector('#root [data-testid="stApp"]');
  if (!app || app.dataset.testConnectionState !== "CONNECTED") return false;
  if (app.dataset.testScriptState !== "notRunning" || !document.querySelector("#root .nc-told")) return false;
  if (!document.querySelector('#root :is(.nc-footer, [data-testid="stAlert"])')) return false;
  ncDrawnAt = ncDrawnAt || Date.now();
  return !document.querySelector('#root [data-testid="stSkeleton"]') || Date.now() - ncDrawnAt > ncFirstPatienceMs;
}

function ncTakeOver() {
  const first = document.getElementById("nc-first");
  if (!first) return;
  // A list that the reader looks through is not taken away meanwhile.
  if (!ncIsDrawn() || first.querySelector("select:focus")) {
    setTimeout(ncTakeOver, 50);
    return;
  }
  const main = document.querySelector('#root [data-testid="stMain"]');
  const held = first.contains(document.activeElement) ? document.activeElement : null;
  const seen = ncSeen(first);
  const typed = first.querySelector('input[type="search"]');
  const reached = first.querySelector(".nc-reached");
  const isThere = reached && reached === held && ncIsOnScreen(reached);
  first.remove();
  if (isThere) {
    ncReached = ""; // the address leads to the same part of Streamlit's page
    ncReach();
    return;
  }
  const again = reached && document.getElementById(reached.id);
  if (again) again.classList.add("nc-reached");
  if (seen) ncShow(main, seen);
  if (held) ncHold(held, typed);
}

function ncIsOnScreen(part) {
  const box = part.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight;
}

// The last heading that stands above the top of the screen, and how far above.
function ncSeen(first) {
  if (first.scrollTop < 1) return null;
  const heads = ncLandmarks(first);
  const above = heads.filter((one) => one.getBoundingClientRect().top <= 0).pop();
  return above ? {text: above.textContent, top: above.getBoundingClientRect().top} : {text: "", top: -first.scrollTop};
}

function ncLandmarks(part) {
  return [...part.querySelectorAll("h1, h2, h3, h4, tr, li")].filter((one) => one.offsetHeight);
}

function ncShow(main, seen) {
  const same = seen.text && ncLandmarks(main).find((one) => one.textContent === seen.text);
  main.scrollTop += same ? same.getBoundingClientRect().top - seen.top : -seen.top;
}

function ncHold(held, typed) {
  const same = held === typed
    ? document.querySelector("#root .st-key-search input")
    : held.href && [...document.querySelectorAll("#root a[href]")].find((one) => one.href === held.href);
  if (same) same.focus({preventScroll: true});
  if (same && held === typed && typed.value !== same.value) {
    // What was typed meanwhile goes on in Streamlit's field.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(same, typed.value);
    same.dispatchEvent(new Event("input", {bubbles: true}));
  }
}

// What is chosen in a list of the plain page is asked for at once.
document.addEventListener("change", (event) => {
  const form = event.target.closest("#nc-first .nc-first-list");
  if (form) form.requestSubmit();
});

ncTakeOver();
