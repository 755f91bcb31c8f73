import { test } from 'node:test'
import { createProcessWakeUp } from '../../src/adapters/process-wake-up.ts'
import { wakeUpExam } from '../../src/testing/index.ts'

for (const { name, run } of wakeUpExam) {
  test(`wake-ups within a process: ${name}`, async () => {
    const bus = createProcessWakeUp()
    await run(async () => bus)
  })
}
