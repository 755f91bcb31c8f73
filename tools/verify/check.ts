/** A check of the whole house: what it is called, and what it finds. */
export type Check = { readonly name: string; readonly run: (root: string) => Promise<CheckOutcome> }

export type CheckOutcome =
  | { readonly kind: 'passed'; /** Worth telling all the same. */ readonly note?: string }
  | { readonly kind: 'failed'; readonly findings: readonly string[] }

export function outcomeOf(findings: readonly string[]): CheckOutcome {
  return findings.length === 0 ? { kind: 'passed' } : { kind: 'failed', findings }
}
