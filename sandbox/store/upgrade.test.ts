import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startSandbox } from '../start.ts'
import { FORMAT_CHANGES, type FormatChange, newestOf, upgradeDocuments } from './formats.ts'
import { openStore } from './store.ts'

const FORMAT_1 = readFileSync(path.join(import.meta.dirname, 'format-1.sql'), 'utf8')
const KEY = {
  accessKeyId: 'AKIARTX3GSDS5G7WJFSZ',
  secretAccessKey: 'not-a-secret-but-the-key-of-a-fixture-00',
}

let folder: string
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'store-upgrade-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const file = () => path.join(folder, 'state.sqlite')

/** The state of an older Slipway in the folder. */
function writeFormat1(): void {
  const db = new DatabaseSync(file())
  db.exec(FORMAT_1)
  db.close()
}

function formatOf(name: string): number {
  const db = new DatabaseSync(name, { readOnly: true })
  const { user_version: format } = db.prepare('PRAGMA user_version').get() as { user_version: number }
  db.close()
  return format
}

const clusters = (name: string, formatChanges?: readonly FormatChange[]) => {
  const store = openStore(name, formatChanges && { formatChanges })
  const found = store
    .scope('111122223333', 'eu-west-1')
    .collection<Record<string, unknown>>('ecs:cluster')
    .values()
  store.close()
  return found
}

const later: FormatChange[] = [
  ...FORMAT_CHANGES,
  {
    format: 90,
    document: one =>
      one.kind === 'ecs:cluster'
        ? { ...one, id: `${one.id}/`, body: { ...(one.body as object), order: '90' } }
        : one,
  },
  {
    format: 91,
    document: one => {
      if (one.kind === 'ecs:service') return undefined
      const body = one.body as { order?: string }
      return body.order === undefined ? one : { ...one, body: { ...body, order: `${body.order} 91` } }
    },
  },
]

describe('the state of an older Slipway', () => {
  test('is opened in today’s format, and works', async () => {
    writeFormat1()
    const sandbox = await startSandbox({ dataDir: folder, runtime: 'process' })
    const ecs = new ECSClient({ endpoint: sandbox.endpoint, region: 'eu-west-1', credentials: KEY })
    try {
      const { services } = await ecs.send(
        new DescribeServicesCommand({ cluster: 'lab', services: ['web'], include: ['TAGS'] }),
      )
      expect(services).toMatchObject([
        { serviceName: 'web', status: 'ACTIVE', tags: [{ key: 'slipway-lab', value: 'fixture' }] },
      ])
    } finally {
      ecs.destroy()
      await sandbox.close()
    }
    expect(formatOf(file())).toBe(newestOf(FORMAT_CHANGES))
  })

  test('is kept beside it as it was', () => {
    writeFormat1()
    openStore(file()).close()
    const copy = `${file()}.format-1`
    expect(formatOf(copy)).toBe(1)
    const db = new DatabaseSync(copy)
    const before = new DatabaseSync(':memory:')
    before.exec(FORMAT_1)
    const all = 'SELECT * FROM document ORDER BY account_id, region, kind, id'
    expect(db.prepare(all).all()).toEqual(before.prepare(all).all())
    db.close()
  })

  test('goes through every change in order, documents moved, changed and dropped', () => {
    writeFormat1()
    expect(clusters(file(), later)).toMatchObject([{ clusterName: 'lab', order: '90 91' }])
    const store = openStore(file(), { formatChanges: later })
    const scope = store.scope('111122223333', 'eu-west-1')
    expect(scope.collection('ecs:cluster').has('lab/')).toBe(true)
    expect(scope.collection('ecs:service').size).toBe(0)
    expect(scope.collection('ecs:task-definition').size).toBe(1)
    store.close()
    expect(formatOf(file())).toBe(91)
  })

  test('is as it was when a change fails, and says where the copy is', () => {
    writeFormat1()
    const broken: FormatChange = {
      format: 92,
      document: () => {
        throw new Error('no such member')
      },
    }
    expect(() => clusters(file(), [...later, broken])).toThrow(
      `The state in ${file()} could not be brought from format 1 to 92: no such member. It is as it was, and copied to ${file()}.format-1. Start the Slipway that wrote it, or move the file away to begin anew.`,
    )
    expect(formatOf(file())).toBe(1)
    expect(clusters(file())).toMatchObject([{ clusterName: 'lab' }])
  })
})

test('a new state needs no copy, nor does one of today', () => {
  openStore(file()).close()
  openStore(file()).close()
  expect(existsSync(`${file()}.format-0`)).toBe(false)
  expect(existsSync(`${file()}.format-${newestOf(FORMAT_CHANGES)}`)).toBe(false)
})

test('the state of a newer Slipway is refused, names the one that wrote it, and is not touched', () => {
  openStore(file(), { formatChanges: later }).close()
  const db = new DatabaseSync(file())
  db.exec("UPDATE about SET value = '9.8.7'")
  db.close()
  const bytes = readFileSync(file())
  expect(() => openStore(file())).toThrow(
    `was written by Slipway 9.8.7 (format 91, this one reads ${newestOf(FORMAT_CHANGES)}). Update Slipway, or move the file away to begin anew.`,
  )
  expect(readFileSync(file())).toEqual(bytes)
})

test('formats are numbered in order, without a gap', () => {
  expect(FORMAT_CHANGES.map(({ format }) => format)).toEqual(FORMAT_CHANGES.map((_, index) => index + 1))
})

test('documents of an older snapshot go through the changes since', () => {
  const cluster = { region: 'eu-west-1', kind: 'ecs:cluster', id: 'lab', body: {} }
  const service = { region: 'eu-west-1', kind: 'ecs:service', id: 'lab/web', body: {} }
  expect(upgradeDocuments(2, [cluster, service], later)).toEqual([
    { ...cluster, id: 'lab/', body: { order: '90 91' } },
  ])
  expect(upgradeDocuments(91, [service], later)).toEqual([service])
})
