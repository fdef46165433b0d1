import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createApp, type RequestLog } from './app.ts'
import { taskIdentity, type Task } from './task.ts'

const closers: (() => void)[] = []
afterEach(() => closers.splice(0).forEach(close => close()))

async function serve(version: string, task: Task = { id: '3f9a21', zone: 'eu-west-1a' }) {
  const logged: RequestLog[] = []
  const server = createApp({ version, task: () => Promise.resolve(task), log: line => logged.push(line) })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close().closeAllConnections())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, logged, server }
}

test.each([
  ['1', 'blue'],
  ['2', 'green'],
  ['3', 'blue'],
])('version %s is %s, for people and for programs', async (version, colour) => {
  const { url } = await serve(version)
  const answer = await fetch(url)
  expect(answer.headers.get('x-app-version')).toBe(version)
  const page = await answer.text()
  expect(page).toContain(`<html lang="en" class="${colour}">`)
  expect(page).toContain(`<h1>Version ${version}</h1>`)
  expect(page).toContain('3f9a21')
  expect(page).toContain('eu-west-1a')
  expect(await (await fetch(`${url}/version`)).json()).toEqual({ version, colour, task: '3f9a21' })
})

test('the page loads nothing from anywhere', async () => {
  const { url } = await serve('1')
  const response = await fetch(url)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await response.text()).not.toMatch(/https?:|src=|url\(/)
})

test('what comes from outside is written as text, not as markup', async () => {
  const { url } = await serve('<b>1</b>', { id: '"><script>', zone: null })
  const page = await (await fetch(url)).text()
  expect(page).not.toContain('<script>')
  expect(page).not.toContain('<b>1')
})

test('health answers ok, other paths 404, other methods 405', async () => {
  const { url } = await serve('1')
  const health = await fetch(`${url}/health?from=load-balancer`)
  expect([health.status, await health.text()]).toEqual([200, 'ok'])
  expect((await fetch(`${url}/healthz`)).status).toBe(404)
  expect((await fetch(url, { method: 'POST' })).status).toBe(405)
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(200)
})

test('logs one line a request, with the first forwarded address', async () => {
  const { url, logged } = await serve('2')
  await fetch(`${url}/health?x=1`, { headers: { 'x-forwarded-for': '203.0.113.7, 10.0.0.1' } })
  await expect.poll(() => logged).toHaveLength(1)
  expect(logged[0]).toMatchObject({
    level: 'info',
    method: 'GET',
    path: '/health',
    status: 200,
    client: '203.0.113.7',
    version: '2',
    task: '3f9a21',
  })
})

test('takes its name from the task metadata endpoint, and asks again until that answers', async () => {
  const answers = [
    () => Promise.reject(new Error('connect ECONNREFUSED')),
    () => Promise.resolve(new Response('', { status: 500 })),
    () =>
      Promise.resolve(
        Response.json({
          TaskARN: 'arn:aws:ecs:eu-west-1:000000000000:task/lab/0123abcd',
          AvailabilityZone: 'eu-west-1b',
        }),
      ),
  ]
  const asked: string[] = []
  const task = taskIdentity('http://169.254.170.2/v4/x', url => {
    asked.push(url as string)
    return answers.shift()!()
  })
  const stranger = await taskIdentity(undefined)()
  expect(await task()).toEqual(stranger)
  expect(await task()).toEqual(stranger)
  expect(await task()).toEqual({ id: '0123abcd', zone: 'eu-west-1b' })
  expect(await task()).toEqual({ id: '0123abcd', zone: 'eu-west-1b' })
  expect(asked).toEqual(Array(3).fill('http://169.254.170.2/v4/x/task'))
})
