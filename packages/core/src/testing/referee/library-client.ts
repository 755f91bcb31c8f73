import { defaultClientConfig } from '#ts-mls/clientConfig.js'
import { joinGroup } from '#ts-mls/clientState.js'
import type { ClientState } from '#ts-mls/clientState.js'
import { createCommit, createGroupInfoWithExternalPubAndRatchetTree, joinGroupExternal } from '#ts-mls/createCommit.js'
import { createApplicationMessage } from '#ts-mls/createMessage.js'
import { acceptAll } from '#ts-mls/incomingMessageAction.js'
import type { PrivateKeyPackage } from '#ts-mls/keyPackage.js'
import { mlsExporter } from '#ts-mls/keySchedule.js'
import { processMessage } from '#ts-mls/processMessages.js'
import { emptyPskIndex } from '#ts-mls/pskIndex.js'
import type { Crypto } from '@rushlight/protocol'
import { parsePrivateKeys, readKeyPackage } from '../../group-crypto/mls/key-package.ts'
import type { CreatedKeyPackage } from '../../group-crypto/mls/key-package.ts'
import { suiteNamed } from '../../group-crypto/mls/keys/suite.ts'
import type { Suite } from '../../group-crypto/mls/keys/suite.ts'
import { readWelcome } from '../../group-crypto/mls/open-welcome.ts'
import { decodeMlsMessage, encodeMlsMessage, parseWhole } from '../../group-crypto/mls/wire/ts-mls.ts'
import type { KeyPackage } from '../../group-crypto/mls/wire/ts-mls.ts'
import { librarySuite } from '../mls-vectors/library-suite.ts'
import { ensure } from '../mls-vectors/vector-value.ts'

/**
 * A member that is the corrected library: for what the engine itself does not do, which is to come into a group by an
 * external commit and to let others in that way.
 */
export class LibraryClient {
  readonly #suite: Suite
  readonly #keyPackage: KeyPackage
  readonly #privateKeys: PrivateKeyPackage
  #state: ClientState | undefined

  constructor(crypto: Crypto, device: CreatedKeyPackage) {
    const keyPackage = readKeyPackage(device.keyPackage)
    const suite = keyPackage && suiteNamed(crypto, keyPackage.cipherSuite)
    const keys = suite && parsePrivateKeys(suite, device.privateKeys)
    ensure(keyPackage !== undefined && suite !== undefined && keys !== undefined, 'a device of ours')
    this.#suite = suite
    this.#keyPackage = keyPackage
    this.#privateKeys = {
      initPrivateKey: keys.init,
      hpkePrivateKey: keys.encryption,
      signaturePrivateKey: keys.signature,
    }
  }

  async join(bytes: Uint8Array): Promise<void> {
    const welcome = readWelcome(bytes)
    ensure(welcome !== undefined, 'a Welcome')
    const [own, keys] = [this.#keyPackage, this.#privateKeys]
    const library = librarySuite(this.#suite)
    this.#state = await joinGroup(welcome, own, keys, emptyPskIndex, library, undefined, undefined, defaultClientConfig)
  }

  /** The commit by which this client is in. */
  async joinExternally(bytes: Uint8Array): Promise<Uint8Array> {
    const message = parseWhole(decodeMlsMessage, bytes)
    ensure(message?.wireformat === 'mls_group_info', 'a GroupInfo')
    const [own, keys] = [this.#keyPackage, this.#privateKeys]
    const joined = await joinGroupExternal(message.groupInfo, own, keys, false, librarySuite(this.#suite))
    this.#state = joined.newState
    const { publicMessage } = joined
    return encodeMlsMessage({ version: 'mls10', wireformat: 'mls_public_message', publicMessage })
  }

  /** By which others may come in: the tree and the key for external commits are inside. */
  async groupInfo(): Promise<Uint8Array> {
    const suite = librarySuite(this.#suite)
    const groupInfo = await createGroupInfoWithExternalPubAndRatchetTree(this.#present(), [], suite)
    return encodeMlsMessage({ version: 'mls10', wireformat: 'mls_group_info', groupInfo })
  }

  async update(): Promise<Uint8Array> {
    const context = { state: this.#present(), cipherSuite: librarySuite(this.#suite) }
    const { commit, newState } = await createCommit(context, { wireAsPublicMessage: true })
    this.#state = newState
    return encodeMlsMessage(commit)
  }

  async follow(commit: Uint8Array): Promise<boolean> {
    const { newState } = await this.#process(commit)
    this.#state = newState
    return newState.groupActiveState.kind !== 'removedFromGroup'
  }

  async send(data: Uint8Array): Promise<Uint8Array> {
    const sent = await createApplicationMessage(this.#present(), data, librarySuite(this.#suite))
    this.#state = sent.newState
    const { privateMessage } = sent
    return encodeMlsMessage({ version: 'mls10', wireformat: 'mls_private_message', privateMessage })
  }

  async read(message: Uint8Array): Promise<Uint8Array> {
    const result = await this.#process(message)
    ensure(result.kind === 'applicationMessage', 'an application message')
    this.#state = result.newState
    return result.message
  }

  exported(label: string, length: number): Promise<Uint8Array> {
    const { exporterSecret } = this.#present().keySchedule
    return mlsExporter(exporterSecret, label, new Uint8Array(0), length, librarySuite(this.#suite))
  }

  async #process(bytes: Uint8Array): ReturnType<typeof processMessage> {
    const message = parseWhole(decodeMlsMessage, bytes)
    const isMessage = message?.wireformat === 'mls_private_message' || message?.wireformat === 'mls_public_message'
    ensure(isMessage, 'a message of a group')
    return processMessage(message, this.#present(), emptyPskIndex, acceptAll, librarySuite(this.#suite))
  }

  #present(): ClientState {
    ensure(this.#state !== undefined, 'a member')
    return this.#state
  }
}
