import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

const LOOK_AGAIN_MS = 5
const MAIN = join(import.meta.dirname, '../../src/main.ts')

/** A provider in a process of its own. */
export type ServeProcess = {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Everything it has said so far. */
  readonly said: () => string
  /** Resolves when it has said this; rejects if it ends before. */
  readonly untilSaid: (text: string) => Promise<void>
  /** Resolves with exit code and signal when it has ended. */
  readonly kill: (signal: NodeJS.Signals) => Promise<Ended>
}

export type Ended = {
  readonly code: number | undefined
  readonly signal: NodeJS.Signals | undefined
  readonly said: string
}

/** Resolves when it says where it runs; rejects if it ends before. */
export async function serveProcess(data: string, ...args: readonly string[]): Promise<ServeProcess> {
  const child = startCommand('serve', '--data', data, ...args)
  const url = await Promise.race([child.url, child.ended.then(({ said }) => Promise.reject(new Error(said)))])
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid,
    said: child.said,
    async untilSaid(text) {
      const ended = child.ended.then(({ said }) => said.includes(text) || Promise.reject(new Error(said)))
      while (!child.said().includes(text)) await Promise.race([ended, setTimeout(LOOK_AGAIN_MS)])
    },
    kill(signal) {
      child.kill(signal)
      return child.ended
    },
  }
}

/** Runs a command of the server to its end. */
export function runCommand(...args: readonly string[]): Promise<Ended> {
  return startCommand(...args).ended
}

type Command = {
  readonly pid: number
  readonly url: Promise<string>
  readonly ended: Promise<Ended>
  readonly said: () => string
  readonly kill: (signal: NodeJS.Signals) => void
}

function startCommand(...args: readonly string[]): Command {
  const child = spawn(process.execPath, [MAIN, ...args], { env: {}, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const { promise: url, resolve: tellUrl } = Promise.withResolvers<string>()
  const { promise: ended, resolve: tellEnd } = Promise.withResolvers<Ended>()
  const listen = (part: unknown): void => {
    said += String(part)
    const found = /running on (https?:\/\/\S+)/.exec(said)?.[1]
    if (found !== undefined) tellUrl(found)
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  child.on('close', (code, signal) => tellEnd({ code: code ?? undefined, signal: signal ?? undefined, said }))
  return { pid: child.pid ?? 0, url, ended, said: () => said, kill: (signal) => void child.kill(signal) }
}

/** A folder that is gone afterwards. */
export async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rushlight-server-'))
  try {
    await run(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
