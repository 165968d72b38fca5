import { expect, firstPicture, test } from './support/cleanPage';

const SCRIPTS = [
  { lang: 'hi', font: 'noto-sans-devanagari', letters: /\p{Script=Devanagari}/u },
  { lang: 'th', font: 'noto-sans-thai-thai', letters: /\p{Script=Thai}/u },
] as const;

test('the first picture loads the Latin font, and the Greek one for ε', async ({
  cleanPage: page,
}) => {
  const fonts: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'font') fonts.push(request.url());
  });
  await firstPicture(page);
  await page.evaluate(async () => document.fonts.ready.then(() => null));
  const names = fonts.map((url) => /noto-sans-(.*)-wght-normal/.exec(url)?.[1]);
  expect(names.sort()).toEqual(['greek', 'latin']);
});

test('Hindi and Thai are drawn with the fonts that come with the page', async ({
  cleanPage: page,
}) => {
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  for (const { lang, font, letters } of SCRIPTS) {
    const loaded = page.waitForRequest((request) => request.url().includes(`${font}-wght`));
    await firstPicture(page, `?lang=${lang}`);
    await loaded;
    const labels = page.getByTestId('heatmap').locator(`text[lang=${lang}]`);
    await expect(labels.filter({ hasText: letters }).first()).toBeVisible();
    await page.evaluate(async () => document.fonts.ready.then(() => null));
    const at = (await labels.allTextContents()).findIndex((text) => letters.test(text));
    const { root } = await session.send('DOM.getDocument', { depth: 0 });
    const selector = `[data-testid=heatmap] text[lang=${lang}]`;
    const { nodeIds } = await session.send('DOM.querySelectorAll', {
      ...{ nodeId: root.nodeId, selector },
    });
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId: nodeIds[at]! });
    expect(fonts.map(({ isCustomFont }) => isCustomFont)).not.toContain(false);
    expect(fonts.length).toBeGreaterThan(0);
  }
});
