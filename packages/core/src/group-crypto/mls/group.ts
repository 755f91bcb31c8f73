import type { KemKeyPair } from '@rushlight/protocol'
import type { EpochSecrets } from './keys/key-schedule.ts'
import type { SecretTree } from './keys/secret-tree.ts'
import type { Suite } from './keys/suite.ts'
import type { RatchetTree } from './tree/ratchet-tree.ts'
import type { GroupContext } from './wire/ts-mls.ts'

/**
 * One member's view of an MLS group at one epoch. An opaque value: every step makes another group and leaves this one
 * as it was, so whoever holds it can take the step again after a failure, and must not take two different steps from
 * one group, since both would use the same keys.
 */
export class Group {
  readonly #state: GroupState

  constructor(state: GroupState) {
    this.#state = state
  }

  /** For the files of this folder; what the outside may see is in `group-view.ts`. */
  static stateOf(group: Group): GroupState {
    return group.#state
  }
}

export type GroupState = {
  readonly suite: Suite
  readonly context: GroupContext
  /** The same, encoded: every signature is made over it. */
  readonly contextBytes: Uint8Array
  readonly tree: RatchetTree
  readonly ownLeaf: number
  /** Of the own leaf and those nodes above it whose secret the member was told. */
  readonly keys: NodeKeys
  readonly signaturePrivateKey: Uint8Array
  readonly confirmationTag: Uint8Array
  readonly secrets: EpochSecrets
  readonly ratchets: SecretTree
}

/** By node index. */
export type NodeKeys = ReadonlyMap<number, KemKeyPair>
