import { strToU8, zipSync } from 'fflate';
import { expect, firstPicture, test } from './support/cleanPage';

/** Text that breaks pages which trust it. */
const HOSTILE = {
  markup: `<script>window.hacked=1</script><img src=x onerror="window.hacked=1">`,
  bidi: 'call \u202eevil\u202c \u2066now\u2069 \u200fmum',
  arabic: 'ذكرني بالاتصال بأمي في الساعة السادسة',
  marks: `z${'\u0301\u0328\u0320'.repeat(40)} e\u0301 नि क्षि`,
  long: Array.from({ length: 500 }, (_, k) => `word${k}`).join(' '),
  nul: 'a \u0000 \ufffd \ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 b',
} as const;

/** A row of MTOP. */
function row(id: number, text: string, locale: string) {
  const parse = `[IN:SEND_MESSAGE ${text} ]`;
  const tokens = JSON.stringify({ tokens: text.split(' '), tokenSpans: [] });
  return [id, 'IN:SEND_MESSAGE', '', text, 'messaging', locale, parse, tokens].join('\t');
}

function corpus(language: string) {
  const path = (split: string) => `mtop/${language}/${split}.txt`;
  const lines = Object.values(HOSTILE).map((text, k) => row(k + 1, text, language));
  return ['train', 'eval', 'test'].map((split) => ({
    name: path(split),
    text: `${lines.join('\n')}\n`,
  }));
}

test('hostile texts and a language called __proto__ are shown as text and nothing else', async ({
  cleanPage: page,
}) => {
  await page.goto('./?view=data');
  const files = ['en', 'ar', '__proto__'].flatMap(corpus);
  const zip = zipSync(Object.fromEntries(files.map(({ name, text }) => [name, strToU8(text)])));
  await page
    .getByLabel('Own corpus: files')
    .setInputFiles({ name: 'hostile.zip', mimeType: 'application/zip', buffer: Buffer.from(zip) });
  await expect(page.getByText(/hostile\.zip: \d languages/)).toBeVisible();
  await expect(page.getByText('<script>window.hacked=1').first()).toBeVisible();
  expect(await page.evaluate(() => Object.keys(Object.prototype))).toEqual([]);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
});

test('Align draws hostile pairs: markup, bidi controls, right to left, marks, many tokens', async ({
  cleanPage: page,
}) => {
  await firstPicture(page);
  const heatmap = page.getByTestId('heatmap');
  for (const [name, text] of Object.entries(HOSTILE)) {
    await page.getByLabel('English', { exact: true }).fill('remind me to call mum at six');
    await page.getByLabel('Translation').fill(text);
    await page.getByRole('button', { name: 'Align', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Align', exact: true }), name).toBeEnabled();
    await expect(heatmap.locator('rect[data-value], image').first(), name).toBeVisible();
    await expect(page.getByRole('alert'), name).toHaveCount(0);
  }
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
});
