/** The one-time links that make an account the operator. Whoever can write to the provider's disk can make one. */
export interface OperatorLinks {
  /** Is there a link with this token that was not used and has not expired? */
  isOpen(token: string): Promise<boolean>
  /** Uses the link up. True for exactly one caller. */
  redeem(token: string): Promise<boolean>
}
