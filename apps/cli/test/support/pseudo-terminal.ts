import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { cleanEnvironment, eventually } from './programs.ts'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** The program in a pseudo terminal of its own, as `script` makes one, with somebody at the keys. */
export interface AtTerminal {
  type(keys: string): void
  /** All that was written to the terminal. */
  output(): string
  /** Since the last key; of a row that changes only the end is drawn anew. */
  shows(text: string): Promise<true>
  readonly ended: Promise<number | undefined>
}

/** `args` are words without quotes. */
export function startAtTerminal(
  context: TestContext,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): AtTerminal {
  const quoted = [process.execPath, MAIN, ...args].map((word) => `'${word}'`).join(' ')
  const child = spawn('script', ['-qec', `stty cols 90 rows 24; exec ${quoted}`, '/dev/null'], {
    env: { ...cleanEnvironment(), TERM: 'xterm-256color', ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  context.after(() => child.kill('SIGKILL'))
  let output = ''
  let typedAt = 0
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
  return {
    type(keys) {
      typedAt = output.length
      child.stdin.write(keys)
    },
    output: () => output,
    shows: (text) =>
      eventually(async () => {
        if (output.includes(text, typedAt)) return true
        if (child.exitCode !== null) throw new Error(`ended without showing it: ${output}`)
        return undefined
      }, `${text} on the screen`),
    ended: once(child, 'close').then(() => child.exitCode ?? undefined),
  }
}
