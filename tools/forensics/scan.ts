/** Finds canaries in bytes, in every encoding of `encodings.ts`, also in what lies compressed in them. */
import type { Aviary } from './canaries.ts'
import { needlesOf } from './encodings.ts'
import type { Needle } from './encodings.ts'
import { inflateAll } from './inflate.ts'

/** Something that is looked through: a file, a page of a vault, a heap. */
export type Evidence = { readonly place: string; readonly bytes: Buffer }

export type Hit = {
  readonly case: string
  /** The canary's own letters; of a torn one what is left of them. */
  readonly heart: string
  readonly place: string
  readonly encoding: string
}

export function scan(aviary: Aviary, evidence: Iterable<Evidence>): readonly Hit[] {
  const needles = needlesOf(aviary.marks)
  const hits = new Map<string, Hit>()
  for (const { place, bytes } of evidence) {
    const layers = [{ encoding: '', bytes }, ...inflateAll(bytes, place)]
    for (const layer of layers) {
      for (const { encoding, heart } of findIn(layer.bytes, needles)) {
        const hit = { case: aviary.caseOf(heart), heart, place, encoding: `${layer.encoding} ${encoding}`.trim() }
        hits.set(JSON.stringify(hit), hit)
      }
    }
  }
  return [...hits.values()]
}

type Found = { readonly encoding: string; readonly heart: string }

function* findIn(bytes: Buffer, needles: readonly Needle[]): Iterable<Found> {
  for (const needle of needles) {
    for (let at = bytes.indexOf(needle.bytes); at !== -1; at = bytes.indexOf(needle.bytes, at + 1)) {
      yield { encoding: needle.encoding, heart: heartAt(bytes, at, needle) }
    }
  }
}

const HEART_LENGTH = 8
/** What one letter of the heart takes. */
const LETTER_BYTES: Readonly<Record<string, number>> = { utf8: 1, utf16: 2, hex: 2, url: 3 }

function heartAt(bytes: Buffer, at: number, { encoding, mark, read, missing }: Needle): string {
  if (mark === 'head') return read(bytes, at).slice(HEART_LENGTH - missing, 2 * HEART_LENGTH - missing)
  const before = HEART_LENGTH + missing
  const letterBytes = LETTER_BYTES[encoding]
  const start = at - (letterBytes === undefined ? 4 * Math.ceil(before / 3) : before * letterBytes)
  if (start < 0) return ''
  const spare = letterBytes === undefined ? (3 - (before % 3)) % 3 : 0
  return read(bytes, start).slice(spare, spare + HEART_LENGTH)
}
