import type { RunOptions } from '../run-seed.ts'
import { resultOf } from '../world-result.ts'
import type { WorldResult } from '../world-result.ts'
import { World } from '../world.ts'
import type { Misfortune } from './misfortune.ts'
import { Town } from './town.ts'

/** One town, its misfortune, and what became of it. The same seed gives the same trace, event by event. */
export async function runTown(
  { name, settled, run }: Misfortune,
  seed: number,
  { isHasty }: RunOptions = { isHasty: false },
): Promise<WorldResult> {
  const world = new World(`${name} ${seed}`)
  const town = new Town(world, settled, isHasty)
  await town.open()
  await run(town)
  const events = await town.close()
  const result = resultOf(world, { name: `${name} ${seed}`, again: `--town ${name} --seeds 1 --from ${seed}`, events })
  return { ...result, goOn: { misfortune: name, ms: town.goOnMs() } }
}
