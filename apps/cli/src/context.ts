import type { ReadStream, WriteStream } from 'node:tty'
import type { Readable, Writable } from 'node:stream'
import type { Words } from './words/words.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** What every command is given: where it speaks, in which language, and of which profile. */
export type Context = {
  readonly environment: Environment
  readonly input: Readable | ReadStream
  readonly output: Writable | WriteStream
  readonly errors: Writable | WriteStream
  readonly words: Words
  readonly isJson: boolean
  /** The profile's folder. */
  readonly directory: string
  /** Of an open file to read the password from. */
  readonly passwordFd: string | undefined
}
