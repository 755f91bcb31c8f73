import {
  applyCommit,
  createGroup,
  createKeyPackage,
  joinGroup,
  openApplication,
  openHandshake,
  sealApplication,
  stageCommit,
} from '@rushlight/core/testing'
import type { CreatedKeyPackage, Group, GroupChange, StagedCommit, SuiteId } from '@rushlight/core/testing'
import type { Crypto } from '@rushlight/protocol'
import { OPERATIONS, suiteName } from './contestant.ts'
import type { Contestant } from './contestant.ts'
import { LifeCycle } from './life-cycle.ts'
import type { MlsLibrary } from './life-cycle.ts'

/** Our own engine on a platform's primitives, as both ship. */
export function createRushlight(crypto: Crypto, suite: SuiteId): Contestant {
  const lifeCycle = new LifeCycle(new RushlightMls(crypto, suite))
  return {
    library: 'rushlight',
    suite: suiteName(suite),
    operations: OPERATIONS,
    changesInPlace: false,
    prepare: (operation, size) => lifeCycle.prepare(operation, size),
    memberOf: (members) => lifeCycle.memberOf(members),
  }
}

const EMPTY = new Uint8Array(0)
const NOTHING: GroupChange = { add: [], remove: [], authenticatedData: EMPTY }
const YEAR_MS = 31_536_000_000

class RushlightMls implements MlsLibrary<CreatedKeyPackage, Group> {
  readonly isValue = true
  readonly #crypto: Crypto
  readonly #suite: SuiteId

  constructor(crypto: Crypto, suite: SuiteId) {
    this.#crypto = crypto
    this.#suite = suite
  }

  createDevice(name: string): Promise<CreatedKeyPackage> {
    return createKeyPackage(this.#crypto, {
      suite: this.#suite,
      identity: new TextEncoder().encode(name),
      signaturePrivateKey: this.#crypto.randomBytes(32),
      leafExtensions: [],
      extensions: [],
      supportedExtensions: [],
      notBeforeAt: 0,
      notAfterAt: YEAR_MS,
    })
  }

  found(device: CreatedKeyPackage): Promise<Group> {
    return createGroup(this.#crypto, { groupId: this.#crypto.randomBytes(32), extensions: [], ...device })
  }

  async add(
    group: Group,
    devices: readonly CreatedKeyPackage[],
  ): Promise<{ commit: Uint8Array; welcome: Uint8Array; next: Group }> {
    const { message, welcome, next } = await stage(group, { ...NOTHING, add: devices.map((one) => one.keyPackage) })
    return { commit: message, welcome: welcome ?? EMPTY, next }
  }

  async join(device: CreatedKeyPackage, welcome: Uint8Array): Promise<Group> {
    const joined = await joinGroup(this.#crypto, { welcome, ...device })
    if (joined.kind === 'failed') throw new Error(joined.reason)
    return joined.group
  }

  async update(group: Group): Promise<{ commit: Uint8Array; next: Group }> {
    const { message, next } = await stage(group, NOTHING)
    return { commit: message, next }
  }

  async follow(group: Group, commit: Uint8Array): Promise<Group> {
    const opened = await openHandshake(group, commit)
    if (opened.kind !== 'commit') throw new Error('not a commit')
    const applied = await applyCommit(opened)
    if (applied.kind !== 'inForce') throw new Error(applied.kind)
    return applied.next
  }

  send(group: Group, data: Uint8Array): Promise<{ readonly message: Uint8Array; readonly next: Group }> {
    return sealApplication(group, { data, authenticatedData: EMPTY })
  }

  async receive(group: Group, message: Uint8Array): Promise<Group> {
    const opened = await openApplication(group, message)
    if (opened.kind !== 'application') throw new Error('a message did not open')
    return opened.next
  }
}

async function stage(group: Group, change: GroupChange): Promise<StagedCommit> {
  const staged = await stageCommit(group, change)
  if (staged.kind === 'refused') throw new Error(staged.reason)
  return staged
}
