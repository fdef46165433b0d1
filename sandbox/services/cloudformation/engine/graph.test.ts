import { expect, test } from 'vitest'
import { reversed, runGraph } from './graph.ts'

const needs = new Map([
  ['vpc', []],
  ['subnet', ['vpc']],
  ['gateway', ['vpc']],
  ['service', ['subnet', 'gateway']],
])

test('each begins once those it needs are done, and those that are free run at once', async () => {
  const log: string[] = []
  const gates = new Map<string, () => void>()
  const work = (id: string) => {
    log.push(`begin ${id}`)
    return new Promise<boolean>(resolve => gates.set(id, () => resolve(true)))
  }
  const done = runGraph(needs, work)
  const end = async (id: string) => {
    gates.get(id)?.()
    await new Promise(resolve => setImmediate(resolve))
  }
  expect(log).toEqual(['begin vpc'])
  await end('vpc')
  expect(log).toEqual(['begin vpc', 'begin subnet', 'begin gateway'])
  await end('gateway')
  expect(log).toHaveLength(3)
  await end('subnet')
  await end('service')
  expect(await done).toEqual([])
})

test('after a failure nothing more is begun, and what is under way is waited for', async () => {
  const begun: string[] = []
  let ended = false
  const failed = await runGraph(needs, async id => {
    begun.push(id)
    if (id === 'subnet') return false
    if (id === 'gateway') {
      await new Promise(resolve => setImmediate(resolve))
      ended = true
    }
    return true
  })
  expect(failed).toEqual(['subnet'])
  expect(begun).toEqual(['vpc', 'subnet', 'gateway'])
  expect(ended).toBe(true)
})

test('in a deletion others go on, and what a failed one needs is kept', async () => {
  const begun: string[] = []
  const work = (id: string) => {
    begun.push(id)
    return Promise.resolve(id !== 'subnet')
  }
  expect(await runGraph(reversed(needs), work, { goOn: true })).toEqual(['subnet'])
  expect(begun).toEqual(['service', 'subnet', 'gateway'])
})

test('what is thrown comes out', async () => {
  await expect(runGraph(needs, () => Promise.reject(new Error('stop')))).rejects.toThrow('stop')
})
