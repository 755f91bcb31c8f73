import type { Client, FileView } from '@rushlight/core'
import { accountId } from '@rushlight/protocol'
import type { DeviceHost } from '../device-host.ts'
import type { Inhabitants } from '../inhabitants.ts'
import type { Life, Spoken, SpokenFile } from '../ledger.ts'
import type { World } from '../world.ts'
import { isOver } from './check-at-rest.ts'

const FETCHED_MS_MAX = 30_000
const LOOKED_EVERY_MS = 500
/** By so much a provider may keep a blob longer than its message lives here, a wrong clock of its own included. */
const KEPT_MS = 7 * 60_000

type Reader = { readonly device: DeviceHost; readonly client: Client; readonly life: Life }
type Expected = { readonly view: FileView; readonly file: SpokenFile; readonly spoken: Spoken }

/** Everybody fetches every file that is still to be had: it comes whole, or it is said why it does not. */
export async function checkFiles(world: World, { devices, providers }: Inhabitants): Promise<void> {
  for (const device of devices) {
    const { client, life } = device
    if (client !== undefined && life !== undefined && device.isUp) await checkReader(world, { device, client, life })
  }
  for (const spoken of world.ledger.spoken.values()) {
    if (!shouldBeErased(world, spoken, devices)) continue
    for (const { blob } of spoken.files) {
      if (providers.some(({ blobs }) => blobs.contentOf(blob) !== undefined))
        world.ledger.violate('blobKept', `${spoken.text}: ${blob.slice(0, 8)}`)
    }
  }
  for (const account of world.ledger.ended.keys()) {
    for (const provider of providers) {
      const tables = await provider.tablesWith(accountId.toBytes(account))
      if (tables.length > 0) world.ledger.violate('accountKept', tables.join(' '))
    }
  }
}

async function checkReader(world: World, reader: Reader): Promise<void> {
  const { ledger, scheduler } = world
  for (const spoken of ledger.spoken.values()) {
    if (spoken.files.length === 0 || isOver(spoken, reader.life, scheduler.now())) continue
    const expected = await expectedOf(reader, spoken)
    if (expected.length === 0 || spoken.accepted === undefined) continue
    for (const { view } of expected) await reader.client.files.fetch(view.ref)
    await untilSettled(world, reader, spoken)
    for (const one of await expectedOf(reader, spoken)) await checkFile(world, reader, one)
  }
}

async function expectedOf({ client }: Reader, spoken: Spoken): Promise<readonly Expected[]> {
  const room = await client.room(spoken.room)
  const message = room?.standing === 'joined' ? await client.message(spoken.room, spoken.id) : undefined
  const views = message?.body.kind === 'text' ? message.body.files : []
  return spoken.files.flatMap((file, index) => {
    const view = views[index]
    return view === undefined ? [] : [{ view, file, spoken }]
  })
}

async function untilSettled({ scheduler }: World, reader: Reader, spoken: Spoken): Promise<void> {
  for (let waited = 0; waited < FETCHED_MS_MAX; waited += LOOKED_EVERY_MS) {
    const expected = await expectedOf(reader, spoken)
    if (expected.every(({ view: { state } }) => state.kind === 'here' || state.kind === 'failed')) return
    await new Promise<void>((resolve) => void scheduler.at(scheduler.now() + LOOKED_EVERY_MS, resolve))
  }
}

async function checkFile(
  world: World,
  { client, device, life }: Reader,
  { view, file, spoken }: Expected,
): Promise<void> {
  const { ledger } = world
  const name = `${life.name}: a file of ${spoken.text}`
  if (view.state.kind === 'here') {
    const read = await client.files.read(view.ref, { from: 0, length: file.content.length + 1 })
    if (client !== device.client) return
    const isWhole = read.kind === 'bytes' && Buffer.from(read.bytes).equals(file.content)
    if (!isWhole) ledger.violate('fileNotWhole', `${name} is ${read.kind}`)
  } else if (view.state.kind !== 'failed') {
    ledger.violate('fileNeverCame', `${name} is ${view.state.kind}`)
  } else if (view.state.failure !== 'lost' || !isExcused(world, file, spoken)) {
    ledger.violate('fileLost', `${name} is ${view.state.failure}`)
  }
}

/** The provider lost it, or erased it with its author's account, or its author did not know what time it was, and so not how long it was to be kept. */
function isExcused({ ledger }: World, { blob }: SpokenFile, { author, by }: Spoken): boolean {
  return ledger.lostBlobs.has(blob) || ledger.ended.has(author) || ledger.lives.get(by)?.wasClockWrong === true
}

/** Its time is over, or its author took it back and was there to say so. */
function shouldBeErased({ ledger, scheduler }: World, spoken: Spoken, devices: readonly DeviceHost[]): boolean {
  const author = ledger.lives.get(spoken.by)
  if (author === undefined || author.wasClockWrong) return false
  if (spoken.isTakenBack) return devices.some(({ life, isUp }) => life === author && isUp)
  if (ledger.ended.get(spoken.author) === author) return true
  return spoken.expiresAt !== undefined && spoken.expiresAt + KEPT_MS < scheduler.now()
}
