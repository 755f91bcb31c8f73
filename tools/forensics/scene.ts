/** Three people and a provider: two at terminals who know each other, one at a browser, and a room of all three. */
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
  /** `undefined`: there is no Chromium, or it was not asked for. */
  readonly carol: WebUser | undefined
}

export const ROOM = 'Everybody'

export async function openScene(withBrowser: boolean): Promise<Scene> {
  const home = mkdtempSync(join(tmpdir(), 'rushlight-forensics-'))
  const provider = await TestProvider.start(join(home, 'provider'))
  const [alice, bobby] = [new Terminal(home, 'alice'), new Terminal(home, 'bobby')]
  const program = withBrowser ? findChromium(process.env) : undefined
  const carol = program === undefined ? undefined : new WebUser(home, 'carol', { program, url: provider.url })
  const scene: Scene = { home, book: new CaseBook(), provider, alice, bobby, carol }
  try {
    await Promise.all([alice.signUp(provider.url), bobby.signUp(provider.url), carol?.open()])
    await carol?.signUp()
    await becomeAcquainted(scene)
    return scene
  } catch (error) {
    await closeScene(scene, 'SIGKILL')
    rmSync(home, { recursive: true, force: true })
    throw error
  }
}

/** Everything ends; what lies on the disks stays until it has been looked at. */
export async function closeScene({ provider, alice, bobby, carol }: Scene, signal: NodeJS.Signals): Promise<void> {
  await Promise.all([alice.close(signal), bobby.close(signal), carol?.close(signal)])
  await provider.end(signal)
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

async function becomeAcquainted({ alice, bobby, carol }: Scene): Promise<void> {
  await hold(alice)
  await hold(bobby)
  await alice.call('send', { recipient: 'bobby', message: 'hello', wait: 'accepted' })
  await eventually('a request of alice', () => bobby.call('acceptRequest', { recipient: 'alice' }))
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
