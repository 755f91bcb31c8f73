/** Argon2id (RFC 9106) with one lane and 32 bytes out: slow on purpose, for whoever guesses as for us. */
export interface PasswordHash {
  argon2id(password: string, cost: Argon2Cost): Promise<Uint8Array>
}

export type Argon2Cost = { readonly salt: Uint8Array; readonly memoryKib: number; readonly passes: number }
