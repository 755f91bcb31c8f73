/**
 * Every limit of the protocol, with its unit and its source. Peers enforce them on each other, so changing one is a
 * change of the protocol (`spec/constants.md` is generated from this file's order).
 */

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const KIB = 1024
const MIB = 1024 * KIB

export const span: {
  readonly SECOND_MS: number
  readonly MINUTE_MS: number
  readonly HOUR_MS: number
  readonly DAY_MS: number
} = { SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS }

// Identity (spec/identity.md)
/** Issue: ASCII, 3 to 32. */
export const NAME_LENGTH_MIN: number = 3
export const NAME_LENGTH_MAX: number = 32
/** R31: after a provider lost its data, a name without a certificate is found when one account alone claimed it for so long. */
export const NAME_CLAIMED_MS: number = 72 * HOUR_MS
/** So long after data began to live (a first start, a loss) a name may have had an owner whom the provider does not know. */
export const NAMES_UNSURE_MS: number = 30 * DAY_MS
/** RFC 1035 §2.3.4, plus a port. */
export const PROVIDER_NAME_BYTES_MAX: number = 253 + 6
export const PROVIDER_URL_BYTES_MAX: number = 512
/** Design §6 asks for ≥ 10. */
export const DEVICES_PER_ACCOUNT_MAX: number = 20
export const PROVIDERS_PER_ACCOUNT_MAX: number = 8
export const PROVIDER_URLS_MAX: number = 4
export const ACCOUNT_RECORD_BYTES_MAX: number = 16 * KIB
/** A chain is one record per change of devices, providers or keys, over an account's life. */
export const RECORD_CHAIN_MAX: number = 1_000

/** Wrong passwords in a row that erase a vault, where its owner has chosen so (stored-formats §2). */
export const ERASE_AFTER_TRIES = 10

// Rooms (spec/rooms.md)
/** Design §6: whoever owns them. */
export const ROOM_DEVICES_MAX: number = 1_000
export const ROOM_TITLE_BYTES_MAX: number = 256
/** Standards §2.7, R13. */
export const KEY_PACKAGE_LIFETIME_MS_MAX: number = 90 * DAY_MS
/** R13: clocks of hubs and makers of KeyPackages may differ by this much. */
export const KEY_PACKAGE_CLOCK_SKEW_MS: number = DAY_MS
/** A room that is expected to stay below this is made with X-Wing (rooms §1). */
export const POST_QUANTUM_DEVICES_EXPECTED_MAX: number = 100
/** A phone, a computer and one more. */
export const DEVICES_PER_ACCOUNT_EXPECTED: number = 3
export const KEY_PACKAGE_BYTES_MAX: number = 16 * KIB
/** R34. */
export const ADDRESSES_PER_SLOT_MAX: number = 4

// Logs (spec/delivery.md)
/** A commit that adds 500 devices under X-Wing is 1.34 MB (research/crypto.md §3). */
export const ENTRY_BYTES_MAX: number = 4 * MIB
export const WELCOME_BYTES_MAX: number = 4 * MIB
export const APPLICATION_ENTRY_BYTES_MAX: number = 256 * KIB
/** Small entries all look alike: a receipt, a reaction, a line of text. */
export const ENTRY_PADDED_BYTES_MIN: number = 512
/** R6. */
export const ENTRY_KEPT_MS_MAX: number = 30 * DAY_MS
export const PULL_ENTRIES_MAX: number = 256
export const PULL_BYTES_MAX: number = 4 * MIB
export const HEADS_PER_REQUEST_MAX: number = 64
/** R10. */
export const OPEN_CHILD_DOORS_PER_MAKER_MAX: number = 4
/** As many open doors as a log has: nobody needs more to speak over. */
export const SPOKEN_OVER_MAX: number = 64
export const DOOR_KEPT_MS: number = 7 * DAY_MS
/** R7: an opened roster stays in the hub's memory this long after its last use. */
export const ROSTER_IN_MEMORY_MS_MAX: number = 10 * MINUTE_MS
/** Design §6. */
export const GENERATIONS_SKIPPED_MAX: number = 20
/** R34, per posting key and hour; 60 commits where R34 has 10: a moderator who adds people one by one reaches 10 (decisions/0004). */
export const MESSAGES_PER_HOUR_MAX: number = 600
export const COMMITS_PER_HOUR_MAX: number = 60
export const SET_ADDRESSES_PER_HOUR_MAX: number = 6

// Content (spec/content.md)
export const CONTENT_BYTES_MAX: number = 64 * KIB
export const TEXT_BYTES_MAX: number = 32 * KIB
/** mimi-content §9.1. */
export const CONTENT_DEPTH_MAX: number = 4
export const CONTENT_PARTS_MAX: number = 1_024
export const FILE_NAME_BYTES_MAX: number = 255
export const STATUS_REPORTS_MAX: number = 256

// Linking a device (spec/linking.md)
/** Long enough to fetch the other device from another room. */
export const RENDEZVOUS_MS: number = 10 * MINUTE_MS
export const RENDEZVOUS_PLACES = 4
export const RENDEZVOUS_BOX_BYTES_MAX: number = 4 * KIB

// Notes between one's own devices (spec/self-room.md)
/** As long as a text can be. */
export const DRAFT_BYTES_MAX: number = 32 * KIB
export const DEVICE_NAME_BYTES_MAX = 64
/** A draft with what stands around it. */
export const NOTE_BYTES_MAX: number = 33 * KIB
export const NOTES_PER_MESSAGE_MAX = 256
/** What one message carries beside the note that goes beyond it. */
export const NOTES_BYTES_EXPECTED: number = 32 * KIB

// Timers (spec/timers.md), design §6
export const EXPIRE_MS_MIN: number = 5 * SECOND_MS
export const EXPIRE_MS_MAX: number = 366 * DAY_MS
export const EXPIRE_MS_DEFAULT: number = 30 * DAY_MS
export const BURN_MS_MIN: number = 5 * SECOND_MS
export const BURN_MS_MAX: number = 7 * DAY_MS
/** Promise 2: from the deadline plus this, nothing is left. */
export const ERASE_WITHIN_MS: number = 5 * SECOND_MS
/** R28: the id of an erased message is remembered this much longer, so that a resent copy is not shown again. */
export const TOMBSTONE_KEPT_MS: number = 90 * DAY_MS
export const TOMBSTONE_OF_BURNED_KEPT_MS: number = 366 * DAY_MS
/** Issue: a clock wrong by more is shown. */
export const CLOCK_WRONG_MS: number = 2 * MINUTE_MS
/** R18: raw entries are kept for a next hub at most this long. */
export const RAW_ENTRY_KEPT_MS: number = 7 * DAY_MS
/** R34: of more that an account says a day that it could not follow, nothing counts. */
export const CANNOT_FOLLOW_PER_DAY_MAX = 10
/** R15: whose commits could not be followed is counted over this time. */
export const CANNOT_FOLLOW_COUNTED_MS: number = 30 * DAY_MS
/** R18: receipts are kept as long as a hub keeps places; the newest one of a log without end. */
export const RECEIPT_KEPT_MS: number = 30 * DAY_MS

// Meeting (R19)
export const MEETING_SECRETS_MAX: number = 64
export const MEETING_SECRET_KEPT_MS: number = 90 * DAY_MS
export const MEETING_SECRET_RENEWED_MS: number = 7 * DAY_MS
/** R19: every so often a board has another tag for the same room. */
export const BOARD_SLOT_MS: number = 6 * HOUR_MS
export const BOARD_CELLS_MAX = 256
export const NOTE_KEPT_MS: number = DAY_MS
/** R19: a note is padded to the first of these it fits into, and does not exist if it fits into none. */
export const NOTE_SMALL_BYTES: number = 4 * KIB
export const NOTE_LARGE_BYTES: number = 8 * KIB
/** R21: nobody adds an equal head, and no head behind so many. */
export const HEAD_NOTES_MAX = 32

// Succession (R20 to R24)
/** So often a hub has failed, and for so long, before it counts as gone. */
export const HUB_TRIES_MIN = 3
export const HUB_FAILS_MS: number = 20 * SECOND_MS
/** In a room of at most two accounts, one device alone opens after this; in a larger one after the next. */
export const OPEN_ALONE_SMALL_MS: number = 30 * SECOND_MS
export const OPEN_ALONE_MS: number = 5 * MINUTE_MS
/** R20(c), R15: what a hub withholds, and a commit that only its committer follows, is waited for so long. */
export const WITHHELD_MS: number = MINUTE_MS
export const UNFOLLOWED_MS: number = MINUTE_MS
/** From the own head on the board to the opening: so long, and so much more for each place in the rank. */
export const OPEN_DELAY_MS: number = 5 * SECOND_MS
export const OPEN_DELAY_STEP_MS: number = 2 * SECOND_MS
export const OPEN_DELAY_STEPS_MAX = 5
/** R24: without a better rival for so long. */
export const ENDORSE_AFTER_MS: number = 10 * SECOND_MS
/** R34, of one account. */
export const OPENINGS_PER_DAY_MAX = 20

// Where a log went on (R30), and entries put beside a new one
/** Of one provider: one for each key that it had, and what it last said of itself. */
export const TOMBSTONES_MAX = 16
/** Readers of a log who show where it went on, each at most one note. */
export const SUCCESSOR_NOTES_MAX = 8
/** Entries put beside one log: so many bytes, of one reader, and of the same entry so many copies. */
export const PREFIX_BYTES_MAX: number = 64 * MIB
export const PREFIX_BYTES_PER_READER_MAX: number = 16 * MIB
export const PREFIX_COPIES_MAX = 2
export const PREFIX_NAMES_PER_REQUEST_MAX = 64

// Directory and queues (spec/delivery.md)
export const KEY_PACKAGES_PER_DEVICE_MAX: number = 100
/** Standards §2.7: refill below this. */
export const KEY_PACKAGES_PER_DEVICE_MIN: number = 20
export const LETTER_BYTES_MAX: number = 64 * KIB
export const LETTER_KEPT_MS: number = 30 * DAY_MS
export const QUEUE_ITEMS_MAX: number = 10_000
export const QUEUE_FETCH_MAX: number = 128
export const BACKUP_BYTES_MAX: number = MIB
/** A queue nobody reads is dropped: research/standards.md §5.2. */
export const QUEUE_IDLE_MS_MAX: number = 90 * DAY_MS

// Files (spec/blobs.md)
/** Issue: now; the format is made for 5 GB (Wickr's limit). */
export const FILE_BYTES_MAX: number = 100 * MIB
/** What the format can carry. */
export const FILE_BYTES_FORMAT_MAX: number = 5 * 1024 * MIB
export const FILE_CHUNK_BYTES: number = 64 * KIB
export const FILES_PER_MESSAGE_MAX = 16
/** As long as the longest message lives (EXPIRE_MS_MAX), and what is sent without an end. */
export const BLOB_KEPT_MS_MAX: number = 366 * DAY_MS
export const MEDIA_TYPE_BYTES_MAX = 127
export const PREVIEW_BYTES_MAX = 64
/** One request brings at most so much of a blob. */
export const BLOB_PIECE_BYTES_MAX: number = 8 * MIB

// Archives (spec/archive.md)
/** What one step of sealing holds in memory. */
export const ARCHIVE_CHUNK_BYTES: number = 64 * KIB
/** A segment ends with the record that makes it longer than this: what a broken transfer repeats at most. */
export const ARCHIVE_SEGMENT_BYTES: number = 4 * MIB
/** The chain of an account: RECORD_CHAIN_MAX records of ACCOUNT_RECORD_BYTES_MAX. */
export const ARCHIVE_RECORD_BYTES_MAX: number = 17 * MIB

// History for other devices and for the way back (spec/history.md)
/** A manifest names at most so many; a client keeps to half of them. */
export const HISTORY_SEGMENTS_MAX = 1024
/** What has less time than this to live is not kept for the way back. */
export const HISTORY_LIFE_MS_MIN: number = HOUR_MS
/** What one device gives another lies at the provider for at most so long. */
export const HISTORY_PART_KEPT_MS: number = 7 * DAY_MS

// Wire (spec/wire.md)
export const FRAME_BYTES_MAX: number = 9 * MIB
export const REQUESTS_IN_FLIGHT_MAX: number = 64
export const REQUEST_TIMEOUT_MS: number = 30 * SECOND_MS
export const PING_EVERY_MS: number = 25 * SECOND_MS

// Federation (spec/federation.md)
/** A request of one provider to another counts for so long after it was made, and once. */
export const SIGNED_REQUEST_MS_MAX: number = 2 * MINUTE_MS
/** Two servers that are not kept by the same clock. */
export const SIGNED_REQUEST_CLOCK_SKEW_MS: number = MINUTE_MS
export const NOTICES_PER_REQUEST_MAX = 64
