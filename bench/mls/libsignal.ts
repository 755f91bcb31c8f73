import { randomUUID } from 'node:crypto'
import { PLAINTEXT_BYTES } from './contestant.ts'
import type { Contestant, Operation, Size, Task } from './contestant.ts'
import { hasAll, importRival } from './rival-module.ts'

/**
 * Sender keys of libsignal: no group in the sense of MLS, so it only sends and receives. What it costs does not depend on
 * how many receive, and its store keeps the record as bytes, as an application's would.
 */
export async function createLibsignal(): Promise<Contestant> {
  const module = await importRival('libsignal', '@signalapp/libsignal-client/dist/index.js')
  if (!isLibsignal(module)) throw new Error('this is another libsignal than the bench was written for')
  return {
    library: 'libsignal',
    suite: 'sender keys',
    operations: ['send', 'receive'],
    changesInPlace: false,
    prepare: (operation, size) => prepare(module, operation, size),
  }
}

/** As much of @signalapp/libsignal-client as is used here. */
type Libsignal = {
  readonly SenderKeyStore: new () => object
  readonly SenderKeyRecord: { deserialize(bytes: Uint8Array): SenderKeyRecord }
  readonly ProtocolAddress: { new: (name: string, device: number) => object }
  readonly SenderKeyDistributionMessage: { create(sender: object, id: string, store: object): Promise<object> }
  processSenderKeyDistributionMessage(sender: object, message: object, store: object): Promise<void>
  groupEncrypt(sender: object, id: string, store: object, data: Uint8Array): Promise<SenderKeyRecord>
  groupDecrypt(sender: object, store: object, message: Uint8Array): Promise<Uint8Array>
}
type SenderKeyRecord = { serialize(): Uint8Array }

const USED = [
  'SenderKeyStore',
  'SenderKeyRecord',
  'ProtocolAddress',
  'SenderKeyDistributionMessage',
  'processSenderKeyDistributionMessage',
  'groupEncrypt',
  'groupDecrypt',
]

function isLibsignal(module: unknown): module is Libsignal {
  return hasAll(module, USED)
}

/** One sender's key, kept as bytes; it can be put back to where it was. */
type KeptKey = {
  readonly store: object
  readonly get: () => Uint8Array | undefined
  readonly set: (bytes: Uint8Array) => void
}

function createStore(signal: Libsignal): KeptKey {
  let kept: Uint8Array | undefined
  class Store extends signal.SenderKeyStore {
    saveSenderKey(_sender: object, _id: string, record: SenderKeyRecord): Promise<void> {
      kept = record.serialize()
      return Promise.resolve()
    }

    getSenderKey(): Promise<SenderKeyRecord | undefined> {
      return Promise.resolve(kept === undefined ? undefined : signal.SenderKeyRecord.deserialize(kept))
    }
  }
  return {
    store: new Store(),
    get: () => kept,
    set(bytes) {
      kept = bytes
    },
  }
}

const MESSAGES = 500

async function prepare(signal: Libsignal, operation: Operation, size: Size): Promise<Task> {
  const sender = signal.ProtocolAddress.new(randomUUID(), 1)
  const id = randomUUID()
  const [sending, receiving] = [createStore(signal), createStore(signal)]
  const announced = await signal.SenderKeyDistributionMessage.create(sender, id, sending.store)
  await signal.processSenderKeyDistributionMessage(sender, announced, receiving.store)
  const send = async (): Promise<Uint8Array> => {
    const message = await signal.groupEncrypt(sender, id, sending.store, new Uint8Array(PLAINTEXT_BYTES))
    return message.serialize()
  }
  const first = receiving.get()
  const messages: Uint8Array[] = []
  for (let i = 0; i < MESSAGES; i++) messages.push(await send())
  let received = 0
  const receive = async (): Promise<void> => {
    if (received % MESSAGES === 0 && first !== undefined) receiving.set(first)
    await signal.groupDecrypt(sender, receiving.store, messages[received % MESSAGES] ?? new Uint8Array(0))
    received += 1
  }
  const step: () => Promise<unknown> = operation === 'send' ? send : receive
  return {
    bytes: messages[0]?.length ?? 0,
    async run(count) {
      for (let i = 0; i < Math.min(count, size.most); i++) await step()
    },
  }
}
