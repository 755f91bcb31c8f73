/** For plays with real processes that are no tests (`tools/survive`). */
export { clientEnvironment, signUpFrom, startNamedServers } from './named-servers.ts'
export type { NamedServer } from './named-servers.ts'
export { isRecord, signUp, startServer, temporaryFolder } from './programs.ts'
export type { Person, Scope, TestServer } from './programs.ts'
