import { defineConfig } from '@playwright/test';
import { browserArguments } from './bench/browser.mjs';

const executablePath = process.env.CHROMIUM_PATH;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 1, // two browsers with a software GPU each would starve one another on two cores
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  forbidOnly: !!process.env.CI,
  use: {
    baseURL: 'http://localhost:4174/',
    launchOptions: { args: browserArguments(), ...(executablePath && { executablePath }) },
  },
  webServer: {
    command: 'node bench/serveDist.mjs 4174',
    url: 'http://localhost:4174/',
    reuseExistingServer: !process.env.CI,
  },
});
