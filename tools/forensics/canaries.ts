/**
 * Canaries: words that nobody writes by chance, one for each secret that has to vanish. Each begins and ends with a mark of
 * this run, eight letters each, so that every canary is found by two needles, whole or torn at either end; between the
 * marks stands whose case it is.
 */
import { randomBytes } from 'node:crypto'

export type Canary = { readonly word: string; readonly case: string }

export type Marks = { readonly head: string; readonly tail: string }

export class Aviary {
  readonly marks: Marks = { head: letters(MARK_LENGTH), tail: letters(MARK_LENGTH) }
  readonly #planted: Canary[] = []

  get planted(): readonly Canary[] {
    return this.#planted
  }

  hatch(name: string): Canary {
    const word = `${this.marks.head}${letters(MARK_LENGTH)}${this.marks.tail}`
    const canary = { word, case: name }
    this.#planted.push(canary)
    return canary
  }

  /** Of a torn one, nobody knows. */
  caseOf(heart: string): string {
    const found = this.#planted.find(({ word }) => word.slice(MARK_LENGTH, -MARK_LENGTH) === heart)
    return found?.case ?? TORN
  }
}

const MARK_LENGTH = 8
const TORN = 'torn'

/** Consonants of one alphabet: no word, no number, and safe in every encoding. */
const ALPHABET = 'bcdfghjkmnpqrstvwxz'

function letters(count: number): string {
  return Array.from(randomBytes(count), (byte) => ALPHABET[byte % ALPHABET.length]).join('')
}
