/**
 * What the MLS layer costs, in CPU milliseconds of the whole process:
 *
 *   node bench/mls.ts [--members 2,10,100] [--suite 1] [--json]
 *
 * create: one commit that adds all others. join: from its Welcome. update and process: a renewed path, made and followed,
 * on a used tree (one member of each subtree beside the committer's path has committed before). send and receive:
 * 100 bytes. Medians of several rounds.
 */
import { parseArgs } from 'node:util'
import { createNodeCrypto } from '@rushlight/platform-node'
import {
  applyCommit,
  createGroup,
  createKeyPackage,
  decodeGroup,
  encodeGroup,
  joinGroup,
  openApplication,
  openHandshake,
  sealApplication,
  stageCommit,
} from '@rushlight/core/testing'
import type { CreatedKeyPackage, Group, GroupChange, StagedCommit, SuiteId } from '@rushlight/core/testing'

type Result = {
  readonly suite: SuiteId
  readonly operation: string
  readonly members: number
  readonly cpuMs: number
  readonly bytes: number
}

const crypto = createNodeCrypto()
const EMPTY = new Uint8Array(0)
const NOTHING: GroupChange = { add: [], remove: [], authenticatedData: EMPTY }

await main()

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      members: { type: 'string', default: '2,10,100' },
      suite: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  })
  const suite: SuiteId = values.suite === '3' ? 3 : 1
  // A first round makes the engine compile what is measured afterwards.
  await measure(suite, 10)
  const results: Result[] = []
  for (const members of values.members.split(',').map(Number)) results.push(...(await measure(suite, members)))
  if (values.json) process.stdout.write(`${JSON.stringify({ results })}\n`)
  else {
    for (const { operation, members, cpuMs, bytes } of results) {
      const columns = [
        operation.padEnd(14),
        `${members}`.padStart(5),
        `${cpuMs.toFixed(3)} ms`.padStart(12),
        `${bytes} B`,
      ]
      process.stdout.write(`${columns.join(' ')}\n`)
    }
  }
}

async function measure(suite: SuiteId, members: number): Promise<readonly Result[]> {
  const devices: CreatedKeyPackage[] = []
  for (let i = 0; i < members; i++) devices.push(await createDevice(suite, i))
  const results: Result[] = []
  const note = (operation: string, cpuMs: number, bytes: number): void => {
    results.push({ suite, operation, members, cpuMs, bytes })
  }
  const [first] = devices
  if (first === undefined) throw new RangeError('no members')
  const founded = await createGroup(crypto, { groupId: new Uint8Array(32), extensions: [], ...first })
  const add = devices.slice(1).map(({ keyPackage }) => keyPackage)
  const created = await timed(members > 200 ? 1 : 5, () => stage(founded, { ...NOTHING, add }))
  note('create', created.cpuMs, created.value.message.length)
  const { welcome } = created.value
  if (welcome === undefined) return results
  const joined = await timed(members > 200 ? 3 : 5, () => join(welcome, devices.at(-1)))
  note('join', joined.cpuMs, welcome.length)
  await measureCommits(note, { welcome, devices, founder: created.value.next })
  await measureMessages(note, created.value.next, joined.value)
  return results
}

type Note = (operation: string, cpuMs: number, bytes: number) => void
type Room = { readonly welcome: Uint8Array; readonly devices: readonly CreatedKeyPackage[]; readonly founder: Group }

async function measureCommits(note: Note, { welcome, devices, founder }: Room): Promise<void> {
  const blank = await timed(1, () => stage(founder, NOTHING))
  note('update, blank', blank.cpuMs, blank.value.message.length)
  // One member of each subtree beside the founder's path, and one who only listens.
  const leaves = Array.from({ length: Math.ceil(Math.log2(devices.length)) }, (_, i) => 2 ** i)
  const listening = devices.length > 3 ? 3 : 1
  const groups = new Map<number, Group>([[0, founder]])
  for (const leaf of new Set([...leaves, listening])) groups.set(leaf, await join(welcome, devices[leaf]))
  for (const leaf of leaves) await commitAndFollow(groups, leaf)
  const group = groups.get(0) ?? founder
  const listener = groups.get(listening) ?? founder
  const warm = await timed(7, () => stage(group, NOTHING))
  note('update', warm.cpuMs, warm.value.message.length)
  const followed = await timed(7, () => follow(listener, warm.value.message))
  note('process', followed.cpuMs, warm.value.message.length)
  const stored = await timed(7, async () => encodeGroup(followed.value))
  note('encode', stored.cpuMs, stored.value.epoch.length)
  const read = await timed(7, async () => decodeGroup(crypto, stored.value))
  note('decode', read.cpuMs, stored.value.epoch.length)
}

async function measureMessages(note: Note, sender: Group, receiver: Group): Promise<void> {
  const count = 500
  const messages: Uint8Array[] = []
  let sending = sender
  const sent = await timed(1, async () => {
    for (let i = 0; i < count; i++) {
      const { message, next } = await sealApplication(sending, { data: new Uint8Array(100), authenticatedData: EMPTY })
      messages.push(message)
      sending = next
    }
  })
  note('send', sent.cpuMs / count, messages[0]?.length ?? 0)
  let receiving = receiver
  const received = await timed(1, async () => {
    for (const message of messages) {
      const opened = await openApplication(receiving, message)
      if (opened.kind !== 'application') throw new Error('a message did not open')
      receiving = opened.next
    }
  })
  note('receive', received.cpuMs / count, messages[0]?.length ?? 0)
}

function createDevice(suite: SuiteId, i: number): Promise<CreatedKeyPackage> {
  return createKeyPackage(crypto, {
    suite,
    identity: new TextEncoder().encode(`member ${i}`),
    signaturePrivateKey: crypto.randomBytes(32),
    leafExtensions: [],
    extensions: [],
    supportedExtensions: [],
    notBeforeAt: 0,
    notAfterAt: 1,
  })
}

async function stage(group: Group, change: GroupChange): Promise<StagedCommit> {
  const staged = await stageCommit(group, change)
  if (staged.kind === 'refused') throw new Error(staged.reason)
  return staged
}

async function join(welcome: Uint8Array, device: CreatedKeyPackage | undefined): Promise<Group> {
  if (device === undefined) throw new RangeError('no such device')
  const joined = await joinGroup(crypto, { welcome, ...device })
  if (joined.kind === 'failed') throw new Error(joined.reason)
  return joined.group
}

async function follow(group: Group, message: Uint8Array): Promise<Group> {
  const opened = await openHandshake(group, message)
  if (opened.kind !== 'commit') throw new Error('not a commit')
  const applied = await applyCommit(opened)
  if (applied.kind !== 'inForce') throw new Error(applied.kind)
  return applied.next
}

async function commitAndFollow(groups: Map<number, Group>, committer: number): Promise<void> {
  const group = groups.get(committer)
  if (group === undefined) return
  const { message, next } = await stage(group, NOTHING)
  for (const [leaf, other] of groups) groups.set(leaf, leaf === committer ? next : await follow(other, message))
}

/** The median of some rounds, and what the last one gave. */
async function timed<T>(
  rounds: number,
  work: () => Promise<T>,
): Promise<{ readonly cpuMs: number; readonly value: T }> {
  const times: number[] = []
  for (;;) {
    const start = process.cpuUsage()
    const value = await work()
    const { user, system } = process.cpuUsage(start)
    times.push((user + system) / 1000)
    if (times.length === rounds) return { cpuMs: times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0, value }
  }
}
