import type { Page } from '@playwright/test';
import { expect } from './cleanPage';
import { writeSmallMtop } from './smallMtop';

/** Loads a few rows of the sample as an own corpus: the encoder is done with them in a second, with the sample in half a minute. */
export async function loadSmallCorpus(page: Page, folder: string, languages: readonly string[]) {
  await page.goto('./?view=data');
  await page
    .getByLabel('Own corpus: folder')
    .setInputFiles(writeSmallMtop(folder, ['en', ...languages]));
  await expect(page.getByRole('banner')).toContainText('MTOP');
}
