/** The whole run: scene, cases, and a last look at everything there is. */
import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { readSealedAtRest } from '@rushlight/server/testing'
import type { Findings } from './case-book.ts'
import {
  burnAfterReading,
  deleteForEveryone,
  expireInUse,
  expireUnfetched,
  expireWhileClosed,
  giveUpDraft,
  GRACE_MS,
  killBrowser,
  killWhileErasing,
  readInBrowser,
} from './cases.ts'
import { deletePicture, expireFiles } from './file-cases.ts'
import { killAtMoment } from './kill-moment.ts'
import { filesIn } from './places.ts'
import { closeScene, openScene, terminalsOf } from './scene.ts'
import type { Scene } from './scene.ts'
import { providerValues } from './vaults.ts'

export type Examined = Findings & {
  readonly isVoid: boolean
  readonly details: readonly string[]
  /** Said by name: what could not be looked at here. */
  readonly leftOut: readonly string[]
}

/** Everything, or the slice that CI runs: terminals alone, and nothing that takes a minute at the provider. */
export async function examine(extent: 'all' | 'slice', tell: (step: string) => void): Promise<Examined> {
  const scene = await openScene(extent === 'all')
  try {
    tell('three people are in a room')
    await (extent === 'all' ? playAll(scene, tell) : playSlice(scene))
    tell('looking through everything')
    await lookThroughAll(scene)
    await closeScene(scene, 'SIGTERM')
    lookAtDisks(scene, 'closed')
    scene.book.searchSealed('the provider’s disk, closed', filesIn(scene.provider.folder))
    const { findings, isVoid, details } = scene.book
    return { ...findings, isVoid, details, leftOut: extent === 'all' ? leftOutOf(scene) : [] }
  } finally {
    await closeScene(scene, 'SIGKILL')
    rmSync(scene.home, { recursive: true, force: true })
  }
}

function leftOutOf({ carol }: Scene): readonly string[] {
  return carol === undefined ? ['the browser: there is no Chromium here'] : []
}

async function playSlice(scene: Scene): Promise<void> {
  const ends = [await burnAfterReading(scene), await expireInUse(scene, 7000)]
  lookAtDisks(scene, 'while all is alive')
  await killWhileErasing(scene, [{ afterWrites: 1 }, { afterWrites: 2 }])
  ends.push(await expireWhileClosed(scene))
  await sleep(Math.max(0, Math.max(...ends) + GRACE_MS - Date.now()))
}

/** The provider keeps what it holds for a minute at least: what it is to erase is planted first, and the rest meanwhile. */
async function playAll(scene: Scene, tell: (step: string) => void): Promise<void> {
  const ends = [await burnAfterReading(scene), await expireInUse(scene, 20_000), await expireFiles(scene, 20_000)]
  const providerDeadline = await plantAtProvider(scene)
  tell('planted: burning, expiring, files, sealed at the provider')
  lookAtDisks(scene, 'while all is alive')
  const terminals = playTerminals(scene).then((deadlines) => {
    tell('killed terminals')
    return deadlines
  })
  const [killed, shown] = await Promise.all([terminals, playBrowser(scene, tell)])
  ends.push(...killed, ...shown)
  await killProviderWhileErasing(scene, providerDeadline)
  tell('killed the provider')
  await sleep(Math.max(0, Math.max(...ends) + GRACE_MS - Date.now()))
}

async function playBrowser(scene: Scene, tell: (step: string) => void): Promise<readonly number[]> {
  await deleteForEveryone(scene)
  await deletePicture(scene)
  tell('deleted for everyone')
  await giveUpDraft(scene)
  tell('gave up a draft')
  const read = await readInBrowser(scene)
  tell('read in a browser')
  if (scene.carol !== undefined) scene.book.search('carol’s disk, while she reads', scene.carol.disk())
  const killed = await killBrowser(scene, { afterWrites: 2 })
  tell('killed the browser')
  return [read, killed]
}

async function playTerminals(scene: Scene): Promise<readonly number[]> {
  for (const moments of KILLS) await killWhileErasing(scene, moments)
  return [await expireWhileClosed(scene), await expireUnfetched(scene)]
}

const KILLS = [
  [{ afterWrites: 0 }, { afterWrites: 1 }],
  [{ afterWrites: 2 }, { afterWrites: 4 }],
  [{ afterWrites: 6 }, { afterWrites: 7 }],
] as const

const SEALED = 'sealed entries at the provider'
/** The shortest time to live that a provider is told, in its span of erasures (`spec/timers.md` §5). */
const KEPT_MS = 75_000

/** Answers by when the provider has begun to erase what it holds now. */
async function plantAtProvider({ book, provider }: Scene): Promise<number> {
  const deadline = Date.now() + KEPT_MS
  const { entries } = await readSealedAtRest(provider.data, deadline)
  book.plantSealed(SEALED, entries)
  book.controlSealed(SEALED, providerValues(provider.data))
  return deadline
}

/** What is due at the provider goes in spans of ten seconds; it is killed when it writes next, and started again. */
async function killProviderWhileErasing({ provider }: Scene, deadline: number): Promise<void> {
  const { pid, databaseFiles: files } = provider
  await killAtMoment({ pid, files, deadline: deadline - SPAN_MS, afterWrites: 1 })
  await provider.end('SIGKILL')
  await provider.start()
  await sleep(Math.max(0, deadline + GRACE_MS - Date.now()))
}

const SPAN_MS = 10_000

async function lookThroughAll(scene: Scene): Promise<void> {
  const { book, carol, provider } = scene
  lookAtDisks(scene, 'running')
  const heaps = [...terminalsOf(scene), provider].map((one) => one.heap())
  for (const person of terminalsOf(scene)) book.search(person.name, person.vault())
  if (carol !== undefined) {
    book.search('carol', carol.vault())
    book.search('carol', await carol.heaps())
  }
  for (const heap of heaps) book.search('a program', [await heap])
  const values = providerValues(provider.data).map((bytes) => ({ place: 'value', bytes: Buffer.from(bytes) }))
  book.search('provider', values)
  book.searchSealed('provider', [...values, ...filesIn(provider.folder)])
  for (const person of terminalsOf(scene)) book.searchSealed(person.name, person.disk())
}

/** Nobody has the password here: at no time may anything be found, however alive it is. */
function lookAtDisks(scene: Scene, when: string): void {
  const { book, carol, provider } = scene
  for (const person of [...terminalsOf(scene), carol]) {
    if (person !== undefined) book.search(`${person.name}’s disk, ${when}`, person.disk())
  }
  book.search(`the provider’s disk, ${when}`, filesIn(provider.folder))
}
