import { expect, test } from 'vitest'
import { FakeAccount } from '../ecs/testing/fake-account.ts'
import { appendLogEvents } from './append.ts'
import { createLogGroup } from './operations/create-log-group.ts'
import { createLogStream } from './operations/create-log-stream.ts'
import { deleteLogGroup } from './operations/delete-log-group.ts'
import { describeLogGroups } from './operations/describe-log-groups.ts'
import { describeLogStreams } from './operations/describe-log-streams.ts'
import { filterLogEvents } from './operations/filter-log-events.ts'
import { getLogEvents } from './operations/get-log-events.ts'
import { putLogEvents } from './operations/put-log-events.ts'
import { putRetentionPolicy } from './operations/put-retention-policy.ts'
import { tagLogGroup } from './operations/tag-log-group.ts'
import { tagResource } from './operations/tag-resource.ts'
import { untagLogGroup } from './operations/untag-log-group.ts'
import { listTagsLogGroup } from './operations/list-tags-log-group.ts'
import { taggedResources } from './tagged-resources.ts'

const DAY = 24 * 60 * 60_000

async function withStream(...messages: string[]) {
  const account = new FakeAccount()
  await account.call(createLogGroup, { logGroupName: '/lab', tags: { 'slipway-lab': '040' } })
  await account.call(createLogStream, { logGroupName: '/lab', logStreamName: 'a' })
  const now = account.clock.now()
  const logEvents = messages.map((message, index) => ({ timestamp: now + index, message }))
  if (messages.length > 0)
    await account.call(putLogEvents, { logGroupName: '/lab', logStreamName: 'a', logEvents })
  return account
}

const stream = { logGroupName: '/lab', logStreamName: 'a' }
const texts = (answer: { events?: { message?: string }[] | undefined }) =>
  answer.events?.map(({ message }) => message)

test('what is missing or there already is told in AWS’s words', async () => {
  const account = await withStream()
  await expect(account.call(createLogGroup, { logGroupName: '/lab' })).rejects.toMatchObject({
    name: 'ResourceAlreadyExistsException',
    message: 'The specified log group already exists',
  })
  await expect(account.call(getLogEvents, { ...stream, logGroupName: 'none' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
  })
  await expect(account.call(getLogEvents, { ...stream, logStreamName: 'none' })).rejects.toThrow(
    'The specified log stream does not exist.',
  )
})

test.each([
  [
    describeLogGroups,
    { limit: 51 },
    "Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50",
  ],
  [
    describeLogGroups,
    { limit: 0 },
    "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [describeLogStreams, { logGroupName: '/lab', limit: 100 }, "Value '100' at 'limit' failed"],
  [
    describeLogStreams,
    { logGroupName: '/lab', orderBy: 'Size' },
    'Member must satisfy enum value set: [LogStreamName, LastEventTime]',
  ],
] as const)('a list that cannot be is refused: %#', async (operation, input, message) => {
  const account = await withStream()
  await expect(account.call(operation as typeof describeLogStreams, input as never)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining(message) as string,
  })
})

test('tags of a group come and go by the older calls as well', async () => {
  const account = await withStream()
  await account.call(tagLogGroup, { logGroupName: '/lab', tags: { owner: 'me' } })
  await account.call(untagLogGroup, { logGroupName: '/lab', tags: ['slipway-lab', 'none'] })
  expect(await account.call(listTagsLogGroup, { logGroupName: '/lab' })).toEqual({ tags: { owner: 'me' } })
  await expect(account.call(untagLogGroup, { logGroupName: '/none', tags: ['a'] })).rejects.toThrow(
    'The specified log group does not exist.',
  )
})

test('FilterLogEvents asks for no stream that is not there', async () => {
  const account = await withStream('1')
  const filter = (...logStreamNames: string[]) =>
    account.call(filterLogEvents, { logGroupName: '/lab', logStreamNames })
  expect(texts(await filter('a'))).toEqual(['1'])
  await expect(filter('a', 'none')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'The specified log stream does not exist.',
  })
})

test('GetLogEvents: forward pages end in the same token; the last events come first without startFromHead', async () => {
  const account = await withStream('1', '2', '3', '4', '5')
  const first = await account.call(getLogEvents, { ...stream, startFromHead: true, limit: 3 })
  expect(texts(first)).toEqual(['1', '2', '3'])
  const second = await account.call(getLogEvents, { ...stream, nextToken: first.nextForwardToken, limit: 3 })
  expect(texts(second)).toEqual(['4', '5'])
  const third = await account.call(getLogEvents, { ...stream, nextToken: second.nextForwardToken })
  expect(texts(third)).toEqual([])
  expect(third.nextForwardToken).toBe(second.nextForwardToken)
  appendLogEvents(account.sandbox, account.scope, '/lab', 'a', [
    { timestamp: account.clock.now() + 9, message: '6' },
  ])
  expect(texts(await account.call(getLogEvents, { ...stream, nextToken: third.nextForwardToken }))).toEqual([
    '6',
  ])

  const last = await account.call(getLogEvents, { ...stream, limit: 2 })
  expect(texts(last)).toEqual(['5', '6'])
  const before = await account.call(getLogEvents, { ...stream, limit: 2, nextToken: last.nextBackwardToken })
  expect(texts(before)).toEqual(['3', '4'])
})

test('FilterLogEvents: pages over all streams in order of time, each event once', async () => {
  const account = await withStream('GET 1', 'POST 2', 'GET 3')
  const now = account.clock.now()
  appendLogEvents(account.sandbox, account.scope, '/lab', 'b', [{ timestamp: now + 1, message: 'GET b' }])
  const found: (string | undefined)[] = []
  let nextToken: string | undefined
  do {
    const answer = await account.call(filterLogEvents, {
      logGroupName: '/lab',
      filterPattern: 'GET',
      limit: 1,
      nextToken,
    })
    found.push(...(texts(answer) ?? []))
    nextToken = answer.nextToken
  } while (nextToken)
  expect(found).toEqual(['GET 1', 'GET b', 'GET 3'])
  const one = await account.call(filterLogEvents, {
    logGroupName: '/lab',
    startTime: now + 1,
    endTime: now + 1,
  })
  expect(texts(one)?.sort()).toEqual(['GET b', 'POST 2'])
  const byPrefix = await account.call(filterLogEvents, { logGroupName: '/lab', logStreamNamePrefix: 'b' })
  expect(texts(byPrefix)).toEqual(['GET b'])
})

test('PutLogEvents refuses disorder, and says which events are too old or too new', async () => {
  const account = await withStream()
  const now = account.clock.now()
  const put = (...timestamps: number[]) =>
    account.call(putLogEvents, {
      ...stream,
      logEvents: timestamps.map(timestamp => ({ timestamp, message: 'm' })),
    })
  await expect(put(now, now - 1)).rejects.toThrow('must be in chronological order')
  const { rejectedLogEventsInfo } = await put(now - 15 * DAY, now, now + DAY)
  expect(rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 2 })
  expect(texts(await account.call(getLogEvents, stream))).toEqual(['m'])
})

test('events past the retention are gone', async () => {
  const account = await withStream('old')
  await expect(
    account.call(putRetentionPolicy, { logGroupName: '/lab', retentionInDays: 2 }),
  ).rejects.toThrow('enum value set')
  await account.call(putRetentionPolicy, { logGroupName: '/lab', retentionInDays: 1 })
  await account.clock.advance(DAY + 1000)
  expect(texts(await account.call(getLogEvents, stream))).toEqual([])
})

test('groups and streams are described, tagged, and deleted with their events', async () => {
  const account = await withStream('1')
  const { logGroups } = await account.call(describeLogGroups, { logGroupNamePrefix: '/l' })
  const arn = 'arn:aws:logs:eu-west-1:111122223333:log-group:/lab'
  expect(logGroups?.[0]).toMatchObject({ logGroupName: '/lab', logGroupArn: arn, arn: `${arn}:*` })
  const { logStreams } = await account.call(describeLogStreams, { logGroupIdentifier: arn })
  expect(logStreams?.[0]).toMatchObject({ logStreamName: 'a', lastEventTimestamp: account.clock.now() })
  await account.call(tagResource, { resourceArn: `${arn}:*`, tags: { b: 'c' } })
  expect(taggedResources(account.scope)).toEqual([
    {
      arn,
      tags: [
        { Key: 'slipway-lab', Value: '040' },
        { Key: 'b', Value: 'c' },
      ],
    },
  ])
  await account.call(deleteLogGroup, { logGroupName: '/lab' })
  await account.call(createLogGroup, { logGroupName: '/lab' })
  await account.call(createLogStream, stream)
  expect(texts(await account.call(getLogEvents, stream))).toEqual([])
})
