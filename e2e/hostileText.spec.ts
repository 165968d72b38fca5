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

/** A zip with the hostile rows in each of these language folders. */
function zipOf(name: string, ...languages: readonly string[]) {
  const files = languages.flatMap(corpus).map(({ name: path, text }) => [path, strToU8(text)]);
  const buffer = Buffer.from(zipSync(Object.fromEntries(files)));
  return { name, mimeType: 'application/zip', buffer };
}

test('a language folder called __proto__ is named, hostile texts are shown as text and nothing else', async ({
  cleanPage: page,
}) => {
  await page.goto('./?view=data');
  const input = page.getByLabel('Own corpus: files');
  await input.setInputFiles(zipOf('proto.zip', 'en', 'ar', '__proto__'));
  await expect(page.getByRole('alert')).toContainText('__proto__');
  await input.setInputFiles(zipOf('hostile.zip', 'en', 'ar'));
  await expect(page.getByRole('heading', { name: /: 2 languages/ })).toBeVisible();
  await page.getByText('Rows', { exact: true }).click();
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
    await expect(page.getByText('Back to the sample'), name).toBeVisible();
    await expect(page.getByRole('alert'), name).toHaveCount(0);
  }
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
});
