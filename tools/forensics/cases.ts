/** What people do with a secret, each as a case: planted, seen by the control, and gone when its time is over. */
import { setTimeout as sleep } from 'node:timers/promises'
import { waitForMoment } from './kill-moment.ts'
import type { Moment } from './kill-moment.ts'
import { eventually, hold, line, ROOM } from './scene.ts'
import type { Scene } from './scene.ts'
import type { Terminal } from './terminal.ts'

/** The promise: nothing is left so long after the deadline (`spec/timers.md`). */
export const GRACE_MS = 5000

const BURN_MS = 5000
/** Long enough to be delivered and seen by the control, on a busy machine, too. */
const KILLED_AFTER_MS = 8000

/** Sent with a lifetime, read, and left alone. Answers when it is over. */
export async function expireInUse(scene: Scene, lifetimeMs: number): Promise<number> {
  const { book, alice, bobby } = scene
  const words = [0, 1, 2].map(() => book.plant('expired in use'))
  const deadline = await sendAll(alice, { recipient: 'bobby', words, lifetimeMs })
  book.control(words, 'alice', alice.vault())
  book.control(words, 'bobby', bobby.vault())
  return deadline
}

export async function burnAfterReading(scene: Scene): Promise<number> {
  const { book, alice, bobby } = scene
  const words = [0, 1].map(() => book.plant('burned after reading'))
  for (const message of words) {
    await alice.call('send', { recipient: 'bobby', message, burnMs: BURN_MS, wait: 'delivered' })
  }
  book.control(words, 'alice', alice.vault())
  book.control(words, 'bobby', bobby.vault())
  return Date.now() + BURN_MS
}

/** The process is killed in the middle of erasing, and started again: nothing may be left when it first answers. */
export async function killWhileErasing(scene: Scene, moments: readonly [Moment, Moment]): Promise<void> {
  const { book, alice, bobby } = scene
  const words = Array.from({ length: 6 }, () => book.plant('killed while erasing'))
  const deadline = await sendAll(alice, { recipient: 'bobby', words, lifetimeMs: KILLED_AFTER_MS })
  const people = [alice, bobby] as const
  for (const person of people) book.control(words, person.name, person.vault())
  await Promise.all(
    people.map(async (person, i) => {
      await waitForMoment(() => person.vaultFiles, deadline, moments[i] ?? { afterWrites: 0 })
      await person.close('SIGKILL')
    }),
  )
  for (const person of people) {
    await hold(person)
    book.search(`${person.name}, started again after a kill`, person.vault())
  }
}

/** Nobody runs when the time is over. */
export async function expireWhileClosed(scene: Scene): Promise<number> {
  const { book, alice, bobby } = scene
  const words = [0, 1].map(() => book.plant('closed over the deadline'))
  const deadline = await sendAll(alice, { recipient: 'bobby', words, lifetimeMs: KILLED_AFTER_MS })
  await bobby.close('SIGTERM')
  book.control(words, 'bobby, closed', bobby.vault())
  await sleep(Math.max(0, deadline - Date.now()) + 500)
  await hold(bobby)
  book.search('bobby, opened after the deadline', bobby.vault())
  return deadline
}

/** Somebody was away when it was sent: it expires unread, in the vault of its author and at the provider. */
export async function expireUnfetched(scene: Scene): Promise<number> {
  const { book, alice, bobby } = scene
  await bobby.close('SIGTERM')
  const words = [0, 1].map(() => book.plant('never fetched'))
  const deadline = await sendAll(alice, { recipient: 'bobby', words, lifetimeMs: 5000, wait: 'accepted' })
  book.control(words, 'alice', alice.vault())
  await sleep(Math.max(0, deadline - Date.now()) + 500)
  await hold(bobby)
  book.search('bobby, who was away', bobby.vault())
  return deadline
}

type Sending = {
  readonly recipient: string
  readonly words: readonly string[]
  readonly lifetimeMs: number
  readonly wait?: 'accepted' | 'delivered'
}

/** All end at the same time, which is answered. */
async function sendAll(from: Terminal, { recipient, words, lifetimeMs, wait }: Sending): Promise<number> {
  const deadline = Date.now() + lifetimeMs
  const expireMs = Math.max(EXPIRE_MS_MIN, deadline - Date.now())
  await Promise.all(
    words.map((message) => from.call('send', { recipient, message, expireMs, wait: wait ?? 'delivered' })),
  )
  return deadline
}

const EXPIRE_MS_MIN = 5000

/** A draft is typed, kept, and given up. */
export async function giveUpDraft({ book, carol }: Scene): Promise<void> {
  if (carol === undefined) return
  const word = book.plant('a draft that was given up')
  const box = carol.page.getByRole('textbox', { name: 'Message' })
  await box.fill(word)
  await eventually('the draft in the vault', async () => carol.vaultHolds(word))
  book.control([word], 'carol', carol.vault())
  book.search('carol’s disk', carol.disk())
  await box.fill('')
  await sleep(DRAFT_SAVED_MS)
}

/** The app saves half a second after the last key. */
const DRAFT_SAVED_MS = 1500

/** Sent from the browser, read by the others, and taken back by its author. */
export async function deleteForEveryone({ book, alice, bobby, carol }: Scene): Promise<void> {
  if (carol === undefined) return
  const word = book.plant('deleted for everyone')
  await carol.page.getByRole('textbox', { name: 'Message' }).fill(word)
  await carol.page.getByRole('button', { name: 'Send' }).click()
  for (const person of [alice, bobby]) {
    await eventually(`the message at ${person.name}`, async () => person.vaultHolds(word))
    book.control([word], person.name, person.vault())
  }
  book.control([word], 'carol', carol.vault())
  const sent = line(carol, word)
  book.control(
    [word],
    'carol’s page',
    (await carol.heaps()).filter(({ place }) => place === 'heap of page'),
  )
  await sent.hover()
  await sent.getByRole('button', { name: 'Message actions' }).click()
  await carol.page.getByRole('menuitem', { name: 'Delete for everyone' }).click()
  await carol.page.getByRole('button', { name: 'Delete for everyone' }).click()
  for (const person of [alice, bobby]) {
    await eventually(`the deletion at ${person.name}`, async () => !person.vaultHolds(word))
  }
}

/** Read in a browser: shown, burning, gone. */
export async function readInBrowser({ book, alice, carol }: Scene): Promise<number> {
  if (carol === undefined) return 0
  const words = [0, 1].map(() => book.plant('read in a browser'))
  const deadline = await sendAll(alice, { recipient: ROOM, words, lifetimeMs: 8000, wait: 'accepted' })
  const burning = book.plant('burned in a browser')
  await alice.call('send', { recipient: ROOM, message: burning, burnMs: BURN_MS, wait: 'accepted' })
  await line(carol, words[1] ?? '').waitFor()
  book.control([...words, burning], 'carol', carol.vault())
  await carol.page.getByRole('button', { name: /Tap to read/ }).click()
  await line(carol, burning).waitFor()
  await line(carol, burning).waitFor({ state: 'detached' })
  return deadline
}

/** The browser is killed in the middle of erasing, and started again. Answers when all is planted; `done` ends the case. */
export async function beginKillingBrowser(scene: Scene, moment: Moment): Promise<{ readonly done: Promise<number> }> {
  const { book, alice, carol } = scene
  if (carol === undefined) return { done: Promise.resolve(0) }
  const words = Array.from({ length: 4 }, () => book.plant('browser killed while erasing'))
  const deadline = await sendAll(alice, { recipient: ROOM, words, lifetimeMs: KILLED_AFTER_MS, wait: 'accepted' })
  await line(carol, words[3] ?? '').waitFor()
  book.control(words, 'carol', carol.vault())
  const finish = async (): Promise<number> => {
    await waitForMoment(() => carol.vaultFiles, deadline, moment)
    await carol.close('SIGKILL')
    await carol.open()
    await carol.unlock()
    book.search('carol, started again after a kill', carol.vault())
    return deadline
  }
  return { done: finish() }
}
