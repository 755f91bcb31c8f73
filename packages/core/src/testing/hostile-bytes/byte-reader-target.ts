/** Something that reads bytes which anybody may have made. */
export type ByteTarget = {
  readonly name: string
  /** Bytes as they should be. */
  readonly samples: readonly Uint8Array[]
  /** Reads them; `undefined` (or a promise of it) is a refusal. Whatever comes, it must not throw. */
  readonly read: (bytes: Uint8Array) => unknown
  /** The parts of what bytes say, and back, so that single parts can be changed. The way back may throw. */
  readonly parts?: { readonly split: (bytes: Uint8Array) => unknown; readonly join: (value: unknown) => Uint8Array }
  /** A reader that does cryptography comes up less often. */
  readonly isSlow?: boolean
}
