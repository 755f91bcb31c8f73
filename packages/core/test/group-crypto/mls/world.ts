import assert from 'node:assert/strict'
import { createNodeCrypto } from '@rushlight/platform-node'
import type { Crypto } from '@rushlight/protocol'
import {
  applyCommit,
  createGroup,
  createKeyPackage,
  joinGroup,
  openApplication,
  openHandshake,
  sealApplication,
  stageCommit,
  viewGroup,
} from '../../../src/group-crypto/mls/index.ts'
import type {
  AppliedCommit,
  CreatedKeyPackage,
  Group,
  GroupChange,
  KeyPackageOptions,
  OpenedApplication,
  OpenedCommit,
  OpenedHandshake,
  StagedCommit,
  SuiteId,
} from '../../../src/group-crypto/mls/index.ts'

/** A room of clients that see every message in the same order: the log of a hub without the hub. */
export class World {
  readonly crypto: Crypto
  readonly suite: SuiteId
  readonly groups = new Map<string, Group>()

  constructor(suite: SuiteId = 1, crypto: Crypto = createNodeCrypto()) {
    this.suite = suite
    this.crypto = crypto
  }

  /** A room of these, all added by the first in one commit. */
  static async of(names: readonly string[], suite: SuiteId = 1): Promise<World> {
    const world = new World(suite)
    const [founder = 'alice', ...others] = names
    const own = await world.device(founder)
    world.groups.set(founder, await createGroup(world.crypto, { groupId: GROUP_ID, extensions: [], ...own }))
    if (others.length > 0) await world.add(founder, others)
    return world
  }

  device(name: string, options: Partial<KeyPackageOptions> = {}): Promise<CreatedKeyPackage> {
    return createKeyPackage(this.crypto, {
      suite: this.suite,
      identity: new TextEncoder().encode(name),
      signaturePrivateKey: this.crypto.randomBytes(32),
      leafExtensions: [],
      extensions: [],
      supportedExtensions: [SUPPORTED_EXTENSION],
      notBeforeAt: 0,
      notAfterAt: 90 * DAY_MS,
      ...options,
    })
  }

  group(name: string): Group {
    const group = this.groups.get(name)
    assert.ok(group, `${name} is in the room`)
    return group
  }

  /** Leaf index. */
  leaf(name: string): number {
    return viewGroup(this.group(name)).ownLeaf
  }

  async stage(by: string, change: Partial<GroupChange>): Promise<StagedCommit> {
    const staged = await stageCommit(this.group(by), { ...NOTHING, ...change })
    assert.ok(staged.kind === 'staged', staged.kind === 'refused' ? staged.reason : '')
    return staged
  }

  async add(by: string, names: readonly string[], change: Partial<GroupChange> = {}): Promise<StagedCommit> {
    const devices = await Promise.all(names.map((name) => this.device(name)))
    const staged = await this.stage(by, { ...change, add: devices.map(({ keyPackage }) => keyPackage) })
    await this.deliver(by, staged)
    for (const [i, name] of names.entries()) {
      const device = devices[i]
      assert.ok(device !== undefined && staged.welcome !== undefined)
      const joined = await joinGroup(this.crypto, { welcome: staged.welcome, ...device })
      assert.ok(joined.kind === 'joined', joined.kind === 'failed' ? joined.reason : '')
      this.groups.set(name, joined.group)
    }
    return staged
  }

  async remove(by: string, names: readonly string[]): Promise<StagedCommit> {
    const staged = await this.stage(by, { remove: names.map((name) => this.leaf(name)) })
    await this.deliver(by, staged)
    return staged
  }

  async update(by: string, change: Partial<GroupChange> = {}): Promise<StagedCommit> {
    const staged = await this.stage(by, change)
    await this.deliver(by, staged)
    return staged
  }

  /** Everyone follows, or leaves if he was removed. */
  async deliver(by: string, staged: StagedCommit): Promise<void> {
    for (const name of this.groups.keys()) {
      if (name === by) continue
      const applied = await this.receive(name, staged.message)
      if (applied.kind === 'removed') this.groups.delete(name)
      else {
        assert.ok(applied.kind === 'inForce', `${name}: ${'reason' in applied ? applied.reason : applied.kind}`)
        this.groups.set(name, applied.next)
      }
    }
    this.groups.set(by, staged.next)
  }

  /** What one member makes of a handshake; his group stays as it was. */
  async receive(name: string, message: Uint8Array): Promise<AppliedCommit | Exclude<OpenedHandshake, OpenedCommit>> {
    const opened = await openHandshake(this.group(name), message)
    return opened.kind === 'commit' ? applyCommit(opened) : opened
  }

  /** What everyone but the sender makes of it, by name. */
  async receiveAll(by: string, message: Uint8Array): Promise<Record<string, string>> {
    const verdicts: Record<string, string> = {}
    for (const name of this.groups.keys()) {
      if (name !== by) verdicts[name] = (await this.receive(name, message)).kind
    }
    return verdicts
  }

  async send(by: string, text: string): Promise<Uint8Array> {
    const plaintext = { data: new TextEncoder().encode(text), authenticatedData: new Uint8Array(0) }
    const { message, next } = await sealApplication(this.group(by), plaintext)
    this.groups.set(by, next)
    return message
  }

  async open(name: string, message: Uint8Array): Promise<OpenedApplication> {
    const opened = await openApplication(this.group(name), message)
    if (opened.kind === 'application') this.groups.set(name, opened.next)
    return opened
  }

  /** The text, or why there is none. */
  async read(name: string, message: Uint8Array): Promise<string> {
    const opened = await this.open(name, message)
    if (opened.kind === 'void') return opened.reason
    return opened.kind === 'own' ? 'own' : new TextDecoder().decode(opened.data)
  }

  /** All are in one epoch, with one history, and can talk. */
  async ensureAgreement(): Promise<void> {
    const views = [...this.groups.values()].map(viewGroup)
    const authenticators = new Set(views.map(({ epochAuthenticator }) => epochAuthenticator.toHex()))
    const transcripts = new Set(views.map(({ confirmedTranscriptHash }) => confirmedTranscriptHash.toHex()))
    assert.equal(authenticators.size, 1)
    assert.equal(transcripts.size, 1)
    const [by] = this.groups.keys()
    assert.ok(by)
    const message = await this.send(by, 'agreed')
    for (const name of this.groups.keys()) {
      if (name !== by) assert.equal(await this.read(name, message), 'agreed')
    }
  }
}

export const GROUP_ID: Uint8Array = new Uint8Array(32).fill(7)
/** Stands for app_data_dictionary: a GroupContext extension that all devices know. */
export const SUPPORTED_EXTENSION = 6
const DAY_MS = 24 * 60 * 60 * 1000
const NOTHING: GroupChange = { add: [], remove: [], authenticatedData: new Uint8Array(0) }
