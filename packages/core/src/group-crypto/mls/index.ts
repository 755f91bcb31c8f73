/**
 * MLS (RFC 9420) in the one way that Rushlight speaks it: every message private, every proposal by value, no external
 * joins, no PSKs. Bytes in, bytes out; no type of the library behind it is seen from outside. Hostile bytes are
 * outcomes, never exceptions. Who may do what, and when, is decided above this folder.
 */
export { openApplication, sealApplication } from './application.ts'
export type { OpenedApplication } from './application.ts'
export { applyCommit } from './apply-commit.ts'
export type { AppliedCommit } from './apply-commit.ts'
export { createGroup } from './create-group.ts'
export { changedRatchets, decodeGroup, encodeGroup } from './group-codec.ts'
export type { StoredGroup, StoredRatchet } from './group-codec.ts'
export {
  exportSecret,
  isSameEpoch,
  membersOf,
  peekMessage,
  rankAtThinPlace,
  secretsToErase,
  signingKeyOf,
  viewGroup,
} from './group-view.ts'
export type { Group } from './group.ts'
export { joinGroup } from './join-group.ts'
export { createKeyPackage, parseKeyPackage } from './key-package.ts'
export type { CreatedKeyPackage, KeyPackageOptions, KeyPackageView } from './key-package.ts'
export type { SuiteId } from './keys/suite.ts'
export { openHandshake } from './open-handshake.ts'
export type { OpenedCommit, OpenedHandshake } from './open-handshake.ts'
export { stageCommit } from './stage-commit.ts'
export type { GroupChange, StagedCommit } from './stage-commit.ts'
export type { LeafView } from './tree/leaf.ts'
