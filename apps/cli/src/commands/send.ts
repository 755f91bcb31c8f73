import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { durationOf, oneOfWords, positional, textsOf } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import type { FailureCode } from '../failure/command-failure.ts'
import { send } from '../methods/methods.ts'
import type { WaitFor } from '../methods/methods.ts'
import { note, print } from '../output/print.ts'
import { bytesOf } from '../rpc/lines.ts'
import { withMessenger } from '../profile/with-messenger.ts'
import type { ReceiptStatus } from '../records/records.ts'

/** `send (NAME|ROOM) TEXT`: comes back when the provider has it, or when every device has. */
export async function runSend(context: Context, args: Arguments): Promise<number> {
  const typed = positional(args, 1)
  const wait: WaitFor = oneOfWords(args, 'wait', ['accepted', 'delivered']) ?? 'accepted'
  const sending = {
    recipient: positional(args, 0),
    // Whoever holds the profile may have been started elsewhere.
    attachments: textsOf(args, 'file').map((path) => resolve(path)),
    expireMs: durationOf(args, 'expire'),
    burnMs: durationOf(args, 'burn'),
    wait,
    timeoutMs: durationOf(args, 'timeout'),
    message: typed === '-' ? await readAll(context.input) : typed,
  }
  if (sending.message.length > TEXT_LENGTH_MAX) throw new CommandFailure('tooLong')
  return withMessenger(context, async (messenger) => {
    const receipt = await messenger.call(send, sending)
    await print(context, receipt, context.words.output.status[receipt.status])
    const failure = failureOf(receipt.status, wait)
    if (failure === undefined) return 0
    if (receipt.reason !== undefined) await note(context, context.words.output.reason[receipt.reason])
    throw new CommandFailure(failure)
  })
}

/** What goes into a message is less; the client says so. More than this is not even looked at. */
const TEXT_LENGTH_MAX = 256 * 1024

async function readAll(input: Readable): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of input) {
    const bytes = bytesOf(chunk)
    chunks.push(bytes)
    length += bytes.length
    if (length > TEXT_LENGTH_MAX) throw new CommandFailure('tooLong')
  }
  // The last line's end belongs to the shell, not to the message.
  return Buffer.concat(chunks)
    .toString()
    .replace(/\r?\n$/, '')
}

function failureOf(status: ReceiptStatus, wait: WaitFor): FailureCode | undefined {
  if (status === 'failed') return 'messageFailed'
  if (status === 'queued') return 'queued'
  return status === 'accepted' && wait === 'delivered' ? 'notDelivered' : undefined
}
