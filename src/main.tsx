// A module with top-level await: only the half of the product that is asked for is loaded.
export {};

if (new URLSearchParams(location.search).has('headless')) {
  const { installHeadless } = await import('./app/headless');
  installHeadless();
} else {
  const [{ createApp }, { renderPage }] = await Promise.all([import('./app'), import('./ui')]);
  renderPage(document.getElementById('root')!, createApp());
}
