/**
 * How many cases of each published file concern suites that we speak. A test holds its run against this, so that a
 * reader that passes over cases, or a folder of cut files, is no success.
 */
export const MLS_VECTOR_CASES: Readonly<Record<string, number>> = {
  'crypto-basics.json': 2,
  'deserialization.json': 14,
  'key-schedule.json': 2,
  'message-protection.json': 2,
  'messages.json': 300,
  'passive-client-handling-commit.json': 26,
  'passive-client-welcome.json': 16,
  'psk_secret.json': 22,
  'secret-tree.json': 6,
  'transcript-hashes.json': 2,
  'tree-math.json': 10,
  'tree-operations.json': 5,
  'tree-validation.json': 28,
  'treekem.json': 22,
  'welcome.json': 2,
}
