// Every state of the gallery: a picture of it, no finding of axe in either theme, and nothing to be scrolled sideways, in longer
// words and from right to left either, and nothing cut off in letters twice as large. `cargo xtask test pictures --renew` takes the pictures anew.
import { expectAccessible } from './harness/axe.mjs';
import { beyond, cutOff, enlarge, expect, lengthen, settle, shade, test, turn } from './harness/gallery.mjs';
import { STATES } from '../../gallery/states.mjs';

/** High enough that nothing is scrolled for its picture; a dialog is as high as the screen lets it be. */
const WIDE = { width: 1280, height: 1600 };
const WIDE_DIALOG = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
/** The narrowest that WCAG 1.4.10 asks for. */
const NARROWEST = { width: 320, height: 640 };
/** Pictured in both themes and both languages; all four would be twice the megabytes and show nothing more. */
const LOOKS = [['light', 'en'], ['dark', 'it']];
/** Pictured on a phone, too: one of each layout. */
const ON_PHONES = [
  'editing', 'prepared-with-warnings', 'sending', 'finished', 'repeating', 'stale', 'unreachable', 'list', 'confirm', 'stop', 'schedule-recurring',
  'logs-sending', 'logs-story', 'logs-not-delivered', 'page-delivery',
];

// What moves is painted on a layer of its own, between pixels; whether it still is when the picture is taken is chance, and
// moves a line of text by one.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const state of STATES) {
  for (const [theme, lang] of LOOKS) {
    test(`${state.name}, ${theme}, ${lang}`, async ({ page, show }) => {
      await page.setViewportSize(state.isDialog || state.page ? WIDE_DIALOG : WIDE);
      const { picture, frame } = await show(state, { theme, lang });
      await expect.soft(picture).toHaveScreenshot(`${state.name}-${theme}-${lang}.png`);
      await expectAccessible(frame);
      await enlarge(frame, 2);
      await settle(page, state);
      expect.soft(await beyond(frame), 'nothing is beyond the screen in letters twice as large').toEqual([]);
      expect.soft(await cutOff(frame), 'and nothing is cut off').toEqual([]);
      await enlarge(frame, 1);
      // The other theme, for what only colours can get wrong; then back again.
      await shade(frame, theme === 'light' ? 'dark' : 'light');
      await expectAccessible(frame);
      await shade(frame, theme);
      await page.setViewportSize(PHONE);
      await settle(page, state);
      if (lang === 'en' && ON_PHONES.includes(state.name)) await expect.soft(picture).toHaveScreenshot(`${state.name}-phone.png`);
      await expectAccessible(frame);
      await page.setViewportSize(NARROWEST);
      await settle(page, state);
      expect.soft(await beyond(frame), 'nothing is beyond the narrowest screen').toEqual([]);
      await turn(frame, 'rtl');
      expect.soft(await beyond(frame), 'nor from right to left').toEqual([]);
      await turn(frame, 'ltr');
      await lengthen(frame);
      expect.soft(await beyond(frame), 'nor in longer words').toEqual([]);
      await page.setViewportSize(WIDE);
      expect.soft(await beyond(frame), 'nor in longer words on a wide screen').toEqual([]);
    });
  }
}
