import type { Correction } from './correction.ts'

/** Where ts-mls 1.6.4 departs from RFC 9420 in what it says, accepts or hands back. */

export const externalPub: Correction = {
  name: 'external-pub',
  reason:
    'RFC 9420 §12.4.3.2: external_pub is a struct that holds an HPKEPublicKey, so its bytes have a length before them. ' +
    'Without it nobody else can join by an external commit.',
  edits: [
    {
      file: 'createCommit.js',
      find: 'extensionType: "external_pub", extensionData: externalPub }',
      replace: 'extensionType: "external_pub", extensionData: encode(varLenDataEncoder)(externalPub) }',
      times: 2,
    },
    {
      file: 'createCommit.js',
      find: 'await exportSecret(externalPub.extensionData, cs)',
      replace: 'await exportSecret(decodeVarLenData(externalPub.extensionData, 0)[0], cs)',
    },
    {
      file: 'createCommit.js',
      find: 'import { encode } from "./codec/tlsEncoder.js";',
      replace:
        'import { encode } from "./codec/tlsEncoder.js";\n' +
        'import { decodeVarLenData, varLenDataEncoder } from "./codec/variableLength.js";',
    },
  ],
}

export const externalSenders: Correction = {
  name: 'external-senders',
  reason:
    'RFC 9420 §12.1.8.1: external_senders is one extension that holds a vector of senders, and sender_index counts in ' +
    'that vector. The library read one sender per extension.',
  edits: [
    {
      file: 'externalSender.js',
      find: '/** @public */\nexport const decodeExternalSender =',
      replace:
        'export const decodeExternalSenders = (b, offset) => decodeVarLenType(decodeExternalSender)(b, offset);\n' +
        '/** @public */\nexport const decodeExternalSender =',
    },
    {
      file: 'externalSender.js',
      find: 'import { decodeVarLenData, varLenDataEncoder }',
      replace: 'import { decodeVarLenData, decodeVarLenType, varLenDataEncoder }',
    },
    {
      file: 'externalSender.d.ts',
      find: 'export declare const encodeExternalSender:',
      replace:
        'export declare const decodeExternalSenders: Decoder<ExternalSender[]>;\n' +
        '/** @public */\nexport declare const encodeExternalSender:',
    },
    { file: 'clientState.js', find: 'import { decodeExternalSender }', replace: 'import { decodeExternalSenders }' },
    {
      file: 'clientState.js',
      find: 'const decoded = decodeExternalSender(externalSender.extensionData, 0);',
      replace: 'const decoded = decodeExternalSenders(externalSender.extensionData, 0);',
    },
    {
      file: 'clientState.js',
      find:
        'const validCredential = await authService.validateCredential(decoded[0].credential, decoded[0].signaturePublicKey);\n' +
        '        if (!validCredential)\n' +
        '            return new ValidationError("Could not validate external credential");',
      replace:
        'for (const sender of decoded[0])\n' +
        '            if (!(await authService.validateCredential(sender.credential, sender.signaturePublicKey)))\n' +
        '                return new ValidationError("Could not validate external credential");',
    },
    {
      file: 'externalProposal.js',
      find: 'import { decodeExternalSender }',
      replace: 'import { decodeExternalSenders }',
    },
    {
      file: 'externalProposal.js',
      find:
        'const externalSenderExtensionIndex = groupInfo.groupContext.extensions.findIndex((ex) => {\n' +
        '        if (ex.extensionType !== "external_senders")\n' +
        '            return false;\n' +
        '        const decoded = decodeExternalSender(ex.extensionData, 0);\n' +
        '        if (decoded === undefined)\n' +
        '            throw new ValidationError("Could not decode external_sender extension");\n' +
        '        return constantTimeEqual(decoded[0].signaturePublicKey, signaturePublicKey);\n' +
        '    });',
      replace:
        'const externalSendersExtension = groupInfo.groupContext.extensions.find((ex) => ex.extensionType === "external_senders");\n' +
        '    const externalSenders = externalSendersExtension === undefined\n' +
        '        ? []\n' +
        '        : decodeExternalSenders(externalSendersExtension.extensionData, 0)?.[0];\n' +
        '    if (externalSenders === undefined)\n' +
        '        throw new ValidationError("Could not decode external_sender extension");\n' +
        '    const externalSenderExtensionIndex = externalSenders.findIndex((sender) => constantTimeEqual(sender.signaturePublicKey, signaturePublicKey));',
    },
    { file: 'publicMessage.js', find: 'import { decodeExternalSender }', replace: 'import { decodeExternalSenders }' },
    {
      file: 'publicMessage.js',
      find:
        'const externalSenderExtensions = extensions.filter((ex) => ex.extensionType === "external_senders");\n' +
        '    const externalSenderExtension = externalSenderExtensions[senderIndex];',
      replace: 'const externalSenderExtension = extensions.find((ex) => ex.extensionType === "external_senders");',
    },
    {
      file: 'publicMessage.js',
      find: 'const externalSender = decodeExternalSender(externalSenderExtension.extensionData, 0);',
      replace: 'const externalSender = decodeExternalSenders(externalSenderExtension.extensionData, 0);',
    },
    { file: 'publicMessage.js', find: 'return externalSender[0];', replace: 'return externalSender[0][senderIndex];' },
  ],
}

export const extensionsPath: Correction = {
  name: 'extensions-path',
  reason:
    'RFC 9420 §12.4: every proposal but Add, PSK and ReInit asks for a path, GroupContextExtensions too; and path ' +
    'secrets are encrypted under the provisional context, new extensions included (§12.4.1; upstream issue 742).',
  edits: [
    {
      file: 'clientState.js',
      find: 'const needsUpdatePath = allProposals.length === 0 || Object.values(grouped.update).length > 0 || Object.values(grouped.remove).length > 0;',
      replace:
        'const needsUpdatePath = allProposals.length === 0 ||\n' +
        '            allProposals.some(({ proposal }) => !["add", "psk", "reinit"].includes(proposal.proposalType));',
    },
    {
      file: 'createCommit.js',
      find: 'createUpdatePath(res.tree, toLeafIndex(state.privatePath.leafIndex), state.groupContext,',
      replace:
        'createUpdatePath(res.tree, toLeafIndex(state.privatePath.leafIndex), ' +
        'res.additionalResult.kind === "memberCommit" && res.additionalResult.extensions.length > 0 ' +
        '? { ...state.groupContext, extensions: res.additionalResult.extensions } : state.groupContext,',
    },
  ],
}

export const privateMessagePsk: Correction = {
  name: 'private-message-psk',
  reason: 'processMessage hands the PSKs it was given to public messages only, so a private commit with a PSK fails.',
  edits: [
    {
      file: 'processMessages.js',
      find: 'message.privateMessage, emptyPskIndex, cs, action)',
      replace: 'message.privateMessage, pskIndex, cs, action)',
    },
  ],
}

export const senderAndData: Correction = {
  name: 'sender-and-data',
  reason: 'Who sent an application message, and its authenticated data, are verified and then thrown away.',
  edits: [
    {
      file: 'processMessages.js',
      find: 'message: result.content.content.applicationData,',
      replace:
        'message: result.content.content.applicationData,\n' +
        '            senderLeafIndex: result.content.content.sender.leafIndex,\n' +
        '            aad: result.content.content.authenticatedData,',
      times: 2,
    },
    {
      file: 'processMessages.d.ts',
      find: '    message: Uint8Array;',
      replace: '    message: Uint8Array;\n    senderLeafIndex: number;\n    aad: Uint8Array;',
    },
  ],
}

export const oldEpochSecrets: Correction = {
  name: 'old-epoch-secrets',
  reason: 'The secrets of epochs that rotate out are collected for the caller to erase, and then not returned.',
  edits: [
    {
      file: 'clientState.js',
      find: 'return [new Map(sortedEpochs.slice(-max).map((epoch) => [epoch, historicalReceiverData.get(epoch)])), []];',
      replace: 'return [map, toBeDeleted.filter((secret) => secret !== undefined)];',
    },
  ],
}

export const unmergedLeaves: Correction = {
  name: 'unmerged-leaves',
  reason:
    'RFC 9420 §7.9.2: an unmerged leaf must be listed by the nodes between it and the node that lists it. The library ' +
    'asks it of the nodes above as well, so in ordinary use a tree comes about that no newcomer accepts; it takes ' +
    'leaves that are no descendants, and never ends for a leaf beyond the tree.',
  edits: [
    {
      file: 'clientState.js',
      find: 'const dp = directPath(leafToNodeIndex(leafIndex), leafWidth(tree.length));',
      replace:
        'if (unmergedLeaf >= leafWidth(tree.length))\n' +
        '                    return new ValidationError("Unmerged leaf lies outside of the tree");\n' +
        '                const dp = directPath(leafToNodeIndex(leafIndex), leafWidth(tree.length));',
    },
    {
      file: 'clientState.js',
      find: 'if (tree[nodeIndex]?.nodeType !== "leaf" && !dp.includes(toNodeIndex(i)))',
      replace: 'if (tree[nodeIndex]?.nodeType !== "leaf" || !dp.includes(toNodeIndex(i)))',
    },
    {
      file: 'clientState.js',
      find: 'for (const parentIdx of dp) {',
      replace: 'for (const parentIdx of dp.slice(0, dp.indexOf(toNodeIndex(i)))) {',
    },
    {
      file: 'clientState.js',
      find: 'if (!arraysEqual(dpNode.parent.unmergedLeaves, n.parent.unmergedLeaves))',
      replace: 'if (!dpNode.parent.unmergedLeaves.includes(unmergedLeaf))',
    },
  ],
}

export const uniqueKeys: Correction = {
  name: 'unique-keys',
  reason:
    'RFC 9420 §7.3: the encryption and signature key of a new leaf are unique in the tree it enters. The library looks ' +
    'whether the old tree has doubles and never at the new leaf, so members accept what no newcomer can join.',
  edits: [
    {
      file: 'clientState.js',
      find:
        'export async function validateLeafNodeCredentialAndKeyUniqueness(tree, leafNode, existingLeafIndex) {\n' +
        '    const hpkeKeys = new Set();\n' +
        '    const signatureKeys = new Set();\n',
      replace:
        'export async function validateLeafNodeCredentialAndKeyUniqueness(tree, leafNode, existingLeafIndex) {\n' +
        '    const hpkeKeys = new Set([bytesToBase64(leafNode.hpkePublicKey)]);\n' +
        '    const signatureKeys = new Set([bytesToBase64(leafNode.signaturePublicKey)]);\n',
    },
    {
      file: 'clientState.js',
      find:
        'return new ValidationError("LeafNode has credential that is not supported by member of the group");\n' +
        '            }\n' +
        '            const hpkeKey = bytesToBase64(node.leaf.hpkePublicKey);',
      replace:
        'return new ValidationError("LeafNode has credential that is not supported by member of the group");\n' +
        '            }\n' +
        '            if (existingLeafIndex === nodeToLeafIndex(toNodeIndex(nodeIndex)))\n' +
        '                continue;\n' +
        '            const hpkeKey = bytesToBase64(node.leaf.hpkePublicKey);',
    },
    {
      file: 'clientState.js',
      find:
        'throwIfDefined(await validateKeyPackage(proposal.add.keyPackage, gc, ratchetTree, sentByClient, lifetimeConfig, authService, s));\n' +
        '        const [tree, ws] = await acc;\n',
      replace:
        'const [tree, ws] = await acc;\n' +
        '        throwIfDefined(await validateKeyPackage(proposal.add.keyPackage, gc, tree, sentByClient, lifetimeConfig, authService, s));\n',
    },
  ],
}

export const refilledLeaf: Correction = {
  name: 'refilled-leaf',
  reason:
    'A member finds out that he was removed by his leaf being blank, but a commit that also adds puts the newcomer ' +
    'there: the removed member fails with an internal error instead of knowing.',
  edits: [
    {
      file: 'clientState.js',
      find: 'const selfRemoved = mutatedTree[leafToNodeIndex(toLeafIndex(state.privatePath.leafIndex))] === undefined;',
      replace:
        'const selfRemoved = grouped.remove.some(({ proposal }) => proposal.remove.removed === state.privatePath.leafIndex);',
    },
  ],
}

export const blankRoot: Correction = {
  name: 'blank-root',
  reason:
    'RFC 9420 §7.4: the commit secret follows from the last path secret of the filtered path. Where one half of the ' +
    'tree is empty the root is no part of that path, and the library goes one step too far.',
  edits: [
    {
      file: 'pathSecrets.js',
      find: 'const nextSecret = await deriveSecret(pathSecrets[currentIndex], "path", kdf);',
      replace:
        'if (tree[nextIndex] === undefined) {\n' +
        '            pathSecrets[rootIndex] = pathSecrets[currentIndex];\n' +
        '            break;\n' +
        '        }\n' +
        '        const nextSecret = await deriveSecret(pathSecrets[currentIndex], "path", kdf);',
    },
  ],
}
