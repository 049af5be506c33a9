// Where the page gets no word from the server, as behind a proxy that blocks sockets, a notice says
// so and leads to the files (window.ncUnreached, from the catalogues). It goes when a word comes.
const ncPatienceMs = 8000;
let ncHeardAt = Date.now();

// Open is not enough: some proxies open a socket and keep what comes through it.
function ncIsHeard() {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.dataset.testConnectionState === "CONNECTED" && app.dataset.testScriptState !== "initial";
}

function ncListen() {
  const shown = document.querySelector(".nc-unreached");
  if (ncIsHeard()) {
    ncHeardAt = Date.now();
    if (shown) shown.remove();
  } else if (!shown && Date.now() - ncHeardAt > ncPatienceMs) {
    (document.getElementById("nc-first") || document.body).prepend(ncNotice(document.documentElement.lang));
  }
}

function ncNotice(language) {
  const {sentence, files} = window.ncUnreached[language] || window.ncUnreached.vi;
  const notice = document.createElement("div");
  notice.className = "nc-unreached stHtml";
  notice.setAttribute("role", "alert");
  notice.append(sentence);
  const list = notice.appendChild(document.createElement("ul"));
  files.forEach(function ([label, address]) {
    const link = list.appendChild(document.createElement("li")).appendChild(document.createElement("a"));
    link.textContent = label;
    link.href = address;
  });
  return notice;
}

document.addEventListener("DOMContentLoaded", function () {
  ncHeardAt = Date.now();
  setInterval(ncListen, 500);
});
