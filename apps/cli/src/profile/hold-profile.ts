import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import type { Host } from '../host/open-host.ts'
import type { Messenger } from '../methods/method.ts'
import { describeFailure } from '../output/describe-failure.ts'
import { isPathUsable, listenAt, socketOf } from '../rpc/profile-socket.ts'
import type { ProfileSocket } from '../rpc/profile-socket.ts'
import { RemoteMessenger } from '../rpc/remote-messenger.ts'
import { reachProfile } from './with-messenger.ts'

export type Holding = {
  readonly messenger: Messenger
  /** Somebody wants this process to end, or the account has ended. */
  readonly ended: AbortSignal
  /** The profile itself, if it is open in this process. */
  readonly host: Host | undefined
}

/**
 * Runs something that lasts. While it does, the vault is open in this process and other commands come to its socket; if
 * another process was here first, this one asks it instead.
 */
export async function holdProfile(context: Context, run: (holding: Holding) => Promise<number>): Promise<number> {
  const stop = new AbortController()
  const onSignal = (): void => stop.abort()
  for (const signal of SIGNALS) process.once(signal, onSignal)
  const reached = await reachProfile(context)
  if (reached instanceof RemoteMessenger) return run({ messenger: reached, ended: stop.signal, host: undefined })
  const { createOwnMessenger } = await import('../host/open-host.ts')
  const socket = await openSocket(context, reached)
  const unwatch = reached.desk.onOver(onSignal)
  try {
    reached.desk.client.start()
    const code = await run({ messenger: createOwnMessenger(reached), ended: stop.signal, host: reached })
    if (reached.desk.hasEnded) throw new CommandFailure('accountEnded')
    return code
  } finally {
    unwatch()
    await socket?.close()
    await reached.close()
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Where the path is too long for a socket other commands have to wait until this one ends. */
async function openSocket(context: Context, host: Host): Promise<ProfileSocket | undefined> {
  const path = socketOf(context.directory)
  return isPathUsable(path) ? serveAt(context, host, path) : undefined
}

export async function serveAt(context: Context, host: Host, path: string): Promise<ProfileSocket> {
  const { serveConnection } = await import('../rpc/serve-connection.ts')
  return listenAt(path, (socket) => {
    const describe = (failure: CommandFailure) => describeFailure(context.words, failure)
    void serveConnection(host, { input: socket, output: socket, describe }).finally(() => socket.end())
  })
}
