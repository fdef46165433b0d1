import { beforeEach, describe, expect, test } from 'vitest'
import { FakeClock } from '../../../fake-clock.ts'
import { openStore } from '../../../store/store.ts'
import type { LeftoverDocument, RunDocument } from '../store.ts'
import { CallError } from './call-error.ts'
import type { Call } from './call.ts'
import { removeResource } from './remove-resource.ts'
import type { Turn } from './turn.ts'

/* What is asked of the database's service when a stack lets go of a database. */

let asked: string[]
let told: string[]
let snapshotFails: boolean

const refusal = (code: string) => new CallError('rds', code, `${code}.`, 400, 'id')

/** A service with one database; a snapshot of it is there at the second look. */
const call: Call = <Output extends object>(_service: string, operation: string) => {
  asked.push(operation)
  const count = asked.filter(one => one === operation).length
  const answer = () => {
    if (operation === 'DescribeDBSnapshots') {
      const isMade = asked.includes('CreateDBSnapshot')
      if (!isMade) throw refusal('DBSnapshotNotFound')
      return { DBSnapshots: [{ Status: count > 2 ? 'available' : 'creating' }] }
    }
    if (operation === 'CreateDBSnapshot' && snapshotFails) throw refusal('SnapshotQuotaExceeded')
    if (operation === 'DescribeDBInstances') throw refusal('DBInstanceNotFound')
    return {}
  }
  return Promise.resolve().then(answer as () => Output)
}

const database: LeftoverDocument = {
  ...{ logicalId: 'Db', type: 'AWS::RDS::DBInstance', physicalId: 'db-1', properties: {}, attributes: {} },
  ...{ dependsOn: [], deletionPolicy: 'Snapshot' },
}

function remove(
  leftover: Partial<LeftoverDocument>,
  run: Partial<RunDocument> = {},
  status = 'UPDATE_COMPLETE',
) {
  const store = openStore(':memory:')
  const turn = {
    sandbox: { clock: new FakeClock() },
    scope: store.scope('123456789012', 'eu-west-1'),
    stack: { stackId: 'arn', stackName: 'data', status, tags: [] },
    run: { kind: 'delete', ...run },
    call,
    signal: new AbortController().signal,
  } as unknown as Turn
  return removeResource(turn, { ...database, ...leftover }, state => told.push(state))
}

beforeEach(() => {
  ;[asked, told, snapshotFails] = [[], [], false]
})

const gone = ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE']
const plain = ['DeleteDBInstance', 'DescribeDBInstances']

describe('a database', () => {
  test('is removed once a snapshot of it is there', async () => {
    expect(await remove({})).toBe(true)
    expect(told).toEqual(gone)
    expect(asked.indexOf('CreateDBSnapshot')).toBeLessThan(asked.indexOf('DeleteDBInstance'))
    expect(asked.lastIndexOf('DescribeDBSnapshots')).toBeLessThan(asked.indexOf('DeleteDBInstance'))
    expect(asked.filter(one => one === 'CreateDBSnapshot')).toHaveLength(1)
  })

  test('is kept where no snapshot can be made', async () => {
    snapshotFails = true
    expect(await remove({})).toBe(false)
    expect(told).toEqual(['DELETE_IN_PROGRESS', 'DELETE_FAILED'])
    expect(asked).not.toContain('DeleteDBInstance')
  })

  test.each<[string, Partial<LeftoverDocument>, Partial<RunDocument>, string?]>([
    ['by policy', { deletionPolicy: 'Delete' }, {}],
    ['that its own creation takes back', {}, { kind: 'create' }],
    ['that an update made and takes back', { takenBack: true }, { kind: 'update' }],
    ['of a stack that was never whole', {}, { kind: 'update' }, 'ROLLBACK_IN_PROGRESS'],
    [
      'kept except on creation',
      { deletionPolicy: 'RetainExceptOnCreate', takenBack: true },
      { kind: 'update' },
    ],
    [
      'kept, but new',
      { deletionPolicy: 'Retain', takenBack: true },
      { kind: 'update', removesCreated: true },
    ],
  ])('is removed without a snapshot: %s', async (_name, leftover, run, status) => {
    expect(await remove(leftover, run, status)).toBe(true)
    expect(told).toEqual(gone)
    expect(asked).toEqual(plain)
  })

  test.each<[string, Partial<LeftoverDocument>, Partial<RunDocument>]>([
    ['Retain', { deletionPolicy: 'Retain' }, {}],
    [
      'Retain, and what made it is taken back',
      { deletionPolicy: 'Retain', takenBack: true },
      { kind: 'update' },
    ],
    ['Retain, was there before', { deletionPolicy: 'Retain' }, { kind: 'update', removesCreated: true }],
    ['RetainExceptOnCreate', { deletionPolicy: 'RetainExceptOnCreate' }, {}],
  ])('is left where its policy says so: %s', async (_name, leftover, run) => {
    expect(await remove(leftover, run)).toBe(true)
    expect(told).toEqual(['DELETE_SKIPPED'])
    expect(asked).toEqual([])
  })
})
