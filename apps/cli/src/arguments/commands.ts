/** Every command, with what it takes; `help-text.ts` says it in words, `parse-arguments.ts` holds the command line against it. */

import type { ServerCommandName } from '@rushlight/server/main'

export const COMMANDS: Readonly<Record<CommandName, CommandSpec>> = {
  serve: { positionals: [], options: [] },
  'operator-link': { positionals: [], options: [] },
  backup: { positionals: [], options: [] },
  restore: { positionals: ['FILE'], options: [] },
  tombstone: { positionals: [], options: [] },
  'provider-key': { positionals: ['rotate'], options: [] },
  names: { positionals: ['[give NAME ACCOUNT|admit ACCOUNT]'], options: [] },
  signup: { positionals: ['NAME'], options: ['server', 'invitation', 'device-name'] },
  signin: { positionals: ['NAME'], options: ['server', 'device-name'] },
  recover: { positionals: ['NAME'], options: ['server', 'phrase-fd', 'device-name'] },
  link: { positionals: ['[CODE]'], options: ['server', 'device-name'] },
  whoami: { positionals: [], options: [] },
  signout: { positionals: [], options: ['local'] },
  'account delete': { positionals: [], options: ['yes'] },
  rooms: { positionals: [], options: [] },
  requests: { positionals: [], options: [] },
  contacts: { positionals: [], options: [] },
  'room create': { positionals: ['TITLE'], options: ['member'] },
  'room add': { positionals: ['ROOM', 'NAME…'], options: [] },
  'room remove': { positionals: ['ROOM', 'NAME…'], options: [] },
  'room leave': { positionals: ['ROOM'], options: [] },
  send: { positionals: ['NAME|ROOM', 'TEXT'], options: ['file', 'expire', 'burn', 'wait', 'timeout'] },
  receive: { positionals: [], options: ['follow', 'for', 'files'] },
  history: { positionals: ['NAME|ROOM'], options: ['limit', 'all', 'files'] },
  accept: { positionals: ['NAME|ROOM'], options: [] },
  block: { positionals: ['NAME'], options: [] },
  unblock: { positionals: ['NAME'], options: [] },
  person: { positionals: ['NAME'], options: [] },
  verify: { positionals: ['NAME'], options: ['number', 'yes', 'undo'] },
  'device list': { positionals: [], options: [] },
  'device add': { positionals: ['[CODE]'], options: ['yes'] },
  'device rename': { positionals: ['DEVICE', 'NEW-NAME'], options: [] },
  'device remove': { positionals: ['DEVICE'], options: ['yes'] },
  'provider list': { positionals: [], options: [] },
  'provider add': { positionals: ['URL'], options: ['invitation'] },
  'provider remove': { positionals: ['PROVIDER'], options: [] },
  'provider first': { positionals: ['PROVIDER'], options: [] },
  adopt: { positionals: ['LINK'], options: ['invitation'] },
  'history-backup': { positionals: ['[on|off|now]'], options: [] },
  'device history': { positionals: [], options: ['span', 'timeout'] },
  'phrase show': { positionals: [], options: [] },
  'phrase check': { positionals: [], options: ['phrase-fd'] },
  'phrase confirm': { positionals: [], options: ['phrase-fd'] },
  export: { positionals: ['FILE|DIR'], options: ['readable', 'with-vanishing', 'room', 'passphrase-fd'] },
  import: { positionals: ['FILE'], options: ['server', 'invitation', 'passphrase-fd'] },
  'archive read': { positionals: ['FILE'], options: ['room', 'limit', 'files', 'passphrase-fd'] },
  daemon: { positionals: [], options: ['socket', 'stdio'] },
  chat: { positionals: [], options: [] },
  lock: { positionals: [], options: ['erase-after'] },
}

export type CommandName =
  | ServerCommandName
  | 'signup'
  | 'signin'
  | 'recover'
  | 'link'
  | 'whoami'
  | 'signout'
  | 'account delete'
  | 'rooms'
  | 'requests'
  | 'contacts'
  | 'room create'
  | 'room add'
  | 'room remove'
  | 'room leave'
  | 'send'
  | 'receive'
  | 'history'
  | 'accept'
  | 'block'
  | 'unblock'
  | 'person'
  | 'verify'
  | 'device list'
  | 'device add'
  | 'device rename'
  | 'device remove'
  | 'provider list'
  | 'provider add'
  | 'provider remove'
  | 'provider first'
  | 'adopt'
  | 'history-backup'
  | 'device history'
  | 'phrase show'
  | 'phrase check'
  | 'phrase confirm'
  | 'export'
  | 'import'
  | 'archive read'
  | 'daemon'
  | 'chat'
  | 'lock'

export type ClientCommand = Exclude<CommandName, ServerCommandName>

/** They read their own options (`server-command.ts`). Whoever reads words does not load the server. */
const SERVER_COMMANDS: Readonly<Record<ServerCommandName, true>> = {
  serve: true,
  'operator-link': true,
  backup: true,
  restore: true,
  tombstone: true,
  'provider-key': true,
  names: true,
}

export function isServerCommand(name: string): name is ServerCommandName {
  return Object.hasOwn(SERVER_COMMANDS, name)
}

/** `…` at the end of a positional's name: one or more; between brackets: it may be left out. */
export type CommandSpec = {
  readonly positionals: readonly string[]
  readonly options: readonly OptionName[]
}

/** What an option takes; `undefined`: nothing. `many`: as often as one likes. */
export type OptionSpec = { readonly value: string | undefined; readonly many?: true }

export type OptionName = GlobalOption | CommandOption

export type GlobalOption = 'profile' | 'password-fd' | 'json' | 'lang' | 'help' | 'version'
type CommandOption =
  | 'server'
  | 'invitation'
  | 'device-name'
  | 'local'
  | 'yes'
  | 'number'
  | 'undo'
  | 'erase-after'
  | 'member'
  | 'file'
  | 'files'
  | 'expire'
  | 'burn'
  | 'wait'
  | 'timeout'
  | 'follow'
  | 'for'
  | 'limit'
  | 'all'
  | 'span'
  | 'phrase-fd'
  | 'passphrase-fd'
  | 'room'
  | 'readable'
  | 'with-vanishing'
  | 'socket'
  | 'stdio'

export const GLOBAL_OPTIONS: readonly GlobalOption[] = ['profile', 'password-fd', 'json', 'lang', 'help', 'version']

export const OPTIONS: Readonly<Record<OptionName, OptionSpec>> = {
  profile: { value: 'DIR' },
  'password-fd': { value: 'N' },
  json: { value: undefined },
  lang: { value: 'en|nl' },
  help: { value: undefined },
  version: { value: undefined },
  server: { value: 'URL' },
  invitation: { value: 'CODE' },
  'device-name': { value: 'NAME' },
  local: { value: undefined },
  yes: { value: undefined },
  number: { value: 'DIGITS' },
  undo: { value: undefined },
  'erase-after': { value: '10|never' },
  member: { value: 'NAME…', many: true },
  file: { value: 'PATH', many: true },
  files: { value: 'DIR' },
  expire: { value: '10m' },
  burn: { value: '30s' },
  wait: { value: 'accepted|delivered' },
  timeout: { value: '30s' },
  follow: { value: undefined },
  for: { value: 'SECONDS' },
  limit: { value: 'N' },
  all: { value: undefined },
  span: { value: 'all|30d|nothing' },
  'phrase-fd': { value: 'N' },
  'passphrase-fd': { value: 'N' },
  room: { value: 'NAME|ROOM' },
  readable: { value: undefined },
  'with-vanishing': { value: undefined },
  socket: { value: 'PATH' },
  stdio: { value: undefined },
}

export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name)
}

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name)
}

/** The first words of commands of two. */
export const GROUPS: ReadonlySet<string> = new Set(
  Object.keys(COMMANDS).flatMap((name) => (name.includes(' ') ? [name.split(' ', 1)[0] ?? ''] : [])),
)
