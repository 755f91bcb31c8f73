// Every public name of this package, one by one: adding a line is a public decision.
export {
  ACCOUNT_RECORD_BYTES_MAX,
  ADDRESSES_PER_SLOT_MAX,
  APPLICATION_ENTRY_BYTES_MAX,
  BACKUP_BYTES_MAX,
  BURN_MS_MAX,
  BURN_MS_MIN,
  CLOCK_WRONG_MS,
  COMMITS_PER_HOUR_MAX,
  CONTENT_BYTES_MAX,
  CONTENT_DEPTH_MAX,
  CONTENT_PARTS_MAX,
  DEVICES_PER_ACCOUNT_MAX,
  DEVICE_NAME_BYTES_MAX,
  DOOR_KEPT_MS,
  DRAFT_BYTES_MAX,
  ENTRY_BYTES_MAX,
  ENTRY_KEPT_MS_MAX,
  ENTRY_PADDED_BYTES_MIN,
  ERASE_AFTER_TRIES,
  ERASE_WITHIN_MS,
  EXPIRE_MS_DEFAULT,
  EXPIRE_MS_MAX,
  EXPIRE_MS_MIN,
  FILE_BYTES_MAX,
  BLOB_KEPT_MS_MAX,
  HISTORY_LIFE_MS_MIN,
  HISTORY_PART_KEPT_MS,
  HISTORY_SEGMENTS_MAX,
  BLOB_PIECE_BYTES_MAX,
  FILE_BYTES_FORMAT_MAX,
  FILE_CHUNK_BYTES,
  FILES_PER_MESSAGE_MAX,
  MEDIA_TYPE_BYTES_MAX,
  PREVIEW_BYTES_MAX,
  FILE_NAME_BYTES_MAX,
  ARCHIVE_CHUNK_BYTES,
  ARCHIVE_RECORD_BYTES_MAX,
  ARCHIVE_SEGMENT_BYTES,
  FRAME_BYTES_MAX,
  GENERATIONS_SKIPPED_MAX,
  HEADS_PER_REQUEST_MAX,
  KEY_PACKAGES_PER_DEVICE_MAX,
  KEY_PACKAGES_PER_DEVICE_MIN,
  DEVICES_PER_ACCOUNT_EXPECTED,
  KEY_PACKAGE_BYTES_MAX,
  POST_QUANTUM_DEVICES_EXPECTED_MAX,
  KEY_PACKAGE_CLOCK_SKEW_MS,
  KEY_PACKAGE_LIFETIME_MS_MAX,
  LETTER_BYTES_MAX,
  LETTER_KEPT_MS,
  BOARD_CELLS_MAX,
  BOARD_SLOT_MS,
  HEAD_NOTES_MAX,
  ENDORSE_AFTER_MS,
  HUB_FAILS_MS,
  HUB_TRIES_MIN,
  OPENINGS_PER_DAY_MAX,
  OPEN_ALONE_MS,
  OPEN_ALONE_SMALL_MS,
  OPEN_DELAY_MS,
  OPEN_DELAY_STEPS_MAX,
  OPEN_DELAY_STEP_MS,
  UNFOLLOWED_MS,
  WITHHELD_MS,
  NOTE_KEPT_MS,
  NOTE_LARGE_BYTES,
  NOTE_SMALL_BYTES,
  NAME_CLAIMED_MS,
  NAMES_UNSURE_MS,
  TOMBSTONES_MAX,
  SUCCESSOR_NOTES_MAX,
  PREFIX_NAMES_PER_REQUEST_MAX,
  PREFIX_COPIES_MAX,
  PREFIX_BYTES_PER_READER_MAX,
  PREFIX_BYTES_MAX,
  MEETING_SECRETS_MAX,
  MEETING_SECRET_KEPT_MS,
  MEETING_SECRET_RENEWED_MS,
  MESSAGES_PER_HOUR_MAX,
  NAME_LENGTH_MAX,
  NAME_LENGTH_MIN,
  OPEN_CHILD_DOORS_PER_MAKER_MAX,
  PING_EVERY_MS,
  PROVIDERS_PER_ACCOUNT_MAX,
  PROVIDER_NAME_BYTES_MAX,
  PROVIDER_URLS_MAX,
  PROVIDER_URL_BYTES_MAX,
  PULL_BYTES_MAX,
  PULL_ENTRIES_MAX,
  QUEUE_FETCH_MAX,
  QUEUE_IDLE_MS_MAX,
  QUEUE_ITEMS_MAX,
  RAW_ENTRY_KEPT_MS,
  RECEIPT_KEPT_MS,
  CANNOT_FOLLOW_COUNTED_MS,
  CANNOT_FOLLOW_PER_DAY_MAX,
  RECORD_CHAIN_MAX,
  REQUESTS_IN_FLIGHT_MAX,
  REQUEST_TIMEOUT_MS,
  RENDEZVOUS_BOX_BYTES_MAX,
  RENDEZVOUS_MS,
  RENDEZVOUS_PLACES,
  ROOM_DEVICES_MAX,
  ROOM_TITLE_BYTES_MAX,
  ROSTER_IN_MEMORY_MS_MAX,
  SET_ADDRESSES_PER_HOUR_MAX,
  SPOKEN_OVER_MAX,
  STATUS_REPORTS_MAX,
  TEXT_BYTES_MAX,
  TOMBSTONE_KEPT_MS,
  TOMBSTONE_OF_BURNED_KEPT_MS,
  NOTE_BYTES_MAX,
  NOTES_BYTES_EXPECTED,
  NOTES_PER_MESSAGE_MAX,
  NOTICES_PER_REQUEST_MAX,
  SIGNED_REQUEST_MS_MAX,
  SIGNED_REQUEST_CLOCK_SKEW_MS,
  WELCOME_BYTES_MAX,
  span,
} from './limits.ts'
export {
  EMPTY,
  bigEndian,
  compare,
  concat,
  equal,
  equalSecrets,
  parseBigEndian,
  parseUtf8,
  utf8,
} from './bytes/bytes.ts'
export type { BlobCipher } from './blobs/blob-cipher.ts'
export { createBlobCipher, FILE_KEY_BYTES } from './blobs/blob-cipher.ts'
export type { BlobChunk, BlobLayout } from './blobs/blob-layout.ts'
export { historySegmentCodec } from './directory/backup-history.ts'
export type { BackupHistory, HistorySegment } from './directory/backup-history.ts'
export { BLOB_HEADER_BYTES, BLOB_TAG_BYTES, blobChunkAt, blobLayoutOf } from './blobs/blob-layout.ts'
export type { SealedFile } from './blobs/file-part.ts'
export { blobPath, BLOBS_PATH, filePartOf, fittingFileName, sealedFileOf } from './blobs/file-part.ts'
export type { OpenBlob, OpenedBlob, ReadBlob } from './blobs/open-blob.ts'
export { openBlob } from './blobs/open-blob.ts'
export type { FileSource, SealBlob } from './blobs/seal-blob.ts'
export { sealBlob } from './blobs/seal-blob.ts'
export type { FilePreview } from './content/file-preview.ts'
export type { Cbor, CborMap } from './bytes/cbor.ts'
export { encodeCbor, isCborMap, parseCbor, parseDeterministicCbor } from './bytes/cbor.ts'
export type { Codec, Field, Lengths, Mapping, OptionalField, Struct } from './bytes/codec.ts'
export {
  Malformed,
  bool,
  bytes,
  decodeCbor,
  encodeWith,
  field,
  list,
  literal,
  mapped,
  nested,
  nullable,
  oneOf,
  optional,
  parseExactlyWith,
  parseWith,
  struct,
  text,
  tuple,
  uint,
  union,
} from './bytes/codec.ts'
export { pad, padme, unpad } from './bytes/padding.ts'
export { base64url, hex, parseBase64url, parseHex } from './bytes/text-encodings.ts'
export type { Taken } from './bytes/tls.ts'
export { encodeVector, takeVector } from './bytes/tls.ts'
export type { ApplicationData, ParsedApplicationData } from './content/application-data.ts'
export { encodeApplicationData, parseApplicationData } from './content/application-data.ts'
export type { MessagePlace } from './content/message-id.ts'
export { messageIdOf, roomUri, senderUri } from './content/message-id.ts'
export type { MessageStatus, StatusReport } from './content/message-status.ts'
export { encodeStatusReports, parseStatusReports } from './content/message-status.ts'
export type { ComposedMessage, FilePart, Message, Timers } from './content/message.ts'
export { composeContent, isSendableText, messageOf, timersOf } from './content/message.ts'
export type {
  Expires,
  ExternalPart,
  MimiContent,
  MultiPart,
  NestedPart,
  NullPart,
  PartHeader,
  SinglePart,
} from './content/mimi-content.ts'
export { PLAIN_TEXT, disposition, encodeContent, parseContent } from './content/mimi-content.ts'
export type { Aead } from './crypto/aead.ts'
export { aes128Gcm, aes256Gcm, chaCha20Poly1305 } from './crypto/aead.ts'
export type { AeadMessage, Crypto, MlKemSent, Sha256 } from './crypto/crypto.ts'
export { isStrictEd25519 } from './crypto/ed25519.ts'
export type { Kdf } from './crypto/hkdf.ts'
export { hkdfSha256, hkdfSha512 } from './crypto/hkdf.ts'
export type {
  Hpke,
  HpkeCiphertext,
  HpkeExport,
  HpkeExported,
  HpkePlaintext,
  HpkeSealed,
  HpkeSealer,
} from './crypto/hpke.ts'
export { createHpke, createHpkeSealer, exportHpkeSecret, importHpkeSecret, openHpke, sealHpke } from './crypto/hpke.ts'
export type { Encapsulation, Kem, KemKeyPair } from './crypto/kem.ts'
export { dhkemX25519 } from './crypto/kem.ts'
export type { HashLabel, SignatureLabel, Signed, Signer } from './crypto/labelled.ts'
export { hashLabelled, signLabelled, verifyLabelled } from './crypto/labelled.ts'
export { isMlKem768PublicKey } from './crypto/ml-kem.ts'
export { openBox, sealBox } from './crypto/sealed-box.ts'
export { xWing } from './crypto/x-wing.ts'
export type { ArchiveCipher, ChunkEnd } from './archive/archive-cipher.ts'
export { ARCHIVE_COMMITMENT_BYTES, ARCHIVE_KEY_BYTES, createArchiveCipher } from './archive/archive-cipher.ts'
export type { ArchiveHead, ArchiveLock, ArchivePurpose, ParsedArchiveHead } from './archive/archive-head.ts'
export {
  ARCHIVE_HEAD_BYTES_MAX,
  ARCHIVE_ID_BYTES,
  ARCHIVE_SALT_BYTES,
  encodeArchiveHead,
  parseArchiveHead,
} from './archive/archive-head.ts'
export type {
  ArchivedAccount,
  ArchivedBody,
  ArchivedFilePiece,
  ArchivedKeys,
  ArchivedMessage,
  ArchivedPerson,
  ArchivedRoom,
  ArchivedTombstone,
  ArchiveRecord,
} from './archive/archive-record.ts'
export { TOMBSTONE_KEYS_MAX } from './archive/archive-record.ts'
export type { ArchiveOpening, OpenArchive, OpenedArchive, PlacedRecord } from './archive/open-archive.ts'
export { openArchive, readArchive } from './archive/open-archive.ts'
export type { ReadArchive, SegmentEnd, SegmentPlace } from './archive/open-segment.ts'
export { ArchiveBroken, openSegment } from './archive/open-segment.ts'
export { SegmentSealer } from './archive/seal-segment.ts'
export type {
  BackupContact,
  BackupContent,
  BackupKey,
  BackupOpenedAtDoor,
  BackupRoom,
  OpenedBackup,
} from './directory/backup.ts'
export { ACCOUNT_KEYS_MAX, openBackup, openBackupAtDoor, sealBackup } from './directory/backup.ts'
export type { BackupDoor, BackupDoorName, BackupDoors, DoorMaking } from './directory/backup-doors.ts'
export {
  BACKUP_KEY_BYTES,
  backupDoorsCodec,
  joinDoors,
  passwordDoorKey,
  phraseDoorKey,
  sealDoor,
} from './directory/backup-doors.ts'
export type { ExportHead } from './export/export-head.ts'
export { encodeExportHead, parseExportHead } from './export/export-head.ts'
export type { AccountName, Handle } from './identity/account-name.ts'
export { accountNameCodec, isReservedName, parseAccountName, parseHandle, skeletonOf } from './identity/account-name.ts'
export type { AccountKind, AccountRecord, DeviceEntry, RecordSigner, SignedRecord } from './identity/account-record.ts'
export { accountRecordCodec, parseRecord, signRecord, signedRecordCodec } from './identity/account-record.ts'
export type { BranchRelation } from './identity/record-branches.ts'
export { lostRemovals, relateBranches } from './identity/record-branches.ts'
export type { BindingRequest, Credential } from './identity/credential.ts'
export { bindLeaf, encodeCredential, parseCredential, verifyCredential } from './identity/credential.ts'
export type { ParsedPhrase } from './phrase/phrase.ts'
export { parsePhrase, phraseOf, PHRASE_WORDS } from './phrase/phrase.ts'
export type { Provider, ProviderName } from './identity/provider.ts'
export { isProviderUrl, parseProviderName, providerCodec, providerNameCodec } from './identity/provider.ts'
export type { AdoptLink } from './identity/adopt-link.ts'
export { formatAdoptLink, parseAdoptLink, parseProviderUrl } from './identity/adopt-link.ts'
export type { Account, NamedRecord, RecordChain, RecordHead } from './identity/record-chain.ts'
export {
  compareHeads,
  continuesFrom,
  deviceOf,
  hashOfRecord,
  headOfChain,
  recordChainCodec,
  recordHeadCodec,
  verifyRecordChain,
} from './identity/record-chain.ts'
export type { Id, IdKind } from './ids/id.ts'
export { idKind } from './ids/id.ts'
export type {
  AccountId,
  AddressId,
  BlobId,
  BoardTag,
  FileId,
  BootId,
  DeviceId,
  DoorId,
  IdempotencyKey,
  Incarnation,
  LogId,
  MessageId,
  QueueId,
  QueueItemId,
  RecordHash,
  RendezvousId,
  RoomId,
} from './ids/ids.ts'
export {
  accountId,
  addressId,
  blobId,
  boardTag,
  fileId,
  bootId,
  deviceId,
  doorId,
  idempotencyKey,
  incarnation,
  logId,
  messageId,
  queueId,
  queueItemId,
  recordHash,
  rendezvousId,
  roomId,
} from './ids/ids.ts'
export type {
  AccountPrivateKey,
  AccountPublicKey,
  BoardPrivateKey,
  BoardPublicKey,
  CellPrivateKey,
  CellPublicKey,
  DevicePrivateKey,
  DevicePublicKey,
  LeafPrivateKey,
  LeafPublicKey,
  LetterPrivateKey,
  LetterPublicKey,
  PostingPrivateKey,
  PostingPublicKey,
  PrivateKey,
  ProviderPrivateKey,
  ProviderPublicKey,
  ProviderSealingPrivateKey,
  ProviderSealingPublicKey,
  PublicKey,
  RecoveryPrivateKey,
  RecoveryPublicKey,
} from './ids/keys.ts'
export { KEY_BYTES, SIGNATURE_BYTES, keyCodec, keyOf } from './ids/keys.ts'
export { isFresh, readOrigin, signRequest, verifyRequest } from './federation/signed-request.ts'
export type { ProviderRequest, RequestOrigin, RequestSigner } from './federation/signed-request.ts'
export type { RequestTarget } from './federation/signature-base.ts'
export { leaveNotices, peerAnswerCodec, peerRequestCodec, relay, RELAYED_METHODS } from './wire/methods/federation.ts'
export type { ForeignNotice, PeerAnswer, PeerRequest, RelayParams } from './wire/methods/federation.ts'
export type { Letter } from './letter/letter.ts'
export { LETTER_INFO, letterCodec } from './letter/letter.ts'
export { cannotFollowCodec, signCannotFollow, verifyCannotFollow } from './letter/cannot-follow.ts'
export type { CannotFollow } from './letter/cannot-follow.ts'
export type { Letterbox } from './letter/letterbox.ts'
export { letterboxCodec, signLetterbox, verifyLetterbox } from './letter/letterbox.ts'
export type { ReseatRequest } from './letter/reseat-request.ts'
export {
  RESEAT_REQUEST_MS,
  reseatRequestCodec,
  signReseatRequest,
  verifyReseatRequest,
} from './letter/reseat-request.ts'
export type { Address, Pointer } from './log/address.ts'
export {
  ITEM_KEY_BYTES,
  POINTER_BYTES_MAX,
  POINTER_INFO,
  addressCodec,
  addressesCodec,
  pointerCodec,
} from './log/address.ts'
export { doorOf, openRoster, sealRoster } from './log/door.ts'
export type { EntryKey } from './log/entry.ts'
export { hashOfEntry, unwrapEntry, wrapEntry } from './log/entry.ts'
export type { QueueItem } from './log/queue-item.ts'
export { openQueueItem, sealQueueItem } from './log/queue-item.ts'
export type { Head, PathStep, Receipt, ReceiptBody } from './log/receipt.ts'
export {
  HASH_BYTES,
  followsHead,
  headAfter,
  headCodec,
  receiptCodec,
  rootOf,
  signReceipts,
  startOf,
  verifyReceipt,
} from './log/receipt.ts'
export { contradict, twoStoriesCodec, verifyTwoStories } from './log/two-stories.ts'
export type { TwoStories } from './log/two-stories.ts'
export type { Delta, Roster, Slot } from './log/roster.ts'
export {
  READER_SECRET_BYTES,
  applyDelta,
  deltaCodec,
  hashOfDelta,
  readerTag,
  replaceAddresses,
  rosterCodec,
  slotCodec,
} from './log/roster.ts'
export type { CommitPart, DoorProof, Submit } from './log/submit.ts'
export {
  DOOR_PROOF_INFO,
  deltaHashOf,
  doorProofBytes,
  doorProofCodec,
  hashOfAddresses,
  openSubmit,
  sealSubmit,
  submitCodec,
} from './log/submit.ts'
export {
  BLOB_TIME_TO_LIVE_STEP_MAX,
  blobTimeToLiveMs,
  blobTimeToLiveStep,
  timeToLiveMs,
  timeToLiveStep,
} from './log/time-to-live.ts'
export type { EntryContext } from './room/entry-context.ts'
export { CANNOT_FOLLOW_CARRIED_MAX, encodeEntryContext, parseEntryContext } from './room/entry-context.ts'
export { EXPORTED_KEY_BYTES, exporter } from './room/exporters.ts'
export type { AddedLeaf, ChangeVerdict, RoomChange, VoidReason } from './room/judge-change.ts'
export { judgeChange, knowLevel } from './room/judge-change.ts'
export type { LeafSlot, SlotKeys } from './room/leaf-extensions.ts'
export {
  KEY_PACKAGE_EXTENSION_ADDRESSES,
  LEAF_EXTENSION_SLOT,
  encodeAddresses,
  encodeLeafSlot,
  parseAddresses,
  parseLeafSlot,
} from './room/leaf-extensions.ts'
export type { Opener, Opening, OpeningBase, SignedOpening } from './room/opening.ts'
export {
  OPENINGS_MAX,
  isSameOpening,
  logIdOf,
  openingsCodec,
  roomIdOf,
  signOpening,
  signedOpeningCodec,
  verifyOpening,
  verifyOpenings,
} from './room/opening.ts'
export type { SignedPolicy } from './room/policy.ts'
export { isPolicySuccessor, policyBytes, signedPolicyCodec, verifyPolicy } from './room/policy.ts'
export type { RoomSuite } from './room/suite.ts'
export { isPostQuantum, isRoomSuite, ROOM_SUITES, roomSuiteCodec, suiteForRoom } from './room/suite.ts'
export type { Capability, Role, RoomKind } from './room/role.ts'
export { ROLES, capability, hasCapability } from './room/role.ts'
export type {
  Extension,
  ParsedRoomContext,
  Participant,
  RoomContext,
  RoomState,
  RoomTimers,
} from './room/room-state.ts'
export {
  APP_DATA_DICTIONARY,
  FEATURE_LEVEL,
  encodeRoomContext,
  parseRoomContext,
  participantOf,
  roomTimersCodec,
  sortParticipants,
} from './room/room-state.ts'
export type { Leaf, RoomView } from './room/room-view.ts'
export { leafAt } from './room/room-view.ts'
export type { MeetingSecret, Welcome, WelcomeBundle } from './room/welcome-bundle.ts'
export { meetingSecretCodec, openBundle, sealBundle } from './room/welcome-bundle.ts'
export type { Board, BoardPost, PostBody } from './succession/board.ts'
export {
  boardOf,
  boardPostCodec,
  cellKeyOf,
  createPost,
  mayReplace,
  noteEndsAt,
  postBodyCodec,
  slotAt,
  slotsAround,
  tagOf,
  verifyPost,
} from './succession/board.ts'
export type { Elector, Link, Openings, Unfollowed, Vote } from './succession/chain.ts'
export {
  chainOf,
  compareChains,
  compareRivals,
  doubleVoters,
  isSealed,
  supportersOf,
  votersOf,
} from './succession/chain.ts'
export type { Endorsement } from './succession/endorsement.ts'
export { endorsementCodec, endorsementsCodec, signEndorsement, verifyEndorsement } from './succession/endorsement.ts'
export type {
  BaseRelation,
  EndorsementDecision,
  EndorsementEvidence,
  JudgedLog,
  OpeningEvidence,
  OpeningVerdict,
} from './succession/judge-opening.ts'
export { bestChain, judgeOpening, mayEndorse, relateBase } from './succession/judge-opening.ts'
export { isMeetingDue, keptMeetings } from './succession/meetings.ts'
export type { OwnMessage } from './succession/resend.ts'
export { messagesToResend } from './succession/resend.ts'
export type { WelcomeEvidence } from './succession/take-welcome.ts'
export { mayTakeWelcome } from './succession/take-welcome.ts'
export type { OpenDecision, OpenEvidence, OpenReason } from './succession/may-open.ts'
export { mayOpen, openDelayMs } from './succession/may-open.ts'
export type { Note, NoteContent, NoteKind, OpeningNote, SignedNote } from './succession/note.ts'
export {
  NOTE_KINDS,
  isNews,
  mayAddHead,
  noteCodec,
  openNote,
  parseNote,
  sealNote,
  signNote,
  signedNoteCodec,
  verifyNote,
} from './succession/note.ts'
export type { Prefix } from './succession/prefix.ts'
export { openPrefixItem, PREFIX_NAME_BYTES, prefixName, prefixOf, sealPrefixItem } from './succession/prefix.ts'
export type { SuccessorNote } from './succession/successor-note.ts'
export { hashOfSuccessorNote, successorNoteCodec } from './succession/successor-note.ts'
export type { SignedTombstone, Tombstone, TombstoneKind } from './succession/tombstone.ts'
export {
  signTombstone,
  signedTombstoneCodec,
  signedTombstonesCodec,
  tombstoneOf,
  verifyTombstone,
} from './succession/tombstone.ts'
export type { ComparisonEmoji } from './identity/emoji-comparison.ts'
export { emojiOf } from './identity/emoji-comparison.ts'
export type { AccountRoot } from './identity/safety-number.ts'
export { groupsOfSafetyNumber, parseSafetyNumber, rootOfChain, safetyNumber } from './identity/safety-number.ts'
export type { Verification } from './identity/verification.ts'
export { laterVerification, verificationCodec } from './identity/verification.ts'
export type { SafetyCode, SafetyJudgement, SafetyPair } from './identity/safety-code.ts'
export {
  createSafetyCode,
  formatSafetyCode,
  judgeSafetyCode,
  parseSafetyCode,
  SAFETY_NONCE_BYTES,
} from './identity/safety-code.ts'
export type { NameCertificate } from './identity/name-certificate.ts'
export { nameCertificateCodec, signNameCertificate, verifyNameCertificate } from './identity/name-certificate.ts'
export type { HubChoice, SuccessionState } from './succession/successors.ts'
export { hubsToTry, rankAmong, rankOfHub, successorsOf } from './succession/successors.ts'
export type { Clocks, Lifetime } from './timers/deadline.ts'
export { deadlineOf, isDue, latestNow } from './timers/deadline.ts'
export type { Frame } from './wire/frame.ts'
export { encodeFrame, parseFrame } from './wire/frame.ts'
export type { Method, Nothing } from './wire/method.ts'
export { nothing } from './wire/method.ts'
export type { Push } from './wire/push.ts'
export { pushCodec } from './wire/push.ts'
export type { WireErrorCode, WireErrorText } from './wire/wire-error-texts.ts'
export { WIRE_ERROR_TEXTS } from './wire/wire-error-texts.ts'
export type { WireError } from './wire/wire-error.ts'
export { wireErrorCodec } from './wire/wire-error.ts'
export type {
  Backup,
  PutBackupResult,
  PutChainParams,
  PutChainResult,
  AccountEnd,
  RecoverParams,
  RecoverResult,
  SignInFinishParams,
  SignInFinishResult,
  SignInStartParams,
  SignInStartResult,
  SignUpFinishParams,
  SignUpStartParams,
} from './wire/methods/account.ts'
export {
  backupCodec,
  changePasswordFinish,
  changePasswordStart,
  deleteAccount,
  fetchNameCertificate,
  getBackup,
  putBackup,
  putChain,
  recoverAccount,
  accountEndCodec,
  signInFinish,
  signInStart,
  signUpFinish,
  signUpStart,
} from './wire/methods/account.ts'
export type {
  ClaimParams,
  ClaimResult,
  FoundName,
  KeyPackageCount,
  LetterboxesResult,
  PublishParams,
} from './wire/methods/directory.ts'
export {
  claimKeyPackages,
  countKeyPackages,
  findAccount,
  findLetterboxes,
  findName,
  publishKeyPackages,
} from './wire/methods/directory.ts'
export type {
  FetchWelcomeParams,
  FetchWelcomeResult,
  FirstDoor,
  HeadsResult,
  LogItem,
  LogPlace,
  PassDoorResult,
  PullParams,
  PullResult,
  SubmitResult,
} from './wire/methods/log.ts'
export {
  OPEN_LOG_INFO,
  fetchWelcome,
  findHeads,
  firstDoorCodec,
  logItemCodec,
  openLog,
  passDoor,
  pullLog,
  submitEntry,
} from './wire/methods/log.ts'
export type { Invitation, ProviderStatus } from './wire/methods/operator.ts'
export {
  claimOperator,
  createInvitation,
  listInvitations,
  readStatus,
  revokeInvitation,
} from './wire/methods/operator.ts'
export { fetchNotes, postNote } from './wire/methods/board.ts'
export type { PrefixItem } from './wire/methods/succession.ts'
export {
  TOMBSTONES_FEATURE,
  findSuccessors,
  leaveLog,
  pullPrefix,
  putPrefix,
  readTombstones,
} from './wire/methods/succession.ts'
export type { StoredQueueItem } from './wire/methods/queue.ts'
export {
  acknowledgeItems,
  attachQueue,
  closeAddress,
  createQueue,
  fetchQueue,
  postLetter,
  removeQueue,
  storedQueueItemCodec,
} from './wire/methods/queue.ts'
export type {
  AuthenticateParams,
  AuthenticateResult,
  HelloParams,
  HelloResult,
  Registration,
} from './wire/methods/session.ts'
export { CHALLENGE_BYTES, WIRE_FORMAT, authenticate, hello } from './wire/methods/session.ts'
export type { ParsedLines } from './history/lines.ts'
export { encodeLine, LinesWriter, parseLines } from './history/lines.ts'
export type { SelfNote, SaidNote } from './self-room/note.ts'
export { encodeSelfNote, isKeptSelfNote, isNewerSelfNote, nameOfSelfNote, parseSelfNote } from './self-room/note.ts'
export type { HistoryAsk, HistoryGiving, HistoryPart } from './self-room/kinds/history.ts'
export type { Setting } from './self-room/kinds/setting.ts'
export type { LinkCode, LinkPlace } from './linking/link-code.ts'
export {
  formatLinkCode,
  formatLinkLink,
  LINK_CODE_BYTES,
  LINK_SECRET_BYTES,
  parseLinkPlace,
  rendezvousOf,
} from './linking/link-code.ts'
export { commitmentOf, openLinkChannel, openLinkGrant, sealLinkGrant } from './linking/link-channel.ts'
export type { LinkGrant, LinkReveal } from './linking/link-messages.ts'
export { linkAnswer, linkCommitment, linkReveal, linkVerdict } from './linking/link-messages.ts'
export { putRendezvous, readRendezvous } from './wire/methods/rendezvous.ts'
