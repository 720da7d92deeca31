// The browser tests: the real page in Chromium against the real service. `cargo xtask test browser` builds both first.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: '../../target/browser-tests',
  snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
  globalTeardown: './harness/picture.mjs',
  reporter: [['list'], ['./harness/closing-line.mjs']],
  // Two services and two browsers are what a small machine carries; a retry would only hide a race.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Waiting is for the slowest machine; nothing here sleeps.
  timeout: 120_000,
  expect: {
    timeout: 30_000,
    // Less than a letter; machines draw the edges of letters a little differently.
    toHaveScreenshot: { animations: 'disabled', caret: 'hide', maxDiffPixelRatio: 0.002 },
  },
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Rome',
    viewport: { width: 1280, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
        // Letters are drawn the same on every machine.
        '--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb',
      ],
    },
  },
});
