import { utf8 } from '../../bytes/bytes.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { bootId, deviceId, doorId, incarnation, logId, queueId, queueItemId, addressId } from '../../ids/ids.ts'
import { signLetterbox } from '../../letter/letterbox.ts'
import { keyOf } from '../../ids/keys.ts'
import type { LetterPublicKey, RecoveryPublicKey } from '../../ids/keys.ts'
import { encodeFrame, parseFrame } from '../../wire/frame.ts'
import type { Frame } from '../../wire/frame.ts'
import type { Method } from '../../wire/method.ts'
import { pushCodec } from '../../wire/push.ts'
import type { Push } from '../../wire/push.ts'
import { wireErrorCodec } from '../../wire/wire-error.ts'
import * as accounts from '../../wire/methods/account.ts'
import * as directory from '../../wire/methods/directory.ts'
import * as logs from '../../wire/methods/log.ts'
import * as operator from '../../wire/methods/operator.ts'
import * as queues from '../../wire/methods/queue.ts'
import * as session from '../../wire/methods/session.ts'
import { publicProvider, SAMPLE_TIME, sampleActor, sampleAddress, sampleProvider } from './cast.ts'
import { sampleReceipts } from './delivery-vectors.ts'
import { said, structure } from './vector-case.ts'
import type { StructureCase, VectorCase } from './vector-case.ts'

export async function wireVectors(crypto: Crypto): Promise<readonly VectorCase[]> {
  const world = await createWorld(crypto)
  return [
    ...frameCases(),
    structure({ name: 'error', codec: wireErrorCodec, value: { code: 'tooManyRequests', retryAfterMs: 250 } }),
    ...pushCases(world),
    ...sessionCases(world),
    ...accountCases(world),
    ...directoryCases(world),
    ...queueCases(world),
    ...logCases(world),
    ...operatorCases(world),
  ]
}

type World = Awaited<ReturnType<typeof createWorld>>

async function createWorld(crypto: Crypto) {
  const hub = await sampleProvider(crypto, 'chat.example.org')
  const alice = await sampleActor(crypto, { name: 'alice', providers: [hub] })
  const log = logId.fromBytes(crypto.randomBytes(32))
  const [receipt] = await sampleReceipts(crypto, { hub, log }, 1)
  if (receipt === undefined) throw new Error('there is a receipt')
  const address = await sampleAddress(crypto, hub)
  const key = keyOf<LetterPublicKey>(await crypto.x25519PublicKey(crypto.randomBytes(32)))
  const letterbox = await signLetterbox(crypto, alice.deviceKey, { format: 1, device: alice.device, address, key })
  const item = { id: queueItemId.fromBytes(crypto.randomBytes(16)), sealed: utf8('stands for a sealed item') }
  const secret = crypto.randomBytes(32)
  const door = doorId.fromBytes(crypto.randomBytes(32))
  const boot = bootId.fromBytes(crypto.randomBytes(16))
  const life = incarnation.fromBytes(crypto.randomBytes(16))
  const attempt = crypto.randomBytes(16)
  const signature = crypto.randomBytes(64)
  const queue = queueId.fromBytes(crypto.randomBytes(16))
  const opaque = utf8('stands for a message of OPAQUE')
  const sealed = utf8('stands for something sealed')
  const { account, device } = alice
  const { name } = account.record
  const { chain, head } = account
  const places = [{ entry: utf8('stands for an entry'), receipt }, { receipt }]
  return {
    hub: publicProvider(hub),
    account: account.id,
    device,
    name,
    chain,
    head,
    log,
    receipt,
    address,
    letterbox,
    item,
    secret,
    door,
    boot,
    life,
    attempt,
    signature,
    queue,
    opaque,
    sealed,
    places,
    closed: addressId.fromBytes(crypto.randomBytes(16)),
    other: deviceId.fromBytes(crypto.randomBytes(16)),
    backup: { version: 3, sealed },
  }
}

function frameCases(): readonly VectorCase[] {
  const frames: readonly Frame[] = [
    { kind: 'request', id: 7, method: 33, params: [] },
    {
      kind: 'answer',
      id: 7,
      result: new Map<number, number | boolean>([
        [0, 20],
        [1, false],
      ]),
    },
    { kind: 'failure', id: 8, error: { code: 'unavailable', retryAfterMs: 5_000 } },
    { kind: 'push', push: [3, new Map()] },
  ]
  return frames.map((frame) => ({
    ...said(`frame: ${frame.kind}`, frame, { bytes: encodeFrame(frame), parse: parseFrame }),
    isExact: false,
  }))
}

function pushCases({ log, places, item }: World): readonly VectorCase[] {
  const pushes: readonly Push[] = [
    { kind: 'entries', log, items: places },
    { kind: 'items', items: [item] },
    { kind: 'closing' },
    { kind: 'detached' },
  ]
  return pushes.map((push) => structure({ name: `push: ${push.kind}`, codec: pushCodec, value: push }))
}

type Sample<P, R> = { readonly params: P; readonly results: readonly R[] }

function call<P, R>(name: string, method: Method<P, R>, { params, results }: Sample<P, R>): readonly StructureCase[] {
  return [
    structure({ name: `${method.number} ${name}, params`, codec: method.params, value: params }),
    ...results.map((value) => structure({ name: `${method.number} ${name}, result`, codec: method.result, value })),
  ]
}

const NOTHING = [undefined] as const

function sessionCases(world: World): readonly VectorCase[] {
  const { hub, life, boot, secret, account, device, signature, head } = world
  const software = 'rushlight 0.1.0'
  return [
    ...call('hello', session.hello, {
      params: { formats: [1], software },
      results: [
        {
          format: 1,
          features: [],
          software,
          provider: hub,
          incarnation: life,
          boot,
          now: SAMPLE_TIME,
          challenge: secret,
          registration: 'open',
          fileBytesMax: 104_857_600,
        },
      ],
    }),
    ...call('authenticate', session.authenticate, {
      params: { account, device, signature },
      results: [{ head, token: 'stands-for-a-token', isOperator: false }],
    }),
  ]
}

function accountCases(world: World): readonly VectorCase[] {
  const { name, opaque, chain, attempt, backup, head, signature, secret } = world
  const conflict = { kind: 'conflict', backup } as const
  return [
    ...call('signUpStart', accounts.signUpStart, {
      params: { name, request: opaque, invitation: 'code' },
      results: [{ response: opaque }],
    }),
    ...call('signUpFinish', accounts.signUpFinish, {
      params: { name, passwordRecord: opaque, chain },
      results: NOTHING,
    }),
    ...call('signInStart', accounts.signInStart, {
      params: { name, request: opaque },
      results: [{ attempt, response: opaque }],
    }),
    ...call('signInFinish', accounts.signInFinish, {
      params: { attempt, request: opaque },
      results: [{ chain }, { chain, backup }],
    }),
    ...call('putChain', accounts.putChain, {
      params: { chain },
      results: [{ head }, { head, newer: chain }, { head, ended: { challenge: secret, signature } }],
    }),
    ...call('putBackup', accounts.putBackup, { params: { backup }, results: [{ kind: 'stored' }, conflict] }),
    ...call('getBackup', accounts.getBackup, { params: undefined, results: [{}, { backup }] }),
    ...call('deleteAccount', accounts.deleteAccount, { params: { signature }, results: NOTHING }),
    ...call('changePasswordStart', accounts.changePasswordStart, {
      params: { request: opaque },
      results: [{ response: opaque }],
    }),
    ...call('changePasswordFinish', accounts.changePasswordFinish, {
      params: { passwordRecord: opaque, backup },
      results: [{ kind: 'stored' }],
    }),
    ...call('recoverAccount', accounts.recoverAccount, {
      params: { name, recoveryKey: keyOf<RecoveryPublicKey>(secret), signature, request: opaque, skipped: 0 },
      results: [
        { chain, response: opaque },
        { chain, backup, response: opaque },
      ],
    }),
  ]
}

function directoryCases({ name, chain, account, letterbox, other }: World): readonly VectorCase[] {
  const keyPackages = [utf8('stands for a KeyPackage')]
  const lastResort = utf8('stands for another')
  const count = { unused: 20, lastResortUsed: false }
  return [
    ...call('findName', directory.findName, { params: { name }, results: [{ chain }] }),
    ...call('findAccount', directory.findAccount, { params: { account }, results: [{ chain }] }),
    ...call('publishKeyPackages', directory.publishKeyPackages, {
      params: { letterbox, keyPackages, lastResort, replace: true, suite: 0xf00d },
      results: [count],
    }),
    ...call('countKeyPackages', directory.countKeyPackages, { params: { suite: 0xf00d }, results: [count] }),
    ...call('claimKeyPackages', directory.claimKeyPackages, {
      params: { account, devices: [other], suite: 0x0001 },
      results: [{ chain, keyPackages }],
    }),
    ...call('findLetterboxes', directory.findLetterboxes, {
      params: { account },
      results: [{ chain, letterboxes: [letterbox] }],
    }),
  ]
}

function queueCases({ secret, queue, item, closed, address, sealed }: World): readonly VectorCase[] {
  return [
    ...call('createQueue', queues.createQueue, { params: { secretTag: secret }, results: [{ queue }] }),
    ...call('attachQueue', queues.attachQueue, { params: { queue, secret }, results: NOTHING }),
    ...call('fetchQueue', queues.fetchQueue, { params: undefined, results: [{ items: [item] }] }),
    ...call('acknowledgeItems', queues.acknowledgeItems, { params: { items: [item.id] }, results: NOTHING }),
    ...call('closeAddress', queues.closeAddress, { params: { address: closed }, results: NOTHING }),
    ...call('removeQueue', queues.removeQueue, { params: undefined, results: NOTHING }),
    ...call('postLetter', queues.postLetter, { params: { address, letter: sealed }, results: NOTHING }),
  ]
}

function logCases({ log, door, sealed, receipt, places, secret }: World): readonly VectorCase[] {
  const welcome = utf8('stands for a Welcome')
  return [
    ...call('openLog', logs.openLog, { params: { log, door, sealed }, results: NOTHING }),
    ...call('passDoor', logs.passDoor, {
      params: { log, door, proof: sealed },
      results: [{ kind: 'passed' }, { kind: 'noDoor' }],
    }),
    ...call('submitEntry', logs.submitEntry, {
      params: { log, door, sealed },
      results: [{ kind: 'accepted', receipt }, { kind: 'epochMoved', items: places }, { kind: 'noDoor' }],
    }),
    ...call('pullLog', logs.pullLog, {
      params: { log, reader: secret, after: 0 },
      results: [{ items: places, head: 2 }],
    }),
    ...call('findHeads', logs.findHeads, {
      params: { logs: [{ log, reader: secret, seen: 1 }] },
      results: [{ moved: [{ log, head: 2 }], unknown: [log] }],
    }),
    ...call('fetchWelcome', logs.fetchWelcome, {
      params: { log, reader: secret, seq: 1 },
      results: [{ receipt, welcome, bundle: sealed }],
    }),
  ]
}

function operatorCases({ name }: World): readonly VectorCase[] {
  const invitation = { code: `code-for-${name}`, usesLeft: 2, expiresAt: SAMPLE_TIME }
  const counts = { accounts: 2, logs: 1, connections: 1, storedBytes: 4096, fileBytes: 0 }
  return [
    ...call('claimOperator', operator.claimOperator, { params: { token: 'token' }, results: NOTHING }),
    ...call('createInvitation', operator.createInvitation, {
      params: { uses: 2, lifetimeMs: 86_400_000 },
      results: [{ invitation }],
    }),
    ...call('listInvitations', operator.listInvitations, {
      params: undefined,
      results: [{ invitations: [invitation] }],
    }),
    ...call('revokeInvitation', operator.revokeInvitation, { params: { code: invitation.code }, results: NOTHING }),
    ...call('readStatus', operator.readStatus, {
      params: undefined,
      results: [{ ...counts, startedAt: SAMPLE_TIME, acceptsWrites: true }],
    }),
  ]
}
