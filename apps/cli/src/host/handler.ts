import type { Method } from '../methods/method.ts'
import type { Desk } from './desk.ts'
import type { Visitor } from './visitor.ts'

/** Carries one method out, whoever asks for it. */
export interface Handler {
  readonly name: string
  /** Throws `Misshapen` for parameters of the wrong form, `CommandFailure` for what cannot be done. */
  run(desk: Desk, params: unknown, visitor: Visitor): Promise<unknown>
}

export function handler<P, R>(
  method: Method<P, R>,
  run: (desk: Desk, params: P, visitor: Visitor) => Promise<R>,
): Handler {
  return { name: method.name, run: async (desk, params, visitor) => run(desk, method.params.parse(params), visitor) }
}
