/** Opens the full-screen client on a terminal, and leaves the screen as it was, however it ends. */
import { render } from 'ink'
import { createElement } from 'react'
import type { Readable, Writable } from 'node:stream'
import { ReadStream, WriteStream } from 'node:tty'
import type { Messenger } from '../methods/method.ts'
import type { Words } from '../words/words.ts'
import { ChatSession } from './chat-session.ts'
import { ChatView } from './chat-view.ts'

export type Terminal = { readonly input: ReadStream; readonly output: WriteStream }

/** `undefined`: what there is steers no screen. */
export function terminalOf(input: Readable, output: Writable, kind: string | undefined): Terminal | undefined {
  if (!(input instanceof ReadStream) || !(output instanceof WriteStream) || kind === 'dumb') return undefined
  return { input, output }
}

export type ChatParts = {
  readonly terminal: Terminal
  readonly messenger: Messenger
  readonly words: Words
  readonly hasColor: boolean
  /** Somebody wants this process to end. */
  readonly ended: AbortSignal
}

/** DECSET 1004: the terminal tells when its window comes to the front. */
const TELL_FOCUS = '\u001B[?1004h'
const TELL_FOCUS_NO_MORE = '\u001B[?1004l'

export async function openChat({ terminal, messenger, words, hasColor, ended }: ChatParts): Promise<void> {
  const { input, output } = terminal
  const leaving = new AbortController()
  const leave = (): void => leaving.abort()
  if (ended.aborted) leave()
  ended.addEventListener('abort', leave, { once: true })
  const session = new ChatSession({ messenger, words, leaving })
  const screen = render(createElement(ChatView, { session, words, hasColor }), {
    stdin: input,
    stdout: output,
    exitOnCtrlC: false,
    patchConsole: false,
    alternateScreen: true,
    interactive: true,
    incrementalRendering: true,
  })
  output.write(TELL_FOCUS)
  try {
    await session.run()
  } finally {
    leave()
    output.write(TELL_FOCUS_NO_MORE)
    screen.unmount()
    await screen.waitUntilExit()
    ended.removeEventListener('abort', leave)
  }
}
