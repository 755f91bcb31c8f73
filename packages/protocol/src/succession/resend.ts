/** A message of one's own, as far as sending it again is concerned. */
export type OwnMessage = {
  /** Its place among those that the device sent into the room. */
  readonly number: number
  /** The receipt it got: how far in the log that was left. Absent: none. */
  readonly seq?: number
  /** UTC ms; absent: never. */
  readonly deadline?: number
}

/**
 * What an author sends again after following a base, and in which order: everything that the base does not hold and that is not
 * due, as it was sent first, before anything new (R27, `spec/survival.md` §9).
 */
export function messagesToResend<T extends OwnMessage>(
  own: readonly T[],
  { baseSeq, now }: { readonly baseSeq: number; readonly now: number },
): readonly T[] {
  return own
    .filter(({ seq, deadline }) => (seq === undefined || seq > baseSeq) && (deadline === undefined || deadline > now))
    .toSorted((a, b) => a.number - b.number)
}
