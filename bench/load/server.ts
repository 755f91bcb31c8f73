/** A real server process on a folder of its own. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Server = {
  readonly process: ChildProcess
  readonly url: string
  readonly port: number
  readonly folder: string
}

/** On that port, or on one that the system chooses. */
export async function startServer(
  port: number,
  folder = mkdtempSync(join(tmpdir(), 'rushlight-load-')),
): Promise<Server> {
  const main = join(import.meta.dirname, '../../apps/server/src/main.ts')
  const args = [main, 'serve', '--data', folder, '--listen', `localhost:${port}`, '--trust-proxy']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const text = await new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data))))
  const url = /http:\/\/localhost:\d+/.exec(text)?.[0]
  if (url === undefined) throw new Error('the server did not say where it is')
  return { process: child, url, port: Number(new URL(url).port), folder }
}

/** It ends, and its folder goes. */
export async function endServer(server: Server): Promise<void> {
  await stopServer(server, 'SIGTERM')
  rmSync(server.folder, { recursive: true })
}

export async function stopServer({ process }: Server, signal: NodeJS.Signals): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return
  const ended = once(process, 'exit')
  process.kill(signal)
  await ended
}

/** Names that no two of look alike: numbers would. */
export function letters(index: number): string {
  const digits = index.toString(10).padStart(4, '0')
  return digits.replaceAll(/./g, (digit) => 'abefhkpqxz'.charAt(Number(digit)))
}
