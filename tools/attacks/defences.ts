/**
 * What stands against the attacks on accounts, devices, vaults, backups and the directory: for each the test that notices
 * when it is gone, and the change of a shipped file that takes it out. `npm run defences` tries them all; those of rooms and
 * messages are in `npm run attacks`, those of survival among the simulator's mutants.
 */
import type { Mutant } from '@rushlight/simulator/mutants'

export type Defence = Pick<Mutant, 'name' | 'edits'> & {
  /** Of the attack, as `spec/threat-model.md` §7 counts them. */
  readonly row: string
  /** The attack in words. */
  readonly attack: string
  readonly test: { readonly file: string; readonly name: string }
}

const SIGN_IN = 'apps/server/src/accounts/sign-in.ts'
const CLAIM = 'apps/server/src/directory/claim.ts'
const CHAIN = 'packages/protocol/src/identity/record-chain.ts'
const PREPARE = 'packages/core/src/outbox/prepare-changes.ts'
const ACCOUNTS_TEST = 'apps/server/test/accounts/accounts.test.ts'
const DIRECTORY_TEST = 'apps/server/test/directory/directory.test.ts'
const CHAIN_TEST = 'packages/protocol/test/identity/record-chain.test.ts'
const LYING_TEST = 'packages/simulator/test/lying-directory.test.ts'
const KEY_TEST = 'packages/platform-node/test/profile/vault-key.test.ts'

export const defences: readonly Defence[] = [
  {
    name: 'older-record-taken',
    row: 'A2',
    attack: 'the directory serves a record from before a device was removed',
    test: { file: LYING_TEST, name: 'a directory that serves an older record' },
    edits: [
      {
        file: PREPARE,
        original: '  if (known !== undefined && compareHeads(account.head, known) < 0) return undefined\n',
        changed: '  if (known !== undefined && compareHeads(account.head, known) < -9) return undefined\n',
      },
    ],
  },
  {
    name: 'record-unsigned',
    row: 'A8',
    attack: 'somebody makes up a record of an account that is not his',
    test: { file: 'apps/server/test/accounts/records.test.ts', name: 'with a broken signature is refused' },
    edits: [
      {
        file: CHAIN,
        original: 'signature, signed.record))) return undefined\n',
        changed: 'signature, signed.record)) && signed.signature.length === 0) return undefined\n',
      },
    ],
  },
  {
    name: 'recovery-key-changed-by-thief',
    row: 'A16',
    attack: 'the thief of a device, who has the account key, puts his own recovery key in the record',
    test: { file: CHAIN_TEST, name: 'lets the account key neither touch the recovery key' },
    edits: [
      {
        file: CHAIN,
        original: '  if (!equal(record.recoveryKey, parent.recoveryKey)) return false\n',
        changed: '',
      },
    ],
  },
  {
    name: 'generation-raised-by-thief',
    row: 'A16',
    attack: 'he raises the generation with the account key, and outranks whoever has the phrase',
    test: { file: CHAIN_TEST, name: 'has its generation raised by the recovery key alone' },
    edits: [
      {
        file: CHAIN,
        original: `  if (raised !== (signed.signer === 'recovery')) return NO_KEY\n  return raised ? parent.recoveryKey : parent.accountKey`,
        changed: `  return raised && signed.signer === 'recovery' ? parent.recoveryKey : parent.accountKey`,
      },
    ],
  },
  {
    name: 'removed-device-goes-on',
    row: 'A35',
    attack: 'a device that was removed keeps the connection that it has',
    test: {
      file: 'apps/server/test/accounts/records.test.ts',
      name: 'ends the sessions of devices that it leaves out',
    },
    edits: [
      {
        file: 'apps/server/src/accounts/put-chain.ts',
        original: '    sessions.endOthers(account.id, devices)\n',
        changed: '    if (devices.length > 99) sessions.endOthers(account.id, devices)\n',
      },
    ],
  },
  {
    name: 'other-key-verified',
    row: 'A3',
    attack: 'somebody between two people shows each of them a code of his own',
    test: { file: 'packages/protocol/test/identity/safety.test.ts', name: 'of somebody between the two' },
    edits: [
      {
        file: 'packages/protocol/src/identity/safety-code.ts',
        original: `  if (!equal(code.hash, hashOf(crypto, { shower: other, other: self }))) return 'differs'\n`,
        changed: '',
      },
    ],
  },
  {
    name: 'proof-of-another-connection',
    row: 'A11',
    attack: 'a signature by which a device has proven itself is played back on another connection',
    test: {
      file: 'apps/server/test/sessions/connection.test.ts',
      name: 'a device proves itself by the key that its record lists',
    },
    edits: [
      {
        file: 'apps/server/src/sessions/authenticate.ts',
        original: `    if (!(await verifyLabelled({ crypto, label: 'session' }, signed, caller.challenge)))\n      return refuse('signatureInvalid')\n`,
        changed: `    if (!(await verifyLabelled({ crypto, label: 'session' }, signed, caller.challenge)) && signature.length === 0)\n      return refuse('signatureInvalid')\n`,
      },
    ],
  },
  {
    name: 'letterbox-unsigned',
    row: 'A8',
    attack: 'letters to a device are led to a letterbox that it has not signed',
    test: { file: DIRECTORY_TEST, name: 'are refused with a letterbox that the device has not signed' },
    edits: [
      {
        file: 'apps/server/src/directory/publish.ts',
        original: `letterbox.device === asking.device && (await verifyLetterbox(kernel.crypto, device.key, letterbox))`,
        changed: 'letterbox.device === asking.device || (await verifyLetterbox(kernel.crypto, device.key, letterbox))',
      },
    ],
  },
  {
    name: 'unknown-name-told',
    row: 'A20',
    attack: 'names are tried at the door: one that nobody has is answered in another way',
    test: { file: ACCOUNTS_TEST, name: 'a wrong password and a name that nobody has are answered alike' },
    edits: [
      {
        file: SIGN_IN,
        original: '  const record = await loadRecord(kernel, account)\n',
        changed: `  if (account === undefined) return refuse('unknownAccount')\n  const record = await loadRecord(kernel, account)\n`,
      },
    ],
  },
  {
    name: 'directory-read-out',
    row: 'A20',
    attack: 'somebody with an account looks up one name after another',
    test: { file: DIRECTORY_TEST, name: 'is limited, so that the directory cannot be read out' },
    edits: [
      {
        file: 'apps/server/src/directory/find.ts',
        original: '(refuseFor(perAccount.take(asker.account)) ?? refuseFor(perPeer.take(asker.caller.peer)))',
        changed: 'refuseFor(perPeer.take(`${asker.caller.peer} ${Math.random()} ${asker.account}`))',
      },
    ],
  },
  {
    name: 'guesses-from-everywhere',
    row: 'A20',
    attack: 'the password of one name is guessed from many places',
    test: { file: ACCOUNTS_TEST, name: 'guessing is limited for each name, wherever it comes from' },
    edits: [{ file: SIGN_IN, original: '    refuseFor(limits.perName.take(name))\n', changed: '    undefined\n' }],
  },
  {
    name: 'guesses-from-one-place',
    row: 'A20',
    attack: 'one guesser locks the owner of a name out, who comes from elsewhere',
    test: { file: ACCOUNTS_TEST, name: 'guessing from one place ends soon' },
    edits: [
      {
        file: SIGN_IN,
        original: '    refuseFor(limits.perNameAndPeer.take(`${caller.peer} ${name}`)) ??\n',
        changed: '',
      },
    ],
  },
  {
    name: 'many-tries-for-one-start',
    row: 'A20',
    attack: 'one start of a sign-in is good for guess after guess',
    test: { file: ACCOUNTS_TEST, name: 'one start is good for one try' },
    edits: [{ file: SIGN_IN, original: '  attempts.delete(id)\n', changed: '' }],
  },
  {
    name: 'key-package-twice',
    row: 'A19',
    attack: 'one KeyPackage is handed to two people',
    test: { file: DIRECTORY_TEST, name: 'each is handed out once, and then the last resort' },
    edits: [
      { file: CLAIM, original: 'value: unused.value }], remove: [at] } }', changed: 'value: unused.value }] } }' },
    ],
  },
  {
    name: 'key-packages-drained',
    row: 'A19',
    attack: 'somebody claims the KeyPackages of a device that is away until only the last resort is left',
    test: { file: DIRECTORY_TEST, name: 'nobody alone drives a silent device down to its last resort' },
    edits: [
      {
        file: CLAIM,
        original: 'account === claimed ? undefined : refuseFor(perPair.take(`${account}:${claimed}`))',
        changed: 'account === claimed ? undefined : refuseFor(perPair.take(`${Math.random()}:${claimed}`))',
      },
    ],
  },
  {
    name: 'backup-rolled-back',
    row: 'A6',
    attack: 'an older backup is put in the place of a newer one',
    test: { file: ACCOUNTS_TEST, name: 'is replaced version by version' },
    edits: [
      {
        file: 'apps/server/src/accounts/keep-backup.ts',
        original: 'const isNext = stored === undefined || stored.version + 1 === backup.version',
        changed: 'const isNext = stored === undefined || backup.version > 0',
      },
    ],
  },
  {
    name: 'cheap-key-file',
    row: 'A46',
    attack: 'a key file is left for its owner that asks for next to no work, so that his password can be guessed by it',
    test: { file: KEY_TEST, name: 'a key file that asks for too little work' },
    edits: [
      {
        file: 'packages/core/src/vault/vault-key.ts',
        original: 'parse: (value) => (value >= MEMORY_KIB_MIN ? value : undefined),',
        changed: 'parse: (value) => (value > 0 ? value : undefined),',
      },
    ],
  },
  {
    name: 'vault-in-clear',
    row: 'A27',
    attack: 'somebody who holds the disk changes or reads a vault',
    test: { file: 'packages/platform-node/test/vault/node-vault.test.ts', name: 'one flipped bit is noticed' },
    edits: [
      {
        file: 'packages/platform-node/src/vault/encrypted-driver.ts',
        original: `PRAGMA cipher = 'chacha20'; PRAGMA key = "raw:`,
        changed: `PRAGMA cipher = 'aes256cbc'; PRAGMA key = "raw:`,
      },
    ],
  },
  {
    name: 'foreign-archive-taken',
    row: 'A5',
    attack: 'history is forced upon a device that is of another account',
    test: { file: 'packages/core/test/archive/archive.test.ts', name: "another account's archive is not taken" },
    edits: [
      {
        file: 'packages/core/src/archive/take-records.ts',
        original: '    if (account.account !== this.#core.self.account.id) throw new NotOwnArchive()\n',
        changed: '',
      },
    ],
  },
]
