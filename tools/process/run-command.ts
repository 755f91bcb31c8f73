/**
 * Runs another program to its end and tells how it ended.
 *
 * The program gets a process group of its own, and the whole group goes when its time is up or when we are told to
 * stop: a browser that a hung test had started does not outlive the run.
 */
import { spawn, type ChildProcess } from 'node:child_process'

export type Command = {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env?: NodeJS.ProcessEnv
  readonly timeoutMs: number
  /** `show`: its output goes where ours goes. `keep`: it is in the outcome. */
  readonly output: 'show' | 'keep'
}

export type CommandOutcome =
  | { readonly kind: 'ended'; readonly exitCode: number; readonly output: string }
  | { readonly kind: 'timedOut'; readonly output: string }
  | { readonly kind: 'notStarted'; readonly output: string }

export async function runCommand(command: Command): Promise<CommandOutcome> {
  const stdio = command.output === 'show' ? 'inherit' : 'pipe'
  const child = spawn(command.program, command.args, {
    cwd: command.cwd,
    env: command.env ?? process.env,
    detached: true,
    stdio: ['ignore', stdio, stdio],
  })
  const output = collectOutput(child)
  const ended = waitForEnd(child)
  const letGo = passOnSignals(child)
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    killGroup(child, 'SIGKILL')
  }, command.timeoutMs)
  const exitCode = await ended
  clearTimeout(timer)
  letGo()
  if (timedOut) return { kind: 'timedOut', output: output() }
  if (exitCode === undefined) return { kind: 'notStarted', output: `${command.program} did not start\n` }
  return { kind: 'ended', exitCode, output: output() }
}

function collectOutput(child: ChildProcess): () => string {
  const pieces: Buffer[] = []
  const keep = (piece: Buffer): void => void pieces.push(piece)
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  return () => Buffer.concat(pieces).toString()
}

/** The exit code, or `undefined` when the program could not be started. */
function waitForEnd(child: ChildProcess): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>()
  child.once('error', () => resolve(undefined))
  child.once('close', (code) => resolve(code ?? 1))
  return promise
}

function passOnSignals(child: ChildProcess): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const stop = (signal: NodeJS.Signals): void => {
    killGroup(child, signal)
    process.exitCode = 130
  }
  for (const signal of signals) process.on(signal, stop)
  return () => {
    for (const signal of signals) process.off(signal, stop)
  }
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // It ended in the meantime.
  }
}
