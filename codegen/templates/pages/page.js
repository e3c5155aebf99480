// Shows the page's document and, where a server is behind it, follows what that says. No text of the document becomes HTML
// here; the libraries clean what they make of Markdown.

const SCROLL_KEY = 'specwire-scroll';
/** As high as the tabs in page.css. */
const TABS_HEIGHT = 44;

function showDocument() {
  const element = document.getElementById('document');
  if (element === null) return;
  const content = JSON.parse(element.textContent);
  const target = document.getElementById('content');
  if (element.dataset.kind === 'events') {
    globalThis.AsyncApiStandalone.render(
      { schema: content, config: { show: { errors: true, sidebar: true } } },
      target,
    );
    restoreScroll();
  } else {
    globalThis.Redoc.init(content, redocOptions(element.dataset.folded !== undefined), target, restoreScroll);
  }
}

function redocOptions(isFolded) {
  const fonts = 'system-ui, sans-serif';
  return {
    sanitize: true,
    scrollYOffset: document.getElementById('tabs') === null ? 0 : TABS_HEIGHT,
    downloadUrls: [{ title: 'Download', url: 'openapi.json' }],
    // Whoever edits a schema sees it after each save without opening it again.
    ...(isFolded ? { schemaDefinitionsTagName: 'Schemas' } : { expandResponses: '200,201' }),
    theme: { typography: { fontFamily: fonts, headings: { fontFamily: fonts } } },
  };
}

/** What is far down is laid out piece by piece: the place is not there at once. */
function restoreScroll() {
  const stored = sessionStorage.getItem(SCROLL_KEY);
  sessionStorage.removeItem(SCROLL_KEY);
  if (stored === null) return;
  const { path, top } = JSON.parse(stored);
  if (path !== location.pathname) return;
  const deadline = performance.now() + 3000;
  const step = () => {
    scrollTo(0, top);
    if (Math.abs(scrollY - top) > 1 && performance.now() < deadline) requestAnimationFrame(step);
  };
  requestAnimationFrame(() => requestAnimationFrame(step));
}

function follow(version) {
  const source = new EventSource('changes');
  source.onmessage = ({ data }) => {
    const state = JSON.parse(data);
    if (state.version === version) return showMistakes(state.mistakes);
    source.close();
    sessionStorage.setItem(SCROLL_KEY, JSON.stringify({ path: location.pathname, top: scrollY }));
    location.reload();
  };
}

function showMistakes(text) {
  const section = document.getElementById('mistakes');
  section.hidden = text === null;
  section.replaceChildren();
  if (text === null) return;
  const words = document.createElement('p');
  const isEmpty = document.getElementById('document') === null;
  words.textContent = isEmpty ? 'Nothing to show yet:' : 'This is the last state without mistakes:';
  const report = document.createElement('pre');
  report.textContent = text;
  section.append(words, report);
}

/**
 * The component for events carries the rules of a linter with it, which make functions of text when they are loaded, and are
 * never called here. The page allows no such thing (`unsafe-eval`): they get functions that do nothing.
 */
globalThis.Function = new Proxy(Function, { construct: () => () => () => true });

// When the libraries are loaded, which stand behind this script.
addEventListener('DOMContentLoaded', () => {
  showDocument();
  const { version } = document.documentElement.dataset;
  if (version !== undefined) follow(version);
});
