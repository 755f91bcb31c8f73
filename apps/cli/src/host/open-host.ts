import { Client } from '@rushlight/core'
import type { Transport } from '@rushlight/core'
import { createFetchHttp, createOpaqueLogin, createTimerClock } from '@rushlight/platform-common'
import {
  createNodeCrypto,
  createNodeFileStage,
  createNodeLog,
  createWebSocketTransport,
  wipeProfile,
} from '@rushlight/platform-node'
import type { UnlockedProfile } from '@rushlight/platform-node'
import { CommandFailure } from '../failure/command-failure.ts'
import type { Messenger, Method } from '../methods/method.ts'
import { Desk } from './desk.ts'
import { HANDLERS } from './handlers.ts'
import { createVisitor } from './visitor.ts'
import type { Visitor } from './visitor.ts'

type Store = Awaited<ReturnType<UnlockedProfile['openStore']>>

export type HostOptions = {
  readonly directory: string
  readonly store: Store
  readonly version: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** No provider is ever spoken to. */
  readonly isOffline?: boolean
}

/** A profile that is open in this process: its client, and whoever asks it for something. */
export interface Host {
  readonly desk: Desk
  /** For one visitor; what it was handed and did not acknowledge goes back when the host closes. */
  messengerFor(visitor: Visitor): Messenger
  /** Brings what is still to be brought, for a moment, and lets go of the vault. */
  close(): Promise<void>
}

/** The report that something was read goes out a moment later; a retry is not worth waiting for. */
const SOON_MS = 1000
const SETTLE_MS_MAX = 10_000

const NO_TRANSPORT: Transport = {
  noticesSilence: true,
  connect(_, events) {
    const ending = setImmediate(() => events.onLost())
    return { send: () => undefined, close: () => clearImmediate(ending) }
  },
}

export async function openHost({
  directory,
  store,
  version,
  environment,
  isOffline = false,
}: HostOptions): Promise<Host> {
  const client = await Client.open({
    store,
    clock: createTimerClock(),
    crypto: createNodeCrypto(),
    transport: isOffline ? NO_TRANSPORT : createWebSocketTransport(),
    passwords: createOpaqueLogin(),
    log: createNodeLog(environment),
    files: { stage: createNodeFileStage(directory), http: createFetchHttp(), fetchesPictures: false },
    software: `rushlight/${version}`,
  })
  const letGo = async (): Promise<void> => {
    await client.close()
    await store.close()
  }
  const wipe = async (): Promise<void> => {
    await letGo()
    wipeProfile(directory)
  }
  const desk = new Desk({ client, version, wipe })
  return {
    desk,
    messengerFor: (visitor) => createLocalMessenger(desk, visitor),
    async close() {
      if (desk.isOver) return
      // Taken off the account: nothing of it stays here.
      if (desk.hasEnded) return desk.end()
      if (client.connection().isCaughtUp) await settle(desk)
      desk.isOver = true
      await letGo()
    },
  }
}

/** For a process that asks only itself. */
export function createOwnMessenger(host: Host): Messenger {
  return host.messengerFor(createVisitor())
}

function createLocalMessenger(desk: Desk, visitor: Visitor): Messenger {
  return {
    async call<P, R>(method: Method<P, R>, params: P): Promise<R> {
      const handler = HANDLERS.get(method.name)
      if (handler === undefined || desk.isOver) throw new CommandFailure('notSignedIn')
      return method.result.parse(await handler.run(desk, params, visitor))
    },
  }
}

async function settle(desk: Desk): Promise<void> {
  const settled = async (): Promise<true | undefined> =>
    (await desk.client.isSettled(SOON_MS)) || desk.isOffline() ? true : undefined
  await desk.until(settled, SETTLE_MS_MAX)
}
