// A browser that translates a page puts elements of its own where texts were. React, which draws the
// page, knows nothing of that: it would fail where it removes such a text, and a changed number
// would not be seen. So for each text we remember what stands in its place.
const ncStandIns = new WeakMap();
const ncRemoveChild = Node.prototype.removeChild;
const ncInsertBefore = Node.prototype.insertBefore;

// What now stands below a parent for a text that it once had; null where nothing does.
function ncInPlaceOf(text, parent) {
  let place = ncStandIns.get(text);
  while (place && place.parentNode !== parent) place = place.parentNode;
  return place || null;
}

Node.prototype.removeChild = function (child) {
  const place = child && child.parentNode !== this && ncInPlaceOf(child, this);
  if (!place) return ncRemoveChild.call(this, child);
  ncRemoveChild.call(this, place);
  return child;
};

Node.prototype.insertBefore = function (added, next) {
  const place = next && next.parentNode !== this && ncInPlaceOf(next, this);
  return ncInsertBefore.call(this, added, place || next);
};

// A text that React changes out of sight takes its place again; the browser may translate it anew.
const ncRewritten = new MutationObserver(function (changes) {
  changes.forEach(function (change) {
    const text = change.target, place = ncStandIns.get(text);
    if (!place || !place.isConnected || place.contains(text)) return;
    ncStandIns.delete(text);
    place.replaceWith(text);
  });
});

new MutationObserver(function (changes) {
  changes.forEach(function (change) {
    const around = [...change.addedNodes, change.previousSibling, change.nextSibling];
    const place = around.find(function (node) { return node && node.nodeName === "FONT"; });
    if (!place) return;
    change.removedNodes.forEach(function (text) {
      if (text.nodeType !== Node.TEXT_NODE || text.parentNode === change.target) return;
      ncStandIns.set(text, place);
      ncRewritten.observe(text, {characterData: true});
    });
  });
}).observe(document, {childList: true, subtree: true});
