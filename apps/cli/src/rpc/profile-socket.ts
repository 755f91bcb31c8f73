/**
 * The socket by which other commands reach a profile whose vault is open already. It lies in the profile's own folder and
 * only its owner may connect. Whoever holds the vault holds the socket: a file that a dead process left is replaced.
 */
import { existsSync, statSync, unlinkSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { join, resolve } from 'node:path'
import { CommandFailure } from '../failure/command-failure.ts'

export function socketOf(directory: string): string {
  return join(resolve(directory), 'rushlight.sock')
}

/** What a Unix socket's path may be long everywhere, its end included. */
const PATH_BYTES_MAX = 103

export function isPathUsable(path: string): boolean {
  return Buffer.byteLength(path) <= PATH_BYTES_MAX
}

/** Somebody who listens there, or nobody. */
export function connectTo(path: string): Promise<Socket | undefined> {
  if (!isPathUsable(path) || !existsSync(path)) return Promise.resolve(undefined)
  return new Promise((settle) => {
    const socket = connect(path)
    socket.once('connect', () => settle(socket))
    socket.once('error', () => settle(undefined))
  })
}

export interface ProfileSocket {
  /** Ends the connections, too. */
  close(): Promise<void>
}

/** The caller holds the vault, so whatever listens at the profile's own path is dead. */
export async function listenAt(path: string, onConnection: (socket: Socket) => void): Promise<ProfileSocket> {
  if (!isPathUsable(path)) throw new CommandFailure('socketUnusable')
  await removeDeadSocket(path)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    // What went wrong is told by `close`, which follows.
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    onConnection(socket)
  })
  await new Promise<void>((done, refuse) => {
    server.once('error', (cause) => refuse(new CommandFailure('socketUnusable', { cause })))
    // The path is bound within the call, so nobody else can come in between.
    const mask = process.umask(0o177)
    server.listen(path, done)
    process.umask(mask)
  })
  return {
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

async function removeDeadSocket(path: string): Promise<void> {
  if (!existsSync(path)) return
  const living = await connectTo(path)
  living?.destroy()
  if (living !== undefined || !statSync(path).isSocket()) throw new CommandFailure('socketUnusable')
  unlinkSync(path)
}
