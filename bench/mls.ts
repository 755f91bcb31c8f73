/**
 * What the group engine costs, beside others, in CPU milliseconds of the whole process per operation:
 *
 *   npm run bench:mls -- [--libraries rushlight,ts-mls,core-crypto,libsignal] [--operations send,receive,...]
 *                        [--members 10,100] [--suite 0x0001] [--platform node|chromium] [--memory] [--json]
 *   npm run bench:mls -- --only LIBRARY:OPERATION:MEMBERS --count N [--platform node|chromium] [--json]
 *
 * create: one commit that adds all others. join: the last one comes into a used room. update and process: a renewed path,
 * made and followed, in a used room. send and receive: 100 bytes. With --only, exactly N operations are done after the
 * set-up, so that two runs with different N tell from outside what one costs.
 *
 * With --platform chromium ours alone runs, in a worker of that browser on its primitives, and it is told what the engine
 * weighs as a bundle; the CPU time is that of all pages, and beside it stands what the clock said. Where two sizes of room are
 * in a table, it ends with how many times more the largest costs than the smallest, from 100 members on.
 *
 * core-crypto and libsignal are in a folder of their own that nothing else installs: npm ci --prefix bench/rivals. In a
 * table those that are not there are left out with a word on standard error. With --memory it is also weighed what the
 * state of one room takes.
 */
import { parseArgs } from 'node:util'
import type { SuiteId } from '@rushlight/core/testing'
import { createNodeCrypto } from '@rushlight/platform-node'
import { openInChromium } from './mls/chromium/in-chromium.ts'
import { Absent, LIBRARIES, OPERATIONS } from './mls/contestant.ts'
import type { Contestant, Library } from './mls/contestant.ts'
import { createCoreCrypto } from './mls/core-crypto.ts'
import { createLibsignal } from './mls/libsignal.ts'
import { measure, measureOnly, weigh } from './mls/measure.ts'
import type { Place, Result } from './mls/measure.ts'
import { createRushlight } from './mls/rushlight.ts'
import { Report, lineOf } from './mls/report.ts'
import { createTsMls } from './mls/ts-mls.ts'

const SUITES: readonly SuiteId[] = [0x0001, 0x0003, 0xf00d]

process.exitCode = await main()

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      libraries: { type: 'string', default: LIBRARIES.join(',') },
      operations: { type: 'string', default: OPERATIONS.join(',') },
      members: { type: 'string', default: '10,100' },
      suite: { type: 'string', default: '0x0001' },
      platform: { type: 'string', default: 'node' },
      only: { type: 'string' },
      count: { type: 'string', default: '1' },
      memory: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const suite = oneOf(SUITES, Number(values.suite))
  const platform = oneOf(['node', 'chromium'] as const, values.platform)
  if (values.only !== undefined) {
    const { library, place } = parseOnly(values.only)
    const count = wholeNumber(values.count)
    const result = await (platform === 'node' ? onlyInNode : onlyInChromium)({ library, place, suite, count })
    if (result === undefined) return 1
    process.stdout.write(values.json ? `${JSON.stringify({ results: [result] })}\n` : `${lineOf(result)}\n`)
    return 0
  }
  const operations = values.operations.split(',').map((name) => oneOf(OPERATIONS, name))
  const sizes = values.members.split(',').map(wholeNumber)
  const places = sizes.flatMap((members) => operations.map((operation) => ({ operation, members })))
  const libraries = values.libraries.split(',').map((name) => oneOf(LIBRARIES, name))
  const report = new Report(values.json ? undefined : (line) => process.stdout.write(`${line}\n`))
  if (platform === 'chromium') await tableOfChromium(report, suite, places)
  for (const library of platform === 'node' ? libraries : []) {
    const contestant = await whereInstalled(library, suite)
    if (contestant !== undefined) await tableOf(report, contestant, places)
    if (contestant !== undefined && values.memory) await weightsOf(report, contestant, sizes)
  }
  report.end()
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`)
  return 0
}

async function tableOf(report: Report, contestant: Contestant, places: readonly Place[]): Promise<void> {
  for (const place of places)
    if (contestant.operations.includes(place.operation)) report.add(await measure(contestant, place))
}

async function weightsOf(report: Report, contestant: Contestant, sizes: readonly number[]): Promise<void> {
  for (const members of sizes) {
    const weight = await weigh(contestant, members)
    if (weight !== undefined) report.addWeight(weight)
  }
}

async function tableOfChromium(report: Report, suite: SuiteId, places: readonly Place[]): Promise<void> {
  const browser = await openInChromium(suite)
  report.setBundle(browser.bundle)
  for (const place of places) report.add(await browser.measure(place))
  await browser.close()
}

type Only = { readonly library: Library; readonly place: Place; readonly suite: SuiteId; readonly count: number }

async function onlyInNode({ library, place, suite, count }: Only): Promise<Result | undefined> {
  const contestant = await whereInstalled(library, suite)
  if (contestant === undefined) return undefined
  if (contestant.operations.includes(place.operation)) return measureOnly(contestant, place, count)
  process.stderr.write(`${library} knows no ${place.operation}.\n`)
  return undefined
}

async function onlyInChromium({ library, place, suite, count }: Only): Promise<Result | undefined> {
  if (library !== 'rushlight') {
    process.stderr.write('In Chromium only ours runs.\n')
    return undefined
  }
  const browser = await openInChromium(suite)
  const result = await browser.measureOnly(place, count)
  await browser.close()
  return result
}

function parseOnly(only: string): { readonly library: Library; readonly place: Place } {
  const [library, operation, members] = only.split(':')
  return {
    library: oneOf(LIBRARIES, library),
    place: { operation: oneOf(OPERATIONS, operation), members: wholeNumber(members) },
  }
}

async function whereInstalled(library: Library, suite: SuiteId): Promise<Contestant | undefined> {
  try {
    return await create(library, suite)
  } catch (error) {
    if (!(error instanceof Absent)) throw error
    process.stderr.write(`${error.message}\n`)
    return undefined
  }
}

async function create(library: Library, suite: SuiteId): Promise<Contestant> {
  switch (library) {
    case 'rushlight':
      return createRushlight(createNodeCrypto(), suite)
    case 'ts-mls':
      return createTsMls()
    case 'core-crypto':
      return createCoreCrypto()
    case 'libsignal':
      return createLibsignal()
  }
}

function oneOf<T>(known: readonly T[], wanted: unknown): T {
  const found = known.find((one) => one === wanted)
  if (found === undefined) throw new RangeError(`one of ${known.join(', ')}`)
  return found
}

function wholeNumber(text: string | undefined): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new RangeError('a whole number from 1')
  return value
}
