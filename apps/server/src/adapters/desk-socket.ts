import { chmodSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/**
 * How a command reaches the provider that runs on the same data: a socket in the data folder, which only its owner may open.
 * One line of JSON goes in; lines of progress and one with the outcome come out. When the command ends, what was begun for
 * it is cleaned up.
 */
export type DeskHandler = (question: unknown, tell: (progress: unknown) => void) => Promise<DeskOutcome>

export type DeskOutcome = {
  readonly answer: unknown
  /** When the command has gone. */
  readonly after?: () => Promise<void>
}

export interface DeskSocket {
  close(): void
}

const LINE_BYTES_MAX = 64 * 1024

/** `undefined`: it cannot be had here (too long a path, say); commands then want the provider to be stopped. */
export async function openDeskSocket(data: string, handle: DeskHandler): Promise<DeskSocket | undefined> {
  const path = pathIn(data)
  // Left by a process that was killed: the database's lock says that nobody else runs here.
  rmSync(path, { force: true })
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    void serve(socket, handle)
  })
  const isListening = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(path, () => resolve(true))
  })
  if (!isListening) return undefined
  chmodSync(path, 0o600)
  return {
    close() {
      server.close()
      for (const socket of open) socket.destroy()
      rmSync(path, { force: true })
    },
  }
}

/** `notRunning`: nobody is there. `onProgress` gets what is told before the answer; the connection stays until `during` ends. */
export async function askDesk<T>(
  data: string,
  question: unknown,
  asking: { readonly onProgress: (told: unknown) => void; readonly during: (answer: unknown) => Promise<T> },
): Promise<{ readonly kind: 'done'; readonly result: T } | { readonly kind: 'notRunning' }> {
  const socket = await reach(pathIn(data))
  if (socket === undefined) return { kind: 'notRunning' }
  try {
    socket.write(`${JSON.stringify(question)}\n`)
    for await (const line of createInterface({ input: socket })) {
      const said: unknown = JSON.parse(line)
      if (isTold(said, 'progress')) asking.onProgress(said.progress)
      else if (isTold(said, 'answer')) return { kind: 'done', result: await asking.during(said.answer) }
      else break
    }
    throw new Error('the provider did not do it; its log may say why')
  } finally {
    socket.destroy()
  }
}

async function serve(socket: Socket, handle: DeskHandler): Promise<void> {
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('error', () => socket.destroy())
  const question = await readLine(socket)
  if (question === undefined) return void socket.destroy()
  const write = (said: unknown): void => void (socket.writable && socket.write(`${JSON.stringify(said)}\n`))
  try {
    const { answer, after } = await handle(question, (progress) => write({ progress }))
    write({ answer })
    await closed
    await after?.()
  } catch {
    write({ failed: true })
    socket.end()
  }
}

function readLine(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => {
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (piece) => {
      text += String(piece)
      const end = text.indexOf('\n')
      if (end === -1 && text.length <= LINE_BYTES_MAX) return
      resolve(end === -1 ? undefined : parseJson(text.slice(0, end)))
    })
    socket.once('close', () => resolve(undefined))
  })
}

function reach(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path, () => resolve(socket))
    socket.on('error', () => resolve(undefined))
  })
}

function pathIn(data: string): string {
  return join(data, 'desk.sock')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isTold<Key extends string>(said: unknown, key: Key): said is Readonly<Record<Key, unknown>> {
  return typeof said === 'object' && said !== null && key in said
}
