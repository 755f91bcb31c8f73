/**
 * Plays with real processes what a conversation has to survive: servers, terminal clients, and a ledger that counts.
 *
 *   npm run survive -- [--case NAME] [--runs N] [--json]
 *
 * Seconds are those from the fault to the last delivery of what was under way or said then, the time in which a server was
 * down included; of several faults in one play, the longest. It ends with 0 only if every case was played, nothing was lost
 * and nothing came twice.
 */
import { parseArgs } from 'node:util'
import { CASE_NAMES } from './survive/case.ts'
import type { Case, CaseName, Played } from './survive/case.ts'
import { badMember } from './survive/cases/bad-member.ts'
import { federation } from './survive/cases/federation.ts'
import { hostile } from './survive/cases/hostile.ts'
import { onlyProvider } from './survive/cases/only-provider.ts'
import { oldOneReturns } from './survive/cases/return.ts'
import { secondProvider } from './survive/cases/second-provider.ts'
import { split } from './survive/cases/split.ts'
import { wipedDisk } from './survive/cases/wiped-disk.ts'
import { describe, figuresOf } from './survive/figures.ts'
import type { CaseFigures } from './survive/figures.ts'
import { Ledger } from './survive/ledger-link.ts'
import { Stage } from './survive/stage.ts'

const CASES: Readonly<Record<CaseName, Case>> = {
  federation,
  'wiped-disk': wipedDisk,
  'second-provider': secondProvider,
  'only-provider': onlyProvider,
  return: oldOneReturns,
  split,
  hostile,
  'bad-member': badMember,
}
const RUN_MS_MAX = 10 * 60_000
const RUNS_MAX = 1_000
const INTERRUPTED = 130

const { values } = parseArgs({
  options: {
    case: { type: 'string' },
    runs: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const startedAt = performance.now()
let stage: Stage | undefined
const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void stop())
}
process.exitCode = await playAll(namesWanted(values.case), numberOfRuns(values.runs))

async function playAll(names: readonly CaseName[], runs: number): Promise<number> {
  const cases: CaseFigures[] = []
  let isGood = true
  for (const name of names) {
    const played = await playRuns(name, runs)
    isGood &&= played.length === runs
    if (played.length === 0) continue
    const figures = figuresOf(name, played)
    isGood &&= figures.lost === 0 && figures.doubled === 0
    cases.push(figures)
    if (!values.json) console.log(describe(figures))
  }
  if (values.json) console.log(JSON.stringify({ cases }))
  return isGood ? 0 : 1
}

/** Those that came to an end. */
async function playRuns(name: CaseName, runs: number): Promise<readonly Played[]> {
  const play = CASES[name]
  const played: Played[] = []
  for (let run = 1; run <= runs && !interrupted.signal.aborted; run += 1) {
    try {
      const one = await playOnce(play, `${name} ${run}/${runs}`)
      for (const [device, count] of Object.entries(one.count.missing))
        console.error(`${name}: ${device} lacks ${count}`)
      played.push(one)
    } catch (error) {
      console.error(`${name}: run ${run} came to no end: ${error instanceof Error ? error.message : 'unknown'}`)
    }
  }
  return played
}

async function playOnce(play: Case, title: string): Promise<Played> {
  stage = new Stage((words) => tell(`${title}: ${words}`))
  const timeIsUp = Promise.withResolvers<never>()
  const timer = setTimeout(() => timeIsUp.reject(new Error('its time is up')), RUN_MS_MAX)
  try {
    return await Promise.race([play({ stage, ledger: new Ledger(stage) }), timeIsUp.promise])
  } finally {
    clearTimeout(timer)
    await stage.end()
    stage = undefined
  }
}

async function stop(): Promise<void> {
  interrupted.abort()
  await stage?.end()
  process.exit(INTERRUPTED)
}

function tell(words: string): void {
  if (!values.json) console.error(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${words}`)
}

function namesWanted(wanted: string | undefined): readonly CaseName[] {
  const names = CASE_NAMES.filter((name) => wanted === undefined || name === wanted)
  if (names.length > 0) return names
  console.error(`There is no case ${wanted}; there are ${CASE_NAMES.join(', ')}.`)
  process.exit(2)
}

function numberOfRuns(typed: string): number {
  const runs = Number(typed)
  if (Number.isInteger(runs) && runs >= 1 && runs <= RUNS_MAX) return runs
  console.error(`--runs takes a number from 1 to ${RUNS_MAX}.`)
  process.exit(2)
}
