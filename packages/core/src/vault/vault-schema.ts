import type { Schema } from '@rushlight/records'
import { selfTable } from '../account/self-row.ts'
import { settingsTable } from '../account/settings-row.ts'
import { accountTable } from '../directory/account-row.ts'
import { keyPackageTable } from '../directory/key-package-row.ts'
import { deadlineTable } from '../expiry/deadline-row.ts'
import { draftFileTable, fileTable, ownBlobTable } from '../file/file-row.ts'
import { keptTable, lineMarkTable, segmentBlobTable, segmentTable, wantedTable } from '../history/kept-row.ts'
import { askTable, giftTable, partTable } from '../history/transfer-row.ts'
import { messageIdTable, messageTable } from '../message/message-row.ts'
import { receivedTable } from '../message/received-row.ts'
import { reportTable } from '../message/report-row.ts'
import { seenTable } from '../message/seen-row.ts'
import { jobTable } from '../outbox/job-row.ts'
import { baseTable } from '../room/base-row.ts'
import { GROUP_TABLES } from '../room/group-rows.ts'
import { deviceHeadTable, rawEntryTable, receiptTable } from '../room/log-rows.ts'
import { frameTable, roomTable } from '../room/room-row.ts'
import { noteTable, noteWorkTable } from '../self-room/note-row.ts'

/** The vault's tables (`spec/stored-formats.md` §3). The format counts up with every change of a stored shape. */
export const VAULT_SCHEMA: Schema = {
  name: 'vault',
  format: 1,
  tables: [
    selfTable.name,
    settingsTable.name,
    accountTable.name,
    keyPackageTable.name,
    roomTable.name,
    frameTable.name,
    ...GROUP_TABLES,
    baseTable.name,
    rawEntryTable.name,
    receiptTable.name,
    deviceHeadTable.name,
    messageTable.name,
    messageIdTable.name,
    seenTable.name,
    receivedTable.name,
    reportTable.name,
    jobTable.name,
    deadlineTable.name,
    draftFileTable.name,
    fileTable.name,
    ownBlobTable.name,
    askTable.name,
    partTable.name,
    giftTable.name,
    keptTable.name,
    segmentTable.name,
    segmentBlobTable.name,
    wantedTable.name,
    lineMarkTable.name,
    noteTable.name,
    noteWorkTable.name,
  ],
  migrations: {},
}
