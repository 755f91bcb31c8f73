import { encodeWith, field, literal, parseWith, span, struct, uint } from '@rushlight/protocol'
import type { Codec } from '@rushlight/protocol'
import { openVaultKey } from './vault-key.ts'
import type { OpenedVaultKey, VaultKeyFile, VaultKeyPorts } from './vault-key.ts'

/**
 * The file beside a vault that counts wrong passwords (`spec/stored-formats.md` §2): each one makes the next wait, over restarts
 * too, and if its owner has chosen so the last one erases. It stops whoever types into this program; whoever has copied the
 * files tries elsewhere, as fast as Argon2id lets him.
 */
type LockFile = {
  readonly format: 1
  /** Wrong ones since the last right one. */
  readonly tries: number
  /** When the last of them was, UTC ms by this device's clock. */
  readonly lastAt: number
  /** The wrong try in a row that erases; 0: none does. */
  readonly eraseAfter: number
}

const lockFileCodec: Codec<LockFile> = struct({
  format: field(0, literal(1)),
  tries: field(1, uint()),
  lastAt: field(2, uint()),
  eraseAfter: field(3, uint()),
})

/** Where the file is: it may be absent. What was stored is on disk when this resolves. */
export interface LockStore {
  load(): Promise<Uint8Array | undefined>
  store(bytes: Uint8Array): Promise<void>
}

/** After so many wrong ones in a row, the next has to wait so long; after more, as long as the last. */
const WAITS_MS: readonly number[] = [
  0,
  0,
  0,
  0,
  5 * span.SECOND_MS,
  15 * span.SECOND_MS,
  span.MINUTE_MS,
  5 * span.MINUTE_MS,
  15 * span.MINUTE_MS,
  span.HOUR_MS,
]

export type LockState = {
  /** Until the next try is taken. */
  readonly waitMs: number
  /** Until everything is erased; `undefined`: it never is. */
  readonly triesLeft: number | undefined
}

export async function readLock(lock: LockStore, now: number): Promise<LockState> {
  return stateOf(await load(lock), now)
}

export async function setEraseAfter(lock: LockStore, eraseAfter: number): Promise<void> {
  await store(lock, { ...(await load(lock)), eraseAfter })
}

export type GuardedOpening =
  | Exclude<OpenedVaultKey, { kind: 'wrongPassword' }>
  | ({ readonly kind: 'wrongPassword' } & LockState)
  /** Nothing was tried: it is too soon. */
  | { readonly kind: 'wait'; readonly waitMs: number }
  /** That was the last try: the caller erases everything. */
  | { readonly kind: 'erase' }

type Attempt = { readonly password: string; readonly file: VaultKeyFile; readonly now: number }

/** Tries the password if it is time, and counts it if it is wrong. */
export async function openGuarded(ports: VaultKeyPorts, attempt: Attempt, lock: LockStore): Promise<GuardedOpening> {
  const before = await load(lock)
  const { waitMs } = stateOf(before, attempt.now)
  if (waitMs > 0) return { kind: 'wait', waitMs }
  const opened = await openVaultKey(ports, attempt.password, attempt.file)
  if (opened.kind === 'opened' && before.tries > 0) await store(lock, { ...before, tries: 0, lastAt: 0 })
  if (opened.kind !== 'wrongPassword') return opened
  const after = { ...before, tries: before.tries + 1, lastAt: attempt.now }
  await store(lock, after)
  if (after.eraseAfter > 0 && after.tries >= after.eraseAfter) return { kind: 'erase' }
  return { kind: 'wrongPassword', ...stateOf(after, attempt.now) }
}

function stateOf({ tries, lastAt, eraseAfter }: LockFile, now: number): LockState {
  const span = WAITS_MS[Math.min(tries, WAITS_MS.length - 1)] ?? 0
  // A clock that was put back makes nobody wait longer than the whole of it.
  const waited = Math.max(0, now - lastAt)
  return {
    waitMs: Math.max(0, span - waited),
    triesLeft: eraseAfter === 0 ? undefined : Math.max(1, eraseAfter - tries),
  }
}

const NONE: LockFile = { format: 1, tries: 0, lastAt: 0, eraseAfter: 0 }

/** One that is damaged counts as none: whoever can damage it could remove it. */
async function load(lock: LockStore): Promise<LockFile> {
  const bytes = await lock.load()
  return (bytes === undefined ? undefined : parseWith(lockFileCodec, bytes)) ?? NONE
}

async function store(lock: LockStore, file: LockFile): Promise<void> {
  await lock.store(encodeWith(lockFileCodec, file))
}
