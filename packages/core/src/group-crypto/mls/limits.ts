import { ENTRY_BYTES_MAX, KEY_PACKAGE_BYTES_MAX, ROOM_DEVICES_MAX, WELCOME_BYTES_MAX } from '@rushlight/protocol'

/**
 * Limits of the MLS layer, looked at before any cryptography. They are part of the verdict on a commit, so all members
 * must share them: changing one is a change of the protocol.
 */
export const MESSAGE_BYTES_MAX: number = ENTRY_BYTES_MAX
export const WELCOME_MESSAGE_BYTES_MAX: number = WELCOME_BYTES_MAX
export const KEY_PACKAGE_MESSAGE_BYTES_MAX: number = KEY_PACKAGE_BYTES_MAX
export const MEMBERS_MAX: number = ROOM_DEVICES_MAX
/** Leaves of a full tree with MEMBERS_MAX members; new members take the leftmost free leaf, so it is never exceeded. */
export const TREE_LEAVES_MAX: number = 2 ** Math.ceil(Math.log2(ROOM_DEVICES_MAX))
/** All extensions of a GroupContext together: roles and records of MEMBERS_MAX accounts fit several times. */
export const CONTEXT_EXTENSIONS_BYTES_MAX: number = 1024 * 1024
/** In any one list; a bound on the work of looking them up in everybody's capabilities. */
export const EXTENSIONS_MAX = 64
export const LEAF_BYTES_MAX: number = 8 * 1024
export const GROUP_ID_BYTES_MAX = 64
/** How far one message may jump ahead of its sender's ratchet: a bound on work, about 10 ms. */
export const FORWARD_GENERATIONS_MAX = 4096
