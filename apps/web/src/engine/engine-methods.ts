import { createFileSource } from '@rushlight/platform-browser'
import { archiveMethods } from './archive-methods.ts'
import { deviceNameOf } from './device-name.ts'
import type { EngineApi, EngineMethod } from './engine-api.ts'
import type { Engine } from './engine.ts'
import { openFile } from './open-file.ts'

/** The engine as tabs see it: one flat list of methods. */
export function engineMethods(engine: Engine): EngineApi {
  return {
    ...doorMethods(engine),
    ...roomMethods(engine),
    ...fileMethods(engine),
    ...archiveMethods(engine),
    ...deviceMethods(engine),
    ...historyMethods(engine),
    ...providerMethods(engine),
    ...phraseMethods(engine),
    ...accountMethods(engine),
    ...safetyMethods(engine),
  }
}

type Some<K extends EngineMethod> = Pick<EngineApi, K>

function doorMethods(
  engine: Engine,
): Some<
  | 'state'
  | 'registration'
  | 'signUp'
  | 'signIn'
  | 'recover'
  | 'unlock'
  | 'lock'
  | 'erasesAfter'
  | 'setEraseAfter'
  | 'setKept'
  | 'signOutAndErase'
  | 'erase'
  | 'deleteAccountAndErase'
  | 'wake'
  | 'handOver'
> {
  return {
    state: async () => engine.state,
    registration: () => engine.registration(),
    signUp({ name, password, isKept, invitation }) {
      const own = { name, password, deviceName: deviceNameOf(navigator.userAgent) }
      const wanted = invitation === undefined ? own : { ...own, invitation }
      return engine.settle({ password, isKept }, (client, origin) => client.signUp(origin, wanted))
    },
    signIn: (known) =>
      engine.settle(known, (client, origin) => {
        const { name, password } = known
        return client.signIn(origin, { name, password, deviceName: deviceNameOf(navigator.userAgent) })
      }),
    recover: (known) =>
      engine.settle(known, (client, origin) => {
        const { name, password, phrase } = known
        return client.recover(origin, { name, password, phrase, deviceName: deviceNameOf(navigator.userAgent) })
      }),
    unlock: (unlocking) => engine.unlock(unlocking),
    lock: () => engine.lock(),
    erasesAfter: () => engine.erasesAfter(),
    setEraseAfter: (tries) => engine.setEraseAfter(tries),
    setKept: (isKept) => engine.setKept(isKept),
    signOutAndErase: () => engine.leave((client) => client.signOut()),
    deleteAccountAndErase: () => engine.leave((client) => client.deleteAccount()),
    erase: () => engine.erase(),
    wake: async () => engine.wake(),
    handOver: () => engine.handOver(),
  }
}

function phraseMethods(engine: Engine): Some<'phraseState' | 'phraseWords' | 'askPhrase' | 'confirmPhrase'> {
  return {
    phraseState: async () => engine.client.phrase.state(),
    phraseWords: async () => engine.client.phrase.words(),
    askPhrase: async () => engine.client.phrase.ask(),
    confirmPhrase: (answers) => engine.client.phrase.confirm(answers),
  }
}

function roomMethods(
  engine: Engine,
): Some<
  | 'rooms'
  | 'room'
  | 'messages'
  | 'message'
  | 'startDirect'
  | 'createRoom'
  | 'changeRoom'
  | 'acceptRequest'
  | 'leaveRoom'
  | 'dropRoom'
  | 'saveDraft'
  | 'pinRoom'
  | 'muteRoom'
  | 'send'
  | 'retryMessage'
  | 'deleteForMe'
  | 'deleteForEveryone'
  | 'markRead'
> {
  return {
    rooms: () => engine.client.rooms(),
    room: (id) => engine.client.room(id),
    messages: (room, query) => engine.client.messages(room, query),
    message: (room, id) => engine.client.message(room, id),
    startDirect: (account) => engine.client.startDirect(account),
    createRoom: (title, members) => engine.client.createRoom(title, members),
    changeRoom: (room, change) => engine.client.changeRoom(room, change),
    acceptRequest: (room) => engine.client.acceptRequest(room),
    leaveRoom: (room) => engine.client.leaveRoom(room),
    dropRoom: (room) => engine.client.dropRoom(room),
    saveDraft: (room, text) => engine.client.saveDraft(room, text),
    pinRoom: (room, isPinned) => engine.client.pinRoom(room, isPinned),
    muteRoom: (room, until) => engine.client.muteRoom(room, until),
    send: (room, outgoing) => engine.client.send(room, outgoing),
    retryMessage: (room, id) => engine.client.retryMessage(room, id),
    deleteForMe: (room, id) => engine.client.deleteForMe(room, id),
    deleteForEveryone: (room, id) => engine.client.deleteForEveryone(room, id),
    markRead: (room, ids) => engine.client.markRead(room, ids),
  }
}

function fileMethods(engine: Engine): Some<'attachFile' | 'draftFiles' | 'fetchFile' | 'cancelFile' | 'openFile'> {
  return {
    attachFile: (room, file, info) => engine.client.files.attach(room, createFileSource(file), info),
    draftFiles: (room) => engine.client.files.drafts(room),
    fetchFile: (ref) => engine.client.files.fetch(ref),
    cancelFile: (ref) => engine.client.files.cancel(ref),
    openFile: (file) => openFile(engine.client.files, file),
  }
}

function deviceMethods(
  engine: Engine,
): Some<
  | 'linkDevice'
  | 'linkingState'
  | 'addDevice'
  | 'decideLinking'
  | 'cancelLinking'
  | 'devices'
  | 'renameDevice'
  | 'removeDevice'
> {
  return {
    linkDevice: (wanted) => engine.link(wanted, deviceNameOf(navigator.userAgent)),
    linkingState: async () => engine.linking?.state(),
    addDevice: (text) => engine.client.linking.add(text),
    decideLinking: async (isAllowed) => (isAllowed ? engine.linking?.allow() : engine.linking?.refuse()),
    cancelLinking: async () => engine.linking?.cancel(),
    devices: () => engine.client.devices.list(),
    renameDevice: (id, name) => engine.client.devices.rename(id, name),
    removeDevice: (id) => engine.client.devices.remove(id),
  }
}

function historyMethods(engine: Engine): Some<'history' | 'askHistory' | 'keptHistory' | 'keepHistory'> {
  return {
    history: () => engine.client.history.view(),
    askHistory: (span) => engine.client.history.ask(span),
    keptHistory: () => engine.client.history.kept(),
    keepHistory: (isOn) => engine.client.history.keep(isOn),
  }
}

function providerMethods(engine: Engine): Some<'providers' | 'addProvider' | 'moveProvider' | 'removeProvider'> {
  return {
    providers: async () => engine.client.providers.list(),
    addProvider({ address, invitation }) {
      const { providers } = engine.client
      const isLink = providers.readLink(address) !== undefined
      return isLink ? providers.adopt(address, invitation) : providers.add({ url: address, invitation })
    },
    moveProvider: (name, by) => engine.client.providers.move(name, by),
    removeProvider: (name) => engine.client.providers.remove(name),
  }
}

function safetyMethods(engine: Engine): Some<'safety' | 'scanSafetyCode' | 'verify' | 'unverify'> {
  return {
    safety: (account) => engine.client.safety.view(account),
    scanSafetyCode: ({ account, text, nonce }) => engine.client.safety.scan(account, text, nonce),
    verify: ({ account, number }) => engine.client.safety.verify(account, number),
    unverify: (account) => engine.client.safety.unverify(account),
  }
}

function accountMethods(
  engine: Engine,
): Some<
  | 'self'
  | 'contacts'
  | 'person'
  | 'findByHandle'
  | 'findById'
  | 'block'
  | 'unblock'
  | 'connection'
  | 'settings'
  | 'setReadReceipts'
  | 'claimOperator'
  | 'invite'
  | 'invitations'
  | 'revokeInvitation'
  | 'providerStatus'
> {
  return {
    self: () => engine.client.self(),
    contacts: () => engine.client.contacts(),
    person: (account) => engine.client.person(account),
    findByHandle: (handle) => engine.client.findByHandle(handle),
    findById: (account) => engine.client.findById(account),
    block: (account) => engine.client.block(account),
    unblock: (account) => engine.client.unblock(account),
    connection: async () => engine.client.connection(),
    settings: async () => engine.client.settings(),
    setReadReceipts: (isOn) => engine.client.setReadReceipts(isOn),
    claimOperator: (token) => engine.client.operator.claim(token),
    invite: (wanted) => engine.client.operator.invite(wanted),
    invitations: () => engine.client.operator.invitations(),
    revokeInvitation: (code) => engine.client.operator.revoke(code),
    providerStatus: () => engine.client.operator.status(),
  }
}
