import { randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import {
  accountId,
  base64url,
  encodeWith,
  parseAccountName,
  parseBase64url,
  parseWith,
  providerCodec,
} from '@rushlight/protocol'
import type { AccountId, Provider as ProviderRecord } from '@rushlight/protocol'
import { openWithSchema } from '@rushlight/records'
import { askDesk } from '../adapters/desk-socket.ts'
import type { DeskOutcome } from '../adapters/desk-socket.ts'
import { createLineLog } from '../adapters/line-log.ts'
import { noPeers } from '../adapters/no-peers.ts'
import type { SqliteStore } from '../adapters/sqlite-store.ts'
import { presentedAs } from '../identity/another-life.ts'
import type { Provider } from '../provider.ts'
import { providerSchema } from '../schema.ts'
import { ServerError } from '../server-error.ts'
import type { Settings } from '../settings/settings.ts'
import { openExisting } from './data-folder.ts'
import { startOn } from './start.ts'

/** What a command may ask of the provider that has the data, be it a running one or one that is started for it. */
export type DeskQuestion =
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'leave'; readonly endsAt: number; readonly successor?: string }
  | { readonly kind: 'stay' }
  | { readonly kind: 'names' }
  | { readonly kind: 'giveName'; readonly name: string; readonly account: string }
  | { readonly kind: 'admit'; readonly account: string }

export type DeskBackend = { readonly provider: Provider; readonly store: SqliteStore; readonly data: string }

export async function answerQuestion(
  { provider, store, data }: DeskBackend,
  question: unknown,
  tell: (progress: unknown) => void,
): Promise<DeskOutcome> {
  switch (textOf(question, 'kind')) {
    case 'snapshot':
      return makeSnapshot({ provider, store, data }, tell)
    case 'leave': {
      const successor = parseSuccessor(textOf(question, 'successor'))
      const endsAt = numberOf(question, 'endsAt')
      if (endsAt === undefined) throw new Error('no time')
      await provider.desk.leave({ endsAt, successor })
      return { answer: true }
    }
    case 'stay':
      return { answer: await provider.desk.stay() }
    case 'names':
      return { answer: await describeNames(provider.desk) }
    case 'giveName': {
      const [name, account] = [parseAccountName(textOf(question, 'name') ?? ''), accountOf(question)]
      return { answer: name !== undefined && (await provider.desk.giveName(name, account)) }
    }
    case 'admit':
      await provider.desk.admit(accountOf(question))
      return { answer: true }
    default:
      throw new Error('a question of another version')
  }
}

/** One line for each account. */
async function describeNames(desk: Provider['desk']): Promise<unknown> {
  const contested = (await desk.contestedNames()).flatMap(({ claims }) =>
    claims.map(({ name, account, since }) => `${name} ${account} since ${dateOf(since)}`),
  )
  const returning = (await desk.returning()).map(
    ({ name, account, askedAt }) => `${name} ${account} since ${dateOf(askedAt)}`,
  )
  return { contested: contested.join('\n'), returning: returning.join('\n') }
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 16)
}

function accountOf(question: unknown): AccountId {
  const account = accountId.parse(textOf(question, 'account') ?? '')
  if (account === undefined) throw new Error('no account')
  return account
}

/** Asks the running provider, or else starts it for this one question, without the network. */
export async function askProvider<T>(
  settings: Settings,
  question: DeskQuestion,
  asking: { readonly onProgress?: (told: unknown) => void; readonly during: (answer: unknown) => Promise<T> },
): Promise<T> {
  const { onProgress = () => undefined, during } = asking
  const asked = await askDesk(settings.data, question, { onProgress, during })
  if (asked.kind === 'done') return asked.result
  const store = await openExisting(settings)
  try {
    const as = await presentedAs(await openWithSchema(store, providerSchema))
    if (as === undefined) throw new ServerError('noData')
    const log = createLineLog(() => undefined)
    const provider = await startOn(store, settings, { as, log, seed: undefined, peerTransport: noPeers })
    try {
      const { answer, after } = await answerQuestion({ provider, store, data: settings.data }, question, onProgress)
      try {
        return await during(answer)
      } finally {
        await after?.()
      }
    } finally {
      await provider.close()
    }
  } finally {
    await store.close()
  }
}

const SNAPSHOT = /^snapshot-[0-9a-f]+\.db$/

/** Those of commands that were killed together with the provider. */
export async function removeOldSnapshots(data: string): Promise<void> {
  for (const name of await readdir(data)) if (SNAPSHOT.test(name)) await rm(join(data, name), { force: true })
}

async function makeSnapshot(
  { provider, store, data }: DeskBackend,
  tell: (progress: unknown) => void,
): Promise<DeskOutcome> {
  const file = join(data, `snapshot-${randomBytes(8).toString('hex')}.db`)
  const after = (): Promise<void> => rm(file, { force: true })
  try {
    await store.snapshot(file, tell)
  } catch (error) {
    await after()
    throw error
  }
  const { record, incarnation } = provider
  return { answer: { file, provider: record.name, incarnation }, after }
}

export function successorText(provider: ProviderRecord): string {
  return base64url(encodeWith(providerCodec, provider))
}

function parseSuccessor(text: string | undefined): ProviderRecord | undefined {
  if (text === undefined) return undefined
  const bytes = parseBase64url(text)
  const provider = bytes === undefined ? undefined : parseWith(providerCodec, bytes)
  if (provider === undefined) throw new Error('no provider')
  return provider
}

export function textOf(said: unknown, key: string): string | undefined {
  const value = valueOf(said, key)
  return typeof value === 'string' ? value : undefined
}

function numberOf(said: unknown, key: string): number | undefined {
  const value = valueOf(said, key)
  return typeof value === 'number' ? value : undefined
}

function valueOf(said: unknown, key: string): unknown {
  return typeof said === 'object' && said !== null
    ? Object.entries(said).find(([name]) => name === key)?.[1]
    : undefined
}

/** The crypto of commands that open a store by themselves. */
export const commandCrypto: ReturnType<typeof createNodeCrypto> = createNodeCrypto()
