/**
 * What the group engine costs, beside others, in CPU milliseconds of the whole process per operation:
 *
 *   npm run bench:mls -- [--libraries rushlight,ts-mls,core-crypto,libsignal] [--operations send,receive,...]
 *                        [--members 10,100] [--suite 0x0001] [--memory] [--json]
 *   npm run bench:mls -- --only LIBRARY:OPERATION:MEMBERS --count N [--json]
 *
 * create: one commit that adds all others. join: the last one comes into a used room. update and process: a renewed path,
 * made and followed, in a used room. send and receive: 100 bytes. With --only, exactly N operations are done after the
 * set-up, so that two runs with different N tell from outside what one costs.
 *
 * core-crypto and libsignal are in a folder of their own that nothing else installs: npm ci --prefix bench/rivals. In a
 * table those that are not there are left out with a word on standard error. With --memory it is also weighed what the
 * state of one room takes.
 */
import { parseArgs } from 'node:util'
import type { SuiteId } from '@rushlight/core/testing'
import { createNodeCrypto } from '@rushlight/platform-node'
import { Absent, LIBRARIES, OPERATIONS } from './mls/contestant.ts'
import type { Contestant, Library } from './mls/contestant.ts'
import { createCoreCrypto } from './mls/core-crypto.ts'
import { createLibsignal } from './mls/libsignal.ts'
import { measure, measureOnly, weigh } from './mls/measure.ts'
import type { Result, Weight } from './mls/measure.ts'
import { createRushlight } from './mls/rushlight.ts'
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
      only: { type: 'string' },
      count: { type: 'string', default: '1' },
      memory: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const suite = oneOf(SUITES, Number(values.suite))
  if (values.only !== undefined)
    return runOnly(suite, values.only, { count: wholeNumber(values.count), json: values.json })
  const libraries = values.libraries.split(',').map((name) => oneOf(LIBRARIES, name))
  const operations = values.operations.split(',').map((name) => oneOf(OPERATIONS, name))
  const sizes = values.members.split(',').map(wholeNumber)
  const results: Result[] = []
  const memory: Weight[] = []
  for (const library of libraries) {
    const contestant = await whereInstalled(library, suite)
    if (contestant === undefined) continue
    for (const members of sizes) {
      for (const operation of operations.filter((one) => contestant.operations.includes(one))) {
        const result = await measure(contestant, { operation, members })
        results.push(result)
        if (!values.json) process.stdout.write(`${lineOf(result)}\n`)
      }
      const weight = values.memory ? await weigh(contestant, members) : undefined
      if (weight === undefined) continue
      memory.push(weight)
      if (!values.json) process.stdout.write(`${weightLine(weight)}\n`)
    }
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ results, ...(values.memory ? { memory } : {}) })}\n`)
  return 0
}

type Wanted = { readonly count: number; readonly json: boolean }

async function runOnly(suite: SuiteId, only: string, { count, json }: Wanted): Promise<number> {
  const [library, operation, members] = only.split(':')
  const place = { operation: oneOf(OPERATIONS, operation), members: wholeNumber(members) }
  const contestant = await whereInstalled(oneOf(LIBRARIES, library), suite)
  if (contestant === undefined) return 1
  if (!contestant.operations.includes(place.operation)) {
    process.stderr.write(`${contestant.library} knows no ${place.operation}.\n`)
    return 1
  }
  const result = await measureOnly(contestant, place, count)
  process.stdout.write(json ? `${JSON.stringify({ results: [result] })}\n` : `${lineOf(result)}\n`)
  return 0
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

function lineOf({ library, suite, operation, members, cpuMs, bytes }: Result): string {
  const columns = [library.padEnd(12), suite.padEnd(12), operation.padEnd(8), `${members}`.padStart(5)]
  return [...columns, `${cpuMs.toFixed(3)} ms`.padStart(14), `${bytes} B`.padStart(10)].join(' ')
}

function weightLine({ library, members, roomBytes }: Weight): string {
  return `${library.padEnd(12)} ${'memory'.padEnd(21)} ${`${members}`.padStart(5)} ${(roomBytes / 2 ** 20).toFixed(2)} MiB`
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
