import {
  commitPublicly,
  createGroup,
  createPublicDevice,
  exportSecret,
  followPublicly,
  joinPublicly,
  LibraryClient,
  membersOf,
  openApplication,
  sealApplication,
} from '@rushlight/core/testing'
import type { CreatedKeyPackage, PublicChange, PublicMember, SuiteId } from '@rushlight/core/testing'
import type { Crypto } from '@rushlight/protocol'
import type { ClientId, OpenMls, OpenMlsClient } from './open-mls.ts'

/** Whoever is in the group before the referee. */
export interface Participant {
  readonly side: 'we' | 'they'
  update(): Promise<Uint8Array>
  /** False if the commit removes him. */
  follow(commit: Uint8Array): Promise<boolean>
  send(text: string): Promise<Uint8Array>
  read(message: Uint8Array): Promise<string>
  /** What all members of the epoch export alike. */
  exported(): Promise<Uint8Array>
}

/** One who does all that the engine does. */
export interface Member extends Participant {
  readonly identity: ClientId
  newKeyPackage(): Promise<Uint8Array>
  found(groupId: Uint8Array): Promise<void>
  join(welcome: Uint8Array): Promise<void>
  add(keyPackage: Uint8Array): Promise<{ readonly commit: Uint8Array; readonly welcome: Uint8Array }>
  remove(client: ClientId): Promise<Uint8Array>
}

export class OurMember implements Member {
  readonly side = 'we'
  readonly identity: ClientId
  readonly #crypto: Crypto
  readonly #device: CreatedKeyPackage
  #member: PublicMember | undefined

  private constructor(crypto: Crypto, identity: ClientId, device: CreatedKeyPackage) {
    this.#crypto = crypto
    this.identity = identity
    this.#device = device
  }

  static async create(crypto: Crypto, openMls: OpenMls, suite: SuiteId): Promise<OurMember> {
    const identity = openMls.newIdentity()
    return new OurMember(crypto, identity, await createDevice(crypto, identity, suite))
  }

  newKeyPackage(): Promise<Uint8Array> {
    return Promise.resolve(this.#device.keyPackage)
  }

  async found(groupId: Uint8Array): Promise<void> {
    const group = await createGroup(this.#crypto, { groupId, extensions: [], ...this.#device })
    this.#member = { group, membershipKey: undefined }
  }

  async join(welcome: Uint8Array): Promise<void> {
    this.#member = await joinPublicly(this.#crypto, { welcome, ...this.#device })
  }

  async add(keyPackage: Uint8Array): Promise<{ readonly commit: Uint8Array; readonly welcome: Uint8Array }> {
    const { commit, welcome } = await this.#commit({ add: [keyPackage], remove: [] })
    if (welcome === undefined) throw new Error('whoever is added gets a Welcome')
    return { commit, welcome }
  }

  async remove(client: ClientId): Promise<Uint8Array> {
    const identity = client.copyBytes().toHex()
    const leaf = membersOf(this.#present().group).find((one) => one.identity.toHex() === identity)
    if (leaf === undefined) throw new Error('a member is in the tree')
    return (await this.#commit({ add: [], remove: [leaf.index] })).commit
  }

  async update(): Promise<Uint8Array> {
    return (await this.#commit({ add: [], remove: [] })).commit
  }

  async follow(commit: Uint8Array): Promise<boolean> {
    const next = await followPublicly(this.#present(), commit)
    if (next !== undefined) this.#member = next
    return next !== undefined
  }

  async send(text: string): Promise<Uint8Array> {
    const plaintext = { data: new TextEncoder().encode(text), authenticatedData: new Uint8Array(0) }
    const { message, next } = await sealApplication(this.#present().group, plaintext)
    this.#member = { ...this.#present(), group: next }
    return message
  }

  async read(message: Uint8Array): Promise<string> {
    const opened = await openApplication(this.#present().group, message)
    if (opened.kind !== 'application') throw new Error(opened.kind === 'void' ? opened.reason : opened.kind)
    this.#member = { ...this.#present(), group: opened.next }
    return new TextDecoder().decode(opened.data)
  }

  exported(): Promise<Uint8Array> {
    const { group } = this.#present()
    return Promise.resolve(exportSecret(group, EXPORTER_LABEL, { context: new Uint8Array(0), length: EXPORTED_BYTES }))
  }

  async #commit(change: PublicChange): ReturnType<typeof commitPublicly> {
    const committed = await commitPublicly(this.#present(), change)
    this.#member = committed.next
    return committed
  }

  #present(): PublicMember {
    if (this.#member === undefined) throw new Error('not a member yet')
    return this.#member
  }
}

export class TheirMember implements Member {
  readonly side = 'they'
  readonly client: OpenMlsClient

  constructor(client: OpenMlsClient) {
    this.client = client
  }

  get identity(): ClientId {
    return this.client.identity
  }

  newKeyPackage(): Promise<Uint8Array> {
    return this.client.newKeyPackage()
  }

  found(groupId: Uint8Array): Promise<void> {
    return this.client.found(groupId)
  }

  join(welcome: Uint8Array): Promise<void> {
    return this.client.join(welcome)
  }

  add(keyPackage: Uint8Array): Promise<{ readonly commit: Uint8Array; readonly welcome: Uint8Array }> {
    return this.client.add(keyPackage)
  }

  remove(client: ClientId): Promise<Uint8Array> {
    return this.client.remove(client)
  }

  update(): Promise<Uint8Array> {
    return this.client.update()
  }

  async follow(commit: Uint8Array): Promise<boolean> {
    const { tag, inner } = await this.client.receive(commit)
    if (tag !== 'Commit') throw new Error('OpenMLS takes a commit for something else')
    return inner['isActive'] === true
  }

  send(text: string): Promise<Uint8Array> {
    return this.client.send(new TextEncoder().encode(text))
  }

  async read(message: Uint8Array): Promise<string> {
    const { inner } = await this.client.receive(message)
    const { plaintext } = inner
    if (!(plaintext instanceof Uint8Array)) throw new Error('OpenMLS takes a message for something else')
    return new TextDecoder().decode(plaintext)
  }

  exported(): Promise<Uint8Array> {
    return this.client.exportKey(EXPORTED_BYTES)
  }
}

/** The corrected library, for external commits. */
export class LibraryMember implements Participant {
  readonly side = 'we'
  readonly client: LibraryClient
  readonly keyPackage: Uint8Array

  private constructor(client: LibraryClient, keyPackage: Uint8Array) {
    this.client = client
    this.keyPackage = keyPackage
  }

  static async create(crypto: Crypto, openMls: OpenMls, suite: SuiteId): Promise<LibraryMember> {
    const device = await createDevice(crypto, openMls.newIdentity(), suite)
    return new LibraryMember(new LibraryClient(crypto, device), device.keyPackage)
  }

  update(): Promise<Uint8Array> {
    return this.client.update()
  }

  follow(commit: Uint8Array): Promise<boolean> {
    return this.client.follow(commit)
  }

  send(text: string): Promise<Uint8Array> {
    return this.client.send(new TextEncoder().encode(text))
  }

  async read(message: Uint8Array): Promise<string> {
    return new TextDecoder().decode(await this.client.read(message))
  }

  exported(): Promise<Uint8Array> {
    return this.client.exported(EXPORTER_LABEL, EXPORTED_BYTES)
  }
}

function createDevice(crypto: Crypto, identity: ClientId, suite: SuiteId): Promise<CreatedKeyPackage> {
  return createPublicDevice(crypto, {
    suite,
    identity: identity.copyBytes(),
    signaturePrivateKey: crypto.randomBytes(32),
    leafExtensions: [],
    extensions: [],
    supportedExtensions: [],
    // OpenMLS looks at its own clock.
    notBeforeAt: Date.now() - DAY_MS,
    notAfterAt: Date.now() + 30 * DAY_MS,
  })
}

const DAY_MS = 24 * 60 * 60 * 1000
/** What OpenMLS's wrapper exports, under no context. */
const EXPORTER_LABEL = 'exporter'
const EXPORTED_BYTES = 32
