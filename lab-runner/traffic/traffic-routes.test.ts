import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestLab } from '../test-support/test-lab.ts'
import { startWorkshop, type TestWorkshop } from '../test-support/workshop.ts'

let workshop: TestWorkshop
beforeAll(async () => {
  workshop = await startWorkshop([createTestLab().lab])
})
afterAll(() => workshop.close())

const post = (path: string, body: unknown, headers = {}) =>
  workshop.api('POST', `/api/labs/test-lab/${path}`, body, headers)

it('no load runs before the site is there', async () => {
  expect((await workshop.api('GET', '/api/labs/test-lab/load')).status).toBe(204)
  expect(await post('load', { requestsPerSecond: 10, seconds: 60 })).toMatchObject({
    status: 409,
    body: { code: 'no-app' },
  })
  expect((await post('load/stop', {})).status).toBe(204)
})

it('refuses rates, times and paths out of bounds, and says which', async () => {
  for (const wrong of [
    { requestsPerSecond: 201, seconds: 60 },
    { requestsPerSecond: 0, seconds: 60 },
    { requestsPerSecond: 10, seconds: 901 },
    { requestsPerSecond: 10, seconds: 60, path: 'http://elsewhere/' },
    { requestsPerSecond: 10, seconds: 60, path: '/a\r\nhost: elsewhere' },
    { requestsPerSecond: 10, seconds: 60, host: 'elsewhere' },
  ]) {
    expect(await post('load', wrong)).toMatchObject({ status: 400, body: { code: 'invalid-input' } })
  }
})

it('has nothing to break in an empty account, and asks the account what there is', async () => {
  expect((await workshop.api('GET', '/api/labs/test-lab/chaos')).body).toEqual({
    tasks: 0,
    healthChecks: [],
    databases: [],
  })
  expect((await post('chaos', { action: 'stop-task' })).body.code).toBe('nothing-to-stop')
  expect((await post('chaos', { action: 'burn' })).status).toBe(400)
  expect((await post('chaos', { action: 'stop-database', database: 'x' })).body.code).toBe('unknown-database')
})

it('draws empty charts of an empty account', async () => {
  const { status, body } = await workshop.api('GET', '/api/labs/test-lab/metrics')
  expect(status).toBe(200)
  expect(body.charts.map((chart: { id: string }) => chart.id)).toContain('requests')
})

it('is for the signed-in learner alone, and for no other site', async () => {
  expect((await post('load', { requestsPerSecond: 1, seconds: 5 }, { cookie: undefined })).status).toBe(401)
  expect((await post('chaos', { action: 'stop-task' }, { origin: 'http://evil.example' })).status).toBe(403)
})
