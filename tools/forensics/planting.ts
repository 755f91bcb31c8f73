/**
 * Words that end: sent, seen alive by the control at everybody who holds them, and only then left to their deadline. On a
 * machine too slow for that a try is void and is made again with twice the time, so that no verdict hangs on speed.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CaseBook } from './case-book.ts'
import type { Evidence } from './scan.ts'

/** No sooner than `from` and no later than `until` their time is over. */
export type Ending = { readonly words: readonly string[]; readonly from: number; readonly until: number }

export type Planting = {
  readonly name: string
  readonly count: number
  readonly lifetimeMs: number
  readonly holders: readonly Holder[]
  /** `false`: it came too late to be what the case is about. */
  readonly send: (words: readonly string[], lifetimeMs: number) => Promise<boolean>
}

type Holder = { readonly name: string; vault: () => readonly Evidence[] }

export async function plantEnding(book: CaseBook, planting: Planting): Promise<Ending> {
  for (let lifetimeMs = planting.lifetimeMs; ; lifetimeMs *= 2) {
    const words = Array.from({ length: planting.count }, () => book.plant(planting.name))
    const from = Date.now() + lifetimeMs
    const isSent = await planting.send(words, lifetimeMs)
    const until = Date.now() + lifetimeMs
    if (isSent && (await isShownByAll(book, { words, holders: planting.holders, from }))) return { words, from, until }
    if (lifetimeMs > LIFETIME_MS_MAX) throw new Error(`the control never saw alive: ${planting.name}`)
    book.withdraw(words)
  }
}

const LIFETIME_MS_MAX = 60_000

type Showing = { readonly words: readonly string[]; readonly holders: readonly Holder[]; readonly from: number }

/** Who has not received it yet, or writes it at this moment, is looked at again as long as it lives. */
async function isShownByAll(book: CaseBook, { words, holders, from }: Showing): Promise<boolean> {
  for (const holder of holders) {
    let vault = holder.vault()
    while (!holdsAll(vault, words)) {
      await sleep(LOOK_AGAIN_MS)
      if (Date.now() > from) return false
      vault = holder.vault()
    }
    book.control(words, holder.name, vault)
  }
  return true
}

const LOOK_AGAIN_MS = 100

/** Cheaper than the scanner's look, which is taken once they are there. */
function holdsAll(evidence: readonly Evidence[], words: readonly string[]): boolean {
  return words.every((word) => evidence.some(({ bytes }) => bytes.includes(word)))
}
