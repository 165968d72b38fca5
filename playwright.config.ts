import { defineConfig } from '@playwright/test';
import { browserArguments } from './bench/browser.mjs';

const executablePath = process.env.CHROMIUM_PATH;
// Another port for another clone on one machine, which would test this one's page otherwise.
const port = process.env.E2E_PORT ?? '4174';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 1, // two browsers with a software GPU each would starve one another on two cores
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  forbidOnly: !!process.env.CI,
  use: {
    baseURL: `http://localhost:${port}/`,
    launchOptions: { args: browserArguments(), ...(executablePath && { executablePath }) },
  },
  webServer: {
    command: `node bench/serveDist.mjs ${port}`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: !process.env.CI,
  },
});
