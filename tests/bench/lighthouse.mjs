// What Lighthouse says of a delivery's page, as the real service gives it out: on a phone, slowed down as it simulates it.
import lighthouse from 'lighthouse';
import { chromium } from '@playwright/test';
import { Service } from '../browser/harness/service.mjs';
import { atLeast } from './figures.mjs';
import { FINISHED, launchOptions } from './watched.mjs';

const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const BAR = 95;
/** Runs; the one in the middle is told, since what else runs on the machine slows it down. */
const RUNS = 3;
/** What a category may miss without anything being said of it. */
const PERFECT = 1;

/** The bench. It has a browser of its own, which Lighthouse drives. */
export async function lighthouseScores({ figures }) {
  const service = await Service.start({ speed: 20, seed: 7 });
  try {
    const scores = [];
    for (let run = 0; run < RUNS; run += 1) scores.push(await audit(`${service.address}/?delivery=${FINISHED}`, 9_300 + process.pid % 500 + run));
    for (const category of CATEGORIES) {
      const sorted = scores.map(score => score[category]).sort((left, right) => left - right);
      figures.figure(`lighthouse.${category.replace('-', '_')}`, sorted[Math.floor(RUNS / 2)], 'of 100', atLeast(BAR));
    }
    for (const complaint of new Set(scores.flatMap(score => score.complaints))) console.log(`Lighthouse: ${complaint}`);
  } finally {
    await service.stop();
  }
}

async function audit(address, port) {
  const browser = await chromium.launch({ ...launchOptions, args: [...launchOptions.args, `--remote-debugging-port=${port}`] });
  try {
    const { lhr } = await lighthouse(address, { port, output: 'json', logLevel: 'error', onlyCategories: CATEGORIES, formFactor: 'mobile' });
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    const scores = Object.fromEntries(CATEGORIES.map(name => [name, Math.round(lhr.categories[name].score * 100)]));
    const counted = CATEGORIES.flatMap(name => lhr.categories[name].auditRefs.filter(({ weight }) => weight > 0));
    const missed = counted.map(({ id }) => lhr.audits[id]).filter(({ score }) => score !== null && score < PERFECT);
    return { ...scores, complaints: missed.map(({ title, displayValue }) => [title, displayValue].filter(Boolean).join(': ')) };
  } finally {
    await browser.close();
  }
}
