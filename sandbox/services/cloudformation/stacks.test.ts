import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation'
import { DescribeLogGroupsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateRoleCommand } from '@aws-sdk/client-iam'
import { PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterAll, describe, expect, test } from 'vitest'
import { body, openStackLab, parameter } from './testing/stack-lab.ts'

/* Stacks of parameters and log groups, through CloudFormation's own client. */

const { running, cloudformation, ssm, logs, iam, isThere, valueOf, ...stacks } = await openStackLab()
const { create, update, remove, events, settled } = stacks
afterAll(() => running.close())

describe('a stack', () => {
  test('is made in order, with outputs and events in the words of AWS', async () => {
    const template = body(
      {
        Second: parameter('/made/second', { 'Fn::Sub': 'of ${First}' }),
        First: parameter('/made/first', { Ref: 'Given' }),
      },
      { Parameters: { Given: { Type: 'String' } }, Outputs: { Name: { Value: { Ref: 'Second' } } } },
    )
    const Parameters = [{ ParameterKey: 'Given', ParameterValue: 'one' }]
    const stack = await create('made', template, { Parameters })
    expect(stack).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      Outputs: [{ OutputKey: 'Name', OutputValue: '/made/second' }],
    })
    expect(await valueOf('/made/second')).toBe('of /made/first')
    expect(await events('made')).toEqual([
      'made CREATE_IN_PROGRESS: User Initiated',
      'First CREATE_IN_PROGRESS',
      'First CREATE_IN_PROGRESS: Resource creation Initiated',
      'First CREATE_COMPLETE',
      'Second CREATE_IN_PROGRESS',
      'Second CREATE_IN_PROGRESS: Resource creation Initiated',
      'Second CREATE_COMPLETE',
      'made CREATE_COMPLETE',
    ])
  })

  test('is changed in place, by replacement, and cleaned up; nothing to change is refused', async () => {
    await create(
      'changed',
      body({
        A: parameter('/changed/a', '1'),
        B: parameter('/changed/b', '1'),
        C: parameter('/changed/c', '1'),
      }),
    )
    const template = body({ A: parameter('/changed/a', '2'), B: parameter('/changed/b2', '1') })
    expect(await update('changed', template)).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' })
    expect(await valueOf('/changed/a')).toBe('2')
    expect(await Promise.all(['/changed/b', '/changed/b2', '/changed/c'].map(isThere))).toEqual([
      false,
      true,
      false,
    ])
    const log = await events('changed')
    expect(log).toContain(
      'B UPDATE_IN_PROGRESS: Requested update requires the creation of a new physical resource; hence creating one.',
    )
    expect(log.indexOf('changed UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')).toBeLessThan(
      log.indexOf('B DELETE_COMPLETE'),
    )
    await expect(update('changed', template)).rejects.toThrow('No updates are to be performed.')
  })

  test('that cannot be made is rolled back, with the reason', async () => {
    await ssm.send(new PutParameterCommand({ Name: '/taken', Value: 'mine', Type: 'String' }))
    const stack = await create(
      'failing',
      body({ A: parameter('/failing/a', '1'), B: parameter('/taken', '1', { DependsOn: 'A' }) }),
    )
    expect(stack).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    expect(await isThere('/failing/a')).toBe(false)
    expect(await valueOf('/taken')).toBe('mine')
    const log = await events('failing')
    expect(log.find(line => line.startsWith('B CREATE_FAILED'))).toMatch(
      /^B CREATE_FAILED: Resource handler returned message: ".*already exists.*\(Service: Ssm, Status Code: 400, Request ID: [\w-]+\)" \(RequestToken: [\w-]+, HandlerErrorCode: AlreadyExists\)$/,
    )
    expect(log).toContain(
      'failing ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [B]. Rollback requested by user.',
    )
    await expect(update('failing', body({ A: parameter('/failing/a', '1') }))).rejects.toThrow(
      /is in ROLLBACK_COMPLETE state and can not be updated\.$/,
    )
  })

  test('whose change fails is as before: changed, replaced, new and removed resources alike', async () => {
    const before = {
      A: parameter('/back/a', '1'),
      B: parameter('/back/b', '1'),
      C: parameter('/back/c', '1'),
    }
    await create('back', body(before, { Outputs: { O: { Value: 'before' } } }))
    const after = {
      ...{ A: parameter('/back/a', '2'), B: parameter('/back/b2', '1'), D: parameter('/back/d', '1') },
      E: parameter('/back/a', '1', { DependsOn: ['A', 'B', 'D'] }),
    }
    const stack = await update('back', body(after, { Outputs: { O: { Value: 'after' } } }))
    expect(stack).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
      Outputs: [{ OutputValue: 'before' }],
    })
    expect(await valueOf('/back/a')).toBe('1')
    const names = ['/back/b', '/back/c', '/back/b2', '/back/d']
    expect(await Promise.all(names.map(isThere))).toEqual([true, true, false, false])
    const { StackResourceSummaries = [] } = await cloudformation.send(
      new ListStackResourcesCommand({ StackName: 'back' }),
    )
    expect(StackResourceSummaries.map(one => [one.LogicalResourceId, one.PhysicalResourceId])).toEqual([
      ['A', '/back/a'],
      ['B', '/back/b'],
      ['C', '/back/c'],
    ])
  })

  test('keeps what its policy says, and removes the rest', async () => {
    const keep = { DeletionPolicy: 'Retain' }
    await create('kept', body({ A: parameter('/kept/a', '1', keep), B: parameter('/kept/b', '1') }))
    expect(await remove('kept')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' })
    expect(await Promise.all(['/kept/a', '/kept/b'].map(isThere))).toEqual([true, false])
    await expect(cloudformation.send(new DescribeStacksCommand({ StackName: 'kept' }))).rejects.toThrow(
      'Stack with id kept does not exist',
    )
  })

  test('that is deleted while it is made goes as a whole', async () => {
    const group = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/halted' } }
    const Resources = {
      Group: group,
      Files: { Type: 'AWS::EFS::FileSystem' },
      After: parameter('/halted', { Ref: 'Files' }),
    }
    await cloudformation.send(new CreateStackCommand({ StackName: 'halted', TemplateBody: body(Resources) }))
    const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName: 'halted' }))
    await cloudformation.send(new DeleteStackCommand({ StackName: 'halted' }))
    expect(await settled(Stacks[0]?.StackId ?? '')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' })
    expect(await isThere('/halted')).toBe(false)
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/halted' }))
    expect(logGroups).toEqual([])
  })

  test('of types that are not there is refused, with their names', async () => {
    await expect(create('strange', body({ A: { Type: 'AWS::Strange::Thing' } }))).rejects.toThrow(
      /^Template format error: Unrecognized resource types: \[AWS::Strange::Thing\]/,
    )
    const misspelt = await create(
      'misspelt',
      body({ A: parameter('/misspelt', '1', { Properties: { Typ: 'String' } }) }),
    )
    expect(misspelt).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    expect((await events('misspelt')).join('\n')).toContain(
      'Properties validation failed for resource A with message: #: extraneous key [Typ] is not permitted',
    )
  })

  test('that makes roles needs the caller to agree', async () => {
    const role = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'named', AssumeRolePolicyDocument: {} } }
    await expect(create('roles', body({ A: role }), { Capabilities: ['CAPABILITY_IAM'] })).rejects.toThrow(
      'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    )
  })

  test('does what its role may do, and no more', async () => {
    const Statement = [
      { Effect: 'Allow', Principal: { Service: 'cloudformation.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'weak', AssumeRolePolicyDocument }))
    const stack = await create('weak', body({ A: parameter('/weak', '1') }), { RoleARN: Role?.Arn })
    expect(stack).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE', RoleARN: Role?.Arn })
    expect((await events('weak')).join('\n')).toMatch(
      /A CREATE_FAILED: .*assumed-role\/weak\/AWSCloudFormation is not authorized to perform: ssm:PutParameter on resource: .*HandlerErrorCode: AccessDenied/,
    )
  })

  test('gives its tags to what it makes', async () => {
    const Tags = [{ Key: 'team', Value: 'blue' }]
    await create(
      'tagged',
      body({ Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/tagged' } } }),
      { Tags },
    )
    const { logGroups = [] } = await logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/tagged' }),
    )
    const resourceArn = logGroups[0]?.logGroupArn ?? ''
    expect((await logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ team: 'blue' })
  })
})
