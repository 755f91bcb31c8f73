import { createNodeCrypto } from '@rushlight/platform-node'
import { utf8 } from '../../src/bytes/bytes.ts'
import { accountId, deviceId, logId } from '../../src/ids/ids.ts'
import type { AccountId, DeviceId, LogId } from '../../src/ids/ids.ts'
import type { Link, Openings, Vote } from '../../src/succession/chain.ts'

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

export function linkOf({
  name,
  electorate,
}: {
  readonly name: string
  readonly electorate: readonly AccountId[]
}): Link {
  return { log: logOf(name), term: 1, rank: 0, electorate }
}

/** A device of the account, speaking for that opening alone. */
export function voteOf(account: AccountId, { log, term }: Link): Vote {
  return { account, device: deviceId.fromBytes(accountId.toBytes(account).slice(0, 16)), log, since: term }
}

export function openingsOf(links: readonly Link[], votes: readonly Vote[] = []): Openings {
  return { links: new Map(links.map((link) => [link.log, link])), votes }
}
