/** What was planted, what the control saw of it while it lived, and what was found after its time. */
import { Aviary } from './canaries.ts'
import type { Canary } from './canaries.ts'
import { scan } from './scan.ts'
import type { Evidence, Hit } from './scan.ts'

export type Findings = {
  readonly planted: number
  readonly controlFound: number
  readonly hits: number
  readonly byCase: Readonly<Record<string, number>>
}

/** Ciphertext that a provider has to erase: a canary that nobody hatched. */
type Sealed = { readonly case: string; readonly pieces: readonly Buffer[]; isSeen: boolean }

export class CaseBook {
  readonly aviary: Aviary = new Aviary()
  readonly #sealed: Sealed[] = []
  readonly #seen = new Set<string>()
  readonly #withdrawn = new Set<string>()
  readonly #missed: string[] = []
  readonly #hits = new Map<string, Hit>()
  readonly #cases = new Set<string>()

  plant(name: string): string {
    this.#cases.add(name)
    return this.aviary.hatch(name).word
  }

  /** Each holder has to show each canary to the scanner as long as it lives; one that does not makes the run void. */
  control(words: readonly string[], holder: string, evidence: Iterable<Evidence>): void {
    const unseen = this.#unseen(words, evidence)
    for (const canary of unseen) this.#missed.push(`${canary.case} at ${holder}`)
    for (const word of words) if (unseen.every((canary) => canary.word !== word)) this.#seen.add(word)
  }

  /** They ended before the control had looked: they count no longer as planted, and do where they are found. */
  withdraw(words: readonly string[]): void {
    for (const word of words) {
      this.#withdrawn.add(word)
      this.#seen.delete(word)
    }
  }

  #unseen(words: readonly string[], evidence: Iterable<Evidence>): readonly Canary[] {
    const hearts = new Set(scan(this.aviary, evidence).map(({ heart }) => heart))
    return this.aviary.planted.filter((canary) => words.includes(canary.word) && !hearts.has(heartOf(canary)))
  }

  /** Whatever is found here counts: its time is over, or it never may lie there. */
  search(holder: string, evidence: Iterable<Evidence>): void {
    for (const hit of scan(this.aviary, evidence)) {
      const place = `${holder}: ${hit.place}`
      this.#hits.set(`${hit.case} ${hit.heart} ${place} ${hit.encoding}`, { ...hit, place })
    }
  }

  plantSealed(name: string, values: readonly Uint8Array[]): void {
    this.#cases.add(name)
    for (const value of values) this.#sealed.push({ case: name, pieces: piecesOf(value), isSeen: false })
  }

  controlSealed(name: string, readable: readonly Uint8Array[]): void {
    for (const sealed of this.#sealed.filter((one) => one.case === name)) {
      sealed.isSeen = readable.some((bytes) => holdsOneOf(Buffer.from(bytes), sealed.pieces))
      if (!sealed.isSeen) this.#missed.push(`${name} at the provider`)
    }
  }

  searchSealed(holder: string, evidence: Iterable<Evidence>): void {
    for (const { place, bytes } of evidence) {
      for (const [number, sealed] of this.#sealed.entries()) {
        if (!holdsOneOf(bytes, sealed.pieces)) continue
        const hit = { case: sealed.case, heart: String(number), place: `${holder}: ${place}`, encoding: 'as it was' }
        this.#hits.set(`${hit.case} ${number} ${hit.place}`, hit)
      }
    }
  }

  get findings(): Findings {
    const byCase: Record<string, number> = Object.fromEntries([...this.#cases].map((name) => [name, 0]))
    for (const hit of this.#hits.values()) byCase[hit.case] = (byCase[hit.case] ?? 0) + 1
    return {
      planted: this.aviary.planted.length - this.#withdrawn.size + this.#sealed.length,
      controlFound: this.#seen.size + this.#sealed.filter(({ isSeen }) => isSeen).length,
      hits: this.#hits.size,
      byCase,
    }
  }

  get isVoid(): boolean {
    return this.#missed.length > 0
  }

  /** For whoever has to find the leak. */
  get details(): readonly string[] {
    return [
      ...this.#missed.map((missed) => `not seen by the control: ${missed}`),
      ...[...this.#hits.values()].map((hit) => `found: ${hit.case} in ${hit.place}, as ${hit.encoding}`),
    ]
  }
}

function heartOf({ word }: Canary): string {
  return word.slice(8, -8)
}

const PIECE_BYTES = 24

/** From the beginning, the middle and the end: some of it may have been overwritten. */
function piecesOf(value: Uint8Array): readonly Buffer[] {
  const bytes = Buffer.from(value)
  const last = Math.max(0, bytes.length - PIECE_BYTES)
  return [0, Math.floor(last / 2), last].map((at) => bytes.subarray(at, at + PIECE_BYTES))
}

function holdsOneOf(bytes: Buffer, pieces: readonly Buffer[]): boolean {
  return pieces.some((piece) => bytes.includes(piece))
}
