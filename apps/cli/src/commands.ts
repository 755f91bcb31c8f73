import type { ClientCommand } from './arguments/commands.ts'
import type { Arguments } from './arguments/parse-arguments.ts'
import type { Context } from './context.ts'

/** Does what was asked and answers the exit code; throws a `CommandFailure` for what could not be done. */
type Command = (context: Context, args: Arguments) => Promise<number>

export async function runCommand(name: ClientCommand, context: Context, args: Arguments): Promise<number> {
  const run = await LOADERS[name]()
  return run(context, args)
}

/** Each command is loaded when it is asked for: starting stays quick however much there is. */
const LOADERS: Readonly<Record<ClientCommand, () => Promise<Command>>> = {
  signup: async () => (await import('./commands/sign-up.ts')).runSignUp,
  signin: async () => (await import('./commands/sign-up.ts')).runSignIn,
  recover: async () => (await import('./commands/sign-up.ts')).runRecover,
  link: async () => (await import('./commands/link.ts')).runLink,
  whoami: async () => (await import('./commands/whoami.ts')).runWhoami,
  signout: async () => (await import('./commands/sign-out.ts')).runSignOut,
  'account delete': async () => (await import('./commands/sign-out.ts')).runAccountDelete,
  rooms: async () => (await import('./commands/rooms.ts')).runRooms,
  requests: async () => (await import('./commands/rooms.ts')).runRequests,
  contacts: async () => (await import('./commands/people.ts')).runContacts,
  'room create': async () => (await import('./commands/change-room.ts')).runRoomCreate,
  'room add': async () => (await import('./commands/change-room.ts')).runRoomAdd,
  'room remove': async () => (await import('./commands/change-room.ts')).runRoomRemove,
  'room leave': async () => (await import('./commands/change-room.ts')).runRoomLeave,
  send: async () => (await import('./commands/send.ts')).runSend,
  receive: async () => (await import('./commands/receive.ts')).runReceive,
  history: async () => (await import('./commands/history.ts')).runHistory,
  accept: async () => (await import('./commands/people.ts')).runAccept,
  block: async () => (await import('./commands/people.ts')).runBlock,
  unblock: async () => (await import('./commands/people.ts')).runUnblock,
  person: async () => (await import('./commands/person.ts')).runPerson,
  verify: async () => (await import('./commands/person.ts')).runVerify,
  'device list': async () => (await import('./commands/devices.ts')).runDeviceList,
  'device add': async () => (await import('./commands/add-device.ts')).runDeviceAdd,
  'device rename': async () => (await import('./commands/devices.ts')).runDeviceRename,
  'device remove': async () => (await import('./commands/devices.ts')).runDeviceRemove,
  'provider list': async () => (await import('./commands/providers.ts')).runProviderList,
  'provider add': async () => (await import('./commands/providers.ts')).runProviderAdd,
  'provider remove': async () => (await import('./commands/providers.ts')).runProviderRemove,
  'provider first': async () => (await import('./commands/providers.ts')).runProviderFirst,
  adopt: async () => (await import('./commands/providers.ts')).runAdopt,
  'history-backup': async () => (await import('./commands/history-backup.ts')).runHistoryBackup,
  'device history': async () => (await import('./commands/history-of-device.ts')).runDeviceHistory,
  'phrase show': async () => (await import('./commands/phrase.ts')).runPhraseShow,
  'phrase check': async () => (await import('./commands/phrase.ts')).runPhraseCheck,
  'phrase confirm': async () => (await import('./commands/phrase.ts')).runPhraseConfirm,
  export: async () => (await import('./commands/export.ts')).runExport,
  import: async () => (await import('./commands/import.ts')).runImport,
  'archive read': async () => (await import('./commands/read-archive.ts')).runReadArchive,
  daemon: async () => (await import('./commands/daemon.ts')).runDaemon,
  lock: async () => (await import('./commands/lock.ts')).runLock,
  chat: async () => (await import('./commands/chat.ts')).runChat,
}
