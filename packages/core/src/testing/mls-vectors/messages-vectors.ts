import type { Decoder } from '#ts-mls/codec/tlsDecoder.js'
import type { Encoder } from '#ts-mls/codec/tlsEncoder.js'
import { decodeCommit, encodeCommit } from '#ts-mls/commit.js'
import { decodeGroupSecrets, encodeGroupSecrets } from '#ts-mls/groupSecrets.js'
import { decodeMlsMessage, encodeMlsMessage } from '#ts-mls/message.js'
import {
  decodeAdd,
  decodeExternalInit,
  decodeGroupContextExtensions,
  decodePSK,
  decodeReinit,
  decodeRemove,
  decodeUpdate,
  encodeAdd,
  encodeExternalInit,
  encodeGroupContextExtensions,
  encodePSK,
  encodeReinit,
  encodeRemove,
  encodeUpdate,
} from '#ts-mls/proposal.js'
import type { Suite } from '../../group-crypto/mls/keys/suite.ts'
import { encodeTree, parseTree } from '../../group-crypto/mls/tree/ratchet-tree.ts'
import { encodePrivateMessage, parsePrivateMessage } from '../../group-crypto/mls/wire/private-message.ts'
import { parseWhole } from '../../group-crypto/mls/wire/ts-mls.ts'
import { ensure, ensureEqual } from './vector-value.ts'
import type { VectorValue } from './vector-value.ts'

/** Every structure is read and written again to the same bytes. */
export async function runMessages(_suite: Suite, vector: VectorValue): Promise<void> {
  const check = <T>(names: readonly string[], decode: Decoder<T>, encode: Encoder<T>): void => {
    for (const name of names) {
      const value = parseWhole(decode, vector.bytes(name))
      ensure(value !== undefined, name)
      ensureEqual(encode(value), vector.bytes(name), name)
    }
  }
  check(MESSAGES, decodeMlsMessage, encodeMlsMessage)
  check(['group_secrets'], decodeGroupSecrets, encodeGroupSecrets)
  check(['add_proposal'], decodeAdd, encodeAdd)
  check(['update_proposal'], decodeUpdate, encodeUpdate)
  check(['remove_proposal'], decodeRemove, encodeRemove)
  check(['pre_shared_key_proposal'], decodePSK, encodePSK)
  check(['re_init_proposal'], decodeReinit, encodeReinit)
  check(['external_init_proposal'], decodeExternalInit, encodeExternalInit)
  check(['group_context_extensions_proposal'], decodeGroupContextExtensions, encodeGroupContextExtensions)
  check(['commit'], decodeCommit, encodeCommit)
  const tree = parseTree(vector.bytes('ratchet_tree'))
  ensure(tree !== undefined, 'ratchet_tree')
  ensureEqual(encodeTree(tree), vector.bytes('ratchet_tree'), 'ratchet_tree')
  const message = parsePrivateMessage(vector.bytes('private_message'))
  ensure(message !== undefined, 'private_message')
  ensureEqual(encodePrivateMessage(message), vector.bytes('private_message'), 'private_message')
}

const MESSAGES = [
  'mls_welcome',
  'mls_group_info',
  'mls_key_package',
  'public_message_application',
  'public_message_proposal',
  'public_message_commit',
  'private_message',
]
