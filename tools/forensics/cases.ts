/** What people do with a secret, each as a case: planted, seen by the control, and gone when its time is over. */
import { setTimeout as sleep } from 'node:timers/promises'
import { killAtMoment } from './kill-moment.ts'
import type { Moment } from './kill-moment.ts'
import { plantEnding } from './planting.ts'
import type { Ending, Planting } from './planting.ts'
import type { WebUser } from './chromium.ts'
import { eventually, hold, line, ROOM } from './scene.ts'
import type { Scene } from './scene.ts'
import type { Terminal } from './terminal.ts'

/** The promise: nothing is left so long after the deadline (`spec/timers.md`). */
export const GRACE_MS = 5000

const BURN_MS = 5000
const KILLED_AFTER_MS = 6000

/** Sent with a lifetime, read, and left alone. Answers when it is over. */
export async function expireInUse({ book, alice, bobby }: Scene, lifetimeMs: number): Promise<number> {
  const { until } = await plantEnding(book, {
    name: 'expired in use',
    count: 3,
    lifetimeMs,
    holders: [alice, bobby],
    send: (words, expireMs) => sendAll(alice, { recipient: bobby.name, words, expireMs }),
  })
  return until
}

export async function burnAfterReading({ book, alice, bobby }: Scene): Promise<number> {
  const { until } = await plantEnding(book, {
    name: 'burned after reading',
    count: 2,
    lifetimeMs: BURN_MS,
    holders: [alice, bobby],
    send: (words, burnMs) => sendAll(alice, { recipient: bobby.name, words, burnMs }),
  })
  return until
}

/** The process is killed in the middle of erasing, and started again: nothing may be left when it first answers. */
export async function killWhileErasing(
  { book, unlucky: people }: Scene,
  moments: readonly [Moment, Moment],
): Promise<void> {
  const [alice, bobby] = people
  const { from } = await plantEnding(book, {
    name: 'killed while erasing',
    count: 6,
    lifetimeMs: KILLED_AFTER_MS,
    holders: people,
    send: (words, expireMs) => sendAll(alice, { recipient: bobby.name, words, expireMs }),
  })
  await Promise.all(
    people.map(async (person, i) => {
      const moment = moments[i] ?? { afterWrites: 0 }
      await killAtMoment({ pid: person.pid, files: person.vaultFiles, deadline: from, ...moment })
      await person.close('SIGKILL')
    }),
  )
  for (const person of people) {
    await hold(person)
    book.search(`${person.name}, started again after a kill`, person.vault())
  }
}

/** Nobody runs when the time is over. */
export async function expireWhileClosed({ book, unlucky: [alice, bobby] }: Scene): Promise<number> {
  const { until } = await plantEnding(book, {
    name: 'closed over the deadline',
    count: 2,
    lifetimeMs: KILLED_AFTER_MS,
    holders: [bobby],
    send: async (words, expireMs) => {
      const deadline = Date.now() + expireMs
      if (!bobby.isOpen) await hold(bobby)
      await sendAll(alice, { recipient: bobby.name, words, expireMs })
      await bobby.close('SIGTERM')
      return Date.now() < deadline
    },
  })
  await sleep(Math.max(0, until - Date.now()) + 500)
  await hold(bobby)
  book.search(`${bobby.name}, opened after the deadline`, bobby.vault())
  return until
}

/** Somebody was away when it was sent: it expires unread, in the vault of its author and at the provider. */
export async function expireUnfetched({ book, unlucky: [alice, bobby] }: Scene): Promise<number> {
  await bobby.close('SIGTERM')
  const { until } = await plantEnding(book, {
    name: 'never fetched',
    count: 2,
    lifetimeMs: 5000,
    holders: [alice],
    send: (words, expireMs) => sendAll(alice, { recipient: bobby.name, words, expireMs, wait: 'accepted' }),
  })
  await sleep(Math.max(0, until - Date.now()) + 500)
  await hold(bobby)
  book.search(`${bobby.name}, who was away`, bobby.vault())
  return until
}

type Sending = {
  readonly recipient: string
  readonly words: readonly string[]
  readonly expireMs?: number
  readonly burnMs?: number
  readonly wait?: 'accepted' | 'delivered'
}

async function sendAll(from: Terminal, { words, wait = 'delivered', ...sending }: Sending): Promise<true> {
  await Promise.all(words.map((message) => from.call('send', { ...sending, message, wait })))
  return true
}

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
  book.control([word], 'carol’s page', await carol.heaps('page'))
  await sent.hover()
  await sent.getByRole('button', { name: 'Message actions' }).click()
  await carol.page.getByRole('menuitem', { name: 'Delete for everyone' }).click()
  await carol.page.getByRole('button', { name: 'Delete for everyone' }).click()
  for (const person of [alice, bobby]) {
    await eventually(`the deletion at ${person.name}`, async () => !person.vaultHolds(word))
  }
}

/** Read in a browser: shown, burning, gone. */
export async function readInBrowser(scene: Scene): Promise<number> {
  const { book, alice, carol } = scene
  if (carol === undefined) return 0
  const { until } = await plantShown(scene, carol, { name: 'read in a browser', count: 2 })
  const burning = book.plant('burned in a browser')
  await alice.call('send', { recipient: ROOM, message: burning, burnMs: BURN_MS, wait: 'accepted' })
  const tap = carol.page.getByRole('button', { name: /Tap to read/ })
  await tap.waitFor()
  book.control([burning], 'carol', carol.vault())
  await tap.click()
  await line(carol, burning).waitFor()
  await line(carol, burning).waitFor({ state: 'detached' })
  return until
}

/** The browser is killed in the middle of erasing, and started again. */
export async function killBrowser(scene: Scene, moment: Moment): Promise<number> {
  const { book, carol } = scene
  if (carol === undefined) return 0
  const { from, until } = await plantShown(scene, carol, { name: 'browser killed while erasing', count: 4 })
  await killAtMoment({ pid: carol.pid, files: carol.vaultFiles, deadline: from, ...moment })
  await carol.close('SIGKILL')
  await carol.open()
  await carol.unlock()
  book.search('carol, started again after a kill', carol.vault())
  return until
}

/** In the room of all: each of them was on the screen, and lay in the vault, while it lived. */
function plantShown({ book, alice }: Scene, carol: WebUser, batch: Pick<Planting, 'name' | 'count'>): Promise<Ending> {
  return plantEnding(book, {
    ...batch,
    lifetimeMs: KILLED_AFTER_MS,
    holders: [carol],
    send: async (words, expireMs) => {
      const deadline = Date.now() + expireMs
      await sendAll(alice, { recipient: ROOM, words, expireMs, wait: 'accepted' })
      const timeout = Math.max(1, deadline - Date.now())
      const shown = words.map((word) => line(carol, word).waitFor({ timeout }))
      return (await Promise.allSettled(shown)).every(({ status }) => status === 'fulfilled')
    },
  })
}
