import type { Contender } from '../bench/contender';
import { W1S_FLOAT64 } from '../bench/workloadReference';
import { expect, test } from './support/cleanPage';

for (const engine of ['gpu', 'cpu'] as const)
  test(`the contender of the peers' harness solves W1s on the ${engine}`, async ({
    cleanPage: page,
  }) => {
    await page.goto(`./bench/contender.html?engine=${engine}`);
    await page.waitForFunction(() => 'contender' in window);
    const { backend, stages, check } = await page.evaluate(async () => {
      const { contender } = window as unknown as { contender: Contender };
      await contender.ready;
      const stages = await contender.run('W1s');
      return { backend: contender.backend, stages, check: contender.check };
    });
    expect(backend).toBe(engine);
    expect(Object.keys(stages)).toEqual(['ac', 'b', 'd', 'du']);
    for (const figure of ['loss', 'g1'] as const) {
      expect(check[figure]).toHaveLength(3);
      check[figure]!.forEach((value, b) => {
        // measured 1.5e-7
        expect(Math.abs(value / W1S_FLOAT64[figure][b]! - 1)).toBeLessThan(4e-7);
      });
    }
  });

test('the contender refuses an engine that there is not', async ({ page }) => {
  await page.goto('./bench/contender.html?engine=tpu');
  await expect(page.getByText('engine must be gpu, cpu or auto, got tpu')).toBeVisible();
});
