import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { parsePhrase, phraseOf } from '@rushlight/protocol'
import { openDeskSocket } from '../adapters/desk-socket.ts'
import type { DeskSocket } from '../adapters/desk-socket.ts'
import { createOperatorLink } from '../adapters/file-operator-links.ts'
import { createWebServer, listen, stopListening } from '../adapters/http-server.ts'
import type { WebServer } from '../adapters/http-server.ts'
import { createLineLog } from '../adapters/line-log.ts'
import { createNodePeerTransport } from '../adapters/node-peer-transport.ts'
import { listenToSignals } from '../adapters/process-signals.ts'
import type { SqliteStore } from '../adapters/sqlite-store.ts'
import { readWebFiles } from '../adapters/web-files.ts'
import { openWebFront } from '../adapters/web-front.ts'
import type { WebFront } from '../adapters/web-front.ts'
import type { Log } from '../ports/log.ts'
import type { Provider } from '../provider.ts'
import { ServerError } from '../server-error.ts'
import { providerNameOf, urlOf } from '../settings/settings.ts'
import type { Settings } from '../settings/settings.ts'
import { USAGE } from '../settings/usage.ts'
import { welcomeText } from '../settings/welcome-text.ts'
import { runCommand } from './command-line.ts'
import type { CommandLine } from './command-line.ts'
import { openStore, operatorLinksIn } from './data-folder.ts'
import { answerQuestion, commandCrypto, removeOldSnapshots } from './desk-questions.ts'
import { startOn } from './start.ts'

/** `serve`: runs a provider until a signal ends it. Answers the exit code (`--help` lists them). */
export function serve(line: CommandLine): Promise<number> {
  return runCommand(line, { usage: USAGE, words: [0, 0], flags: {} }, async ({ settings }) => {
    // Before anything is told: whoever reads the address may end or reload it the next moment.
    const signals = listenToSignals()
    try {
      const running = await start(settings, line)
      const { web, log } = running
      signals.onReload(() => log.note(web.reloadCertificate() ? 'certificateReloaded' : 'certificateRefused'))
      await signals.ended
      await stop(running)
      return 0
    } finally {
      signals.close()
    }
  })
}

type Running = {
  readonly store: SqliteStore
  readonly web: WebServer
  readonly provider: Provider
  readonly front: WebFront
  readonly desk: DeskSocket | undefined
  readonly log: Log
}

async function start(settings: Settings, { out, err }: CommandLine): Promise<Running> {
  const log = createLineLog(err)
  const seed = readSeed(settings)
  const store = await openStore(settings)
  try {
    await removeOldSnapshots(settings.data)
    const web = createWebServer({ tls: settings.tls, isBehindProxy: settings.trustProxy })
    web.server.on('request', answerNotReady)
    const port = await listen(web, settings.listen)
    try {
      return await startProvider(settings, { store, web, port, log, seed, out })
    } catch (error) {
      await stopListening(web)
      throw error
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

type Prepared = {
  readonly store: SqliteStore
  readonly web: WebServer
  readonly port: number
  readonly log: Log
  readonly seed: Uint8Array | undefined
  readonly out: (text: string) => void
}

async function startProvider(settings: Settings, prepared: Prepared): Promise<Running> {
  const { store, web, port, log, seed, out } = prepared
  const name = providerNameOf(settings, port)
  const url = urlOf(settings, name)
  const peerTransport = createNodePeerTransport({ ...settings.roads, isInClear: url.startsWith('http:') })
  const provider = await startOn(store, settings, { as: { name, urls: [url] }, log, seed, peerTransport })
  const files = readWebFiles(settings.web ?? BUILT_WEB_APP)
  const front = openWebFront({ web, provider, log, files, trustProxy: settings.trustProxy })
  web.server.off('request', answerNotReady)
  const backend = { provider, store, data: settings.data }
  const desk = await openDeskSocket(settings.data, (question, tell) => answerQuestion(backend, question, tell))
  if (desk === undefined) log.note('deskClosed')
  const { newSeed } = provider
  const links = operatorLinksIn(settings)
  const first =
    newSeed === undefined
      ? undefined
      : { keyPhrase: phraseOf(commandCrypto, newSeed).join(' '), operatorToken: await createOperatorLink(links) }
  out(welcomeText({ url, key: provider.record.key, first }))
  return { store, web, provider, front, desk, log }
}

async function stop({ provider, front, desk, store }: Running): Promise<void> {
  desk?.close()
  await provider.close()
  await front.close()
  await store.close()
}

const answerNotReady = (_request: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(503, { 'retry-after': '1' }).end()
}

function readSeed({ keyPhraseFile }: Settings): Uint8Array | undefined {
  if (keyPhraseFile === undefined) return undefined
  const parsed = parsePhrase(commandCrypto, readText(keyPhraseFile) ?? '')
  if (parsed.kind !== 'phrase') throw new ServerError('keyPhraseUnreadable')
  return parsed.seed
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** Where the build puts the web app, seen from here. */
const BUILT_WEB_APP: string = join(import.meta.dirname, '../../../web/dist')
