/**
 * For tests, benches and referees only: the examination of our MLS by published vectors, and the raw layer itself. What
 * ships goes through `group-crypto`, which knows who may do what.
 */
export {
  applyCommit,
  createGroup,
  createKeyPackage,
  decodeGroup,
  encodeGroup,
  exportSecret,
  joinGroup,
  membersOf,
  openApplication,
  openHandshake,
  sealApplication,
  stageCommit,
} from '../group-crypto/mls/index.ts'
export type { CreatedKeyPackage, Group, GroupChange, StagedCommit, SuiteId } from '../group-crypto/mls/index.ts'
export { MLS_VECTOR_CASES } from './mls-vectors/case-counts.ts'
export { MLS_VECTOR_FILES, runMlsVectors } from './mls-vectors/run-mls-vectors.ts'
export type { VectorFailure, VectorResult } from './mls-vectors/run-mls-vectors.ts'
export type { ByteTarget } from './hostile-bytes/byte-reader-target.ts'
export { makeMlsTargets } from './hostile-bytes/mls-targets.ts'
export { LibraryClient } from './referee/library-client.ts'
export { createPublicDevice } from './referee/public-device.ts'
export { commitPublicly, followPublicly, joinPublicly } from './referee/public-member.ts'
export type { PublicChange, PublicCommit, PublicMember } from './referee/public-member.ts'
export type { FileStageQuestion } from './file-stage-exam.ts'
export { fileStageExam } from './file-stage-exam.ts'
export { inspectMessages, inspectNow, inspectPlace, inspectRoom, inspectRooms, inspectSelf } from './inspect-client.ts'
export type { InspectedMessage, InspectedRoom } from './inspect-client.ts'
export { lieAboutHead, submitGarbledCommit, submitUnauthorisedCommit } from './hostile-member.ts'
export { prepareOpening } from './false-opening.ts'
export type { ShowOpening } from './false-opening.ts'
export { loseNodeKeys } from './lost-keys.ts'
export { fetchBackup, leaveNewerBackup, putBackupAs } from './newer-program.ts'
export { raiseGeneration } from './raise-generation.ts'
export { fillRoom } from './fill-room.ts'
export { resendContent } from './resend-content.ts'
export { wantFreshAddresses } from './want-fresh-addresses.ts'
export { copySeat, entriesAfter, readFromSeat, speakFromSeat } from './stolen-seat.ts'
export type { StolenSeat } from './stolen-seat.ts'
