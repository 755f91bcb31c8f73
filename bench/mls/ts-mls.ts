import {
  acceptAll,
  createApplicationMessage,
  createCommit,
  createGroup,
  decodeMlsMessage,
  defaultCapabilities,
  defaultLifetime,
  emptyPskIndex,
  encodeMlsMessage,
  generateKeyPackage,
  getCiphersuiteFromName,
  getCiphersuiteImpl,
  joinGroup,
  processMessage,
} from 'ts-mls'
import type { CiphersuiteImpl, ClientState, KeyPackage, MLSMessage, PrivateKeyPackage, Proposal } from 'ts-mls'
import { OPERATIONS } from './contestant.ts'
import type { Contestant } from './contestant.ts'
import { LifeCycle } from './life-cycle.ts'
import type { MlsLibrary } from './life-cycle.ts'

/** ts-mls as it is published: without our corrections, and with the crypto provider that it takes if none is named. */
export async function createTsMls(): Promise<Contestant> {
  const suite = await getCiphersuiteImpl(getCiphersuiteFromName('MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519'))
  const lifeCycle = new LifeCycle(new TsMls(suite))
  return {
    library: 'ts-mls',
    suite: '0x0001',
    operations: OPERATIONS,
    changesInPlace: false,
    prepare: (operation, size) => lifeCycle.prepare(operation, size),
    memberOf: (members) => lifeCycle.memberOf(members),
  }
}

type Device = { readonly publicPackage: KeyPackage; readonly privatePackage: PrivateKeyPackage }

class TsMls implements MlsLibrary<Device, ClientState> {
  readonly isValue = true
  readonly #suite: CiphersuiteImpl

  constructor(suite: CiphersuiteImpl) {
    this.#suite = suite
  }

  createDevice(name: string): Promise<Device> {
    const credential = { credentialType: 'basic' as const, identity: new TextEncoder().encode(name) }
    return generateKeyPackage(credential, defaultCapabilities(), defaultLifetime, [], this.#suite)
  }

  found({ publicPackage, privatePackage }: Device): Promise<ClientState> {
    const groupId = crypto.getRandomValues(new Uint8Array(32))
    return createGroup(groupId, publicPackage, privatePackage, [], this.#suite)
  }

  async add(
    state: ClientState,
    devices: readonly Device[],
  ): Promise<{ commit: Uint8Array; welcome: Uint8Array; next: ClientState }> {
    const proposals = devices.map(({ publicPackage: keyPackage }): Proposal => ({
      proposalType: 'add',
      add: { keyPackage },
    }))
    return this.#commit(state, proposals)
  }

  async join({ publicPackage, privatePackage }: Device, welcome: Uint8Array): Promise<ClientState> {
    const message = decode(welcome)
    if (message.wireformat !== 'mls_welcome') throw new Error('not a Welcome')
    return joinGroup(message.welcome, publicPackage, privatePackage, emptyPskIndex, this.#suite)
  }

  update(state: ClientState): Promise<{ commit: Uint8Array; next: ClientState }> {
    return this.#commit(state, [])
  }

  follow(state: ClientState, commit: Uint8Array): Promise<ClientState> {
    return this.#process(state, commit)
  }

  async send(state: ClientState, data: Uint8Array): Promise<{ message: Uint8Array; next: ClientState }> {
    const { privateMessage, newState: next } = await createApplicationMessage(state, data, this.#suite)
    return { message: encodeMlsMessage({ version: 'mls10', wireformat: 'mls_private_message', privateMessage }), next }
  }

  receive(state: ClientState, message: Uint8Array): Promise<ClientState> {
    return this.#process(state, message)
  }

  async #commit(
    state: ClientState,
    extraProposals: Proposal[],
  ): Promise<{ commit: Uint8Array; welcome: Uint8Array; next: ClientState }> {
    const options = { extraProposals, ratchetTreeExtension: true }
    const { commit, welcome, newState: next } = await createCommit({ state, cipherSuite: this.#suite }, options)
    const invitation =
      welcome === undefined
        ? new Uint8Array(0)
        : encodeMlsMessage({ version: 'mls10', wireformat: 'mls_welcome', welcome })
    return { commit: encodeMlsMessage(commit), welcome: invitation, next }
  }

  async #process(state: ClientState, bytes: Uint8Array): Promise<ClientState> {
    const message = decode(bytes)
    if (message.wireformat !== 'mls_private_message') throw new Error('not a PrivateMessage')
    // What is used up is not zeroed: the bench goes back to earlier states.
    return (await processMessage(message, state, emptyPskIndex, acceptAll, this.#suite)).newState
  }
}

function decode(bytes: Uint8Array): MLSMessage {
  const [message] = decodeMlsMessage(bytes, 0) ?? []
  if (message === undefined) throw new Error('no MLS message')
  return message
}
