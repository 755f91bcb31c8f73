import { field, struct, uint, utf8 } from '@rushlight/protocol'
import { loadRow } from '../rows/table.ts'
import type { Reader, Table } from '../rows/table.ts'

/** Under its code. Goes when it is used up, revoked or expired. */
export type InvitationRow = { readonly usesLeft: number; readonly expiresAt: number }

export const invitationTable: Table<InvitationRow> = {
  name: 'invitations',
  codec: struct({ usesLeft: field(0, uint()), expiresAt: field(1, uint()) }),
}

export function keyOfInvitation(code: string): Uint8Array {
  return utf8(code)
}

export async function loadInvitation(store: Reader, code: string): Promise<InvitationRow | undefined> {
  return code === '' ? undefined : loadRow(store, invitationTable, keyOfInvitation(code))
}
