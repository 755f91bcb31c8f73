import { equal, keyOf, parsePhrase, phraseOf, PHRASE_WORDS } from '@rushlight/protocol'
import type { ParsedPhrase, RecoveryPrivateKey } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'

/** `unwritten`: the account's own devices still keep it, and so does whoever steals one. */
export type PhraseState = 'unwritten' | 'kept'

/** One word of the phrase as somebody typed it, at its place from 1 on. */
export type PhraseAnswer = { readonly place: number; readonly word: string }

export type PhraseChecked =
  | { readonly kind: 'right' }
  /** A good phrase, but not the one of this account. */
  | { readonly kind: 'another' }
  | Exclude<ParsedPhrase, { readonly kind: 'phrase' }>

/** As many words are asked back before a phrase counts as written down. */
export const PHRASE_WORDS_ASKED = 3

/**
 * The account's recovery key as 24 words (`spec/identity.md` §10). Until its owner has shown that they are written down, the
 * key lies in vault and backup; afterwards on paper only.
 */
export class RecoveryPhrase {
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
  }

  state(): PhraseState {
    return this.#core.self.row.recoveryKey === undefined ? 'kept' : 'unwritten'
  }

  /** `undefined`: nobody has it but its owner. */
  words(): readonly string[] | undefined {
    const { recoveryKey } = this.#core.self.row
    return recoveryKey === undefined ? undefined : phraseOf(this.#core.crypto, recoveryKey)
  }

  /** Is this the account's phrase? Works whether or not the key is still here. */
  async check(typed: string): Promise<PhraseChecked> {
    const { crypto, self } = this.#core
    const parsed = parsePhrase(crypto, typed)
    if (parsed.kind !== 'phrase') return parsed
    const publicKey = await crypto.ed25519PublicKey(keyOf<RecoveryPrivateKey>(parsed.seed))
    return { kind: equal(publicKey, self.account.record.recoveryKey) ? 'right' : 'another' }
  }

  /** Different places of the phrase, from 1 on, in ascending order: which words to ask back. */
  ask(): readonly number[] {
    const left = Array.from({ length: PHRASE_WORDS }, (_, i) => i + 1)
    const asked = Array.from({ length: PHRASE_WORDS_ASKED }, () => {
      const [byte = 0] = this.#core.crypto.randomBytes(1)
      return left.splice(byte % left.length, 1)[0] ?? 1
    })
    return asked.toSorted((a, b) => a - b)
  }

  /** With the right words at enough places the key leaves vault and backup, and is on paper only. */
  async confirm(answers: readonly PhraseAnswer[]): Promise<boolean> {
    const words = this.words()
    if (words === undefined) return true
    const places = new Set(answers.map(({ place }) => place))
    const areRight = answers.every(({ place, word }) => words[place - 1] === word.trim().toLowerCase())
    if (places.size < PHRASE_WORDS_ASKED || !areRight) return false
    await this.#core.changeSelf(({ recoveryKey: _, ...row }) => row)
    await this.#core.markBackup()
    this.#core.tell({ kind: 'accountChanged' })
    return true
  }
}
