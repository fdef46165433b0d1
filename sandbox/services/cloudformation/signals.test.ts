import {
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  SignalResourceCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateStackCommand } from '@aws-sdk/client-cloudformation'
import { afterAll, describe, expect, test } from 'vitest'
import { body, openStackLab, parameter } from './testing/stack-lab.ts'

/* What waits for a word from outside: wait conditions by the link of their handle, and by SignalResource. */

const { running, cloudformation, account, settled, valueOf, events, until } = await openStackLab()
afterAll(() => running.close())

const waiting = (properties: object) =>
  body({
    Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
    Wait: {
      Type: 'AWS::CloudFormation::WaitCondition',
      Properties: { Handle: { Ref: 'Handle' }, Timeout: 43_200, ...properties },
    },
    Data: parameter('/waited', { 'Fn::GetAtt': ['Wait', 'Data'] }),
  })

async function begin(StackName: string, TemplateBody: string) {
  await cloudformation.send(new CreateStackCommand({ StackName, TemplateBody }))
}

/** The physical id of a resource, once it has come so far. */
async function reached(StackName: string, LogicalResourceId: string, status: string): Promise<string> {
  const of = new DescribeStackResourceCommand({ StackName, LogicalResourceId })
  const shown = await until(
    () => cloudformation.send(of).catch(() => undefined),
    found => found?.StackResourceDetail?.ResourceStatus === status,
  )
  return shown?.StackResourceDetail?.PhysicalResourceId ?? ''
}

async function put(link: string, signal: unknown): Promise<number> {
  const text = typeof signal === 'string' ? signal : JSON.stringify(signal)
  return (await fetch(link, { method: 'PUT', body: Buffer.from(text) })).status
}

describe('a wait condition', () => {
  test('waits for as many signals as it counts, and has what they say', async () => {
    await begin('waits', waiting({ Count: 2 }))
    const link = await reached('waits', 'Handle', 'CREATE_COMPLETE')
    const signal = (UniqueId: string, Data: string) => ({ Status: 'SUCCESS', UniqueId, Data, Reason: 'done' })
    // At once, twice the same: none is lost, and one id counts once.
    const sent = await Promise.all([put(link, signal('a', 'one')), put(link, signal('a', 'one'))])
    expect(sent).toEqual([200, 200])
    await reached('waits', 'Wait', 'CREATE_IN_PROGRESS')
    expect(await put(link, signal('b', 'two'))).toBe(200)
    expect(await settled('waits')).toMatchObject({ StackStatus: 'CREATE_COMPLETE' })
    expect(JSON.parse((await valueOf('/waited')) ?? '')).toEqual({ a: 'one', b: 'two' })
    expect(await put(link.replace(/Signature=[^&]+/, 'Signature=forged'), signal('c', 'no'))).toBe(403)
  })

  test('fails with the reason that a signal gives', async () => {
    await begin('failing', waiting({}))
    const link = await reached('failing', 'Handle', 'CREATE_COMPLETE')
    await put(link, { Status: 'FAILURE', UniqueId: 'web-1', Reason: 'no disk' })
    expect(await settled('failing')).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    expect(await events('failing')).toContain(
      "Wait CREATE_FAILED: WaitCondition received failed message: 'no disk' for uniqueId: web-1",
    )
  })

  test('fails over what is no signal, and with a wrong handle', async () => {
    const tooLong = { Status: 'SUCCESS', UniqueId: 'a', Data: 'x'.repeat(70_000) }
    const letters = ['hello', '', '[]', { Status: 'DONE', UniqueId: 'a' }, tooLong]
    const failed = letters.map(async (letter, index) => {
      const name = `unparsable-${index}`
      await begin(name, waiting({}))
      await put(await reached(name, 'Handle', 'CREATE_COMPLETE'), letter)
      expect(await settled(name)).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
      expect(await events(name)).toContain('Wait CREATE_FAILED: Unparsable WaitCondition data')
    })
    await Promise.all(failed)
    await begin('strange', waiting({ Handle: 'https://example.com/x' }))
    expect(await settled('strange')).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    expect((await events('strange')).join()).toContain(
      'Wait CREATE_FAILED: The Handle must be the Ref of an AWS::CloudFormation::WaitConditionHandle',
    )
  })

  test('that nobody signals is given up when its time is over', async () => {
    await begin('silent', waiting({ Timeout: 1, Count: 3 }))
    expect(await settled('silent')).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    expect(await events('silent')).toContain(
      'Wait CREATE_FAILED: WaitCondition timed out. Received 0 conditions when expecting 3',
    )
  })
})

describe('a creation policy', () => {
  const guarded = (ResourceSignal: object) =>
    body({ Wait: { Type: 'AWS::CloudFormation::WaitCondition', CreationPolicy: { ResourceSignal } } })
  const signal = (StackName: string, UniqueId: string, Status: 'SUCCESS' | 'FAILURE' = 'SUCCESS') =>
    cloudformation.send(new SignalResourceCommand({ StackName, LogicalResourceId: 'Wait', UniqueId, Status }))

  test('waits for SignalResource', async () => {
    await begin('signalled', guarded({ Count: 2, Timeout: 'PT12H' }))
    await reached('signalled', 'Wait', 'CREATE_IN_PROGRESS')
    await signal('signalled', 'i-1')
    await signal('signalled', 'i-1')
    const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName: 'signalled' }))
    expect(Stacks[0]?.StackStatus).toBe('CREATE_IN_PROGRESS')
    await signal('signalled', 'i-2')
    expect(await settled('signalled')).toMatchObject({ StackStatus: 'CREATE_COMPLETE' })
    const log = await events('signalled')
    expect(log.filter(line => line.includes('Received'))).toEqual([
      'Wait CREATE_IN_PROGRESS: Received SUCCESS signal with UniqueId i-1',
      'Wait CREATE_IN_PROGRESS: Received SUCCESS signal with UniqueId i-2',
    ])
    await expect(signal('signalled', 'i-3')).rejects.toThrow(
      /^Stack arn:.*:stack\/signalled\/.* is in CREATE_COMPLETE state and cannot be signaled$/,
    )
  })

  test('fails with a failed signal, and when its time is over', async () => {
    await begin('failed-signal', guarded({ Timeout: 'PT12H' }))
    await reached('failed-signal', 'Wait', 'CREATE_IN_PROGRESS')
    await signal('failed-signal', 'i-9', 'FAILURE')
    expect(await settled('failed-signal')).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    expect(await events('failed-signal')).toContain(
      'Wait CREATE_FAILED: Received FAILURE signal with UniqueId i-9',
    )
    running.sandbox.clock.setScale(account.accountId, 1000)
    await begin('no-signal', guarded({ Count: 2, Timeout: 'PT1M' }))
    expect(await settled('no-signal')).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    expect(await events('no-signal')).toContain(
      'Wait CREATE_FAILED: Failed to receive 2 resource signal(s) within the specified duration',
    )
    running.sandbox.clock.setScale(account.accountId, 10)
  })

  test('of another type, or for another time than a duration, is refused', async () => {
    const policy = { CreationPolicy: { ResourceSignal: {} } }
    await expect(begin('other', body({ A: parameter('/other', '1', policy) }))).rejects.toThrow(
      'resource A of type AWS::SSM::Parameter has a CreationPolicy',
    )
    await begin('duration', guarded({ Timeout: '5 minutes' }))
    expect(await settled('duration')).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    expect((await events('duration')).join()).toContain('must be a duration such as PT15M; got 5 minutes')
    await expect(signal('nobody', 'i-1')).rejects.toThrow('Stack [nobody] does not exist')
  })
})
