import {
  CancelUpdateStackCommand,
  CreateStackCommand,
  DeleteStackCommand,
  GetStackPolicyCommand,
  SetStackPolicyCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation'
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch'
import { PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { body, openStackLab, parameter } from './testing/stack-lab.ts'

/* What keeps a stack from being changed, and what ends an operation: policies, protection, alarms, time, and whoever asks. */

const { running, account, config, cloudformation, ssm, valueOf, isThere, until, ...stacks } =
  await openStackLab()
const { create, update, remove, settled, events } = stacks
const { clock } = running.sandbox
afterAll(() => running.close())
beforeEach(() => clock.setScale(account.accountId, 10))

/** A resource that is never complete by itself, and where nothing is left of it. */
const waiting = (more: object = {}) => ({
  Type: 'AWS::CloudFormation::WaitCondition',
  CreationPolicy: { ResourceSignal: { Timeout: 'PT12H' } },
  ...more,
})

describe('a stack policy', () => {
  const allow = { Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' }
  const policy = (...more: object[]) => JSON.stringify({ Statement: [allow, ...more] })
  const denied = (Action: string) =>
    policy({ ...allow, Effect: 'Deny', Action, Resource: 'LogicalResourceId/A' })

  test('keeps resources from being changed, replaced and removed, and the update is rolled back', async () => {
    const first = body({ A: parameter('/policy/a', '1'), B: parameter('/policy/b', '1') })
    await create('guarded', first, { StackPolicyBody: denied('Update:Modify') })
    const B = parameter('/policy/b', '2')
    const changed = await update('guarded', body({ A: parameter('/policy/a', '2'), B }))
    expect(changed).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' })
    expect(await events('guarded')).toContain(
      'A UPDATE_FAILED: Action denied by stack policy: Statement [#2] denies [Update:Modify] for resource [LogicalResourceId/A]',
    )
    expect(await Promise.all(['/policy/a', '/policy/b'].map(valueOf))).toEqual(['1', '1'])

    await cloudformation.send(
      new SetStackPolicyCommand({ StackName: 'guarded', StackPolicyBody: denied('Update:Replace') }),
    )
    expect(await update('guarded', body({ A: parameter('/policy/new', '1'), B }))).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
    })
    expect(await isThere('/policy/new')).toBe(false)

    await cloudformation.send(
      new SetStackPolicyCommand({ StackName: 'guarded', StackPolicyBody: denied('Update:Delete') }),
    )
    expect(await update('guarded', body({ B }))).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' })
    expect(await events('guarded')).toContain(
      'A UPDATE_FAILED: Action denied by stack policy: Statement [#2] denies [Update:Delete] for resource [LogicalResourceId/A]',
    )
    expect(await isThere('/policy/a')).toBe(true)
  })

  test('may be another during one update, and become another with it', async () => {
    await create('opened', body({ A: parameter('/opened', '1') }), { StackPolicyBody: denied('Update:*') })
    const opened = await update('opened', body({ A: parameter('/opened', '2') }), {
      StackPolicyDuringUpdateBody: policy(),
    })
    expect(opened).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' })
    // The policy that comes with an update guards the next one.
    const again = await update('opened', body({ A: parameter('/opened', '3') }), {
      StackPolicyBody: policy(),
    })
    expect(again).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' })
    expect(await valueOf('/opened')).toBe('2')
    const { StackPolicyBody } = await cloudformation.send(new GetStackPolicyCommand({ StackName: 'opened' }))
    expect(StackPolicyBody).toBe(policy())
    expect(await update('opened', body({ A: parameter('/opened', '3') }))).toMatchObject({
      StackStatus: 'UPDATE_COMPLETE',
    })
  })

  test('that is none is refused', async () => {
    const wrong = (input: object) =>
      cloudformation.send(new SetStackPolicyCommand({ StackName: 'opened', ...input }))
    await expect(wrong({ StackPolicyBody: '{' })).rejects.toThrow(
      'Error validating stack policy: Invalid stack policy',
    )
    await expect(wrong({})).rejects.toThrow('Either StackPolicyBody or StackPolicyURL must be specified.')
    await expect(
      create('unguarded', body({ A: parameter('/unguarded', '1') }), { StackPolicyBody: '{}' }),
    ).rejects.toThrow('Invalid stack policy')
  })
})

describe('alarms', () => {
  const cloudwatch = new CloudWatchClient(config)
  const arn = (name: string) => `arn:aws:cloudwatch:eu-west-1:${account.accountId}:alarm:${name}`
  const watched = (name: string, MonitoringTimeInMinutes = 0) => ({
    RollbackConfiguration: {
      RollbackTriggers: [{ Arn: arn(name), Type: 'AWS::CloudWatch::Alarm' }],
      MonitoringTimeInMinutes,
    },
  })
  const alarm = (AlarmName: string) =>
    cloudwatch.send(
      new PutMetricAlarmCommand({
        ...{ AlarmName, Namespace: 'own', MetricName: AlarmName, Statistic: 'Sum', Period: 60 },
        ...{ EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' },
      }),
    )
  const ring = (AlarmName: string) =>
    cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'by hand' }))

  test('roll an update back while they are watched after it, and what it replaced is still there', async () => {
    await alarm('late')
    await create('watched', body({ A: parameter('/watched/a', '1') }))
    const next = body({ A: parameter('/watched/b', '1') })
    await cloudformation.send(
      new UpdateStackCommand({ StackName: 'watched', TemplateBody: next, ...watched('late', 180) }),
    )
    await until(
      () => events('watched'),
      log => log.includes('A UPDATE_COMPLETE'),
    )
    expect(await isThere('/watched/a')).toBe(true)
    await ring('late')
    expect(await settled('watched')).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
      RollbackConfiguration: {},
    })
    expect(await events('watched')).toContain(
      `watched UPDATE_ROLLBACK_IN_PROGRESS: Rollback trigger ${arn('late')} entered ALARM state.`,
    )
    expect(await Promise.all(['/watched/a', '/watched/b'].map(isThere))).toEqual([true, false])
  })

  test('let a stack be complete when their time is over', async () => {
    await alarm('quiet')
    clock.setScale(account.accountId, 1000)
    const stack = await create('calm', body({ A: parameter('/calm', '1') }), watched('quiet', 1))
    expect(stack).toMatchObject({ StackStatus: 'CREATE_COMPLETE', ...watched('quiet', 1) })
  })

  test('end what is under way, and must be there', async () => {
    await alarm('early')
    const template = body({ A: parameter('/early', '1'), W: waiting() })
    await cloudformation.send(
      new CreateStackCommand({ StackName: 'early', TemplateBody: template, ...watched('early') }),
    )
    await until(
      () => events('early'),
      log => log.includes('W CREATE_IN_PROGRESS: Resource creation Initiated'),
    )
    await ring('early')
    expect(await settled('early')).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    expect(await events('early')).toContain('W CREATE_FAILED: Resource creation cancelled')
    const missing = await create('missing', body({ A: parameter('/missing', '1') }), watched('nobody'))
    expect(missing).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    expect(await events('missing')).toEqual([
      'missing CREATE_IN_PROGRESS: User Initiated',
      `missing ROLLBACK_IN_PROGRESS: Rollback trigger ${arn('nobody')} does not exist. Rollback requested by user.`,
      'missing ROLLBACK_COMPLETE',
    ])
  })

  test('of other kinds, too many, or for too long, are refused', async () => {
    const refused = (RollbackConfiguration: object) =>
      create('refused', body({ A: parameter('/refused', '1') }), { RollbackConfiguration })
    await expect(refused({ RollbackTriggers: [{ Arn: 'x', Type: 'AWS::SNS::Topic' }] })).rejects.toThrow(
      'got AWS::SNS::Topic',
    )
    await expect(
      refused({ RollbackTriggers: [{ Arn: 'x', Type: 'AWS::CloudWatch::Alarm' }] }),
    ).rejects.toThrow('x is no ARN')
    await expect(refused({ MonitoringTimeInMinutes: 181 })).rejects.toThrow('less than or equal to 180')
    const RollbackTriggers = Array.from({ length: 6 }, () => ({
      Arn: arn('a'),
      Type: 'AWS::CloudWatch::Alarm',
    }))
    await expect(refused({ RollbackTriggers })).rejects.toThrow('less than or equal to 5')
  })
})

test('a stack that is not made in its time is rolled back', async () => {
  clock.setScale(account.accountId, 1)
  const TemplateBody = body({ A: parameter('/slow', '1'), W: waiting({ DependsOn: 'A' }) })
  await cloudformation.send(new CreateStackCommand({ StackName: 'slow', TemplateBody, TimeoutInMinutes: 10 }))
  await until(
    () => events('slow'),
    log => log.includes('W CREATE_IN_PROGRESS: Resource creation Initiated'),
  )
  clock.setScale(account.accountId, 1000)
  expect(await settled('slow')).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE', TimeoutInMinutes: 10 })
  const log = await events('slow')
  expect(log).toContain('W CREATE_FAILED: Resource creation cancelled')
  expect(log).toContain(
    'slow ROLLBACK_IN_PROGRESS: Stack creation time exceeded the specified timeout. Rollback requested by user.',
  )
  expect(await isThere('/slow')).toBe(false)
  await expect(create('never', body({ W: waiting() }), { TimeoutInMinutes: 0 })).rejects.toThrow(
    'Member must have value greater than or equal to 1',
  )
})

test('an update that is cancelled is rolled back', async () => {
  await create('cancelled', body({ A: parameter('/cancelled', '1') }))
  await cloudformation.send(
    new UpdateStackCommand({
      StackName: 'cancelled',
      TemplateBody: body({ A: parameter('/cancelled', '2'), W: waiting({ DependsOn: 'A' }) }),
    }),
  )
  await until(
    () => events('cancelled'),
    log => log.includes('W CREATE_IN_PROGRESS: Resource creation Initiated'),
  )
  await cloudformation.send(new CancelUpdateStackCommand({ StackName: 'cancelled' }))
  expect(await settled('cancelled')).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' })
  expect(await valueOf('/cancelled')).toBe('1')
  const log = await events('cancelled')
  expect(log).toContain('W CREATE_FAILED: Resource creation cancelled')
  expect(log).toContain('cancelled UPDATE_ROLLBACK_IN_PROGRESS: User Initiated')
})

test('a protected stack is not deleted', async () => {
  await create('safe', body({ A: parameter('/safe', '1') }), { EnableTerminationProtection: true })
  await expect(remove('safe')).rejects.toThrow(
    'Stack [safe] cannot be deleted while TerminationProtection is enabled',
  )
  expect(await isThere('/safe')).toBe(true)
  await cloudformation.send(
    new UpdateTerminationProtectionCommand({ StackName: 'safe', EnableTerminationProtection: false }),
  )
  expect(await remove('safe')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' })
})

test('a request that comes twice with one token is one', async () => {
  const input = { StackName: 'twice', TemplateBody: body({ A: parameter('/twice', '1') }) }
  const made = () => cloudformation.send(new CreateStackCommand({ ...input, ClientRequestToken: 'one' }))
  const [first, second] = [await made(), await made()]
  expect(second.StackId).toBe(first.StackId)
  await expect(cloudformation.send(new CreateStackCommand(input))).rejects.toThrow(
    'Stack [twice] already exists',
  )
  await settled('twice')
  const next = { ...input, TemplateBody: body({ A: parameter('/twice', '2') }), ClientRequestToken: 'two' }
  await cloudformation.send(new UpdateStackCommand(next))
  expect((await cloudformation.send(new UpdateStackCommand(next))).StackId).toBe(first.StackId)
  await settled('twice')
  expect((await events('twice')).filter(line => line.startsWith('twice UPDATE_IN_PROGRESS'))).toHaveLength(1)
  await cloudformation.send(new DeleteStackCommand({ StackName: 'twice', ClientRequestToken: 'three' }))
  await cloudformation.send(new DeleteStackCommand({ StackName: 'twice', ClientRequestToken: 'three' }))
  expect(await settled(first.StackId ?? '')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' })
})

describe('what is made and taken back again', () => {
  const failing = (name: string, DeletionPolicy: string) =>
    body({
      A: parameter(`/policies/${name}`, '1', { DeletionPolicy }),
      B: parameter('/policies/taken', '1', { DependsOn: 'A' }),
    })

  test.each([
    ['Delete', {}, false],
    ['Retain', {}, true],
    ['RetainExceptOnCreate', {}, false],
    ['Retain', { RetainExceptOnCreate: true }, false],
  ])('with the policy %s and %j is there after it: %s', async (policy, options, isKept) => {
    const name = `${policy}-${isKept}`
    await ssm.send(
      new PutParameterCommand({ Name: '/policies/taken', Value: '1', Type: 'String', Overwrite: true }),
    )
    const made = await create(`create-${name}`, failing(name, policy), options)
    expect(made).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    expect(await isThere(`/policies/${name}`)).toBe(isKept)
    if (isKept) return
    // The same within an update.
    await create(`update-${name}`, body({ Z: parameter(`/policies/z-${name}`, '1') }))
    const changed = JSON.parse(failing(name, policy)) as { Resources: object }
    const next = body({ Z: parameter(`/policies/z-${name}`, '1'), ...changed.Resources })
    expect(await update(`update-${name}`, next, options)).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
    })
    expect(await isThere(`/policies/${name}`)).toBe(false)
  })

  test('and what was there is kept by RetainExceptOnCreate', async () => {
    const policy = { DeletionPolicy: 'RetainExceptOnCreate' }
    await create('keeps', body({ A: parameter('/keeps', '1', policy) }))
    await remove('keeps')
    expect(await isThere('/keeps')).toBe(true)
  })
})
