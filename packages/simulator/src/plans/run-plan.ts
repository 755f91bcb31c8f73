import type { RunOptions } from '../run-seed.ts'
import { resultOf } from '../world-result.ts'
import type { WorldResult } from '../world-result.ts'
import { World } from '../world.ts'
import type { Plan } from './plan.ts'
import { Stage } from './stage.ts'

export async function runPlan(plan: Plan, { isHasty }: RunOptions = { isHasty: false }): Promise<WorldResult> {
  const world = new World(plan.name)
  const stage = new Stage(world, isHasty)
  await stage.open()
  await plan.run(stage)
  const events = await stage.close()
  return resultOf(world, { name: `plan ${plan.name}`, again: `--plan ${plan.name}`, events })
}
