/** What axe-core finds wrong with a page as it stands. */
import axe from 'axe-core'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

const OPTIONS: RunOptions = {
  resultTypes: ['violations'],
  // Menus are drawn beside the landmarks, so that nothing cuts them off.
  rules: { region: { enabled: false } },
}

/** One line for each fault: which rule, and where. */
export async function scan(page: Page): Promise<readonly string[]> {
  await page.evaluate(comeToRest)
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(OPTIONS)})`)
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ html }) => `${id} (${impact ?? ''}): ${html.slice(0, 160)}`),
  )
}

/** Contrast is measured when colours do not change any more. */
async function comeToRest(): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity)
  const longest = new Promise((resolve) => setTimeout(resolve, 1000))
  await Promise.race([longest, Promise.allSettled(ending.map(({ finished }) => finished))])
}
