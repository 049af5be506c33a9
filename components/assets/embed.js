// Draws the chart of a page in a frame; its figure stands in the page as data.
const ncFigure = JSON.parse(document.getElementById("nc-figure").textContent);
Plotly.newPlot("nc-chart", ncFigure.data, ncFigure.layout, {
  displaylogo: false, displayModeBar: false, responsive: true, scrollZoom: false,
});
