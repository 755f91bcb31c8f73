/**
 * Where a password comes from: the environment, an open file, or somebody at the terminal who is not shown what they type.
 * Never from the command line, which everybody on the machine can read.
 */
import { ReadStream } from 'node:tty'
import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import type { FailureCode } from '../failure/command-failure.ts'
import { writeText } from '../output/write-text.ts'
import { readFd } from './read-fd.ts'
import type { FdReading } from './read-fd.ts'

/** `choose`: it is new, so it is asked for twice. */
export type PasswordPurpose = 'open' | 'choose'

export async function askPassword(context: Context, purpose: PasswordPurpose): Promise<string> {
  const given =
    context.passwordFd === undefined ? context.environment['RUSHLIGHT_PASSWORD'] : readFirstLine(context.passwordFd)
  const password = given ?? (await askAtTerminal(context, purpose))
  if (password === '') throw new CommandFailure('passwordNeeded')
  return password
}

const LINE_FEED = 0x0a
const PASSWORD_READING = { option: 'password-fd', failure: 'passwordNeeded' } as const

/** Of an open file; what follows the line is left where it is, as far as it was not read with it. */
export function readFirstLine(fd: string, reading: Omit<FdReading, 'isWhole'> = PASSWORD_READING): string {
  const isWhole = (read: Uint8Array): boolean => read.includes(LINE_FEED)
  const text = readFd(fd, { ...reading, isWhole })
  return text.split(/\r?\n/, 1)[0] ?? ''
}

function askAtTerminal(context: Context, purpose: PasswordPurpose): Promise<string> {
  return askSecret(context, { prompt: context.words.prompt.password, purpose, missing: 'passwordNeeded' })
}

export type Secret = {
  readonly prompt: string
  readonly purpose: PasswordPurpose
  /** Where nobody can be asked. */
  readonly missing: FailureCode
}

/** Somebody types it, unseen; a new one twice. */
export async function askSecret(context: Context, secret: Secret): Promise<string> {
  const { input, errors, words } = context
  if (!(input instanceof ReadStream)) throw new CommandFailure(secret.missing)
  const typed = await readHidden(input, () => writeText(errors, secret.prompt))
  await writeText(errors, '\n')
  if (secret.purpose === 'open') return typed
  const again = await readHidden(input, () => writeText(errors, words.prompt.again))
  await writeText(errors, '\n')
  if (again === typed) return typed
  await writeText(errors, `${words.prompt.different}\n`)
  return askSecret(context, secret)
}

const INTERRUPTED = 130
const CTRL_C = '\u0003'
const CTRL_D = '\u0004'
const CTRL_U = '\u0015'
const BACKSPACES: ReadonlySet<string> = new Set(['\u0008', '\u007F'])

async function readHidden(input: ReadStream, prompt: () => Promise<void>): Promise<string> {
  input.setRawMode(true)
  try {
    await prompt()
    return await readKeys(input)
  } finally {
    input.setRawMode(false)
    input.pause()
  }
}

function readKeys(input: ReadStream): Promise<string> {
  return new Promise((resolve) => {
    let typed: string[] = []
    const onData = (chunk: Buffer | string): void => {
      for (const key of chunk.toString()) {
        if (key === CTRL_C) {
          input.setRawMode(false)
          process.exit(INTERRUPTED)
        }
        if (key === '\r' || key === '\n' || key === CTRL_D) {
          input.off('data', onData)
          resolve(typed.join(''))
          return
        }
        if (key === CTRL_U) typed = []
        else if (BACKSPACES.has(key)) typed.pop()
        else if (key >= ' ') typed.push(key)
      }
    }
    input.on('data', onData)
    // After an earlier prompt it is paused, and a listener alone would not wake it.
    input.resume()
  })
}
