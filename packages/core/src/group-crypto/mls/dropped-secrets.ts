import type { GroupState } from './group.ts'
import { secretsIn } from './keys/secret-tree.ts'
import { itemsOf } from './keys/shelf.ts'

/** The secrets of one state of a group that another one does not hold any more (all of them, if there is none). */
export function droppedSecrets(before: GroupState, after: GroupState | undefined): readonly Uint8Array[] {
  const kept = new Set(after === undefined ? [] : secretsOf(after))
  return secretsOf(before).filter((secret) => !kept.has(secret))
}

function secretsOf({ keys, secrets, ratchets, signaturePrivateKey }: GroupState): readonly Uint8Array[] {
  return [
    ...[...keys.values()].map(({ privateKey }) => privateKey),
    ...Object.values(secrets),
    ...itemsOf(ratchets).flatMap(({ item }) => secretsIn(item)),
    signaturePrivateKey,
  ]
}
