/**
 * The client's side of OPAQUE (RFC 9807): the provider never learns the password, and the export key that comes out is
 * known to nobody else. Guessing costs whoever stole the provider's disk a memory-hard hash each time.
 */
export interface PasswordLogin {
  startRegistration(password: string): Promise<{ readonly state: Uint8Array; readonly request: Uint8Array }>
  finishRegistration(password: string, start: PasswordExchange): Promise<RegisteredPassword | undefined>
  startLogin(password: string): Promise<{ readonly state: Uint8Array; readonly request: Uint8Array }>
  /** `undefined`: wrong password, or an answer that was tampered with. */
  finishLogin(password: string, start: PasswordExchange): Promise<ProvenPassword | undefined>
}

/** What `start…` kept, and what the provider answered. */
export type PasswordExchange = { readonly state: Uint8Array; readonly response: Uint8Array }

export type RegisteredPassword = { readonly record: Uint8Array; readonly exportKey: Uint8Array }
export type ProvenPassword = { readonly request: Uint8Array; readonly exportKey: Uint8Array }
