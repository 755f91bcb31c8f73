import { mkdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { FILE_BYTES_MAX } from '@rushlight/protocol'
import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import type { RecordStore } from '@rushlight/records'
import { createDiskUsage } from './adapters/disk-usage.ts'
import { createFileBlobStore } from './adapters/file-blob-store.ts'
import { createFileOperatorLinks, createOperatorLink } from './adapters/file-operator-links.ts'
import { createWebServer, listen, stopListening } from './adapters/http-server.ts'
import type { WebServer } from './adapters/http-server.ts'
import { parsePhrase, phraseOf } from './adapters/key-phrase.ts'
import { createLineLog } from './adapters/line-log.ts'
import { nodeClock } from './adapters/node-clock.ts'
import { createNodePeerTransport } from './adapters/node-peer-transport.ts'
import { nodeSchedule } from './adapters/node-schedule.ts'
import { opaquePasswords } from './adapters/opaque-passwords.ts'
import { listenToSignals } from './adapters/process-signals.ts'
import { createProcessWakeUp } from './adapters/process-wake-up.ts'
import { openSqliteStore } from './adapters/sqlite-store.ts'
import { readWebFiles } from './adapters/web-files.ts'
import { openWebFront } from './adapters/web-front.ts'
import type { WebFront } from './adapters/web-front.ts'
import { exitCodeOf } from './exit-code.ts'
import type { Log } from './ports/log.ts'
import { createProvider } from './provider.ts'
import type { Provider } from './provider.ts'
import { ServerError } from './server-error.ts'
import { readOptions } from './settings/read-options.ts'
import type { Environment } from './settings/read-options.ts'
import { configOf, parseSettings, providerNameOf, urlOf } from './settings/settings.ts'
import type { Settings } from './settings/settings.ts'
import { USAGE } from './settings/usage.ts'
import { operatorLinkOf, welcomeText } from './settings/welcome-text.ts'

/** What a command of the server is given, and where it speaks. */
export type CommandLine = {
  /** Without the command's own name. */
  readonly args: readonly string[]
  readonly environment: Environment
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

/** `serve`: runs a provider until a signal ends it. Answers the exit code (`--help` lists them). */
export function serve(line: CommandLine): Promise<number> {
  return runCommand(line, async (settings) => {
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

/** `operator-link`: makes another link for the provider in the data folder, whether it runs or not. */
export function makeOperatorLink(line: CommandLine): Promise<number> {
  return runCommand(line, async (settings) => {
    const token = await createOperatorLink(operatorLinksIn(settings))
    const url = urlOf(settings, providerNameOf(settings, settings.listen.port))
    line.out(`${operatorLinkOf(url, token)}\n`)
    return 0
  })
}

async function runCommand(line: CommandLine, run: (settings: Settings) => Promise<number>): Promise<number> {
  const read = readOptions(line.args, line.environment)
  if (read.kind === 'wrong') return complain(line, read.reason, read.exitCode)
  if (read.commands.has('help')) return say(line, USAGE)
  const parsed = parseSettings(read.options)
  if (parsed.kind === 'wrong') return complain(line, parsed.reason, USAGE_ERROR)
  if (read.commands.has('print-config')) return say(line, configOf(read.options))
  try {
    return await run(parsed.settings)
  } catch (error) {
    return complain(line, error instanceof Error ? error.message : 'failed', exitCodeOf(error))
  }
}

const USAGE_ERROR = 64

function say({ out }: CommandLine, text: string): number {
  out(text)
  return 0
}

function complain({ err }: CommandLine, reason: string, exitCode: number): number {
  err(`rushlight: ${reason}\n`)
  return exitCode
}

type Running = {
  readonly store: RecordStore
  readonly web: WebServer
  readonly provider: Provider
  readonly front: WebFront
  readonly log: Log
}

async function start(settings: Settings, { out, err }: CommandLine): Promise<Running> {
  const log = createLineLog(err)
  const seed = readSeed(settings)
  const store = await openStore(settings)
  try {
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
  readonly store: RecordStore
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
  const links = operatorLinksIn(settings)
  const blobStore = createFileBlobStore(join(settings.data, 'blobs'))
  const provider = await createProvider(
    {
      store,
      log,
      crypto: createNodeCrypto(),
      clock: nodeClock,
      schedule: nodeSchedule,
      passwords: opaquePasswords,
      operatorLinks: createFileOperatorLinks(links),
      wakeUp: createProcessWakeUp(),
      usage: createDiskUsage(databaseIn(settings), blobStore),
      blobStore,
      peerTransport: createNodePeerTransport({ ...settings.roads, isInClear: url.startsWith('http:') }),
    },
    {
      name,
      urls: [url],
      registration: settings.registration,
      software: `rushlight/${readVersion()}`,
      fileBytesMax: FILE_BYTES_MAX,
      federation: settings.federation,
      ...(seed === undefined ? {} : { seed }),
    },
  )
  const files = readWebFiles(settings.web ?? BUILT_WEB_APP)
  const front = openWebFront({ web, provider, log, files, trustProxy: settings.trustProxy })
  web.server.off('request', answerNotReady)
  const { newSeed } = provider
  const first =
    newSeed === undefined ? undefined : { keyPhrase: phraseOf(newSeed), operatorToken: await createOperatorLink(links) }
  out(welcomeText({ url, key: provider.record.key, first }))
  return { store, web, provider, front, log }
}

async function stop({ provider, front, store }: Running): Promise<void> {
  await provider.close()
  await front.close()
  await store.close()
}

const answerNotReady = (_request: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(503, { 'retry-after': '1' }).end()
}

function databaseIn({ data }: Settings): string {
  return join(data, 'provider.db')
}

function operatorLinksIn({ data }: Settings): string {
  return join(data, 'operator-links')
}

/** One process holds the data: the database is locked by whoever opened it first. */
async function openStore(settings: Settings): Promise<RecordStore> {
  try {
    mkdirSync(settings.data, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new ServerError('dataUnusable', error)
  }
  return openSqliteStore({ file: databaseIn(settings) })
}

function readSeed({ keyPhraseFile }: Settings): Uint8Array | undefined {
  if (keyPhraseFile === undefined) return undefined
  const seed = parsePhrase(readText(keyPhraseFile) ?? '')
  if (seed === undefined) throw new ServerError('keyPhraseUnreadable')
  return seed
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : ''
}

/** Where the build puts the web app, seen from here. */
const BUILT_WEB_APP: string = join(import.meta.dirname, '../../web/dist')

if (import.meta.main) {
  const [command, ...args] = process.argv.slice(2)
  const run = command === 'operator-link' ? makeOperatorLink : serve
  process.exitCode = await run({
    args: command === 'serve' || command === 'operator-link' ? args : process.argv.slice(2),
    environment: process.env,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  })
}
