import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DescribeClustersCommand } from '@aws-sdk/client-ecs'
import { afterEach, expect, test } from 'vitest'
import { openAccount } from './account.ts'
import { errorVerdict } from './explain-errors.ts'

const servers: Server[] = []
afterEach(() => servers.splice(0).forEach(server => server.close().closeAllConnections()))

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function open(options: Partial<Parameters<typeof openAccount>[0]> = {}) {
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' }
  return openAccount({ region: 'eu-west-1', accountId: '123456789012', credentials, ...options })
}

test('http goes through the proxy, with the whole URL and the site’s host', async () => {
  const httpProxy = await serve((request, response) =>
    response.writeHead(418).end(`${request.method} ${request.url} ${request.headers.host}`),
  )
  const answer = await open({ httpProxy }).http('http://web-1.eu-west-1.elb.amazonaws.com/version?x=1')
  expect(answer).toEqual({
    status: 418,
    body: 'GET http://web-1.eu-west-1.elb.amazonaws.com/version?x=1 web-1.eu-west-1.elb.amazonaws.com',
  })
})

test('http goes direct without a proxy, follows no redirect, and reads no more than 1 MiB', async () => {
  const site = await serve((request, response) =>
    request.url === '/big'
      ? response.end('x'.repeat(3 * 1024 * 1024))
      : response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
  )
  const account = open()
  expect((await account.http(site)).status).toBe(302)
  expect((await account.http(`${site}/big`)).body).toHaveLength(1024 * 1024)
})

test('a site that does not answer is given up', async () => {
  const site = await serve(() => undefined)
  await expect(open().http(site, { timeoutMs: 50 })).rejects.toThrow(
    /No answer from 127\.0\.0\.1:\d+ within 0\.05 s/,
  )
})

test.each([
  'http://169.254.169.254/latest/meta-data/',
  'http://169.254.170.2/v2/credentials',
  'http://2852039166/',
  'http://[fd00:ec2::254]/',
  'http://[::ffff:169.254.169.254]/',
  'http://metadata.google.internal/',
])('no socket to %s', async url => {
  await expect(open().http(url)).rejects.toThrow(/metadata; a lab never talks to it/)
  expect(() => open({ endpoint: url })).toThrow(/metadata/)
})

test('throttling is retried, and what is left of it is an error that names itself', async () => {
  let requests = 0
  const endpoint = await serve((_request, response) => {
    requests += 1
    response
      .writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify({ __type: 'ThrottlingException', message: 'Rate exceeded' }))
  })
  const actions: string[] = []
  const account = open({ endpoint, onRequest: action => actions.push(action) })
  const error = await account.aws.ecs.send(new DescribeClustersCommand({})).catch((thrown: unknown) => thrown)
  expect(requests).toBe(5)
  expect(actions).toEqual(['ecs:DescribeClusters'])
  expect(errorVerdict(error)).toMatchObject({
    status: 'error',
    title: 'AWS is busy',
    observed: expect.stringContaining('ecs:DescribeClusters') as string,
  })
})

test('a client is made once, at its first use', () => {
  const { aws } = open()
  expect(aws.ecs).toBe(aws.ecs)
})
