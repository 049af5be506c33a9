// In a chart's page that is opened offline: the reader's browser saves the chart as a picture.
document.addEventListener("click", function (event) {
  const button = event.target.closest("button[data-form]");
  if (button) ncSave(document.querySelector(".js-plotly-plot"), button.dataset.form);
});

async function ncSave(chart, form) {
  const layers = chart.querySelectorAll(".main-svg");
  const {width, height} = layers[0].getBoundingClientRect();
  const whole = layers[0].cloneNode(false);
  whole.removeAttribute("style");
  whole.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const letters = document.querySelector("style").textContent.match(/@font-face\{[^}]*\}/g) || [];
  whole.insertAdjacentHTML("beforeend", `<style>${letters.join("")}</style>`);
  whole.insertAdjacentHTML("beforeend", '<rect width="100%" height="100%" fill="#fff"/>');
  layers.forEach(function (layer) {
    layer.childNodes.forEach(function (part) { whole.append(part.cloneNode(true)); });
  });
  const text = new XMLSerializer().serializeToString(whole);
  const drawn = new Blob([text], {type: "image/svg+xml"});
  if (form === "svg") return ncKeep(drawn, document.title + ".svg");
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob(function (pixels) { ncKeep(pixels, document.title + ".png"); });
}

function ncKeep(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
