import type { Shape } from '../json/shape.ts'

/**
 * Something a profile can be asked to do: one method of JSON-RPC. Commands ask for it in the same way whether the vault is
 * open in this process or in another one.
 */
export type Method<P, R> = { readonly name: string; readonly params: Shape<P>; readonly result: Shape<R> }

/** Whoever carries methods out: the client in this process, or the one behind a profile's socket. */
export interface Messenger {
  /** Rejects with a `CommandFailure`. */
  call<P, R>(method: Method<P, R>, params: P): Promise<R>
}
