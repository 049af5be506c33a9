// Draws on a map what the server sent: marks, lines, names, small maps in the corners. Which there
// are, how wide and in what order, and by which rule names lie, the server says; only here it is
// known how large the window and the letters are.
"use strict";
// Leaflet slides to where it is sent, also for readers who asked their system for less motion.
if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
  L.Map.mergeOptions({zoomAnimation: false, fadeAnimation: false, inertia: false});
  const pan = L.Map.prototype.panBy;
  L.Map.include({
    panBy: function (offset, how) { return pan.call(this, offset, {...how, animate: false}); },
  });
}

window.ncDraw = function (map, drawn) {
  const box = map.getContainer();
  const rule = drawn.rule;

  const meets = (one, other) => one.left < other.right && other.left < one.right
    && one.top < other.bottom && other.top < one.bottom;
  const around = (at, radius) => ({left: at.x - radius, top: at.y - radius,
    right: at.x + radius, bottom: at.y + radius});
  const sizeOf = (part) => ({width: part.offsetWidth, height: part.offsetHeight});
  const isShown = (part) => part && part.offsetParent !== null;
  const boxOf = function (part) {
    const outer = box.getBoundingClientRect(), inner = part.getBoundingClientRect();
    return {left: inner.left - outer.left, top: inner.top - outer.top,
      right: inner.right - outer.left, bottom: inner.bottom - outer.top};
  };

  // Small maps: the archipelagos wherever their names are not on the map; the neighbours from afar.
  const insets = {};
  Object.entries(drawn.insets).forEach(function ([name, svg]) {
    const part = insets[name] = L.DomUtil.create("div", "nc-corner nc-corner-" + name, box);
    part.innerHTML = svg;
    part.hidden = true;
    if (name === "near") {
      part.title = drawn.words.nearer;
      part.addEventListener("click", () => map.fitBounds(drawn.nearer, {animate: false}));
    }
  });
  // A narrow window has no corner to spare: the frame stands above the archipelagos' small map.
  const isNarrow = map.getSize().x < 600;
  const corners = L.latLngBounds(drawn.frame);
  const isApart = isNarrow && insets.sea && !drawn.islands.every((one) => corners.contains(one));
  const below = isApart ? insets.sea.firstElementChild.height.baseVal.value + 20 : 0;

  // The frame: a narrow window shows it at its top, so that below is room for the small maps.
  map.fitBounds(drawn.frame, {animate: false, paddingBottomRight: [0, below]});
  const spare = map.getSize().y - Math.abs(
    map.latLngToContainerPoint(corners.getNorthWest()).y
    - map.latLngToContainerPoint(corners.getSouthEast()).y);
  if (!below && spare > map.getSize().y / 3) map.panBy([0, spare / 2 - 12], {animate: false});
  map.setMaxBounds([[-84, -200], [85, 210]]);
  map.options.maxBoundsViscosity = 1;
  map.setMinZoom(Math.min(map.getZoom(), Math.max(1, map.getBoundsZoom(map.options.maxBounds, true))));

  // Leaflet puts each point on a whole pixel, which makes steps of a smooth line.
  const Line = L.Polyline.extend({
    _projectLatlngs: function (latlngs, result, bounds) {
      const origin = map.getPixelOrigin();
      const points = latlngs.map((latlng) => map.project(latlng).subtract(origin));
      points.forEach((point) => bounds.extend(point));
      result.push(points);
    },
  });

  // Lines first, the widest at the bottom; a mark's card tells what its line stands for as well.
  const ring = L.layerGroup().addTo(map);
  const show = (mark) => ring.clearLayers() && mark.radius && L.circle(mark.at, {...drawn.area,
    radius: mark.radius, color: mark.colour, interactive: false, className: "nc-area"}).addTo(ring);
  drawn.marks.filter((mark) => mark.line).sort((one, other) => other.line.width - one.line.width)
    .forEach(function (mark) {
      const how = {...drawn.line, smoothFactor: 0, noClip: true};
      const under = new Line(mark.line.points, {...how, opacity: 1, color: drawn.land,
        weight: mark.line.width + 1.6, interactive: false});
      const line = new Line(mark.line.points, {...how, color: drawn.gold,
        weight: mark.line.width, className: "nc-link"}).bindTooltip(mark.line.words, {sticky: true});
      const wide = new Line(mark.line.points, {...how, opacity: 0, weight: 16, className: "nc-touch"});
      [under, line, wide].forEach((layer) => layer.addTo(map));
      mark.paths = [under, line, wide].map((layer) => layer.getElement());
      [line, wide].forEach(function (layer) {
        layer.on("click", (event) => mark.marker.openPopup(event.latlng));
        // By keyboard one comes to the places; each line's end is one.
        layer.getElement().setAttribute("tabindex", "-1");
      });
    });
  drawn.marks.forEach(function (mark) {
    const icon = L.divIcon({className: "nc-marker nc-tier-" + mark.tier + mark.look,
      html: mark.html, iconSize: [26, 26], iconAnchor: [13, 13], popupAnchor: [0, -10]});
    mark.marker = L.marker(mark.at, {title: mark.name, alt: mark.alt, icon: icon, keyboard: true})
      .bindPopup(mark.popup, {maxWidth: Math.min(320, map.getSize().x - 60),
        maxHeight: Math.min(320, map.getSize().y - 90), autoPanPadding: [12, 12]}).addTo(map);
    const part = mark.part = mark.marker.getElement();
    mark.label = part.querySelector(".nc-pinname");
    mark.lead = part.querySelector(".nc-lead");
    ["mouseenter", "focus"].forEach((name) => part.addEventListener(name, () => show(mark)));
    ["mouseleave", "blur"].forEach((name) => part.addEventListener(name, function () {
      if (!mark.marker.isPopupOpen()) ring.clearLayers();
    }));
    mark.marker.on("popupopen", () => show(mark)).on("popupclose", () => ring.clearLayers());
  });

  // The card: focus goes in and comes back to the place; Escape closes it.
  map.on("popupopen", function (event) {
    const card = event.popup.getElement(), content = card.querySelector(".leaflet-popup-content");
    const mark = drawn.marks.find((one) => one.marker.isPopupOpen());
    content.setAttribute("role", "dialog");
    content.setAttribute("aria-label", mark ? mark.name : "");
    content.tabIndex = -1;
    const close = card.querySelector(".leaflet-popup-close-button");
    if (close) { close.setAttribute("aria-label", drawn.words.close); close.title = drawn.words.close; }
    content.focus({preventScroll: true});
    event.popup.once("remove", function () {
      const held = document.activeElement;
      if (mark && (held === document.body || card.contains(held))) {
        mark.part.focus({preventScroll: true});
      }
    });
  });
  box.addEventListener("keydown", function (event) {
    if (event.key === "Escape") map.closePopup();
  });

  const places = ["bottom-left", "top-right", "top-left"];
  const put = function (name, needed) {
    const part = insets[name];
    if (!part) return;
    const isNew = needed && part.hidden;
    part.hidden = !needed;
    if (!isNew) return;
    if (isNarrow && name === "sea") {
      part.dataset.at = "bottom-left";
      return;
    }
    const used = Object.values(insets).filter((one) => one !== part && !one.hidden)
      .map((one) => one.dataset.at);
    const cost = function (at) {
      part.dataset.at = at;
      const here = boxOf(part);
      const named = drawn.islands.filter((one) =>
        meets(here, around(map.latLngToContainerPoint(one), 40))).length;
      return 60 * named + drawn.marks.filter((mark) => isShown(mark.part)).reduce(function (sum, mark) {
        const pin = around(map.latLngToContainerPoint(mark.at), 14);
        const along = mark.line && mark.paths[0].style.display !== "none" ? mark.line.points : [];
        return sum + (meets(here, pin) ? 20 : 0) + along.filter((point) =>
          meets(here, around(map.latLngToContainerPoint(point), 1))).length;
      }, 0);
    };
    const free = places.filter((at) => !used.includes(at)).map((at) => [cost(at), at]);
    part.dataset.at = free.reduce((best, one) => one[0] < best[0] ? one : best)[1];
  };

  // Names: none on another, on a place or over the edge; see components/maps/labels.py.
  const candidates = function* (at, size, first) {
    for (const reach of rule.reaches) {
      for (const [across, up] of rule.sides[first]) {
        const far = reach * (across && up ? rule.diagonal : 1);
        const left = at.x + across * far + (across - 1) / 2 * size.width;
        const top = at.y + up * far + (up - 1) / 2 * size.height;
        yield {left, top, right: left + size.width, bottom: top + size.height, reach};
      }
    }
  };
  const free = function (at, size, first, taken, lines) {
    const room = map.getSize();
    let other = null;
    for (const one of candidates(at, size, first)) {
      if (one.left < 2 || one.top < 2 || one.right > room.x - 2 || one.bottom > room.y - 2) continue;
      if (taken.some((it) => meets(it, one))) continue;
      if (one.reach <= rule.offLines && !lines.some((it) => meets(it, one))) return one;
      other = other || one;
    }
    return other;
  };
  const lead = function (part, at, found) {
    part.hidden = !found || found.reach < rule.ledFrom;
    if (part.hidden) return;
    const x = Math.min(Math.max(at.x, found.left), found.right) - at.x;
    const y = Math.min(Math.max(at.y, found.top), found.bottom) - at.y;
    part.style.width = Math.hypot(x, y) + "px";
    part.style.transform = "rotate(" + Math.atan2(y, x) + "rad)";
  };
  const islands = [...box.querySelectorAll(".nc-islands")].map((part, turn) =>
    ({part, label: part.querySelector("span"), at: drawn.islands[turn]}));

  const nameIslands = function (taken) {
    const found = islands.map(function (one, turn) {
      const at = map.latLngToContainerPoint(one.at);
      const size = sizeOf(one.label);
      const place = map.getBounds().contains(one.at)
        && free(at, size, turn ? "south" : "east", taken, []);
      if (!place || place.reach >= rule.ledFrom) return null;
      taken.push(place);
      return {left: place.left - at.x, top: place.top - at.y};
    });
    const both = found.every(Boolean);
    islands.forEach(function (one, turn) {
      one.part.classList.toggle("nc-unnamed", !both);
      if (both) {
        one.label.style.left = found[turn].left + "px";
        one.label.style.top = found[turn].top + "px";
      }
    });
    return both;
  };

  const settle = function () {
    const view = map.getBounds();
    drawn.marks.forEach(function (mark) {
      if (!mark.line) return;
      const isSeen = view.contains(mark.line.end) && isShown(mark.part);
      mark.paths.forEach((path) => { path.style.display = isSeen ? "" : "none"; });
    });
    const shown = drawn.marks.filter((mark) => isShown(mark.part) && view.contains(mark.at));
    put("near", map.getZoom() < drawn.far && view.contains(drawn.home));
    const pins = shown.map((mark) => around(map.latLngToContainerPoint(mark.at), 11));
    const fixed = () => [...box.querySelectorAll(".leaflet-control, .nc-corner")]
      .filter(isShown).map(boxOf);
    let taken = [...fixed(), ...pins];
    const both = nameIslands(taken);
    if (!both && isNarrow) put("near", false);  // no room for two
    put("sea", !both);
    if (!both) taken = [...fixed(), ...pins];
    const lines = shown.filter((mark) => mark.line).flatMap((mark) => mark.line.points
      .filter((_, turn) => turn % 3 === 0)
      .map((point) => around(map.latLngToContainerPoint(point), mark.line.width / 2)));
    drawn.marks.forEach((mark) => mark.part.classList.toggle("nc-named", false));
    shown.forEach(function (mark) {
      const at = map.latLngToContainerPoint(mark.at);
      const found = free(at, sizeOf(mark.label), mark.side, taken, lines);
      lead(mark.lead, at, found);
      mark.part.classList.toggle("nc-named", Boolean(found));
      if (!found) return;
      taken.push(found);
      mark.label.style.left = found.left - at.x + 13 + "px";
      mark.label.style.top = found.top - at.y + 13 + "px";
    });
    box.dataset.settled = String(Number(box.dataset.settled || 0) + 1);
  };
  const anew = function () {
    Object.values(insets).forEach((part) => { part.hidden = true; });
    settle();
  };
  map.on("moveend", settle).on("resize", anew);
  // Nothing can be measured before the style sheets and letters are there.
  const styled = [...document.querySelectorAll('link[rel="stylesheet"]')].filter((one) => !one.sheet)
    .map((one) => new Promise(function (loaded) { one.onload = one.onerror = loaded; }));
  Promise.all(styled).then(() => document.fonts.ready).then(anew);

  // The page scrolls over the map: its wheel zooms with Ctrl, two fingers move it.
  const hint = L.DomUtil.create("div", "nc-hint", box);
  hint.setAttribute("aria-hidden", "true");
  let fading;
  const tell = function (words) {
    hint.textContent = words;
    box.classList.add("nc-hinted");
    clearTimeout(fading);
    fading = setTimeout(() => box.classList.remove("nc-hinted"), 1200);
  };
  map.scrollWheelZoom.disable();
  box.addEventListener("wheel", function (event) {
    if (event.target.closest(".leaflet-popup")) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      map.scrollWheelZoom.enable();
      box.classList.remove("nc-hinted");
    } else {
      map.scrollWheelZoom.disable();
      tell(drawn.words.wheel);
    }
  }, {capture: true, passive: false});
  if (matchMedia("(pointer: coarse)").matches) map.dragging.disable();
  ["touchstart", "touchmove"].forEach((name) => box.addEventListener(name, function (event) {
    if (event.touches.length > 1) event.preventDefault();
    else if (name === "touchmove" && !event.target.closest(".leaflet-popup")) tell(drawn.words.touch);
  }, {passive: false}));
};
