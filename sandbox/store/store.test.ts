import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore, type Store, StoreWriteError } from './store.ts'

let folder: string
let open: Store[]

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'store-'))
  open = []
})
afterEach(() => {
  for (const store of open) store.close()
  rmSync(folder, { recursive: true })
})

const file = () => path.join(folder, 'state.sqlite')
const opened = (...parameters: Parameters<typeof openStore>) => {
  const store = openStore(...parameters)
  open.push(store)
  return store
}
const clusters = (store: Store, accountId = '1', region = 'eu-west-1') =>
  store.scope(accountId, region).collection<{ name: string; at?: Date }>('ecs:cluster')

test('what was put is there after a restart, dates as dates', () => {
  const first = openStore(file())
  const at = new Date('2026-10-01T09:00:00.123Z')
  clusters(first).put('a', { name: 'a', at })
  clusters(first).put('b', { name: 'b' })
  clusters(first).delete('b')
  first.close()
  const second = opened(file())
  expect(clusters(second).values()).toEqual([{ name: 'a', at }])
  expect(second.scopes().map(({ accountId, region }) => [accountId, region])).toEqual([['1', 'eu-west-1']])
})

test('accounts, regions and kinds are apart', () => {
  const store = opened(':memory:')
  clusters(store, '1').put('a', { name: 'one' })
  clusters(store, '2').put('a', { name: 'two' })
  clusters(store, '1', 'us-east-1').put('a', { name: 'three' })
  store.scope('1', 'eu-west-1').collection('ecs:service').put('a', { name: 'four' })
  expect(clusters(store, '1').values()).toEqual([{ name: 'one' }])
  expect(clusters(store, '1').size).toBe(1)
})

test('an account is replaced as a whole, and others are left alone', () => {
  const store = opened(':memory:')
  clusters(store, '1').put('a', { name: 'a' })
  clusters(store, '2').put('a', { name: 'other' })
  const saved = store.exportAccount('1')
  clusters(store, '1').put('b', { name: 'b' })
  store.replaceAccount('1', saved)
  expect(clusters(store, '1').values()).toEqual([{ name: 'a' }])
  saved.forEach(({ body }) => Object.assign(body as object, { name: 'changed' }))
  expect(clusters(store, '1').values()).toEqual([{ name: 'a' }])
  store.replaceAccount('1', [])
  expect(clusters(store, '1').values()).toEqual([])
  expect(clusters(store, '2').values()).toEqual([{ name: 'other' }])
})

describe('a full disk', () => {
  const large = (name: string) => ({ name: name.repeat(60_000) })

  test('is told to whoever flushes, loses nothing acknowledged, and is over when there is room', () => {
    const store = opened(file(), { largestPages: 8 })
    clusters(store).put('small', { name: 'small' })
    store.flush()
    clusters(store).put('large', large('x'))
    expect(() => store.flush()).toThrow(StoreWriteError)
    expect(() => store.flush()).toThrow(
      /could not write its state to .*state\.sqlite: database or disk is full.*Nothing it acknowledged is lost/,
    )
    clusters(store).delete('large')
    store.flush()
    store.close()
    expect(clusters(opened(file())).values()).toEqual([{ name: 'small' }])
  })

  test('does not end the process when nobody flushes, and the next to flush is told', async () => {
    const store = opened(file(), { largestPages: 8 })
    clusters(store).put('large', large('x'))
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(() => store.flush()).toThrow(StoreWriteError)
    clusters(store).delete('large')
  })
})

test('a document that cannot be written is named, and keeps no other from the disk', () => {
  const store = opened(file())
  clusters(store).put('bad', { name: 1n as unknown as string })
  clusters(store).put('good', { name: 'good' })
  expect(() => store.flush()).toThrow(
    'The ecs:cluster bad of account 1 cannot be stored: Do not know how to serialize a BigInt',
  )
  store.flush()
  store.close()
  expect(clusters(opened(file())).values()).toEqual([{ name: 'good' }])
})

describe('a state file is refused with a reason', () => {
  test('while another practice account has it open', () => {
    opened(file())
    expect(() => openStore(file())).toThrow(/is in use by another practice account\. Stop that one first\./)
  })

  test('when it is damaged', () => {
    writeFileSync(file(), 'no database at all'.repeat(500))
    expect(() => openStore(file())).toThrow(/is damaged \(.*\)\. Move the file away to begin anew\./)
  })

  test('when a newer Slipway wrote it', async () => {
    opened(file()).close()
    const { DatabaseSync } = await import('node:sqlite')
    const db = new DatabaseSync(file())
    db.exec('PRAGMA user_version = 99')
    db.close()
    expect(() => openStore(file())).toThrow(/was written by Slipway \S+ \(format 99, this one reads \d+\)/)
  })
})
