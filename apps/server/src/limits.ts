import { COMMITS_PER_HOUR_MAX, MESSAGES_PER_HOUR_MAX, SET_ADDRESSES_PER_HOUR_MAX, span } from '@rushlight/protocol'

/**
 * Every limit that a provider sets by itself, with its unit. Those that clients rely on are in `protocol`. All counting is
 * in memory: a restart forgives, and nothing about anybody's habits is stored.
 */

/** `burst` at once, then one more every `refillMs`. */
export type Rate = { readonly burst: number; readonly refillMs: number }
/** At most `count` in any span of `windowMs`. */
export type WindowLimit = { readonly count: number; readonly windowMs: number }

const KIB = 1024
const MIB = 1024 * KIB

// A socket, before anything is known of whoever opened it
/** The line of a request with its address, and all of its headers. */
export const HEADER_BYTES_MAX: number = 16 * KIB
export const HEADER_MS_MAX: number = 10 * span.SECOND_MS
/** A whole request. Clients give a piece of a file a minute. */
export const REQUEST_MS_MAX: number = 2 * span.MINUTE_MS
export const SLOW_REQUESTS_SOUGHT_EVERY_MS: number = 2 * span.SECOND_MS
/** Of one network, in whatever state. Behind a proxy it is the proxy that counts. */
export const SOCKETS_PER_NETWORK_MAX = 1_024
/** Until somebody who has a connection has said hello on it. */
export const HELLO_MS_MAX: number = 15 * span.SECOND_MS
/** Browsers cut long messages into pieces of 16 KiB and more. */
export const FRAGMENTS_PER_FRAME_MAX = 1_024
/** What the network may cut one of them into. */
export const CHUNKS_PER_FRAME_MAX = 32_768
/** Pings and pongs that nobody asked for, between two pings of ours. */
export const CONTROL_FRAMES_MAX = 64

// A place (`Link.peer`)
export const CONNECTIONS_PER_PEER_MAX = 512
/** What has come of frames whose end has not, over all connections. */
export const UNFINISHED_BYTES_PER_PEER_MAX: number = 128 * MIB
export const REQUESTS_PER_PEER: Rate = { burst: 60_000, refillMs: 1 }
/** Two requests each: fifty people in one office, then one every two minutes. */
export const SIGN_UPS_PER_PEER: Rate = { burst: 100, refillMs: span.MINUTE_MS }
export const SIGN_INS_PER_PEER: Rate = { burst: 60, refillMs: 30 * span.SECOND_MS }
/** Each record of a chain is a signature to verify. */
export const CHAIN_RECORDS_PER_PEER: Rate = { burst: 4_000, refillMs: span.SECOND_MS }
/** Two operations with keys each. */
export const PROOFS_PER_PEER: Rate = { burst: 2_000, refillMs: 20 }
export const LOOKUPS_PER_PEER: Rate = { burst: 600, refillMs: 2 * span.SECOND_MS }

/** A device looks under three tags of each of its rooms, and again while it waits. */
export const NOTE_READS_PER_PEER: Rate = { burst: 60_000, refillMs: 10 }

/** Two or three each for a device that is linked: guessing codes of 40 bits gets nowhere. */
export const RENDEZVOUS_PUTS_PER_PEER: Rate = { burst: 60, refillMs: 10 * span.SECOND_MS }
/** Two a second while somebody waits. */
export const RENDEZVOUS_READS_PER_PEER: Rate = { burst: 3_000, refillMs: 200 }

// A connection
/** What a connection has asked for and not been answered, counted in bytes of its frames. */
export const REQUEST_BYTES_IN_FLIGHT_MAX: number = 32 * MIB
/** What lies between us and a peer that does not read. One pull is at most 4 MiB, one Welcome 8. */
export const UNREAD_BYTES_MAX: number = 32 * MIB
export const PASSED_DOORS_PER_CONNECTION_MAX = 4_096

// A name
/** Guessing a password from one place: ten at once, then ten an hour. A stranger elsewhere locks nobody out. */
export const SIGN_INS_PER_NAME_AND_PEER: Rate = { burst: 10, refillMs: 6 * span.MINUTE_MS }
/** Guessing it from many places. */
export const SIGN_INS_PER_NAME: Rate = { burst: 100, refillMs: span.MINUTE_MS }
/** Nobody guesses a phrase; each try costs a signature to verify and a registration to begin. */
export const RECOVERIES_PER_PEER: Rate = { burst: 30, refillMs: span.MINUTE_MS }
export const RECOVERIES_PER_NAME: Rate = { burst: 10, refillMs: 6 * span.MINUTE_MS }
/** Accounts with one recovery key. */
export const RECOVERY_CANDIDATES_MAX = 64
export const SIGN_IN_MS_MAX: number = 2 * span.MINUTE_MS
export const SIGN_INS_AT_ONCE_MAX = 10_000

// An account
export const LOOKUPS_PER_ACCOUNT: Rate = { burst: 300, refillMs: 5 * span.SECOND_MS }
export const CLAIMS_PER_ACCOUNT: Rate = { burst: 1_000, refillMs: 90 * span.SECOND_MS }
/**
 * Of one account on another: 12 + 84 in a week, below the KEY_PACKAGES_PER_DEVICE_MAX that a device leaves there, so
 * nobody alone drives a silent device down to its last resort in that time.
 */
export const CLAIMS_PER_PAIR: Rate = { burst: 12, refillMs: 2 * span.HOUR_MS }
export const PUBLICATIONS_PER_ACCOUNT: Rate = { burst: 40, refillMs: 5 * span.MINUTE_MS }
/** Each message that goes from a backup with messages puts it anew. */
export const BACKUPS_PER_ACCOUNT: Rate = { burst: 240, refillMs: 5 * span.SECOND_MS }
export const QUEUES_PER_ACCOUNT: Rate = { burst: 30, refillMs: 30 * span.MINUTE_MS }
/** R34. */
export const OPENINGS_PER_ACCOUNT: WindowLimit = { count: 20, windowMs: span.DAY_MS }
/** A device puts one for each of its rooms when a hub is lost, and again when it has moved. */
export const NOTES_PER_ACCOUNT: Rate = { burst: 3_000, refillMs: span.SECOND_MS }
export const LETTERS_PER_ACCOUNT: Rate = { burst: 200, refillMs: 30 * span.SECOND_MS }
export const LETTERS_PER_QUEUE: Rate = { burst: 500, refillMs: 10 * span.SECOND_MS }
export const CHAIN_BYTES_MAX: number = 4 * MIB

/** What lies here for longer than this counts once more for each time that it begins anew. */
export const BLOB_COUNTED_MS: number = 30 * span.DAY_MS
/** So at most 30 times as much of one account lies here. */
export const BLOB_BYTES_PER_ACCOUNT: WindowLimit = { count: 2 * 1024 * MIB, windowMs: span.DAY_MS }
export const BLOBS_PER_ACCOUNT: Rate = { burst: 300, refillMs: 2 * span.SECOND_MS }
/** Each is a piece of a file: a file of 100 MiB is about twenty. */
export const BLOB_READS_PER_PEER: Rate = { burst: 20_000, refillMs: 10 }
/** An upload that nobody ends. */
export const UPLOAD_KEPT_MS: number = span.DAY_MS
export const BLOB_RETRY_MS: number = 2 * span.SECOND_MS

// A posting key (R34)
export const MESSAGES_PER_KEY: WindowLimit = { count: MESSAGES_PER_HOUR_MAX, windowMs: span.HOUR_MS }
export const COMMITS_PER_KEY: WindowLimit = { count: COMMITS_PER_HOUR_MAX, windowMs: span.HOUR_MS }
export const SET_ADDRESSES_PER_KEY: WindowLimit = { count: SET_ADDRESSES_PER_HOUR_MAX, windowMs: span.HOUR_MS }
export const ENTRY_BYTES_PER_KEY: WindowLimit = { count: 128 * MIB, windowMs: span.HOUR_MS }

// Another provider (spec/federation.md); it answers for its people
export const REQUESTS_PER_PROVIDER: Rate = { burst: 20_000, refillMs: 2 }
export const LOOKUPS_PER_PROVIDER: Rate = { burst: 1_000, refillMs: span.SECOND_MS }
export const CLAIMS_PER_PROVIDER: Rate = { burst: 2_000, refillMs: span.SECOND_MS }
/** Twice what one account may: nobody elsewhere drives a silent device down to its last resort in a week. */
export const CLAIMS_PER_PROVIDER_AND_ACCOUNT: Rate = { burst: 24, refillMs: 2 * span.HOUR_MS }
export const LETTERS_PER_PROVIDER: Rate = { burst: 1_000, refillMs: 2 * span.SECOND_MS }
export const NOTICES_PER_PROVIDER: Rate = { burst: 50_000, refillMs: 2 }
/** When a hub is gone, people of one provider look for each other at another one for all of their rooms at once. */
export const NOTES_PER_PROVIDER: Rate = { burst: 20_000, refillMs: 20 }
export const RELAYS_PER_ACCOUNT: Rate = { burst: 5_000, refillMs: 100 }
/** Under way to one provider: behind a slow one not more than so many wait. */
export const REQUESTS_TO_PEER_MAX = 64
export const SOCKETS_PER_PEER_MAX = 16
export const PEER_ANSWER_MS_MAX: number = 10 * span.SECOND_MS
/** How long one that did not answer is left alone, doubling from the first to the second. */
export const PEER_PAUSE_MS_MIN: number = span.SECOND_MS
export const PEER_PAUSE_MS_MAX: number = 2 * span.MINUTE_MS
/** Notices that wait for one provider, and for all of them. */
export const OUTBOUND_PER_PROVIDER_MAX = 10_000
export const OUTBOUND_MAX = 100_000
/** Days for which a notice waits for a provider that does not answer. */
export const OUTBOUND_DAYS_MAX = 7
/** And for which a Welcome does: nobody else tells of it. */
export const OUTBOUND_WELCOME_DAYS_MAX = 90
/** Requests that say to be of some provider, from one place: each is a signature to verify. */
export const SIGNED_REQUESTS_PER_PEER: Rate = { burst: 40_000, refillMs: 1 }
/** Requests that say to be of a provider whose key is not known, from one place. */
export const KEYS_ASKED_FOR_PEER: Rate = { burst: 60, refillMs: 2 * span.SECOND_MS }
/** Pieces of files that lie elsewhere: as many as of those that lie here, and a minute for each. */
export const FOREIGN_BLOBS_PER_ACCOUNT: Rate = { burst: 2_000, refillMs: 100 }
export const FOREIGN_BLOBS_AT_ONCE_MAX = 64
/** Fewer than SOCKETS_PER_PEER_MAX: questions get through beside them. */
export const FOREIGN_BLOBS_PER_PROVIDER_MAX = 8
export const FOREIGN_BLOB_MS_MAX: number = 50 * span.SECOND_MS
export const KEY_ASKED_EVERY_MS_MIN: number = 5 * span.SECOND_MS
export const WELL_KNOWN_BYTES_MAX: number = 64 * KIB

// A log
/** More open doors than this, and the oldest of the same maker that nobody else has used goes (R10). */
export const DOORS_PER_LOG_MAX = 64

/** Logs whose prefix is counted. */
export const PREFIXES_IN_MEMORY_MAX = 10_000

// What the provider says of its own end, name and keys
/** How long a new name or key is told, and a tombstone that was taken back. */
export const TOMBSTONE_TOLD_MS: number = 90 * span.DAY_MS
export const FORMER_NAMES_MAX = 16

// A name after a loss
export const NAME_CLAIMS_MAX = 8
/** People of a closed provider who want to come back, kept for its operator to see. */
export const RETURNING_MAX = 1_000

// The operator
export const OPERATOR_CLAIMS_PER_PEER: Rate = { burst: 10, refillMs: span.MINUTE_MS }
/** Counts of a whole store are good for so long. */
export const STATUS_KEPT_MS: number = 10 * span.MINUTE_MS
export const INVITATIONS_MAX = 1_000
export const INVITATION_MS_MAX: number = 366 * span.DAY_MS

// Memory
/** Keys that one limit keeps count of; the ones not seen for longest are forgotten first. */
export const LIMITED_KEYS_MAX = 100_000
/** At most 16 KiB each, for ten minutes. */
export const RENDEZVOUS_IN_MEMORY_MAX = 2_048
/** At most 8 KiB each. The tags that nobody asked for or wrote under for longest go first. */
export const BOARD_NOTES_IN_MEMORY_MAX = 16_384
export const PEERS_IN_MEMORY_MAX = 10_000
export const VISITS_IN_MEMORY_MAX = 50_000
export const NONCES_IN_MEMORY_MAX = 200_000
export const NOTICES_IN_MEMORY_MAX = 500_000
export const CLOSED_ADDRESSES_IN_MEMORY_MAX = 100_000
export const QUEUE_COUNTS_IN_MEMORY_MAX = 50_000

// Housekeeping
export const MEMORY_SWEPT_EVERY_MS: number = span.MINUTE_MS
export const POSITIONS_WRITTEN_EVERY_MS: number = 10 * span.MINUTE_MS
export const STORE_SWEPT_EVERY_MS: number = span.HOUR_MS
export const SCRUBBED_EVERY_MS_MIN: number = 3 * span.SECOND_MS
/** Entry bodies that end within one of these spans are erased together, at its end. */
export const ERASURE_SPAN_MS: number = 10 * span.SECOND_MS
export const ERASURE_RETRY_MS: number = span.MINUTE_MS
export const ROWS_PER_SWEEP = 256
