/**
 * A provider and its people: two at terminals who know each other, one at a browser, and a room of all three. In the whole run
 * another two at terminals, who are killed while the others go on talking.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Locator } from 'playwright-core'
import { findChromium } from '../test-run/chromium.ts'
import { CaseBook } from './case-book.ts'
import { WebUser } from './chromium.ts'
import { TestProvider } from './programs.ts'
import { Terminal } from './terminal.ts'

export type Scene = {
  readonly home: string
  readonly book: CaseBook
  readonly provider: TestProvider
  readonly alice: Terminal
  readonly bobby: Terminal
  /** Whom it is to happen to that they are killed or away: a pair like the first, or the first itself. */
  readonly unlucky: readonly [Terminal, Terminal]
  /** `undefined`: there is no Chromium, or it was not asked for. */
  readonly carol: WebUser | undefined
}

export const ROOM = 'Everybody'

export async function openScene(isWhole: boolean): Promise<Scene> {
  const home = mkdtempSync(join(tmpdir(), 'rushlight-forensics-'))
  const provider = await TestProvider.start(join(home, 'provider'))
  const [alice, bobby] = [new Terminal(home, 'alice'), new Terminal(home, 'bobby')]
  const unlucky = isWhole
    ? ([new Terminal(home, 'dora'), new Terminal(home, 'emile')] as const)
    : ([alice, bobby] as const)
  const program = isWhole ? findChromium(process.env) : undefined
  const carol = program === undefined ? undefined : new WebUser(home, 'carol', { program, url: provider.url })
  const scene: Scene = { home, book: new CaseBook(), provider, alice, bobby, unlucky, carol }
  try {
    const browser = carol?.open().then(() => carol.signUp())
    await Promise.all([...terminalsOf(scene).map((one) => one.signUp(provider.url)), browser])
    await Promise.all([becomeAcquainted(alice, bobby), isWhole ? becomeAcquainted(...unlucky) : undefined])
    await meetInRoom(scene)
    return scene
  } catch (error) {
    await closeScene(scene, 'SIGKILL')
    rmSync(home, { recursive: true, force: true })
    throw error
  }
}

/** Everything ends; what lies on the disks stays until it has been looked at. */
export async function closeScene(scene: Scene, signal: NodeJS.Signals): Promise<void> {
  const people = [...terminalsOf(scene), ...(scene.carol === undefined ? [] : [scene.carol])]
  await Promise.all(people.map((person) => person.close(signal)))
  await scene.provider.end(signal)
}

export function terminalsOf({ alice, bobby, unlucky }: Scene): readonly Terminal[] {
  return [...new Set([alice, bobby, ...unlucky])]
}

/** Asks again and again until the answer is not `undefined`, `false` or an error. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined | false>): Promise<T> {
  const endsAt = performance.now() + PATIENCE_MS
  for (;;) {
    const answer = await ask().catch(() => undefined)
    if (answer !== undefined && answer !== false) return answer
    if (performance.now() > endsAt) throw new Error(`never came: ${what}`)
    await sleep(POLL_MS)
  }
}

const PATIENCE_MS = 20_000
const POLL_MS = 200

async function becomeAcquainted(one: Terminal, other: Terminal): Promise<void> {
  await Promise.all([hold(one), hold(other)])
  await one.call('send', { recipient: other.name, message: 'hello', wait: 'accepted' })
  await eventually(`a request of ${one.name}`, () => other.call('acceptRequest', { recipient: one.name }))
}

async function meetInRoom({ alice, bobby, carol }: Scene): Promise<void> {
  if (carol === undefined) return
  await alice.call('updateRoom', { title: ROOM, addMembers: ['bobby', 'carol'] })
  await alice.call('send', { recipient: ROOM, message: 'welcome', wait: 'accepted' })
  await eventually('the room at bobby', async () => {
    const rooms = await bobby.call('listRooms', {})
    return JSON.stringify(rooms).includes(ROOM)
  })
  await carol.page.getByRole('link', { name: new RegExp(ROOM) }).click()
  await carol.page.getByRole('button', { name: 'Accept' }).click()
  await carol.page.getByRole('textbox', { name: 'Message' }).waitFor()
  await line(carol, 'welcome').waitFor()
}

/** A daemon that reads whatever comes, as somebody does who looks at the terminal. */
export async function hold(person: Terminal): Promise<void> {
  person.open()
  await person.call('listRooms', {})
  await person.call('subscribeReceive', {})
}

/** A message in the conversation; the list beside it may show the newest one, too. */
export function line({ page }: WebUser, text: string): Locator {
  return page.locator('[data-message]', { hasText: text })
}
