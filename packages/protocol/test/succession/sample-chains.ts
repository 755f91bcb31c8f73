import { createNodeCrypto } from '@rushlight/platform-node'
import { utf8 } from '../../src/bytes/bytes.ts'
import { accountId, deviceId, logId } from '../../src/ids/ids.ts'
import type { AccountId, DeviceId, LogId } from '../../src/ids/ids.ts'
import type { Elector, Link, Openings, Vote } from '../../src/succession/chain.ts'

const crypto = createNodeCrypto()

export function accountOf(name: string): AccountId {
  return accountId.fromBytes(crypto.sha256(utf8(`account ${name}`)))
}

export function deviceIdOf(name: string): DeviceId {
  return deviceId.fromBytes(crypto.sha256(utf8(`device ${name}`)).slice(0, 16))
}

export function logOf(name: string): LogId {
  return logId.fromBytes(crypto.sha256(utf8(`log ${name}`)))
}

/** Each of them is there with one device. */
export function linkOf({ name, accounts }: { readonly name: string; readonly accounts: readonly AccountId[] }): Link {
  return { log: logOf(name), term: 1, rank: 0, electorate: accounts.map((account) => electorOf(account)) }
}

export function electorOf(account: AccountId, device: number = 0): Elector {
  return { account, device: deviceId.fromBytes(accountId.toBytes(account).slice(device, device + 16)) }
}

/** That device of the account speaks for that opening alone. */
export function voteOf(account: AccountId, { log, term }: Link, device: number = 0): Vote {
  return { ...electorOf(account, device), log, since: term }
}

export function openingsOf(links: readonly Link[], votes: readonly Vote[] = []): Openings {
  return { links: new Map(links.map((link) => [link.log, link])), votes }
}
