// What runs inside the page: when an input came, and when what it changed was painted.

/**
 * Put into the page before its own scripts (it is sent as text: it may use nothing from here). Afterwards
 * `window.uiProbe` holds the moments of the first picture and of the engine, milliseconds after the start of navigation,
 * and `arm(event, selector, until)`, which resolves with the milliseconds from the next such event to the first change
 * below `selector` (`change`) or to the frame that shows it (`paint`), or with null after two seconds without any.
 */
export function probePage() {
  const probe = { firstPicture: null, live: null, arm };
  window.uiProbe = probe;
  const look = () => {
    if (probe.firstPicture === null && document.querySelector('[data-testid=heatmap] [data-value]'))
      probe.firstPicture = painted().then(() => performance.now());
    const line = document.querySelector('footer[data-engine]');
    if (probe.live === null && line && line.dataset.engine !== 'opening')
      probe.live = performance.now();
    if (probe.firstPicture !== null && probe.live !== null) watch.disconnect();
  };
  const watch = new MutationObserver(look);
  watch.observe(document, { subtree: true, childList: true, attributes: true });

  /** After the next frame: its tasks run once the frame has been handed on. */
  function painted() {
    return new Promise((done) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done();
        port2.postMessage(0);
      });
    });
  }

  function arm(event, selector, until) {
    return new Promise((done) => {
      let start = null;
      const place = document.querySelector(selector);
      const seen = new MutationObserver(() => {
        if (start === null) return;
        const changed = performance.now() - start;
        stop();
        if (until === 'change') done(changed);
        else void painted().then(() => done(performance.now() - start));
      });
      const begin = () => {
        if (start === null) start = performance.now();
      };
      const late = setTimeout(() => {
        stop();
        done(null);
      }, 2000);
      function stop() {
        clearTimeout(late);
        seen.disconnect();
        removeEventListener(event, begin, true);
      }
      addEventListener(event, begin, true);
      if (place) seen.observe(place, { subtree: true, childList: true, attributes: true });
    });
  }
}

/**
 * Scrolls an element for some seconds, a little in every frame; runs inside the page.
 *
 * @param {Element} box
 * @returns {Promise<{ rates: number[], blank: number }>} frames a second of each second; frames that showed no row
 */
export function scrollRates(box, seconds) {
  const STEP = 90; // pixels a frame: three rows
  return new Promise((done) => {
    const rates = [];
    let [frames, blank, since] = [0, 0, performance.now()];
    const frame = (now) => {
      frames++;
      const { top, height, left } = box.getBoundingClientRect();
      const middle = document.elementFromPoint(
        left + 40,
        Math.min(top + height / 2, innerHeight - 4),
      );
      if (!middle?.closest('tr')?.ariaRowIndex && !middle?.closest('thead')) blank++;
      box.scrollTop += STEP;
      if (now - since >= 1000) {
        rates.push((1000 * frames) / (now - since));
        [frames, since] = [0, now];
      }
      if (rates.length < seconds) requestAnimationFrame(frame);
      else done({ rates, blank });
    };
    requestAnimationFrame(frame);
  });
}
