import type { Page } from 'playwright-core';

const CONTROLS = `[...document.querySelectorAll('button, a[href], input, summary')]
  .filter((each) => each.checkVisibility() && !each.disabled)`;

/**
 * What can be used and is not come to by pressing Tab, or does not show that it has the focus. Of choices that exclude each
 * other one is enough: arrows lead to the others. Empty when all is well.
 */
export const outOfReach = async (page: Page): Promise<unknown> => {
  const count = Number(await page.evaluate(`${CONTROLS}.length`));
  await page.evaluate('window.reached = new Set()');
  // Once around, and past the page itself.
  for (let step = 0; step < count + 3; step += 1) {
    await page.keyboard.press('Tab');
    await page.evaluate(`(({ activeElement }) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
      if (outlineStyle !== 'solid' || parseFloat(outlineWidth) < 2) return;
      reached.add(activeElement);
      for (const each of activeElement.name ? document.getElementsByName(activeElement.name) : []) reached.add(each);
    })(document)`);
  }
  return page.evaluate(`${CONTROLS}.filter((each) => !reached.has(each)).map((each) => each.outerHTML)`);
};
