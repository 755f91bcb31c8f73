/** The provider's side of OPAQUE (RFC 9807): it checks passwords that it never sees. */
export interface Passwords {
  /** The server whose long-term keys follow from `secret` (PASSWORD_SECRET_BYTES): the same for the same secret. */
  createServer(secret: Uint8Array): Promise<PasswordServer>
}

export const PASSWORD_SECRET_BYTES = 128

export interface PasswordServer {
  /** Answers a registration request for `name`; `undefined` if it is none. */
  register(name: string, request: Uint8Array): Uint8Array | undefined
  /** Answers a login request. Without a record, or with one that is none, the answer looks the same and never leads to a login. */
  startLogin(login: LoginStart): LoginStarted | undefined
  /** Does the client know the password? */
  finishLogin(state: Uint8Array, request: Uint8Array): boolean
}

export type LoginStart = {
  readonly name: string
  readonly record: Uint8Array | undefined
  readonly request: Uint8Array
}
export type LoginStarted = { readonly state: Uint8Array; readonly response: Uint8Array }
