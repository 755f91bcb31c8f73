/** The program without a process of its own: for the steps of a story in which the process is not what is tested. */
import { Readable, Writable } from 'node:stream'
import { runProgram } from '../../src/run-program.ts'
import type { Environment } from '../../src/context.ts'

export type Said = { readonly code: number; readonly out: string; readonly err: string }

export async function runHere(args: readonly string[], environment: Environment): Promise<Said> {
  const [output, errors] = [new Gathering(), new Gathering()]
  const code = await runProgram(args, { environment, input: Readable.from([]), output, errors })
  return { code, out: output.text, err: errors.text }
}

class Gathering extends Writable {
  text = ''

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}
