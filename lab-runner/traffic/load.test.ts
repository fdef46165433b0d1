import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { until } from '../test-support/workshop.ts'
import { Load } from './load.ts'

const servers: Server[] = []
const loads: Load[] = []
afterEach(() => {
  for (const load of loads.splice(0)) load.stop()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A site behind a forward proxy, as the practice account has it. */
async function siteOf(listener: RequestListener) {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const proxy = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return { host: 'web-1.eu-west-1.elb.amazonaws.com', port: 80, headers: {}, proxy }
}

function start(target: Awaited<ReturnType<typeof siteOf>>, requestsPerSecond: number, seconds: number) {
  const load = new Load(target, { requestsPerSecond, seconds, path: '/version' })
  loads.push(load)
  return load
}

it('sends as many as were asked for, by the site’s name, and counts what came of each', async () => {
  const asked: string[] = []
  let count = 0
  const target = await siteOf((request, response) => {
    asked.push(`${request.headers.host} ${request.url}`)
    count++
    if (count % 10 === 0) return request.socket.destroy()
    if (count % 5 === 0) return response.writeHead(503).end('no')
    if (count % 2 === 0) return response.setHeader('x-app-version', '1').end('hello')
    response.setHeader('content-type', 'application/json').end('{"version":"2"}')
  })
  const load = start(target, 60, 1)
  await until(() => Promise.resolve(!load.running))
  const result = load.present()
  expect(asked[0]).toBe(`${target.host} http://${target.host}/version`)
  expect(result).toMatchObject({ sent: 60, running: false, heldBack: 0 })
  expect(result.answered + result.lost).toBe(60)
  expect(result.lost).toBeGreaterThanOrEqual(6)
  expect(result.failed).toBeGreaterThan(0)
  const byVersion = (version: string) =>
    result.seconds.reduce((sum, second) => sum + (second.byVersion[version] ?? 0), 0)
  expect(byVersion('1') + byVersion('2') + byVersion('')).toBe(result.answered)
  expect(byVersion('') - result.failed).toBe(0)
  expect([byVersion('1') > 0, byVersion('2') > 0]).toEqual([true, true])
  expect(result.p50Ms).toBeGreaterThan(0)
})

it('a site that answers slowly gets its requests at the same rate; Stop ends them, and calls none of them lost', async () => {
  let waiting = 0
  const target = await siteOf(() => void waiting++)
  const load = start(target, 200, 60)
  await until(() => Promise.resolve(waiting >= 40))
  load.stop()
  await until(() => Promise.resolve(load.present().sent === 0))
  expect(load.present()).toMatchObject({ running: false, answered: 0, lost: 0, p50Ms: null })
})

it('a site that is gone loses every request, and the load goes on', async () => {
  const target = await siteOf(() => undefined)
  servers.pop()?.close()
  const load = start(target, 50, 60)
  await until(() => Promise.resolve(load.present().lost >= 20))
  expect(load.running).toBe(true)
  expect(load.present().answered).toBe(0)
})
