import {
  equal,
  keyOf,
  openBackupAtDoor,
  parseAccountName,
  parsePhrase,
  passwordDoorKey,
  phraseDoorKey,
  recoverAccount as askToRecover,
  signLabelled,
  verifyRecordChain,
} from '@rushlight/protocol'
import type {
  Account,
  AccountName,
  Backup,
  BackupContent,
  BackupOpenedAtDoor,
  ParsedPhrase,
  Provider,
  RecoveryPrivateKey,
  RecoveryPublicKey,
  WireError,
} from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { homesOfRecord } from '../home/home-row.ts'
import type { RegisteredPassword } from '../ports/password-login.ts'
import { createBackupKey } from './backup-key.ts'
import { createDevice, deviceRow } from './create-self.ts'
import { recoverAccount } from './next-record.ts'
import { becomeDevice } from './sign-in.ts'

export type Recovery = {
  readonly name: string
  /** 24 words, as they were typed. */
  readonly phrase: string
  /** A new one. */
  readonly password: string
  /** How this device is called among one's own. */
  readonly deviceName?: string
}

export type Recovered =
  /** `withBackup`: contacts and rooms came back, too. Without, the backup was lost or somebody had sealed it anew. */
  | { readonly kind: 'done'; readonly withBackup: boolean }
  | { readonly kind: 'phrase'; readonly problem: Exclude<ParsedPhrase, { readonly kind: 'phrase' }> }
  | { readonly kind: 'refused'; readonly error: WireError }
  | { readonly kind: 'unreachable' }

/**
 * Comes back on an empty device with nothing but the recovery phrase: the recovery key raises the generation over whatever
 * anybody has done with the account key, this is then the account's only device, and asks in every room to be let in
 * (`spec/identity.md` §10, R35). Works at any provider that has the account's records, whether or not it is the first.
 */
export async function recover(core: Core, { name: typed, phrase, password }: Recovery): Promise<Recovered> {
  const name = parseAccountName(typed.trim().toLowerCase())
  const parsed = parsePhrase(core.crypto, phrase)
  if (parsed.kind !== 'phrase') return { kind: 'phrase', problem: parsed }
  if (name === undefined) return { kind: 'refused', error: { code: 'nameInvalid' } }
  const provider = core.link.greeting?.provider
  if (provider === undefined) return { kind: 'unreachable' }
  const recoveryKey = keyOf<RecoveryPrivateKey>(parsed.seed)
  const found = await findOwnAccount(core, { name, recoveryKey, password })
  if (found.kind !== 'found') return found
  return takeBack(core, found, { recoveryKey, provider })
}

type Asking = { readonly name: AccountName; readonly recoveryKey: RecoveryPrivateKey; readonly password: string }

type Found = {
  readonly kind: 'found'
  readonly account: Account
  readonly backup: Backup | undefined
  readonly opened: BackupOpenedAtDoor
  readonly registered: RegisteredPassword
}

type NotFound = Extract<Recovered, { readonly kind: 'refused' | 'unreachable' }>

/** Who else has named this recovery key in a record of his own is passed over: his backup does not open. */
const CANDIDATES_MAX = 8

async function findOwnAccount(core: Core, asking: Asking): Promise<Found | NotFound> {
  let bare: Found | undefined
  for (let skipped = 0; skipped < CANDIDATES_MAX; skipped++) {
    const found = await ask(core, asking, skipped)
    if (found.kind !== 'found') return bare ?? found
    if (found.opened.kind !== 'unreadable') return found
    bare ??= found
  }
  return bare ?? WRONG_PHRASE
}

const WRONG_PHRASE: NotFound = { kind: 'refused', error: { code: 'wrongPhrase' } }

async function ask(core: Core, asking: Asking, skipped: number): Promise<Found | NotFound> {
  const { crypto, link } = core
  const { passwords } = core.ports
  const { greeting } = link
  if (greeting === undefined) return { kind: 'unreachable' }
  const { name, recoveryKey: privateKey, password } = asking
  const recoveryKey = keyOf<RecoveryPublicKey>(await crypto.ed25519PublicKey(privateKey))
  const signature = await signLabelled({ crypto, label: 'recovery' }, privateKey, greeting.challenge)
  const { state, request } = await passwords.startRegistration(password)
  const answer = await link.call(askToRecover, { name, recoveryKey, signature, request, skipped })
  if (answer.kind === 'lost') return { kind: 'unreachable' }
  if (answer.kind === 'failure') return { kind: 'refused', error: answer.error }
  const { chain, backup, response } = answer.value
  const account = await verifyRecordChain(crypto, chain)
  const registered = await passwords.finishRegistration(password, { state, response })
  if (account === undefined || registered === undefined) return { kind: 'refused', error: { code: 'internal' } }
  if (!equal(account.record.recoveryKey, recoveryKey)) return WRONG_PHRASE
  const passing = { door: 'phrase', doorKey: phraseDoorKey(crypto, privateKey) } as const
  const opened: BackupOpenedAtDoor =
    backup === undefined ? { kind: 'unreadable' } : await openBackupAtDoor(crypto, passing, backup.sealed)
  return { kind: 'found', account, backup, opened, registered }
}

const NOTHING: Pick<BackupContent, 'contacts' | 'blocked' | 'rooms'> = { contacts: [], blocked: [], rooms: [] }

/** Everything is in the vault before the provider hears of it; that it does is then repeated until it is answered. */
async function takeBack(
  core: Core,
  { account, backup, opened, registered }: Found,
  { recoveryKey, provider }: { readonly recoveryKey: RecoveryPrivateKey; readonly provider: Provider },
): Promise<Recovered> {
  if (opened.kind === 'tooNew') return { kind: 'refused', error: { code: 'updateNeeded' } }
  const { crypto } = core
  const own = await createDevice(crypto)
  const next = await recoverAccount(crypto, { account, recoveryKey }, { device: own.entry, provider })
  const raised = await verifyRecordChain(crypto, next.chain)
  if (raised === undefined) return { kind: 'refused', error: { code: 'recordInvalid' } }
  const passwordKey = passwordDoorKey(crypto, registered.exportKey)
  const here = { provider, backupVersion: backup?.version ?? 0, backupDirty: true }
  const homes = homesOfRecord(raised.record, [here]).map((home) => ({ ...home, replacesBackup: true }))
  const content = opened.kind === 'opened' ? opened.content : NOTHING
  await becomeDevice(core, content, {
    ...deviceRow(crypto, own),
    ...(await createBackupKey(crypto, { passwordKey, recoveryKey, madeAt: core.now() })),
    stage: 'active',
    name: raised.record.name,
    homes,
    chain: next.chain,
    accountKey: next.accountKey,
    spareKeys: [],
    registration: { passwordRecord: registered.record },
  })
  return { kind: 'done', withBackup: opened.kind === 'opened' }
}
