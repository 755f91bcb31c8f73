import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import type { Host } from '../host/open-host.ts'
import type { Messenger } from '../methods/method.ts'
import { connectTo, socketOf } from '../rpc/profile-socket.ts'
import { RemoteMessenger } from '../rpc/remote-messenger.ts'
import { askPassword } from './ask-password.ts'

/**
 * Runs one command against the profile, wherever its vault is open: in the process that holds it, or else in this one. No
 * password is asked for where another process was given it already, and nothing large is loaded.
 */
export async function withMessenger<T>(context: Context, run: (messenger: Messenger) => Promise<T>): Promise<T> {
  const reached = await reachProfile(context)
  if (reached instanceof RemoteMessenger) {
    try {
      return await run(reached)
    } finally {
      reached.close()
    }
  }
  const { createOwnMessenger } = await import('../host/open-host.ts')
  try {
    return await run(createOwnMessenger(reached))
  } finally {
    await reached.close()
  }
}

/** The profile open in this process, or whoever holds it. */
export async function reachProfile(context: Context): Promise<Host | RemoteMessenger> {
  const reach = (): Promise<RemoteMessenger | undefined> => reachHolder(context)
  const holder = await reach()
  if (holder !== undefined) return holder
  const { hasProfile } = await import('@rushlight/platform-node')
  if (!hasProfile(context.directory)) throw new CommandFailure('notSignedIn')
  const password = await askPassword(context, 'open')
  const { openProfileHost } = await import('./open-profile-host.ts')
  return openProfileHost(context, password, reach)
}

export async function reachHolder({ directory }: Context): Promise<RemoteMessenger | undefined> {
  const socket = await connectTo(socketOf(directory))
  return socket === undefined ? undefined : new RemoteMessenger(socket)
}
