/**
 * What a thief reads who has the disk and the password: every value of a vault that any key on the disk still opens, be it
 * alive, deleted or forgotten in a gap (`platform-node`, forensic-values.ts). Without this view a vault would look empty even
 * while it is full, and finding nothing would prove nothing.
 */
import { openVaultKey } from '@rushlight/core'
import { createNodeCrypto, createNodePasswordHash } from '@rushlight/platform-node'
import { decryptVaultPages, readableClearValues, readableValues } from '@rushlight/platform-node/testing'
import { join } from 'node:path'
import { pathsIn, readIfThere } from './places.ts'
import type { Evidence } from './scan.ts'

/** The key of a terminal's profile; it stays the same as long as the profile does. */
export async function unlockProfileKey(profile: string, password: string): Promise<Uint8Array> {
  const file = readIfThere(join(profile, 'vault.key'))
  const key = file && (await openKey(file, password))
  if (key === undefined) throw new Error('the harness cannot open a profile that it has made')
  return key
}

export function profileVault(profile: string, key: Uint8Array): readonly Evidence[] {
  return vaultEvidence('vault', { ...databaseWithLog(join(profile, 'vault.db')), key })
}

/** The same files in a browser's private file system, under names of the browser's own. */
export type BrowserVault = { readonly database: string; readonly key: Uint8Array }

export async function findBrowserVaults(profile: string, password: string): Promise<readonly BrowserVault[]> {
  const files = privateFiles(profile)
  const keys: Uint8Array[] = []
  for (const { bytes } of files.filter(({ bytes }) => bytes.length > 0 && bytes.length <= KEY_FILE_BYTES_MAX)) {
    const key = await openKey(bytes, password)
    if (key !== undefined) keys.push(key)
  }
  const databases = files.filter(({ bytes }) => isVault(bytes))
  return databases.flatMap(({ path, bytes }) => {
    const key = keys.find((one) => opens(one, bytes))
    return key === undefined ? [] : [{ database: path, key }]
  })
}

export function browserVault(profile: string, { database, key }: BrowserVault): readonly Evidence[] {
  const files = privateFiles(profile)
  const bytes = files.find(({ path }) => path === database)?.bytes ?? EMPTY
  const logs = files.filter((file) => file.bytes.length > 4 && LOG_MAGICS.includes(file.bytes.readUInt32BE(0)))
  return [EMPTY, ...logs.map((log) => log.bytes)].flatMap((log) =>
    vaultEvidence('browser vault', { database: bytes, log, key }),
  )
}

/** A provider's database: its values are sealed one by one, its pages lie in clear. */
export function providerValues(data: string): readonly Uint8Array[] {
  return readableClearValues(databaseWithLog(join(data, 'provider.db')))
}

/** The log first: what moves from there into the database meanwhile is then seen twice, and otherwise would be never. */
function databaseWithLog(database: string): Omit<Files, 'key'> {
  const log = readIfThere(`${database}-wal`) ?? EMPTY
  return { log, database: readIfThere(database) ?? EMPTY }
}

const EMPTY: Buffer = Buffer.alloc(0)
const KEY_FILE_BYTES_MAX = 1024
const LOG_MAGICS: readonly number[] = [0x377f0682, 0x377f0683]

type Files = Parameters<typeof readableValues>[0]

function vaultEvidence(name: string, files: Files): readonly Evidence[] {
  return [
    ...decryptVaultPages(files).map(({ bytes }) => ({ place: `${name}: page`, bytes: Buffer.from(bytes) })),
    ...readableValues(files).map((bytes) => ({ place: `${name}: value`, bytes: Buffer.from(bytes) })),
  ]
}

async function openKey(file: Uint8Array, password: string): Promise<Uint8Array | undefined> {
  const ports = { crypto: createNodeCrypto(), hash: createNodePasswordHash() }
  const opened = await openVaultKey(ports, password, file)
  return opened.kind === 'opened' ? opened.key : undefined
}

function privateFiles(profile: string): readonly { readonly path: string; readonly bytes: Buffer }[] {
  const folder = join(profile, 'Default', 'File System')
  return pathsIn(folder).flatMap((path) => {
    const bytes = readIfThere(join(folder, path))
    return bytes === undefined ? [] : [{ path, bytes }]
  })
}

/** The sizes in SQLite's header are in clear: pages of 4096 bytes, 32 of them reserved. */
function isVault(bytes: Buffer): boolean {
  return bytes.length >= 4096 && bytes.readUInt16BE(16) === 4096 && bytes[20] === 32
}

/** The first page is one of a table's tree. */
function opens(key: Uint8Array, database: Buffer): boolean {
  const [page] = decryptVaultPages({ database: database.subarray(0, 4096), log: EMPTY, key })
  const kind = page?.bytes[100]
  return kind === 5 || kind === 13
}
