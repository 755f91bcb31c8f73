import type { Correction } from './correction.ts'

/** Where ts-mls 1.6.4 reads or writes bytes wrongly, at hostile cost, or slowly. */

const FIRST_WRONG_SUITE = 77
const FIRST_PRIVATE_SUITE = 0xf007
const SUITES_MOVED = 12

export const privateUseSuites: Correction = {
  name: 'private-use-suites',
  reason:
    'The post-quantum suites sit at 0x004D and above, which IANA assigns (others have X-Wing there); they move to the ' +
    'private-use numbers that the library itself took in 2.x.',
  edits: Array.from({ length: SUITES_MOVED }, (_, i) => {
    const [from, to] = [FIRST_WRONG_SUITE + i, FIRST_PRIVATE_SUITE + i]
    return [
      { file: 'crypto/ciphersuite.js', find: `: ${from},\n`, replace: `: ${to},\n` },
      { file: 'crypto/ciphersuite.js', find: `\n    ${from}: {\n`, replace: `\n    ${to}: {\n` },
      { file: 'crypto/ciphersuite.d.ts', find: `: ${from};\n`, replace: `: ${to};\n` },
    ]
  }).flat(),
}

export const minimalLengths: Correction = {
  name: 'minimal-lengths',
  reason:
    'RFC 9420 §2.1.2: a length that is not written in the fewest bytes MUST be refused. Otherwise one message has many ' +
    'forms, and what is signed or hashed is not what was received.',
  edits: [
    {
      file: 'codec/variableLength.js',
      find: 'return { length: ((firstByte & 0b00111111) << 8) | data[offset + 1], lengthFieldSize: 2 };',
      replace: 'return minimalLength(((firstByte & 0b00111111) << 8) | data[offset + 1], 64, 2);',
    },
    {
      file: 'codec/variableLength.js',
      find:
        'return {\n' +
        '            length: ((firstByte & 0b00111111) << 24) |\n' +
        '                (data[offset + 1] << 16) |\n' +
        '                (data[offset + 2] << 8) |\n' +
        '                data[offset + 3],\n' +
        '            lengthFieldSize: 4,\n' +
        '        };',
      replace:
        'return minimalLength(((firstByte & 0b00111111) << 24) |\n' +
        '            (data[offset + 1] << 16) |\n' +
        '            (data[offset + 2] << 8) |\n' +
        '            data[offset + 3], 16384, 4);',
    },
    {
      file: 'codec/variableLength.js',
      find: 'export function determineLength(',
      replace:
        'function minimalLength(length, minimum, lengthFieldSize) {\n' +
        '    if (length < minimum)\n' +
        '        throw new CodecError("Length is not written in the fewest bytes");\n' +
        '    return { length, lengthFieldSize };\n' +
        '}\n' +
        'export function determineLength(',
    },
  ],
}

export const presenceOctet: Correction = {
  name: 'presence-octet',
  reason:
    'RFC 9420 §2.1.1: the octet before an optional value is 0 or 1. The library read every other octet, and the end of ' +
    'the input, as "absent".',
  edits: [
    {
      file: 'codec/optional.js',
      find: 'else {\n            return [undefined, 1];\n        }',
      replace: 'else {\n            return presenceOctet === 0 ? [undefined, 1] : undefined;\n        }',
    },
  ],
}

export const flatEncoders: Correction = {
  name: 'flat-encoders',
  reason:
    'Writing a list nests one call per element, so a long list from outside overflows the stack, at a length that ' +
    'differs between platforms: members would judge one commit differently.',
  edits: [
    {
      file: 'codec/variableLength.js',
      find:
        'let totalLength = 0;\n' +
        '        let writeTotal = (_offset, _buffer) => { };\n' +
        '        for (let i = 0; i < data.length; i++) {\n' +
        '            const [len, write] = enc(data[i]);\n' +
        '            const oldFunc = writeTotal;\n' +
        '            const currentLen = totalLength;\n' +
        '            writeTotal = (offset, buffer) => {\n' +
        '                oldFunc(offset, buffer);\n' +
        '                write(offset + currentLen, buffer);\n' +
        '            };\n' +
        '            totalLength += len;\n' +
        '        }',
      replace:
        'let totalLength = 0;\n' +
        '        const writers = [];\n' +
        '        for (const item of data) {\n' +
        '            const [len, write] = enc(item);\n' +
        '            writers.push([totalLength, write]);\n' +
        '            totalLength += len;\n' +
        '        }\n' +
        '        const writeTotal = (offset, buffer) => {\n' +
        '            for (const [start, write] of writers)\n' +
        '                write(offset + start, buffer);\n' +
        '        };',
    },
  ],
}

export const enumTable: Correction = {
  name: 'enum-table',
  reason:
    'Reading one enumerated number builds the reversed table anew, an object spread per entry: 15 % of a join, and most ' +
    'of it once suites have private-use numbers.',
  edits: [
    {
      file: 'util/enumHelpers.js',
      find: 'return (n) => (Object.values(t).includes(n) ? reverseMap(t)[n] : undefined);',
      replace:
        'let keys;\n' +
        '    return (n) => (keys ??= new Map(Object.entries(t).map(([key, number]) => [number, key]))).get(n);',
    },
  ],
}

export const treeHashCache: Correction = {
  name: 'tree-hash-cache',
  reason:
    'Each commit hashes the whole tree three times over, and a join hashes subtrees once per leaf, O(N²). Nodes are ' +
    'never changed in place, so a hash is kept with the node it was made of.',
  edits: [
    {
      file: 'ratchetTree.js',
      find: 'export function removeLeaves(tree, leafIndices) {\n',
      replace:
        'export function removeLeaves(tree, leafIndices) {\n    if (leafIndices.length === 0)\n        return tree;\n',
    },
    {
      file: 'treeHash.js',
      find: 'export async function treeHash(tree, subtreeIndex, h) {\n    if (isLeaf(subtreeIndex)) {',
      replace:
        'const caches = new WeakMap();\n' +
        'function cacheOf(h) {\n' +
        '    if (!caches.has(h))\n' +
        '        caches.set(h, { blanks: new Map(), leaves: new WeakMap(), parents: new WeakMap() });\n' +
        '    return caches.get(h);\n' +
        '}\n' +
        'export async function treeHash(tree, subtreeIndex, h) {\n' +
        '    const cache = cacheOf(h);\n' +
        '    if (isLeaf(subtreeIndex)) {\n' +
        '        const leaf = tree[subtreeIndex]?.leaf;\n' +
        '        const known = leaf === undefined ? cache.blanks.get(subtreeIndex) : cache.leaves.get(leaf);\n' +
        '        if (known?.index === subtreeIndex)\n' +
        '            return known.hash;',
    },
    {
      file: 'treeHash.js',
      find: 'return await h.digest(input);',
      replace:
        'const hash = await h.digest(input);\n' +
        '        if (leaf === undefined)\n' +
        '            cache.blanks.set(subtreeIndex, { index: subtreeIndex, hash });\n' +
        '        else\n' +
        '            cache.leaves.set(leaf, { index: subtreeIndex, hash });\n' +
        '        return hash;',
    },
    {
      file: 'treeHash.js',
      find: '        const input = {\n            nodeType: "parent",',
      replace:
        '        // A kept child hash is one object per subtree: its identity stands for all that is below.\n' +
        '        const known = cache.parents.get(leftHash);\n' +
        '        if (known?.rightHash === rightHash && known.parent === parentNode?.parent)\n' +
        '            return known.hash;\n' +
        '        const input = {\n            nodeType: "parent",',
    },
    {
      file: 'treeHash.js',
      find: 'return await h.digest(encode(parentNodeHashInputEncoder)(input));',
      replace:
        'const hash = await h.digest(encode(parentNodeHashInputEncoder)(input));\n' +
        '        cache.parents.set(leftHash, { rightHash, parent: parentNode?.parent, hash });\n' +
        '        return hash;',
    },
  ],
}
