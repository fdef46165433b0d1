import * as client from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../start.ts'

let running: RunningSandbox
let logs: client.CloudWatchLogsClient
let arn: string

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  const credentials = running.createAccount()
  const { endpoint } = running
  // The SDK would put "stream-" before 127.0.0.1.
  logs = new client.CloudWatchLogsClient({
    ...{ endpoint, credentials, region: 'eu-west-1', disableHostPrefix: true, maxAttempts: 1 },
  })
  await logs.send(new client.CreateLogGroupCommand({ logGroupName: '/lab' }))
  await logs.send(new client.CreateLogStreamCommand({ logGroupName: '/lab', logStreamName: 'a' }))
  arn = `arn:aws:logs:eu-west-1:${credentials.accountId}:log-group:/lab`
})
afterAll(() => running.close())

const put = (message: string) =>
  logs.send(
    new client.PutLogEventsCommand({
      ...{ logGroupName: '/lab', logStreamName: 'a' },
      logEvents: [{ timestamp: Date.now(), message }],
    }),
  )

test('a live tail begins at once and brings what is written and matches', { timeout: 30_000 }, async () => {
  const { responseStream } = await logs.send(
    new client.StartLiveTailCommand({ logGroupIdentifiers: [arn], logEventFilterPattern: 'ERROR' }),
  )
  const found: (string | undefined)[] = []
  for await (const event of responseStream ?? []) {
    if (event.sessionStart) {
      expect(event.sessionStart).toMatchObject({ logGroupIdentifiers: [arn], logEventFilterPattern: 'ERROR' })
      await put('fine')
      await put('ERROR at once')
    }
    for (const { message, logStreamName, logGroupIdentifier } of event.sessionUpdate?.sessionResults ?? []) {
      expect({ logStreamName, logGroupIdentifier }).toEqual({ logStreamName: 'a', logGroupIdentifier: arn })
      found.push(message)
    }
    if (found.length > 0) break
  }
  expect(found).toEqual(['ERROR at once'])
})

test('a live tail of what is not there, or by name, is refused', async () => {
  const start = (logGroupIdentifiers: string[], more: object = {}) =>
    logs.send(new client.StartLiveTailCommand({ logGroupIdentifiers, ...more }))
  await expect(start([`${arn}-none`])).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  await expect(start(['/lab'])).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await expect(start([arn], { logEventFilterPattern: '{' })).rejects.toThrow('Invalid filter pattern')
  await expect(start([arn, arn], { logStreamNames: ['a'] })).rejects.toThrow('one log group only')
})
