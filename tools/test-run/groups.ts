/**
 * The groups in which tests run, in this order: quick ones first, so that a mistake shows early.
 *
 * unit      `*.test.ts`          all in one process: no start-up cost, nothing on disk or network is shared
 * world     the simulator's      long lives in virtual time; a process of its own for each file, so that all cores work
 * story     `*.story.test.ts`    starts real processes; a process of its own for each file
 * browser   `*.browser.test.ts`  drives a real Chromium
 */
import { globSync } from 'node:fs'

export type TestGroup = {
  readonly name: 'unit' | 'world' | 'story' | 'browser'
  readonly files: readonly string[]
  /** Files that run at once, each in a process of its own; `undefined`: all files in one process. */
  readonly processes: number | undefined
  readonly testTimeoutMs: number
  readonly groupTimeoutMs: number
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS

export function listTestGroups(root: string): readonly TestGroup[] {
  const files = globSync(['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.ts', 'tools/test/**/*.test.ts'], {
    cwd: root,
  }).toSorted()
  const isStory = (file: string): boolean => file.endsWith('.story.test.ts')
  const isBrowser = (file: string): boolean => file.endsWith('.browser.test.ts')
  const units = files.filter((file) => !isStory(file) && !isBrowser(file))
  const isWorld = (file: string): boolean => file.startsWith('packages/simulator/')
  // The limits are there for what hangs: each leaves a fifth and more to what its group takes on an idle machine of two cores.
  // That is about seventeen minutes for all of them, of the twenty that CI is allowed; the limits together are more.
  return [
    {
      name: 'unit',
      files: units.filter((file) => !isWorld(file)),
      processes: undefined,
      testTimeoutMs: 2 * MINUTE_MS,
      groupTimeoutMs: 2.5 * MINUTE_MS,
    },
    {
      name: 'world',
      files: units.filter(isWorld),
      processes: 2,
      testTimeoutMs: 2 * MINUTE_MS,
      groupTimeoutMs: 4 * MINUTE_MS,
    },
    {
      name: 'story',
      files: files.filter(isStory),
      processes: 2,
      testTimeoutMs: 2 * MINUTE_MS,
      groupTimeoutMs: 8 * MINUTE_MS,
    },
    {
      name: 'browser',
      files: files.filter(isBrowser),
      processes: 2,
      testTimeoutMs: 2 * MINUTE_MS,
      groupTimeoutMs: 10 * MINUTE_MS,
    },
  ]
}
