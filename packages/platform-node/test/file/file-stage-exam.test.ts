import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createMemoryStage } from '@rushlight/core'
import { fileStageExam } from '@rushlight/core/testing'
import { createNodeFileStage } from '../../src/file/node-file-stage.ts'

for (const { name, run } of fileStageExam) {
  test(`files beside a profile: ${name}`, async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'rushlight-stage-'))
    context.after(() => rmSync(folder, { recursive: true }))
    await run(async () => createNodeFileStage(folder))
  })

  test(`files in memory: ${name}`, async () => {
    const stage = createMemoryStage()
    await run(async () => stage)
  })
}
